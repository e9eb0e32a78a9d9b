//! What runs the tasks of a scenario. Nothing here knows of channels.

mod lanes;
mod minimal;
mod waker;

pub use lanes::{PATIENCE, lanes};
pub use minimal::minimal;

use std::future::Future;
use std::pin::Pin;

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

/// Tasks were left that nobody woke: a value or a wake-up was lost.
#[derive(Debug)]
pub struct Stalled;
