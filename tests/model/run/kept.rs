//! What bodies keep, permits and leases: what is done with it, and how long they stay for it.

use super::super::hostile::catch;
use super::super::kept::{Deed, Did};
use super::super::reference::{How, Kept, Outcome, Refused, What};
use super::super::schedule::{End, Use};
use super::super::tasks::{Body, Mailbox};
use super::{Checked, Form, Live, TASKS, World, ensure};
use std::cell::RefCell;
use std::mem;
use std::rc::Rc;
use std::task::Context;

impl World {
    /// A body that tries at its first poll to get something of a channel, with a handle of its own; who gets it so keeps it as one
    /// whose operation is complete.
    pub(super) fn try_to_keep(
        &mut self,
        handle: (usize, End),
        body: Body,
        mail: Mailbox,
        expected: impl FnOnce(&mut Self) -> Result<Outcome, Refused>,
    ) -> Checked {
        let body = Rc::new(RefCell::new(body));
        let task = self.add_task(vec![], true);
        let bell = self.bell(task, false);
        _ = body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker));
        self.heed();
        let tried = mail.borrow_mut().tried.take();
        let expected = expected(self);
        ensure!(tried.is_none_or(|tried| tried == expected), "{tried:?}, not {expected:?}");
        if let Ok(outcome) = expected {
            self.model.keep(task, handle.0, outcome, false);
            if tried.is_none() {
                self.model.give_back_untold(task, outcome);
            }
        }
        let form = Form::Single { renews: true };
        self.live.push(Live {
            task,
            body,
            mail,
            handles: vec![handle],
            polled: true,
            polls_at_once: false,
            form,
        });
        self.retire(task);
        Ok(())
    }

    /// Uses what one of the tasks has got last that keep anything.
    pub(super) fn use_kept(&mut self, keeper: u8, how: Use) -> Checked {
        let keepers = self.live.iter().chain(&self.keepers);
        let keepers: Vec<_> = keepers.filter(|live| self.model.keeps(live.task)).collect();
        let Some(Live { task, body, mail, form, .. }) = keepers.get(keeper as usize % keepers.len().max(1))
        else {
            return Ok(());
        };
        let (task, body, mail) = (*task, body.clone(), mail.clone());
        let owns = *form == Form::Single { renews: false };
        let Some(kept) = self.model.last_kept(task) else { return Ok(()) };
        let leaks = !self.busy && !owns && !matches!(kept, Kept::Lease { owned: true, .. });
        let (deed, id) = match (how, kept) {
            (Use::Finish, Kept::Permit { .. }) => {
                let (id, value) = self.value();
                (Deed::Send(value), Some(id))
            }
            (Use::Finish, Kept::Lease { .. }) => (Deed::Take, None),
            (Use::Own, Kept::Lease { .. }) => (Deed::Own, None),
            (Use::Leak, _) if leaks => (Deed::Leak, None),
            _ => (Deed::Drop, None),
        };
        mail.borrow_mut().deed = Some(deed);
        let bell = self.bell(task, false);
        let never = catch(|| body.borrow_mut().as_mut().poll(&mut Context::from_waker(&bell.waker)));
        drop(body);
        self.heed();
        ensure!(never.is_some_and(|never| never.is_pending()), "a body never completes");
        let panicked = mem::take(&mut mail.borrow_mut().panicked);
        let did = mail.borrow_mut().did.take();
        let expected = match (how, kept) {
            (Use::Finish, Kept::Permit { .. }) => id.map(|id| Did::Sent(self.model.fill(task, id))),
            (Use::Finish, Kept::Lease { .. }) => self.model.take_leased(task).map(Did::Took),
            (Use::Own, Kept::Lease { .. }) => {
                self.model.own_lease(task);
                None
            }
            (Use::Leak, _) if leaks => {
                self.model.leak_kept(task);
                None
            }
            _ => {
                self.model.drop_kept(task);
                // What is left of a permit that owns its sender.
                did.filter(|_| owns)
            }
        };
        ensure!(panicked || did == expected, "{did:?}, not {expected:?}");
        if !self.model.keeps(task) && self.keepers.iter().any(|live| live.task == task) {
            if !owns {
                self.check()?;
            }
            self.drop_live(task);
        }
        Ok(())
    }

    /// A lease that an operation has come to has the receiver that this has owned.
    pub(super) fn hand_over(&mut self, task: usize, outcome: Outcome) {
        if let (Outcome::Leased(_), What::Recv { how: How::OwnedLease, .. }) =
            (outcome, self.model.first(task))
        {
            if let Some(live) = self.live(task) {
                live.handles.clear();
            }
        }
    }

    /// An operation that has come to its end is dropped, unless it keeps something.
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
        if written || !self.model.keeps(task) || self.keepers.len() >= TASKS {
            return self.drop_live(task);
        }
        let keeper = self.take_live(task);
        self.keepers.extend(keeper);
        self.woken.retain(|&woken| woken != task);
    }

    /// Whether it waits or only keeps something.
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
