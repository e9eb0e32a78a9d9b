//! Where values stand that are not yet in the channel: with whoever sends, and in the line of sends.

use alloc::vec::Vec;

/// Where a send's value stands until it is committed or parked.
pub trait Outgoing<T> {
    /// Whether the value is there.
    fn is_some(&self) -> bool;
    /// Takes it out.
    fn take(&mut self) -> Option<T>;
}

impl<T> Outgoing<T> for Option<T> {
    #[inline(always)]
    fn is_some(&self) -> bool {
        self.is_some()
    }

    #[inline(always)]
    fn take(&mut self) -> Option<T> {
        self.take()
    }
}

/// The values of parked sends, each by the index of the slot in which its send waits.
pub(crate) struct Parked<T> {
    /// That of slot 0, so that a channel on which one send parks at a time allocates nothing for it.
    first: Option<T>,
    /// Those of the slots from 1 on.
    rest: Vec<Option<T>>,
}

impl<T> Default for Parked<T> {
    fn default() -> Self {
        Parked { first: None, rest: Vec::new() }
    }
}

impl<T> Parked<T> {
    /// Makes room for the value of this slot, which can panic for want of memory.
    #[inline]
    pub(crate) fn make_room(&mut self, index: u32) {
        if index as usize > self.rest.len() {
            self.rest.resize_with(index as usize, || None);
        }
    }

    /// Where the value of this slot stands; there is room for it.
    #[inline(always)]
    pub(crate) fn at(&mut self, index: u32) -> &mut Option<T> {
        match index {
            0 => &mut self.first,
            _ => &mut self.rest[index as usize - 1],
        }
    }
}
