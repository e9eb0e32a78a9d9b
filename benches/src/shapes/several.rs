//! One task and several channels, of which all, one or none has something.

use super::stream::yield_once;
use super::{Failure, Kept, Sample, Total, open};
use crate::channel::{Merges, Peer, Selects, Sent, Tx};
use cpu_time::ThreadTime;
use goit_bench::executor::{Run, Task};
use std::array;
use std::future::{Future, poll_fn};
use std::hint::black_box;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// Which arms are ready.
#[derive(Clone, Copy)]
pub enum Ready {
    /// Each; the one that was chosen is made ready again, which is part of it.
    All,
    /// One, in turn, made ready before, which is part of it.
    One,
    /// None: the select is polled once, waits then, and is dropped.
    None,
    /// None, and the select does not wait.
    Default,
}

/// A select over `K` receives in one task.
#[derive(Clone, Copy)]
pub struct Arms<const K: usize>(pub Ready);

/// The lower bits of a value are its arm, the others its number.
const BITS: u32 = 6;

type Channels<P, const K: usize> = (Vec<<P as Peer>::Tx<u64>>, [<P as Peer>::Rx<u64>; K]);

fn channels<P: Selects<K>, const K: usize>() -> Result<Channels<P, K>, Failure> {
    let mut txs = Vec::with_capacity(K);
    let mut rxs = Vec::with_capacity(K);
    for _ in 0..K {
        let (tx, rx) = open::<P, u64>(64, P::TRIES)?;
        txs.push(tx);
        rxs.push(rx);
    }
    let mut rxs = rxs.into_iter();
    Ok((txs, array::from_fn(|_| rxs.next().expect("there are `K`"))))
}

impl<const K: usize> Arms<K> {
    pub fn run<P: Selects<K>>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let arms = K as u64;
        let messages = messages.max(arms);
        let (mut txs, mut rxs) = channels::<P, K>()?;
        let total = Total::default();
        let sum = total.clone();
        let mut fill = move |arm: u64, number: u64| {
            let room = txs[arm as usize].try_put(black_box(number << BITS | arm));
            assert!(room, "there is room");
        };
        let task = Task::new(0, async move {
            let mut received = 0;
            match self.0 {
                Ready::All => {
                    (0..arms).for_each(|arm| fill(arm, arm));
                    for number in arms..messages {
                        let value = black_box(P::select(&mut rxs).await);
                        received += value >> BITS;
                        fill(value & ((1 << BITS) - 1), number);
                    }
                    for _ in 0..arms {
                        received += P::select(&mut rxs).await >> BITS;
                    }
                }
                Ready::One => {
                    for number in 0..messages {
                        fill(number % arms, number);
                        received += black_box(P::select(&mut rxs).await) >> BITS;
                    }
                }
                Ready::None => {
                    for number in 0..messages {
                        let waits = poll_fn(|cx| {
                            let select = pin!(P::select(&mut rxs));
                            Poll::Ready(black_box(select).poll(cx).is_pending())
                        });
                        assert!(waits.await, "no arm is ready");
                        received += number;
                    }
                }
                Ready::Default => {
                    for number in 0..messages {
                        assert!(black_box(P::try_select(&mut rxs).await).is_none(), "no arm is ready");
                        received += number;
                    }
                }
            }
            // Until now `fill` kept the channels open.
            drop(fill);
            sum.add(received);
        });
        total.sample(messages, 1, executor(vec![task])?)
    }
}

/// How many bytes the future of a select over `K` receives takes; nothing runs.
#[derive(Clone, Copy)]
pub struct Size<const K: usize>;

impl<const K: usize> Size<K> {
    pub fn run<P: Selects<K>>(self, _: Run, _: u64) -> Result<Sample, Failure> {
        let (_txs, mut rxs) = channels::<P, K>()?;
        let bytes = size_of_val(&P::select(&mut rxs));
        Ok(Sample { messages: 1, time: Duration::from_secs(1), nanoseconds: bytes as f64 })
    }
}

/// A set of receivers: one task sends to one of them, or to all in turn, and another one receives. The channels hold one
/// value each, so the tasks wait for each other, after each value or after one for each member. Joining is no part of it:
/// it counts from the first value on, before which every member was waited for. For tasks on one thread.
#[derive(Clone, Copy)]
pub struct Merge {
    pub members: usize,
    pub all: bool,
}

impl Merge {
    /// So many members are looked at in one run, about, where a value costs a look at each.
    const LOOKS: u64 = 1 << 16;

    pub fn run<M: Merges>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let members = self.members as u64;
        let active = if self.all { members } else { 1 };
        let few = M::LOOKS_AT_ALL || (M::SEARCHES && !self.all);
        let messages = if few { messages.min(Self::LOOKS / members) } else { messages };
        // Each active member gets as many values, also where fewer are received than there are members: then one.
        let messages = if messages < active && few { messages } else { messages.next_multiple_of(active) };
        let sent = messages.max(active);
        let (mut txs, mut set) = M::of(self.members);
        if !self.all {
            txs.swap(0, self.members / 2);
        }
        let kept = Kept::default();
        let keeps = kept.clone();
        let producer = Task::new(0, async move {
            // Sets that look at a few members at a time get to all of them.
            for _ in 0..members {
                yield_once().await;
            }
            txs[0].put(0).await.check();
            yield_once().await;
            for number in 0..sent {
                txs[(number % active) as usize].put(black_box(number)).await.check();
            }
            keeps.keep(txs);
        });
        let total = Total::default();
        let (sum, end) = (total.clone(), Kept::default());
        let ends = end.clone();
        let consumer = Task::new(1, async move {
            set.next().await;
            let start = ThreadTime::now();
            let mut received = 0;
            for _ in 0..messages {
                received += black_box(set.next().await);
            }
            ends.keep((start.elapsed(), set));
            // Where fewer are received it is known only that they came.
            sum.add(if messages == sent { received } else { (0..messages).sum() });
        });
        executor(vec![consumer, producer])?;
        let (time, _) = end.take().ok_or(Failure::Lost)?;
        total.sample(messages, 1, time)
    }
}
