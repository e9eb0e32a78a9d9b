//! The buffer of a batch cannot grow: what it has no room for stays in the channel.

use super::lines::holds_nobody_up;
use super::{drain, poll};
use crate::flavor::*;
use goit_allocation::{Drops, Ended, Value, refusing};

/// How many allocations of one operation are refused in turn.
const REFUSALS: usize = 4;

fn numbers(batch: &[Value<'_>]) -> Vec<usize> {
    batch.iter().map(|value| value.number).collect()
}

#[test]
fn a_batch_that_finds_no_memory_leaves_what_it_has_no_room_for() {
    for (capacity, buffered, waiting) in
        [(40, 1, 0), (40, 40, 0), (usize::MAX, 70, 0), (3, 3, 1), (3, 3, 40), (0, 0, 1), (0, 0, 40)]
    {
        for granted in 0..REFUSALS {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            (0..buffered).for_each(|number| tx.try_send(drops.value(number)).unwrap());
            let all = buffered + waiting;
            let mut sends: Vec<_> = (buffered..all).map(|number| tx.send(drops.value(number))).collect();
            sends.iter_mut().for_each(|send| assert!(poll(send).is_pending()));
            let mut batch = Vec::new();
            let ended = refusing(granted, || rx.try_recv_many(&mut batch, usize::MAX));
            println!("capacity {capacity}, {waiting} wait, {granted} granted: {ended:?}");
            let taken = batch.len();
            if let Ended::Granted(received) | Ended::Coped(received) = ended {
                assert_eq!(received, Ok(taken));
            }
            let received: Vec<_> = numbers(&batch).into_iter().chain(drain(&rx)).collect();
            assert_eq!(received, (0..all).collect::<Vec<_>>());
            assert!(sends.iter_mut().all(|send| poll(send).is_ready()));
            drop((sends, batch));
            drop((tx, rx));
            drops.assert_each_once(all);
        }
    }
}

#[test]
fn a_batch_that_was_chosen_and_finds_no_memory_loses_nothing() {
    for granted in 0..REFUSALS {
        let drops = Drops::default();
        let (tx, rx) = bounded(40);
        let mut batch = Vec::new();
        let mut receive = rx.recv_many(&mut batch, usize::MAX);
        assert!(poll(&mut receive).is_pending());
        (0..20).for_each(|number| tx.try_send(drops.value(number)).unwrap());
        let ended = refusing(granted, || poll(&mut receive).is_ready());
        println!("{granted} granted: {ended:?}");
        drop(receive);
        let received: Vec<_> = numbers(&batch).into_iter().chain(drain(&rx)).collect();
        assert_eq!(received, (0..20).collect::<Vec<_>>());
        drop(batch);
        drop((tx, rx));
        drops.assert_each_once(20);
    }
}

#[test]
fn a_batch_that_finds_no_place_in_line_holds_nobody_up() {
    for parked in 0..4 {
        for granted in 0..REFUSALS {
            holds_nobody_up(parked, granted, |rx, granted| {
                let mut batch = Vec::new();
                let mut refused = rx.recv_many(&mut batch, 8);
                refusing(granted, || poll(&mut refused).is_pending())
            });
        }
    }
}
