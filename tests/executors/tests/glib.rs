//! glib: the main loop of GTK, its `spawn_local`, and `spawn`, which other threads may call.

use glib::MainContext;
use goit_executors::{conforms, local, sync};
use std::time::Duration;

struct Loop(MainContext);

impl Loop {
    /// Runs a main loop of its own until the part has ended.
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P) {
        let context = MainContext::new();
        let own = Loop(context.clone());
        context.with_thread_default(|| context.block_on(part(own))).unwrap();
    }
}

impl local::World for Loop {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        Loop::run(part);
    }

    fn spawn(&self, task: impl local::Task) {
        self.0.spawn_local(task);
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        glib::timeout_future(time)
    }

    fn spawn_cancellable(&self, task: impl local::Task) -> Box<dyn FnOnce()> {
        let task = self.0.spawn_local(task);
        Box::new(move || task.abort())
    }
}

impl sync::World for Loop {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        Loop::run(part);
    }

    fn spawn(&self, task: impl sync::Task) {
        self.0.spawn(task);
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        glib::timeout_future(time)
    }

    fn spawn_cancellable(&self, task: impl sync::Task) -> Box<dyn FnOnce()> {
        let task = self.0.spawn(task);
        Box::new(move || task.abort())
    }
}

conforms!(spawn_local: Loop, local);
conforms!(spawn: Loop, sync);
