//! One task that waits for several channels at once.

use super::stream::{self, consume, produce};
use super::{Failure, Kept, Sample, Shape, Total, open};
use crate::channel::{Either, Exchanges, Peer, Race, Received, Rx, Selects, Sent, Tx};
use goit_bench::executor::{Run, Task};
use std::array;
use std::hint::black_box;

/// `K` producers, each with a channel of its own, and one task that receives from all of them.
#[derive(Clone, Copy)]
pub struct Receives<const K: usize> {
    pub capacity: usize,
}

impl Shape for Receives<2> {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        self.run_with::<P>(executor, messages, P::select2)
    }
}

impl Shape for Receives<4> {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        self.run_with::<P>(executor, messages, P::select4)
    }
}

impl Shape for Receives<8> {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        self.run_with::<P>(executor, messages, P::select8)
    }
}

impl<const K: usize> Receives<K> {
    fn run_with<P: Peer>(
        self,
        executor: Run,
        messages: u64,
        select: impl AsyncFn(&mut [P::Rx<u64>; K], &mut Race) -> u64 + 'static,
    ) -> Result<Sample, Failure> {
        let share = messages.div_ceil(K as u64);
        let messages = share * K as u64;
        let mut rxs: [Option<P::Rx<u64>>; K] = array::from_fn(|_| None);
        let mut tasks = Vec::new();
        let kept = Kept::default();
        for (number, slot) in (0..).zip(&mut rxs) {
            let (mut tx, rx) = open::<P, u64>(self.capacity, P::WAITS && P::RACES)?;
            *slot = Some(rx);
            let kept = kept.clone();
            tasks.push(Task::new(0, async move {
                produce(&mut tx, number * share..(number + 1) * share).await;
                kept.keep(tx);
            }));
        }
        let total = Total::default();
        let sum = total.clone();
        let mut rxs = rxs.map(|rx| rx.expect("every place was filled"));
        tasks.push(Task::new(1, async move {
            let mut race = Race::new();
            let mut received = 0;
            for _ in 0..messages {
                received += black_box(select(&mut rxs, &mut race).await);
            }
            sum.add(received);
        }));
        total.sample(messages, 1, executor(tasks)?)
    }
}

/// Four producers that send each value into one of four channels, and four consumers that receive each from one of them.
#[derive(Clone, Copy)]
pub struct SelectBoth {
    pub capacity: usize,
}

impl Shape for SelectBoth {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let share = messages.div_ceil(4);
        let mut ends: [_; 4] = array::from_fn(|_| (Vec::new(), Vec::new()));
        for _ in 0..4 {
            if !P::RACES {
                return Err(Failure::Absent);
            }
            let (txs, rxs) = stream::ends::<P, u64>(self.capacity, [4; 2])?;
            for ((senders, receivers), (tx, rx)) in ends.iter_mut().zip(txs.into_iter().zip(rxs)) {
                senders.push(tx);
                receivers.push(rx);
            }
        }
        let total = Total::default();
        let (mut producers, mut consumers) = (Vec::new(), Vec::new());
        let kept = Kept::default();
        for (number, (txs, rxs)) in (0..).zip(ends) {
            let (Ok(mut txs), Ok(mut rxs)) = (<[_; 4]>::try_from(txs), <[_; 4]>::try_from(rxs)) else {
                unreachable!("four of each were made")
            };
            let kept = kept.clone();
            producers.push(Task::new(0, async move {
                let mut race = Race::seeded(number);
                let first = u64::from(number) * share;
                for number in first..first + share {
                    P::send4(&mut txs, black_box(number), &mut race).await;
                }
                kept.keep(txs);
            }));
            let sum = total.clone();
            consumers.push(Task::new(1, async move {
                let mut race = Race::seeded(number + 4);
                let mut received = 0;
                for _ in 0..share {
                    received += black_box(P::select4(&mut rxs, &mut race).await);
                }
                sum.add(received);
            }));
        }
        producers.extend(consumers);
        total.sample(share * 4, 1, executor(producers)?)
    }
}

/// `Receives` by the select of those that have one of their own.
#[derive(Clone, Copy)]
pub struct OwnReceives<const K: usize> {
    pub capacity: usize,
}

impl<const K: usize> OwnReceives<K> {
    pub fn run<P: Selects<K>>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let select = async |rxs: &mut [P::Rx<u64>; K], _: &mut Race| P::select(rxs).await;
        Receives::<K> { capacity: self.capacity }.run_with::<P>(executor, messages, select)
    }
}

/// A task between a producer and a consumer that receives from the one or sends to the other, whatever can be done
/// first.
#[derive(Clone, Copy)]
pub struct Exchange {
    pub capacity: usize,
}

impl Shape for Exchange {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let each = messages.div_ceil(2);
        let channel = || open::<P, u64>(self.capacity, P::WAITS && P::RACES);
        let (mut first, mut incoming) = channel()?;
        let (mut outgoing, mut last) = channel()?;
        let total = Total::default();
        let producer = Task::new(0, async move { produce(&mut first, 0..each).await });
        let sum = total.clone();
        let middle = Task::new(0, async move {
            let mut race = Race::new();
            let (mut received, mut sent, mut numbers) = (0, 0, 0);
            while received < each && sent < each {
                match P::exchange(&mut incoming, &mut outgoing, sent, &mut race).await {
                    Either::Received(number) => {
                        numbers += black_box(number);
                        received += 1;
                    }
                    Either::Sent => sent += 1,
                }
            }
            numbers += consume(&mut incoming, each - received).await;
            produce(&mut outgoing, sent..each).await;
            sum.add(numbers);
        });
        let sum = total.clone();
        let consumer = Task::new(1, async move { sum.add(consume(&mut last, each).await) });
        total.sample(each, 2, executor(vec![producer, middle, consumer])?)
    }
}

/// The same with four producers and four consumers, each with a channel of its own.
#[derive(Clone, Copy)]
pub struct Exchange8 {
    pub capacity: usize,
}

impl Exchange8 {
    /// Tells a consumer that it has got all.
    const END: u64 = u64::MAX;

    pub fn run<P: Exchanges>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let share = messages.div_ceil(8);
        let each = share * 4;
        let kept = Kept::default();
        let total = Total::default();
        let (mut tasks, mut rxs, mut txs) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..4 {
            let (mut tx, rx) = open::<P, u64>(self.capacity, P::WAITS)?;
            rxs.push(rx);
            let kept = kept.clone();
            tasks.push(Task::new(0, async move {
                produce(&mut tx, number * share..(number + 1) * share).await;
                kept.keep(tx);
            }));
            let (tx, mut rx) = open::<P, u64>(self.capacity, P::WAITS)?;
            txs.push(tx);
            let sum = total.clone();
            tasks.push(Task::new(1, async move {
                let mut received = 0;
                loop {
                    match black_box(rx.take().await.value()) {
                        Self::END => break sum.add(received),
                        number => received += number,
                    }
                }
            }));
        }
        let (Ok(mut rxs), Ok(mut txs)) = (<[_; 4]>::try_from(rxs), <[_; 4]>::try_from(txs)) else {
            unreachable!("four of each were made")
        };
        let sum = total.clone();
        tasks.push(Task::new(0, async move {
            let (mut received, mut sent, mut numbers) = (0, 0, 0);
            let mut left = [share; 4];
            while received < each && sent < each {
                match P::exchange8(&mut rxs, &mut txs, sent).await {
                    Either::Received(number) => {
                        numbers += black_box(number);
                        left[(number / share) as usize] -= 1;
                        received += 1;
                    }
                    Either::Sent => sent += 1,
                }
            }
            for (rx, left) in rxs.iter_mut().zip(left) {
                numbers += consume(rx, left).await;
            }
            produce(&mut txs[0], sent..each).await;
            for tx in &mut txs {
                tx.put(Self::END).await.check();
            }
            sum.add(numbers);
        }));
        total.sample(each, 2, executor(tasks)?)
    }
}
