//! Traps set and sprung, and operations that are dropped or leaked while their handles, slots and cases stay in use.

use super::super::hostile::{self, Deed, Errand, Inline, Trigger, catch};
use super::super::reference::{self, Polls, Trap, What};
use super::super::schedule::{ActSpec, TrapSpec, TriggerSpec};
use super::super::tasks::Again;
use super::{Checked, Form, World, ensure};
use std::mem;
use std::rc::Rc;
use std::task::Context;

impl World {
    pub(super) fn set_trap(&mut self, spec: &TrapSpec) {
        self.clear_trap();
        if self.busy && spec.panics {
            return;
        }
        // One of the last ones, or of the next.
        let last = |number: u8, count: usize| (count + 1).saturating_sub(number as usize % 8);
        let tasks = self.bells.len();
        let trigger = match spec.trigger {
            TriggerSpec::Clone { task } => Trigger::Clone(last(task, tasks)),
            TriggerSpec::Wake { task } => Trigger::Wake(last(task, tasks)),
            TriggerSpec::DropWaker { task } => Trigger::DropWaker(last(task, tasks)),
            TriggerSpec::DropValue { value } => {
                Trigger::DropValue(last(value, self.values as usize + 1).max(1) as u32)
            }
        };
        let (errand, does) = spec.errand.map(|act| self.errand(act)).unzip();
        let (inline, polls) = match trigger {
            Trigger::Wake(task) if spec.polls => self.inline(task),
            _ => None,
        }
        .unzip();
        let panics = spec.panics;
        hostile::set(Some((trigger, Deed { polls: inline, errand, panics })));
        self.model.trap = Some(Trap { trigger, polls, errand: does, panics, springs: false });
    }

    /// Takes the trap away, with the value that it has.
    pub(super) fn clear_trap(&mut self) {
        hostile::set(None);
        let errand = self.model.trap.take().and_then(|trap| trap.errand);
        if let Some(reference::Act::TrySend { value, .. }) = errand {
            self.model.dropped.extend(value);
        }
    }

    /// No value of a `select!` is a trap when that ends: a block whose locals panic as they are dropped leaks what it has
    /// come to, by the compiler.
    pub(super) fn spare_written(&mut self, task: usize) {
        let written = self.live(task).is_some_and(|live| matches!(live.form, Form::Written { .. }));
        let Some(Trigger::DropValue(value)) = self.model.trap.as_ref().map(|trap| trap.trigger) else {
            return;
        };
        if written && self.model.has_value(task, value) {
            self.clear_trap();
        }
    }

    /// No waker's drop is a trap while a select is polled whose future uses a channel, or whose cases were leaked and leave their
    /// lines first: it may come before that or after.
    pub(super) fn spare_acting(&mut self, task: usize) {
        let drops_waker =
            self.model.trap.as_ref().is_some_and(|trap| matches!(trap.trigger, Trigger::DropWaker(_)));
        if drops_waker && (self.model.acts(task) || self.model.reclaims(task)) {
            self.clear_trap();
        }
    }

    /// Nothing is done to the channels between the parking of an operation and its end by a future that is ready already.
    pub(super) fn spare_until(&mut self, task: usize) {
        if self.model.ends_at_once(task) {
            self.clear_trap();
        }
    }

    fn errand(&mut self, act: ActSpec) -> (Errand, reference::Act) {
        match act {
            ActSpec::TrySend { chan } => {
                let (chan, (id, value)) = (self.chan(chan), self.value());
                let errand = Errand::TrySend(self.chans[chan].weak_tx.clone(), value);
                (errand, reference::Act::TrySend { chan, value: Some(id) })
            }
            ActSpec::TryLease { chan } => {
                let chan = self.chan(chan);
                (Errand::TryLease(self.chans[chan].weak_rx.clone()), reference::Act::TryLease { chan })
            }
            ActSpec::TryRecv { chan } => {
                let chan = self.chan(chan);
                (Errand::TryRecv(self.chans[chan].weak_rx.clone()), reference::Act::TryRecv { chan })
            }
            ActSpec::Close { chan } => {
                let chan = self.chan(chan);
                (Errand::Close(self.chans[chan].weak_tx.clone()), reference::Act::Close { chan })
            }
        }
    }

    fn inline(&mut self, task: usize) -> Option<(Inline, Polls)> {
        let bell = self.bells.get(task)?.last()?.clone();
        // A select with a default, which tries and is gone, is woken by nobody.
        // Nor is one polled that may find no arm left.
        let leaked = self.leaked.contains(&task);
        let live = self
            .live(task)
            .filter(|live| !leaked && !matches!(live.form, Form::Written { default: true, .. }))?;
        let (body, mail) = (Rc::downgrade(&live.body), live.mail.clone());
        let inline = Inline { body, mail, waker: bell.waker.clone() };
        Some((inline, Polls { task, waker: bell.number, found: None }))
    }

    /// Learns what a trap has done in the crate, if it has sprung; before the model makes the same operation.
    pub(super) fn heed(&mut self) {
        let Some(sprung) = hostile::sprung() else { return };
        let trap = &mut self.model.trap;
        if let Some(trap) = trap {
            trap.springs = true;
        }
        match (sprung.trigger, trap.as_mut().and_then(|trap| trap.polls.as_mut())) {
            (Trigger::Clone(_) | Trigger::DropWaker(_), _) => *trap = None,
            (_, Some(polls)) if sprung.polled => {
                let live = self.live.iter_mut().find(|live| live.task == polls.task);
                let live = live.expect("what was polled has not gone");
                live.polled = true;
                let report = live.mail.borrow_mut().report.take();
                polls.found = Some(report.as_ref().map(|(arm, _)| *arm));
                self.inlined = report;
            }
            _ => {}
        }
        self.sprung = Some(sprung);
    }

    /// Whether the trap has done what the model says; the task that it has polled.
    pub(super) fn check_hostilities(&mut self) -> Checked<Option<usize>> {
        let sprung = self.sprung.take();
        let foreseen =
            sprung.filter(|sprung| matches!(sprung.trigger, Trigger::Wake(_) | Trigger::DropValue(_)));
        let errand = self.model.errand.take();
        self.model.panicked = false;
        let found = foreseen.map(|sprung| sprung.acted);
        ensure!(found == errand, "hostile code did {found:?}, not {errand:?}");
        let reported = self.inlined.take();
        let Some(reference::Inlined { polls, plan, outcome }) = self.model.inlined.take() else {
            ensure!(reported.is_none(), "a task was polled that nobody has woken");
            return Ok(None);
        };
        let task = polls.task;
        self.woken.retain(|&woken| woken != task);
        let won = reported.as_ref().map(|(arm, _)| *arm);
        let possible = won.map_or(plan.choices.is_empty(), |arm| plan.choices.contains(&arm));
        ensure!(possible, "polled inside wake: arm {won:?}, not one of {:?}", plan.choices);
        let foreign = self.model.foreign(task);
        self.check_foreign(task, &foreign, plan.walk, won, Some((task, polls.waker)))?;
        let found = reported.map(|(_, report)| report.outcome());
        ensure!(found == outcome, "polled inside wake: {found:?}, not {outcome:?}");
        if let Some(outcome) = outcome {
            self.model.take(outcome);
            self.hand_over(task, outcome);
        }
        let written = self.live(task).is_some_and(|live| matches!(live.form, Form::Written { .. }));
        if won.is_some() && (written || !self.model.goes_on(task)) {
            self.retire(task);
        }
        Ok(Some(task))
    }

    /// The operation is dropped or leaked; what it has borrowed is used again.
    pub(super) fn again(&mut self, task: usize, again: Again) -> Checked {
        let Some(live) = self.live(task) else { return Ok(()) };
        let form = live.form;
        if !matches!(form, Form::Single { renews: true } | Form::Built) {
            return Ok(());
        }
        let waits = self.model.is_parked(task) || self.model.is_decided(task);
        if again == Again::Leak && (!waits || self.busy) {
            return Ok(());
        }
        let sends = match (form, self.model.first(task)) {
            (Form::Single { .. }, What::Send { .. } | What::SendMany { .. }) => Some(self.value()),
            _ => None,
        };
        let (id, value) = sends.unzip();
        let bell = self.bell(task, false);
        let live = self.live(task).expect("it was there");
        let (body, mail) = (live.body.clone(), live.mail.clone());
        live.polled = false;
        mail.borrow_mut().again = Some(again);
        mail.borrow_mut().value = value;
        let never = catch(|| body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker)));
        self.heed();
        ensure!(never.is_some_and(|never| never.is_pending()), "a body never completes");
        let _ = mem::take(&mut mail.borrow_mut().panicked);
        drop(body);
        match again {
            Again::Drop => self.model.renew(task),
            Again::Leak => {
                self.leaked.insert(task);
                self.clear_trap();
                self.model.leak(task, form == Form::Built);
            }
        }
        if form == Form::Built {
            self.model.add_again(task);
        }
        if let Some(id) = id {
            let unused = mail.borrow_mut().value.take();
            catch(|| drop(unused));
            self.heed();
            self.model.refill(task, id);
        }
        self.woken.retain(|&woken| woken != task);
        self.end_if_over(task)
    }
}
