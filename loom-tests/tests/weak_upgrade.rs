//! Weak upgrade against the last drop: it gives a handle of an open channel, or none.
#![cfg(loom)]

use goit::RecvError;
use goit_loom::{bounded, complete, model, model_within};
use loom::thread;

#[test]
fn of_a_sender() {
    model(|| {
        let (tx, rx) = bounded(1);
        let weak = tx.downgrade();
        let other = thread::spawn(move || drop(tx));
        let upgraded = weak.upgrade();
        let open = upgraded.as_ref().is_some_and(|tx| tx.try_send(7).is_ok());
        other.join().unwrap();
        assert_eq!(upgraded.is_some(), open);
        assert_eq!(rx.is_closed(), !open);
        assert_eq!(rx.sender_count(), open as usize);
        assert_eq!(rx.try_recv().is_ok(), open);
        drop(upgraded);
        assert!(rx.is_closed());
    });
}

#[test]
fn of_a_receiver() {
    model(|| {
        let (tx, rx) = bounded(1);
        tx.try_send(7).unwrap();
        let weak = rx.downgrade();
        let other = thread::spawn(move || drop(rx));
        let upgraded = weak.upgrade();
        let received = upgraded.as_ref().map(|rx| rx.try_recv());
        other.join().unwrap();
        assert_eq!(received, upgraded.is_some().then_some(Ok(7)));
        assert_eq!(tx.is_closed(), upgraded.is_none());
    });
}

/// Two upgrade at once: both are counted.
#[test]
fn two_at_once() {
    model_within(3, || {
        let (tx, rx) = bounded::<u8>(1);
        let (weak, another) = (tx.downgrade(), tx.downgrade());
        let threads = [weak, another].map(|weak| thread::spawn(move || weak.upgrade().is_some()));
        drop(tx);
        assert_eq!(complete(rx.recv()), Err(RecvError));
        threads.into_iter().for_each(|thread| assert!(thread.join().is_ok()));
        assert_eq!(rx.sender_count(), 0);
    });
}
