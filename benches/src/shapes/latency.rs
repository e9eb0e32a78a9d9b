//! How long somebody waits who needs what a channel guards, its lock most often, beside a thread that uses it without a
//! pause.

use super::{Failure, Sample, Shape, open};
use crate::channel::{Peer, Received, Rx, Tx, UNBOUNDED};
use goit_bench::executor::{Run, Task};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Channels of one run, each for one operation: as many for every peer, since the longest wait of more is longer.
const ROUNDS: u64 = 1000;
/// The thread that does not pause has so many rounds of its own before the operation begins.
const LEAD: u64 = 32;

/// The first operation of a handle that did none before.
#[derive(Clone, Copy)]
pub enum First {
    /// Beside a thread that sends and receives: finds the channel empty every other time, and waits.
    Receive,
    /// Beside a thread that sends into a channel without a bound.
    Close,
}

/// Which of the times counts.
#[derive(Clone, Copy)]
pub enum Rank {
    P99,
    Max,
}

/// One operation on each of many channels, each in use.
#[derive(Clone, Copy)]
pub struct Beside {
    pub first: First,
    pub rank: Rank,
}

impl Shape for Beside {
    fn run<P: Peer>(self, executor: Run, _: u64) -> Result<Sample, Failure> {
        let sends_alone = matches!(self.first, First::Close);
        let capacity = if sends_alone { UNBOUNDED } else { 64 };
        let channel = || open::<P, u64>(capacity, P::TRIES);
        let closes = channel()?.1.shut();
        let runs_beside = thread::available_parallelism().is_ok_and(|cpus| cpus.get() > 1);
        if !runs_beside || (sends_alone && !closes) {
            return Err(Failure::Absent);
        }
        let (mut used, mut waited_for) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (tx, rx) = channel()?;
            waited_for.push(rx.another().ok_or(Failure::Absent)?);
            used.push((tx, rx));
        }
        // The last channel that is in use, and the last one that the operation was done on.
        let (begun, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (begins, is_done) = (begun.clone(), done.clone());
        let busy = Task::new(0, async move {
            for (round, (mut tx, mut rx)) in (1..).zip(used) {
                let mut number = 0;
                while is_done.load(Relaxed) < round {
                    black_box(tx.try_put(number));
                    if !sends_alone {
                        black_box(rx.try_take());
                    }
                    number += 1;
                    if number == LEAD {
                        begins.store(round, Relaxed);
                    }
                }
            }
        });
        let times = Arc::new(Mutex::new(Vec::with_capacity(ROUNDS as usize)));
        let found = times.clone();
        let waiting = Task::new(1, async move {
            for (round, mut rx) in (1..).zip(waited_for) {
                while begun.load(Relaxed) < round {
                    thread::yield_now();
                }
                let start = Instant::now();
                match self.first {
                    First::Receive => drop(black_box(rx.take().await.value())),
                    First::Close => assert!(rx.shut(), "nobody else closes"),
                }
                found.lock().expect("nobody panics").push(start.elapsed());
                done.store(round, Relaxed);
            }
        });
        let time = executor(vec![busy, waiting])?;
        let mut times: Vec<Duration> = times.lock().expect("nobody panics").drain(..).collect();
        if times.len() as u64 != ROUNDS {
            return Err(Failure::Lost);
        }
        times.sort();
        let rank = match self.rank {
            Rank::P99 => times.len() * 99 / 100 - 1,
            Rank::Max => times.len() - 1,
        };
        Ok(Sample { messages: ROUNDS, time, nanoseconds: times[rank].as_nanos() as f64 })
    }
}
