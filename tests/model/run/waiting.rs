//! What may wait: operations started, polled, woken and dropped.

use super::super::hostile::{Sprung, Trigger};
use super::super::many;
use super::super::reference::{How, Outcome, Walk, What};
use super::super::schedule::{End, RecvForm, SendForm};
use super::super::tasks::{self, Body, Mailbox};
use super::{Checked, Form, Live, Outside, Registered, TASKS, World, catch, ensure};
use futures_util::stream::{FusedStream, Stream};
use std::cell::RefCell;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// An operation that begins.
pub(super) struct Started {
    pub(super) arms: Vec<What>,
    pub(super) biased: bool,
    pub(super) body: Body,
    pub(super) mail: Mailbox,
    pub(super) handles: Vec<(usize, End)>,
    pub(super) form: Form,
}

/// How many values one access receives from sends that wait.
const COMMITS: usize = 16;

impl Started {
    /// With one arm.
    pub(super) fn single(
        what: What,
        body: Body,
        mail: Mailbox,
        handle: (usize, End),
        renews: bool,
    ) -> Option<Self> {
        let form = Form::Single { renews };
        Some(Started { arms: vec![what], biased: true, body, mail, handles: vec![handle], form })
    }
}

impl World {
    /// Starts an operation, if there is a handle for it, and polls it if asked to.
    pub(super) fn start(&mut self, polls: bool, begin: impl FnOnce(&mut Self) -> Option<Started>) -> Checked {
        if self.live.len() >= TASKS {
            return Ok(());
        }
        let Some(Started { arms, biased, body, mail, handles, form }) = begin(self) else { return Ok(()) };
        let task = self.add_task(arms, biased);
        if let Form::Written { until: true, .. } = form {
            self.model.stays_in_line(task);
        }
        let body = Rc::new(RefCell::new(body));
        self.live.push(Live { task, body, mail, handles, polled: false, polls_at_once: false, form });
        if polls {
            self.check()?;
            self.poll(task, false, false)?;
        }
        Ok(())
    }

    pub(super) fn start_send(&mut self, chan: usize, form: SendForm, takes: bool) -> Option<Started> {
        let tx = self.sender(chan, takes)?;
        let (id, value) = self.value();
        let what = What::Send { chan, value: Some(id), slot: matches!(form, SendForm::FromSlot) };
        let mail = Mailbox::default();
        let body = tasks::send(tx, value, form, mail.clone());
        let renews = !matches!(form, SendForm::Owned | SendForm::OwnedSink);
        Started::single(what, body, mail, (chan, End::Sender), renews)
    }

    /// How many values one more operation may have, so that one access receives what all of them wait with: no foreign code runs
    /// half-way.
    fn spare(&self) -> usize {
        let others = (TASKS - self.live.len()).saturating_sub(1);
        // A select sends one of its values while it waits.
        let held = |live: &Live| match live.form {
            Form::Single { .. } => self.model.values_held(live.task).max(1),
            _ => 1,
        };
        let values: usize = self.live.iter().map(held).sum();
        COMMITS.saturating_sub(self.model.leaked_values() + values + others)
    }

    pub(super) fn start_send_many(&mut self, chan: usize, number: usize, takes: bool) -> Option<Started> {
        let tx = self.sender(chan, takes)?;
        let number = number.min(self.spare());
        let (ids, values) = (0..number).map(|_| self.value()).unzip();
        let mail = Mailbox::default();
        let body = many::send_many(tx, values, mail.clone());
        Started::single(
            What::SendMany { chan, values: ids, whole: true },
            body,
            mail,
            (chan, End::Sender),
            true,
        )
    }

    pub(super) fn start_recv(&mut self, chan: usize, form: RecvForm, takes: bool) -> Option<Started> {
        let (rx, row) = self.receiver_and_row(chan, takes)?;
        let mail = Mailbox::default();
        let owned = matches!(form, RecvForm::Owned);
        let (how, body) = match form {
            RecvForm::Many(limit) => (How::Batch(limit), many::recv_many(rx, limit, mail.clone())),
            _ => (How::Value, tasks::recv(rx, owned, mail.clone())),
        };
        Started::single(What::Recv { chan, row, how }, body, mail, (chan, End::Receiver), !owned)
    }

    pub(super) fn start_closed(&mut self, chan: usize, end: End) -> Option<Started> {
        let mail = Mailbox::default();
        let body = match end {
            End::Sender => tasks::sender_closed(self.sender(chan, false)?, mail.clone()),
            End::Receiver => tasks::receiver_closed(self.receiver(chan)?, mail.clone()),
        };
        Started::single(What::Closed { chan }, body, mail, (chan, end), true)
    }

    /// Polls an operation; one that is complete is dropped, a built select once all its arms have won.
    pub(super) fn poll(&mut self, task: usize, new_waker: bool, only_try: bool) -> Checked {
        self.spare_written(task);
        self.spare_acting(task);
        self.spare_until(task);
        let bell = self.bell(task, new_waker);
        let Some(live) = self.live.iter_mut().find(|live| live.task == task) else { return Ok(()) };
        let form = live.form;
        if !self.model.goes_on(task) {
            // What it had leaked has sent the last value.
            self.drop_live(task);
            return Ok(());
        }
        let has_default = matches!(form, Form::Written { default: true, .. });
        let only_try = only_try || has_default;
        live.polled = true;
        live.mail.borrow_mut().only_try = only_try;
        let (body, mail) = (live.body.clone(), live.mail.clone());
        if !only_try {
            self.woken.retain(|&woken| woken != task);
        }
        let never = catch(|| body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker)));
        drop(body);
        self.heed();
        ensure!(never.is_none_or(|never| never.is_pending()), "a body never completes");
        let panicked = mem::take(&mut mail.borrow_mut().panicked);
        if panicked || never.is_none() {
            return self.poll_panicked(task, bell.number, only_try);
        }
        let report = mail.borrow_mut().report.take();
        ensure!(!has_default || mail.borrow().finished, "a select with a default waits");

        let foreign = self.model.foreign(task);
        let won = report.as_ref().map(|(arm, _)| *arm);
        let mut plan = self.model.begin(task, only_try);
        if won.is_none_or(|arm| !plan.choices.contains(&arm)) && self.forget_untold(task) {
            plan = self.model.begin(task, only_try);
        }
        match won {
            None => ensure!(plan.choices.is_empty(), "pending, but arms {:?} can go on", plan.choices),
            Some(arm) => {
                ensure!(plan.choices.contains(&arm), "arm {arm} was reported, not one of {:?}", plan.choices)
            }
        }
        let registered = if only_try { None } else { Some((task, bell.number)) };
        self.check_foreign(task, &foreign, plan.walk, won, registered)?;
        let Some((arm, report)) = report else {
            self.model.pend(task, bell.number, only_try);
            if has_default {
                self.drop_live(task);
            } else if let Some(live) = self.live.iter_mut().find(|live| live.task == task) {
                // A try may have interrupted the waiting.
                live.polled = !only_try || self.model.is_parked(task);
            }
            return Ok(());
        };
        let (outcome, expected) = (catch(|| report.outcome()), self.model.complete(task, arm));
        self.heed();
        self.model.take(expected);
        self.hand_over(task, expected);
        ensure!(
            outcome.is_none_or(|outcome| outcome == expected),
            "arm {arm}: {outcome:?}, not {expected:?}"
        );
        if let Form::Written { .. } = form {
            // The values of arms that did not win have gone with its completion.
            self.drop_live(task);
            Ok(())
        } else {
            self.end_if_over(task)
        }
    }

    /// What a poll did with its foreign futures: which it polled, what they did, and that no output is lost.
    pub(super) fn check_foreign(
        &mut self,
        task: usize,
        foreign: &[(usize, usize)],
        walk: Walk,
        won: Option<usize>,
        registered: Registered,
    ) -> Checked {
        let acts = mem::take(&mut self.model.acted);
        for &(arm, number) in foreign {
            let Outside { cell, registered: waker, seen } = &mut self.cells[number];
            let mut cell = cell.lock().unwrap();
            let times = cell.polls - mem::replace(seen, cell.polls);
            let expected = match walk {
                Walk::None => times == 0,
                Walk::Torn => times <= 1,
                Walk::Prefix => times == won.is_some_and(|won| arm <= won) as usize,
                Walk::Some => times == 1 || times == 0 && won != Some(arm),
                Walk::All => times == 1,
            };
            ensure!(expected, "the foreign future of arm {arm} was polled {times} times");
            if times > 0 {
                *waker = registered;
            }
            let told = !cell.finished || won == Some(arm) || walk == Walk::Torn;
            ensure!(told, "the output of arm {arm} is lost");
            let acted = mem::take(&mut cell.acted);
            let of_this = acts.iter().filter(|(acting, _)| *acting == number).map(|(_, done)| *done);
            let expected: Vec<_> = of_this.collect();
            let same = acted == expected || walk == Walk::Torn && expected.starts_with(&acted);
            ensure!(same, "task {task}: a foreign future did {acted:?}, not {expected:?}");
        }
        let others = acts.into_iter().filter(|(acting, _)| foreign.iter().all(|(_, cell)| cell != acting));
        self.model.acted.extend(others);
        Ok(())
    }

    pub(super) fn drop_live(&mut self, task: usize) {
        self.spare_written(task);
        let Some(Live { task, body, mail, handles, form, .. }) = self.take_live(task) else { return };
        catch(|| drop(body));
        self.heed();
        self.back.append(&mut mail.borrow_mut().back);
        self.many.append(&mut mail.borrow_mut().many);
        self.model.drop_task(task, &handles, form == Form::Single { renews: false });
        self.woken.retain(|&woken| woken != task);
    }

    pub(super) fn poll_stream(&mut self, chan: usize, rx: usize, new_waker: bool) -> Checked {
        let task = self.chans[chan].rxs[rx].task;
        let bell = self.bell(task, new_waker);
        self.woken.retain(|&woken| woken != task);
        let stream = &mut self.chans[chan].rxs[rx];
        let polled = catch(|| {
            let polled = Pin::new(&mut stream.handle).poll_next(&mut Context::from_waker(&bell.waker));
            polled.map(|value| value.map(|value| value.id))
        });
        self.heed();
        if polled.is_none() && matches!(self.sprung, Some(Sprung { trigger: Trigger::Clone(_), .. })) {
            // Not parked, or where it was before.
            self.model.begin(task, false);
            return Ok(());
        }
        let stream = &mut self.chans[chan].rxs[rx];
        let expected = if stream.ended {
            Poll::Ready(None)
        } else if self.model.begin(task, false).choices.is_empty() {
            self.model.pend(task, bell.number, false);
            Poll::Pending
        } else if let Outcome::Received(id) = self.model.complete(task, 0) {
            self.model.again(task);
            self.model.dropped.push(id);
            self.model.spring();
            Poll::Ready(Some(id))
        } else {
            stream.ended = true;
            self.model.end_row(task);
            Poll::Ready(None)
        };
        ensure!(polled.is_none_or(|polled| polled == expected), "{polled:?}, not {expected:?}");
        stream.ended |= polled.is_none() && stream.handle.is_terminated();
        ensure!(stream.handle.is_terminated() == stream.ended, "the stream's end: {}", !stream.ended);
        Ok(())
    }

    /// Polls whoever was woken first; whether anybody was.
    pub(super) fn run_woken(&mut self, new_waker: bool) -> Checked<bool> {
        let Some(&task) = self.woken.first() else { return Ok(false) };
        if self.live(task).is_some() {
            self.poll(task, new_waker, false)?;
            return Ok(true);
        }
        for chan in 0..self.chans.len() {
            if let Some(rx) = self.chans[chan].rxs.iter().position(|rx| rx.task == task) {
                self.poll_stream(chan, rx, new_waker)?;
                return Ok(true);
            }
        }
        if let Some(merge) = self.merges.iter().position(|merge| merge.task == task) {
            self.clear_trap();
            self.poll_merge(merge, new_waker)?;
            return Ok(true);
        }
        // What a task has leaked may wake it for ever.
        ensure!(self.leaked.contains(&task), "task {task} was woken after it had gone");
        self.woken.retain(|&woken| woken != task);
        Ok(true)
    }
}
