//! Many channels side by side, as many tasks as there are in a large program.

use super::stream::{drain, ends, produce};
use super::{Failure, Sample, Shape, Total};
use crate::channel::{Peer, Race, Received, Rx, Sent, Tx};
use goit_bench::executor::{Run, Task};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Rigs side by side.
const RIGS: u64 = 61;

/// Many senders to one receiver, in every rig.
#[derive(Clone, Copy)]
pub struct Funnel {
    pub senders: u64,
    pub capacity: usize,
}

impl Shape for Funnel {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let share = (messages / RIGS / self.senders).max(1);
        let total = Total::default();
        let mut tasks = Vec::new();
        for _ in 0..RIGS {
            let (txs, rxs) = ends::<P, u64>(self.capacity, [self.senders, 1])?;
            tasks.extend(
                txs.into_iter().map(|mut tx| Task::new(0, async move { produce(&mut tx, 0..share).await })),
            );
            for mut rx in rxs {
                let total = total.clone();
                tasks.push(Task::new(1, async move { total.add(drain(&mut rx).await) }));
            }
        }
        total.sample(share, RIGS * self.senders, executor(tasks)?)
    }
}

/// Nodes that send each ball they get to another node, in every rig, until each ball has come to so many nodes. A node
/// has one channel, with room for all balls.
#[derive(Clone, Copy)]
pub struct Pinball {
    pub nodes: u64,
    pub balls: u64,
}

/// Tells a node that all balls have stopped.
const END: u64 = u64::MAX;

impl Shape for Pinball {
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure> {
        let Pinball { nodes, balls } = self;
        if !P::TRIES {
            return Err(Failure::Absent);
        }
        let path = (messages / RIGS / balls).max(1);
        let total = Total::default();
        let mut tasks = Vec::new();
        for rig in 0..RIGS {
            // The senders of each node, to all the others, and one to itself.
            let mut senders: Vec<Vec<P::Tx<u64>>> = (0..nodes).map(|_| Vec::new()).collect();
            let mut receivers = Vec::new();
            for node in 0..nodes as usize {
                let (txs, rxs) = ends::<P, u64>(balls as usize, [nodes, 1])?;
                for (from, tx) in txs.into_iter().enumerate() {
                    // Its own is the first.
                    let place = if from == node { 0 } else { senders[from].len() };
                    senders[from].insert(place, tx);
                }
                receivers.extend(rxs);
            }
            let stopped = Arc::new(AtomicU64::new(0));
            for (node, (mut txs, mut rx)) in (0..).zip(senders.into_iter().zip(receivers)) {
                let (stopped, total) = (stopped.clone(), total.clone());
                let mut dice = Race::seeded((rig + RIGS * node) as u32);
                let own = balls / nodes + u64::from(node < balls % nodes);
                tasks.push(Task::new(0, async move {
                    let mut itself = txs.remove(0);
                    // A send that waits here, for want of room, would wait for its own task.
                    (0..own).for_each(|_| assert!(itself.try_put(0), "there is room for all balls"));
                    let mut visits = 0;
                    loop {
                        let length = match rx.take().await.value() {
                            END => break,
                            length => length + 1,
                        };
                        visits += 1;
                        if length < path {
                            let to = dice.below(txs.len());
                            txs[to].put(length).await.check();
                        } else if stopped.fetch_add(1, Relaxed) + 1 == balls {
                            for tx in &mut txs {
                                tx.put(END).await.check();
                            }
                            break;
                        }
                    }
                    total.add(visits);
                }));
            }
        }
        let time = executor(tasks)?;
        let messages = RIGS * balls * path;
        if total.0.load(Relaxed) == messages {
            Ok(Sample::per_message(messages, time))
        } else {
            Err(Failure::Lost)
        }
    }
}
