//! A merge whose members have their senders on other threads.

use super::{CAPACITIES, repeats};
use futures_executor::block_on;
use goit::select;
use goit::sync::{Merge, bounded};
use std::collections::BTreeMap;
use std::thread;

#[test]
fn members_of_many_threads_join_and_leave_and_every_value_comes_in_order() {
    for capacity in CAPACITIES {
        let each = repeats(300);
        let (join, joining) = bounded(1);
        let serve = async move {
            let (mut joining, mut merge, mut received) = (Some(joining), Merge::new(), BTreeMap::new());
            while joining.is_some() || !merge.is_empty() {
                select! {
                    recv(joining) -> member => match member {
                        Ok((key, rx)) => assert!(merge.insert(key, rx).is_none()),
                        Err(_) => joining = None,
                    },
                    wait(merge.recv()) -> (key, number) => {
                        let next = received.entry(key).or_insert(0);
                        assert_eq!(number.unwrap_or(each), *next);
                        *next += 1;
                    }
                }
            }
            received
        };
        let received = thread::scope(|scope| {
            for thread in 0..4 {
                let join = join.clone();
                scope.spawn(move || {
                    for turn in 0..3 {
                        let (tx, rx) = bounded(capacity);
                        join.send_blocking(((thread, turn), rx)).unwrap();
                        (0..each).for_each(|number| tx.send_blocking(number).unwrap());
                    }
                });
            }
            drop(join);
            block_on(serve)
        });
        assert_eq!(received.len(), 12);
        assert!(received.into_values().all(|events| events == each + 1));
    }
}

#[test]
fn a_member_that_is_taken_out_while_its_sender_sends_loses_nothing() {
    let each = repeats(1000);
    let (tx, rx) = bounded(1);
    thread::scope(|scope| {
        scope.spawn(move || (0..each).for_each(|number| tx.send_blocking(number).unwrap()));
        let mut merge = Merge::from_iter([(0, rx)]);
        let mut received = 0;
        loop {
            let (key, number) = block_on(merge.recv());
            let Ok(number) = number else { break };
            assert_eq!(number, received);
            received += 1;
            // It leaves its line while the next value may be on its way.
            match merge.try_recv() {
                Ok((_, Ok(number))) => {
                    assert_eq!(number, received);
                    received += 1;
                }
                Ok((_, Err(_))) => break, // closed, and gone
                Err(_) => {}
            }
            if let Some(rx) = merge.remove(&key) {
                merge.insert(received, rx);
            }
        }
        assert_eq!(received, each);
    });
}
