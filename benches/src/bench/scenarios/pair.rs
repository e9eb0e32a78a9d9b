//! A send and a receive in turn, in one task: nothing ever waits.

use super::{Failure, Sample, Shape, Total};
use crate::executors::Run;
use crate::peers::{Peer, Received, Rx, Sent, Tx};
use goit_bench::executor::Task;
use std::hint::black_box;

const CAPACITY: usize = 64;

/// With the operations that do not wait.
#[derive(Clone, Copy)]
pub struct Try;

impl Shape for Try {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let (mut tx, mut rx) = P::channel(CAPACITY).filter(|_| P::TRIES).ok_or(Failure::Absent)?;
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
            // What is known of the channel is forgotten, as it is where other tasks have its ends.
            black_box((&mut tx, &mut rx));
            let mut received = 0;
            for number in 0..messages {
                assert!(tx.try_put(black_box(number)), "there is room");
                received += black_box(rx.try_take()).expect("a value was sent");
            }
            sum.add(received);
        });
        total.sample(messages, 1, executor(vec![task])?)
    }
}

/// With the futures.
#[derive(Clone, Copy)]
pub struct Await;

impl Shape for Await {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let (mut tx, mut rx) = P::channel(CAPACITY).ok_or(Failure::Absent)?;
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
            black_box((&mut tx, &mut rx));
            let mut received = 0;
            for number in 0..messages {
                tx.put(black_box(number)).await.check();
                received += black_box(rx.take().await.value());
            }
            sum.add(received);
        });
        total.sample(messages, 1, executor(vec![task])?)
    }
}
