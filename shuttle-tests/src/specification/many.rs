//! Steps of a send of many. It stands in line as one send until its last value is sent.

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
        while sent < values && (self.is_awaited(chan) || self.has_room(chan)) {
            self.send(Arm::Send(chan, first + sent as u32))?;
            sent += 1;
        }
        if sent < values {
            self.channel(chan).sends.push_back((number, 0));
        }
        self.send_next(number, sent)
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
