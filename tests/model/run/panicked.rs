//! Polls in which hostile code has panicked: how far they have come, and what is left of the operation.

use super::super::hostile::Trigger;
use super::super::reference::{Model, Outcome, Walk};
use super::{Checked, Form, World, ensure};
use std::mem;
use std::task::Context;

impl World {
    /// After a poll of this task with this waker that has panicked.
    pub(super) fn poll_panicked(&mut self, task: usize, waker: usize, only_try: bool) -> Checked {
        self.after_panic(task, waker, only_try)?;
        let Some(live) = self.live(task).filter(|live| live.form == Form::Built) else { return Ok(()) };
        let polls_at_once = mem::take(&mut live.polls_at_once);
        self.model.interrupt(task);
        if polls_at_once { self.poll(task, false, false) } else { Ok(()) }
    }

    fn after_panic(&mut self, task: usize, waker: usize, only_try: bool) -> Checked {
        let trigger = self.sprung.map(|sprung| sprung.trigger);
        let Some(trigger) = trigger else { return Err("a panic from nowhere".into()) };
        let foreign = self.model.foreign(task);
        let registered = if only_try { None } else { Some((task, waker)) };
        self.model.tears = foreign.iter().map(|&(_, cell)| cell).find(|&cell| {
            let mut cell = self.cells[cell].cell.lock().unwrap();
            mem::take(&mut cell.acts)
        });
        let plan = self.model.begin(task, only_try);
        self.check_foreign(task, &foreign, Walk::Torn, None, registered)?;
        let torn = self.model.panicked && plan.walk == Walk::Torn;
        if torn || matches!(trigger, Trigger::Clone(_)) {
            // Not parked, or where it was before; nothing else has happened.
            if self.model.is_held(task) {
                self.model.give_place_up(task);
            }
            return self.not_told(task);
        }
        if plan.choices.is_empty() {
            let before = self.model.clone();
            let (was_parked, was_held) = (before.is_parked(task), before.is_held(task));
            self.model.pend(task, waker, only_try);
            let serves = self.model.wakes.len() > before.wakes.len();
            if serves && self.rung.borrow().len() > before.wakes.len() {
                // It waits, and somebody has waited for that.
                return self.not_told(task);
            }
            if serves || was_held {
                self.model = before;
                self.model.give_place_up(task);
                return self.not_told(task);
            }
            let form = self.live(task).map(|live| live.form);
            if form == Some(Form::Built) && !was_parked && !only_try {
                // Another's waker was in its way, before it was parked or after that.
                return self.parked_or_not(task);
            }
            return self.not_told(task);
        }
        self.completed_untold(task, &plan.choices)
    }

    /// A guess can be made only if another run is the same but for that; else the next poll is made at once.
    fn parked_or_not(&mut self, task: usize) -> Checked {
        if !self.twins {
            if let Some(live) = self.live(task) {
                live.polls_at_once = true;
            }
        } else if self.model.guesses.next(2) == 1 {
            self.model.leave(task);
        }
        self.not_told(task)
    }

    fn is_written(&mut self, task: usize) -> bool {
        self.live(task).is_some_and(|live| matches!(live.form, Form::Written { .. }))
    }

    /// The task knows that its poll has panicked; it polls again, unless it is parked.
    fn not_told(&mut self, task: usize) -> Checked {
        if self.is_written(task) {
            // Its function has ended by the panic, also if it was woken before that.
            let heard = self.rung.borrow().iter().filter(|bell| bell.0 == task).count();
            let expected = self.model.wakes.iter().filter(|wake| wake.task == task).count();
            ensure!(heard == expected, "it was woken {heard} times, not {expected}");
            self.rung.borrow_mut().retain(|bell| bell.0 != task);
            self.model.wakes.retain(|wake| wake.task != task);
            self.drop_live(task);
            return Ok(());
        }
        let waits = self.model.is_parked(task) || self.model.is_decided(task);
        if let Some(live) = self.live(task) {
            live.polled = waits && live.form != Form::Built;
        }
        Ok(())
    }

    /// The poll has completed by one of these arms, and the task does not know it.
    fn completed_untold(&mut self, task: usize, choices: &[usize]) -> Checked {
        let Some(live) = self.live(task) else { return Ok(()) };
        match live.form {
            Form::Single { .. } => {
                let terminated = live.mail.borrow_mut().terminated.take();
                ensure!(terminated != Some(false), "the future has done its work, and goes on");
                let outcome = self.model.complete(task, choices[0]);
                self.model.take(outcome);
                self.model.give_back_untold(task, outcome);
                // A stream goes on.
                if !self.model.goes_on(task) {
                    self.drop_live(task);
                }
            }
            Form::Written { .. } => {
                let arm = choices.iter().copied().find(|&arm| self.explains(task, arm)).unwrap_or(choices[0]);
                let outcome = self.model.complete(task, arm);
                self.model.take(outcome);
                self.drop_live(task);
            }
            Form::Built if choices.len() == 1 => {
                if let Outcome::Received(_) = self.model.complete_untold(task, choices[0]) {
                    self.forget_untold(task);
                }
                if !self.model.goes_on(task) {
                    self.end_if_over(task)?;
                } else if let Some(live) = self.live(task) {
                    live.polled = false;
                }
            }
            // Which arm it was shows at its next poll.
            Form::Built => {
                live.polled = false;
                let (body, mail) = (live.body.clone(), live.mail.clone());
                mail.borrow_mut().only_try = true;
                let bell = self.bell(task, false);
                let never = body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker));
                ensure!(never.is_pending(), "a body never completes");
                let Some((arm, report)) = mail.borrow_mut().report.take() else {
                    return Err("a select has completed, and does not say how".into());
                };
                ensure!(choices.contains(&arm), "arm {arm} was reported, not one of {choices:?}");
                let (outcome, expected) = (report.outcome(), self.model.complete(task, arm));
                self.model.take(expected);
                ensure!(outcome == expected, "arm {arm}: {outcome:?}, not {expected:?}");
                self.end_if_over(task)?;
            }
        }
        Ok(())
    }

    /// Whether the crate has forgotten the result that was not told, as it may: it has been dropped, or it says nothing.
    pub(super) fn forget_untold(&mut self, task: usize) -> bool {
        let graveyard = self.graveyard.lock().unwrap();
        let dropped = self.model.forget_untold(task, |value| graveyard.contains(&value));
        if let Some(Outcome::Received(value)) = dropped {
            self.model.dropped.push(value);
        }
        dropped.is_some()
    }

    /// Whether what is seen of the crate fits a completion by this arm and the end of the operation.
    fn explains(&mut self, task: usize, arm: usize) -> bool {
        let mut model: Model = self.model.clone();
        let outcome = model.complete(task, arm);
        let mut many = Vec::new();
        if let Some(live) = self.live(task) {
            model.drop_task(task, &live.handles, false);
            many.clone_from(&live.mail.borrow().many);
        }
        let mut rung = self.rung.borrow().clone();
        let mut wakes: Vec<_> = model.wakes.iter().map(|wake| (wake.task, wake.waker)).collect();
        let mut dropped = self.graveyard.lock().unwrap().clone();
        if let Outcome::Received(id) = outcome {
            model.dropped.push(id);
        }
        for ids in [&mut dropped, &mut model.dropped] {
            ids.sort_unstable();
        }
        for bells in [&mut rung, &mut wakes] {
            bells.sort_unstable();
        }
        let acted = self.sprung.and_then(|sprung| sprung.acted);
        let mut channels = self.chans.iter().zip(&model.channels);
        let same_room = channels.all(|(chan, channel)| {
            let senders = chan.txs.first().map(|tx| tx.free_capacity());
            let found = senders.or_else(|| chan.rxs.first().map(|rx| rx.handle.free_capacity()));
            found.is_none_or(|found| found == channel.free_capacity())
        });
        let same_batches = many == model.many;
        rung == wakes
            && same_batches
            && same_room
            && dropped == model.dropped
            && model.errand.flatten() == acted
    }
}
