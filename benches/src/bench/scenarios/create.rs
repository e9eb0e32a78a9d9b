//! Channels that are made and dropped; a message is one channel.

use super::{Failure, Sample, Shape, Total};
use crate::executors::Run;
use crate::peers::{Peer, Rx, Tx};
use goit_bench::executor::Task;
use std::hint::black_box;

/// A channel for one value; `used` says whether one goes through it.
#[derive(Clone, Copy)]
pub struct Create {
    pub used: bool,
}

impl Shape for Create {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let channel = || P::channel::<u64>(1).ok_or(Failure::Absent);
        if channel().is_err() || (self.used && !P::TRIES) {
            return Err(Failure::Absent);
        }
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
            let mut received = 0;
            for number in 0..messages {
                let Ok((mut tx, mut rx)) = black_box(channel()) else { return };
                if self.used {
                    assert!(tx.try_put(black_box(number)), "there is room");
                    received += black_box(rx.try_take()).expect("a value was sent");
                } else {
                    received += number;
                }
                drop(black_box((tx, rx)));
            }
            sum.add(received);
        });
        total.sample(messages, 1, executor(vec![task])?)
    }
}
