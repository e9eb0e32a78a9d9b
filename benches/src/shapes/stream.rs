//! Producers that send all they have to consumers that receive their share.

use super::{Failure, Sample, Shape, Total, open};
use crate::channel::{Peer, Received, Rx, Sent, Text, Tx, UNBOUNDED, Value};
use goit_bench::executor::{Run, Task};
use std::future::poll_fn;
use std::hint::black_box;
use std::marker::PhantomData;
use std::ops::Range;
use std::task::Poll;

/// Sends these numbers.
pub(super) async fn produce<T: Value, S: Tx<T>>(tx: &mut S, numbers: Range<u64>) {
    for number in numbers {
        tx.put(T::of(black_box(number))).await.check();
    }
}

/// Receives so many values; their sum.
pub(super) async fn consume<T: Value, R: Rx<T>>(rx: &mut R, count: u64) -> u64 {
    let mut sum = 0;
    for _ in 0..count {
        sum += black_box(rx.take().await.value()).number();
    }
    sum
}

/// Some producers, some consumers, one channel. Producers are on one lane, consumers on another.
#[derive(Clone, Copy)]
pub struct Stream<T> {
    producers: u64,
    consumers: u64,
    capacity: usize,
    value: PhantomData<T>,
}

impl<T> Stream<T> {
    pub fn new(producers: u64, consumers: u64, capacity: usize) -> Self {
        Stream { producers, consumers, capacity, value: PhantomData }
    }
}

/// The senders and the receivers of one channel.
type Handles<P, T> = (Vec<<P as Peer>::Tx<T>>, Vec<<P as Peer>::Rx<T>>);

/// So many senders and receivers of one channel.
pub(super) fn ends<P: Peer, T: Value>(
    capacity: usize,
    [senders, receivers]: [u64; 2],
) -> Result<Handles<P, T>, Failure> {
    let (tx, rx) = open::<P, T>(capacity, P::WAITS)?;
    let mut txs = vec![tx];
    while (txs.len() as u64) < senders {
        txs.push(txs[0].another().ok_or(Failure::Absent)?);
    }
    let mut rxs = vec![rx];
    while (rxs.len() as u64) < receivers {
        rxs.push(rxs[0].another().ok_or(Failure::Absent)?);
    }
    Ok((txs, rxs))
}

impl<T: Value + Copy> Shape for Stream<T> {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let both = self.producers * self.consumers;
        let messages = messages.div_ceil(both) * both;
        let (txs, rxs) = ends::<P, T>(self.capacity, [self.producers, self.consumers])?;
        let total = Total::default();
        let share = messages / self.producers;
        let producers = (0..).zip(txs).map(|(number, mut tx)| {
            Task::new(0, async move { produce(&mut tx, number * share..(number + 1) * share).await })
        });
        let count = messages / self.consumers;
        let consumers = rxs.into_iter().map(|mut rx| {
            let total = total.clone();
            Task::new(1, async move { total.add(consume(&mut rx, count).await) })
        });
        let time = executor(producers.chain(consumers).collect())?;
        if T::NUMBERED { total.sample(messages, 1, time) } else { Ok(Sample::per_message(messages, time)) }
    }
}

/// Receives until the channel is closed; the sum of the numbers.
pub(super) async fn drain<R: Rx<u64>>(rx: &mut R) -> u64 {
    let mut sum = 0;
    while let Some(number) = rx.take().await.unless_closed() {
        sum += black_box(number);
    }
    sum
}

/// Producers that send as many values each, and consumers that receive until the channel is closed, whoever gets how
/// many.
#[derive(Clone, Copy)]
pub struct Drain {
    pub producers: u64,
    pub consumers: u64,
    pub capacity: usize,
}

impl Shape for Drain {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let share = messages.div_ceil(self.producers);
        let (txs, rxs) = ends::<P, u64>(self.capacity, [self.producers, self.consumers])?;
        let total = Total::default();
        let producers =
            txs.into_iter().map(|mut tx| Task::new(0, async move { produce(&mut tx, 0..share).await }));
        let consumers = rxs.into_iter().map(|mut rx| {
            let total = total.clone();
            Task::new(1, async move { total.add(drain(&mut rx).await) })
        });
        let time = executor(producers.chain(consumers).collect())?;
        total.sample(share, self.producers, time)
    }
}

/// One text, of which a task sends clones to another one.
#[derive(Clone, Copy)]
pub struct Texts {
    pub capacity: usize,
}

impl Shape for Texts {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let (mut tx, mut rx) = open::<P, Text>(self.capacity, P::WAITS)?;
        let total = Total::default();
        let producer = Task::new(0, async move {
            let value = Text::of(1);
            for _ in 0..messages {
                tx.put(black_box(&value).clone()).await.check();
            }
        });
        let sum = total.clone();
        let consumer = Task::new(1, async move { sum.add(consume(&mut rx, messages).await) });
        let time = executor(vec![producer, consumer])?;
        let arrived = total.0.load(super::Relaxed) == messages * Text::of(1).number();
        if arrived { Ok(Sample::per_message(messages, time)) } else { Err(Failure::Lost) }
    }
}

/// 1,000 values at a time into a channel without a bound, then the receiver's turn.
#[derive(Clone, Copy)]
pub struct Burst;

impl Burst {
    const LENGTH: u64 = 1000;
}

impl Shape for Burst {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let bursts = messages.div_ceil(Self::LENGTH);
        let messages = bursts * Self::LENGTH;
        let (mut tx, mut rx) = open::<P, u64>(UNBOUNDED, P::WAITS)?;
        let total = Total::default();
        let producer = Task::new(0, async move {
            for burst in 0..bursts {
                produce(&mut tx, burst * Self::LENGTH..(burst + 1) * Self::LENGTH).await;
                yield_once().await;
            }
        });
        let sum = total.clone();
        let consumer = Task::new(1, async move { sum.add(consume(&mut rx, messages).await) });
        total.sample(messages, 1, executor(vec![producer, consumer])?)
    }
}

/// Lets the other tasks run.
pub(super) async fn yield_once() {
    let mut yielded = false;
    poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}
