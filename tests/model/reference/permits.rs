//! Permits: room, or a receive that waits, for values that are not there yet.

use super::{Decided, Model, Refused, Waiter, What};
use std::collections::BTreeSet;
use std::mem;

impl Model {
    /// The tasks whose receives wait and can be chosen, but this one: however many arms a select has there, it is one receive.
    pub(super) fn open_receives(&self, chan: usize, apart: Option<usize>) -> usize {
        let open = self.channels[chan].recvs.iter().filter(|waiter| !self.tasks[waiter.task].held);
        open.map(|waiter| waiter.task).filter(|&task| Some(task) != apart).collect::<BTreeSet<_>>().len()
    }

    /// For how many values, up to `most`, there is room that nobody has, or, at capacity 0, a receive that nobody counts on.
    fn unreserved(&self, chan: usize, most: usize) -> usize {
        let channel = &self.channels[chan];
        match channel.capacity {
            None => most,
            Some(0) => self.open_receives(chan, None).saturating_sub(channel.permits).min(most),
            Some(capacity) => capacity.saturating_sub(channel.available() + channel.permits).min(most),
        }
    }

    /// Permits count on a receive of this task, which is held: it leaves the sends that wait to others.
    pub(super) fn is_claimed(&self, task: usize, chan: usize) -> bool {
        let channel = &self.channels[chan];
        let held = self.tasks[task].held && channel.capacity == Some(0);
        held && self.open_receives(chan, None) < channel.permits
    }

    pub(super) fn can_send(&self, chan: usize) -> bool {
        let channel = &self.channels[chan];
        match channel.capacity {
            Some(0) => self.unreserved(chan, 1) > 0,
            _ => self.front(&channel.recvs).is_some() || channel.has_room(),
        }
    }

    pub(super) fn can_reserve(&self, chan: usize, number: usize) -> bool {
        self.unreserved(chan, number) == number
    }

    pub(super) fn sends_a_value(&self, waiter: Waiter) -> bool {
        matches!(self.tasks[waiter.task].arms[waiter.arm].0, What::Send { .. } | What::SendMany { .. })
    }

    /// The first in the line of sends, among those with a value.
    pub(super) fn first_value(&self, chan: usize) -> Option<Waiter> {
        let mut line = self.channels[chan].sends.iter().copied();
        line.find(|&waiter| !self.tasks[waiter.task].held && self.sends_a_value(waiter))
    }

    /// The first in the line of sends that can go on.
    pub(super) fn first_admitted(&self, chan: usize) -> Option<Waiter> {
        let channel = &self.channels[chan];
        let mut line = channel.sends.iter().copied().filter(|waiter| !self.tasks[waiter.task].held);
        match channel.capacity {
            Some(0) => line.find(|waiter| self.open_receives(chan, Some(waiter.task)) > channel.permits),
            _ => line.next().filter(|_| channel.has_room()),
        }
    }

    /// Permits for so many values, or none.
    pub(in super::super) fn reserve(&mut self, chan: usize, number: usize) -> Result<(), Refused> {
        match self.channels[chan].closed {
            true => Err(Refused::Closed),
            false if !self.can_reserve(chan, number) => Err(Refused::Wait),
            false => {
                self.channels[chan].permits += number;
                Ok(())
            }
        }
    }

    /// So many permits are dropped, one after the other.
    pub(super) fn release(&mut self, chan: usize, number: usize) {
        for _ in 0..number {
            if !self.channels[chan].closed {
                self.channels[chan].permits -= 1;
                self.settle(chan);
                self.spring();
            }
        }
    }

    /// What the receives that this task has just parked, or opened again, are waited for.
    pub(super) fn serve_reserves(&mut self, task: usize) {
        for arm in 0..self.tasks[task].arms.len() {
            let (What::Recv { chan, .. }, false) = self.tasks[task].arms[arm] else {
                continue;
            };
            let channel = &self.channels[chan];
            if channel.capacity != Some(0) || channel.closed {
                continue;
            }
            if let Some(first) = self.first_admitted(chan) {
                self.commit_send(chan, first, false);
            }
        }
        self.spring();
    }

    /// The value of a parked send goes into the buffer, or its task gets a permit.
    pub(super) fn commit_send(&mut self, chan: usize, first: Waiter, only_values: bool) {
        let Waiter { task, arm } = first;
        let same = self.channels[chan].sends.iter().filter(|other| other.task == task);
        let same = same.filter(|other| !only_values || self.sends_a_value(**other));
        let same: Vec<usize> = same.map(|other| other.arm).collect();
        // Which arm it is shows later only.
        let arm = if self.tasks[task].biased { arm } else { same[self.guesses.next(same.len())] };
        match &mut self.tasks[task].arms[arm].0 {
            What::Send { value, .. } => {
                let value = value.take().expect("a parked send has its value");
                self.channels[chan].buffer.push_back(value);
            }
            What::SendMany { values, whole, .. } => {
                self.channels[chan].buffer.extend(values.pop_front());
                if *whole && !values.is_empty() {
                    return;
                }
            }
            What::Reserve { number, held, .. } => {
                self.channels[chan].permits += 1;
                *held += 1;
                if held < number {
                    return;
                }
            }
            _ => unreachable!("only sends and reserves stand in the line of sends"),
        }
        self.decide(task, Decided::Committed(vec![arm]));
    }

    /// What its reserves have got, and nobody has.
    pub(super) fn release_held(&mut self, task: usize) {
        for arm in 0..self.tasks[task].arms.len() {
            if let What::Reserve { chan, held, .. } = &mut self.tasks[task].arms[arm].0 {
                let (chan, held) = (*chan, mem::take(held));
                self.release(chan, held);
            }
        }
    }
}
