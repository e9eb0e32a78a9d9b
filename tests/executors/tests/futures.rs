//! futures: its `LocalPool`, with the timers of futures-timer.

use futures::executor::{LocalPool, LocalSpawner};
use futures::task::LocalSpawnExt;
use futures_timer::Delay;
use goit_executors::{conforms, local};
use std::time::Duration;

struct Pool(LocalSpawner);

impl local::World for Pool {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        let mut pool = LocalPool::new();
        let spawner = pool.spawner();
        pool.run_until(part(Pool(spawner)));
    }

    fn spawn(&self, task: impl local::Task) {
        self.0.spawn_local(task).unwrap();
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        Delay::new(time)
    }
}

conforms!(local_pool: Pool, local);
