//! tokio: a `LocalSet`, and the runtime with two threads.

use goit_executors::{conforms, local, sync};
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::task::LocalSet;

struct OneThread;

impl local::World for OneThread {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        LocalSet::new().block_on(&runtime, part(OneThread));
    }

    fn spawn(&self, task: impl local::Task) {
        tokio::task::spawn_local(task);
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        tokio::time::sleep(time)
    }

    fn spawn_cancellable(&self, task: impl local::Task) -> Box<dyn FnOnce()> {
        let handle = tokio::task::spawn_local(task);
        Box::new(move || handle.abort())
    }
}

struct Threads;

impl sync::World for Threads {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
        runtime.block_on(part(Threads));
    }

    fn spawn(&self, task: impl sync::Task) {
        tokio::spawn(task);
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        tokio::time::sleep(time)
    }

    fn spawn_cancellable(&self, task: impl sync::Task) -> Box<dyn FnOnce()> {
        let handle = tokio::spawn(task);
        Box::new(move || handle.abort())
    }
}

conforms!(local_set: OneThread, local);
conforms!(multi_thread_runtime: Threads, sync);
