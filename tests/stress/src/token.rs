//! A value that knows where it comes from and is counted wherever it ends.

use crate::count::Counts;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

/// What may drop a value just now.
#[derive(Clone, Copy, PartialEq)]
enum Dropping {
    Nothing,
    Cancel,
    LastReceiver,
}

thread_local! {
    static DROPPING: Cell<Dropping> = const { Cell::new(Dropping::Nothing) };
    static CANCELLED: Cell<usize> = const { Cell::new(0) };
}

fn during<O>(dropping: Dropping, run: impl FnOnce() -> O) -> O {
    let before = DROPPING.replace(dropping);
    let output = run();
    DROPPING.set(before);
    output
}

pub struct Token {
    pub producer: usize,
    /// Rises with each value of a producer.
    pub number: u64,
    counts: Arc<Counts>,
    counted: bool,
    /// Read when the value ends: a value that was copied or freed in between shows under a sanitizer.
    memory: Box<u64>,
}

impl Token {
    pub fn new(counts: &Arc<Counts>, producer: usize, number: u64) -> Self {
        counts.created.fetch_add(1, Relaxed);
        Token { producer, number, counts: counts.clone(), counted: false, memory: Box::new(number) }
    }

    fn end(mut self, count: impl FnOnce(&Counts) -> &AtomicU64) {
        count(&self.counts).fetch_add(1, Relaxed);
        self.counted = true;
    }

    pub fn received(self) {
        self.end(|counts| &counts.received);
    }

    pub fn given_back(self) {
        self.end(|counts| &counts.given_back);
    }

    pub fn evicted(self) {
        self.end(|counts| &counts.evicted);
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        assert_eq!(*self.memory, self.number);
        if self.counted {
            return;
        }
        let count = match DROPPING.get() {
            Dropping::Nothing => &self.counts.lost,
            Dropping::Cancel => {
                CANCELLED.set(CANCELLED.get() + 1);
                &self.counts.cancelled
            }
            Dropping::LastReceiver => &self.counts.abandoned,
        };
        count.fetch_add(1, Relaxed);
    }
}

/// Drops a receiver, and perhaps the channel's values with it.
pub fn leave<X>(receiver: X) {
    during(Dropping::LastReceiver, || drop(receiver));
}

/// Runs what may drop values that it does not send; how many it did.
fn cancelling<O>(run: impl FnOnce() -> O) -> (O, usize) {
    let before = CANCELLED.get();
    let output = during(Dropping::Cancel, run);
    (output, CANCELLED.get() - before)
}

/// A future that may drop values that it does not send, and how many it did.
pub struct Cancelling<'c, U> {
    future: Option<Pin<Box<U>>>,
    dropped: &'c Cell<usize>,
}

impl<'c, U: Future> Cancelling<'c, U> {
    pub fn new(future: U, dropped: &'c Cell<usize>) -> Self {
        Cancelling { future: Some(Box::pin(future)), dropped }
    }
}

impl<U> Cancelling<'_, U> {
    fn count<O>(&mut self, run: impl FnOnce(&mut Option<Pin<Box<U>>>) -> O) -> O {
        let (output, dropped) = cancelling(|| run(&mut self.future));
        self.dropped.set(self.dropped.get() + dropped);
        output
    }
}

impl<U: Future> Future for Cancelling<'_, U> {
    type Output = U::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<U::Output> {
        self.count(|future| future.as_mut().expect("not dropped yet").as_mut().poll(cx))
    }
}

impl<U> Drop for Cancelling<'_, U> {
    fn drop(&mut self) {
        self.count(|future| *future = None);
    }
}
