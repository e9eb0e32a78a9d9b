//! A first-come-first-served line of parked operations, kept in slots that are used again.
//!
//! A slot is *vacant*, *linked* (it waits in the line) or *unlinked* (it waits for its owner: its select was
//! decided elsewhere, or the channel was closed). Its generation is odd while it is occupied, so a [`Key`] that
//! no longer fits tells its owner that the operation was committed: whoever commits it vacates the slot at once.
//!
//! Nothing here wakes, clones or drops a waker, a ticket or an item: they are handed to the caller.

use super::ticket::Ticket;
use super::wakes::Wakes;
use crate::flavor::Flavor;
use alloc::vec::Vec;
use core::mem;
use core::num::NonZeroU32;
use core::task::Waker;

const NONE: u32 = u32::MAX;
/// In a slot's `prev`: it is not in the line.
const UNLINKED: u32 = u32::MAX - 1;

/// One occupation of one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    index: u32,
    generation: NonZeroU32,
}

/// Where the waker of a task that was woken is kept until the task parks there again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) side: Side,
    index: u32,
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
    /// A task.
    Task(Waker),
    /// One arm of a select.
    Arm(F::Ptr<Ticket<F>>, u32),
}

struct Slot<X, F: Flavor> {
    generation: u32,
    /// The slot behind it, in the line or among the vacant ones.
    next: u32,
    /// The slot before it in the line, void in the first one; or `UNLINKED`.
    prev: u32,
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
        Slot { generation: 0, next: NONE, prev: UNLINKED, arm: NONE, waker: None, ticket: None, item: None }
    }

    /// Ends an occupation; whether the slot can be used again. One whose generations are used up stays out of use, so
    /// that no key ever fits twice.
    #[inline(always)]
    fn vacate(&mut self) -> bool {
        self.generation += 1;
        self.next = NONE;
        self.generation != u32::MAX - 1
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
    /// Void while there is no head.
    tail: u32,
    /// Vacant slots, first vacated first used: tasks that are woken in turn and park again in turn find their
    /// own wakers. The links are the slots' `next`.
    vacant_head: u32,
    /// Void while there is no vacant head.
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

    /// Joins the end of the line. What has to make room goes to `out`.
    pub(crate) fn park(&mut self, item: X, waiter: Waiter<F>, out: &mut Wakes<F>) -> Key {
        if self.vacant_head == NONE {
            self.add_slot();
        }
        let index = self.vacant_head;
        let slot = self.slot(index);
        match waiter {
            Waiter::Task(waker) => {
                slot.arm = NONE;
                out.discard(slot.waker.replace(waker));
            }
            Waiter::Arm(ticket, arm) => {
                slot.arm = arm;
                out.discard_ticket(slot.ticket.replace(ticket));
            }
        }
        self.join(index, item)
    }

    /// Joins the end of the line, if the slot that is used next has kept this task's waker.
    #[inline(always)]
    pub(crate) fn park_again(&mut self, waker: &Waker, item: impl FnOnce() -> X) -> Option<Key> {
        let index = self.vacant_head;
        if index == NONE {
            return None;
        }
        let slot = self.slot(index);
        if !slot.waker.as_ref().is_some_and(|kept| kept.will_wake(waker)) {
            return None;
        }
        slot.arm = NONE;
        Some(self.join(index, item()))
    }

    /// Puts the first of the vacant slots at the end of the line.
    #[inline(always)]
    fn join(&mut self, index: u32, item: X) -> Key {
        let prev = mem::replace(&mut self.tail, index);
        if self.head == NONE {
            self.head = index;
        } else {
            self.slot(prev).next = index;
        }
        let slot = self.slot(index);
        let vacant = mem::replace(&mut slot.next, NONE);
        slot.prev = prev;
        slot.generation += 1;
        slot.item = Some(item);
        let generation = NonZeroU32::new(slot.generation).expect("an occupied slot's generation is odd");
        self.vacant_head = vacant;
        Key { index, generation }
    }

    /// Adds a slot, there being no vacant one.
    #[cold]
    #[inline(never)]
    fn add_slot(&mut self) {
        self.rest.push(Slot::new());
        let index = u32::try_from(self.rest.len()).ok().filter(|&index| index < UNLINKED);
        self.vacant_head = index.expect("more than four billion operations parked on one channel");
        self.vacant_tail = self.vacant_head;
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
        if slot.vacate() {
            self.add_vacant(key.index);
        }
        item
    }

    /// Commits the operation at the front of the line, which is woken by `out`: its item. Arms of selects that were
    /// decided elsewhere are passed over, and stay with their owners.
    #[inline(always)]
    pub(crate) fn commit(&mut self, side: Side, out: &mut Wakes<F>) -> Option<X> {
        let mut index = self.head;
        if index == NONE {
            return None;
        }
        if self.slot(index).arm != NONE {
            index = self.win_front();
            if index == NONE {
                return None;
            }
        }
        let slot = self.slot(index);
        match slot.arm {
            NONE => out.wake_task(slot.waker.take(), Some(Home { side, index })),
            _ => out.wake_select(slot.ticket.take()),
        }
        let item = slot.item.take();
        let next = slot.next;
        let usable = slot.vacate();
        self.head = next;
        if usable {
            self.add_vacant(index);
        }
        item
    }

    /// Passes over arms that cannot be won; the front is then a task, an arm that has won, or nobody.
    #[inline(never)]
    fn win_front(&mut self) -> u32 {
        loop {
            let head = self.head;
            if head == NONE {
                return NONE;
            }
            let slot = self.slot(head);
            if slot.win() {
                return head;
            }
            slot.prev = UNLINKED;
            self.head = slot.next;
        }
    }

    /// Takes the front out of the line for good, to tell it that the channel is closed; it keeps its slot. Whether there
    /// was one. Arms of selects that were decided elsewhere are passed over.
    pub(crate) fn tell(&mut self, out: &mut Wakes<F>) -> bool {
        loop {
            let index = self.head;
            if index == NONE {
                return false;
            }
            self.unlink(index);
            let slot = self.slot(index);
            if slot.win() {
                match slot.arm {
                    NONE => out.wake_task(slot.waker.take(), None),
                    _ => out.wake_select(slot.ticket.clone()),
                }
                return true;
            }
        }
    }

    /// Gives a woken waker back to the slot it came from, unless that has another one by now.
    #[inline(always)]
    pub(crate) fn keep(&mut self, home: Home, waker: Waker) -> Option<Waker> {
        let kept = &mut self.slot(home.index).waker;
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
        let (prev, next) = (mem::replace(&mut slot.prev, UNLINKED), slot.next);
        if prev == UNLINKED {
            return;
        }
        if self.head == index {
            self.head = next;
        } else {
            self.slot(prev).next = next;
        }
        match next {
            NONE => self.tail = prev,
            _ => self.slot(next).prev = prev,
        }
    }

    /// A vacated slot can be used again.
    #[inline(always)]
    fn add_vacant(&mut self, index: u32) {
        let last = mem::replace(&mut self.vacant_tail, index);
        if self.vacant_head == NONE {
            self.vacant_head = index;
        } else {
            self.slot(last).next = index;
        }
    }
}
