//! The lock of a channel, and several of them held at once.
//!
//! Own, and not a mutex of the standard library: that one swaps to unlock, which costs as much again as all of this;
//! without `std` there is none; and a select has to hold several channels of different types, in one order, without
//! memory. Critical sections are short and run no foreign code, so
//! whoever finds the lock taken spins shortly and then yields to whoever holds it.

use super::{Hold, Moment};
use crate::few::Few;
use crate::primitive::{Rank, rank};
use core::ptr;

#[cfg(not(feature = "critical-section"))]
use crate::primitive::{AtomicUsize, Backoff, Ordering};

/// What unlocking needs to know of the locking.
#[cfg(not(feature = "critical-section"))]
#[derive(Clone, Copy)]
pub(super) struct Token;
#[cfg(feature = "critical-section")]
pub(super) type Token = critical_section::RestoreState;

/// In a lock's word: it is taken. What is above counts how often it was.
#[cfg(not(feature = "critical-section"))]
const TAKEN: usize = Moment::BUSY;

/// One channel's lock.
pub(super) struct Lock {
    #[cfg(not(feature = "critical-section"))]
    word: AtomicUsize,
    /// What decides before the address in which order selects take locks.
    rank: Rank,
}

impl Lock {
    pub(super) fn new() -> Self {
        Lock {
            #[cfg(not(feature = "critical-section"))]
            word: AtomicUsize::new(0),
            rank: rank(),
        }
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn lock(&self) -> Token {
        // Acquire: whoever takes the lock sees all that was done under it before, see `unlock`. Sequentially consistent: the
        // place of what is done under the lock in the one order of all such operations, see `is_taken`.
        if !self.take() {
            self.lock_contended();
        }
        Token
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline(always)]
    fn take(&self) -> bool {
        self.word.fetch_or(TAKEN, Ordering::SeqCst) & TAKEN == 0
    }

    #[cfg(not(feature = "critical-section"))]
    #[cold]
    fn lock_contended(&self) {
        let backoff = Backoff::new();
        loop {
            // Looks before it tries, so that waiting does not take the cache line from the holder.
            if self.word.load(Ordering::Relaxed) & TAKEN == 0 && self.take() {
                return;
            }
            backoff.snooze();
        }
    }

    /// The word. Unless the lock is taken, whoever took it before this look in the order of sequentially consistent operations is
    /// seen, with all that was done; and whoever takes it later sees what the caller did before.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn entries(&self) -> usize {
        self.word.load(Ordering::SeqCst)
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn unlock(&self, Token: Token) {
        // Release, to the next `lock`. A plain store: nobody sleeps on this lock, so nobody has to be told, and nobody else changes
        // the word of a lock that is taken. That it is not makes the count one more.
        self.word.store(self.word.load(Ordering::Relaxed).wrapping_add(TAKEN), Ordering::Release);
    }

    /// It is not counted, so it tells nothing.
    #[cfg(feature = "critical-section")]
    pub(super) fn entries(&self) -> usize {
        Moment::BUSY
    }

    #[cfg(feature = "critical-section")]
    #[allow(unsafe_code)]
    #[inline]
    pub(super) fn lock(&self) -> Token {
        // SAFETY: every token goes to one `unlock`, and tokens of nested sections in reverse order: a guard has
        // one, `Locks` has a stack of them, and nothing else is entered while either exists.
        unsafe { critical_section::acquire() }
    }

    #[cfg(feature = "critical-section")]
    #[allow(unsafe_code)]
    #[inline]
    pub(super) fn unlock(&self, token: Token) {
        // SAFETY: as above.
        unsafe { critical_section::release(token) }
    }
}

/// A channel, to whoever holds several.
pub(super) trait Door {
    /// Its lock.
    fn lock(&self) -> &Lock;
    /// The lock was taken.
    fn entered(&self);
    /// The lock is about to be released.
    fn leaving(&self);
}

/// The channels that a select holds.
pub struct Locks<'a> {
    /// In the order in which they are taken, once they are; a token for each one taken.
    doors: Few<(&'a dyn Door, Option<Token>), 16>,
}

impl<'a> Locks<'a> {
    /// Names a channel as one to hold.
    pub(super) fn join(&mut self, door: &'a dyn Door) {
        self.doors.push((door, None));
    }

    /// Whether this channel is one of them, and its lock taken: it is with the first of those that name it.
    pub(super) fn holds(&mut self, door: &dyn Door) -> bool {
        let (doors, own) = (self.doors.items(), place(door));
        let first = doors.partition_point(|one| one.as_ref().is_some_and(|(one, _)| place(*one) < own));
        matches!(doors.get(first), Some(Some((one, Some(_)))) if place(*one) == own)
    }
}

/// Where a channel stands in the order in which everybody takes several locks: that of their addresses.
fn place(door: &dyn Door) -> (Rank, *const Lock) {
    (door.lock().rank, ptr::from_ref(door.lock()))
}

impl<'a> Hold<'a> for Locks<'a> {
    fn new() -> Self {
        Locks { doors: Few::new() }
    }

    fn acquire(&mut self) {
        let doors = self.doors.items();
        // Nobody waits in a circle.
        doors.sort_unstable_by_key(|one| one.as_ref().map(|(door, _)| place(*door)));
        let mut last = None;
        for (door, token) in doors.iter_mut().flatten() {
            if last.replace(place(*door)) != Some(place(*door)) {
                *token = Some(door.lock().lock());
                door.entered();
            }
        }
    }
}

impl Drop for Locks<'_> {
    fn drop(&mut self) {
        for (door, token) in self.doors.items().iter_mut().rev().flatten() {
            if let Some(token) = token.take() {
                door.leaving();
                door.lock().unlock(token);
            }
        }
    }
}
