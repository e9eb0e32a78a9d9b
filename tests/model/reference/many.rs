//! What operations and arms of many values do in one go.

use super::{How, Model, Outcome, Refused, What};
use std::collections::VecDeque;
use std::mem;

impl What {
    /// Whether it may win as an arm of a select: one that has nothing to do there takes no part.
    pub(super) fn takes_part(&self) -> bool {
        match self {
            What::SendMany { values, whole, .. } => *whole || !values.is_empty(),
            What::Recv { how, .. } => *how != How::Batch(0),
            _ => true,
        }
    }

    /// Whether it can win again, once its case is added again.
    pub(super) fn can_win_again(&self) -> bool {
        matches!(self, What::Recv { .. } | What::Reserve { .. } | What::SendMany { .. }) && self.takes_part()
    }
}

impl Model {
    /// The arm sends up to `most` from the front of its values, until the next one has to wait; how many, before anybody
    /// learns of it.
    pub(super) fn send_many(&mut self, task: usize, arm: usize, most: usize) -> usize {
        let What::SendMany { chan, values, .. } = &mut self.tasks[task].arms[arm].0 else { return 0 };
        let (chan, mut left) = (*chan, mem::take(values));
        let mut sent = 0;
        while sent < most && self.can_send(chan) {
            let Some(value) = left.pop_front() else { break };
            self.channels[chan].buffer.push_back(value);
            self.settle(chan);
            sent += 1;
        }
        if let What::SendMany { values, .. } = &mut self.tasks[task].arms[arm].0 {
            *values = left;
        }
        sent
    }

    /// The arm sends all that it has, or what it can; up to `most`.
    pub(super) fn complete_send_many(&mut self, task: usize, arm: usize, most: usize) -> Outcome {
        let sent = self.send_many(task, arm, most);
        self.spring();
        match self.tasks[task].arms[arm].0 {
            What::SendMany { whole: false, .. } => Outcome::SentSome(sent),
            _ => Outcome::Sent,
        }
    }

    /// Up to `limit` values at once, before anybody learns of it.
    pub(in super::super) fn recv_many(&mut self, chan: usize, limit: usize) -> Result<Vec<u32>, Refused> {
        let mut values = vec![self.receive(chan)?];
        while let Some(value) = (values.len() < limit).then(|| self.receive(chan).ok()).flatten() {
            values.push(value);
        }
        self.spring();
        Ok(values)
    }

    /// Whether so many values can be sent now: to receives, and into the buffer.
    pub(super) fn fits(&self, chan: usize, values: usize) -> bool {
        let channel = &self.channels[chan];
        let (claims, room) = match channel.capacity {
            Some(0) => (channel.permits, 0),
            Some(capacity) => (0, capacity.saturating_sub(channel.available() + channel.permits)),
            None => return true,
        };
        self.open_receives(chan, None).saturating_sub(claims) + room >= values
    }

    /// The select of this arm is leaked: the values that have left its queue, one if it is parked and was not sent, are lost
    /// to that.
    pub(super) fn leak_parked(&mut self, task: usize, arm: usize, won: bool) -> VecDeque<u32> {
        let (what, done) = &mut self.tasks[task].arms[arm];
        let What::SendMany { values, whole, .. } = what else { return VecDeque::new() };
        let kept = if *whole { values.len() } else { usize::from(!won).min(values.len()) };
        let left = values.split_off(kept);
        *done |= left.is_empty();
        mem::replace(values, left)
    }
}
