//! Close against send and receive: what was sent is received, what was not comes back, everybody who waits is told, and
//! nothing is sent afterwards.
#![cfg(loom)]

use goit::{RecvError, SendError, TrySendError};
use goit_loom::{Drops, Wakes, acting, channel, complete, enter, model, model_within, poll, with};
use std::sync::Arc;

/// A send that waits for room, or not yet, while the channel is closed.
#[test]
fn against_a_send() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| complete(channel.send(7)));
            assert!(channel.close());
            assert_eq!(channel.try_send(8).unwrap_err().into_inner(), 8);
            let sent = other.join().unwrap();
            assert_eq!(channel.try_recv().is_ok(), sent.is_ok());
            assert!(sent.is_ok() || sent == Err(SendError(7)));
            // Also where a buffer that has its size has room again.
            assert_eq!(channel.try_send(9), Err(TrySendError::Closed(9)));
        });
    }
}

/// A receive that waits, or not yet.
#[test]
fn against_a_receive() {
    model(|| {
        let channel = channel::<u8>(1);
        let other = with(&channel, |channel| complete(channel.recv()));
        assert!(channel.close());
        assert_eq!(other.join().unwrap(), Err(RecvError));
    });
}

/// A value is sent to a receive that waits, and the channel closed: the receive that was chosen has its value.
#[test]
fn the_chosen_are_served() {
    model_within(3, || {
        let channel = channel(1);
        let wakes = Wakes::new();
        let mut recv = channel.recv();
        assert_eq!(poll(&mut recv, &wakes.waker()), None);
        let other = with(&channel, |channel| channel.try_send(7).is_ok());
        channel.close();
        let sent = other.join().unwrap();
        let received = poll(&mut recv, &wakes.waker()).expect("it was chosen, or told");
        assert_eq!(received, if sent { Ok(7) } else { Err(RecvError) });
        assert_eq!(wakes.count(), 1);
    });
}

/// Two threads close; everybody who waits is told, once, and one of the two has closed it.
#[test]
fn everybody_is_told_once() {
    model_within(3, || {
        let channel = channel::<u8>(0);
        let wakes: Vec<_> = (0..3).map(|_| Wakes::new()).collect();
        let (mut one, mut two, mut closed) = (channel.recv(), channel.recv(), channel.closed());
        assert_eq!(poll(&mut one, &wakes[0].waker()), None);
        assert_eq!(poll(&mut two, &wakes[1].waker()), None);
        assert_eq!(poll(&mut closed, &wakes[2].waker()), None);
        let other = with(&channel, |channel| channel.close());
        let here = channel.close();
        assert!(other.join().unwrap() != here);
        assert_eq!(wakes.iter().map(Wakes::count).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(poll(&mut one, &wakes[0].waker()), Some(Err(RecvError)));
        assert_eq!(poll(&mut two, &wakes[1].waker()), Some(Err(RecvError)));
        assert_eq!(poll(&mut closed, &wakes[2].waker()), Some(()));
    });
}

/// A waker uses the channel that tells it of its close.
#[test]
fn nobody_is_told_under_the_lock() {
    model_within(3, || {
        let channel = channel::<u8>(1);
        let waker = acting({
            let channel = Arc::downgrade(&channel);
            move || enter(&channel.upgrade().unwrap())
        });
        let mut recv = channel.recv();
        assert_eq!(poll(&mut recv, &waker), None);
        let other = with(&channel, |channel| channel.try_recv());
        channel.close();
        assert!(other.join().unwrap().is_err());
        assert_eq!(poll(&mut recv, &waker), Some(Err(RecvError)));
    });
}

/// A send that waits when the channel is closed has failed, also if a receive makes room before it is told.
#[test]
fn a_send_that_waits_has_failed() {
    model_within(3, || {
        let channel = channel(1);
        channel.try_send(1).unwrap();
        let wakes = Wakes::new();
        let mut send = channel.send(2);
        assert_eq!(poll(&mut send, &wakes.waker()), None);
        let other = with(&channel, |channel| channel.close());
        let closed = channel.is_closed();
        assert_eq!(channel.try_recv(), Ok(1));
        assert!(other.join().unwrap());
        assert_eq!(wakes.count(), 1);
        match poll(&mut send, &wakes.waker()).expect("it was let in, or told") {
            Ok(()) => {
                assert!(!closed);
                assert_eq!(channel.try_recv(), Ok(2));
            }
            Err(SendError(value)) => assert_eq!(value, 2),
        }
        assert!(channel.try_recv().is_err());
    });
}

/// A value that is given back and one that is received are both dropped once.
#[test]
fn every_value_is_dropped_once() {
    model_within(3, || {
        let channel = channel(1);
        let drops = Drops::new();
        let other = with(&channel, {
            let drops = drops.clone();
            move |channel| [0, 1].map(|n| complete(channel.send(drops.value(n))).is_ok())
        });
        let received = complete(channel.recv()).unwrap();
        assert_eq!(received.0, 0);
        channel.close();
        let sent = other.join().unwrap();
        assert!(sent[0]);
        assert_eq!(drops.count(), if sent[1] { 0 } else { 1 });
        drop((received, channel));
        assert_eq!(drops.count(), 2);
    });
}
