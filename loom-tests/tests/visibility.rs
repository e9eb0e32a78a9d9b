//! Visibility: what was done before a send, a drop or a close is seen by whoever has received, or has been told.
#![cfg(loom)]

use goit::{TryRecvError, select};
use goit_loom::{Memory, bounded, channel, complete, model, model_within, poll, with};
use loom::thread;
use std::task::Waker;

/// The memory is written before the value is sent, and read after it has been received.
#[test]
fn before_a_send() {
    for capacity in [0, 1] {
        model(move || {
            let channel = channel(capacity);
            let memory = Memory::new();
            let written = memory.clone();
            let other = with(&channel, move |channel| {
                written.write(7);
                complete(channel.send(())).unwrap();
            });
            complete(channel.recv()).unwrap();
            assert_eq!(memory.read(), 7);
            other.join().unwrap();
        });
    }
}

/// The receive's side is seen by a send that had to wait for it: a rendezvous orders both ways.
#[test]
fn before_a_receive_that_makes_room() {
    model(|| {
        let channel = channel(1);
        channel.try_send(()).unwrap();
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.try_recv().unwrap();
        });
        complete(channel.send(())).unwrap();
        assert_eq!(memory.read(), 7);
        other.join().unwrap();
    });
}

/// The same where the send is polled before it is woken, which alone would order it.
#[test]
fn before_a_receive_that_no_wake_up_told_of() {
    model(|| {
        let channel = channel(0);
        let memory = Memory::new();
        let written = memory.clone();
        let mut send = channel.send(());
        assert!(poll(&mut send, Waker::noop()).is_none());
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.try_recv().unwrap();
        });
        if let Some(sent) = poll(&mut send, Waker::noop()) {
            sent.unwrap();
            assert_eq!(memory.read(), 7);
        }
        other.join().unwrap();
    });
}

#[test]
fn before_a_send_to_a_select() {
    model_within(3, || {
        let pair = std::sync::Arc::new((channel::<()>(1), channel(1)));
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&pair, move |(_, b)| {
            written.write(7);
            b.try_send(()).unwrap();
        });
        let (a, b) = &*pair;
        complete(async {
            select! { recv(**a) -> _ => {}, recv(**b) -> _ => {} }
        });
        assert_eq!(memory.read(), 7);
        other.join().unwrap();
    });
}

#[test]
fn before_a_send_to_a_thread() {
    model_within(3, || {
        let channel = channel(1);
        let memory = Memory::new();
        let read = memory.clone();
        let other = with(&channel, move |channel| {
            channel.receiver().recv_blocking().unwrap();
            assert_eq!(read.read(), 7);
        });
        memory.write(7);
        channel.try_send(()).unwrap();
        other.join().unwrap();
    });
}

#[test]
fn before_a_close() {
    model_within(3, || {
        let channel = channel::<()>(1);
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.close();
        });
        complete(channel.recv()).unwrap_err();
        assert_eq!(memory.read(), 7);
        other.join().unwrap();
    });
}

/// Each of two senders writes before it is dropped: whoever learns that the last one has gone sees both.
#[test]
fn before_the_drop_of_every_sender() {
    model_within(3, || {
        let (tx, rx) = bounded::<()>(1);
        let memories = [Memory::new(), Memory::new()];
        let mut senders = [Some(tx.clone()), Some(tx)];
        let threads = [0, 1].map(|n| {
            let (memory, tx) = (memories[n].clone(), senders[n].take());
            thread::spawn(move || {
                memory.write(7);
                drop(tx);
            })
        });
        complete(rx.recv()).unwrap_err();
        assert_eq!(memories.map(|memory| memory.read()), [7, 7]);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

/// The same of two receivers, for a send.
#[test]
fn before_the_drop_of_every_receiver() {
    model_within(3, || {
        let (tx, rx) = bounded(0);
        let memories = [Memory::new(), Memory::new()];
        let mut receivers = [Some(rx.clone()), Some(rx)];
        let threads = [0, 1].map(|n| {
            let (memory, rx) = (memories[n].clone(), receivers[n].take());
            thread::spawn(move || {
                memory.write(7);
                drop(rx);
            })
        });
        complete(tx.send(())).unwrap_err();
        assert_eq!(memories.map(|memory| memory.read()), [7, 7]);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

/// The same for those who learn of it without waiting.
#[test]
fn before_a_close_that_a_try_meets() {
    model_within(3, || {
        let channel = channel::<()>(1);
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.close();
        });
        if channel.try_recv() == Err(TryRecvError::Closed) {
            assert_eq!(memory.read(), 7);
        }
        if channel.try_send(()).is_err_and(|error| error.is_closed()) {
            assert_eq!(memory.read(), 7);
        }
        other.join().unwrap();
    });
}

#[test]
fn before_a_close_that_ends_a_blocking_receive() {
    model_within(3, || {
        let channel = channel::<()>(1);
        let memory = Memory::new();
        let read = memory.clone();
        let other = with(&channel, move |channel| {
            channel.receiver().recv_blocking().unwrap_err();
            assert_eq!(read.read(), 7);
        });
        memory.write(7);
        channel.close();
        other.join().unwrap();
    });
}
