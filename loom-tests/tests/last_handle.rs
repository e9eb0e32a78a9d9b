//! The last handle of one end closes the channel, whichever thread drops it; with the last receiver go the values.
#![cfg(loom)]

use goit::handle::WeakSender;
use goit::{RecvError, Synchronized, TrySendError};
use goit_loom::{Drops, Wakes, bounded, complete, model, model_within, poll};
use loom::thread;

/// Both senders are dropped at once: one of them is the last, and tells the receive that waits.
#[test]
fn one_of_two_senders_is_the_last() {
    model_within(3, || {
        let (tx, rx) = bounded::<u8>(1);
        let another = tx.clone();
        let threads = [tx, another].map(|tx| thread::spawn(move || drop(tx)));
        assert_eq!(complete(rx.recv()), Err(RecvError));
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(rx.sender_count(), 0);
    });
}

/// A handle is cloned while another one is dropped: the channel stays open.
#[test]
fn a_clone_keeps_the_channel_open() {
    model(|| {
        let (tx, rx) = bounded(1);
        let another = tx.clone();
        let other = thread::spawn(move || drop(another));
        let clone = tx.clone();
        drop(tx);
        other.join().unwrap();
        assert!(!rx.is_closed());
        assert_eq!(rx.sender_count(), 1);
        assert!(clone.try_send(1).is_ok());
    });
}

/// The last receiver goes while a value is sent: the value comes back, or is dropped with the receiver.
#[test]
fn the_last_receiver_takes_the_values_along() {
    model(|| {
        let (tx, rx) = bounded(2);
        let drops = Drops::new();
        tx.try_send(drops.value(0)).unwrap();
        let other = thread::spawn(move || drop(rx));
        let sent = tx.try_send(drops.value(1));
        other.join().unwrap();
        match &sent {
            Ok(()) => assert_eq!(drops.count(), 2),
            Err(TrySendError::Closed(value)) => assert_eq!((value.0, drops.count()), (1, 1)),
            Err(TrySendError::Full(_)) => unreachable!("there is room"),
        }
        assert!(tx.try_send(drops.value(2)).unwrap_err().is_closed());
    });
}

/// One of two receivers is the last; a send that waits gets its value back, one that waits for the close completes.
#[test]
fn one_of_two_receivers_is_the_last() {
    model_within(3, || {
        let (tx, rx) = bounded(0);
        let (sending, closing) = (Wakes::new(), Wakes::new());
        let (mut send, mut closed) = (tx.send(7), tx.closed());
        assert_eq!(poll(&mut send, &sending.waker()), None);
        assert_eq!(poll(&mut closed, &closing.waker()), None);
        let another = rx.clone();
        let other = thread::spawn(move || drop(another));
        drop(rx);
        other.join().unwrap();
        assert_eq!((sending.count(), closing.count()), (1, 1));
        assert_eq!(poll(&mut send, &sending.waker()), Some(Err(goit::SendError(7))));
        assert_eq!(poll(&mut closed, &closing.waker()), Some(()));
    });
}

/// A value that uses its channel while it is dropped.
struct Parting(WeakSender<Parting, Synchronized>);

impl Drop for Parting {
    fn drop(&mut self) {
        assert!(self.0.upgrade().is_none_or(|tx| tx.is_closed() && !tx.close()));
    }
}

#[test]
fn no_value_is_dropped_under_the_lock() {
    model_within(3, || {
        let (tx, rx) = bounded(1);
        tx.try_send(Parting(tx.downgrade())).unwrap();
        let other = thread::spawn(move || drop(rx));
        let value = tx.try_send(Parting(tx.downgrade())).unwrap_err();
        other.join().unwrap();
        assert!(tx.is_closed());
        drop(value);
    });
}

/// What was received from a closed channel without the lock is not dropped again with what is left.
#[test]
fn what_is_left_is_dropped_once() {
    model_within(3, || {
        let drops = Drops::new();
        let (tx, rx) = bounded(3);
        (0..3).for_each(|n| assert!(tx.try_send(drops.value(n)).is_ok()));
        drop(tx);
        let another = rx.clone();
        let other = thread::spawn(move || drop(another.try_recv()));
        drop(rx);
        other.join().unwrap();
        assert_eq!(drops.count(), 3);
    });
}
