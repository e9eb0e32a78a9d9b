//! A buffer that cannot grow: where pointers have 32 bits, a gibibyte of values cannot be doubled, and that is a panic.
#![cfg(target_pointer_width = "32")]

use super::support::*;
use crate::flavor::future::Recv;
use crate::flavor::*;
use goit::select;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Whoever fills memory does it alone.
static MEMORY: Mutex<()> = Mutex::new(());

fn memory() -> MutexGuard<'static, ()> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A value that fills memory fast.
struct Large {
    value: Value,
    _bulk: [u8; 1 << 14],
}

impl Large {
    fn new(drops: &Drops, number: u32) -> Self {
        Large { value: drops.value(number), _bulk: [0; 1 << 14] }
    }
}

fn number(received: Result<Large, impl std::fmt::Debug>) -> u32 {
    received.unwrap().value.number
}

/// Makes a send that finds no memory: it panics, and the value that it had is dropped once.
#[track_caller]
fn refused<R>(drops: &Drops, send: impl FnOnce(Large) -> R) {
    let mut expected = drops.so_far();
    let number = 1_000_000 + expected.len() as u32;
    expected.push(number);
    panics(|| send(Large::new(drops, number)));
    assert_eq!(drops.so_far(), expected);
}

/// Sends `0..` until a send panics, with `before` before each; how many were sent.
fn fill(tx: &Sender<Large>, drops: &Drops, mut before: impl FnMut()) -> u32 {
    for number in 0.. {
        before();
        let value = Large::new(drops, number);
        let Ok(sent) = catch_unwind(AssertUnwindSafe(|| tx.try_send(value).is_ok())) else {
            assert_eq!(drops.so_far(), [number], "of all values this one found no memory");
            return number;
        };
        assert!(sent);
    }
    unreachable!("memory is finite")
}

#[test]
fn a_buffer_that_cannot_grow_refuses_values_and_loses_none() {
    let _memory = memory();
    let drops = Drops::new();
    let (tx, rx) = unbounded();
    let sent = fill(&tx, &drops, || ());
    refused(&drops, |value| tx.try_send(value));
    refused(&drops, |value| tx.force_send(value));
    refused(&drops, |value| Task::new(tx.send(value)).poll());
    refused(&drops, |value| Task::new(tx.send_from(&mut Some(value))).poll());
    refused(&drops, |value| {
        Task::new(async {
            select! { send(tx, value) -> _ => () }
        })
        .poll()
    });
    assert_eq!(rx.len(), sent as usize);

    // Where a value has left there is room for another, and only there.
    let first = Task::new(async {
        select! { recv(rx) -> received => received }
    })
    .ready();
    assert_eq!(number(first), 0);
    assert!(tx.try_send(Large::new(&drops, sent)).is_ok());
    refused(&drops, |value| tx.try_send(value));
    for expected in 1..=sent {
        assert_eq!(number(rx.try_recv()), expected);
    }
    assert_eq!(rx.try_recv().err(), Some(TryRecvError::Empty));
    let mut receive = Task::parked(rx.recv());
    assert!(tx.try_send(Large::new(&drops, 0)).is_ok());
    assert_eq!(number(receive.woken()), 0);
}

#[test]
fn a_receive_is_not_chosen_for_a_value_that_finds_no_memory() {
    let _memory = memory();
    let drops = Drops::new();
    let (tx, rx) = unbounded();
    let poll =
        |receive: &mut Recv<'_, Large>| Pin::new(receive).poll(&mut Context::from_waker(Waker::noop()));
    // All that is buffered is reserved for receives that are not polled again before the end.
    let mut receives = Vec::new();
    let sent = fill(&tx, &drops, || {
        let mut receive = rx.recv();
        assert!(poll(&mut receive).is_pending());
        receives.push(receive);
    });
    let mut last = receives.pop().unwrap();
    assert!(poll(&mut last).is_pending());
    refused(&drops, |value| tx.try_send(value));
    refused(&drops, |value| Task::new(tx.send(value)).poll());
    assert!(poll(&mut last).is_pending());

    for (expected, receive) in receives.iter_mut().enumerate() {
        let Poll::Ready(received) = poll(receive) else { panic!("{expected} was sent to this receive") };
        assert_eq!(number(received), expected as u32);
    }
    assert!(tx.try_send(Large::new(&drops, sent)).is_ok());
    let Poll::Ready(received) = poll(&mut last) else { panic!("it waits no longer") };
    assert_eq!(number(received), sent);
    assert_eq!(rx.try_recv().err(), Some(TryRecvError::Empty));
}
