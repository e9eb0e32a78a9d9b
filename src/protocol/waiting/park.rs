//! How a line takes in who waits: by the slot that is free, the one that the task had before where it is found, or a new one.
//! Nothing here commits, or wakes.

use super::effects::Effects;
use super::line::Line;
use super::slot::{Key, NONE, Occupant, Slot};
use crate::flavor::Flavor;
use core::mem;
use core::task::Waker;

/// How many vacant slots are looked at for the one that a task had before.
const LOOKS: u32 = 4;

impl<F: Flavor> Line<F> {
    /// The slot for who parks next, if it is vacant, or there.
    #[inline(always)]
    pub(crate) fn free(&self) -> u32 {
        self.free
    }

    /// Makes a slot free for who parks next, which can panic for want of memory; its index.
    #[inline(always)]
    pub(crate) fn vacancy(&mut self) -> u32 {
        if self.slots.get(self.free).is_none_or(|slot| slot.is_occupied()) {
            self.add_slot();
        }
        self.free
    }

    /// Joins the end of the line, in the [vacancy](Line::vacancy); a waker that has to make room goes to `out`.
    #[inline(always)]
    pub(crate) fn park(&mut self, occupant: Occupant<F>, out: &mut Effects<F>) -> Key {
        let slot = self.slots.at(self.free);
        match occupant {
            Occupant::Task(waker) => out.discard(slot.waker.replace(waker)),
            Occupant::Arm(ticket, arm) => {
                slot.arm = arm;
                slot.ticket = Some(ticket);
            }
        }
        self.waiting += 1;
        slot.occupy(&mut self.free)
    }

    /// Joins the end of the line, if the slot that is free has kept this task's waker.
    #[inline(always)]
    pub(crate) fn park_again(&mut self, waker: &Waker) -> Option<Key> {
        self.park_in_free(|slot| slot.keeps(waker))
    }

    /// Joins the end of the line, if the slot that is free has kept no waker: it takes the clone.
    #[inline(always)]
    pub(crate) fn park_plain(&mut self, clone: &mut Option<Waker>) -> Option<Key> {
        self.park_in_free(|slot| {
            let empty = slot.waker.is_none();
            if empty {
                slot.waker = clone.take();
            }
            empty
        })
    }

    #[inline(always)]
    fn park_in_free(&mut self, has_waker: impl FnOnce(&mut Slot<F>) -> bool) -> Option<Key> {
        let slot = self.slots.get(self.free).filter(|slot| !slot.is_occupied())?;
        if !has_waker(slot) {
            return None;
        }
        debug_assert!(slot.ticket.is_none(), "it is vacant");
        self.waiting += 1;
        Some(slot.occupy(&mut self.free))
    }

    /// Makes the slot free that has kept this task's waker, if it is found. The vacant ones before it were passed over
    /// by their tasks, which may have ended: they are used again when no other is vacant.
    #[inline(always)]
    pub(crate) fn seek(&mut self, waker: &Waker) -> bool {
        match self.slots.only() {
            Some(only) if self.spare == NONE => only.awaits(waker),
            _ => self.seek_among_many(waker),
        }
    }

    #[inline(never)]
    fn seek_among_many(&mut self, waker: &Waker) -> bool {
        let mut index = self.free;
        for passed in 0..LOOKS {
            match self.slots.get(index) {
                Some(slot) if slot.awaits(waker) => {
                    (0..passed).for_each(|_| self.set_aside());
                    return true;
                }
                Some(slot) if !slot.is_occupied() => index = slot.next,
                _ => break,
            }
        }
        let found = self.slots.get(self.spare).is_some_and(|slot| slot.awaits(waker));
        if found {
            self.use_spare();
        }
        found
    }

    /// Takes the slot that is free out of the ring.
    pub(super) fn set_aside(&mut self) {
        let index = self.free;
        self.unlink(index);
        self.slots.at(index).next = mem::replace(&mut self.spare, index);
    }

    /// Makes a slot free, there being no vacant one in the ring.
    #[cold]
    #[inline(never)]
    fn add_slot(&mut self) {
        if self.spare == NONE {
            self.spare = self.slots.add();
        }
        self.use_spare();
    }

    /// Makes the first of the spare slots free.
    fn use_spare(&mut self) {
        let index = self.spare;
        self.spare = self.slots.at(index).next;
        let behind = self.free;
        self.link(index, behind);
        if self.waiting == 0 {
            self.front = index;
        }
        self.free = index;
    }
}
