//! A reservation is given back: a receive that was chosen and is dropped loses nothing, and holds up nobody.
#![cfg(loom)]

use futures_core::Stream;
use goit_loom::{Wakes, bounded, channel, complete, model, model_within, poll, with};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;

/// Dropped before, while or after it is chosen: the value is there for the next receive.
#[test]
fn the_value_stays_for_the_next_receive() {
    for capacity in [0, 1] {
        model(move || {
            let channel = channel(capacity);
            let wakes = Wakes::new();
            let mut recv = channel.recv();
            assert_eq!(poll(&mut recv, &wakes.waker()), None);
            let other = with(&channel, |channel| channel.try_send(7).is_ok());
            drop(recv);
            let sent = other.join().unwrap();
            // Without a buffer a send needs somebody who waits.
            assert!(sent || capacity == 0);
            assert_eq!(channel.try_recv().ok(), sent.then_some(7));
            assert!(channel.try_recv().is_err());
            assert!(wakes.count() <= 1);
        });
    }
}

/// It passes to the next in line, who is woken for it.
#[test]
fn it_passes_to_the_next_in_line() {
    model(|| {
        let channel = channel(1);
        let mut first = channel.recv();
        assert_eq!(poll(&mut first, &Wakes::new().waker()), None);
        let other = with(&channel, |channel| complete(channel.send(7)));
        let wakes = Wakes::new();
        let mut second = channel.recv();
        let received = poll(&mut second, &wakes.waker());
        assert_eq!(received, None);
        drop(first);
        other.join().unwrap().unwrap();
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut second, &wakes.waker()), Some(Ok(7)));
    });
}

/// Two values, two who wait; the first goes while the second is served: the order of the values stands.
#[test]
fn the_order_stands() {
    model_within(3, || {
        let channel = channel(2);
        let (mut first, mut second) = (channel.recv(), channel.recv());
        let wakes = Wakes::new();
        assert_eq!(poll(&mut first, &wakes.waker()), None);
        assert_eq!(poll(&mut second, &wakes.waker()), None);
        let other = with(&channel, |channel| {
            channel.try_send(1).unwrap();
            channel.try_send(2).unwrap();
        });
        drop(first);
        other.join().unwrap();
        assert_eq!(poll(&mut second, &wakes.waker()), Some(Ok(1)));
        assert_eq!(channel.try_recv(), Ok(2));
    });
}

/// A send that waits is let in once what was reserved is given back and received.
#[test]
fn what_is_given_back_makes_no_room() {
    model_within(2, || {
        let channel = channel(1);
        let wakes = Wakes::new();
        let mut recv = channel.recv();
        assert_eq!(poll(&mut recv, &wakes.waker()), None);
        let other = with(&channel, |channel| {
            complete(channel.send(1)).unwrap();
            complete(channel.send(2)).unwrap();
            complete(channel.send(3)).unwrap();
        });
        drop(recv);
        assert_eq!((0..3).map(|_| complete(channel.recv()).unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
        other.join().unwrap();
    });
}

/// A place that a stream left parked is given up once, by whichever operation on its handle comes first.
#[test]
fn the_place_of_a_stream_is_given_up_once() {
    model_within(3, || {
        let (tx, mut rx) = bounded(1);
        let waker = Wakes::new().waker();
        assert!(Pin::new(&mut rx).poll_next(&mut Context::from_waker(&waker)).is_pending());
        tx.try_send(7).unwrap();
        let rx = Arc::new(rx);
        let other = with(&rx, |rx| rx.try_recv().ok());
        let here = rx.try_recv().ok();
        // Each may have come while the value was still reserved.
        let received = [other.join().unwrap(), here, rx.try_recv().ok()];
        assert_eq!(received.into_iter().flatten().collect::<Vec<_>>(), [7]);
        assert!(rx.is_empty());
        // What is reserved twice, or given back twice, would show here.
        tx.try_send(8).unwrap();
        assert_eq!((tx.is_full(), rx.len()), (true, 1));
    });
}
