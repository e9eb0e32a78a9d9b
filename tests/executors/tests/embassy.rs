//! embassy-executor on its `platform-std`, with the timers of embassy-time.
//!
//! Its executor never ends: each part gets a thread of its own, which stays behind.

use embassy_executor::{Executor, Spawner};
use embassy_time::Timer;
use goit_executors::{conforms, local};
use std::pin::Pin;
use std::time::Duration;

type AnyTask = Pin<Box<dyn Future<Output = ()>>>;

/// Embassy's tasks are functions with a place in memory each: these places are for tasks of any type, and enough for
/// all parts together.
#[embassy_executor::task(pool_size = 1024)]
async fn any(task: AnyTask) {
    task.await;
}

struct Embassy(Spawner);

impl local::World for Embassy {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let (done, is_done) = goit::sync::bounded(1);
        std::thread::spawn(move || {
            Box::leak(Box::new(Executor::new())).run(|spawner| {
                let part = part(Embassy(spawner));
                let main: AnyTask = Box::pin(async move {
                    part.await;
                    done.send(()).await.unwrap();
                });
                spawner.spawn(any(main).unwrap());
            })
        });
        is_done.recv_blocking().expect("the part ended with a panic");
    }

    fn spawn(&self, task: impl local::Task) {
        self.0.spawn(any(Box::pin(task)).unwrap());
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        Timer::after(time.try_into().unwrap())
    }
}

conforms!(platform_std: Embassy, local);
