//! Steps of what sends or receives many. A send of many stands in line as one send until its last value is sent; the arm of a
//! select that sends many stands there as a send of its first value, and one that receives many as one receive.

use super::Stage;
use super::steps::{Steps, only_if};
use crate::history::Outcome;
use crate::program::{Arm, Call, Chan};

impl Steps<'_> {
    /// Sends what it can, and parks with the others.
    pub(super) fn send_many(
        &mut self,
        number: usize,
        chan: Chan,
        first: u32,
        values: usize,
        outcome: Outcome,
    ) -> Option<()> {
        if self.channel(chan).closed {
            self.state.stages[number] = Stage::Done;
            return only_if(outcome == Outcome::SentMany { sent: 0, closed: true });
        }
        let mut sent = 0;
        while sent < values && self.is_open(chan) {
            self.send(Arm::Send(chan, first + sent as u32))?;
            sent += 1;
        }
        if sent < values {
            self.channel(chan).sends.push_back((number, 0));
        }
        self.send_next(number, sent)
    }

    /// The arm sends so many of its values: those that there is room, or receives, for; or one where it was ready only at its
    /// second try, as somebody else was there.
    pub(super) fn send_some(&mut self, number: usize, arm: Arm, sent: usize) -> Option<()> {
        let Arm::SendSome(chan, first, values) = arm else { return None };
        only_if((1..=values).contains(&sent))?;
        for value in (first..).take(sent) {
            only_if(self.is_open(chan))?;
            self.send(Arm::Send(chan, value))?;
        }
        only_if(sent == values || !self.is_open(chan) || self.is_second_try(number, chan, sent))
    }

    /// The arm receives these: all that there are, up to its limit, or one as above.
    pub(super) fn try_recv_many(&mut self, number: usize, arm: Arm, batch: &[u32]) -> Option<()> {
        let is_all = self.recv_many(arm, batch)?;
        only_if(is_all || self.is_second_try(number, arm.chan(), batch.len()))
    }

    /// The arm receives these, one after the other in one step; whether there are no more for it.
    pub(super) fn recv_many(&mut self, arm: Arm, batch: &[u32]) -> Option<bool> {
        let Arm::RecvMany(chan, limit) = arm else { return None };
        only_if((1..=limit).contains(&batch.len()))?;
        batch.iter().try_for_each(|&value| self.recv(chan, value))?;
        Some(batch.len() == limit || !self.has_values(chan))
    }

    /// Whether so many may have been moved at a second try, which moves one.
    fn is_second_try(&self, number: usize, chan: Chan, moved: usize) -> bool {
        moved == 1 && !self.history.is_alone(number, chan)
    }

    /// Whether a receive would get a value.
    pub(super) fn has_values(&self, chan: Chan) -> bool {
        self.state.channels[chan].available() > 0 || self.first_value(chan).is_some()
    }

    /// So many of its values are sent.
    pub(super) fn send_next(&mut self, number: usize, sent: usize) -> Option<()> {
        let operation = &self.history.operations[number];
        let [Arm::SendMany(_, _, values)] = *operation.call.arms() else { return None };
        let (_, outcome) = operation.end?;
        if sent < values {
            self.state.stages[number] = Stage::Sending(sent);
            return only_if(matches!(outcome, Outcome::SentMany { sent: in_all, .. } if in_all >= sent));
        }
        self.leave_lines(number);
        self.state.stages[number] = Stage::Done;
        only_if(outcome == Outcome::SentMany { sent, closed: false })
    }

    /// It leaves with what it has not sent, or is told of the close.
    pub(super) fn give_up(
        &mut self,
        number: usize,
        sent: usize,
        call: &Call,
        outcome: Outcome,
    ) -> Option<()> {
        let Outcome::SentMany { sent: in_all, closed } = outcome else { return None };
        only_if(in_all == sent && (!closed || self.channel(call.arms()[0].chan()).closed))?;
        self.leave_lines(number);
        self.state.stages[number] = Stage::Done;
        Some(())
    }
}
