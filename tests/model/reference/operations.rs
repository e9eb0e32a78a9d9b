//! Operations: what a task does with its arms when it is polled or dropped.

use super::super::schedule::End;
use super::{Act, Decided, How, Model, Outcome, Refused, Task, Waiter, WakeUp, What};
use std::mem;

impl Model {
    pub(in super::super) fn add_task(&mut self, arms: Vec<What>, biased: bool) -> usize {
        let done = |what: &What| !what.takes_part();
        let arms = arms.into_iter().map(|what| (what.clone(), done(&what))).collect();
        let bell = self.tasks.len();
        self.tasks.push(Task {
            arms,
            biased,
            parked: false,
            held: false,
            decided: None,
            untold: None,
            batches: Vec::new(),
            kept: Vec::new(),
            moves_one: false,
            interrupted: false,
            counts: false,
            gives_way: false,
            leaked: None,
            bell,
            waker: 0,
            stays_in_line: false,
            member: None,
        });
        bell
    }

    /// Whether any arm is left to wait for.
    pub(in super::super) fn goes_on(&self, task: usize) -> bool {
        let Task { arms, untold, leaked, .. } = &self.tasks[task];
        let back = leaked.is_some_and(|leaked| self.holds_values(leaked));
        untold.is_some() || back || arms.iter().any(|(_, done)| !done)
    }

    pub(in super::super) fn is_decided(&self, task: usize) -> bool {
        self.tasks[task].decided.is_some()
    }

    pub(in super::super) fn is_parked(&self, task: usize) -> bool {
        self.tasks[task].parked
    }

    /// The foreign futures the task waits for, with their arms.
    pub(in super::super) fn foreign(&self, task: usize) -> Vec<(usize, usize)> {
        let arms = self.tasks[task].arms.iter().enumerate();
        arms.filter_map(|(arm, what)| match *what {
            (What::Foreign { cell, .. }, false) => Some((arm, cell)),
            _ => None,
        })
        .collect()
    }

    /// The poll was pending: the task waits, unless it only tried. Who waited before a try waits on.
    pub(in super::super) fn pend(&mut self, task: usize, waker: usize, only_tried: bool) {
        let held = mem::take(&mut self.tasks[task].held);
        if mem::take(&mut self.tasks[task].gives_way) {
            if let Some(row) = self.row(task) {
                *row = 0;
            }
            self.wakes.push(WakeUp { task: self.tasks[task].bell, waker, optional: false });
            return self.spring();
        }
        if only_tried {
            if held {
                self.serve_reserves(task);
            }
            return;
        }
        self.tasks[task].waker = waker;
        let parks = !mem::replace(&mut self.tasks[task].parked, true);
        if parks {
            for arm in 0..self.tasks[task].arms.len() {
                self.park(task, arm);
            }
            if let What::Reserve { chan, number: 2.., .. } = self.tasks[task].arms[0].0 {
                self.settle(chan);
            }
        }
        if parks || held {
            self.serve_reserves(task);
        }
    }

    fn park(&mut self, task: usize, arm: usize) {
        let waiter = Waiter { task, arm };
        let (what, done) = &mut self.tasks[task].arms[arm];
        match what {
            _ if *done => {}
            What::Send { chan, .. } | What::Reserve { chan, .. } => {
                self.channels[*chan].sends.push_back(waiter)
            }
            What::SendMany { chan, whole, .. } => {
                let (chan, first) = (*chan, if *whole { usize::MAX } else { 0 });
                self.send_many(task, arm, first);
                self.channels[chan].sends.push_back(waiter);
            }
            What::Recv { chan, row, .. } => {
                *row = 0;
                self.channels[*chan].recvs.push_back(waiter);
            }
            What::Closed { chan } => self.channels[*chan].watchers.push_back(waiter),
            What::Foreign { .. } => {}
        }
    }

    /// The poll has reported this arm, one of the plan's choices: what it has to say.
    pub(in super::super) fn complete(&mut self, task: usize, arm: usize) -> Outcome {
        if let Some((_, outcome)) = self.tasks[task].untold.take() {
            let (what, done) = &mut self.tasks[task].arms[arm];
            *done = true;
            if let (What::Send { value, .. }, Outcome::SendFailed(Some(_))) = (what, outcome) {
                *value = None;
            }
            self.keep_outcome(task, arm, outcome);
            return outcome;
        }
        if self.ends_at_once(task) && arm > 0 {
            self.pend(task, 0, false);
            self.leave(task);
        }
        self.tasks[task].parked = false;
        let decided = self.tasks[task].decided.take();
        let what = self.tasks[task].arms[arm].0.clone();
        let counts = mem::take(&mut self.tasks[task].counts) && matches!(what, What::Recv { .. });
        if let Some(row) = self.row(task).filter(|_| counts) {
            *row += 1;
        }
        self.tasks[task].arms[arm].1 = true;
        let most = if self.tasks[task].moves_one && decided.is_none() { 1 } else { usize::MAX };
        let outcome = match (what, decided) {
            (What::Send { .. }, Some(Decided::Committed(_))) => Outcome::Sent,
            (What::Send { chan, value: Some(value), slot }, decided) => {
                let sent = if decided.is_none() { self.send(chan, value) } else { Err(Refused::Closed) };
                if sent.is_ok() || !slot {
                    self.tasks[task].arms[arm].0 = What::Send { chan, value: None, slot };
                }
                match sent {
                    Ok(()) => Outcome::Sent,
                    Err(_) => Outcome::SendFailed(Some(value).filter(|_| !slot)),
                }
            }
            (What::SendMany { whole, .. }, Some(Decided::Committed(_))) => {
                if whole {
                    Outcome::Sent
                } else {
                    Outcome::SentSome(1)
                }
            }
            (What::SendMany { values, .. }, None) if values.is_empty() => Outcome::Sent,
            (What::SendMany { chan, .. }, _) if self.channels[chan].closed => Outcome::SendFailed(None),
            (What::SendMany { .. }, _) => self.complete_send_many(task, arm, most),
            (What::Recv { .. }, Some(Decided::Closed(_))) => Outcome::RecvFailed,
            (What::Recv { chan, how: How::Value, .. }, Some(_)) => {
                let channel = &mut self.channels[chan];
                channel.chosen -= 1;
                Outcome::Received(channel.remove(0).expect("what is reserved stays"))
            }
            (What::Recv { chan, how: How::Value, .. }, None) => {
                self.recv(chan).map_or(Outcome::RecvFailed, Outcome::Received)
            }
            (What::Recv { chan, how: How::Batch(limit), .. }, decided) => {
                self.channels[chan].chosen -= usize::from(decided.is_some());
                match self.recv_many(chan, limit.min(most)) {
                    Ok(values) => {
                        let number = values.len();
                        self.tasks[task].batches.extend(values.into_iter().map(|value| (arm, value)));
                        Outcome::Batch(number)
                    }
                    Err(_) => Outcome::RecvFailed,
                }
            }
            (What::Recv { chan, how, .. }, decided) => {
                let leased = if decided.is_some() { Ok(self.collect_lease(chan)) } else { self.lease(chan) };
                self.tasks[task].arms[arm].1 = how != How::Leases || leased.is_err();
                leased.map_or(Outcome::RecvFailed, Outcome::Leased)
            }
            (What::Reserve { number, .. }, Some(Decided::Committed(_))) => Outcome::Reserved(number),
            (What::Reserve { chan, number, .. }, None) if self.reserve(chan, number).is_ok() => {
                Outcome::Reserved(number)
            }
            (What::Reserve { number, sink: true, .. }, _) => Outcome::Reserved(number),
            (What::Reserve { .. }, _) => Outcome::SendFailed(None),
            (What::Closed { .. }, _) => Outcome::Closed,
            (What::Foreign { cell, .. }, _) => Outcome::Foreign(cell),
            (What::Send { value: None, .. }, _) => unreachable!("a value that was not sent is still there"),
        };
        self.give_place_up(task);
        self.keep_outcome(task, arm, outcome);
        outcome
    }

    /// It is an operation that ends when a foreign future is ready: it waits before it asks that, unless it sends a value.
    pub(in super::super) fn stays_in_line(&mut self, task: usize) {
        self.tasks[task].stays_in_line = !matches!(self.first(task), What::Send { .. });
    }

    /// Such an operation, with a future that is ready when it begins to wait.
    pub(in super::super) fn ends_at_once(&self, task: usize) -> bool {
        let Task { stays_in_line, parked, ref decided, .. } = self.tasks[task];
        let is_ready = || self.foreign(task).iter().any(|&(_, cell)| self.ready[cell]);
        stays_in_line && !parked && decided.is_none() && is_ready()
    }

    pub(in super::super) fn is_held(&self, task: usize) -> bool {
        self.tasks[task].held
    }

    /// The task waits no more. Where a poll has panicked while it was held it is passed over until the next one, which
    /// comes to the same.
    pub(in super::super) fn give_place_up(&mut self, task: usize) {
        self.leave_lines(task);
        self.tasks[task].parked = false;
        self.tasks[task].held = false;
    }

    /// The poll has completed, and panicked before it could say so. An error that is forgotten is found again.
    pub(in super::super) fn complete_untold(&mut self, task: usize, arm: usize) -> Outcome {
        let outcome = self.complete(task, arm);
        self.tasks[task].untold = Some((arm, outcome));
        if let Outcome::Reserved(_) | Outcome::Leased(_) = outcome {
            self.take_kept(task);
        }
        let (what, done) = &mut self.tasks[task].arms[arm];
        *done = !matches!(outcome, Outcome::SendFailed(_) | Outcome::RecvFailed);
        if let (What::Send { value, .. }, Outcome::SendFailed(failed)) = (what, outcome) {
            *value = value.or(failed);
        }
        outcome
    }

    /// What was not told is not told any more, if it may be forgotten: its value was dropped, or it has none.
    pub(in super::super) fn forget_untold(
        &mut self,
        task: usize,
        is_gone: impl Fn(u32) -> bool,
    ) -> Option<Outcome> {
        let forgets = |untold: &mut (usize, Outcome)| match untold.1 {
            Outcome::Received(value) => is_gone(value),
            Outcome::Foreign(_) | Outcome::Reserved(_) | Outcome::Leased(_) => false,
            _ => true,
        };
        self.tasks[task].untold.take_if(forgets).map(|(_, outcome)| outcome)
    }

    /// What was reported is looked at and dropped.
    pub(in super::super) fn take(&mut self, outcome: Outcome) {
        if let Outcome::Received(id) | Outcome::SendFailed(Some(id)) = outcome {
            self.dropped.push(id);
            self.spring();
        }
    }

    /// A stream goes on after each value.
    pub(in super::super) fn again(&mut self, task: usize) {
        self.tasks[task].arms[0].1 = false;
    }

    /// The operation is given up. What it was chosen for passes on.
    pub(in super::super) fn leave(&mut self, task: usize) {
        self.give_place_up(task);
        if let Some(Decided::Committed(arms)) = self.tasks[task].decided.take() {
            self.pass_on(task, arms[0]);
        }
        self.release_held(task);
    }

    /// A receive that was chosen leaves.
    pub(super) fn pass_on(&mut self, task: usize, arm: usize) {
        let What::Recv { chan, how, .. } = self.tasks[task].arms[arm].0 else { return };
        self.channels[chan].chosen -= 1;
        self.settle(chan);
        self.channels[chan].leasing -= usize::from(how.leases());
        self.end_if_unleased(chan);
    }

    /// The operation is dropped, with the values that it still has and the handles that go with it. One that `owns` its
    /// handle drops that first.
    pub(in super::super) fn drop_task(&mut self, task: usize, handles: &[(usize, End)], owns: bool) {
        self.leave(task);
        self.drop_all_kept(task);
        match (self.tasks[task].untold, self.arm_of_untold(task)) {
            (Some((_, Outcome::Reserved(number))), Some(&What::Reserve { chan, .. })) => {
                self.release(chan, number)
            }
            (Some((_, Outcome::Leased(value))), Some(&What::Recv { chan, .. })) => {
                self.return_lease(chan, value)
            }
            _ => {}
        }
        if !owns {
            self.drop_values(task);
        }
        for &(chan, end) in handles {
            match end {
                End::Sender => self.drop_sender(chan),
                End::Receiver => self.drop_receiver(chan),
            }
        }
        self.drop_values(task);
    }

    fn arm_of_untold(&self, task: usize) -> Option<&What> {
        self.tasks[task].untold.map(|(arm, _)| &self.tasks[task].arms[arm].0)
    }

    fn drop_values(&mut self, task: usize) {
        if let Some((_, Outcome::Received(value))) = self.tasks[task].untold.take() {
            self.dropped.push(value);
        }
        let mut batches = mem::take(&mut self.tasks[task].batches);
        batches.sort_by_key(|&(arm, _)| arm);
        let received = batches.into_iter().map(|(_, value)| value);
        self.dropped.extend(received.clone());
        self.many.extend(received);
        for (what, _) in &mut self.tasks[task].arms {
            match what {
                What::Send { value, slot, .. } => {
                    self.back.extend(value.filter(|_| *slot));
                    self.dropped.extend(value.take());
                }
                What::SendMany { values, .. } => {
                    self.many.extend(&*values);
                    self.dropped.extend(values.drain(..));
                }
                What::Foreign { act: Some(Act::TrySend { value, .. }), .. } => {
                    self.dropped.extend(value.take())
                }
                _ => {}
            }
        }
        self.spring();
    }
}
