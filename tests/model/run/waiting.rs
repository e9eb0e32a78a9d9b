//! What may wait: operations started, polled, woken and dropped.

use super::super::reference::{self, Outcome, Walk, What};
use super::super::schedule::{ActSpec, ArmSpec, Choice, End, SendForm};
use super::super::tasks::{self, Act, Arms, Body, Cell, Foreign, Kind, Mailbox, Slot};
use super::super::written;
use super::{Checked, Form, Live, Registered, TASKS, World, ensure};
use futures_util::stream::{FusedStream, Stream};
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// An operation that begins.
pub(super) struct Started {
    arms: Vec<What>,
    biased: bool,
    body: Body,
    mail: Mailbox,
    handles: Vec<(usize, End)>,
}

impl Started {
    /// With one arm.
    fn single(what: What, body: Body, mail: Mailbox, handle: (usize, End)) -> Option<Self> {
        Some(Started { arms: vec![what], biased: true, body, mail, handles: vec![handle] })
    }
}

impl World {
    /// Starts an operation, if there is a handle for it, and polls it if asked to.
    pub(super) fn start(
        &mut self,
        polls: bool,
        form: Form,
        begin: impl FnOnce(&mut Self) -> Option<Started>,
    ) -> Checked {
        if self.live.len() >= TASKS {
            return Ok(());
        }
        let Some(Started { arms, biased, body, mail, handles }) = begin(self) else { return Ok(()) };
        let task = self.add_task(arms, biased);
        self.live.push(Live { task, body, mail, handles, polled: false, form });
        if polls {
            self.check()?;
            self.poll(self.live.len() - 1, false, false)?;
        }
        Ok(())
    }

    pub(super) fn start_send(&mut self, chan: usize, form: SendForm, takes: bool) -> Option<Started> {
        let tx = self.sender(chan, takes)?;
        let (id, value) = self.value();
        let what = What::Send { chan, value: Some(id), slot: matches!(form, SendForm::FromSlot) };
        let mail = Mailbox::default();
        let body = tasks::send(tx, value, form, mail.clone());
        Started::single(what, body, mail, (chan, End::Sender))
    }

    pub(super) fn start_recv(&mut self, chan: usize, owned: bool, takes: bool) -> Option<Started> {
        let rx = self.receiver(chan, takes)?;
        let mail = Mailbox::default();
        let body = tasks::recv(rx, owned, mail.clone());
        Started::single(What::Recv { chan }, body, mail, (chan, End::Receiver))
    }

    pub(super) fn start_closed(&mut self, chan: usize, end: End) -> Option<Started> {
        let mail = Mailbox::default();
        let body = match end {
            End::Sender => tasks::sender_closed(self.sender(chan, false)?, mail.clone()),
            End::Receiver => tasks::receiver_closed(self.receiver(chan, false)?, mail.clone()),
        };
        Started::single(What::Closed { chan }, body, mail, (chan, end))
    }

    /// Whether there is a handle for the arm.
    fn can_take_part(&self, spec: &ArmSpec) -> bool {
        match *spec {
            ArmSpec::Recv { chan } => !self.chans[self.chan(chan)].rxs.is_empty(),
            ArmSpec::Send { chan } | ArmSpec::SendFrom { chan } => {
                !self.chans[self.chan(chan)].txs.is_empty()
            }
            ArmSpec::Foreign { .. } => true,
        }
    }

    pub(super) fn start_select(&mut self, choice: Choice, specs: &[ArmSpec], form: Form) -> Option<Started> {
        let mut specs: Vec<_> = specs.iter().filter(|spec| self.can_take_part(spec)).collect();
        if form != Form::Built {
            specs = written::arms(specs);
        }
        let mail = Mailbox::default();
        let mut arms = Arms::default();
        let mut what = Vec::new();
        let [mut receivers, mut senders, mut from, mut foreign] = [const { Vec::new() }; 4];
        for spec in specs {
            match *spec {
                ArmSpec::Recv { chan } => {
                    let chan = self.chan(chan);
                    arms.recvs.push(self.receiver(chan, false)?);
                    arms.order.push(Kind::Recv);
                    receivers.push((chan, End::Receiver));
                    what.push(What::Recv { chan });
                }
                ArmSpec::Send { chan } | ArmSpec::SendFrom { chan } => {
                    let chan = self.chan(chan);
                    let tx = self.sender(chan, false)?;
                    let (id, value) = self.value();
                    let slot = matches!(spec, ArmSpec::SendFrom { .. });
                    if slot {
                        arms.sends_from.push((tx, Slot { value: Some(value), mail: mail.clone() }));
                        arms.order.push(Kind::SendFrom);
                        from.push((chan, End::Sender));
                    } else {
                        arms.sends.push((tx, Some(value)));
                        arms.order.push(Kind::Send);
                        senders.push((chan, End::Sender));
                    }
                    what.push(What::Send { chan, value: Some(id), slot });
                }
                ArmSpec::Foreign { ready, act } => {
                    let (act, does) = act.and_then(|act| self.act(act, &mut foreign)).unzip();
                    let number = self.cells.len();
                    let cell = Arc::new(Mutex::new(Cell { ready, ..Cell::default() }));
                    self.cells.push((cell.clone(), None));
                    self.model.ready.push(ready);
                    arms.foreign.push(Box::pin(Foreign { number, cell, act }));
                    arms.order.push(Kind::Foreign);
                    what.push(What::Foreign { cell: number, act: does });
                }
            }
        }
        if what.is_empty() {
            return None;
        }
        let handles = [receivers, senders, from, foreign].concat();
        let biased = matches!(choice, Choice::Biased);
        let body = match form {
            Form::Written { default } => written::select(arms, choice, default, mail.clone()),
            _ => tasks::select(arms, choice, mail.clone()),
        };
        Some(Started { arms: what, biased, body, mail, handles })
    }

    /// What a foreign future does, and the model's word for it.
    pub(super) fn act(
        &mut self,
        act: ActSpec,
        handles: &mut Vec<(usize, End)>,
    ) -> Option<(Act, reference::Act)> {
        let (ActSpec::TrySend { chan } | ActSpec::TryRecv { chan } | ActSpec::Close { chan }) = act;
        let chan = self.chan(chan);
        let (end, act, does) = match act {
            ActSpec::TrySend { .. } => {
                let tx = self.sender(chan, false)?;
                let (id, value) = self.value();
                let does = reference::Act::TrySend { chan, value: Some(id) };
                (End::Sender, Act::TrySend(tx, Some(value)), does)
            }
            ActSpec::TryRecv { .. } => {
                let rx = self.receiver(chan, false)?;
                (End::Receiver, Act::TryRecv(rx), reference::Act::TryRecv { chan })
            }
            ActSpec::Close { .. } => {
                let tx = self.sender(chan, false)?;
                (End::Sender, Act::Close(tx), reference::Act::Close { chan })
            }
        };
        handles.push((chan, end));
        Some((act, does))
    }

    /// Polls an operation; one that is complete is dropped, a built select once all its arms have won.
    pub(super) fn poll(&mut self, at: usize, new_waker: bool, only_try: bool) -> Checked {
        let form = self.live[at].form;
        let has_default = form == Form::Written { default: true };
        let only_try = only_try || has_default;
        let task = self.live[at].task;
        let (number, waker) = self.waker(task, new_waker);
        if !only_try {
            self.woken.retain(|&woken| woken != task);
        }
        let foreign = self.model.foreign(task);
        let before: Vec<usize> = foreign.iter().map(|&(_, cell)| self.times_polled(cell)).collect();
        let plan = self.model.begin(task);

        let live = &mut self.live[at];
        live.polled = true;
        live.mail.borrow_mut().only_try = only_try;
        let never = live.body.as_mut().poll(&mut Context::from_waker(&waker));
        ensure!(never.is_pending(), "a body never completes");
        let report = live.mail.borrow_mut().report.take();
        ensure!(!has_default || live.mail.borrow().finished, "a select with a default waits");

        let won = report.as_ref().map(|(arm, _)| *arm);
        match won {
            None => ensure!(plan.choices.is_empty(), "pending, but arms {:?} can go on", plan.choices),
            Some(arm) => {
                ensure!(plan.choices.contains(&arm), "arm {arm} was reported, not one of {:?}", plan.choices)
            }
        }
        let registered = if only_try { None } else { Some((task, number)) };
        self.check_foreign(&foreign, &before, plan.walk, won, registered)?;
        let Some((arm, report)) = report else {
            self.model.pend(task, number, only_try);
            return if has_default { self.drop_live(at) } else { Ok(()) };
        };
        let (outcome, expected) = (report.outcome(), self.model.complete(task, arm));
        if let Outcome::Received(id) | Outcome::SendFailed(Some(id)) = expected {
            self.model.dropped.push(id);
        }
        ensure!(outcome == expected, "arm {arm}: {outcome:?}, not {expected:?}");
        if let Form::Written { .. } = form {
            // The values of arms that did not win have gone with its completion.
            return self.drop_live(at);
        }
        if !self.model.goes_on(task) {
            self.check()?;
            self.drop_live(at)?;
        }
        Ok(())
    }

    fn times_polled(&self, cell: usize) -> usize {
        self.cells[cell].0.lock().unwrap().polls
    }

    /// What a poll did with its foreign futures: which it polled, what they did, and that no output is lost.
    fn check_foreign(
        &mut self,
        foreign: &[(usize, usize)],
        before: &[usize],
        walk: Walk,
        won: Option<usize>,
        registered: Registered,
    ) -> Checked {
        let mut acted = Vec::new();
        for (&(arm, cell), before) in foreign.iter().zip(before) {
            let times = self.times_polled(cell) - before;
            let expected = match walk {
                Walk::None => times == 0,
                Walk::Prefix => times == won.is_some_and(|won| arm <= won) as usize,
                Walk::Some => times == 1 || times == 0 && won != Some(arm),
                Walk::All => times == 1,
            };
            ensure!(expected, "the foreign future of arm {arm} was polled {times} times");
            let (cell, waker) = &mut self.cells[cell];
            let mut cell = cell.lock().unwrap();
            acted.append(&mut cell.acted);
            ensure!(!cell.finished || won == Some(arm), "the output of arm {arm} is lost");
            if times > 0 {
                *waker = registered;
            }
        }
        let expected = mem::take(&mut self.model.acted);
        ensure!(acted == expected, "foreign futures did {acted:?}, not {expected:?}");
        Ok(())
    }

    pub(super) fn drop_live(&mut self, at: usize) -> Checked {
        let Live { task, body, mail, handles, .. } = self.live.swap_remove(at);
        drop(body);
        self.back.append(&mut mail.borrow_mut().back);
        self.model.drop_task(task);
        for (chan, end) in handles {
            match end {
                End::Sender => self.model.drop_sender(chan),
                End::Receiver => self.model.drop_receiver(chan),
            }
        }
        self.woken.retain(|&woken| woken != task);
        Ok(())
    }

    pub(super) fn poll_stream(&mut self, chan: usize, rx: usize, new_waker: bool) -> Checked {
        let task = self.chans[chan].rxs[rx].task;
        let (number, waker) = self.waker(task, new_waker);
        self.woken.retain(|&woken| woken != task);
        let stream = &mut self.chans[chan].rxs[rx];
        let polled = Pin::new(&mut stream.handle).poll_next(&mut Context::from_waker(&waker));
        let polled = polled.map(|value| value.map(|value| value.id));
        let expected = if stream.ended {
            Poll::Ready(None)
        } else if self.model.begin(task).choices.is_empty() {
            self.model.pend(task, number, false);
            Poll::Pending
        } else if let Outcome::Received(id) = self.model.complete(task, 0) {
            self.model.again(task);
            self.model.dropped.push(id);
            Poll::Ready(Some(id))
        } else {
            stream.ended = true;
            Poll::Ready(None)
        };
        ensure!(polled == expected, "{polled:?}, not {expected:?}");
        ensure!(stream.handle.is_terminated() == stream.ended, "the stream's end: {}", !stream.ended);
        Ok(())
    }

    /// Polls whoever was woken first; whether anybody was.
    pub(super) fn run_woken(&mut self, new_waker: bool) -> Checked<bool> {
        let Some(&task) = self.woken.first() else { return Ok(false) };
        if let Some(at) = self.live.iter().position(|live| live.task == task) {
            self.poll(at, new_waker, false)?;
            return Ok(true);
        }
        for chan in 0..self.chans.len() {
            if let Some(rx) = self.chans[chan].rxs.iter().position(|rx| rx.task == task) {
                self.poll_stream(chan, rx, new_waker)?;
                return Ok(true);
            }
        }
        Err(format!("task {task} was woken after it had gone"))
    }
}
