//! What keeps the [`Local`] flavour on one thread, in words that name the way out: by itself the compiler names only a type.

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
use super::Synchronized;
use super::{Local, Stamp};
use alloc::rc::Rc;
use core::cell::Cell;
use core::marker::PhantomData;
use core::ops::Deref;

/// An `Rc` or a `Cell` of a channel of one thread. The compiler says of those that they cannot go to another thread, whatever they
/// belong to; of this it says, with the feature `sync`, what `OfManyThreads` has to say.
pub struct OneThread<P, F>(P, PhantomData<F>);

impl<P> OneThread<P, Local> {
    /// Keeps it on its thread. There is none of another flavour.
    #[inline]
    fn keep(it: P) -> Self {
        OneThread(it, PhantomData)
    }
}

/// A flavour whose channels can be used by many threads.
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
#[diagnostic::on_unimplemented(
    message = "a channel of `goit::local` cannot be used by several threads",
    label = "use a channel of `goit::sync` here",
    note = "for tasks that may go to other threads there is `goit::sync`, with the same names; or keep this task on its thread, with `spawn_local` or the like"
)]
pub trait OfManyThreads {}

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
impl OfManyThreads for Synchronized {}

// SAFETY: the only ones that are made are those of `Local`, for which the condition does not hold, and nobody outside can name the
// trait to change that. So none is `Send`, as it would be without these words.
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
#[allow(unsafe_code)]
unsafe impl<P, F: OfManyThreads> Send for OneThread<P, F> {}
// SAFETY: as above.
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
#[allow(unsafe_code)]
unsafe impl<P, F: OfManyThreads> Sync for OneThread<P, F> {}

impl<X> OneThread<Rc<X>, Local> {
    #[inline]
    pub(super) fn share(make: impl FnOnce() -> X) -> Self {
        // Unlike `new`, this allocates before it makes the value.
        Self::keep(Rc::new_cyclic(|_| make()))
    }

    #[inline]
    pub(super) fn same(a: &Self, b: &Self) -> bool {
        Rc::ptr_eq(&a.0, &b.0)
    }

    #[inline]
    pub(super) fn unique(ptr: &mut Self) -> Option<&mut X> {
        Rc::get_mut(&mut ptr.0)
    }
}

impl<X> Clone for OneThread<Rc<X>, Local> {
    #[inline]
    fn clone(&self) -> Self {
        Self::keep(Rc::clone(&self.0))
    }
}

impl<X> Deref for OneThread<Rc<X>, Local> {
    type Target = X;

    #[inline]
    fn deref(&self) -> &X {
        &self.0
    }
}

// Both in one word: a handle of two words is moved in registers, where one of three parts goes through memory, and is read there
// in wider pieces than it was written in, for which a processor waits.
impl Stamp for OneThread<Cell<u64>, Local> {
    #[inline]
    fn new() -> Self {
        Self::keep(Cell::new(0))
    }

    #[inline]
    fn get(&self) -> u32 {
        self.0.get() as u32
    }

    #[inline]
    fn set(&self, number: u32) {
        self.0.set(u64::from(number));
    }

    #[inline]
    fn clear(&self, number: u32) -> Option<u32> {
        (self.get() == number).then(|| (self.0.replace(0) >> 32) as u32)
    }

    #[inline]
    fn beside(&self) -> u32 {
        (self.0.get() >> 32) as u32
    }

    #[inline]
    fn note(&mut self, number: u32, beside: u32) {
        self.0.set(u64::from(beside) << 32 | u64::from(number));
    }
}
