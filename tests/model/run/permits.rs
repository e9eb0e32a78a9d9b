//! Permits: how they are got, who keeps them, and what is done with them.

use super::super::hostile::catch;
use super::super::permits::{self, Deed};
use super::super::reference::{Refused, What};
use super::super::schedule::{End, ReserveForm};
use super::super::tasks::Mailbox;
use super::waiting::Started;
use super::{Checked, Form, Live, TASKS, World, ensure};
use std::cell::RefCell;
use std::mem;
use std::rc::Rc;
use std::task::Context;

impl World {
    pub(super) fn start_reserve(&mut self, chan: usize, form: ReserveForm, takes: bool) -> Option<Started> {
        let tx = self.sender(chan, takes)?;
        let form = match (form, tx.capacity()) {
            (ReserveForm::Many(number), Some(capacity @ 1..)) => ReserveForm::Many(number.min(capacity)),
            _ => form,
        };
        let number = if let ReserveForm::Many(number) = form { number } else { 1 };
        let mail = Mailbox::default();
        let body = permits::reserve(tx, form, mail.clone());
        let renews = !matches!(form, ReserveForm::Owned);
        Started::single(What::Reserve { chan, number, held: 0 }, body, mail, (chan, End::Sender), renews)
    }

    /// Who gets permits so keeps them as one whose operation is complete.
    pub(super) fn try_reserve(&mut self, chan: usize, number: usize) -> Checked {
        let Some(tx) = self.sender(chan, false) else { return Ok(()) };
        let mail = Mailbox::default();
        let body = Rc::new(RefCell::new(permits::try_reserve(tx, number, mail.clone())));
        let task = self.add_task(vec![], true);
        let bell = self.bell(task, false);
        _ = body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker));
        let tried = mail.borrow_mut().tried.take();
        let expected: Result<(), Refused> = self.model.reserve(chan, number);
        ensure!(tried == Some(expected), "{tried:?}, not {expected:?}");
        if expected.is_ok() {
            self.model.keep_permits(task, chan, number);
        }
        let form = Form::Single { renews: true };
        let handles = vec![(chan, End::Sender)];
        self.live.push(Live { task, body, mail, handles, polled: true, polls_at_once: false, form });
        self.retire(task);
        Ok(())
    }

    /// Uses the last permit of one of the tasks that have any.
    pub(super) fn use_permit(&mut self, permit: u8, deed: Deed<()>) -> Checked {
        let mut keepers = self.live.iter().chain(&self.keepers);
        let keepers: Vec<_> = keepers.by_ref().filter(|live| self.model.permits_of(live.task) > 0).collect();
        let Some(Live { task, body, mail, form, .. }) = keepers.get(permit as usize % keepers.len().max(1))
        else {
            return Ok(());
        };
        let (task, body, mail) = (*task, body.clone(), mail.clone());
        let owned = *form == Form::Single { renews: false };
        let (deed, id) = match deed {
            Deed::Send(()) => {
                let (id, value) = self.value();
                (Deed::Send(value), Some(id))
            }
            Deed::Leak if !owned && !self.busy => (Deed::Leak, None),
            Deed::Drop | Deed::Leak => (Deed::Drop, None),
        };
        let leaks = matches!(deed, Deed::Leak);
        mail.borrow_mut().deed = Some(deed);
        let bell = self.bell(task, false);
        let never = catch(|| body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker)));
        drop(body);
        self.heed();
        ensure!(never.is_some_and(|never| never.is_pending()), "a body never completes");
        let panicked = mem::take(&mut mail.borrow_mut().panicked);
        let filled = mail.borrow_mut().filled.take();
        match id {
            Some(id) => {
                let expected = self.model.fill(task, id);
                ensure!(panicked || filled == Some(expected), "sent: {filled:?}, not {expected}");
            }
            None if leaks => _ = self.model.take_permit(task),
            None => self.model.drop_permit(task),
        }
        if self.model.permits_of(task) == 0 && self.keepers.iter().any(|live| live.task == task) {
            if !owned {
                self.check()?;
            }
            self.drop_live(task);
        }
        Ok(())
    }

    /// An operation that has come to its end is dropped, unless it keeps permits.
    pub(super) fn end_if_over(&mut self, task: usize) -> Checked {
        if !self.model.goes_on(task) {
            let owns = self.live(task).is_some_and(|live| live.form == Form::Single { renews: false });
            // A handle that a reserve has owned goes with its end.
            if !(owns && matches!(self.model.first(task), What::Reserve { .. })) {
                self.check()?;
            }
            self.retire(task);
        }
        Ok(())
    }

    pub(super) fn retire(&mut self, task: usize) {
        let written = self.live(task).is_some_and(|live| matches!(live.form, Form::Written { .. }));
        if written || self.model.permits_of(task) == 0 || self.keepers.len() >= TASKS {
            return self.drop_live(task);
        }
        let keeper = self.take_live(task);
        self.keepers.extend(keeper);
        self.woken.retain(|&woken| woken != task);
    }

    /// Whether it waits or only keeps permits.
    pub(super) fn take_live(&mut self, task: usize) -> Option<Live> {
        let all = [&mut self.live, &mut self.keepers];
        all.into_iter().find_map(|all| {
            let at = all.iter().position(|live| live.task == task)?;
            Some(all.swap_remove(at))
        })
    }

    pub(super) fn drop_keepers(&mut self) -> Checked {
        while let Some(keeper) = self.keepers.first() {
            self.drop_live(keeper.task);
            self.check()?;
        }
        Ok(())
    }
}
