//! glommio. It runs on io_uring only: where the kernel has none for us, that is said aloud and nothing is run.

use glommio::{GlommioError, LocalExecutorBuilder, Placement};
use goit_executors::{conforms, local};
use io_uring::IoUring;
use std::io::Write;
use std::time::Duration;

struct Glommio;

impl local::World for Glommio {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        // Asked first: glommio itself panics where the kernel has no io_uring.
        let executor = IoUring::new(8).map_err(GlommioError::<()>::IoError).and_then(|_| {
            LocalExecutorBuilder::new(Placement::Unbound).io_memory(1 << 20).ring_depth(8).make()
        });
        match executor {
            Ok(executor) => executor.run(async { part(Glommio).await }),
            Err(refusal) => {
                // Past the test runner's capture, which `eprintln!` does not get by.
                let note = format!("\nNOT RUN on glommio: the kernel does not allow it: {refusal}\n");
                std::io::stderr().write_all(note.as_bytes()).unwrap();
            }
        }
    }

    fn spawn(&self, task: impl local::Task) {
        glommio::spawn_local(task).detach();
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        async move {
            glommio::timer::sleep(time).await;
        }
    }

    fn spawn_cancellable(&self, task: impl local::Task) -> Box<dyn FnOnce()> {
        let task = glommio::spawn_local(task);
        Box::new(|| drop(task))
    }
}

conforms!(local_executor: Glommio, local);
