//! Cancel of a send: its value is delivered or given up, never both and never neither, and the line behind it moves on.
#![cfg(loom)]

use goit_loom::{Drops, Wakes, channel, complete, model, model_within, poll, with};

/// Dropped while a receive takes its value.
#[test]
fn delivered_or_dropped() {
    for capacity in [0, 1] {
        model(move || {
            let channel = channel(capacity);
            let drops = Drops::new();
            let buffered = (capacity == 1).then(|| channel.try_send(drops.value(0)));
            let mut send = channel.send(drops.value(1));
            assert!(poll(&mut send, &Wakes::new().waker()).is_none());
            let other = with(&channel, |channel| channel.try_recv().ok());
            drop(send);
            let received = other.join().unwrap();
            if buffered.is_some() {
                assert_eq!(received.unwrap().0, 0);
                let second = channel.try_recv();
                assert_eq!(drops.count(), if second.is_ok() { 1 } else { 2 });
            } else {
                assert_eq!(drops.count(), if received.is_some() { 0 } else { 1 });
            }
            assert!(channel.try_recv().is_err());
        });
    }
}

/// `send_from` keeps what was not delivered.
#[test]
fn delivered_or_in_the_slot() {
    model_within(3, || {
        let channel = channel(0);
        let mut slot = Some(7);
        let mut send = channel.send_from(&mut slot);
        assert!(poll(&mut send, &Wakes::new().waker()).is_none());
        let other = with(&channel, |channel| channel.try_recv().ok());
        drop(send);
        // From here on the value is gone from the line, if it was not taken before.
        assert!(channel.try_recv().is_err());
        assert_eq!(other.join().unwrap().xor(slot), Some(7));
    });
}

/// The next in line is served in its place.
#[test]
fn the_next_in_line_is_served() {
    model(|| {
        let channel = channel(0);
        let (mut first, mut second) = (channel.send(1), channel.send(2));
        let wakes = Wakes::new();
        assert_eq!(poll(&mut first, &Wakes::new().waker()), None);
        assert_eq!(poll(&mut second, &wakes.waker()), None);
        let other = with(&channel, |channel| complete(channel.recv()).unwrap());
        drop(first);
        let received = other.join().unwrap();
        assert_eq!(wakes.count(), received - 1);
        assert_eq!(poll(&mut second, &wakes.waker()), [None, Some(Ok(()))][received - 1]);
    });
}
