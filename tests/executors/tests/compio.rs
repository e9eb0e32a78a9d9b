//! compio: io_uring where the kernel allows it, else its own polling driver.

use compio::runtime::Runtime;
use goit_executors::{conforms, local};
use std::time::Duration;

struct Compio;

impl local::World for Compio {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        Runtime::new().unwrap().block_on(async { part(Compio).await });
    }

    fn spawn(&self, task: impl local::Task) {
        compio::runtime::spawn(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        compio::time::sleep(time)
    }

    fn spawn_cancellable(&self, task: impl local::Task) -> Box<dyn FnOnce()> {
        let task = compio::runtime::spawn(task);
        Box::new(|| drop(task))
    }
}

conforms!(runtime: Compio, local);
