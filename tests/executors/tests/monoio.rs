//! monoio: io_uring where the kernel allows it, else its own epoll driver.

use goit_executors::{conforms, local};
use std::time::Duration;

struct Monoio;

impl local::World for Monoio {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        monoio::RuntimeBuilder::<monoio::FusionDriver>::new()
            .enable_timer()
            .build()
            .unwrap()
            .block_on(part(Monoio));
    }

    fn spawn(&self, task: impl local::Task) {
        monoio::spawn(task);
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        monoio::time::sleep(time)
    }
}

conforms!(fusion_driver: Monoio, local);
