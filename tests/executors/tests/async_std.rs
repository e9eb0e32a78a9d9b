//! async-std: `spawn_local`, and `spawn` on its threads.

use async_std::task;
use futures_util::FutureExt;
use goit_executors::{conforms, local, sync};
use std::time::Duration;

struct OneThread;

impl local::World for OneThread {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        task::block_on(part(OneThread));
    }

    fn spawn(&self, task: impl local::Task) {
        task::spawn_local(task);
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        task::sleep(time)
    }
}

struct Threads;

impl sync::World for Threads {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        task::block_on(part(Threads));
    }

    fn spawn(&self, task: impl sync::Task) {
        task::spawn(task);
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        task::sleep(time)
    }

    fn spawn_cancellable(&self, task: impl sync::Task) -> Box<dyn FnOnce()> {
        let handle = task::spawn(task);
        Box::new(|| _ = handle.cancel().now_or_never())
    }
}

conforms!(spawn_local: OneThread, local);
conforms!(spawn: Threads, sync);
