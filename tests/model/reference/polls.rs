//! What a poll finds: which arms are ready, and which foreign futures it polls until then.

use super::{Act, Decided, Model, Plan, Task, Walk, What};
use std::mem;

impl What {
    fn chan(&self) -> Option<usize> {
        match *self {
            What::Send { chan, .. } | What::SendMany { chan, .. } | What::Reserve { chan, .. } => Some(chan),
            What::Recv { chan, .. } | What::Closed { chan } => Some(chan),
            What::Foreign { .. } => None,
        }
    }

    /// A foreign future that has sent its value has none any more.
    fn acted(&mut self, done: Option<u32>) {
        if let What::Foreign { act: Some(Act::TrySend { value, .. }), .. } = self {
            *value = value.filter(|_| done.is_none());
        }
    }
}

impl Model {
    /// The task is about to be polled, or only to try. One that waits for foreign futures is passed over meanwhile.
    pub(in super::super) fn begin(&mut self, task: usize, only_tries: bool) -> Plan {
        let Task { parked, interrupted, leaked, .. } = self.tasks[task];
        self.tasks[task].counts = !parked && !interrupted && leaked.is_none() && !only_tries;
        self.tasks[task].gives_way = false;
        self.tasks[task].moves_one = false;
        self.reclaim(task);
        if self.panicked {
            return Plan { choices: vec![], walk: Walk::Torn };
        }
        let interrupted = mem::take(&mut self.tasks[task].interrupted);
        let Task { decided, untold, .. } = &self.tasks[task];
        if let Some((arm, _)) = untold {
            return Plan { choices: vec![*arm], walk: Walk::None };
        }
        match decided {
            Some(Decided::Committed(arms)) => return Plan { choices: arms.clone(), walk: Walk::None },
            Some(Decided::Closed(arms)) => {
                return Plan { choices: self.closed_with(task, arms), walk: Walk::None };
            }
            None => {}
        }
        if self.tasks[task].parked && !interrupted {
            if self.foreign(task).is_empty() {
                return Plan { choices: vec![], walk: Walk::None };
            }
            if self.tasks[task].stays_in_line {
                return self.walk_beside(task);
            }
            self.tasks[task].held = true;
            return self.walk(task);
        }
        let row = self.row(task).copied();
        if self.tasks[task].counts && self.budget.is_some_and(|budget| row == Some(budget)) {
            self.tasks[task].gives_way = true;
            return Plan { choices: vec![], walk: Walk::None };
        }
        self.give_place_up(task);
        self.walk(task)
    }

    /// These arms, which were told of a close, and the receives on the same channel, if that has come to its end by now and has no value left.
    fn closed_with(&self, task: usize, told: &[usize]) -> Vec<usize> {
        let arms = &self.tasks[task].arms;
        let chan = arms[told[0]].0.chan();
        let channel = chan.map(|chan| &self.channels[chan]);
        let ended = channel.is_some_and(|channel| channel.ended && channel.available() == 0);
        let receives = |arm: usize| matches!(&arms[arm], (what @ What::Recv { .. }, false) if ended && what.chan() == chan);
        (0..arms.len()).filter(|arm| told.contains(arm) || receives(*arm)).collect()
    }

    fn walk(&mut self, task: usize) -> Plan {
        if self.tasks[task].biased { self.walk_in_order(task) } else { self.walk_anyhow(task) }
    }

    /// What its first receiver has received in a row.
    pub(super) fn row(&mut self, task: usize) -> Option<&mut usize> {
        self.tasks[task].arms.iter_mut().find_map(|arm| match arm {
            (What::Recv { row, .. }, false) => Some(row),
            _ => None,
        })
    }

    /// The receives in a row of the handle that an operation of one arm uses.
    pub(in super::super) fn row_of(&self, task: usize) -> usize {
        match self.tasks[task].arms[0].0 {
            What::Recv { row, .. } => row,
            _ => 0,
        }
    }

    /// It uses another handle from now on, or has come to its end.
    pub(in super::super) fn end_row(&mut self, task: usize) {
        for (what, _) in &mut self.tasks[task].arms {
            if let What::Recv { row, .. } = what {
                *row = 0;
            }
        }
    }

    /// The foreign futures alone, while the rest waits as if it were alone.
    fn walk_beside(&self, task: usize) -> Plan {
        let foreign = self.foreign(task).into_iter();
        let choices: Vec<usize> = foreign.filter(|&(_, cell)| self.ready[cell]).map(|(arm, _)| arm).collect();
        let walk = if choices.is_empty() { Walk::All } else { Walk::Prefix };
        Plan { choices, walk }
    }

    /// The arms that are tried in turn: all of them, or, where they keep their places meanwhile, the foreign futures.
    fn tried(&self, task: usize) -> Vec<usize> {
        let Task { arms, held, .. } = &self.tasks[task];
        let foreign = |arm: usize| matches!(arms[arm].0, What::Foreign { .. });
        (0..arms.len()).filter(|&arm| !held || foreign(arm)).collect()
    }

    /// The first arm that is ready when its turn comes; or that is when all have had theirs, since what foreign
    /// futures do may have made it so.
    fn walk_in_order(&mut self, task: usize) -> Plan {
        for arm in self.tried(task) {
            if !self.polls_foreign(task, arm) {
                return Plan { choices: vec![], walk: Walk::Torn };
            }
            if self.is_ready(task, arm) {
                return Plan { choices: vec![arm], walk: Walk::Prefix };
            }
        }
        self.tasks[task].moves_one = true;
        let mut channels = self.ready_arms(task);
        channels.truncate(1);
        Plan { choices: channels, walk: Walk::All }
    }

    /// Any arm that is ready when its turn comes, or else when all have had theirs. Foreign futures in such a select do
    /// nothing to its channels.
    fn walk_anyhow(&mut self, task: usize) -> Plan {
        let mut choices: Vec<usize> =
            self.tried(task).into_iter().filter(|&arm| self.is_ready(task, arm)).collect();
        if choices.is_empty() {
            self.tasks[task].moves_one = true;
            choices = self.ready_arms(task);
        }
        let walk = if choices.is_empty() { Walk::All } else { Walk::Some };
        Plan { choices, walk }
    }

    /// The arm's future does what it does; false: that has panicked.
    fn polls_foreign(&mut self, task: usize, arm: usize) -> bool {
        if let (What::Foreign { cell, act: Some(act) }, false) = self.tasks[task].arms[arm].clone() {
            let done = self.act(act);
            self.acted.push((cell, done));
            self.panicked |= self.tears.take_if(|tears| *tears == cell).is_some();
            self.tasks[task].arms[arm].0.acted(done);
        }
        !self.panicked
    }

    fn ready_arms(&self, task: usize) -> Vec<usize> {
        (0..self.tasks[task].arms.len()).filter(|&arm| self.is_ready(task, arm)).collect()
    }

    /// The value that was sent, received or leased, if any.
    pub(super) fn act(&mut self, act: Act) -> Option<u32> {
        match act {
            Act::TrySend { chan, value: Some(value) } => self.send(chan, value).ok().map(|()| value),
            Act::TrySend { value: None, .. } => None,
            Act::TryRecv { chan } => {
                let received = self.recv(chan).ok();
                self.dropped.extend(received);
                self.spring();
                received
            }
            Act::TryLease { chan } => {
                let leased = self.lease(chan).ok();
                if let Some(value) = leased {
                    self.return_lease(chan, value);
                }
                leased
            }
            Act::Close { chan } => {
                self.close(chan);
                None
            }
        }
    }

    pub(super) fn is_ready(&self, task: usize, arm: usize) -> bool {
        let (what, done) = &self.tasks[task].arms[arm];
        match *what {
            _ if *done => false,
            What::SendMany { chan, ref values, whole: true } => {
                values.is_empty() || self.channels[chan].closed || self.fits(chan, values.len())
            }
            What::Send { chan, .. } | What::SendMany { chan, .. } => {
                self.channels[chan].closed || self.can_send(chan)
            }
            What::Reserve { chan, number, .. } => {
                self.channels[chan].closed || self.can_reserve(chan, number)
            }
            What::Recv { chan, .. } => {
                let channel = &self.channels[chan];
                let passed = self.first_value(chan).is_some() && !self.is_claimed(task, chan);
                channel.ended || channel.available() > 0 || passed
            }
            What::Closed { chan } => self.channels[chan].closed,
            What::Foreign { cell, .. } => self.ready[cell],
        }
    }
}
