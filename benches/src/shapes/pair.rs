//! A send and a receive in turn, in one task: nothing ever waits.

use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Peer, Received, Rx, Sent, Tx};
use goit_bench::executor::{Run, Task};
use std::hint::black_box;

const CAPACITY: usize = 64;

/// With the operations that do not wait.
#[derive(Clone, Copy)]
pub struct Try;

impl Shape for Try {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let (mut tx, mut rx) = open::<P, _>(CAPACITY, P::TRIES)?;
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
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
        let (mut tx, mut rx) = open::<P, _>(CAPACITY, true)?;
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
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
