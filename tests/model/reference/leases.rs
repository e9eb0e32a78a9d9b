//! Leases: received values that may come back, and what that does to a closed channel's end.

use super::{Channel, Model, Refused, Waiter, What};
use std::mem;

impl Channel {
    /// A lease is out, or a receive was chosen that will make one.
    pub(super) fn is_leased(&self) -> bool {
        self.leases + self.leasing > 0
    }

    /// Takes out the value that so many stand before.
    pub(super) fn remove(&mut self, index: usize) -> Option<u32> {
        self.returned -= usize::from(index < self.returned);
        self.buffer.remove(index)
    }

    /// Those of a closed channel who wait for what will not come, in the order in which they are told.
    pub(super) fn told(&self) -> impl Iterator<Item = &Waiter> {
        let [recvs, sends, watchers] = self.lines();
        Some(recvs).filter(|_| self.ended).into_iter().chain([sends, watchers]).flatten()
    }

    /// This value, which was at the front, is leased from now on.
    fn lend(&mut self, value: u32) {
        self.leases += 1;
        self.ended = false;
        if !self.leased.contains(&value) {
            self.leased.push(value);
        }
    }

    /// When this value was leased first.
    fn rank(&self, value: u32) -> Option<usize> {
        self.leased.iter().position(|leased| *leased == value)
    }
}

impl Model {
    /// Receives a value that may come back.
    pub(in super::super) fn lease(&mut self, chan: usize) -> Result<u32, Refused> {
        let ended = mem::take(&mut self.channels[chan].ended);
        let leased = self.receive(chan);
        match leased {
            Ok(value) => self.channels[chan].lend(value),
            Err(_) => self.channels[chan].ended = ended,
        }
        self.spring();
        leased.map_err(|refused| if ended { Refused::Closed } else { refused })
    }

    /// What a chosen receive that makes a lease has coming.
    pub(super) fn collect_lease(&mut self, chan: usize) -> u32 {
        let channel = &mut self.channels[chan];
        channel.chosen -= 1;
        channel.leasing -= 1;
        let value = channel.remove(0).expect("what is reserved stays");
        channel.lend(value);
        value
    }

    /// A leased value comes back: it stands before all others but those that were leased before it and have come back too.
    pub(super) fn return_lease(&mut self, chan: usize, value: u32) {
        let channel = &mut self.channels[chan];
        let rank = channel.rank(value);
        let before =
            channel.buffer.iter().take(channel.returned).filter(|other| channel.rank(**other) < rank).count();
        channel.buffer.insert(before, value);
        channel.returned += 1;
        channel.leases -= 1;
        // A receive that waits has it also in a channel that comes to its end by this.
        self.settle(chan);
        self.end_if_unleased(chan);
    }

    /// A leased value was taken for good.
    pub(super) fn end_lease(&mut self, chan: usize) {
        self.channels[chan].leases -= 1;
        self.end_if_unleased(chan);
    }

    /// A closed channel has come to its end when no lease can be out any more: those who still wait are told.
    pub(super) fn end_if_unleased(&mut self, chan: usize) {
        let channel = &mut self.channels[chan];
        let ends = channel.closed && !channel.ended && !channel.is_leased();
        channel.ended |= ends;
        self.spring();
        if ends {
            self.tell(chan);
        }
    }

    pub(super) fn makes_lease(&self, task: usize, arm: usize) -> bool {
        matches!(self.tasks[task].arms[arm].0, What::Recv { how, .. } if how.leases())
    }

    /// Those of the arms that make leases, or the others. Which it is shows later only.
    pub(super) fn alike(&mut self, task: usize, arms: Vec<usize>) -> Vec<usize> {
        let (leases, values): (Vec<_>, Vec<_>) =
            arms.into_iter().partition(|&arm| self.makes_lease(task, arm));
        match (leases.is_empty(), values.is_empty()) {
            (false, false) if self.guesses.next(2) == 1 => values,
            (true, _) => values,
            _ => leases,
        }
    }
}
