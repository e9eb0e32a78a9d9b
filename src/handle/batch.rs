//! Iterators over what can be received without waiting.

use super::Receiver;
use crate::flavor::Flavor;
use alloc::vec::{self, Vec};
use core::fmt;
use core::iter::FusedIterator;

/// The values that were available; made by [`Receiver::drain`].
///
/// ```
/// let (tx, rx) = goit::local::bounded(8);
/// tx.try_send("water").unwrap();
/// let drain: goit::local::Drain<&str> = rx.drain();
/// assert!(rx.is_empty());
/// assert_eq!(drain.len(), 1);
/// ```
#[must_use = "the values were received; those that it is not asked for are dropped with it"]
pub struct Drain<T> {
    values: vec::IntoIter<T>,
}

impl<T> Drain<T> {
    pub(super) fn new(values: Vec<T>) -> Self {
        Drain { values: values.into_iter() }
    }
}

impl<T> Iterator for Drain<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.values.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl<T> DoubleEndedIterator for Drain<T> {
    fn next_back(&mut self) -> Option<T> {
        self.values.next_back()
    }
}

impl<T> ExactSizeIterator for Drain<T> {}
impl<T> FusedIterator for Drain<T> {}

impl<T> fmt::Debug for Drain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drain").field("len", &self.len()).finish()
    }
}

/// The values that can be received without waiting; made by [`Receiver::try_iter`].
///
/// ```
/// let (tx, rx) = goit::local::bounded(8);
/// tx.try_send(1).unwrap();
/// let values: goit::local::TryIter<'_, i32> = rx.try_iter();
/// assert_eq!(values.sum::<i32>(), 1);
/// ```
#[must_use = "iterators do nothing unless they are asked for items"]
pub struct TryIter<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
}

impl<'a, T, F: Flavor> TryIter<'a, T, F> {
    pub(super) fn new(rx: &'a Receiver<T, F>) -> Self {
        TryIter { rx }
    }
}

impl<T, F: Flavor> Iterator for TryIter<'_, T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.try_recv().ok()
    }
}

impl<T, F: Flavor> fmt::Debug for TryIter<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TryIter").field(self.rx).finish()
    }
}
