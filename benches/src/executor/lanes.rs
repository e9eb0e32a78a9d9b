//! Threads: each runs the tasks of one lane, and parks while none of them is woken, at once or after a short spin.

use super::waker;
use super::{Stalled, Task};
use crate::count;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::task::Context;
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// How many seconds a run may take before its threads are given up.
pub static PATIENCE: AtomicU64 = AtomicU64::new(20);

/// Waits for so many results, as long as a run may take.
pub fn wait<X>(ended: &mpsc::Receiver<X>, results: usize) -> Result<Vec<X>, Stalled> {
    let patience = Duration::from_secs(PATIENCE.load(Ordering::Relaxed));
    (0..results).map(|_| ended.recv_timeout(patience).map_err(|_| Stalled)).collect()
}

/// One thread's tasks, at most 64 of them.
struct Lane {
    /// A bit for each woken task.
    woken: AtomicU64,
    thread: Thread,
}

pub struct Node {
    lane: Arc<Lane>,
    bit: u64,
}

impl Node {
    pub fn wake(&self) {
        // Release: what was done before the wake-up is seen by the poll after it.
        if self.lane.woken.fetch_or(self.bit, Ordering::AcqRel) == 0 {
            self.lane.thread.unpark();
        }
    }
}

/// The tasks of one lane, on their way to their thread.
struct Moved(Vec<Task>);

// SAFETY: scenarios hand to an executor of several threads only futures over ends whose own futures are `Send`,
// which the benchmark has the compiler check peer by peer.
unsafe impl Send for Moved {}

/// Runs the tasks to their end: how long they took. Looks `SPINS` times for a woken task before it parks; with `EACH`
/// every task is a lane of its own; `COUNT` says whether it counts.
pub fn lanes<const SPINS: u32, const EACH: bool, const COUNT: bool>(
    tasks: Vec<Task>,
) -> Result<Duration, Stalled> {
    let mut lanes: Vec<Moved> = Vec::new();
    for (number, task) in tasks.into_iter().enumerate() {
        let lane = if EACH { number } else { task.lane };
        while lanes.len() <= lane {
            lanes.push(Moved(Vec::new()));
        }
        lanes[lane].0.push(task);
    }
    let threads = lanes.len();
    let start = Arc::new(Barrier::new(threads));
    let (done, finished) = mpsc::channel();
    for lane in lanes {
        let (start, done) = (start.clone(), done.clone());
        thread::spawn(move || {
            let lane = lane;
            let _ = done.send(drive::<SPINS, COUNT>(lane, &start));
        });
    }
    drop(done);
    // Threads that have stalled stay behind, parked; the process ends without them.
    let times = wait(&finished, threads)?;
    let begun = times.iter().map(|(begun, _)| *begun).min();
    let ended = times.iter().map(|(_, ended)| *ended).max();
    begun.zip(ended).map(|(begun, ended)| ended - begun).ok_or(Stalled)
}

fn drive<const SPINS: u32, const COUNT: bool>(tasks: Moved, start: &Barrier) -> (Instant, Instant) {
    let Moved(tasks) = tasks;
    assert!(tasks.len() <= 64, "a lane has a bit for each task");
    let all = u64::MAX >> (64 - tasks.len());
    let lane = Arc::new(Lane { woken: AtomicU64::new(all), thread: thread::current() });
    let mut left = tasks.len();
    let mut tasks: Vec<_> = tasks
        .into_iter()
        .enumerate()
        .map(|(task, Task { future, .. })| {
            let node = Arc::new(Node { lane: lane.clone(), bit: 1 << task });
            (waker::shared::waker::<COUNT>(node), Some(future))
        })
        .collect();
    start.wait();
    let begun = Instant::now();
    while left > 0 {
        let mut woken = lane.woken.swap(0, Ordering::AcqRel);
        let mut spins = 0;
        while woken == 0 {
            if spins < SPINS {
                spins += 1;
                std::hint::spin_loop();
            } else {
                thread::park();
            }
            if lane.woken.load(Ordering::Relaxed) != 0 {
                woken = lane.woken.swap(0, Ordering::AcqRel);
            }
        }
        while woken != 0 {
            let (waker, slot) = &mut tasks[woken.trailing_zeros() as usize];
            woken &= woken - 1;
            let Some(future) = slot else { continue };
            if COUNT {
                count::POLLS.add();
            }
            if future.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
                *slot = None;
                left -= 1;
            }
        }
    }
    (begun, Instant::now())
}
