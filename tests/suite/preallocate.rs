//! Memory made in advance: nothing is allocated after it, and it stays until the close.

use super::memory::poll;
use super::support::*;
use crate::flavor::*;
use std::pin::pin;
use std::task::Waker;

const WAITERS: usize = 3;

/// Fills the channel, has `WAITERS` sends, reserves, receives and watchers wait, and drains it.
fn use_all(tx: &Sender<u64>, rx: &Receiver<u64>, waker: &Waker) {
    let capacity = tx.capacity().unwrap() as u64;
    (0..capacity).for_each(|n| tx.try_send(n).unwrap());
    {
        let mut sends = pin!([(); WAITERS].map(|()| tx.send(7)));
        for send in sends.iter_mut() {
            assert!(poll(pin!(send), waker).is_pending());
        }
    }
    for n in 0..capacity {
        assert_eq!(rx.try_recv(), Ok(n));
    }
    {
        let mut receives = pin!([(); WAITERS].map(|()| rx.recv()));
        for receive in receives.iter_mut() {
            assert!(poll(pin!(receive), waker).is_pending());
        }
        // What they were chosen for stands beyond the capacity.
        (0..WAITERS as u64 + capacity).for_each(|n| tx.try_send(n).unwrap());
        for (receive, n) in receives.iter_mut().zip(0..) {
            assert_eq!(poll(pin!(receive), waker), std::task::Poll::Ready(Ok(n)));
        }
        while rx.try_recv().is_ok() {}
    }
    {
        let held = tx.try_reserve_many(capacity as usize).unwrap();
        let mut reserves = pin!([(); WAITERS].map(|()| tx.reserve_many(capacity.max(1) as usize)));
        for reserve in reserves.iter_mut() {
            assert!(poll(pin!(reserve), waker).is_pending());
        }
        drop(held);
    }
    let mut watchers = pin!([(); WAITERS].map(|()| tx.closed()));
    for watcher in watchers.iter_mut() {
        assert!(poll(pin!(watcher), waker).is_pending());
    }
}

#[test]
fn nothing_is_allocated_after_it() {
    for capacity in [0, 1, 5, 200] {
        let waker = Waker::noop();
        let (tx, rx) = bounded(capacity);
        assert!(allocations(|| tx.preallocate(WAITERS)) > 0);
        assert_eq!(allocations(|| use_all(&tx, &rx, waker)), 0, "capacity {capacity}");
        assert_eq!(allocations(|| use_all(&tx, &rx, waker)), 0);
        assert_eq!(allocations(|| rx.preallocate(WAITERS)), 0, "it is there already");
    }
}

#[test]
fn it_stays_until_the_close() {
    let (tx, rx) = bounded::<[u64; 8]>(1000);
    let (before, _) = usage(|| tx.preallocate(1));
    assert!(before.bytes >= 64 * 1001);
    let (given_back, _) = usage(|| {
        for _ in 0..100 {
            tx.try_send([0; 8]).unwrap();
            rx.try_recv().unwrap();
        }
    });
    assert_eq!(given_back.bytes, 0);
    let (given_back, _) = usage(|| {
        tx.try_send([0; 8]).unwrap();
        tx.close();
        rx.try_recv().unwrap();
    });
    assert!(given_back.bytes <= -(64 * 1000), "{}", given_back.bytes);
    assert_eq!(allocations(|| tx.preallocate(1)), 0, "a closed channel needs nothing");
}

#[test]
fn it_can_be_made_while_the_channel_is_used() {
    for capacity in [1, 4, usize::MAX] {
        let channel = Channel::bounded(capacity);
        channel.try_send(1).unwrap();
        let permit = (capacity > 1).then(|| channel.sender().try_reserve().unwrap());
        channel.preallocate(2);
        if let Some(permit) = permit {
            permit.send(2).unwrap();
        }
        assert_eq!(channel.try_recv(), Ok(1));
        assert_eq!(channel.try_recv().is_ok(), capacity > 1);
    }
}

#[test]
fn it_can_be_made_while_there_is_more_than_it_is_for() {
    let (tx, rx) = bounded(1);
    let mut receives = [(); 3].map(|()| Task::parked(rx.recv()));
    // What they are chosen for stands beyond the capacity.
    (0..3).for_each(|n| tx.try_send(n).unwrap());
    tx.preallocate(0);
    tx.preallocate(1);
    for (n, receive) in receives.iter_mut().enumerate() {
        assert_eq!(receive.woken(), Ok(n));
    }
    let (tx, rx) = rendezvous();
    let sends = ["first", "second"].map(|value| Task::parked(tx.send(value)));
    let leases = [(); 2].map(|()| rx.try_lease().unwrap());
    drop((leases, sends));
    tx.preallocate(0);
    assert_eq!(rx.drain().collect::<Vec<_>>(), ["first", "second"]);
}

#[test]
fn leases_find_their_memory_too() {
    let (tx, rx) = bounded(100);
    tx.preallocate(1);
    (0..100).for_each(|n| tx.try_send(n).unwrap());
    // What is known of a lease is made with the first of so many.
    let warm: Vec<_> = (0..3).map(|_| rx.try_lease().unwrap()).collect();
    drop(warm);
    let mut received = Vec::with_capacity(100);
    let leased = allocations(|| {
        for _ in 0..3 {
            let leases = [(); 3].map(|()| rx.try_lease().unwrap());
            drop(leases);
        }
        while let Ok(value) = rx.try_recv() {
            received.push(value);
        }
    });
    assert_eq!(leased, 0);
    assert_eq!(received, (0..100).collect::<Vec<_>>());
}

#[test]
fn it_stays_when_a_value_has_come_back() {
    let (tx, rx) = bounded::<[u64; 8]>(1000);
    tx.preallocate(1);
    let (given_back, _) = usage(|| {
        for _ in 0..3 {
            tx.try_send([0; 8]).unwrap();
            drop(rx.try_lease().unwrap());
            rx.try_recv().unwrap();
        }
    });
    assert!(given_back.bytes >= 0, "{}", given_back.bytes);
}

#[test]
fn it_can_be_made_while_values_have_come_back() {
    let (tx, rx) = bounded(4);
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    drop((rx.try_lease().unwrap(), rx.try_lease().unwrap()));
    tx.preallocate(1);
    assert_eq!(rx.try_recv(), Ok(1));
    let (second, third) = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    drop(third);
    drop(second);
    assert_eq!(rx.drain().collect::<Vec<_>>(), [2, 3]);
}
