//! What each step does, and whether it comes to what its operation has reported.

use super::{Channel, Place, Stage, State};
use crate::history::{History, Outcome};
use crate::program::{Arm, Call, Chan, End, Wait};
use std::ops::RangeInclusive;

/// A state while a step is made.
pub(super) struct Steps<'a> {
    pub(super) state: State,
    pub(super) history: &'a History,
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
        let channel = &self.state.channels[chan];
        channel.available() + channel.permits < self.history.capacities[chan]
    }

    /// Whether a receive waits that no permit is out for, where that counts.
    fn is_awaited(&self, chan: Chan) -> bool {
        let channel = &self.state.channels[chan];
        let claims = if self.history.capacities[chan] == 0 { channel.permits } else { 0 };
        channel.recvs.len() > claims
    }

    /// What an arm would come to now; of a receive the value may be another one.
    fn ready(&self, number: usize, arm: Arm) -> Option<Outcome> {
        let channel = &self.state.channels[arm.chan()];
        match arm {
            Arm::Send(..) if channel.closed => Some(Outcome::Closed(number)),
            Arm::Send(chan, _) => {
                (self.is_awaited(chan) || self.has_room(chan)).then_some(Outcome::Sent(number))
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
    pub(super) fn begin(&mut self, number: usize, arms: &[Arm], wait: Wait, outcome: Outcome) -> Option<()> {
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
    pub(super) fn unpark(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
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
    pub(super) fn collect(&mut self, number: usize, arm: usize, call: &Call, outcome: Outcome) -> Option<()> {
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
        let Some(outcome) = self.known(operation) else { return Some(()) };
        // One whose time was over may not have seen that it was chosen.
        only_if(matches!(outcome, Outcome::Received(at, _) if at == arm) || outcome == Outcome::Refused)
    }

    /// Commits the oldest parked send, if there is one.
    fn admit(&mut self, chan: Chan) -> Option<()> {
        let Some(&first) = self.channel(chan).sends.front() else { return Some(()) };
        self.commit(chan, first)
    }

    fn commit(&mut self, chan: Chan, (operation, arm): Place) -> Option<()> {
        let value = self.value((operation, arm));
        self.channel(chan).push(value);
        self.leave_lines(operation);
        self.state.stages[operation] = Stage::Committed(arm);
        let Some(outcome) = self.known(operation) else { return Some(()) };
        self.state.stages[operation] = Stage::Done;
        only_if(outcome == Outcome::Sent(arm))
    }

    /// What somebody who waits will come to; of a future that is told later.
    fn known(&self, operation: usize) -> Option<Outcome> {
        let operation = &self.history.operations[operation];
        operation.end.map(|(_, outcome)| outcome).filter(|_| !matches!(operation.call, Call::Start(_)))
    }

    /// Polls a parked future, or drops it.
    fn resume(&mut self, future: usize, call: &Call, outcome: Outcome) -> Option<()> {
        let dropped = matches!(call, Call::Leave(..));
        match (self.state.stages[future], outcome) {
            (Stage::Parked, Outcome::Dropped) if dropped => self.unpark(future, call, Outcome::Refused),
            // One that waits for several channels may not have been told yet.
            (Stage::Parked, Outcome::Refused) if !dropped => match *call.arms() {
                [arm] => only_if(!self.channel(arm.chan()).closed),
                _ => Some(()),
            },
            (Stage::Told(arm), _) => {
                self.state.stages[future] = Stage::Done;
                only_if(outcome == if dropped { Outcome::Dropped } else { Outcome::Closed(arm) })
            }
            (Stage::Chosen(arm), Outcome::Received(at, _)) => {
                only_if(!dropped && arm == at)?;
                self.collect(future, arm, call, outcome)
            }
            (Stage::Chosen(arm), Outcome::Dropped) if dropped => self.collect(future, arm, call, outcome),
            (Stage::Committed(arm), Outcome::Sent(at)) => {
                self.state.stages[future] = Stage::Done;
                only_if(arm == at)
            }
            _ => None,
        }
    }

    pub(super) fn leave_lines(&mut self, operation: usize) {
        for channel in &mut self.state.channels {
            channel.sends.retain(|&(other, _)| other != operation);
            channel.recvs.retain(|&(other, _)| other != operation);
        }
    }

    /// Nobody waits at a closed channel any more.
    fn close(&mut self, chan: Chan) -> bool {
        let channel = self.channel(chan);
        channel.sends.clear();
        channel.recvs.clear();
        !std::mem::replace(&mut channel.closed, true)
    }

    /// An operation that never waits.
    pub(super) fn at_once(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
        match *call {
            Call::One(..) | Call::Select(..) | Call::Polled { .. } | Call::Permit { .. } | Call::Start(_) => {
                None
            }
            Call::TryReserve(chan) => {
                let free = if self.history.capacities[chan] == 0 {
                    self.is_awaited(chan)
                } else {
                    self.has_room(chan)
                };
                match (self.channel(chan).closed, free) {
                    (true, _) => only_if(outcome == Outcome::Closed(0)),
                    (false, false) => only_if(outcome == Outcome::Refused),
                    (false, true) => {
                        self.channel(chan).permits += 1;
                        only_if(outcome == Outcome::Reserved)
                    }
                }
            }
            Call::Fill(chan, _) if self.channel(chan).closed => only_if(outcome == Outcome::Closed(0)),
            Call::Fill(chan, value) => {
                only_if(outcome == Outcome::Sent(0))?;
                self.channel(chan).permits -= 1;
                self.send(Arm::Send(chan, value))?;
                // Where a receive has it, there is room.
                if self.has_room(chan) { self.admit(chan) } else { Some(()) }
            }
            Call::Release(chan) if self.channel(chan).closed => Some(()),
            Call::Release(chan) => {
                self.channel(chan).permits -= 1;
                self.release(chan)
            }
            Call::Again(future, _) | Call::Leave(future, _) => self.resume(future, call, outcome),
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

    /// The next in the line of sends has what a permit had.
    fn release(&mut self, chan: Chan) -> Option<()> {
        if self.history.capacities[chan] > 0 {
            return if self.has_room(chan) { self.admit(chan) } else { Some(()) };
        }
        let channel = &self.state.channels[chan];
        let receives = |of: usize| channel.recvs.iter().filter(|recv| recv.0 != of).count();
        let next = channel.sends.iter().copied().find(|send| receives(send.0) > channel.permits);
        let Some(next) = next else { return Some(()) };
        self.commit(chan, next)?;
        self.choose(chan)
    }

    fn force_send(&mut self, chan: Chan, value: u32, outcome: Outcome) -> Option<()> {
        let possible = self.ready(0, Arm::Send(chan, value));
        if possible == Some(Outcome::Sent(0)) {
            only_if(outcome == Outcome::Evicted(None))?;
            return self.send(Arm::Send(chan, value));
        } else if possible.is_some() {
            return only_if(possible == Some(outcome));
        }
        let evicted = if self.history.capacities[chan] == 0 || self.channel(chan).available() == 0 {
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
    fn lens(&self, number: usize, chan: Chan) -> RangeInclusive<usize> {
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
