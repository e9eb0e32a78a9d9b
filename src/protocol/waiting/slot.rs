//! One place in a line: who waits there, and the waker that stays for the next time.
//!
//! A slot is *vacant*, *waiting*, or *unlinked*: out of the ring while it waits for its owner, its select having been
//! decided elsewhere or the channel closed, or because nobody needs it. Its generation is odd while it is occupied, so a
//! [`Key`] that no longer fits tells its owner that the operation was committed: whoever commits it vacates the slot at once.

use super::effects::Woken;
use super::ticket::{Ticket, Turn};
use crate::flavor::Flavor;
use alloc::vec::Vec;
use core::mem;
use core::num::NonZeroU32;
use core::task::Waker;

pub(super) const NONE: u32 = u32::MAX;
/// In a slot's `prev`: it is not in the ring.
pub(super) const UNLINKED: u32 = u32::MAX - 1;

/// One occupation of one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub(super) index: u32,
    pub(super) generation: NonZeroU32,
}

impl Key {
    /// So many of the greatest numbers are no generation of a slot.
    pub(crate) const SPARE: u32 = 512;

    /// The key with these two parts, if it is one.
    #[inline(always)]
    pub(crate) fn of(index: u32, generation: u32) -> Option<Self> {
        if generation & 1 == 0 { None } else { Some(Key { index, generation: NonZeroU32::new(generation)? }) }
    }

    /// Which occupation of the slot: an odd number.
    #[inline]
    pub(crate) fn generation(self) -> u32 {
        self.generation.get()
    }

    /// Where its slot stands in the line.
    #[inline]
    pub(crate) fn index(self) -> u32 {
        self.index
    }
}

/// Where the waker of a task that was woken is kept until the task parks there again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub(crate) side: Side,
    pub(super) index: u32,
    /// The generation of the occupation that was committed; 0: none was.
    committed: u32,
}

impl Home {
    /// The key of the send that was committed, if one was.
    #[inline(always)]
    pub(crate) fn sent(self) -> Option<Key> {
        if self.side == Side::Sends { Key::of(self.index, self.committed) } else { None }
    }
}

/// Which of a channel's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Sends,
    Recvs,
    Watchers,
}

/// Who is woken when a slot's operation is committed or the channel is closed.
pub(crate) enum Occupant<F: Flavor> {
    /// A task.
    Task(Waker),
    /// One arm of a select.
    Arm(F::Ptr<Ticket<F>>, u32),
}

impl<F: Flavor> Occupant<F> {
    /// The task of the waker that stands here.
    pub(crate) fn task(waker: &mut Option<Waker>) -> Self {
        Occupant::Task(waker.take().expect("a task parks with its waker"))
    }
}

/// Where one operation waits.
#[repr(C)] // In this order a new one is written where it will stand, and not put together elsewhere.
pub(super) struct Slot<F: Flavor> {
    pub(super) generation: u32,
    /// The slot behind it in the ring, or among the spare ones.
    pub(super) next: u32,
    /// The slot before it in the ring, or `UNLINKED`.
    pub(super) prev: u32,
    /// Which arm of a select occupies the slot, if one does.
    pub(super) arm: u32,
    /// The ticket of the arm that occupies the slot.
    pub(super) ticket: Option<F::Ptr<Ticket<F>>>,
    /// The task that occupies the slot; else the last one that did, kept for its next time.
    pub(super) waker: Option<Waker>,
}

impl<F: Flavor> Slot<F> {
    #[inline(always)]
    pub(super) fn new(neighbour: u32) -> Self {
        Slot { generation: 0, next: neighbour, prev: neighbour, arm: 0, waker: None, ticket: None }
    }

    #[inline(always)]
    pub(super) fn is_occupied(&self) -> bool {
        self.generation & 1 != 0
    }

    /// The waker that is kept here wakes this waker's task.
    #[inline(always)]
    pub(super) fn keeps(&self, waker: &Waker) -> bool {
        self.waker.as_ref().is_some_and(|kept| kept.will_wake(waker))
    }

    /// Nobody occupies the slot, and its last occupant was this waker's task.
    #[inline(always)]
    pub(super) fn awaits(&self, waker: &Waker) -> bool {
        !self.is_occupied() && self.keeps(waker)
    }

    /// Occupies the slot, which was free; the one behind it is now.
    #[inline(always)]
    pub(super) fn occupy(&mut self, free: &mut u32) -> Key {
        let index = mem::replace(free, self.next);
        self.generation += 1;
        let generation = NonZeroU32::new(self.generation).expect("an occupied slot's generation is odd");
        Key { index, generation }
    }

    /// Ends an occupation; whether the slot can be used again. One whose generations are used up stays out of use, so
    /// that no key ever fits twice.
    #[inline(always)]
    pub(super) fn vacate(&mut self) -> bool {
        self.generation += 1;
        self.generation < u32::MAX - Key::SPARE
    }

    /// The task that occupies the slot, to be woken as its operation is committed.
    #[inline(always)]
    pub(super) fn commit(&mut self, side: Side, index: u32) -> Woken {
        self.wake(Home { side, index, committed: self.generation })
    }

    /// The task that occupies the slot, to be told of the close.
    pub(super) fn notify(&mut self, side: Side, index: u32) -> Woken {
        self.wake(Home { side, index, committed: 0 })
    }

    #[inline(always)]
    fn wake(&mut self, home: Home) -> Woken {
        Woken { waker: self.waker.take().expect("a task that waits has its waker here"), home }
    }

    /// It is an arm whose select was decided elsewhere.
    pub(super) fn is_lost(&self) -> bool {
        self.ticket.as_ref().is_some_and(|ticket| ticket.is_decided())
    }

    /// The turn of the operation has come: a task's is won by that, an arm's if its select can still be decided.
    #[inline(always)]
    pub(super) fn win(&self) -> Turn {
        self.ticket.as_ref().map_or(Turn::Won, |ticket| ticket.win(self.arm))
    }
}

/// The slots of one line, by their index.
pub(super) struct Slots<F: Flavor> {
    /// Slot 0 stands here, so that a channel on which one operation parks at a time allocates no slots.
    pub(super) first: Slot<F>,
    /// The slots from 1 on.
    rest: Vec<Slot<F>>,
}

impl<F: Flavor> Slots<F> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        Slots { first: Slot::new(0), rest: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn at(&mut self, index: u32) -> &mut Slot<F> {
        self.get(index).expect("there is a slot for every index in use")
    }

    /// The slot, if there is but one.
    #[inline(always)]
    pub(super) fn only(&mut self) -> Option<&mut Slot<F>> {
        if self.rest.is_empty() { Some(&mut self.first) } else { None }
    }

    /// Nothing of them has to be dropped.
    #[inline(always)]
    pub(super) fn are_bare(&self) -> bool {
        self.first.waker.is_none() && self.first.ticket.is_none() && self.rest.capacity() == 0
    }

    /// All that has to be dropped of slots that nobody needs any more.
    pub(super) fn take_kept(&mut self) -> impl Sized + use<F> {
        (self.first.waker.take(), self.first.ticket.take(), mem::take(&mut self.rest))
    }

    /// Makes memory for so many slots in all.
    pub(super) fn reserve(&mut self, slots: usize) {
        self.rest.reserve(slots.saturating_sub(1 + self.rest.len()));
    }

    /// Adds a slot that is not in the ring; its index.
    pub(super) fn add(&mut self) -> u32 {
        self.rest.push(Slot::new(NONE));
        let index = u32::try_from(self.rest.len()).ok().filter(|&index| index < UNLINKED);
        index.expect("more than four billion operations parked on one channel")
    }

    /// No slot has the index `NONE`.
    #[inline(always)]
    pub(super) fn get(&mut self, index: u32) -> Option<&mut Slot<F>> {
        match index {
            0 => Some(&mut self.first),
            _ => self.rest.get_mut(index as usize - 1),
        }
    }
}
