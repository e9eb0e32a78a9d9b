//! What has to run after a transition: the one task it wakes, and what it leaves to be dropped.
//!
//! Transitions write into a [`Wakes`] while the channel is held; only [`Shared`](crate::flavor::Shared) runs it,
//! after release. Wakers, tickets and values are foreign code, so none of them is dropped before either.

use super::ticket::Ticket;
use super::waiters::Side;
use crate::flavor::Flavor;
use core::task::Waker;

/// Whom a commit, or a close, wakes.
pub(crate) enum Wake<F: Flavor> {
    Nobody,
    /// A task, and the vacated slot that may keep its waker.
    Task(Waker, Side, u32),
    /// A task that is told of the close: its waker is not needed again.
    Last(Waker),
    /// The select that shares this ticket.
    Select(F::Ptr<Ticket<F>>),
}

impl<F: Flavor> Wake<F> {
    pub(super) fn select(ticket: Option<F::Ptr<Ticket<F>>>) -> Self {
        ticket.map_or(Wake::Nobody, Wake::Select)
    }

    pub(super) fn task(waker: Option<Waker>, side: Side, slot: u32) -> Self {
        waker.map_or(Wake::Nobody, |waker| Wake::Task(waker, side, slot))
    }

    pub(super) fn last(waker: Option<Waker>) -> Self {
        waker.map_or(Wake::Nobody, Wake::Last)
    }
}

/// The effects of one transition, run after release. Every transition wakes at most one task, displaces at
/// most one waker and lets go of at most one ticket.
#[must_use = "a transition's effects run after the channel is released"]
pub struct Wakes<F: Flavor> {
    pub(crate) wake: Wake<F>,
    pub(crate) waker: Option<Waker>,
    pub(crate) ticket: Option<F::Ptr<Ticket<F>>>,
}

impl<F: Flavor> Wakes<F> {
    #[inline]
    pub(crate) fn new() -> Self {
        Wakes { wake: Wake::Nobody, waker: None, ticket: None }
    }

    #[inline]
    pub(super) fn wake(&mut self, wake: Wake<F>) {
        debug_assert!(matches!(self.wake, Wake::Nobody), "one transition wakes at most one task");
        self.wake = wake;
    }

    #[inline]
    pub(super) fn discard(&mut self, waker: Option<Waker>) {
        debug_assert!(self.waker.is_none(), "one transition displaces at most one waker");
        self.waker = waker;
    }

    #[inline]
    pub(super) fn discard_ticket(&mut self, ticket: Option<F::Ptr<Ticket<F>>>) {
        debug_assert!(self.ticket.is_none(), "one transition lets go of at most one ticket");
        self.ticket = ticket;
    }
}
