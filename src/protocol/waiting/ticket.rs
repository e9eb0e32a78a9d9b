//! One word per parked select: which of its arms won.
//!
//! A ticket is open (0) until one arm wins it (arm + 1), and is never reopened while anybody shares it. The
//! slots of all arms of one park share one ticket, and with it the select's only waker.

use crate::flavor::{Flavor, WakerCell, Word};
use core::task::Waker;

/// No arm: the select has closed its ticket itself.
const NOBODY: usize = usize::MAX;

/// Arbitrates among the arms of one parked select.
pub struct Ticket<F: Flavor> {
    decided: F::Word,
    waker: F::WakerCell,
}

impl<F: Flavor> Ticket<F> {
    pub(crate) fn new() -> Self {
        Ticket { decided: Word::new(0), waker: WakerCell::new() }
    }

    /// Decides the select for `arm`, unless it was decided. Winning orders nothing: the winner holds the arm's
    /// channel, and the select learns what it won by entering that channel.
    #[inline]
    pub(crate) fn win(&self, arm: u32) -> bool {
        self.decided.change(0, arm as usize + 1)
    }

    /// Closes the ticket, unless it was decided; the arm that won.
    pub(crate) fn close(&self) -> Option<usize> {
        self.decided.change(0, NOBODY);
        Some(self.decided.get()).filter(|&won| won != NOBODY).map(|won| won - 1)
    }

    /// Whether nobody has won yet.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        self.decided.get() == 0
    }

    /// Opens the ticket for another select: nobody else shares it.
    pub(crate) fn reopen(&mut self) {
        self.decided.set(0);
    }

    /// The task to wake when an arm wins; whether foreign code has run. If that panics, the ticket may wake nobody any
    /// more: it must not be used again.
    pub(crate) fn register(&self, waker: &Waker) -> bool {
        self.waker.register(waker)
    }

    /// Wakes the select. Foreign code.
    pub(crate) fn wake(&self) {
        self.waker.wake();
    }
}
