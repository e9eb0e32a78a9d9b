//! What becomes of the values of a channel, and of those who wait there.

use super::{Channel, Decided, Model, Refused, Task, Waiter, WakeUp};
use std::collections::VecDeque;
use std::mem;

impl Model {
    pub(in super::super) fn send(&mut self, chan: usize, value: u32) -> Result<(), Refused> {
        if self.channels[chan].closed {
            return Err(Refused::Closed);
        }
        if !self.can_send(chan) {
            return Err(Refused::Wait);
        }
        self.channels[chan].buffer.push_back(value);
        self.settle(chan);
        self.spring();
        Ok(())
    }

    pub(in super::super) fn force_send(&mut self, chan: usize, value: u32) -> Result<Option<u32>, Refused> {
        match self.send(chan, value) {
            Ok(()) => Ok(None),
            Err(Refused::Closed) => Err(Refused::Closed),
            Err(Refused::Wait) => {
                let channel = &mut self.channels[chan];
                if channel.capacity == Some(0) || channel.available() == 0 {
                    return Ok(Some(value));
                }
                channel.buffer.push_back(value);
                Ok(channel.remove(channel.chosen))
            }
        }
    }

    pub(in super::super) fn recv(&mut self, chan: usize) -> Result<u32, Refused> {
        let received = self.receive(chan);
        self.spring();
        received
    }

    pub(super) fn receive(&mut self, chan: usize) -> Result<u32, Refused> {
        let channel = &self.channels[chan];
        if channel.available() == 0 && !channel.closed {
            if let Some(first) = self.first_value(chan) {
                self.commit_send(chan, first, true);
            }
        }
        let channel = &mut self.channels[chan];
        if channel.available() == 0 {
            return Err(if channel.ended { Refused::Closed } else { Refused::Wait });
        }
        let value = channel.remove(0).expect("something is available");
        self.settle(chan);
        Ok(value)
    }

    /// Closes; whether this call did. Receives are told later where a lease is out.
    pub(in super::super) fn close(&mut self, chan: usize) -> bool {
        let channel = &mut self.channels[chan];
        let closed = !mem::replace(&mut channel.closed, true);
        channel.ended |= !channel.is_leased();
        self.tell(chan);
        closed
    }

    /// Each task that waits on a closed channel for what will not come is told once, one after the other.
    pub(super) fn tell(&mut self, chan: usize) {
        let Model { channels, tasks, .. } = self;
        let Channel { recvs, sends, watchers, ended, .. } = &mut channels[chan];
        for line in [sends, watchers].into_iter().chain(ended.then_some(recvs)) {
            line.retain(|waiter| !tasks[waiter.task].held);
        }
        loop {
            let Some(task) = self.channels[chan].told().next().map(|waiter| waiter.task) else { return };
            let arms = self.channels[chan].told().filter(|waiter| waiter.task == task);
            let arms = arms.map(|waiter| waiter.arm).collect();
            self.decide(task, Decided::Closed(arms));
            self.spring();
        }
    }

    pub(in super::super) fn drop_sender(&mut self, chan: usize) {
        self.channels[chan].senders -= 1;
        if self.channels[chan].senders == 0 {
            self.close(chan);
        }
    }

    pub(in super::super) fn drop_receiver(&mut self, chan: usize) {
        self.channels[chan].receivers -= 1;
        if self.channels[chan].receivers == 0 {
            self.close(chan);
            let channel = &mut self.channels[chan];
            // Nobody is left who could have been chosen, but those who were leaked.
            channel.chosen = 0;
            channel.returned = 0;
            self.dropped.extend(channel.buffer.drain(..));
            self.spring();
        }
    }

    /// Whatever can go on does.
    pub(super) fn settle(&mut self, chan: usize) {
        loop {
            let channel = &self.channels[chan];
            // Those who were not told of the close yet are told nothing else.
            if channel.ended {
                return;
            }
            let receive = self.front(&channel.recvs).filter(|_| channel.available() > 0);
            if let Some(Waiter { task, arm }) = receive {
                let same = channel.recvs.iter().filter(|other| other.task == task).map(|other| other.arm);
                let arms = if self.tasks[task].biased { vec![arm] } else { self.alike(task, same.collect()) };
                self.channels[chan].chosen += 1;
                self.channels[chan].leasing += usize::from(self.makes_lease(task, arms[0]));
                self.decide(task, Decided::Committed(arms));
            } else if let Some(first) = self.first_admitted(chan).filter(|_| !channel.closed) {
                self.commit_send(chan, first, false);
            } else {
                return;
            }
        }
    }

    /// The task's operation is decided: no other arm of it takes part in anything any more.
    pub(super) fn decide(&mut self, task: usize, decided: Decided) {
        self.leave_lines(task);
        let Task { bell, waker, interrupted, member, .. } = self.tasks[task];
        assert!(self.tasks[task].decided.replace(decided).is_none(), "decided twice");
        match member {
            Some((merge, index)) => self.wake_merge(merge, index),
            None => self.wakes.push(WakeUp { task: bell, waker, optional: interrupted }),
        }
    }

    /// The first in the line whom nobody passes over.
    pub(super) fn front(&self, line: &VecDeque<Waiter>) -> Option<Waiter> {
        line.iter().find(|waiter| !self.tasks[waiter.task].held).copied()
    }

    pub(super) fn leave_lines(&mut self, task: usize) {
        for channel in &mut self.channels {
            for line in [&mut channel.recvs, &mut channel.sends, &mut channel.watchers] {
                line.retain(|waiter| waiter.task != task);
            }
        }
    }
}
