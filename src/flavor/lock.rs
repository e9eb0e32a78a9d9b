//! The lock of a channel, and several of them held at once.
//!
//! Own, and not a mutex of the standard library: that one swaps to unlock, which costs as much again as all of this;
//! without `std` there is none; and a select has to hold several channels of different types, in one order, without
//! memory. Critical sections are short and run no foreign code, so whoever finds the lock taken spins shortly and then yields
//! to whoever holds it, after it has stayed away where that is [worth it](super::crowd).

use super::crowd::Crowd;
use super::{Hold, Moment};
use crate::primitive::{AtomicUsize, Mark, Rank, rank, rank_of};
use crate::small_vec::SmallVec;
use core::ptr;

#[cfg(not(feature = "critical-section"))]
use crate::primitive::{Backoff, Ordering, add_alone};

/// What unlocking needs to know of the locking.
#[cfg(not(feature = "critical-section"))]
#[derive(Clone, Copy)]
pub(super) struct Token;
#[cfg(feature = "critical-section")]
pub(super) type Token = critical_section::RestoreState;

/// In a lock's word: it is taken. What is above counts how often it was, unless its holder has put a mark there.
const TAKEN: usize = Moment::BUSY;

/// One channel's lock.
pub(super) struct Lock {
    word: AtomicUsize,
    /// What decides before the address in which order selects take locks.
    rank: Rank,
    mark: Mark,
}

impl Lock {
    pub(super) fn new() -> Self {
        Lock { word: AtomicUsize::new(0), rank: rank(), mark: Mark::new() }
    }

    /// Takes the lock; with a crowd, it may stay away from it first. Whoever holds other locks does not.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn lock(&self, crowd: Option<&Crowd>) -> Token {
        // Acquire: whoever takes the lock sees all that was done under it before, see `unlock`. Sequentially consistent: the
        // place of what is done under the lock in the one order of all such operations, see `entries`.
        if !self.take() {
            self.lock_contended(crowd);
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
    fn lock_contended(&self, crowd: Option<&Crowd>) {
        if let Some(crowd) = crowd {
            crowd.stay_away(|| self.word.load(Ordering::Relaxed) / (TAKEN + 1));
        }
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
        add_alone(&self.word, TAKEN, Ordering::Release);
    }

    /// It is not counted, so it tells nothing.
    #[cfg(feature = "critical-section")]
    pub(super) fn entries(&self) -> usize {
        Moment::BUSY
    }

    /// Puts a mark of the holder there, or what was there back; what was there.
    fn mark(&self, mark: usize) -> usize {
        self.mark.put(&self.word, mark)
    }

    fn marked(&self) -> usize {
        self.mark.get(&self.word)
    }

    #[cfg(feature = "critical-section")]
    #[allow(unsafe_code)]
    #[inline]
    pub(super) fn lock(&self, _: Option<&Crowd>) -> Token {
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

/// Where a channel stands in the order in which everybody takes several locks: that of their addresses.
fn place(door: &dyn Door) -> (Rank, *const ()) {
    (rank_of(|| door.lock().rank), ptr::from_ref(door).cast())
}

/// A channel that a select holds.
struct Held<'a> {
    door: &'a dyn Door,
    /// If its lock was taken for this entry: a channel that is named twice is taken once. And what its word was.
    taken: Option<(Token, usize)>,
}

/// The channels that a select holds.
pub struct Locks<'a> {
    /// In the order in which they are taken, once they are.
    doors: SmallVec<Held<'a>, 16>,
    /// Their locks are marked with the address of the first of them, once they are taken.
    mark: usize,
}

impl<'a> Locks<'a> {
    /// Names a channel as one to hold.
    #[inline]
    pub(super) fn join(&mut self, door: &'a dyn Door) {
        self.doors.push(Held { door, taken: None });
    }

    /// Whether this channel is one of them, and its lock taken. Nobody else holds the first lock, and whoever held it before has
    /// taken its mark out of all other words first.
    #[inline]
    pub(super) fn holds(&self, door: &impl Door) -> bool {
        self.mark != 0 && door.lock().marked() == self.mark
    }
}

impl<'a> Hold<'a> for Locks<'a> {
    fn new() -> Self {
        Locks { doors: SmallVec::new(), mark: 0 }
    }

    fn acquire(&mut self) {
        let doors = self.doors.items();
        // Nobody waits in a circle.
        doors.sort_unstable_by_key(|held| held.as_ref().map(|held| place(held.door)));
        let mut last = None;
        for held in doors.iter_mut().flatten() {
            if last.replace(place(held.door)) != Some(place(held.door)) {
                let lock = held.door.lock();
                let token = lock.lock(None);
                if self.mark == 0 {
                    self.mark = ptr::from_ref(lock).addr() | TAKEN;
                }
                held.taken = Some((token, lock.mark(self.mark)));
                held.door.entered();
            }
        }
    }
}

impl Drop for Locks<'_> {
    fn drop(&mut self) {
        for held in self.doors.items().iter_mut().rev().flatten() {
            if let Some((token, word)) = held.taken.take() {
                held.door.leaving();
                held.door.lock().mark(word);
                held.door.lock().unlock(token);
            }
        }
    }
}
