//! The ring of a line's slots: how a slot is taken out of it, and put back. Nothing here wins or wakes.

use super::line::Line;
use super::slot::{NONE, UNLINKED};
use crate::flavor::Flavor;
use core::mem;

impl<F: Flavor> Line<F> {
    /// Takes a slot that waits out of the line and out of the ring, if it is there.
    pub(super) fn remove(&mut self, index: u32) {
        if self.slots.at(index).prev != UNLINKED {
            self.waiting -= 1;
            self.unlink(index);
        }
    }

    /// Takes a slot out of the ring.
    pub(super) fn unlink(&mut self, index: u32) {
        let slot = self.slots.at(index);
        let (prev, next) = (mem::replace(&mut slot.prev, UNLINKED), slot.next);
        let behind = if next == index { NONE } else { next };
        self.slots.at(prev).next = next;
        if behind != NONE {
            self.slots.at(next).prev = prev;
        }
        if self.front == index {
            self.front = behind;
        }
        if self.free == index {
            self.free = behind;
        }
    }

    /// Puts a slot into the ring, before another one of it.
    pub(super) fn link(&mut self, index: u32, next: u32) {
        let (prev, next) = match next {
            NONE => (index, index),
            _ => (self.slots.at(next).prev, next),
        };
        let slot = self.slots.at(index);
        (slot.prev, slot.next) = (prev, next);
        self.slots.at(prev).next = index;
        self.slots.at(next).prev = index;
    }

    /// A vacated slot is back: the last one to be used again.
    pub(super) fn add_vacant(&mut self, index: u32) {
        let full = self.waiting > 0 && self.front == self.free;
        let before = self.front;
        self.link(index, before);
        if before == NONE {
            self.front = index;
        }
        if full || self.free == NONE {
            self.free = index;
        }
    }
}
