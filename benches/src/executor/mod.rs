//! What runs the tasks of a scenario. Nothing here knows of channels.

mod lanes;
mod minimal;
mod waker;

pub use lanes::{PATIENCE, lanes, wait};
pub use minimal::minimal;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// One task of a scenario. Executors of several threads run the tasks of one lane on one of them.
pub struct Task {
    pub lane: usize,
    pub future: Pin<Box<dyn Future<Output = ()>>>,
}

impl Task {
    pub fn new(lane: usize, future: impl Future<Output = ()> + 'static) -> Self {
        Task { lane, future: Box::pin(future) }
    }
}

/// Runs tasks to their end: how long they took, on one thread by its own time, which a busy machine disturbs less,
/// across threads by the clock on the wall. Shapes get it as a value, so that they are compiled once for each peer and
/// not for each executor.
pub type Run = fn(Vec<Task>) -> Result<Duration, Stalled>;

/// Tasks were left that nobody woke: a value or a wake-up was lost.
#[derive(Debug)]
pub struct Stalled;
