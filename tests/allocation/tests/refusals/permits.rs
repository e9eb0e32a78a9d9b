//! A permit whose room cannot be used, or given away, for want of memory: no room is made twice, nobody overtakes, and what was
//! parked or buffered stays.

use super::{drain, poll};
use crate::flavor::*;
use goit::TrySendError;
use goit_allocation::{Drops, Ended, refusing};
use std::task::Poll;

/// How many allocations of one operation are refused in turn.
const REFUSALS: usize = 4;

#[test]
fn a_permit_that_finds_no_memory_for_its_value_gives_its_room_on_once() {
    for capacity in [1, 2, 5] {
        for granted in 0..REFUSALS {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            let mut permits: Vec<_> = (0..capacity).map(|_| tx.try_reserve().unwrap()).collect();
            let mut receive = rx.recv();
            assert!(poll(&mut receive).is_pending());
            let mut reserve = tx.reserve();
            assert!(poll(&mut reserve).is_pending());
            let (permit, value) = (permits.pop().unwrap(), drops.value(0));
            let ended = refusing(granted, || permit.send(value).unwrap());
            println!("capacity {capacity}, {granted} granted: {ended:?}");
            let received = poll(&mut receive);
            assert_eq!(received.is_pending(), ended == Ended::Panicked);
            let Poll::Ready(Ok(next)) = poll(&mut reserve) else { panic!("it has the room") };
            assert!(tx.try_reserve().is_err());
            drop((received, receive, next, permits));
            let sent = (1..).take_while(|&number| tx.try_send(drops.value(number)).is_ok()).count();
            assert_eq!(sent, capacity, "as much room as there was");
            drop(reserve);
            drop((tx, rx));
            drops.assert_each_once(capacity + 2);
        }
    }
}

#[test]
fn a_permit_that_is_dropped_where_there_is_no_memory_lets_nobody_overtake() {
    for (capacity, buffered) in [(1, 0), (2, 1), (5, 4)] {
        for granted in 0..REFUSALS {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            (0..buffered).for_each(|number| tx.try_send(drops.value(number)).unwrap());
            let permit = tx.try_reserve().unwrap();
            let mut send = tx.send(drops.value(buffered));
            assert!(poll(&mut send).is_pending());
            let ended = refusing(granted, || drop(permit));
            println!("capacity {capacity}, {granted} granted: {ended:?}");
            assert_eq!(poll(&mut send).is_pending(), ended == Ended::Panicked);
            let Err(TrySendError::Full(value)) = tx.try_send(drops.value(buffered + 1)) else {
                panic!("ahead of the one who waits")
            };
            drop(value);
            assert_eq!(drain(&rx), (0..=buffered).collect::<Vec<_>>());
            assert!(ended != Ended::Panicked || poll(&mut send).is_ready());
            drop(send);
            drop((tx, rx));
            drops.assert_each_once(buffered + 2);
        }
    }
}

#[test]
fn a_permit_for_a_receive_that_waits_gives_that_to_the_next_without_memory() {
    let drops = Drops::default();
    let (tx, rx) = rendezvous();
    let mut receive = rx.recv();
    assert!(poll(&mut receive).is_pending());
    let permit = tx.try_reserve().unwrap();
    let mut send = tx.send(drops.value(0));
    assert!(poll(&mut send).is_pending());
    assert_eq!(refusing(0, || drop(permit)), Ended::Granted(()));
    assert!(poll(&mut send).is_ready());
    assert!(matches!(poll(&mut receive), Poll::Ready(Ok(value)) if value.number == 0));
    drop((receive, send));
    drop((tx, rx));
    drops.assert_each_once(1);
}
