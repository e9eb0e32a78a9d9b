//! The memory of the `Synchronized` flavour's queue: a ring of cells that two threads may use at once, one at each end.
//!
//! Who has the channel to itself uses it as a plain queue, through [`Queue`]. While the channel's two [ends](super::ends)
//! are open, each works on the [`Cells`] alone, and keeps its position itself; what is here is then out of date, and is
//! not looked at before [`Ring::resume`].

use super::Queue;
use crate::primitive::{MutPtr, ROUND, UnsafeCell};
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::mem::MaybeUninit;

/// A step from one position to the next. Positions wrap around after a [`ROUND`]; their low bits are always 0, and free
/// for the ends.
pub(super) const ONE: usize = 4;
/// The most values that a ring holds: the distance of two positions must not be ambiguous.
const MOST: usize = ROUND / ONE / 2;

/// How far the first position is ahead of the second one.
#[inline]
pub(super) fn distance(ahead: usize, behind: usize) -> usize {
    ahead.wrapping_sub(behind) & ROUND
}

/// The position after this one.
#[inline]
pub(super) fn next(position: usize) -> usize {
    ahead(position, 1)
}

/// The position that is so many after this one, as many as a ring holds at most.
#[inline]
pub(super) fn ahead(position: usize, steps: usize) -> usize {
    position.wrapping_add(steps * ONE) & ROUND
}

type Cell<T> = UnsafeCell<MaybeUninit<T>>;

pub struct Ring<T> {
    cells: Box<[Cell<T>]>,
    /// The cell of the value at the front.
    front: usize,
    /// The position of the value at the front: how many have left before. It never goes back.
    head: usize,
    /// The position behind the last value.
    tail: usize,
}

/// The cells of a ring. Whoever has them sees to it that the ring keeps them, and that a cell is used by one.
pub(super) struct Cells<T> {
    first: *const Cell<T>,
    number: usize,
}

impl<T> Clone for Cells<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Cells<T> {}

#[allow(unsafe_code)]
impl<T> Cells<T> {
    /// No cells at all.
    pub(super) const NONE: Self = Cells { first: core::ptr::null(), number: 0 };

    #[inline]
    fn of(memory: &[Cell<T>]) -> Self {
        Cells { first: memory.as_ptr(), number: memory.len() }
    }

    /// The cell after this one.
    #[inline]
    pub(super) fn next(self, cell: usize) -> usize {
        if cell + 1 == self.number { 0 } else { cell + 1 }
    }

    /// The cell before this one.
    #[inline]
    fn before(self, cell: usize) -> usize {
        if cell == 0 { self.number - 1 } else { cell - 1 }
    }

    /// The cell that is so many after this one, less than once around.
    #[inline]
    fn after(self, cell: usize, steps: usize) -> usize {
        if cell + steps < self.number { cell + steps } else { cell + steps - self.number }
    }

    /// Access to a cell.
    ///
    /// # Safety
    ///
    /// There is such a cell, and the ring is not dropped, nor given others, as long as the access lasts.
    #[inline]
    unsafe fn access(self, cell: usize) -> MutPtr<MaybeUninit<T>> {
        // SAFETY: the caller's.
        unsafe { (*self.first.add(cell)).get_mut() }
    }

    /// Puts a value in.
    ///
    /// # Safety
    ///
    /// As for [`Cells::access`]; nobody else uses the cell, and it holds no value.
    #[inline]
    pub(super) unsafe fn put(self, cell: usize, value: T) {
        // SAFETY: the caller's.
        unsafe { (*self.access(cell).as_ptr()).write(value) };
    }

    /// Puts all of `from` in, from this cell on; the cell after the last one.
    ///
    /// # Safety
    ///
    /// As for [`Cells::put`] with each of them; there are no more values than cells.
    #[inline]
    pub(super) unsafe fn put_many(self, cell: usize, from: &mut VecDeque<T>) -> usize {
        let number = from.len();
        for (step, value) in from.drain(..).enumerate() {
            // SAFETY: the caller's.
            unsafe { self.put(self.after(cell, step), value) };
        }
        self.after(cell, number)
    }

    /// Takes the values of so many cells out, from this one on, into `into`, which has memory for them; the cell after the
    /// last one.
    ///
    /// # Safety
    ///
    /// As for [`Cells::take`] with each of them; there are no more than cells.
    #[inline]
    pub(super) unsafe fn take_many(self, cell: usize, number: usize, into: &mut Vec<T>) -> usize {
        // Up to the last cell, and then from the first one on.
        let straight = number.min(self.number - cell);
        for cells in [cell..cell + straight, 0..number - straight] {
            // SAFETY: the caller's.
            into.extend(cells.map(|cell| unsafe { self.take(cell) }));
        }
        self.after(cell, number)
    }

    /// Takes the value out.
    ///
    /// # Safety
    ///
    /// As for [`Cells::access`]; nobody else uses the cell, and it holds a value, which is the caller's now.
    #[inline]
    pub(super) unsafe fn take(self, cell: usize) -> T {
        // SAFETY: the caller's.
        unsafe { (*self.access(cell).as_ptr()).assume_init_read() }
    }
}

impl<T> Ring<T> {
    #[inline]
    pub(super) fn cells(&self) -> Cells<T> {
        Cells::of(&self.cells)
    }

    /// The cell and the position of the front.
    #[inline]
    pub(super) fn head(&self) -> (usize, usize) {
        (self.front, self.head)
    }

    /// The cell and the position behind the last value.
    #[inline]
    pub(super) fn tail(&self) -> (usize, usize) {
        (self.cells().after(self.front, self.len()), self.tail)
    }

    /// The ends have moved.
    ///
    /// # Safety
    ///
    /// The positions lie as far apart as there are cells at most, and so many cells from the front on hold values.
    #[allow(unsafe_code)]
    #[inline]
    pub(super) unsafe fn resume(&mut self, (front, head): (usize, usize), tail: usize) {
        (self.front, self.head, self.tail) = (front, head, tail);
    }

    /// Moves the values to so many cells, more than there were.
    #[allow(unsafe_code)]
    #[cold]
    fn relocate(&mut self, number: usize) {
        // First of all, since it can panic.
        let cells = (0..number).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect();
        let memory = core::mem::replace(&mut self.cells, cells);
        // Taken where the memory is now: moving a box ends the pointers into it.
        let (old, mut front) = (Cells::of(&memory), core::mem::take(&mut self.front));
        for cell in 0..self.len() {
            // SAFETY: both rings live until the end, and this one is exclusively borrowed. From the old front on there is a
            // value in each cell, which is taken once; the new cells hold none, and there are enough.
            unsafe { self.cells().put(cell, old.take(front)) };
            front = old.next(front);
        }
    }
}

impl<T> Queue<T> for Ring<T> {
    fn new() -> Self {
        Ring { cells: Box::default(), front: 0, head: 0, tail: 0 }
    }

    #[inline]
    fn len(&self) -> usize {
        distance(self.tail, self.head) / ONE
    }

    #[inline]
    fn capacity(&self) -> usize {
        self.cells.len()
    }

    fn grow(&mut self, capacity: usize) {
        assert!(capacity <= MOST, "a channel cannot hold so many values");
        if capacity > self.capacity() {
            self.relocate(capacity);
        }
    }

    #[allow(unsafe_code)]
    #[inline]
    fn push(&mut self, value: T) {
        assert!(self.len() < self.capacity(), "a push finds the memory that was made for it");
        // SAFETY: the ring is exclusively borrowed, and the cell behind the last value is not the first one's.
        unsafe { self.cells().put(self.tail().0, value) };
        self.tail = next(self.tail);
    }

    #[allow(unsafe_code)]
    #[inline]
    fn pop(&mut self) -> Option<T> {
        if self.head == self.tail {
            return None;
        }
        let cell = self.front;
        self.front = self.cells().next(cell);
        self.head = next(self.head);
        // SAFETY: the ring is exclusively borrowed, and the cell held the first value, which is taken once.
        Some(unsafe { self.cells().take(cell) })
    }

    #[allow(unsafe_code)]
    #[inline]
    fn pop_many(&mut self, number: usize, into: &mut Vec<T>) {
        assert!(number <= self.len(), "no more is taken out than there is");
        // SAFETY: the ring is exclusively borrowed, and so many cells from the front on hold values, which are taken once.
        self.front = unsafe { self.cells().take_many(self.front, number, into) };
        self.head = ahead(self.head, number);
    }

    #[allow(unsafe_code)]
    fn remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len() {
            return None;
        }
        let cells = self.cells();
        let mut hole = cells.after(self.front, index);
        // SAFETY: the ring is exclusively borrowed, and holds values from its front to this cell.
        let removed = unsafe { cells.take(hole) };
        for before in (0..index).rev().map(|before| cells.after(self.front, before)) {
            // SAFETY: as above; each value moves to the cell that was emptied just before.
            unsafe { cells.put(hole, cells.take(before)) };
            hole = before;
        }
        self.front = cells.next(self.front);
        self.head = next(self.head);
        Some(removed)
    }

    #[allow(unsafe_code)]
    fn insert(&mut self, index: usize, value: T) {
        assert!(
            index <= self.len() && self.len() < self.capacity(),
            "an insert finds the memory that was made for it"
        );
        let cells = self.cells();
        let mut hole = cells.before(self.front);
        self.front = hole;
        for _ in 0..index {
            let behind = cells.next(hole);
            // SAFETY: the ring is exclusively borrowed. There are more cells than values, so the cell before the first value
            // held none; from there on each of the first values moves to the cell that was emptied just before.
            unsafe { cells.put(hole, cells.take(behind)) };
            hole = behind;
        }
        // SAFETY: as above.
        unsafe { cells.put(hole, value) };
        // As many as before have left; the positions do not go back.
        self.tail = next(self.tail);
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        /// Drops what is left, also when a value's drop panics.
        struct Rest<'a, T>(&'a mut Ring<T>);
        impl<T> Drop for Rest<'_, T> {
            fn drop(&mut self) {
                while self.0.pop().is_some() {}
            }
        }
        let rest = Rest(self);
        while rest.0.pop().is_some() {}
    }
}
