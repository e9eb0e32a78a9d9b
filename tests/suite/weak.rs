//! Weak handles, counts, clones, and the handle that is both ends.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;

#[test]
fn counts_follow_clones_and_drops() {
    let (tx, rx) = bounded::<u8>(1);
    assert_eq!((tx.sender_count(), rx.receiver_count()), (1, 1));
    let (tx2, rx2, rx3) = (tx.clone(), rx.clone(), rx.clone());
    assert_eq!((rx.sender_count(), tx.receiver_count()), (2, 3));
    drop((tx2, rx2));
    assert_eq!((tx.sender_count(), tx.receiver_count()), (1, 2));
    let both = Channel::<u8>::bounded(1);
    let other = both.clone();
    assert_eq!((both.sender_count(), other.receiver_count()), (2, 2));
    drop(rx3);
    drop(tx);
    assert_eq!((rx.sender_count(), rx.is_closed()), (0, true));
}

#[test]
fn weak_handles_keep_nothing_open() {
    let (tx, rx) = bounded::<u8>(1);
    let (weak_tx, weak_rx) = (tx.downgrade(), rx.downgrade());
    assert_eq!((tx.sender_count(), rx.receiver_count()), (1, 1));
    let again = weak_tx.upgrade().unwrap();
    assert!(again.same_channel(&tx));
    assert_eq!(tx.sender_count(), 2);
    drop(tx);
    assert!(!rx.is_closed());
    drop(again);
    assert!(rx.is_closed());
    assert!(weak_tx.upgrade().is_none());
    // Closed is not gone: the other end can still be had.
    drop(weak_rx.upgrade().unwrap());
    drop(rx);
    assert!(weak_rx.upgrade().is_none());
}

#[test]
fn weak_handles_are_counted_and_count() {
    let (tx, rx) = bounded::<u8>(1);
    let counts = || (tx.weak_sender_count(), rx.weak_receiver_count());
    assert_eq!(counts(), (0, 0));
    let weak_tx = tx.downgrade();
    let (other, weak_rx) = (weak_tx.clone(), rx.downgrade());
    assert_eq!(counts(), (2, 1));
    assert_eq!((weak_rx.sender_count(), weak_tx.receiver_count()), (1, 1));
    let again = weak_tx.upgrade();
    assert_eq!((weak_tx.sender_count(), weak_tx.weak_sender_count()), (2, 2));
    drop((other, again));
    assert_eq!(counts(), (1, 1));
    drop((tx, rx));
    assert_eq!((weak_tx.sender_count(), weak_rx.receiver_count()), (0, 0));
    assert_eq!((weak_rx.weak_sender_count(), weak_tx.weak_receiver_count()), (1, 1));
}

#[test]
fn weak_handles_keep_no_value() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    let (weak_tx, weak_rx) = (tx.downgrade(), rx.downgrade().clone());
    tx.try_send(drops.value(1)).unwrap();
    drop((tx, rx));
    assert_eq!(drops.so_far(), [1]);
    assert!(weak_tx.clone().upgrade().is_none() && weak_rx.upgrade().is_none());
}

#[test]
fn a_weak_handle_that_is_dropped_last_frees_the_channel() {
    let (kept, _) = usage(|| {
        let (tx, rx) = bounded::<u64>(8);
        tx.try_send(1).unwrap();
        let weak = tx.downgrade();
        drop((tx, rx));
        drop(weak);
    });
    assert_eq!(kept.bytes, 0);
}

#[test]
fn same_channel_tells_channels_apart() {
    let (tx, rx) = bounded::<u8>(1);
    let (other_tx, other_rx) = bounded::<u8>(1);
    assert!(tx.same_channel(&tx.clone()) && rx.same_channel(&rx.clone()));
    assert!(!tx.same_channel(&other_tx) && !rx.same_channel(&other_rx));
    let channel = Channel::<u8>::bounded(1);
    assert!(channel.same_channel(&channel.clone()));
    assert!(!channel.same_channel(&Channel::bounded(1)));
    assert!(channel.sender().same_channel(channel.clone().sender()));
}

#[test]
fn ends_know_whether_they_are_connected() {
    let (tx, rx) = bounded::<u8>(1);
    let (other_tx, other_rx) = bounded::<u8>(1);
    assert!(tx.is_connected_to(&rx.clone()) && rx.is_connected_to(&tx.clone()));
    assert!(!tx.is_connected_to(&other_rx) && !rx.is_connected_to(&other_tx));
    tx.close();
    assert!(tx.is_connected_to(&rx));
    let channel = Channel::<u8>::bounded(1);
    assert!(channel.sender().is_connected_to(channel.clone().receiver()));
}

#[test]
fn a_channel_does_what_both_ends_do() {
    let channel = Channel::bounded(2);
    assert_eq!(channel.capacity(), Some(2));
    assert_eq!(Task::new(channel.send(1)).ready(), Ok(()));
    assert_eq!(channel.try_send(2), Ok(()));
    assert_eq!(channel.try_send(3), Err(TrySendError::Full(3)));
    assert_eq!(channel.force_send(3), Ok(Some(1)));
    assert_eq!((channel.len(), channel.is_full(), channel.is_empty()), (2, true, false));
    assert_eq!(Task::new(channel.recv()).ready(), Ok(2));
    let mut slot = Some(4);
    assert_eq!(Task::new(channel.send_from(&mut slot)).ready(), Ok(()));
    assert_eq!([channel.try_recv(), channel.try_recv()], [Ok(3), Ok(4)]);
    assert_eq!(channel.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(Channel::<u8>::rendezvous().capacity(), Some(0));
    assert_eq!(Channel::<u8>::unbounded().capacity(), None);
}

#[test]
fn a_channel_is_a_stream() {
    let mut channel = Channel::unbounded();
    channel.try_send(1).unwrap();
    assert_eq!(Task::new(channel.next()).ready(), Some(1));
    Task::new(channel.next()).pending();
    channel.close();
    assert_eq!(Task::new(channel.next()).ready(), None);
}

#[test]
fn split_keeps_the_channel_and_its_values() {
    let channel = Channel::bounded(2);
    channel.try_send(1).unwrap();
    let (tx, rx) = channel.split();
    assert_eq!((tx.sender_count(), rx.receiver_count()), (1, 1));
    tx.try_send(2).unwrap();
    drop(tx);
    assert_eq!([rx.try_recv(), rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2), Err(TryRecvError::Closed)]);
}

#[test]
fn one_channel_can_meet_itself_from_two_tasks() {
    let channel = Channel::rendezvous();
    let mut send = Task::parked(channel.send(1));
    let mut receive = Task::new(channel.recv());
    assert_eq!(receive.ready(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
}
