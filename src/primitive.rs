//! The atomics and cells of the `Synchronized` flavour: those of `core` and `alloc`, or loom's or shuttle's when models are run.
//!
//! The only file that knows which they are; elsewhere `cfg(loom)` and `cfg(shuttle)` switch limits and tests. Nothing of `goit::local` comes through here.

#[cfg(not(any(loom, shuttle)))]
pub(crate) use self::real::*;

#[cfg(not(loom))]
pub(crate) use self::unchecked::*;

#[cfg(any(loom, shuttle))]
pub(crate) use self::model::*;

#[cfg(loom)]
pub(crate) use self::of_loom::*;

#[cfg(shuttle)]
pub(crate) use self::of_shuttle::*;

#[cfg(not(any(loom, shuttle)))]
mod real {
    pub(crate) use alloc::sync::Arc;
    #[cfg(feature = "std")]
    pub(crate) use core::sync::atomic::AtomicBool;
    pub(crate) use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
    #[cfg(any(feature = "std", not(feature = "critical-section")))]
    pub(crate) use crossbeam_utils::Backoff;
    #[cfg(feature = "std")]
    pub(crate) use std::thread::{Thread, current, yield_now};
    #[cfg(feature = "std")]
    pub(crate) use std::thread_local;

    /// Whether what may pay is tried at all.
    #[cfg_attr(feature = "critical-section", allow(dead_code))]
    pub(crate) const TRIES: bool = true;

    /// How often a thread that waits spins first, each time longer.
    #[cfg(feature = "std")]
    pub(crate) const SPINS: usize = 7;

    /// Parks the thread, until the deadline if there is one; false if that has come.
    #[cfg(feature = "std")]
    pub(crate) fn park_until(deadline: Option<std::time::Instant>) -> bool {
        match deadline {
            None => std::thread::park(),
            Some(deadline) => match deadline.checked_duration_since(std::time::Instant::now()) {
                None => return false,
                Some(left) => std::thread::park_timeout(left),
            },
        }
        true
    }

    /// The bits of a position: positions are counted modulo one more than this.
    #[cfg(not(feature = "critical-section"))]
    pub(crate) const ROUND: usize = usize::MAX;

    /// A number to begin with, another one each time.
    pub(crate) fn seed() -> usize {
        crate::select::next_shared() as usize
    }

    /// What a lock has beside its address for the order of locks.
    pub(crate) type Rank = ();

    #[inline]
    pub(crate) fn rank() -> Rank {}

    /// Adds to a word that nobody else changes now.
    #[cfg(not(feature = "critical-section"))]
    #[inline(always)]
    pub(crate) fn add_alone(word: &AtomicUsize, number: usize, ordering: Ordering) {
        word.store(word.load(Ordering::Relaxed).wrapping_add(number), ordering);
    }

    /// A mark of the one who holds a lock: in the word of the lock, which is the holder's but for its lowest bit.
    pub(crate) struct Mark;

    impl Mark {
        pub(crate) fn new() -> Self {
            Mark
        }

        /// Puts a mark there, or back; what was there.
        #[inline]
        pub(crate) fn put(&self, word: &AtomicUsize, mark: usize) -> usize {
            let before = word.load(Ordering::Relaxed);
            word.store(mark, Ordering::Relaxed);
            before
        }

        #[inline]
        pub(crate) fn get(&self, word: &AtomicUsize) -> usize {
            word.load(Ordering::Relaxed)
        }
    }

    /// A lock need not be asked.
    #[inline]
    pub(crate) fn rank_of(_: impl FnOnce() -> Rank) -> Rank {}

    /// Makes a value where it can be shared: unlike `Arc::new`, this allocates before it makes the value.
    #[inline]
    pub(crate) fn share<X>(make: impl FnOnce() -> X) -> Arc<X> {
        Arc::new_cyclic(|_| make())
    }
}

/// Of these shuttle's models have none of their own: no thread gives way within them.
#[cfg(not(loom))]
mod unchecked {
    pub(crate) use atomic_waker::AtomicWaker;

    /// A cell whose pointers can be followed while models are run.
    pub(crate) struct UnsafeCell<X>(core::cell::UnsafeCell<X>);

    impl<X> UnsafeCell<X> {
        pub(crate) fn new(value: X) -> Self {
            UnsafeCell(core::cell::UnsafeCell::new(value))
        }

        #[inline]
        pub(crate) fn get_mut(&self) -> MutPtr<X> {
            MutPtr(self.0.get())
        }
    }

    /// An access to an [`UnsafeCell`]; ends when it is dropped.
    pub(crate) struct MutPtr<X>(*mut X);

    impl<X> MutPtr<X> {
        #[inline]
        pub(crate) fn as_ptr(&self) -> *mut X {
            self.0
        }
    }
}

#[cfg(any(loom, shuttle))]
mod model {
    #[cfg(loom)]
    use loom as checker;
    #[cfg(shuttle)]
    use shuttle as checker;

    pub(crate) use checker::sync::Arc;
    pub(crate) use checker::sync::atomic::Ordering;
    pub(crate) use checker::thread::{Thread, current, yield_now};
    pub(crate) use checker::thread_local;

    /// Models look once.
    pub(crate) const SPINS: usize = 1;

    /// Models have no clock, and nothing pays in them.
    pub(crate) const TRIES: bool = false;

    pub(crate) fn share<X>(make: impl FnOnce() -> X) -> Arc<X> {
        Arc::new(make())
    }

    /// Addresses are others in each repetition of a model, the order of creation is the same.
    pub(crate) type Rank = usize;

    pub(crate) fn rank() -> Rank {
        // Not the model's: it must not be a point at which models switch threads, and orders nothing.
        static CREATED: core::sync::atomic::AtomicUsize = core::sync::atomic::AtomicUsize::new(0);
        CREATED.fetch_add(1, core::sync::atomic::Ordering::Relaxed)
    }

    pub(crate) fn rank_of(ask: impl FnOnce() -> Rank) -> Rank {
        ask()
    }

    /// One step of a model.
    pub(crate) fn add_alone(word: &super::AtomicUsize, number: usize, ordering: Ordering) {
        word.fetch_add(number, ordering);
    }

    /// Beside the word, for the same reason.
    pub(crate) struct Mark(core::sync::atomic::AtomicUsize);

    impl Mark {
        pub(crate) fn new() -> Self {
            Mark(core::sync::atomic::AtomicUsize::new(0))
        }

        pub(crate) fn put(&self, _: &super::AtomicUsize, mark: usize) -> usize {
            self.0.swap(mark, core::sync::atomic::Ordering::Relaxed)
        }

        pub(crate) fn get(&self, _: &super::AtomicUsize) -> usize {
            self.0.load(core::sync::atomic::Ordering::Relaxed)
        }
    }

    /// A model has to be told that a spinning thread waits for another one.
    pub(crate) struct Backoff;

    impl Backoff {
        pub(crate) fn new() -> Self {
            Backoff
        }

        pub(crate) fn snooze(&self) {
            yield_now();
        }
    }
}

#[cfg(loom)]
mod of_loom;

#[cfg(shuttle)]
mod of_shuttle {
    use shuttle::rand::{RngCore, thread_rng};
    pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};

    /// Room for all the values of a program.
    pub(crate) const ROUND: usize = 4 * 1024 - 1;

    /// Models have no clock: whenever a thread could park, its deadline may have come.
    pub(crate) fn park_until(deadline: Option<std::time::Instant>) -> bool {
        if deadline.is_none() {
            shuttle::thread::park();
            return true;
        }
        let in_time = thread_rng().next_u32() & 1 == 0;
        if in_time {
            shuttle::thread::yield_now();
        }
        in_time
    }

    /// A number that is the same when a schedule is run again.
    pub(crate) fn seed() -> usize {
        thread_rng().next_u64() as usize
    }
}
