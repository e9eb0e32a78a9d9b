//! Where a channel's committed values wait: a queue that is allocated on first use, grows to its bound and is
//! given back once it is far larger than the traffic needs, or the channel closed and drained.
//!
//! The queue itself is the flavour's; what stands here is when it grows and shrinks. The fast path never decides
//! that: [`Buffer::room`] and [`Buffer::floor`] bound the lengths between which a push or pop needs no thought.

use crate::flavor::Queue;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::mem;

/// Memory for up to so many values is kept until the close.
const KEPT: usize = 64;
/// The first allocation, in values.
const SMALLEST: usize = 4;

pub(crate) struct Buffer<T, Q> {
    /// The first value of all, where it was sent to a receive while there was no other one: it needs no memory, and is soon gone.
    lone: Option<T>,
    /// The others.
    values: Q,
    /// A push beyond this length of the queue comes after [`Buffer::grow`]: it needs memory, or is a new peak.
    room: u32,
    /// The peak of an earlier burst; fades with every draining that did not come near it.
    burst: u32,
    /// What the traffic needs: the peak that at least two recent bursts have reached; fades slowly.
    need: u32,
    /// How many values are not popped without a look. The last one, of a buffer that has grown or is of a closed channel:
    /// its memory is looked at. Or all of them, by [`Buffer::ALL`].
    floor: i8,
    closed: bool,
    /// Its memory was made in advance, and stays until the close.
    keeps: bool,
    /// Whether sends wait for a receive, and not for room here.
    rendezvous: bool,
}

impl<T, Q: Queue<T>> Buffer<T, Q> {
    const ALL: i8 = -1;

    pub(crate) fn new(rendezvous: bool) -> Self {
        Buffer {
            lone: None,
            values: Q::new(),
            room: 0,
            burst: 0,
            need: 0,
            floor: 0,
            closed: false,
            keeps: false,
            rendezvous,
        }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.values.len() + usize::from(self.lone.is_some())
    }

    /// How many values stand in the queue.
    #[inline]
    pub(crate) fn queued(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    pub(crate) fn is_rendezvous(&self) -> bool {
        self.rendezvous
    }

    /// A push is plain while `queued() < room()`.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.room as usize
    }

    /// A pop is plain while `queued() > floor()`; `None`: none is.
    #[inline]
    pub(crate) fn floor(&self) -> Option<usize> {
        usize::try_from(self.floor).ok()
    }

    /// Pushes; there is memory for it.
    #[inline]
    pub(crate) fn push(&mut self, value: T) {
        self.values.push(value);
    }

    /// Pushes so many values at the front of `from`, which are there; there is memory for them.
    #[inline]
    pub(crate) fn push_many(&mut self, number: usize, from: &mut VecDeque<T>) {
        self.values.push_many(number, from);
    }

    /// Makes room for so many more values, one at least, in a channel with this capacity, and memory for so many that may come
    /// back. It can panic, for want of memory, and has done nothing then.
    #[inline]
    pub(crate) fn grow(&mut self, more: usize, capacity: usize, owed: usize) {
        let len = self.values.len();
        let mut room = if more <= capacity.saturating_sub(len) {
            len.saturating_add(len.max(more)).max(SMALLEST).min(capacity)
        } else {
            // Beyond the capacity stands what is reserved.
            len + len.saturating_sub(capacity).max(more)
        };
        let memory = self.values.capacity();
        if memory - len >= more.saturating_add(owed) {
            room = room.min(memory - owed);
        }
        self.values.grow(room + owed);
        if self.floor != Self::ALL {
            self.set_room(room);
            self.floor = i8::from(self.closed || self.has_grown());
        }
    }

    /// More than it can tell is not plain.
    fn set_room(&mut self, room: usize) {
        self.room = u32::try_from(room).unwrap_or(u32::MAX);
    }

    fn has_grown(&self) -> bool {
        !self.keeps && size_of::<T>() != 0 && self.values.capacity() > KEPT
    }

    /// Makes memory for so many values in all, and for so many more that may come back, and keeps it until the close. It can
    /// panic, for want of memory.
    pub(crate) fn preallocate(&mut self, values: usize, owed: usize) {
        self.values.grow(values.saturating_add(owed));
        self.keeps = true;
        if self.floor != Self::ALL {
            self.set_room(values.max(self.room()));
            self.floor = 0;
        }
    }

    /// So many values may come back, for which there is memory: no push takes it.
    pub(crate) fn owe(&mut self, owed: usize) {
        self.set_room(self.room().min(self.values.capacity().saturating_sub(owed)));
    }

    /// For how many values there is memory.
    #[inline]
    pub(crate) fn memory(&self) -> usize {
        self.values.capacity()
    }

    /// Whether there is memory for so many more values.
    pub(crate) fn has_memory(&self, values: usize) -> bool {
        self.values.capacity() - self.values.len() >= values
    }

    /// Puts a value where `index` others stand before it; there is memory for it.
    pub(crate) fn insert(&mut self, index: usize, value: T) {
        match (&mut self.lone, index.checked_sub(1)) {
            (None, _) => self.values.insert(index, value),
            (Some(_), Some(index)) => self.values.insert(index, value),
            (Some(lone), None) => self.values.insert(0, mem::replace(lone, value)),
        }
    }

    // ---- The value that stands alone -------------------------------------------------------------------

    /// The only value, which needs no memory; it is received before all others.
    #[inline(always)]
    pub(crate) fn set_lone(&mut self, value: Option<T>) {
        self.lone = value;
    }

    #[inline(always)]
    pub(crate) fn has_lone(&self) -> bool {
        self.lone.is_some()
    }

    #[inline(always)]
    pub(crate) fn take_lone(&mut self) -> Option<T> {
        self.lone.take()
    }

    // ---- From the front --------------------------------------------------------------------------------

    /// From now on every pop looks, and every push comes after [`Buffer::grow`]; or no more than need to.
    pub(crate) fn look_at_all(&mut self, all: bool) {
        self.floor = if all { Self::ALL } else { i8::from(self.closed || self.has_grown()) };
        self.room = 0;
    }

    /// Whether there are values that are not popped without a look.
    #[inline]
    pub(crate) fn looks(&self) -> bool {
        self.floor != 0
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<T> {
        self.values.pop()
    }

    /// Pops so many values into `into`, which has memory for them.
    #[inline]
    pub(crate) fn pop_many(&mut self, number: usize, into: &mut Vec<T>) {
        self.values.pop_many(number, into);
    }

    /// No more values will come but so many that may come back: what is drained keeps no memory.
    pub(crate) fn close(&mut self, owed: usize) {
        self.closed = true;
        if self.floor != Self::ALL {
            self.floor = 1;
        }
        if self.values.len() == 0 && self.values.capacity() > 0 && owed == 0 {
            drop(self.take_queue());
        }
    }

    /// Pushes a value, if there is one, and pops the front, in whose place it is.
    #[inline(always)]
    pub(crate) fn pass(&mut self, value: Option<T>) -> Option<T> {
        if self.has_lone() {
            self.pass_lone(value?)
        } else if self.values.len() == 0 {
            value
        } else {
            self.values.pass(value?)
        }
    }

    #[inline(never)]
    fn pass_lone(&mut self, value: T) -> Option<T> {
        // There may be no memory for one more in the queue.
        let next = match self.values.pop() {
            Some(next) => {
                self.values.push(value);
                next
            }
            None => value,
        };
        self.lone.replace(next)
    }

    /// Takes out the value at `index`; those before and after it keep their order.
    pub(crate) fn remove(&mut self, index: usize) -> Option<T> {
        match index.checked_sub(usize::from(self.has_lone())) {
            Some(index) => self.values.remove(index),
            None => self.lone.take(),
        }
    }

    /// The values alone.
    pub(crate) fn queue(&mut self) -> &mut Q {
        &mut self.values
    }

    /// Everything, with the memory.
    pub(crate) fn take(&mut self) -> (Option<T>, Q) {
        (self.lone.take(), self.take_queue())
    }

    fn take_queue(&mut self) -> Q {
        self.room = 0;
        self.floor = 0;
        mem::replace(&mut self.values, Q::new())
    }

    /// One burst is over. Memory that a single burst needed is given back at once; what bursts need again and
    /// again is kept, so that steady traffic of any shape ends up without allocations. So many values may come back.
    #[cold]
    pub(crate) fn drained(&mut self, owed: usize) {
        let peak = self.room;
        self.need = self.need.max(peak.min(self.burst)) - self.need.saturating_sub(peak) / 8;
        self.burst = peak.max(self.burst - self.burst / 8);
        if owed > 0 {
            self.owe(owed);
        } else if self.closed
            || self.has_grown() && self.values.capacity() / 4 > (self.need as usize).max(KEPT / 2)
        {
            drop(self.take_queue());
        } else {
            self.set_room(KEPT.min(self.values.capacity()));
        }
    }
}
