//! The contract as a state machine in which one thing happens after the other.
//!
//! A call that does not wait is one step. One that waits is two, as in dual data structures (Scherer and Scott,
//! "Nonblocking concurrent data structures with condition synchronization", 2004): it begins, and if it is not ready parks
//! in its lines; later it is done by somebody else's step, or is told of a close, or leaves as its time is over. A receive
//! that was chosen takes one step more, in which it collects the value at the front, and what else there is if it receives
//! many, or leaves that for another.
//!
//! Each step is that of one operation of a history, and is possible only if it comes to what the operation has reported.

mod held;
mod inquiries;
mod many;
mod steps;

use crate::history::History;
use crate::program::{Arm, Call, Wait};
use std::collections::VecDeque;
use steps::Steps;

/// An arm of an operation.
type Place = (usize, usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    Fresh,
    Parked,
    /// A send of many of which so many values were sent, parked with the others.
    Sending(usize),
    /// A receive for which there is a value.
    Chosen(usize),
    /// A future that has sent, and was not polled since.
    Committed(usize),
    /// A future that was told of a close, and was not polled since.
    Told(usize),
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Channel {
    closed: bool,
    /// Committed values, the oldest first.
    buffer: VecDeque<u32>,
    /// Receives that were chosen and have not collected.
    chosen: usize,
    /// That are out.
    permits: usize,
    leases: usize,
    /// Of those that were chosen, how many will make leases.
    leasing: usize,
    /// All that were ever leased, in the order in which they were first.
    leased: Vec<u32>,
    /// So many of the first values have come back.
    returned: usize,
    /// It is closed, and receives are told.
    ended: bool,
    sends: VecDeque<Place>,
    recvs: VecDeque<Place>,
    senders: usize,
    receivers: usize,
    /// How many values were ever committed.
    sent: usize,
}

/// How far a history has gone, and what became of the channels.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    channels: Vec<Channel>,
    stages: Vec<Stage>,
}

impl Channel {
    fn available(&self) -> usize {
        self.buffer.len() - self.chosen
    }

    /// Whether those who wait with this arm are told of the close.
    fn tells(&self, arm: Arm) -> bool {
        if arm.receives() { self.ended } else { self.closed }
    }

    /// Takes out the value that so many stand before.
    fn remove(&mut self, index: usize) -> Option<u32> {
        self.returned -= usize::from(index < self.returned);
        self.buffer.remove(index)
    }

    fn push(&mut self, value: u32) {
        self.buffer.push_back(value);
        self.sent += 1;
    }
}

impl State {
    pub fn new(history: &History) -> Self {
        let channel = Channel {
            closed: false,
            buffer: VecDeque::new(),
            chosen: 0,
            permits: 0,
            leases: 0,
            leasing: 0,
            leased: Vec::new(),
            returned: 0,
            ended: false,
            sends: VecDeque::new(),
            recvs: VecDeque::new(),
            senders: history.handles,
            receivers: history.handles,
            sent: 0,
        };
        State {
            channels: vec![channel; history.capacities.len()],
            stages: vec![Stage::Fresh; history.operations.len()],
        }
    }

    /// Of a future the first poll is done, whatever became of it.
    pub fn is_done(&self, history: &History, operation: usize) -> bool {
        match (self.stages[operation], &history.operations[operation].call) {
            (Stage::Fresh, _) => false,
            (stage, call) => stage == Stage::Done || matches!(call, Call::Start(_)),
        }
    }

    /// The next step of an operation that is not done; `None` if it cannot be made here. No state needs more than one, as
    /// what the operation comes to is known.
    pub fn step(&self, history: &History, number: usize) -> Option<State> {
        let operation = &history.operations[number];
        let (_, outcome) = operation.end?;
        let mut next = Steps { state: self.clone(), history };
        match (self.stages[number], &operation.call) {
            (Stage::Done | Stage::Committed(_) | Stage::Told(_), _) => None,
            (Stage::Parked, call) => next.unpark(number, call, outcome),
            (Stage::Sending(sent), call) => next.give_up(number, sent, call, outcome),
            (Stage::Chosen(arm), call) => next.collect(number, arm, call, outcome),
            (Stage::Fresh, call @ (Call::One(_, wait) | Call::Select(_, wait))) => {
                next.begin(number, call.arms(), *wait, outcome)
            }
            (Stage::Fresh, Call::Start(arms)) => next.begin(number, arms, Wait::Limited, outcome),
            (Stage::Fresh, call) => {
                next.state.stages[number] = Stage::Done;
                next.at_once(number, call, outcome)
            }
        }?;
        Some(next.state)
    }
}

impl State {
    /// The steps that are no operation's: those who wait for several channels, or with a send and a receive on one, are told of a
    /// close one after the other, and may meanwhile be served by another one, or by a lease that ends.
    pub fn tell(&self, history: &History) -> Vec<State> {
        let mut told = Vec::new();
        for (number, operation) in history.operations.iter().enumerate() {
            if self.stages[number] != Stage::Parked {
                continue;
            }
            for (at, &arm) in operation.call.arms().iter().enumerate() {
                let channel = &self.channels[arm.chan()];
                let starts = matches!(operation.call, Call::Start(_));
                // Whoever is no future tells itself what it was told.
                if channel.tells(arm) && (starts || channel.recvs.iter().any(|place| place.0 == number)) {
                    let mut next = Steps { state: self.clone(), history };
                    next.leave_lines(number);
                    if starts {
                        next.state.stages[number] = Stage::Told(at);
                    }
                    told.push(next.state);
                }
            }
        }
        told
    }
}
