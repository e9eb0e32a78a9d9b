//! Tasks that wait for each other in turn.

use super::stream::{consume, produce};
use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Peer, Received, Rx, Sent, Tx};
use cpu_time::ThreadTime;
use goit_bench::executor::{Run, Task};

/// A value goes there and comes back; a message is one round trip.
#[derive(Clone, Copy)]
pub struct RoundTrip {
    pub capacity: usize,
}

impl Shape for RoundTrip {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let channel = || open::<P, u64>(self.capacity, P::WAITS);
        let (mut there, mut here) = channel()?;
        let (mut back, mut home) = channel()?;
        let total = Total::default();
        let sum = total.clone();
        let caller = Task::new(0, async move {
            let mut received = 0;
            for number in 0..messages {
                produce(&mut there, number..number + 1).await;
                received += consume(&mut home, 1).await;
            }
            sum.add(received);
        });
        let echo = Task::new(1, async move {
            for _ in 0..messages {
                let number = here.take().await.value();
                back.put(number).await.check();
            }
        });
        total.sample(messages, 1, executor(vec![caller, echo])?)
    }
}

/// Go's chain: each of 10,000 tasks waits for its right neighbour's value, adds one and sends it to its left one.
/// Making the channels and tasks is part of it; a message is one link.
#[derive(Clone, Copy)]
pub struct Daisy {
    pub capacity: usize,
}

impl Daisy {
    const LENGTH: u64 = 10_000;
}

impl Shape for Daisy {
    fn run<P: Peer>(self, executor: Run, _: u64) -> Result<Sample, Failure> {
        let channel = || open::<P, u64>(self.capacity, P::WAITS);
        let total = Total::default();
        let start = ThreadTime::now();
        let mut tasks = Vec::with_capacity(Self::LENGTH as usize + 2);
        let (mut left, mut end) = channel()?;
        let sum = total.clone();
        tasks.push(Task::new(0, async move { sum.add(end.take().await.value()) }));
        for _ in 0..Self::LENGTH {
            let (tx, mut right) = channel()?;
            tasks.push(Task::new(0, async move {
                let number = right.take().await.value();
                left.put(number + 1).await.check();
            }));
            left = tx;
        }
        tasks.push(Task::new(0, async move { left.put(0).await.check() }));
        executor(tasks)?;
        let time = start.elapsed();
        if total.0.load(super::Relaxed) != Self::LENGTH {
            return Err(Failure::Lost);
        }
        Ok(Sample::per_message(Self::LENGTH, time))
    }
}

/// A chain of stages, each of which receives from the channel before it and sends into the one behind it; a message is
/// one that went through one channel.
#[derive(Clone, Copy)]
pub struct Chain {
    pub channels: u64,
    pub capacity: usize,
}

impl Shape for Chain {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let numbers = messages.div_ceil(self.channels);
        let channel = || open::<P, u64>(self.capacity, P::WAITS);
        let (mut first, mut end) = channel()?;
        let mut tasks = vec![Task::new(0, async move { produce(&mut first, 0..numbers).await })];
        for _ in 1..self.channels {
            let (mut tx, rx) = channel()?;
            let mut before = std::mem::replace(&mut end, rx);
            tasks.push(Task::new(0, async move {
                for _ in 0..numbers {
                    tx.put(before.take().await.value()).await.check();
                }
            }));
        }
        let total = Total::default();
        let sum = total.clone();
        tasks.push(Task::new(0, async move { sum.add(consume(&mut end, numbers).await) }));
        let sample = total.sample(numbers, 1, executor(tasks)?)?;
        Ok(Sample::per_message(numbers * self.channels, sample.time))
    }
}
