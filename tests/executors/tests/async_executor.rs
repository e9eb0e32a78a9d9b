//! async-executor, both of its executors, on async-io.

use async_executor::{Executor, LocalExecutor};
use async_io::{Timer, block_on};
use goit_executors::{conforms, local, sync};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

struct OneThread(Rc<LocalExecutor<'static>>);

impl local::World for OneThread {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let executor = Rc::new(LocalExecutor::new());
        block_on(executor.run(part(OneThread(executor.clone()))));
    }

    fn spawn(&self, task: impl local::Task) {
        self.0.spawn(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        async move {
            Timer::after(time).await;
        }
    }
}

struct MovableTasks(Arc<Executor<'static>>);

impl sync::World for MovableTasks {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let executor = Arc::new(Executor::new());
        block_on(executor.run(part(MovableTasks(executor.clone()))));
    }

    fn spawn(&self, task: impl sync::Task) {
        self.0.spawn(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        async move {
            Timer::after(time).await;
        }
    }
}

conforms!(local_executor: OneThread, local);
conforms!(executor: MovableTasks, sync);
