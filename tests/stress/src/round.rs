//! One round: two channels, and workers on some thread each or several as tasks on one, until all have left.

use crate::count::Counts;
use crate::dice::Dice;
use crate::worker::{Ends, Worker};
use futures_executor::block_on;
use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use goit::sync::bounded;
use std::sync::{Arc, Barrier};
use std::thread;

const CAPACITIES: [usize; 5] = [0, 1, 2, 64, usize::MAX];

#[derive(Debug)]
pub struct Plan {
    capacities: [usize; 2],
    /// By thread.
    crews: Vec<Crew>,
    operations: usize,
    seed: u64,
    /// One worker in so many closes a channel on the way.
    closing: usize,
}

/// Who is on one thread.
#[derive(Debug, Clone)]
struct Crew {
    how: How,
    workers: Vec<Ends>,
}

#[derive(Debug, Clone, Copy)]
enum How {
    /// One worker, which blocks.
    Blocks,
    /// Tasks, all polled when one is woken.
    Joined,
    /// Tasks, each with a waker of its own.
    Apart,
}

impl Plan {
    pub fn throw(dice: &mut Dice, threads: usize) -> Self {
        let crews = (0..2 + dice.below(threads - 1))
            .map(|thread| {
                let how = dice.pick(&[How::Blocks, How::Blocks, How::Joined, How::Apart]);
                let tasks = if matches!(how, How::Blocks) { 1 } else { 1 + dice.below(5) };
                let workers = (0..tasks)
                    .map(|task| match thread {
                        // Both sides are there.
                        0 if task == 0 => Ends::send_both(),
                        1 if task == 0 => Ends::receive_both(),
                        _ => Ends::throw(dice),
                    })
                    .collect();
                Crew { how, workers }
            })
            .collect();
        Plan {
            capacities: [dice.pick(&CAPACITIES), dice.pick(&CAPACITIES)],
            crews,
            operations: dice.pick(&[20, 200, 1000]),
            seed: dice.next(),
            closing: dice.pick(&[4, 16, usize::MAX]),
        }
    }
}

/// Runs the round, and counts.
pub fn run(plan: &Plan) -> Counts {
    let counts = Arc::new(Counts::default());
    let channels = plan.capacities.map(bounded);
    let begin = Arc::new(Barrier::new(plan.crews.len()));
    let mut dice = Dice::new(plan.seed);
    let mut producer = 0;
    let mut threads = Vec::new();
    let mut crews = Vec::new();
    for crew in &plan.crews {
        let workers: Vec<_> = (crew.workers.iter())
            .map(|ends| {
                producer += 1;
                let closes = dice.one_in(plan.closing);
                let dice = Dice::new(dice.next());
                Worker::new(*ends, &channels, &counts, producer, dice, plan.operations, closes)
            })
            .collect();
        crews.push((crew.how, workers));
    }
    // From here on only the workers keep the channels open.
    drop(channels);
    for (how, mut workers) in crews {
        let begin = begin.clone();
        threads.push(thread::spawn(move || {
            begin.wait();
            match how {
                How::Blocks => workers.drain(..).for_each(Worker::block),
                How::Joined => drop(block_on(join_all(workers.drain(..).map(Worker::work)))),
                How::Apart => block_on(
                    (workers.drain(..).map(Worker::work))
                        .collect::<FuturesUnordered<_>>()
                        .for_each(async |()| {}),
                ),
            }
        }));
    }
    for thread in threads {
        thread.join().expect("a panic ends the program");
    }
    Arc::into_inner(counts).expect("no value is left")
}
