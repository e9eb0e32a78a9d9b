//! What each step does, and whether it comes to what its operation has reported.

use super::{Channel, Place, Stage, State};
use crate::history::{History, Outcome};
use crate::program::{Arm, Call, Chan, End, Wait};
use std::iter;

/// A state while a step is made.
pub(super) struct Steps<'a> {
    pub(super) state: State,
    pub(super) history: &'a History,
}

/// What is true, or this step is none.
pub(super) fn only_if(is: bool) -> Option<()> {
    is.then_some(())
}

impl Steps<'_> {
    pub(super) fn channel(&mut self, chan: Chan) -> &mut Channel {
        &mut self.state.channels[chan]
    }

    pub(super) fn has_room(&self, chan: Chan) -> bool {
        let channel = &self.state.channels[chan];
        channel.available() + channel.permits < self.history.capacities[chan]
    }

    pub(super) fn is_open(&self, chan: Chan) -> bool {
        self.is_awaited(chan) || self.has_room(chan)
    }

    /// Whether a receive waits that no permit is out for, where that counts.
    pub(super) fn is_awaited(&self, chan: Chan) -> bool {
        let channel = &self.state.channels[chan];
        let claims = if self.history.capacities[chan] == 0 { channel.permits } else { 0 };
        channel.recvs.len() > claims
    }

    /// What an arm would come to now, with one value if it is of many.
    fn ready(&self, number: usize, arm: Arm) -> Option<Outcome> {
        let channel = &self.state.channels[arm.chan()];
        let first = || channel.buffer.front().copied().or_else(|| self.value(self.first_value(arm.chan())?));
        match arm {
            Arm::Send(..) | Arm::SendSome(..) | Arm::Reserve(..) if channel.closed => {
                Some(Outcome::Closed(number))
            }
            Arm::Send(chan, _) => self.is_open(chan).then_some(Outcome::Sent(number)),
            Arm::SendSome(chan, ..) => self.is_open(chan).then_some(Outcome::SentSome(number, 1)),
            Arm::Reserve(chan, values) => (self.unreserved(chan) >= values).then_some(Outcome::Reserved),
            Arm::Recv(chan) if self.has_values(chan) => first().map(|value| Outcome::Received(number, value)),
            Arm::RecvMany(chan, _) if self.has_values(chan) => {
                first().map(|value| Outcome::ReceivedMany(number, iter::once(value).collect()))
            }
            Arm::Lease(chan) if self.has_values(chan) => first().map(Outcome::Leased),
            Arm::Recv(_) | Arm::RecvMany(..) | Arm::Lease(_) => {
                channel.ended.then_some(Outcome::Closed(number))
            }
            Arm::SendMany(..) => unreachable!("a send of many may be ready in part"),
        }
    }

    /// What a parked send sends next, if it is no reserve.
    pub(super) fn value(&self, (operation, arm): Place) -> Option<u32> {
        match (self.history.operations[operation].call.arms()[arm], self.state.stages[operation]) {
            (Arm::Send(_, value) | Arm::SendSome(_, value, _), _) => Some(value),
            (Arm::SendMany(_, first, _), Stage::Sending(sent)) => Some(first + sent as u32),
            _ => None,
        }
    }

    /// The first of those who wait to send a value.
    pub(super) fn first_value(&self, chan: Chan) -> Option<Place> {
        self.state.channels[chan].sends.iter().copied().find(|&place| self.value(place).is_some())
    }

    /// An operation that may wait completes with an arm that is ready, whichever; else it parks or is refused.
    pub(super) fn begin(&mut self, number: usize, arms: &[Arm], wait: Wait, outcome: Outcome) -> Option<()> {
        if let [Arm::SendMany(chan, first, values)] = *arms {
            return self.send_many(number, chan, first, values, outcome);
        }
        let mut ready =
            arms.iter().enumerate().filter_map(|(number, &arm)| self.ready(number, arm)).peekable();
        if ready.peek().is_some() {
            only_if(ready.any(|possible| possible == outcome.of_one()))?;
            drop(ready);
            self.state.stages[number] = Stage::Done;
            return match outcome {
                Outcome::Sent(arm) => self.send(arms[arm]),
                Outcome::SentSome(arm, sent) => self.send_some(number, arms[arm], sent),
                Outcome::Received(arm, value) => self.recv(arms[arm].chan(), value),
                Outcome::ReceivedMany(arm, batch) => self.try_recv_many(number, arms[arm], &batch),
                Outcome::Leased(value) => self.lease(arms[0].chan(), value),
                Outcome::Reserved => self.reserve(arms[0]),
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
            let channel = self.channel(arm.chan());
            let line = if arm.receives() { &mut channel.recvs } else { &mut channel.sends };
            line.push_back((number, at));
        }
        arms.iter().filter(|arm| arm.receives()).try_for_each(|arm| self.serve_reserve(arm.chan()))
    }

    /// Somebody who waits is told of a close, or leaves.
    pub(super) fn unpark(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
        match outcome {
            Outcome::Refused => {}
            Outcome::Closed(arm) => {
                let arm = call.arms()[arm];
                only_if(self.channel(arm.chan()).tells(arm))?;
            }
            _ => return None,
        }
        self.leave_lines(number);
        self.state.stages[number] = Stage::Done;
        Some(())
    }

    /// A chosen receive collects, or leaves.
    pub(super) fn collect(&mut self, number: usize, arm: usize, call: &Call, outcome: Outcome) -> Option<()> {
        let arm = call.arms()[arm];
        let chan = arm.chan();
        self.state.stages[number] = Stage::Done;
        self.channel(chan).chosen -= 1;
        match outcome {
            Outcome::Received(_, value) => only_if(self.channel(chan).remove(0) == Some(value)),
            Outcome::ReceivedMany(_, batch) => only_if(self.recv_many(arm, &batch)?),
            Outcome::Leased(value) => {
                only_if(self.channel(chan).remove(0) == Some(value))?;
                self.channel(chan).leasing -= 1;
                self.channel(chan).lend(value);
                Some(())
            }
            _ => {
                self.choose(chan)?;
                self.channel(chan).leasing -= usize::from(matches!(arm, Arm::Lease(_)));
                self.end_if_unleased(chan);
                Some(())
            }
        }
    }

    /// Sends what there is room, or a receive, for.
    pub(super) fn send(&mut self, arm: Arm) -> Option<()> {
        let Arm::Send(chan, value) = arm else { return None };
        self.channel(chan).push(value);
        self.choose(chan)
    }

    /// Receives the oldest value, which is this one.
    pub(super) fn recv(&mut self, chan: Chan, value: u32) -> Option<()> {
        if self.channel(chan).available() == 0 {
            let first = self.first_value(chan)?;
            self.commit(chan, first)?;
        }
        only_if(self.channel(chan).remove(0) == Some(value))?;
        if self.has_room(chan) { self.admit(chan) } else { Some(()) }
    }

    /// Chooses the oldest parked receive for what is available, if there is one.
    pub(super) fn choose(&mut self, chan: Chan) -> Option<()> {
        let Some(&(operation, arm)) = self.channel(chan).recvs.front() else { return Some(()) };
        let leases = matches!(self.history.operations[operation].call.arms()[arm], Arm::Lease(_));
        self.channel(chan).chosen += 1;
        self.channel(chan).leasing += usize::from(leases);
        self.leave_lines(operation);
        self.state.stages[operation] = Stage::Chosen(arm);
        let Some(outcome) = self.known(operation) else { return Some(()) };
        only_if(match outcome {
            Outcome::Received(at, _) | Outcome::ReceivedMany(at, _) => at == arm && !leases,
            Outcome::Leased(_) => leases,
            // One whose time was over may not have seen that it was chosen.
            outcome => outcome == Outcome::Refused,
        })
    }

    /// Commits the oldest of those who wait to send, if there is one.
    pub(super) fn admit(&mut self, chan: Chan) -> Option<()> {
        let Some(&first) = self.channel(chan).sends.front() else { return Some(()) };
        self.commit(chan, first)
    }

    /// It sends one value, or gets room for one.
    pub(super) fn commit(&mut self, chan: Chan, (operation, arm): Place) -> Option<()> {
        let value = self.value((operation, arm));
        match value {
            Some(value) => self.channel(chan).push(value),
            None => self.channel(chan).permits += 1,
        }
        if let Stage::Sending(sent) = self.state.stages[operation] {
            return self.send_next(operation, sent + 1);
        }
        self.leave_lines(operation);
        self.state.stages[operation] = Stage::Committed(arm);
        let Some(outcome) = self.known(operation) else { return Some(()) };
        self.state.stages[operation] = Stage::Done;
        only_if(match outcome {
            Outcome::Sent(at) | Outcome::SentSome(at, 1) => at == arm && value.is_some(),
            outcome => outcome == Outcome::Reserved && value.is_none(),
        })
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
            // A select may not have been told yet.
            (Stage::Parked, Outcome::Refused) if !dropped => match *call.arms() {
                [arm @ (Arm::Send(..) | Arm::Recv(_))] => only_if(!self.channel(arm.chan()).tells(arm)),
                _ => Some(()),
            },
            (Stage::Told(_), Outcome::Dropped) if dropped => {
                self.state.stages[future] = Stage::Done;
                Some(())
            }
            (Stage::Told(told), Outcome::Closed(at)) if !dropped => {
                self.state.stages[future] = Stage::Done;
                let [told, arm] = [told, at].map(|at| call.arms()[at]);
                // Where the channel has come to its end meanwhile, receives say so as well.
                only_if(told == arm || told.chan() == arm.chan() && self.channel(arm.chan()).tells(arm))
            }
            (Stage::Chosen(arm), Outcome::Received(at, _) | Outcome::ReceivedMany(at, _)) => {
                only_if(!dropped && arm == at)?;
                self.collect(future, arm, call, outcome)
            }
            (Stage::Chosen(arm), Outcome::Dropped) if dropped => self.collect(future, arm, call, outcome),
            (Stage::Committed(arm), Outcome::Sent(at) | Outcome::SentSome(at, 1)) => {
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

    /// Nobody waits at a closed channel any more, but for the end of a lease.
    fn close(&mut self, chan: Chan) -> bool {
        let channel = self.channel(chan);
        channel.sends.clear();
        let closed = !std::mem::replace(&mut channel.closed, true);
        self.end_if_unleased(chan);
        closed
    }

    /// An operation that never waits.
    pub(super) fn at_once(&mut self, number: usize, call: &Call, outcome: Outcome) -> Option<()> {
        match *call {
            Call::One(..) | Call::Select(..) | Call::Start(_) => None,
            Call::Polled { .. } | Call::Permits { .. } | Call::Lease { .. } => None,
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
            Call::Take(chan, _) => {
                self.channel(chan).leases -= 1;
                self.end_if_unleased(chan);
                Some(())
            }
            Call::GiveBack(chan, value) => self.give_back(chan, value),
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
                    self.channel(chan).returned = 0;
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
        let evicted = if self.history.capacities[chan] == 0 || self.channel(chan).available() == 0 {
            Some(value)
        } else {
            let channel = self.channel(chan);
            channel.push(value);
            channel.remove(channel.chosen)
        };
        only_if(outcome == Outcome::Evicted(evicted))
    }
}
