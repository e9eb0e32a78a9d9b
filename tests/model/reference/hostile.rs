//! Foreign code that turns on the channels, operations that are leaked, and what the model has to guess: what each means
//! for the queues.

use super::super::hostile::Trigger;
use super::{Act, Decided, Model, Outcome, Plan, Task, What};
use std::mem;

/// What foreign code will do, once; in this order.
#[derive(Clone)]
pub(in super::super) struct Trap {
    pub(in super::super) trigger: Trigger,
    pub(in super::super) polls: Option<Polls>,
    pub(in super::super) errand: Option<Act>,
    pub(in super::super) panics: bool,
    /// It has sprung in the crate.
    pub(in super::super) springs: bool,
}

/// A poll inside `wake`: of this task, with this waker.
#[derive(Clone, Copy)]
pub(in super::super) struct Polls {
    pub(in super::super) task: usize,
    pub(in super::super) waker: usize,
    /// Whether it was polled, and the arm that was reported.
    pub(in super::super) found: Option<Option<usize>>,
}

/// The task that was polled inside `wake`, and what it came to.
#[derive(Clone)]
pub(in super::super) struct Inlined {
    pub(in super::super) polls: Polls,
    pub(in super::super) plan: Plan,
    pub(in super::super) outcome: Option<Outcome>,
}

/// Guesses where the contract leaves open what only shows later. A run that fails is run again with others.
#[derive(Clone, Default)]
pub(in super::super) struct Guesses {
    /// Each with the number of choices.
    made: Vec<(usize, usize)>,
    next: usize,
}

impl Guesses {
    pub(in super::super) fn next(&mut self, among: usize) -> usize {
        if among < 2 {
            return 0;
        }
        if self.next == self.made.len() {
            self.made.push((0, among));
        }
        self.next += 1;
        self.made[self.next - 1].0
    }

    /// Those of the next run, if there are any left.
    pub(in super::super) fn others(mut self) -> Option<Self> {
        self.made.truncate(self.next);
        self.next = 0;
        loop {
            let (guess, among) = self.made.pop()?;
            if guess + 1 < among {
                self.made.push((guess + 1, among));
                return Some(self);
            }
        }
    }
}

impl Model {
    /// Springs the trap, if what the last transition has woken or dropped does that. Nothing is half done.
    pub(in super::super) fn spring(&mut self) {
        let springs = |trap: &mut Trap| match trap.trigger {
            Trigger::Wake(task) => {
                self.wakes.iter().any(|wake| wake.task == task && (!wake.optional || trap.springs))
            }
            Trigger::DropValue(value) => self.dropped.contains(&value),
            // Not foreseen: it is taken from the crate.
            Trigger::Clone(_) | Trigger::DropWaker(_) => false,
        };
        let Some(Trap { polls, errand, panics, .. }) = self.trap.take_if(springs) else { return };
        if let Some((polls, found)) = polls.and_then(|polls| Some((polls, polls.found?))) {
            self.poll_inside(polls, found);
        }
        self.errand = Some(errand.and_then(|act| self.run(act)));
        self.panicked = panics;
    }

    fn poll_inside(&mut self, polls: Polls, found: Option<usize>) {
        let plan = self.begin(polls.task, false);
        let outcome = match found {
            Some(arm) if plan.choices.contains(&arm) => Some(self.complete(polls.task, arm)),
            Some(_) => None,
            None => {
                self.pend(polls.task, polls.waker, false);
                None
            }
        };
        self.inlined = Some(Inlined { polls, plan, outcome });
    }

    /// Runs an errand, which has a handle if anybody has.
    fn run(&mut self, act: Act) -> Option<u32> {
        let (Act::TrySend { chan, .. }
        | Act::TryRecv { chan }
        | Act::TryLease { chan }
        | Act::Close { chan }) = act;
        let handles = match act {
            Act::TryRecv { .. } | Act::TryLease { .. } => self.channels[chan].receivers,
            _ => self.channels[chan].senders,
        };
        let done = if handles > 0 { self.act(act) } else { None };
        if let (Act::TrySend { value, .. }, None) = (act, done) {
            self.dropped.extend(value);
        }
        done
    }

    /// The operation is forgotten while it is parked or decided: it stays as it is, for ever. What it has borrowed can
    /// be used again, by the same task; what it holds is lost to that.
    pub(in super::super) fn leak(&mut self, task: usize, has_cases: bool) {
        let mut arms = self.tasks[task].arms.clone();
        let parked = mem::take(&mut self.tasks[task].parked);
        let decided = self.tasks[task].decided.take();
        if !parked && decided.is_none() {
            return;
        }
        let won = |arm| matches!(&decided, Some(Decided::Committed(arms)) if arms.contains(&arm));
        for arm in (0..arms.len()).filter(|&arm| !arms[arm].1).collect::<Vec<_>>() {
            let lost = self.leak_parked(task, arm, won(arm));
            if let What::SendMany { values, .. } = &mut arms[arm].0 {
                *values = lost;
            }
        }
        for (what, done) in &mut self.tasks[task].arms {
            match what {
                What::Send { value, .. } if !*done => {
                    *value = None;
                    *done = true;
                }
                What::Reserve { held, .. } => *held = 0,
                _ => {}
            }
        }
        let leaked = self.tasks.len();
        for channel in &mut self.channels {
            let lines = [&mut channel.recvs, &mut channel.sends, &mut channel.watchers];
            for waiter in lines.into_iter().flatten().filter(|waiter| waiter.task == task) {
                waiter.task = leaked;
            }
        }
        let forgotten = Task { arms, parked, decided, kept: vec![], ..self.tasks[task].clone() };
        self.tasks.push(forgotten);
        self.leaked.push(leaked);
        if has_cases {
            self.tasks[task].leaked = Some(leaked);
        }
    }

    /// Before the cases of a leaked select are used again they leave its lines: the values that were not sent are back, and
    /// what it was chosen for passes on.
    pub(super) fn reclaim(&mut self, task: usize) {
        let Some(leaked) = self.tasks[task].leaked else { return };
        self.leave_lines(leaked);
        let won = match self.tasks[leaked].decided {
            Some(Decided::Committed(ref arms)) => arms.first().copied(),
            _ => None,
        };
        for arm in 0..self.tasks[leaked].arms.len() {
            let (what, done) = &mut self.tasks[leaked].arms[arm];
            if mem::replace(done, true) {
                continue;
            }
            match what {
                What::Send { value, .. } => {
                    if let Some(id) = value.take() {
                        self.refill_arm(task, arm, id);
                    }
                }
                What::SendMany { values, .. } => {
                    if let Some(id) = values.pop_front() {
                        self.refill_arm(task, arm, id);
                    }
                }
                What::Recv { .. } if won == Some(arm) => {
                    self.pass_on(leaked, arm);
                    if self.panicked {
                        return;
                    }
                }
                What::Reserve { chan, held, .. } => {
                    let (chan, held) = (*chan, mem::take(held));
                    self.release(chan, held);
                    if self.panicked {
                        return;
                    }
                }
                _ => {}
            }
        }
        self.tasks[task].leaked = None;
    }

    /// Whether a leaked operation has cases that the task is about to use again.
    pub(in super::super) fn reclaims(&self, task: usize) -> bool {
        self.tasks[task].leaked.is_some()
    }

    fn refill_arm(&mut self, task: usize, arm: usize, id: u32) {
        let (what, done) = &mut self.tasks[task].arms[arm];
        match what {
            What::Send { value, .. } => *value = Some(id),
            What::SendMany { values, .. } => values.push_front(id),
            _ => return,
        }
        *done = false;
    }

    pub(in super::super) fn has_value(&self, task: usize, id: u32) -> bool {
        self.tasks[task].arms.iter().any(|(what, _)| match *what {
            What::Send { value, .. } | What::Foreign { act: Some(Act::TrySend { value, .. }), .. } => {
                value == Some(id)
            }
            _ => false,
        })
    }

    /// Whether a future that the task selects uses a channel when it is polled.
    pub(in super::super) fn acts(&self, task: usize) -> bool {
        self.tasks[task].arms.iter().any(|(what, _)| matches!(what, What::Foreign { act: Some(_), .. }))
    }

    /// The values that those who were leaked still hold.
    pub(in super::super) fn leaked_values(&self) -> usize {
        self.lost + self.leaked.iter().map(|&task| self.values_held(task)).sum::<usize>()
    }

    pub(in super::super) fn values_held(&self, task: usize) -> usize {
        let held = |what: &What| match what {
            What::Send { value, .. } => usize::from(value.is_some()),
            What::SendMany { values, .. } => values.len(),
            _ => 0,
        };
        self.tasks[task].arms.iter().filter(|(_, done)| !done).map(|(what, _)| held(what)).sum()
    }

    pub(super) fn holds_values(&self, task: usize) -> bool {
        self.values_held(task) > 0
    }

    /// The arm has a value again.
    pub(in super::super) fn refill(&mut self, task: usize, id: u32) {
        let (what, done) = &mut self.tasks[task].arms[0];
        *done = false;
        let unused = match what {
            // A slot keeps what it has; a value of its own has gone with the future.
            What::Send { value, slot, .. } if *slot && value.is_some() => Some(id),
            What::Send { value, .. } => value.replace(id),
            What::SendMany { values, .. } => {
                values.push_back(id);
                None
            }
            _ => Some(id),
        };
        self.dropped.extend(unused);
        self.spring();
    }

    pub(in super::super) fn first(&self, task: usize) -> &What {
        &self.tasks[task].arms[0].0
    }

    /// The operation is dropped while its arms stay, to be waited for again.
    pub(in super::super) fn renew(&mut self, task: usize) {
        if let Some(Decided::Committed(arms)) = &self.tasks[task].decided {
            // One whose value is gone takes no part.
            if let [arm] = arms[..] {
                let (what, done) = &mut self.tasks[task].arms[arm];
                *done |= match what {
                    What::Send { .. } => true,
                    What::SendMany { values, .. } => values.is_empty(),
                    _ => false,
                };
            }
        }
        self.leave(task);
        self.tasks[task].interrupted = false;
    }

    /// The cases are added to another select: those that receive can win again. What was not told yet is told first.
    pub(in super::super) fn add_again(&mut self, task: usize) {
        let Task { arms, untold, .. } = &mut self.tasks[task];
        let untold = untold.as_ref().map(|(arm, _)| *arm);
        for (arm, (what, done)) in arms.iter_mut().enumerate() {
            *done &= untold == Some(arm) || !what.can_win_again();
        }
    }

    /// A poll has panicked.
    pub(in super::super) fn interrupt(&mut self, task: usize) {
        self.tasks[task].interrupted = true;
    }
}
