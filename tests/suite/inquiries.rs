//! Inquiries: what a channel says of itself at every capacity.

use super::support::*;
use crate::flavor::*;

#[test]
fn inquiries_at_capacity_0() {
    let (tx, rx) = rendezvous();
    let inquire = || (rx.len(), tx.is_empty(), rx.is_full(), tx.capacity());
    assert_eq!(inquire(), (0, true, true, Some(0)));
    let send = Task::parked(tx.send(1));
    assert_eq!(inquire(), (0, true, true, Some(0)));
    drop(send);
    let mut receive = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    assert_eq!(inquire(), (0, true, true, Some(0)));
    assert_eq!(receive.woken(), Ok(1));
}

#[test]
fn inquiries_of_a_bounded_channel() {
    let (tx, rx) = bounded(2);
    let inquire = || (tx.len(), rx.is_empty(), tx.is_full(), rx.capacity());
    assert_eq!(inquire(), (0, true, false, Some(2)));
    tx.try_send(1).unwrap();
    assert_eq!(inquire(), (1, false, false, Some(2)));
    tx.try_send(2).unwrap();
    assert_eq!(inquire(), (2, false, true, Some(2)));
    let parked = Task::parked(tx.send(3));
    assert_eq!(inquire(), (2, false, true, Some(2)));
    drop(parked);
    rx.try_recv().unwrap();
    tx.close();
    assert_eq!(inquire(), (1, false, false, Some(2)));
}

#[test]
fn inquiries_of_an_unbounded_channel() {
    let (tx, rx) = unbounded();
    for n in 0..repeats(1000) {
        assert_eq!((rx.len(), rx.is_full(), tx.capacity()), (n, false, None));
        tx.try_send(n).unwrap();
    }
    let (tx, _rx) = bounded::<u8>(usize::MAX);
    assert_eq!(tx.capacity(), None);
}

#[test]
fn len_counts_available_values_only() {
    let (tx, rx) = bounded(3);
    let mut receive = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    assert_eq!((rx.len(), rx.is_empty()), (0, true));
    tx.try_send(2).unwrap();
    assert_eq!(rx.len(), 1);
    assert_eq!(receive.woken(), Ok(1));
    assert_eq!(rx.len(), 1);
}

#[test]
fn what_is_reserved_takes_no_room() {
    let (tx, rx) = bounded(1);
    let receive = Task::parked(rx.recv());
    assert_eq!([tx.try_send(1), tx.try_send(2)], [Ok(()), Ok(())]);
    assert_eq!(tx.try_send(3), Err(TrySendError::Full(3)));
    drop(receive);
    // One more than the capacity: nothing is lost, and the next send waits for two receives.
    assert_eq!(tx.try_send(4), Err(TrySendError::Full(4)));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2)]);
}

#[test]
fn free_capacity_is_what_len_leaves_of_the_capacity() {
    let (tx, rx) = bounded(2);
    let free = || (tx.free_capacity(), rx.free_capacity());
    assert_eq!(free(), (Some(2), Some(2)));
    tx.try_send(1).unwrap();
    assert_eq!(free(), (Some(1), Some(1)));
    tx.try_send(2).unwrap();
    let parked = Task::parked(tx.send(3));
    assert_eq!(free(), (Some(0), Some(0)));
    drop(parked);
    rx.close();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(free(), (Some(1), Some(1)));

    let channel = Channel::rendezvous();
    let receive = Task::parked(channel.recv());
    assert_eq!(channel.free_capacity(), Some(0));
    drop(receive);
    assert_eq!(channel.force_send(1), Ok(Some(1)));
    assert_eq!(Channel::<u8>::unbounded().free_capacity(), None);
}

#[test]
fn free_capacity_stops_at_0_where_more_than_the_capacity_is_available() {
    let (tx, rx) = bounded(1);
    let receive = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    assert_eq!(tx.free_capacity(), Some(1));
    tx.try_send(2).unwrap();
    drop(receive);
    assert_eq!((tx.free_capacity(), tx.is_full()), (Some(0), true));
}

#[test]
fn rendezvous_is_bounded_0() {
    for (tx, rx) in [rendezvous::<u8>(), bounded(0)] {
        assert_eq!((tx.capacity(), rx.capacity()), (Some(0), Some(0)));
    }
}

#[test]
fn handles_tell_their_state_without_debug_values() {
    struct Opaque;
    let (tx, rx) = bounded(2);
    tx.try_send(Opaque).unwrap_or_else(|_| unreachable!());
    for shown in [format!("{tx:?}"), format!("{rx:?}")] {
        assert!(shown.contains("len: 1") && shown.contains("capacity: Some(2)"), "{shown}");
        assert!(shown.contains("closed: false"), "{shown}");
    }
}
