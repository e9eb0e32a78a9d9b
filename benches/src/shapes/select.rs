//! One task that waits for several channels at once.

use super::stream::{consume, produce};
use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Either, Peer, Race};
use goit_bench::executor::{Run, Task};
use std::array;
use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;

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
        // Senders that are done stay open: a closed channel would be ready for ever.
        let done = Rc::new(RefCell::new(Vec::new()));
        for (number, slot) in (0..).zip(&mut rxs) {
            let (mut tx, rx) = open::<P, u64>(self.capacity, P::WAITS && P::RACES)?;
            *slot = Some(rx);
            let done = done.clone();
            tasks.push(Task::new(0, async move {
                produce(&mut tx, number * share..(number + 1) * share).await;
                done.borrow_mut().push(tx);
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
