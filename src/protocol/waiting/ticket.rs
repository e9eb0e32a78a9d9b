//! One word per parked select: which of its arms won.
//!
//! A ticket is open (0) until one arm wins it (arm + 1). Its select may hold it for a while, and is passed over meanwhile.
//! Once won or closed, it is never reopened while anybody shares it. The slots of all arms of one park share one ticket,
//! and with it the select's only waker.
//!
//! A merge's member has a ticket of its own, which decides nothing, since a member always wins: it leads to the list of those
//! that are [`Ready`].

use super::ready::Ready;
use crate::flavor::{Flavor, WakerCell, Word};
use core::task::Waker;

/// No arm: the select has closed its ticket itself.
const NOBODY: usize = usize::MAX;
/// Nobody yet: the select polls foreign futures.
const HELD: usize = usize::MAX - 1;

/// What became of an arm whose turn has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Won,
    /// Its select is busy, and will look for itself.
    Held,
    /// Its select was decided elsewhere.
    Lost,
}

/// Arbitrates among the arms of one parked select, or stands for one member of a merge.
pub struct Ticket<F: Flavor> {
    decided: F::Word,
    owner: Owner<F>,
}

enum Owner<F: Flavor> {
    Select(F::WakerCell),
    /// And the member's link in the list.
    Member(F::Ptr<Ready<F>>, F::Word),
}

impl<F: Flavor> Ticket<F> {
    pub(crate) fn new() -> Self {
        Ticket { decided: Word::new(0), owner: Owner::Select(WakerCell::new()) }
    }

    /// The ticket of one member, which parks with its index as its arm.
    pub(crate) fn of_member(ready: F::Ptr<Ready<F>>) -> Self {
        Ticket { decided: Word::new(0), owner: Owner::Member(ready, Word::new(0)) }
    }

    /// Of a member in the list: the one that was added before it.
    pub(crate) fn before(&self) -> Option<u32> {
        match &self.owner {
            Owner::Select(_) => None,
            Owner::Member(_, link) => Ready::<F>::before(link),
        }
    }

    /// Decides for `arm`, if it is open. Winning orders nothing: the winner holds the arm's channel, and the select learns
    /// what it won by entering that channel.
    #[inline]
    pub(super) fn win(&self, arm: u32) -> Turn {
        if let Owner::Member(ready, link) = &self.owner {
            ready.push(arm, link);
            Turn::Won
        } else if self.decided.change(0, arm as usize + 1) {
            Turn::Won
        } else if self.decided.get() == HELD {
            // It is held still: a select opens its ticket again only while it holds all its channels, and the caller has one.
            Turn::Held
        } else {
            Turn::Lost
        }
    }

    /// Holds the ticket, unless it was decided; whether it does. Whoever would have won until it is opened again is found
    /// by the select itself, which then enters the channels after them.
    pub(crate) fn hold(&self) -> bool {
        self.decided.change(0, HELD)
    }

    /// Opens the ticket that the select has held, while it holds all its channels.
    pub(crate) fn open(&self) {
        self.decided.set(0);
    }

    /// Closes the ticket, unless it was decided; the arm that won.
    pub(crate) fn close(&self) -> Option<usize> {
        _ = self.decided.change(0, NOBODY) || self.decided.change(HELD, NOBODY);
        Some(self.decided.get()).filter(|&won| won != NOBODY).map(|won| won - 1)
    }

    /// Whether nobody has won yet.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.decided.get() == 0
    }

    /// Whether an arm of the select has won, or none ever will. It stays so while anybody shares the ticket.
    pub(super) fn is_decided(&self) -> bool {
        !matches!(self.decided.get(), 0 | HELD)
    }

    /// Opens the ticket for another select: nobody else shares it.
    pub(crate) fn reopen(&mut self) {
        self.decided.set(0);
    }

    /// The task to wake when an arm wins; whether foreign code has run. If that panics, the ticket may wake nobody any
    /// more: it must not be used again.
    pub(crate) fn register(&self, waker: &Waker) -> bool {
        match &self.owner {
            Owner::Select(cell) => cell.register(waker),
            Owner::Member(..) => false,
        }
    }

    /// Wakes the select, or the merge if that waits. Foreign code.
    pub(crate) fn wake(&self) {
        match &self.owner {
            Owner::Select(waker) => waker.wake(),
            Owner::Member(ready, _) => ready.wake_for_added(),
        }
    }
}
