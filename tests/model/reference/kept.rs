//! What tasks keep of that which their operations have got, and what becomes of it: permits and leases.

use super::{How, Model, Outcome, What};
use std::mem;

/// What a task keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kept {
    Permit {
        chan: usize,
    },
    /// `owned`: with a receiver.
    Lease {
        chan: usize,
        value: u32,
        owned: bool,
    },
}

impl Model {
    pub(in super::super) fn keeps(&self, task: usize) -> bool {
        !self.tasks[task].kept.is_empty()
    }

    /// What the task has got last.
    pub(in super::super) fn last_kept(&self, task: usize) -> Option<Kept> {
        self.tasks[task].kept.last().copied()
    }

    /// How many permits of the channel tasks keep, and how many leases.
    pub(super) fn kept_of(&self, chan: usize) -> [usize; 2] {
        let kept = || self.tasks.iter().flat_map(|task| &task.kept);
        let permits = kept().filter(|kept| matches!(kept, Kept::Permit { chan: of } if *of == chan));
        let leases = kept().filter(|kept| matches!(kept, Kept::Lease { chan: of, .. } if *of == chan));
        [permits.count(), leases.count()]
    }

    /// What an operation has got from the channel is the task's.
    pub(in super::super) fn keep(&mut self, task: usize, chan: usize, outcome: Outcome, owned: bool) {
        let kept = &mut self.tasks[task].kept;
        match outcome {
            Outcome::Reserved(number) => kept.extend((0..number).map(|_| Kept::Permit { chan })),
            Outcome::Leased(value) => kept.push(Kept::Lease { chan, value, owned }),
            _ => {}
        }
    }

    /// What the arm has got is the task's.
    pub(super) fn keep_outcome(&mut self, task: usize, arm: usize, outcome: Outcome) {
        match &mut self.tasks[task].arms[arm].0 {
            What::Reserve { chan, held, .. } => {
                *held = 0;
                let chan = *chan;
                self.keep(task, chan, outcome, false);
            }
            What::Recv { chan, how, .. } => {
                let (chan, owned) = (*chan, *how == How::OwnedLease);
                self.keep(task, chan, outcome, owned);
            }
            _ => {}
        }
    }

    /// What the task has got last is not its own any more, and nothing else is done.
    pub(in super::super) fn take_kept(&mut self, task: usize) -> Option<Kept> {
        self.tasks[task].kept.pop()
    }

    /// What the task has got last is leaked.
    pub(in super::super) fn leak_kept(&mut self, task: usize) {
        self.lost += usize::from(matches!(self.take_kept(task), Some(Kept::Lease { .. })));
    }

    /// The permit that the task has got last sends; whether it did.
    pub(in super::super) fn fill(&mut self, task: usize, value: u32) -> bool {
        let Some(Kept::Permit { chan }) = self.take_kept(task) else { return false };
        let open = !self.channels[chan].closed;
        if open {
            self.channels[chan].permits -= 1;
            self.channels[chan].buffer.push_back(value);
            self.settle(chan);
        } else {
            self.dropped.push(value);
        }
        self.spring();
        open
    }

    /// The value of the lease that the task has got last is taken for good, and dropped.
    pub(in super::super) fn take_leased(&mut self, task: usize) -> Option<u32> {
        let Some(Kept::Lease { chan, value, owned }) = self.take_kept(task) else { return None };
        self.end_lease(chan);
        if owned {
            self.drop_receiver(chan);
        }
        self.dropped.push(value);
        self.spring();
        Some(value)
    }

    /// The lease that the task has got last has a receiver of its own from now on.
    pub(in super::super) fn own_lease(&mut self, task: usize) {
        if let Some(Kept::Lease { chan, owned, .. }) = self.tasks[task].kept.last_mut() {
            let clones = !mem::replace(owned, true);
            self.channels[*chan].receivers += usize::from(clones);
        }
    }

    /// What the task has got last is dropped.
    pub(in super::super) fn drop_kept(&mut self, task: usize) {
        let kept = self.take_kept(task);
        self.give_back(kept);
    }

    /// All of it, in the order in which the task has got it.
    pub(super) fn drop_all_kept(&mut self, task: usize) {
        for kept in mem::take(&mut self.tasks[task].kept) {
            self.give_back(Some(kept));
        }
    }

    fn give_back(&mut self, kept: Option<Kept>) {
        match kept {
            Some(Kept::Permit { chan }) => self.release(chan, 1),
            Some(Kept::Lease { chan, value, owned }) => {
                self.return_lease(chan, value);
                if owned {
                    self.drop_receiver(chan);
                }
            }
            None => {}
        }
    }

    /// What a poll has got that has panicked goes back with it; a receiver that was to be with it stays with the operation.
    pub(in super::super) fn give_back_untold(&mut self, task: usize, outcome: Outcome) {
        if let (Outcome::Leased(_), Some(Kept::Lease { owned, .. })) =
            (outcome, self.tasks[task].kept.last_mut())
        {
            *owned = false;
            self.drop_kept(task);
        }
    }
}
