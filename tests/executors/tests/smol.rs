//! smol: its `LocalExecutor`, and its `Executor` on two threads.

use goit_executors::{conforms, local, sync};
use smol::{Executor, LocalExecutor, Timer};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

struct OneThread(Rc<LocalExecutor<'static>>);

impl local::World for OneThread {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let executor = Rc::new(LocalExecutor::new());
        smol::block_on(executor.run(part(OneThread(executor.clone()))));
    }

    fn spawn(&self, task: impl local::Task) {
        self.0.spawn(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        async move {
            Timer::after(time).await;
        }
    }

    fn spawn_cancellable(&self, task: impl local::Task) -> Box<dyn FnOnce()> {
        let task = self.0.spawn(task);
        Box::new(|| drop(task))
    }
}

struct Threads(Arc<Executor<'static>>);

impl sync::World for Threads {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let executor = Arc::new(Executor::new());
        let (stop, stopped) = goit::sync::rendezvous::<()>();
        let workers = [(); 2].map(|()| {
            let (executor, stopped) = (executor.clone(), stopped.clone());
            std::thread::spawn(move || smol::block_on(executor.run(stopped.closed())))
        });
        smol::block_on(part(Threads(executor)));
        drop(stop);
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    }

    fn spawn(&self, task: impl sync::Task) {
        self.0.spawn(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl sync::Task {
        async move {
            Timer::after(time).await;
        }
    }

    fn spawn_cancellable(&self, task: impl sync::Task) -> Box<dyn FnOnce()> {
        let task = self.0.spawn(task);
        Box::new(|| drop(task))
    }
}

conforms!(local_executor: OneThread, local);
conforms!(multi_thread_executor: Threads, sync);
