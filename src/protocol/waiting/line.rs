//! A first-come-first-served line of parked operations, kept in slots that are used again.
//!
//! The slots form a ring: those who wait stand from `front` on, the vacant ones from `free` on. Parking moves `free` on
//! by one, committing moves `front` on, and neither touches a link. So tasks that are woken in turn and park again in
//! turn find the slots, and in them the wakers, that they had before.
//!
//! Nothing here wakes, clones or drops a waker, or drops a ticket: they are handed to the caller. What an operation waits with,
//! a value to send, is kept elsewhere, by the index of its slot.

use super::effects::{Effects, Woken};
use super::slot::{Home, Key, NONE, Side, Slots, UNLINKED};
use super::ticket::{Ticket, Turn};
use crate::flavor::Flavor;
use core::mem;
use core::task::Waker;

/// The line of one side of a channel.
pub(crate) struct Line<F: Flavor> {
    pub(super) slots: Slots<F>,
    /// How many wait.
    pub(super) waiting: u32,
    /// The first one who waits. If nobody does, `free`.
    pub(super) front: u32,
    /// The slot behind the last one who waits. It is vacant, unless all slots of the ring wait; `NONE`: the ring is empty.
    pub(super) free: u32,
    /// Slots that are in use by nobody, and not in the ring; linked by `next`.
    pub(super) spare: u32,
}

impl<F: Flavor> Line<F> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Line { slots: Slots::new(), waiting: 0, front: 0, free: 0, spare: NONE }
    }

    /// Nobody waits in the line.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// How many wait, arms of selects that were decided elsewhere included.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.waiting as usize
    }

    /// Somebody has waited in the line.
    #[inline]
    pub(crate) fn was_used(&self) -> bool {
        self.slots.first.generation != 0
    }

    /// Makes memory for so many who wait at a time.
    pub(crate) fn reserve(&mut self, waiters: usize) {
        self.slots.reserve(waiters);
    }

    /// Whether the operation still has its slot: it was not committed.
    #[inline]
    pub(crate) fn holds(&mut self, key: Key) -> bool {
        self.slots.at(key.index).generation == key.generation.get()
    }

    /// Whether an operation that still has its slot was taken out of the line for good.
    pub(crate) fn was_notified(&mut self, key: Key) -> bool {
        self.slots.at(key.index).prev == UNLINKED
    }

    /// Whether this waker wakes the task that parked with `key`.
    #[inline]
    pub(crate) fn wakes(&mut self, key: Key, waker: &Waker) -> bool {
        self.slots.at(key.index).keeps(waker)
    }

    /// The task that parked with `key` has moved to another waker.
    pub(crate) fn refresh(&mut self, key: Key, waker: Waker, out: &mut Effects<F>) {
        out.discard(self.slots.at(key.index).waker.replace(waker));
    }

    /// Leaves the line, wherever in it, unless the operation was committed; whether it did. Of a closed channel nothing is
    /// kept for who parks next.
    pub(crate) fn leave(&mut self, key: Key, closed: bool, out: &mut Effects<F>) -> bool {
        let Some(ticket) = self.take_out(key, closed) else { return false };
        if closed {
            // Also one that is kept beside an arm.
            out.discard(self.slots.at(key.index).waker.take());
        }
        if let Some(ticket) = ticket {
            out.discard_ticket(ticket);
        }
        true
    }

    /// Takes an operation out of the line, wherever in it, unless it was committed: the ticket of an arm, which is to be dropped
    /// outside. Its slot is used again, unless the channel is closed.
    #[inline(always)]
    pub(crate) fn take_out(&mut self, key: Key, closed: bool) -> Option<Option<F::Ptr<Ticket<F>>>> {
        if !self.holds(key) {
            return None;
        }
        let index = key.index;
        let slot = self.slots.at(index);
        let ticket = slot.ticket.take();
        let usable = slot.vacate() && !closed;
        let next = slot.next;
        let waits = slot.prev != UNLINKED;
        if waits && usable && index == self.front {
            self.waiting -= 1;
            self.front = next;
        } else if waits && usable && next == self.free {
            self.waiting -= 1;
            self.free = index;
        } else {
            self.remove(index);
            if usable {
                self.add_vacant(index);
            }
        }
        Some(ticket)
    }

    /// Commits the first operation in the line that can be, which is woken by `out`: the index of its slot, which is vacant
    /// then.
    #[inline(always)]
    pub(crate) fn commit(&mut self, side: Side, out: &mut Effects<F>) -> Option<u32> {
        let index = self.win_first(|_, _| true)?;
        self.commit_at(index, side, out);
        Some(index)
    }

    /// The slot of the first operation in the line that can be committed, and is wanted: by its index, and by the ticket of an
    /// arm. An arm is won by this, and the caller's to commit. Arms of selects that were decided elsewhere are passed over, and
    /// stay with their owners; arms of selects that are held are passed over, and stay in their places.
    #[inline(always)]
    pub(crate) fn win_first(
        &mut self,
        mut wanted: impl FnMut(u32, Option<&F::Ptr<Ticket<F>>>) -> bool,
    ) -> Option<u32> {
        if self.waiting == 0 {
            return None;
        }
        let front = self.front;
        if wanted(front, self.slots.at(front).ticket.as_ref()) && self.win(front) {
            return Some(front);
        }
        // As a rule it was the only one, an arm of a select that was decided elsewhere.
        if self.waiting == 0 { None } else { self.win_next(wanted) }
    }

    #[inline(never)]
    fn win_next(&mut self, mut wanted: impl FnMut(u32, Option<&F::Ptr<Ticket<F>>>) -> bool) -> Option<u32> {
        let mut index = self.front;
        for _ in 0..self.waiting {
            let slot = self.slots.at(index);
            let next = slot.next;
            if wanted(index, slot.ticket.as_ref()) && self.win(index) {
                return Some(index);
            }
            index = next;
        }
        None
    }

    /// Wins the operation that waits in this slot, if it can be won.
    #[inline(always)]
    fn win(&mut self, index: u32) -> bool {
        match self.slots.at(index).win() {
            Turn::Won => return true,
            Turn::Held => {}
            Turn::Lost => self.remove(index),
        }
        false
    }

    /// Commits an operation that was [won](Line::win_first), which is woken by `out`; its slot is vacant then.
    #[inline(always)]
    pub(crate) fn commit_at(&mut self, index: u32, side: Side, out: &mut Effects<F>) {
        let slot = self.slots.at(index);
        if slot.ticket.is_none() {
            out.wake_task(slot.commit(side, index));
        } else {
            out.wake_select(slot.ticket.take());
        }
        let (usable, next) = (slot.vacate(), slot.next);
        if index == self.front {
            self.pass_front(usable, next);
        } else {
            self.remove(index);
            if usable {
                self.add_vacant(index);
            }
        }
    }

    /// Takes the arms at the front of the line out whose selects were decided elsewhere; whether anybody is left.
    #[inline(never)]
    pub(crate) fn pass_lost(&mut self) -> bool {
        while self.waiting > 0 && self.slots.at(self.front).is_lost() {
            self.remove(self.front);
        }
        self.waiting > 0
    }

    /// Commits the operation at the front of the line, if a task waits for it: the task.
    #[inline(always)]
    pub(crate) fn commit_task(&mut self, side: Side) -> Option<Woken> {
        if self.waiting == 0 {
            return None;
        }
        let index = self.front;
        let slot = self.slots.at(index);
        if slot.ticket.is_some() {
            return None;
        }
        let woken = slot.commit(side, index);
        let (usable, next) = (slot.vacate(), slot.next);
        self.pass_front(usable, next);
        Some(woken)
    }

    /// The front was vacated, and does not wait any more; `next` is behind it.
    #[inline(always)]
    fn pass_front(&mut self, usable: bool, next: u32) {
        let index = mem::replace(&mut self.front, next);
        self.waiting -= 1;
        if !usable {
            self.unlink(index);
        }
    }

    /// Takes the front out of the line for good, to tell it that the channel is closed; it keeps its slot. Arms of selects that
    /// were decided elsewhere, or are held and will see for themselves, are passed over. A waker that is kept beside an arm goes.
    /// Whether there is anything in `out` then.
    pub(crate) fn notify(&mut self, side: Side, out: &mut Effects<F>) -> bool {
        while self.waiting > 0 {
            let index = self.front;
            self.remove(index);
            let slot = self.slots.at(index);
            let Some(ticket) = &slot.ticket else {
                out.wake_task(slot.notify(side, index));
                return true;
            };
            let told = ticket.win(slot.arm) == Turn::Won;
            if told {
                out.wake_select(slot.ticket.clone());
            }
            let kept = slot.waker.take();
            if told || kept.is_some() {
                out.discard(kept);
                return true;
            }
        }
        false
    }

    /// The waker that the only slot keeps for who parks next, if nobody waits.
    #[inline(always)]
    pub(super) fn only_kept(&mut self) -> Option<Option<Waker>> {
        let only = self.slots.only().filter(|_| self.waiting == 0)?;
        Some(only.waker.take())
    }

    /// Has `out` drop the next waker that is kept for who parks next, in a line in which nobody waits or will; whether
    /// there is one.
    pub(crate) fn forget(&mut self, out: &mut Effects<F>) -> bool {
        loop {
            if self.front != NONE {
                self.set_aside();
            }
            let Some(slot) = self.slots.get(self.spare) else { return false };
            self.spare = slot.next;
            if slot.waker.is_some() {
                out.discard(slot.waker.take());
                return true;
            }
        }
    }

    /// Gives a woken waker back to the slot it came from, unless that has another one by now.
    #[inline(always)]
    pub(crate) fn keep(&mut self, home: Home, waker: Waker) -> Option<Waker> {
        let kept = &mut self.slots.at(home.index).waker;
        match kept {
            Some(_) => Some(waker),
            None => {
                *kept = Some(waker);
                None
            }
        }
    }
}
