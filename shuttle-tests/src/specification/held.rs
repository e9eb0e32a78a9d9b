//! Steps of permits and leases.

use super::steps::Steps;
use super::{Channel, Place};
use crate::program::{Arm, Chan};

impl Channel {
    /// This value, which was at the front, is leased from now on.
    pub(super) fn lend(&mut self, value: u32) {
        self.leases += 1;
        self.ended = false;
        if !self.leased.contains(&value) {
            self.leased.push(value);
        }
    }

    /// When this value was leased first.
    fn rank(&self, value: u32) -> Option<usize> {
        self.leased.iter().position(|&leased| leased == value)
    }
}

impl Steps<'_> {
    /// For how many values room can be reserved, or receives that wait.
    pub(super) fn unreserved(&self, chan: Chan) -> usize {
        let channel = &self.state.channels[chan];
        match self.history.capacities[chan] {
            0 => channel.recvs.len().saturating_sub(channel.permits),
            usize::MAX => usize::MAX,
            capacity => capacity.saturating_sub(channel.available() + channel.permits),
        }
    }

    pub(super) fn reserve(&mut self, arm: Arm) -> Option<()> {
        let Arm::Reserve(chan, values) = arm else { return None };
        self.channel(chan).permits += values;
        Some(())
    }

    /// The next in the line of sends has what a permit had.
    pub(super) fn release(&mut self, chan: Chan) -> Option<()> {
        if self.history.capacities[chan] > 0 {
            return if self.has_room(chan) { self.admit(chan) } else { Some(()) };
        }
        let Some(next) = self.first_for_receive(chan, false) else { return Some(()) };
        let sends = self.value(next).is_some();
        self.commit(chan, next)?;
        if sends { self.choose(chan) } else { Some(()) }
    }

    /// A receive has parked: without a buffer that is what a reserve waits for.
    pub(super) fn serve_reserve(&mut self, chan: Chan) -> Option<()> {
        if self.history.capacities[chan] > 0 {
            return Some(());
        }
        let Some(next) = self.first_for_receive(chan, true) else { return Some(()) };
        self.commit(chan, next)
    }

    /// The first in the line of sends for which a receive waits that no permit is out for, and that is not its own.
    fn first_for_receive(&self, chan: Chan, reserves: bool) -> Option<Place> {
        let channel = &self.state.channels[chan];
        let receives = |of: usize| channel.recvs.iter().filter(|recv| recv.0 != of).count();
        let mut line =
            channel.sends.iter().copied().filter(|&place| !reserves || self.value(place).is_none());
        line.find(|send| receives(send.0) > channel.permits)
    }

    /// Leases the oldest value, which is this one.
    pub(super) fn lease(&mut self, chan: Chan, value: u32) -> Option<()> {
        // Before the receive, so that others wait on also where the channel is closed.
        self.channel(chan).lend(value);
        self.recv(chan, value)
    }

    /// A leased value stands before all others again but those that were leased before it and have come back too.
    pub(super) fn give_back(&mut self, chan: Chan, value: u32) -> Option<()> {
        let channel = self.channel(chan);
        let rank = channel.rank(value);
        let returned = channel.buffer.iter().take(channel.returned);
        let before = returned.filter(|&&other| channel.rank(other) < rank).count();
        channel.buffer.insert(before, value);
        channel.returned += 1;
        channel.leases -= 1;
        self.choose(chan)?;
        self.end_if_unleased(chan);
        Some(())
    }

    /// A closed channel comes to its end when no lease can be out any more: nobody waits there then.
    pub(super) fn end_if_unleased(&mut self, chan: Chan) {
        let channel = self.channel(chan);
        if channel.closed && channel.leases + channel.leasing == 0 {
            channel.ended = true;
            channel.recvs.clear();
        }
    }
}
