//! The laws of the contract, which the model watches in itself.

use super::{Channel, Model, Waiter};
use std::collections::BTreeSet;

impl Model {
    /// Nobody is parked who could go on.
    pub(in super::super) fn obeys_the_laws(&self) -> bool {
        self.channels.iter().enumerate().all(|(number, channel)| {
            let Channel { recvs, sends, watchers, .. } = channel;
            let [permits, leases] = self.kept_of(number);
            let mut waiting = channel.waiting();
            let nobody_who_was_decided = waiting.all(|waiter| self.tasks[waiter.task].decided.is_none());
            let nobody_after_the_close = !channel.closed
                || sends.is_empty() && watchers.is_empty() && (recvs.is_empty() || !channel.ended);
            let no_receive_beside_a_value = recvs.is_empty() || channel.available() == 0;
            let no_send_beside_room = sends.is_empty() || !channel.has_room();
            let permits_have_the_others = |waiter: &Waiter| {
                let others = recvs.iter().map(|other| other.task).filter(|&other| other != waiter.task);
                others.collect::<BTreeSet<_>>().len()
                    <= if channel.capacity == Some(0) { channel.permits } else { 0 }
            };
            let no_send_beside_a_receive = sends.iter().all(|waiter| {
                permits_have_the_others(waiter) || channel.capacity != Some(0) && !self.sends_a_value(*waiter)
            });
            nobody_who_was_decided
                && nobody_after_the_close
                && no_receive_beside_a_value
                && no_send_beside_room
                && no_send_beside_a_receive
                && (channel.permits >= permits || channel.closed)
                && channel.leases >= leases
                && channel.ended == (channel.closed && !channel.is_leased())
                && channel.returned <= channel.buffer.len()
        })
    }
}
