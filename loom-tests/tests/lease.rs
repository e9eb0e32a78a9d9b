//! Leases against everything else: a value is in one place, who waits is woken once, and a closed channel comes to its end
//! with its last lease.
#![cfg(loom)]

use goit::{RecvError, TryRecvError};
use goit_loom::{Drops, Flag, Wakes, channel, complete, model, model_within, opened, poll, with};

/// A value comes back while a receive comes to wait for it.
#[test]
fn a_return_against_a_receive() {
    for capacity in [1, 2] {
        model(move || {
            let channel = channel(capacity);
            channel.try_send(7).unwrap();
            let lease = channel.receiver().try_lease().unwrap();
            let other = with(&channel, |channel| complete(channel.recv()));
            drop(lease);
            assert_eq!(other.join().unwrap(), Ok(7));
            assert_eq!(channel.try_recv(), Err(TryRecvError::Empty));
        });
    }
}

/// Two leases of one value, one after the other.
#[test]
fn a_return_against_a_lease() {
    model_within(3, || {
        let channel = channel(1);
        channel.try_send(7).unwrap();
        let lease = channel.receiver().try_lease().unwrap();
        let other = with(&channel, |channel| complete(channel.receiver().lease()).unwrap().take());
        drop(lease);
        assert_eq!(other.join().unwrap(), 7);
        channel.close();
        assert_eq!(channel.try_recv(), Err(TryRecvError::Closed));
    });
}

/// A value comes back through ends that are open, and stands before those that are sent and received there.
#[test]
fn a_return_against_a_send_and_a_receive() {
    model_within(3, || {
        let channel = opened(4, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let lease = channel.receiver().try_lease().unwrap();
        let other = with(&channel, |channel| {
            channel.try_send(3).unwrap();
            channel.try_recv().unwrap()
        });
        drop(lease);
        let there = other.join().unwrap();
        let left: Vec<_> = std::iter::from_fn(|| channel.try_recv().ok()).collect();
        match there {
            1 => assert_eq!(left, [2, 3]),
            2 => assert_eq!(left, [1, 3]),
            other => panic!("{other} was behind others"),
        }
    });
}

/// Two leases end in two threads: their values stand in the order in which they were received.
#[test]
fn a_return_against_a_return() {
    model_within(3, || {
        let channel = opened(3, 0);
        (1..=3).for_each(|n| channel.try_send(n).unwrap());
        let leases = [(); 2].map(|()| channel.receiver().clone().into_lease());
        let [first, second] = leases.map(|leasing| complete(leasing).unwrap());
        let other = with(&channel, move |_| drop(first));
        drop(second);
        other.join().unwrap();
        assert_eq!([(); 3].map(|()| channel.try_recv().unwrap()), [1, 2, 3]);
    });
}

/// The channel is closed, its lease taken, and a receive waits, or not yet: it is told at the end, once.
#[test]
fn a_close_against_the_last_take() {
    for capacity in [0, 1, 2] {
        model_within(3, move || {
            let channel = channel(capacity);
            let mut send = channel.send(7);
            let _ = poll(&mut send, &Wakes::new().waker());
            let lease = channel.receiver().clone().into_lease();
            let lease = complete(lease).unwrap();
            drop(send);
            let wakes = Wakes::new();
            let mut recv = channel.recv();
            assert_eq!(poll(&mut recv, &wakes.waker()), None);
            let other = with(&channel, |channel| assert!(channel.close()));
            assert_eq!(lease.take(), 7);
            other.join().unwrap();
            assert_eq!(wakes.count(), 1);
            assert_eq!(poll(&mut recv, &wakes.waker()), Some(Err(RecvError)));
            assert_eq!(channel.try_recv(), Err(TryRecvError::Closed));
        });
    }
}

/// The channel is closed, and its lease comes back: one who waits has the value, the other is told.
#[test]
fn a_close_against_the_last_return() {
    model_within(3, || {
        let channel = channel(1);
        channel.try_send(7).unwrap();
        let lease = complete(channel.receiver().clone().into_lease()).unwrap();
        let wakes = [(); 2].map(|()| Wakes::new());
        let (mut one, mut two) = (channel.recv(), channel.recv());
        assert_eq!(poll(&mut one, &wakes[0].waker()), None);
        assert_eq!(poll(&mut two, &wakes[1].waker()), None);
        let other = with(&channel, |channel| assert!(channel.close()));
        drop(lease);
        other.join().unwrap();
        assert_eq!(wakes.each_ref().map(Wakes::count), [1, 1]);
        assert_eq!(poll(&mut one, &wakes[0].waker()), Some(Ok(7)));
        assert_eq!(poll(&mut two, &wakes[1].waker()), Some(Err(RecvError)));
    });
}

/// Who was chosen for a lease, and goes, while the channel is closed, passes it on, and who gets nothing is told.
#[test]
fn a_close_against_one_who_was_chosen_and_leaves() {
    model_within(3, || {
        let channel = channel(1);
        let (mut one, mut two) = (channel.receiver().lease(), channel.recv());
        let wakes = Wakes::new();
        assert!(poll(&mut one, &Wakes::new().waker()).is_none());
        assert_eq!(poll(&mut two, &wakes.waker()), None);
        channel.try_send(7).unwrap();
        let other = with(&channel, |channel| assert!(channel.close()));
        drop(one);
        other.join().unwrap();
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut two, &wakes.waker()), Some(Ok(7)));
        assert_eq!(channel.try_recv(), Err(TryRecvError::Closed));
    });
}

/// A receive comes to wait on a closed channel while its lease is taken.
#[test]
fn the_last_take_against_a_receive() {
    for capacity in [1, 2] {
        model(move || {
            let channel = channel(capacity);
            channel.try_send(7).unwrap();
            let lease = channel.receiver().try_lease().unwrap();
            channel.close();
            let other = with(&channel, |channel| complete(channel.recv()));
            lease.take();
            assert_eq!(other.join().unwrap(), Err(RecvError));
        });
    }
}

/// Whoever finds a closed channel at its end finds what was done before its last lease was taken.
#[test]
fn the_end_is_told_after_the_last_take() {
    model_within(3, || {
        let channel = channel(2);
        channel.try_send(7).unwrap();
        let lease = complete(channel.receiver().clone().into_lease()).unwrap();
        channel.close();
        let taken = Flag::new();
        let other = with(&channel, {
            let taken = taken.clone();
            move |_| {
                taken.raise();
                lease.take()
            }
        });
        if channel.try_recv() == Err(TryRecvError::Closed) {
            assert!(taken.is_raised());
        }
        assert_eq!(other.join().unwrap(), 7);
        assert_eq!(channel.try_recv(), Err(TryRecvError::Closed));
    });
}

/// Two leases of a closed channel end in two threads, while two receives wait: each of them is woken once.
#[test]
fn the_last_two_leases() {
    model_within(2, || {
        let channel = channel(2);
        let drops = Drops::new();
        (0..2).for_each(|n| assert!(channel.try_send(drops.value(n)).is_ok()));
        let [first, second] = [(); 2].map(|()| complete(channel.receiver().clone().into_lease()).unwrap());
        channel.close();
        let wakes = [(); 2].map(|()| Wakes::new());
        let (mut one, mut two) = (channel.recv(), channel.recv());
        assert!(poll(&mut one, &wakes[0].waker()).is_none());
        assert!(poll(&mut two, &wakes[1].waker()).is_none());
        let other = with(&channel, move |_| drop(first));
        assert_eq!(second.take().0, 1);
        other.join().unwrap();
        assert_eq!(wakes.each_ref().map(Wakes::count), [1, 1]);
        assert_eq!(poll(&mut one, &wakes[0].waker()).unwrap().map(|value| value.0).ok(), Some(0));
        assert!(poll(&mut two, &wakes[1].waker()).unwrap().is_err());
        assert_eq!(drops.count(), 2);
    });
}
