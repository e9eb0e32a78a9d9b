//! What the inquiries may say.

use super::steps::Steps;
use crate::history::Outcome;
use crate::program::{Call, Chan};
use std::ops::RangeInclusive;

impl Steps<'_> {
    /// What `len` may be. Exact while the channel stands still; else no more than there could be, which is the capacity
    /// and what receives that left have put beyond it, nor more than was ever sent.
    pub(super) fn lens(&self, number: usize, chan: Chan) -> RangeInclusive<usize> {
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

    pub(super) fn inquiry(&self, call: &Call, len: usize) -> Outcome {
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
