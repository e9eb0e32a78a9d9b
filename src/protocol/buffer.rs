//! Where a channel's committed values wait: a queue that is allocated on first use, grows to its bound and is
//! given back once it is far larger than the traffic needs, or the channel closed and drained.
//!
//! The queue itself is the flavour's; what stands here is when it grows and shrinks. The fast path never decides
//! that: [`Buffer::room`] and [`Buffer::floor`] bound the lengths between which a push or pop needs no thought.

use crate::flavor::Queue;
use alloc::vec::Vec;
use core::marker::PhantomData;
use core::mem;

/// Values up to this number are never given back.
const KEPT: usize = 64;
/// The first allocation, in values.
const SMALLEST: usize = 4;

pub(crate) struct Buffer<T, Q> {
    values: Q,
    /// A push beyond this length comes after [`Buffer::make_room`]: it needs memory, or is a new peak.
    room: usize,
    /// The peak of an earlier burst; fades with every draining that did not come near it.
    burst: u32,
    /// What the traffic needs: the peak that at least two recent bursts have reached; fades slowly.
    need: u32,
    /// The last value of a buffer that has grown, or is of a closed channel, is popped with a look at its memory.
    looks: bool,
    closed: bool,
    /// Its memory was made in advance, and stays until the close.
    keeps: bool,
    /// Whether sends wait for a receive, and not for room here.
    rendezvous: bool,
    holds: PhantomData<T>,
}

impl<T, Q: Queue<T>> Buffer<T, Q> {
    pub(crate) fn new(rendezvous: bool) -> Self {
        Buffer {
            values: Q::new(),
            room: 0,
            burst: 0,
            need: 0,
            looks: false,
            closed: false,
            keeps: false,
            rendezvous,
            holds: PhantomData,
        }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    pub(crate) fn is_rendezvous(&self) -> bool {
        self.rendezvous
    }

    /// A push is plain while `len() < room()`.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.room
    }

    /// A pop is plain while `len() > floor()`.
    #[inline]
    pub(crate) fn floor(&self) -> usize {
        self.looks as usize
    }

    /// Pushes; there is memory for it.
    #[inline]
    pub(crate) fn push(&mut self, value: T) {
        self.values.push(value);
    }

    /// Makes room for one more value where there is none, in a channel with this capacity. It can panic, for want of
    /// memory: it comes before anything else that a transition does.
    #[inline]
    pub(crate) fn make_room(&mut self, capacity: usize) {
        if self.values.len() >= self.room {
            self.grow(capacity);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, capacity: usize) {
        let len = self.values.len();
        let room = if len < capacity {
            len.saturating_mul(2).max(SMALLEST).min(capacity)
        } else {
            // Beyond the capacity stands what is reserved.
            len + (len - capacity).max(1)
        };
        self.values.grow(room);
        self.room = room;
        self.looks = !self.keeps && size_of::<T>() != 0 && self.values.capacity() > KEPT;
    }

    /// Makes room for so many values in all, and keeps it until the close. It can panic, for want of memory.
    pub(crate) fn preallocate(&mut self, values: usize) {
        self.values.grow(values);
        self.room = self.room.max(values);
        self.keeps = true;
        self.looks = false;
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<T> {
        self.values.pop()
    }

    /// Pops, and gives memory back where this was the last value.
    #[inline]
    pub(crate) fn pop_draining(&mut self) -> Option<T> {
        if self.looks { self.pop_looking() } else { self.values.pop() }
    }

    /// Pops so many values into `into`, which has memory for them; gives memory back where they were the last.
    #[inline]
    pub(crate) fn pop_many(&mut self, number: usize, into: &mut Vec<T>) {
        self.values.pop_many(number, into);
        if self.looks && number > 0 && self.values.len() == 0 {
            self.drained();
        }
    }

    #[inline(never)]
    fn pop_looking(&mut self) -> Option<T> {
        let value = self.values.pop();
        if self.values.len() == 0 {
            self.drained();
        }
        value
    }

    /// No more values will come: what is drained keeps no memory.
    pub(crate) fn close(&mut self) {
        self.closed = true;
        self.looks = true;
        if self.values.len() == 0 && self.room > 0 {
            drop(self.take());
        }
    }

    /// Pops the front, which there is, and pushes a value in its place.
    #[inline]
    pub(crate) fn pass(&mut self, value: T) -> Option<T> {
        self.values.pass(value)
    }

    /// Takes out the value at `index`; those before and after it keep their order.
    pub(crate) fn remove(&mut self, index: usize) -> Option<T> {
        self.values.remove(index)
    }

    /// The values alone.
    pub(crate) fn queue(&mut self) -> &mut Q {
        &mut self.values
    }

    /// Everything, with the memory.
    pub(crate) fn take(&mut self) -> Q {
        self.room = 0;
        self.looks = false;
        mem::replace(&mut self.values, Q::new())
    }

    /// One burst is over. Memory that a single burst needed is given back at once; what bursts need again and
    /// again is kept, so that steady traffic of any shape ends up without allocations.
    #[cold]
    fn drained(&mut self) {
        let peak = u32::try_from(self.room).unwrap_or(u32::MAX);
        self.need = self.need.max(peak.min(self.burst)) - self.need.saturating_sub(peak) / 8;
        self.burst = peak.max(self.burst - self.burst / 8);
        if self.closed || self.values.capacity() / 4 > (self.need as usize).max(KEPT / 2) {
            drop(self.take());
        } else {
            self.room = KEPT;
        }
    }
}
