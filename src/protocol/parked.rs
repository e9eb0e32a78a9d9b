//! Where values stand that are not yet in the channel: with whoever sends, and in the line of sends. There too wait those who
//! have no value yet, and want room for one, or many.

use alloc::collections::VecDeque;
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

/// The values of parked sends, each by the index of the slot in which its send waits; none for who waits for room.
pub(crate) struct Parked<T> {
    /// That of slot 0, so that a channel on which one send parks at a time allocates nothing for it.
    first: Option<T>,
    /// Those of the slots from 1 on.
    rest: Vec<Option<T>>,
    /// Who waits for room for many values: the slot, and for how many there is none yet.
    missing: Vec<(u32, usize)>,
    /// Who waits to send many values: the slot, or `NOBODY`, and those behind the one that stands in the slot.
    queues: Vec<(u32, VecDeque<T>)>,
}

/// Of a queue that is kept for the next one who waits with many values.
const NOBODY: u32 = u32::MAX;

impl<T> Default for Parked<T> {
    fn default() -> Self {
        Parked { first: None, rest: Vec::new(), missing: Vec::new(), queues: Vec::new() }
    }
}

impl<T> Parked<T> {
    /// Makes room for the value of this slot, which can panic for want of memory.
    #[inline]
    pub(crate) fn make_room(&mut self, index: u32) {
        if !self.has_room(index) {
            self.rest.resize_with(index as usize, || None);
        }
    }

    /// Whether there is room for the value of this slot.
    #[inline(always)]
    pub(crate) fn has_room(&self, index: u32) -> bool {
        index as usize <= self.rest.len()
    }

    /// Makes memory for so many who wait at a time.
    pub(crate) fn preallocate(&mut self, waiters: usize) {
        if let Some(last) = u32::try_from(waiters).ok().and_then(|waiters| waiters.checked_sub(1)) {
            self.make_room(last);
        }
        self.missing.reserve(waiters);
    }

    /// Where the value of this slot stands; there is room for it.
    #[inline(always)]
    pub(crate) fn at(&mut self, index: u32) -> &mut Option<T> {
        match index {
            0 => &mut self.first,
            _ => &mut self.rest[index as usize - 1],
        }
    }

    /// Whether a value stands in this slot: whoever waits there without one waits for room.
    #[inline(always)]
    pub(crate) fn holds(&self, index: u32) -> bool {
        match index {
            0 => self.first.is_some(),
            _ => self.rest.get(index as usize - 1).is_some_and(Option::is_some),
        }
    }

    /// Makes room for [`Parked::set_missing`], which can panic for want of memory.
    pub(crate) fn make_room_for_missing(&mut self) {
        self.missing.reserve(1);
    }

    /// Whoever waits in this slot lacks room for so many values, more than one.
    pub(crate) fn set_missing(&mut self, index: u32, number: usize) {
        self.missing.push((index, number));
    }

    /// Whoever waits in this slot gets room for one value; whether it has all now.
    pub(crate) fn supply(&mut self, index: u32) -> bool {
        let Some(at) = self.position(index) else { return true };
        self.missing[at].1 -= 1;
        let supplied = self.missing[at].1 == 0;
        if supplied {
            self.missing.swap_remove(at);
        }
        supplied
    }

    /// For how many values whoever has waited in this slot lacked room in the end.
    pub(crate) fn take_missing(&mut self, index: u32) -> usize {
        self.position(index).map_or(1, |at| self.missing.swap_remove(at).1)
    }

    fn position(&self, index: u32) -> Option<usize> {
        self.missing.iter().position(|&(slot, _)| slot == index)
    }

    /// Makes memory for so many values behind one, of somebody who will wait with them: where they will stand. It can panic, and
    /// has done nothing then.
    pub(crate) fn make_queue(&mut self, values: usize) -> usize {
        let at = self.queues.iter().position(|&(slot, _)| slot == NOBODY).unwrap_or(self.queues.len());
        if at == self.queues.len() {
            self.queues.push((NOBODY, VecDeque::new()));
        }
        self.queues[at].1.reserve(values);
        at
    }

    /// Whoever waits in this slot sends all of `values`, of which there are two at least; there is [memory](Parked::make_queue)
    /// for them.
    pub(crate) fn put_many(&mut self, index: u32, at: usize, values: &mut VecDeque<T>) {
        *self.at(index) = values.pop_front();
        let (slot, queue) = &mut self.queues[at];
        *slot = index;
        queue.append(values);
    }

    /// The value in this slot was taken: the next one of whoever waits there takes its place; whether there is one.
    #[inline]
    pub(crate) fn refill(&mut self, index: u32) -> bool {
        let Some((slot, queue)) = self.queues.iter_mut().find(|&&mut (slot, _)| slot == index) else {
            return false;
        };
        let next = queue.pop_front();
        if next.is_none() {
            *slot = NOBODY;
        }
        let refilled = next.is_some();
        *self.at(index) = next;
        refilled
    }

    /// Takes what whoever has waited in this slot has not sent to the front of `into`.
    pub(crate) fn take_many(&mut self, index: u32, into: &mut VecDeque<T>) {
        if let Some((slot, queue)) = self.queues.iter_mut().find(|&&mut (slot, _)| slot == index) {
            *slot = NOBODY;
            while let Some(value) = queue.pop_back() {
                into.push_front(value);
            }
        }
        if let Some(value) = self.at(index).take() {
            into.push_front(value);
        }
    }

    /// How many values stand here.
    pub(crate) fn len(&self) -> usize {
        let behind: usize = self.queues.iter().map(|(_, queue)| queue.len()).sum();
        behind + self.first.iter().len() + self.rest.iter().flatten().count()
    }
}
