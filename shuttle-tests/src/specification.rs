//! The contract as a state machine in which one thing happens after the other.
//!
//! A call that does not wait is one step. One that waits is two, as in dual data structures (Scherer and Scott,
//! "Nonblocking concurrent data structures with condition synchronization", 2004): it begins, and if it is not ready parks
//! in its lines; later it is done by somebody else's step, or is told of a close, or leaves as its time is over. A receive
//! that was chosen takes one step more, in which it collects the value at the front, or leaves that for another.
//!
//! Each step is that of one operation of a history, and is possible only if it comes to what the operation has reported.

use crate::history::{History, Outcome};
use crate::program::{Arm, Call, Chan, End, Wait};
use std::collections::VecDeque;

/// An arm of an operation.
type Place = (usize, usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    Fresh,
    Parked,
    /// A receive for which there is a value.
    Chosen(usize),
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Channel {
    closed: bool,
    /// Committed values, the oldest first.
    buffer: VecDeque<u32>,
    /// Receives that were chosen and have not collected.
    chosen: usize,
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

    pub fn is_done(&self, operation: usize) -> bool {
        self.stages[operation] == Stage::Done
    }

    /// The next step of an operation that is not done; `None` if it cannot be made here. No state needs more than one, as
    /// what the operation comes to is known.
    pub fn step(&self, history: &History, number: usize) -> Option<State> {
        let operation = &history.operations[number];
        let (_, outcome) = operation.end?;
        let mut next = Steps { state: self.clone(), history };
        match (self.stages[number], &operation.call) {
            (Stage::Done, _) => None,
            (Stage::Parked, call) => next.unpark(number, call, outcome),
            (Stage::Chosen(arm), call) => next.collect(number, arm, call, outcome),
            (Stage::Fresh, call @ (Call::One(_, wait) | Call::Select(_, wait))) => {
                next.begin(number, call.arms(), *wait, outcome)
            }
            (Stage::Fresh, call) => {
                next.state.stages[number] = Stage::Done;
                next.at_once(number, call, outcome)
            }
        }?;
        Some(next.state)
    }
}

/// A state while a step is made.
struct Steps<'a> {
    state: State,
    history: &'a History,
}

/// What is true, or this step is none.
fn only_if(is: bool) -> Option<()> {
    is.then_some(())
}

impl Steps<'_> {
    fn channel(&mut self, chan: Chan) -> &mut Channel {
        &mut self.state.channels[chan]
    }

    fn has_room(&self, chan: Chan) -> bool {
        self.state.channels[chan].available() < self.history.capacities[chan]
    }

    /// What an arm would come to now; of a receive the value may be another one.
    fn ready(&self, number: usize, arm: Arm) -> Option<Outcome> {
        let channel = &self.state.channels[arm.chan()];
        match arm {
            Arm::Send(..) if channel.closed => Some(Outcome::Closed(number)),
            Arm::Send(chan, _) => {
                (!channel.recvs.is_empty() || self.has_room(chan)).then_some(Outcome::Sent(number))
            }
            Arm::Recv(_) if channel.available() > 0 || !channel.sends.is_empty() => {
                let front = channel.buffer.front().copied();
                Some(Outcome::Received(number, front.unwrap_or_else(|| self.value(channel.sends[0]))))
            }
            Arm::Recv(_) => channel.closed.then_some(Outcome::Closed(number)),
        }
    }

    /// What a parked send sends.
    fn value(&self, (operation, arm): Place) -> u32 {
        match self.history.operations[operation].call.arms()[arm] {
            Arm::Send(_, value) => value,
            Arm::Recv(_) => unreachable!("only sends stand in the line of sends"),
        }
    }

    /// An operation that may wait completes with an arm that is ready, whichever; else it parks or is refused.
    fn begin(&mut self, number: usize, arms: &[Arm], wait: Wait, outcome: Outcome) -> Option<()> {
        let mut ready =
            arms.iter().enumerate().filter_map(|(number, &arm)| self.ready(number, arm)).peekable();
        if ready.peek().is_some() {
            only_if(ready.any(|possible| possible == outcome))?;
            drop(ready);
            self.state.stages[number] = Stage::Done;
            return match outcome {
                Outcome::Sent(arm) => self.send(arms[arm]),
                Outcome::Received(arm, value) => self.recv(arms[arm].chan(), value),
                _ => Some(()),
            };
        }
        drop(ready);
        if wait == Wait::Never {
            self.state.stages[number] = Stage::Done;
            return only_if(outcome == Outcome::Refused);
        }
        self.state.stages[number] = Stage::Parked;
        for (at, arm) in arms.iter().enumerate() {
            match *arm {
                Arm::Send(chan, _) => self.channel(chan).sends.push_back((number, at)),
                Arm::Recv(chan) => self.channel(chan).recvs.push_back((number, at)),
            }
        }
        Some(())
    }

    /// Somebody who waits is told of a close, or leaves.
    fn unpark(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
        match outcome {
            Outcome::Refused => {}
            Outcome::Closed(arm) => only_if(self.channel(call.arms()[arm].chan()).closed)?,
            _ => return None,
        }
        self.leave_lines(number);
        self.state.stages[number] = Stage::Done;
        Some(())
    }

    /// A chosen receive collects, or leaves.
    fn collect(&mut self, number: usize, arm: usize, call: &Call, outcome: Outcome) -> Option<()> {
        let chan = call.arms()[arm].chan();
        self.state.stages[number] = Stage::Done;
        self.channel(chan).chosen -= 1;
        match outcome {
            Outcome::Received(_, value) => {
                only_if(self.channel(chan).buffer.pop_front() == Some(value))?;
                Some(())
            }
            _ => self.choose(chan),
        }
    }

    /// Sends what there is room, or a receive, for.
    fn send(&mut self, arm: Arm) -> Option<()> {
        let Arm::Send(chan, value) = arm else { return None };
        self.channel(chan).push(value);
        self.choose(chan)
    }

    /// Receives the oldest value, which is this one.
    fn recv(&mut self, chan: Chan, value: u32) -> Option<()> {
        if self.channel(chan).available() == 0 {
            self.admit(chan)?;
        }
        only_if(self.channel(chan).buffer.pop_front() == Some(value))?;
        if self.has_room(chan) { self.admit(chan) } else { Some(()) }
    }

    /// Chooses the oldest parked receive for what is available, if there is one.
    fn choose(&mut self, chan: Chan) -> Option<()> {
        let Some(&(operation, arm)) = self.channel(chan).recvs.front() else { return Some(()) };
        self.channel(chan).chosen += 1;
        self.leave_lines(operation);
        self.state.stages[operation] = Stage::Chosen(arm);
        // One whose time was over may not have seen that it was chosen.
        let (_, outcome) = self.history.operations[operation].end?;
        only_if(matches!(outcome, Outcome::Received(at, _) if at == arm) || outcome == Outcome::Refused)
    }

    /// Commits the oldest parked send, if there is one.
    fn admit(&mut self, chan: Chan) -> Option<()> {
        let Some(&(operation, arm)) = self.channel(chan).sends.front() else { return Some(()) };
        let value = self.value((operation, arm));
        self.channel(chan).push(value);
        self.leave_lines(operation);
        self.state.stages[operation] = Stage::Done;
        let (_, outcome) = self.history.operations[operation].end?;
        only_if(outcome == Outcome::Sent(arm))
    }

    fn leave_lines(&mut self, operation: usize) {
        for channel in &mut self.state.channels {
            channel.sends.retain(|&(other, _)| other != operation);
            channel.recvs.retain(|&(other, _)| other != operation);
        }
    }

    /// Nobody waits at a closed channel; those who did are told one after the other, and may meanwhile be served by
    /// another channel of their select.
    fn close(&mut self, chan: Chan) -> bool {
        let channel = self.channel(chan);
        channel.sends.clear();
        channel.recvs.clear();
        !std::mem::replace(&mut channel.closed, true)
    }

    /// An operation that never waits.
    fn at_once(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
        match *call {
            Call::One(..) | Call::Select(..) => None,
            Call::ForceSend(chan, value) => self.force_send(chan, value, outcome),
            Call::Close(chan, _) => {
                let closed = self.close(chan);
                only_if(outcome == Outcome::Says(closed))
            }
            Call::Drop(chan, End::Sender) => {
                self.channel(chan).senders -= 1;
                if self.channel(chan).senders == 0 {
                    self.close(chan);
                }
                Some(())
            }
            Call::Drop(chan, End::Receiver) => {
                self.channel(chan).receivers -= 1;
                if self.channel(chan).receivers == 0 {
                    self.close(chan);
                    self.channel(chan).buffer.clear();
                }
                Some(())
            }
            Call::IsClosed(chan, _) => {
                let closed = self.channel(chan).closed;
                only_if(outcome == Outcome::Says(closed))
            }
            Call::Len(chan, _) | Call::IsEmpty(chan, _) | Call::IsFull(chan, _) => {
                only_if(self.lens(number, chan).any(|len| self.inquiry(call, len) == outcome))
            }
        }
    }

    fn force_send(&mut self, chan: Chan, value: u32, outcome: Outcome) -> Option<()> {
        let possible = self.ready(0, Arm::Send(chan, value));
        if possible == Some(Outcome::Sent(0)) {
            only_if(outcome == Outcome::Evicted(None))?;
            return self.send(Arm::Send(chan, value));
        } else if possible.is_some() {
            return only_if(possible == Some(outcome));
        }
        let evicted = if self.history.capacities[chan] == 0 {
            Some(value)
        } else {
            let channel = self.channel(chan);
            channel.push(value);
            channel.buffer.remove(channel.chosen)
        };
        only_if(outcome == Outcome::Evicted(evicted))
    }

    /// What `len` may be. Exact while the channel stands still; else no more than there could be, which is the capacity
    /// and what receives that left have put beyond it, nor more than was ever sent.
    fn lens(&self, number: usize, chan: Chan) -> std::ops::RangeInclusive<usize> {
        let (channel, capacity) = (&self.state.channels[chan], self.history.capacities[chan]);
        let available = channel.available();
        if capacity == 0 {
            0..=0
        } else if self.history.is_alone(number, chan) {
            available..=available
        } else {
            0..=capacity.max(available).min(channel.sent)
        }
    }

    fn inquiry(&self, call: &Call, len: usize) -> Outcome {
        match *call {
            Call::IsEmpty(..) => Outcome::Says(len == 0),
            Call::IsFull(chan, _) => {
                let capacity = self.history.capacities[chan];
                Outcome::Says(capacity != usize::MAX && len >= capacity)
            }
            _ => Outcome::Counts(len),
        }
    }
}
