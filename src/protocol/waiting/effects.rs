//! What has to run after a transition: the one task it wakes, and what it leaves to be dropped.
//!
//! Transitions write into [`Effects`] while the channel is held; only [`Shared`](crate::flavor::Shared) runs them,
//! after release. Wakers, tickets and values are foreign code, so none of them is dropped before either.

use super::slot::Home;
use super::ticket::Ticket;
use crate::flavor::Flavor;
use core::mem::ManuallyDrop;
use core::task::Waker;

/// A task that is woken.
pub(crate) struct Woken {
    pub(crate) waker: Waker,
    /// The slot that may keep its waker.
    pub(crate) home: Home,
}

impl Woken {
    /// Where its slot stands in the line.
    #[inline(always)]
    pub(crate) fn index(&self) -> u32 {
        self.home.index
    }
}

/// The effects of one transition, run after release. Every transition wakes at most one task or select, displaces at
/// most one waker and lets go of at most one ticket.
///
/// The parts stand side by side, not in an enum: where a transition is compiled into its caller, each is then known.
/// None of them is dropped with it, since a panic would drop it while the channel is held: it is leaked then.
#[must_use = "a transition's effects run after the channel is released"]
pub struct Effects<F: Flavor> {
    /// The task that is woken.
    pub(crate) task: ManuallyDrop<Option<Woken>>,
    /// The select that is woken: the one that shares this ticket.
    pub(crate) select: ManuallyDrop<Option<F::Ptr<Ticket<F>>>>,
    /// To be dropped.
    pub(crate) waker: ManuallyDrop<Option<Waker>>,
    /// To be dropped.
    pub(crate) ticket: ManuallyDrop<Option<F::Ptr<Ticket<F>>>>,
}

impl<F: Flavor> Effects<F> {
    #[inline]
    pub(crate) fn new() -> Self {
        Effects {
            task: ManuallyDrop::new(None),
            select: ManuallyDrop::new(None),
            waker: ManuallyDrop::new(None),
            ticket: ManuallyDrop::new(None),
        }
    }

    /// Whether nothing is to be run.
    pub(crate) fn is_empty(&self) -> bool {
        !self.wakes() && self.waker.is_none() && self.ticket.is_none()
    }

    /// Whether it wakes anybody.
    pub(crate) fn wakes(&self) -> bool {
        self.task.is_some() || self.select.is_some()
    }

    #[inline]
    pub(super) fn wake_task(&mut self, woken: Woken) {
        debug_assert!(self.task.is_none() && self.select.is_none(), "one transition wakes at most one task");
        self.task = ManuallyDrop::new(Some(woken));
    }

    #[inline]
    pub(super) fn wake_select(&mut self, ticket: Option<F::Ptr<Ticket<F>>>) {
        debug_assert!(self.task.is_none() && self.select.is_none(), "one transition wakes at most one task");
        self.select = ManuallyDrop::new(ticket);
    }

    #[inline]
    pub(super) fn discard(&mut self, waker: Option<Waker>) {
        debug_assert!(self.waker.is_none(), "one transition displaces at most one waker");
        self.waker = ManuallyDrop::new(waker);
    }

    #[inline]
    pub(super) fn discard_ticket(&mut self, ticket: F::Ptr<Ticket<F>>) -> bool {
        debug_assert!(self.ticket.is_none(), "one transition lets go of at most one ticket");
        self.ticket = ManuallyDrop::new(Some(ticket));
        true
    }
}
