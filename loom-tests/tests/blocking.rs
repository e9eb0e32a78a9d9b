//! Blocking park against wake: a thread that waits is woken, whenever the wake comes, and waits again as well.
#![cfg(loom)]

use goit::RecvError;
use goit::select::recv;
use goit_loom::{channel, model, model_within, with};

/// The waiting threads are not the one that joins them: loom's `unpark` would wake it from that, too.
#[test]
fn a_receive_and_a_send() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let channel = channel(capacity);
            let receiver = with(&channel, |channel| channel.receiver().recv_blocking());
            let sender = with(&channel, |channel| channel.sender().send_blocking(7));
            assert_eq!(receiver.join().unwrap(), Ok(7));
            assert_eq!(sender.join().unwrap(), Ok(()));
        });
    }
}

/// The wake against the park, and nothing else: tried in full.
#[test]
fn a_wake_against_the_park() {
    model(|| {
        let channel = channel(1);
        let receiver = with(&channel, |channel| channel.receiver().recv_blocking());
        channel.try_send(7).unwrap();
        assert_eq!(receiver.join().unwrap(), Ok(7));
    });
}

/// The second wait uses the waker of the first.
#[test]
fn a_thread_waits_twice() {
    model_within(3, || {
        let channel = channel(1);
        let receiver = with(&channel, |channel| {
            let rx = channel.receiver();
            (rx.recv_blocking(), rx.recv_blocking())
        });
        channel.try_send(1).unwrap();
        // Refused only while the first value is there: with one place both fit as soon as the receiver has come.
        let second = channel.try_send(2).is_ok();
        channel.close();
        let expected = if second { Ok(2) } else { Err(RecvError) };
        assert_eq!(receiver.join().unwrap(), (Ok(1), expected));
    });
}

/// A close wakes whoever blocks.
#[test]
fn a_close() {
    model_within(4, || {
        let channel = channel::<u8>(0);
        let sender = with(&channel, |channel| channel.sender().send_blocking(7));
        channel.close();
        assert!(sender.join().unwrap().is_err());
    });
}

/// A select that blocks.
#[test]
fn a_select() {
    model_within(2, || {
        let pair = std::sync::Arc::new((channel(1), channel(1)));
        let selecting = with(&pair, |(a, b)| {
            let mut first = recv(&**a, |n| n);
            let mut second = recv(&**b, |n| n);
            let mut select = goit::sync::Select::new();
            select.add(&mut first);
            select.add(&mut second);
            select.wait_blocking()
        });
        pair.1.try_send(7).unwrap();
        assert_eq!(selecting.join().unwrap(), (1, Ok(7)));
    });
}
