//! A lease that finds no memory for its value's return is none: the value stays in the channel. A return needs no memory.

use super::lines::holds_nobody_up;
use super::{drain, poll};
use crate::flavor::*;
use goit_allocation::{Drops, Ended, refusing};

/// How many allocations of one operation are refused in turn.
const REFUSALS: usize = 6;

#[test]
fn a_lease_that_finds_no_memory_leaves_its_value() {
    for (capacity, buffered, waiting, out) in
        [(1, 1, 0, 0), (1, 1, 1, 1), (3, 3, 2, 1), (0, 0, 1, 0), (0, 0, 3, 2), (usize::MAX, 70, 0, 3)]
    {
        for granted in 0..REFUSALS {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            (0..buffered).for_each(|number| tx.try_send(drops.value(number)).unwrap());
            let all = buffered + waiting;
            let mut sends: Vec<_> = (buffered..all).map(|number| tx.send(drops.value(number))).collect();
            sends.iter_mut().for_each(|send| assert!(poll(send).is_pending()));
            let leases: Vec<_> = (0..out).map(|_| rx.try_lease().unwrap()).collect();
            let ended = refusing(granted, || rx.try_lease().map(|lease| lease.number));
            println!("capacity {capacity}, {out} out, {granted} granted: {ended:?}");
            if let Ended::Granted(leased) | Ended::Coped(leased) = ended {
                assert_eq!(leased, Ok(out));
            }
            assert_eq!(refusing(0, || drop(leases)), Ended::Granted(()));
            assert_eq!(drain(&rx), (0..all).collect::<Vec<_>>());
            assert!(sends.iter_mut().all(|send| poll(send).is_ready()));
            drop(sends);
            drop((tx, rx));
            drops.assert_each_once(all);
        }
    }
}

#[test]
fn a_chosen_lease_that_finds_no_memory_loses_nothing() {
    for capacity in [0, 1, usize::MAX] {
        for granted in 0..REFUSALS {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            let mut leasing = rx.lease();
            let parked = refusing(granted, || poll(&mut leasing).is_pending());
            if parked != Ended::Granted(true) {
                drop(leasing);
                leasing = rx.lease();
                assert!(poll(&mut leasing).is_pending());
            }
            tx.try_send(drops.value(0)).unwrap();
            let ended = refusing(granted, || poll(&mut leasing).is_ready());
            println!("capacity {capacity}, {granted} granted: {parked:?}, {ended:?}");
            drop(leasing);
            assert_eq!(drain(&rx), [0]);
            drop((tx, rx));
            drops.assert_each_once(1);
        }
    }
}

#[test]
fn a_lease_that_finds_no_place_in_line_holds_nobody_up() {
    for parked in 0..6 {
        for granted in 0..REFUSALS {
            holds_nobody_up(parked, granted, |rx, granted| {
                let mut refused = rx.lease();
                refusing(granted, || poll(&mut refused).is_pending())
            });
        }
    }
}
