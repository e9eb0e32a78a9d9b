//! A first-come-first-served line of parked operations, kept in slots that are used again.
//!
//! A slot is *vacant*, *linked* (it waits in the line) or *unlinked* (it waits for its owner: its select was
//! decided elsewhere, or the channel was closed). Its generation is odd while it is occupied, so a [`Key`] that
//! no longer fits tells its owner that the operation was committed: whoever commits it vacates the slot at once.
//!
//! Nothing here wakes, clones or drops a waker, a ticket or an item: they are handed to the caller.

use super::ticket::Ticket;
use super::wakes::{Wake, Wakes};
use crate::flavor::Flavor;
use alloc::vec::Vec;
use core::mem;
use core::num::NonZeroU32;
use core::task::Waker;

const NONE: u32 = u32::MAX;

/// One occupation of one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    index: u32,
    generation: NonZeroU32,
}

/// Which of a channel's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Sends,
    Recvs,
    Watchers,
}

/// Who is woken when a slot's operation is committed or the channel is closed.
pub(crate) enum Waiter<F: Flavor> {
    /// A task; `None` stands for the waker that the vacant slot has kept, see [`Line::keeps`].
    Task(Option<Waker>),
    /// One arm of a select.
    Arm(F::Ptr<Ticket<F>>, u32),
}

struct Slot<X, F: Flavor> {
    generation: u32,
    next: u32,
    prev: u32,
    linked: bool,
    /// Which arm of a select occupies the slot; `NONE`: a task does.
    arm: u32,
    /// The task that occupies the slot; else the last one that did, kept for its next time.
    waker: Option<Waker>,
    /// The ticket of the arm that occupies the slot; else one that is kept for the next arm.
    ticket: Option<F::Ptr<Ticket<F>>>,
    item: Option<X>,
}

impl<X, F: Flavor> Slot<X, F> {
    #[inline(always)]
    const fn new() -> Self {
        Slot {
            generation: 0,
            next: NONE,
            prev: NONE,
            linked: false,
            arm: NONE,
            waker: None,
            ticket: None,
            item: None,
        }
    }

    /// Decides the operation, if a select's arm occupies the slot and can still win.
    fn win(&self) -> bool {
        self.arm == NONE || self.ticket.as_ref().is_none_or(|ticket| ticket.win(self.arm))
    }
}

/// The line of one side of a channel.
pub(crate) struct Line<X, F: Flavor> {
    /// Slot 0 stands here, so that a channel on which one operation parks at a time allocates no slots.
    first: Slot<X, F>,
    /// The slots from 1 on.
    rest: Vec<Slot<X, F>>,
    head: u32,
    tail: u32,
    /// Vacant slots, first vacated first used: tasks that are woken in turn and park again in turn find their
    /// own wakers. The links are the slots' `next`.
    vacant_head: u32,
    vacant_tail: u32,
}

impl<X, F: Flavor> Line<X, F> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Line { first: Slot::new(), rest: Vec::new(), head: NONE, tail: NONE, vacant_head: 0, vacant_tail: 0 }
    }

    #[inline(always)]
    fn slot(&mut self, index: u32) -> &mut Slot<X, F> {
        match index {
            0 => &mut self.first,
            _ => &mut self.rest[index as usize - 1],
        }
    }

    /// Nobody waits in the line.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.head == NONE
    }

    /// Whether the slot that is used next has kept this task's waker.
    #[inline]
    pub(crate) fn keeps(&mut self, waker: &Waker) -> bool {
        match self.vacant_head {
            NONE => false,
            index => self.slot(index).waker.as_ref().is_some_and(|kept| kept.will_wake(waker)),
        }
    }

    /// Joins the end of the line. A waker that has to make room goes to `out`.
    #[inline(always)]
    pub(crate) fn park(&mut self, item: X, waiter: Waiter<F>, out: &mut Wakes<F>) -> Key {
        let index = self.vacant_head;
        let index = if index == NONE {
            self.rest.push(Slot::new());
            u32::try_from(self.rest.len()).expect("more than four billion operations parked on one channel")
        } else {
            self.vacant_head = self.slot(index).next;
            if self.vacant_head == NONE {
                self.vacant_tail = NONE;
            }
            index
        };
        let tail = mem::replace(&mut self.tail, index);
        match tail {
            NONE => self.head = index,
            _ => self.slot(tail).next = index,
        }
        let slot = self.slot(index);
        slot.generation += 1;
        slot.next = NONE;
        slot.prev = tail;
        slot.linked = true;
        slot.item = Some(item);
        match waiter {
            Waiter::Task(None) => slot.arm = NONE,
            Waiter::Task(waker) => {
                slot.arm = NONE;
                out.discard(mem::replace(&mut slot.waker, waker));
            }
            Waiter::Arm(ticket, arm) => {
                slot.arm = arm;
                out.discard_ticket(slot.ticket.replace(ticket));
            }
        }
        let generation = NonZeroU32::new(slot.generation).expect("an occupied slot's generation is odd");
        Key { index, generation }
    }

    /// Whether the operation still has its slot: it was not committed.
    #[inline]
    pub(crate) fn holds(&mut self, key: Key) -> bool {
        self.slot(key.index).generation == key.generation.get()
    }

    /// Whether this waker wakes the task that parked with `key`.
    #[inline]
    pub(crate) fn wakes(&mut self, key: Key, waker: &Waker) -> bool {
        self.slot(key.index).waker.as_ref().is_some_and(|kept| kept.will_wake(waker))
    }

    /// The task that parked with `key` has moved to another waker.
    pub(crate) fn refresh(&mut self, key: Key, waker: Waker, out: &mut Wakes<F>) {
        out.discard(self.slot(key.index).waker.replace(waker));
    }

    /// Leaves the line, wherever in it. The item, unless the operation was committed.
    pub(crate) fn leave(&mut self, key: Key, out: &mut Wakes<F>) -> Option<X> {
        if !self.holds(key) {
            return None;
        }
        self.unlink(key.index);
        let slot = self.slot(key.index);
        let item = slot.item.take();
        if slot.arm != NONE {
            out.discard_ticket(slot.ticket.take());
        }
        self.vacate(key.index);
        item
    }

    /// Commits the operation at the front of the line; its task is to be woken by the caller. Arms of selects
    /// that were decided elsewhere are passed over, and stay with their owners.
    #[inline(always)]
    pub(crate) fn commit(&mut self, side: Side) -> Option<(X, Wake<F>)> {
        loop {
            let index = self.head;
            if index == NONE {
                return None;
            }
            let slot = self.slot(index);
            let next = slot.next;
            slot.linked = false;
            let committed = slot.win().then(|| {
                let wake = match slot.arm {
                    NONE => Wake::task(slot.waker.take(), side, index),
                    _ => Wake::select(slot.ticket.take()),
                };
                (slot.item.take().expect("a parked operation's slot holds its item"), wake)
            });
            self.head = next;
            match next {
                NONE => self.tail = NONE,
                _ => self.slot(next).prev = NONE,
            }
            if committed.is_some() {
                self.vacate(index);
                return committed;
            }
        }
    }

    /// Takes the front out of the line for good, to tell it that the channel is closed; it keeps its slot.
    /// Arms of selects that were decided elsewhere are passed over.
    pub(crate) fn tell(&mut self) -> Option<Wake<F>> {
        loop {
            let index = self.head;
            if index == NONE {
                return None;
            }
            self.unlink(index);
            let slot = self.slot(index);
            if slot.win() {
                return Some(match slot.arm {
                    NONE => Wake::last(slot.waker.take()),
                    _ => Wake::select(slot.ticket.clone()),
                });
            }
        }
    }

    /// Gives a woken waker back to the slot it came from, unless that has another one by now.
    pub(crate) fn keep(&mut self, index: u32, waker: Waker) -> Option<Waker> {
        let kept = &mut self.slot(index).waker;
        match kept {
            Some(_) => Some(waker),
            None => {
                *kept = Some(waker);
                None
            }
        }
    }

    /// A ticket that the slot which is used next has kept.
    pub(crate) fn kept_ticket(&mut self) -> Option<F::Ptr<Ticket<F>>> {
        match self.vacant_head {
            NONE => None,
            index => self.slot(index).ticket.take(),
        }
    }

    /// Gives a ticket back to the slot it was used in, unless that has another one by now.
    pub(crate) fn keep_ticket(&mut self, key: Key, ticket: F::Ptr<Ticket<F>>) -> Option<F::Ptr<Ticket<F>>> {
        let kept = &mut self.slot(key.index).ticket;
        match kept {
            Some(_) => Some(ticket),
            None => {
                *kept = Some(ticket);
                None
            }
        }
    }

    fn unlink(&mut self, index: u32) {
        let slot = self.slot(index);
        if !mem::replace(&mut slot.linked, false) {
            return;
        }
        let (prev, next) = (slot.prev, slot.next);
        match prev {
            NONE => self.head = next,
            _ => self.slot(prev).next = next,
        }
        match next {
            NONE => self.tail = prev,
            _ => self.slot(next).prev = prev,
        }
    }

    /// An unlinked slot can be used again. One whose generations are used up stays out of use, so that no key
    /// ever fits twice.
    #[inline(always)]
    fn vacate(&mut self, index: u32) {
        let slot = self.slot(index);
        slot.generation += 1;
        slot.next = NONE;
        if slot.generation == u32::MAX - 1 {
            return;
        }
        match mem::replace(&mut self.vacant_tail, index) {
            NONE => self.vacant_head = index,
            last => self.slot(last).next = index,
        }
    }
}
