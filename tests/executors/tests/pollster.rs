//! pollster: it has no tasks and no timers, so each task is a thread that blocks on it, and futures-timer keeps time.

use futures_timer::Delay;
use goit_executors::{conforms, sync};
use std::time::Duration;

struct Threads;

impl sync::World for Threads {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        pollster::block_on(part(Threads));
    }

    fn spawn(&self, task: impl sync::Task) {
        std::thread::spawn(|| pollster::block_on(task));
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        Delay::new(time)
    }
}

conforms!(block_on: Threads, sync);
