//! A channel that is refused the memory to grow. The value that was to be sent is the caller's again, or dropped; what
//! the channel held before is received, in order; the channel goes on.

mod batch;
mod buffer;
mod lease;
mod lines;
mod merge;
mod permits;
mod select;
mod send_many;

use crate::flavor::*;
use goit_allocation::Value;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

fn poll<Fut: Future + Unpin>(future: &mut Fut) -> Poll<Fut::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// The numbers of all that can be received now.
fn drain(rx: &Receiver<Value<'_>>) -> Vec<usize> {
    std::iter::from_fn(|| rx.try_recv().ok()).map(|value| value.number).collect()
}
