//! Channels that are made and dropped; a message is one channel.

use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Peer, Rx, Tx};
use goit_bench::executor::{Run, Task};
use std::hint::black_box;

/// `used` says whether a value goes through each.
#[derive(Clone, Copy)]
pub struct Create {
    pub capacity: usize,
    pub used: bool,
}

impl Shape for Create {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let channel = move || open::<P, u64>(self.capacity, P::TRIES || !self.used);
        channel()?;
        let total = Total::default();
        let sum = total.clone();
        let task = Task::new(0, async move {
            let mut received = 0;
            for number in 0..messages {
                let Ok((mut tx, mut rx)) = channel() else { return };
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
