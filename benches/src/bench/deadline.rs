//! When a deadline of 100 ms comes beside a busy channel, on tokio's current-thread runtime: a thread sends without a
//! pause, and the task that receives needs about 3 us for a value, so that it never finds the channel empty.

use crate::channel::{Peer, Received, Rx, Tx};
use crate::peers::sync::Tokio;
use crate::shapes::{Failure, Sample};
use goit_bench::executor::Run;
use std::future::Future;
use std::hint::{black_box, spin_loop};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::{Sleep, sleep, timeout};

const DEADLINE: Duration = Duration::from_millis(100);
const WORK: Duration = Duration::from_micros(3);
/// After so many values, a second's worth, the deadline is taken not to come.
const VALUES: u32 = 333_333;

/// How the deadline is watched.
#[derive(Clone, Copy)]
pub enum Deadline {
    /// An arm of the select that receives.
    Select,
    /// A timeout around the loop that receives.
    Timeout,
    /// Another task of the runtime.
    Task,
}

/// A receive in a select beside a deadline.
pub trait Beside: Peer {
    /// The value, if the deadline did not come first.
    fn beside(rx: &mut Self::Rx<u64>, deadline: Pin<&mut Sleep>) -> impl Future<Output = Option<u64>>;
}

impl Beside for crate::channel::goit::Sync {
    async fn beside(rx: &mut Self::Rx<u64>, deadline: Pin<&mut Sleep>) -> Option<u64> {
        goit::select! {
            recv(rx) -> received => received.ok(),
            wait(deadline) -> () => None,
        }
    }
}

impl Beside for Tokio {
    async fn beside(rx: &mut Self::Rx<u64>, deadline: Pin<&mut Sleep>) -> Option<u64> {
        tokio::select! {
            received = rx.recv() => received,
            () = deadline => None,
        }
    }
}

fn work(value: u64) {
    black_box(value);
    let start = Instant::now();
    while start.elapsed() < WORK {
        spin_loop();
    }
}

async fn consume<R: Rx<u64>>(rx: &mut R) {
    for _ in 0..VALUES {
        work(rx.take().await.value());
    }
}

impl Deadline {
    /// How long it was until the deadline was noticed, or until there were no more values.
    pub fn run<P: Beside<Tx<u64>: Send>>(self, _: Run, _: u64) -> Result<Sample, Failure> {
        let (mut tx, mut rx) = P::channel::<u64>(64).ok_or(Failure::Absent)?;
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().build().expect("a tokio runtime");
        let done = AtomicBool::new(false);
        let elapsed = thread::scope(|scope| {
            scope.spawn(|| {
                let mut number = 0;
                while !done.load(Relaxed) {
                    if tx.try_put(number) {
                        number += 1;
                    } else {
                        thread::yield_now();
                    }
                }
            });
            let elapsed = runtime.block_on(async {
                let start = Instant::now();
                match self {
                    Deadline::Select => {
                        let mut deadline = pin!(sleep(DEADLINE));
                        for _ in 0..VALUES {
                            match P::beside(&mut rx, deadline.as_mut()).await {
                                Some(value) => work(value),
                                None => break,
                            }
                        }
                    }
                    Deadline::Timeout => drop(timeout(DEADLINE, consume(&mut rx)).await),
                    Deadline::Task => {
                        let fired = tokio::spawn(async move {
                            sleep(DEADLINE).await;
                            start.elapsed()
                        });
                        // The task gets as far as its sleep before the first value.
                        tokio::task::yield_now().await;
                        let mut fired = pin!(fired);
                        tokio::select! {
                            biased;
                            elapsed = &mut fired => return elapsed.expect("it does not panic"),
                            () = consume(&mut rx) => return fired.await.expect("it does not panic"),
                        }
                    }
                }
                start.elapsed()
            });
            done.store(true, Relaxed);
            elapsed
        });
        Ok(Sample { messages: 1, time: elapsed, nanoseconds: elapsed.as_nanos() as f64 })
    }
}
