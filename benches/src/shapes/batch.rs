//! Values that are there, received many at a time or one after the other, and sent so: nothing ever waits.

use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Peer, Received, Rx, Sent, Tx};
use goit_bench::executor::{Run, Task};
use std::collections::VecDeque;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// So many values in each channel.
const LENGTH: usize = 64;
/// Full channels that are emptied between two looks at the clock.
const CHANNELS: usize = 16;

const KNOWN: &str = "it was asked for that before";

/// What one value costs its receiver; sends are not counted.
#[derive(Clone, Copy)]
pub struct Batch {
    /// All values of a channel at once.
    pub many: bool,
}

impl Shape for Batch {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let rounds = messages.div_ceil((LENGTH * CHANNELS) as u64);
        let channels: Result<Vec<_>, _> =
            (0..CHANNELS).map(|_| open::<P, u64>(LENGTH, P::TRIES && P::WAITS)).collect();
        let mut channels = channels?;
        if self.many && channels[0].1.take_many(&mut Vec::new(), 1).is_none() {
            return Err(Failure::Absent);
        }
        let total = Total::default();
        let (sum, receiving) = (total.clone(), Total::default());
        let nanoseconds = receiving.clone();
        let task = Task::new(0, async move {
            let mut values = Vec::with_capacity(LENGTH);
            let mut numbers = 0..;
            let mut received = 0;
            let mut time = Duration::ZERO;
            for _ in 0..rounds {
                for (tx, _) in &mut channels {
                    (&mut numbers)
                        .take(LENGTH)
                        .for_each(|number| assert!(tx.try_put(number), "there is room"));
                }
                let start = Instant::now();
                for (_, rx) in &mut channels {
                    if self.many {
                        let many = rx.take_many(&mut values, LENGTH).expect(KNOWN);
                        assert_eq!(many.await.value(), LENGTH);
                    } else {
                        for _ in 0..LENGTH {
                            values.push(rx.take().await.value());
                        }
                    }
                    received += black_box(&values).iter().sum::<u64>();
                    values.clear();
                }
                time += start.elapsed();
            }
            sum.add(received);
            nanoseconds.add(time.as_nanos() as u64);
        });
        let time = executor(vec![task])?;
        let sample = total.sample(rounds * (LENGTH * CHANNELS) as u64, 1, time)?;
        let nanoseconds = receiving.0.load(super::Relaxed) as f64 / sample.messages as f64;
        Ok(Sample { nanoseconds, ..sample })
    }
}

/// What one value costs its sender where there is room for all; receives are not counted.
#[derive(Clone, Copy)]
pub struct Queue {
    pub how: How,
}

/// How values are sent.
#[derive(Clone, Copy)]
pub enum How {
    /// All values of a channel at once.
    Many,
    /// One after the other.
    Single,
    /// One after the other, room being reserved before each.
    Reserve,
    /// One after the other, room being reserved for all.
    ReserveMany,
}

impl Shape for Queue {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let rounds = messages.div_ceil((LENGTH * CHANNELS) as u64);
        let channels: Result<Vec<_>, _> =
            (0..CHANNELS).map(|_| open::<P, u64>(LENGTH, P::TRIES && P::WAITS)).collect();
        let mut channels = channels?;
        let tx = &mut channels[0].0;
        let known = match self.how {
            How::Many => tx.put_many(&mut VecDeque::new()).is_some(),
            How::Single => true,
            How::Reserve => tx.put_reserved(0).is_some(),
            How::ReserveMany => tx.put_all_reserved(&mut VecDeque::new()).is_some(),
        };
        if !known {
            return Err(Failure::Absent);
        }
        let total = Total::default();
        let (sum, sending) = (total.clone(), Total::default());
        let nanoseconds = sending.clone();
        let task = Task::new(0, async move {
            let mut values = VecDeque::with_capacity(LENGTH);
            let mut numbers = 0..;
            let mut received = 0;
            let mut time = Duration::ZERO;
            for _ in 0..rounds {
                for (tx, _) in &mut channels {
                    values.extend((&mut numbers).take(LENGTH));
                    black_box(&mut values);
                    let start = Instant::now();
                    match self.how {
                        How::Many => tx.put_many(&mut values).expect(KNOWN).await.check(),
                        How::ReserveMany => tx.put_all_reserved(&mut values).expect(KNOWN).await.check(),
                        How::Single => {
                            for value in values.drain(..) {
                                tx.put(value).await.check();
                            }
                        }
                        How::Reserve => {
                            for value in values.drain(..) {
                                tx.put_reserved(value).expect(KNOWN).await.check();
                            }
                        }
                    }
                    time += start.elapsed();
                }
                for (_, rx) in &mut channels {
                    received += (0..LENGTH).map(|_| rx.try_take().expect("it was sent")).sum::<u64>();
                }
            }
            sum.add(received);
            nanoseconds.add(time.as_nanos() as u64);
        });
        let time = executor(vec![task])?;
        let sample = total.sample(rounds * (LENGTH * CHANNELS) as u64, 1, time)?;
        let nanoseconds = sending.0.load(super::Relaxed) as f64 / sample.messages as f64;
        Ok(Sample { nanoseconds, ..sample })
    }
}
