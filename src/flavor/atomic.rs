//! Many threads: `Arc`, a lock and atomics. All `unsafe` of the crate that reaches a value through a lock.

use super::lock::{Lock, Locks, Token};
use super::{Exclusive, Flavor, Parts, Summary, WakerCell, Word};
use crate::primitive::{Arc, AtomicUsize, AtomicWaker, MutPtr, Ordering, UnsafeCell};
use core::ops::{Deref, DerefMut};
use core::task::Waker;

/// Channels across threads: `Send` and `Sync` for values that are `Send`. Used through [`goit::sync`](crate::sync).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Atomic {}

impl Flavor for Atomic {}

impl Parts for Atomic {
    type Ptr<X> = Arc<X>;
    type Exclusive<X: Summary> = Locked<X>;
    type Word = AtomicUsize;
    type WakerCell = AtomicWaker;

    type Hold<'a> = Locks<'a>;
    type Held<'h, X: Summary + 'h> = Held<'h, X>;

    const KEEPS_WAKERS: bool = false;
    const THREADS: bool = true;

    fn join<'a, X: Summary>(hold: &mut Locks<'a>, one: &'a Locked<X>) {
        hold.join(&one.lock);
    }

    fn held<'h, X: Summary>(hold: &'h mut Locks<'_>, one: &'h Locked<X>) -> Held<'h, X> {
        assert!(hold.holds(&one.lock), "a select enters only the channels that it holds");
        // The lock is taken as long as `hold` lives, which is borrowed for as long as the access lasts.
        Held { access: one.value.get_mut(), owner: one }
    }

    fn share<X>(value: X) -> Arc<X> {
        Arc::new(value)
    }

    fn same<X>(a: &Arc<X>, b: &Arc<X>) -> bool {
        Arc::ptr_eq(a, b)
    }

    fn unique<X>(ptr: &mut Arc<X>) -> Option<&mut X> {
        Arc::get_mut(ptr)
    }
}

/// A value behind a lock, and its summary beside it.
pub struct Locked<X> {
    lock: Lock,
    /// The value's summary as of the last release. It is a hint: whoever needs more than a glance takes the lock.
    summary: AtomicUsize,
    value: UnsafeCell<X>,
}

// SAFETY: the value is reached only through `Held`, which exists only while the lock is taken for it; so it goes
// from thread to thread, and is never used by two at once.
#[allow(unsafe_code)]
unsafe impl<X: Send> Send for Locked<X> {}
// SAFETY: as above.
#[allow(unsafe_code)]
unsafe impl<X: Send> Sync for Locked<X> {}

impl<X: Summary> Exclusive<X> for Locked<X> {
    type Guard<'a>
        = Guard<'a, X>
    where
        X: 'a;

    fn new(value: X) -> Self {
        Locked {
            lock: Lock::new(),
            summary: AtomicUsize::new(value.summary()),
            value: UnsafeCell::new(value),
        }
    }

    #[inline]
    fn enter(&self) -> Guard<'_, X> {
        let token = self.lock.lock();
        let unlock = Unlock { lock: &self.lock, token };
        Guard { held: Held { access: self.value.get_mut(), owner: self }, _unlock: unlock }
    }

    #[inline]
    fn summary(&self) -> usize {
        // Relaxed: the caller's own operations are ordered by coherence, others' by whatever told it of them.
        self.summary.load(Ordering::Relaxed)
    }
}

/// The value, while its lock is taken.
pub struct Held<'a, X: Summary> {
    access: MutPtr<X>,
    owner: &'a Locked<X>,
}

#[allow(unsafe_code)]
impl<X: Summary> Deref for Held<'_, X> {
    type Target = X;

    #[inline]
    fn deref(&self) -> &X {
        // SAFETY: the lock is taken for this access alone, as long as it lasts.
        unsafe { &*self.access.as_ptr() }
    }
}

#[allow(unsafe_code)]
impl<X: Summary> DerefMut for Held<'_, X> {
    #[inline]
    fn deref_mut(&mut self) -> &mut X {
        // SAFETY: as above.
        unsafe { &mut *self.access.as_ptr() }
    }
}

impl<X: Summary> Drop for Held<'_, X> {
    #[inline]
    fn drop(&mut self) {
        let summary = (**self).summary();
        self.owner.summary.store(summary, Ordering::Relaxed);
    }
}

/// The value, and its lock, which is released last: fields are dropped in order.
pub struct Guard<'a, X: Summary> {
    held: Held<'a, X>,
    _unlock: Unlock<'a>,
}

impl<X: Summary> Deref for Guard<'_, X> {
    type Target = X;

    #[inline]
    fn deref(&self) -> &X {
        &self.held
    }
}

impl<X: Summary> DerefMut for Guard<'_, X> {
    #[inline]
    fn deref_mut(&mut self) -> &mut X {
        &mut self.held
    }
}

/// A taken lock.
struct Unlock<'a> {
    lock: &'a Lock,
    token: Token,
}

impl Drop for Unlock<'_> {
    #[inline]
    fn drop(&mut self) {
        self.lock.unlock(self.token);
    }
}

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
    fn change(&self, from: usize, to: usize) -> bool {
        self.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
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
