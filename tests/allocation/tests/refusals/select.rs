//! A select that is refused memory: it parks or it does not, and what it was chosen for is its result, or stays in the channel.

use super::{drain, poll};
use crate::flavor::*;
use goit::select;
use goit_allocation::{Drops, Ended, Value, refusing};
use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;

/// How many allocations of one operation are refused in turn.
const REFUSALS: usize = 5;

#[test]
fn what_a_parked_select_was_chosen_for_is_its_result_or_stays() {
    for capacity in [0, 1, 2] {
        for granted in 0..REFUSALS {
            for leases in [false, true] {
                let drops = Drops::default();
                let (tx, rx) = bounded::<Value<'_>>(capacity);
                let (_tx, other) = bounded::<u8>(1);
                let mut select = Box::pin(async {
                    select! {
                        recv(rx) -> received => received.unwrap(),
                        recv(other) -> _ => unreachable!(),
                    }
                });
                let mut leasing = Box::pin(async {
                    select! {
                        lease(rx) -> leased => leased.unwrap().take(),
                        recv(other) -> _ => unreachable!(),
                    }
                });
                let mut step = || if leases { poll(&mut leasing) } else { poll(&mut select) };
                assert!(step().is_pending());
                tx.try_send(drops.value(0)).unwrap();
                let ended = refusing(granted, step);
                println!("capacity {capacity}, {granted} granted: {ended:?}");
                let received = match ended {
                    Ended::Granted(Poll::Ready(value)) | Ended::Coped(Poll::Ready(value)) => {
                        vec![value.number]
                    }
                    Ended::Panicked => Vec::new(),
                    _ => panic!("it was chosen"),
                };
                drop((select, leasing));
                assert_eq!([received, drain(&rx)].concat(), [0]);
                let mut next = rx.recv();
                assert!(poll(&mut next).is_pending());
                tx.try_send(drops.value(1)).unwrap();
                assert!(poll(&mut next).is_ready());
                drop(next);
                drop((tx, rx));
                drops.assert_each_once(2);
            }
        }
    }
}

#[test]
fn a_parked_select_keeps_the_output_of_its_future() {
    for granted in 0..REFUSALS {
        let (_tx, rx) = bounded::<u8>(1);
        let ready = Cell::new(false);
        let mut select = Box::pin(async {
            select! {
                recv(rx) -> _ => unreachable!(),
                wait(poll_fn(|_| if ready.get() { Poll::Ready(7) } else { Poll::Pending })) -> output => output,
            }
        });
        assert!(poll(&mut select).is_pending());
        ready.set(true);
        assert!(matches!(
            refusing(granted, || poll(&mut select)),
            Ended::Granted(Poll::Ready(7)) | Ended::Coped(Poll::Ready(7))
        ));
    }
}

#[test]
fn a_parked_select_is_dropped_without_memory() {
    for together in [1, 9] {
        let (tx, rx) = bounded(1);
        let mut selects: Vec<_> = (0..together)
            .map(|_| {
                let (rx, closed) = (rx.clone(), tx.clone());
                Box::pin(async move {
                    select! {
                        recv(rx) -> received => received,
                        wait(closed.closed()) -> _ => unreachable!(),
                    }
                })
            })
            .collect();
        selects.iter_mut().for_each(|select| assert!(poll(select).is_pending()));
        for select in selects {
            assert_ne!(refusing(0, || drop(select)), Ended::Panicked);
        }
        tx.try_send(1).unwrap();
        assert_eq!(rx.try_recv(), Ok(1));
    }
}
