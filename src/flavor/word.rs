//! What several owners share without entering a channel: numbers, and one task's waker; and what each flavour has for them. Nothing here knows of channels.

use core::cell::Cell;
use core::task::Waker;

/// One word that several owners may change.
///
/// It arbitrates and counts, it publishes nothing: what it decides about is reached through an
/// [`Exclusive`](super::Exclusive), whose hand-over orders the accesses. Only `decrement` and the `ordered` ones order more.
pub trait Word {
    /// One with this value.
    fn new(value: usize) -> Self;
    /// Its value.
    fn get(&self) -> usize;
    /// Stores a value.
    fn set(&self, value: usize);
    /// `from` becomes `to`, for one caller only.
    fn change(&self, from: usize, to: usize) -> bool;
    /// A number to begin with, another one each time.
    fn seed() -> usize;
    /// Adds one.
    fn increment(&self);
    /// Takes one away; the value before. Whoever finds 1 sees all that was done before every other decrement.
    fn decrement(&self) -> usize;
    /// Its value, in the one order of sequentially consistent operations; whoever finds what an ordered change has stored
    /// sees all that was done before that.
    fn get_ordered(&self) -> usize;
    /// [`change`](Word::change), in the one order of sequentially consistent operations.
    fn change_ordered(&self, from: usize, to: usize) -> bool;
}

/// A number that its owner writes, and others may change, and beside it one that only its owner writes. Like a [`Word`], it
/// publishes nothing.
pub trait Stamp {
    /// Both are 0.
    fn new() -> Self;
    /// The number.
    fn get(&self) -> u32;
    /// Stores a number, beside which nobody needs another.
    fn set(&self, number: u32);
    /// The number becomes 0, if it is this one, for one caller only; the one beside it then, as it was.
    fn clear(&self, number: u32) -> Option<u32>;
    /// The one beside it.
    fn beside(&self) -> u32;
    /// Stores both.
    fn note(&mut self, number: u32, beside: u32);
}

/// One task's waker, replaced by its owner and woken by others.
pub trait WakerCell {
    /// An empty cell.
    fn new() -> Self;
    /// Keeps the waker for the next `wake`; clones it only where the kept one wakes another task. Whether it
    /// did: foreign code has run then.
    fn register(&self, waker: &Waker) -> bool;
    /// Wakes the task registered last, if it was not woken since.
    fn wake(&self);
}

// ---- One thread --------------------------------------------------------------------------------------------

impl Word for Cell<usize> {
    #[inline]
    fn new(value: usize) -> Self {
        Cell::new(value)
    }

    #[inline]
    fn get(&self) -> usize {
        Cell::get(self)
    }

    #[inline]
    fn set(&self, value: usize) {
        Cell::set(self, value);
    }

    #[inline]
    fn change(&self, from: usize, to: usize) -> bool {
        let found = Cell::get(self) == from;
        if found {
            Cell::set(self, to);
        }
        found
    }

    fn seed() -> usize {
        crate::select::next_shared() as usize
    }

    #[inline]
    fn increment(&self) {
        Cell::set(self, Cell::get(self) + 1);
    }

    #[inline]
    fn decrement(&self) -> usize {
        let before = Cell::get(self);
        Cell::set(self, before - 1);
        before
    }

    #[inline]
    fn get_ordered(&self) -> usize {
        Cell::get(self)
    }

    #[inline]
    fn change_ordered(&self, from: usize, to: usize) -> bool {
        self.change(from, to)
    }
}

impl WakerCell for Cell<Option<Waker>> {
    fn new() -> Self {
        Cell::new(None)
    }

    fn register(&self, waker: &Waker) -> bool {
        let kept = self.take();
        let known = kept.as_ref().is_some_and(|kept| kept.will_wake(waker));
        self.set(kept);
        if !known {
            // The old one stays if the clone panics, and is dropped last.
            drop(self.replace(Some(waker.clone())));
        }
        !known
    }

    fn wake(&self) {
        if let Some(waker) = self.take() {
            waker.wake_by_ref();
            // Whoever registered meanwhile is newer; the old waker is then dropped last.
            match self.take() {
                None => self.set(Some(waker)),
                newer => self.set(newer),
            }
        }
    }
}

// ---- Many threads ------------------------------------------------------------------------------------------

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod atomic {
    use super::{Stamp, WakerCell, Word};
    use crate::primitive::{AtomicU32, AtomicUsize, AtomicWaker, Ordering, seed};
    use core::task::Waker;

    impl Word for AtomicUsize {
        fn new(value: usize) -> Self {
            AtomicUsize::new(value)
        }

        #[inline]
        fn get(&self) -> usize {
            self.load(Ordering::Relaxed)
        }

        #[inline]
        fn set(&self, value: usize) {
            self.store(value, Ordering::Relaxed);
        }

        #[inline]
        fn change(&self, from: usize, to: usize) -> bool {
            self.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        }

        fn seed() -> usize {
            seed()
        }

        #[inline]
        fn increment(&self) {
            self.fetch_add(1, Ordering::Relaxed);
        }

        #[inline]
        fn decrement(&self) -> usize {
            // Release, and acquire for the last one: a task that learns of a close by the last handle sees what was done
            // before each of the others was dropped.
            self.fetch_sub(1, Ordering::AcqRel)
        }

        #[inline]
        fn get_ordered(&self) -> usize {
            self.load(Ordering::SeqCst)
        }

        #[inline]
        fn change_ordered(&self, from: usize, to: usize) -> bool {
            self.compare_exchange(from, to, Ordering::SeqCst, Ordering::Relaxed).is_ok()
        }
    }

    // Not in one word: targets of 32 bits have no atomic one for both.
    impl Stamp for (AtomicU32, u32) {
        fn new() -> Self {
            (AtomicU32::new(0), 0)
        }

        #[inline]
        fn get(&self) -> u32 {
            self.0.load(Ordering::Relaxed)
        }

        #[inline]
        fn set(&self, number: u32) {
            self.0.store(number, Ordering::Relaxed);
        }

        #[inline]
        fn clear(&self, number: u32) -> Option<u32> {
            self.0.compare_exchange(number, 0, Ordering::Relaxed, Ordering::Relaxed).ok().map(|_| self.1)
        }

        #[inline]
        fn beside(&self) -> u32 {
            self.1
        }

        #[inline]
        fn note(&mut self, number: u32, beside: u32) {
            self.set(number);
            self.1 = beside;
        }
    }

    impl WakerCell for AtomicWaker {
        fn new() -> Self {
            AtomicWaker::new()
        }

        fn register(&self, waker: &Waker) -> bool {
            AtomicWaker::register(self, waker);
            true
        }

        fn wake(&self) {
            AtomicWaker::wake(self);
        }
    }
}
