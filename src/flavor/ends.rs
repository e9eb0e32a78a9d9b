//! The two ends of a ring while nobody waits: a send and a receive meet only where the ring is full or empty.
//!
//! After the two-lock queue of Michael and Scott ("Simple, fast, and practical non-blocking and blocking concurrent queue
//! algorithms", 1996), over a ring: one compare-and-swap takes an end, one store moves its position on, publishes what was
//! done there and leaves the end. So a value becomes visible in the order of positions, and no cell needs a word of its own;
//! whoever shuts both ends has the ring to itself, and can grow it, move it and give it back.
//!
//! | word of an end | | who changes it |
//! | --- | --- | --- |
//! | position | open, free | |
//! | position, `TAKEN` | one operation is at work there | that operation |
//! | position, `SHUT` | the channel's lock decides, see [`atomic`](super::atomic) | the holder of the lock |
//!
//! # Why the orderings suffice
//!
//! - Taking an end is an acquire, leaving or opening it a release: what [`Lent`] holds is handed from one to the next.
//! - A push moves the tail with a release, after it has put its value; a pop that sees the new tail with an acquire
//!   finds the value. The same for the head and the emptied cell: a push that sees the new head overwrites it after.
//! - Shutting is an acquire of both ends: it comes after every operation that took the end before, and every later one
//!   finds `SHUT` and enters the channel. There is no state in between, since an end that is taken cannot be shut.

use super::ring::{Cells, ONE, Ring};
use crate::primitive::{AtomicUsize, Backoff, Ordering, UnsafeCell};

/// One operation is at work at this end.
const TAKEN: usize = 1;
/// The end takes part in nothing until it is opened.
const SHUT: usize = 2;

/// Why an operation was not made at an end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// The channel's lock decides.
    Shut,
    /// The end may go no further: the bound is reached.
    Bound,
    /// There is nothing to pop.
    Empty,
}

/// One end of a ring.
pub(super) struct End<T> {
    word: AtomicUsize,
    lent: UnsafeCell<Lent<T>>,
}

/// What an end works with while it is open; of whoever has taken the end, or shut it.
struct Lent<T> {
    cells: Cells<T>,
    /// The cell of this end's position.
    cell: usize,
    /// The other end's position, as last seen: it may have moved on since.
    other: usize,
    /// For the tail: how far it may be ahead of the head. For the head: how far behind the tail it has to stay.
    bound: usize,
}

#[allow(unsafe_code)]
impl<T> End<T> {
    /// Shut.
    pub(super) fn new() -> Self {
        End {
            word: AtomicUsize::new(SHUT),
            lent: UnsafeCell::new(Lent { cells: Cells::NONE, cell: 0, other: 0, bound: 0 }),
        }
    }

    /// Where it is, whoever is at work there.
    #[inline]
    fn position(&self, order: Ordering) -> usize {
        self.word.load(order) & !(TAKEN | SHUT)
    }

    /// Takes the end; its position, unless it is shut.
    #[inline]
    fn take(&self) -> Option<usize> {
        let word = self.word.load(Ordering::Relaxed);
        if word & SHUT != 0 {
            None
        } else if word & TAKEN == 0
            && self.word.compare_exchange(word, word | TAKEN, Ordering::Acquire, Ordering::Relaxed).is_ok()
        {
            Some(word)
        } else {
            self.contended(TAKEN)
        }
    }

    /// Sets a bit once the end is free, unless it is shut; its position.
    #[cold]
    fn contended(&self, bit: usize) -> Option<usize> {
        let backoff = Backoff::new();
        loop {
            let word = self.word.load(Ordering::Relaxed);
            if word & SHUT != 0 {
                return None;
            }
            if word & TAKEN == 0
                && self
                    .word
                    .compare_exchange_weak(word, word | bit, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok()
            {
                return Some(word);
            }
            backoff.snooze();
        }
    }

    /// Moves the end, which was taken, and leaves it.
    #[inline]
    fn leave(&self, position: usize) {
        self.word.store(position, Ordering::Release);
    }

    /// Whether it is shut. Certain only for the holder of the lock.
    #[inline]
    pub(super) fn is_shut(&self) -> bool {
        self.word.load(Ordering::Relaxed) & SHUT != 0
    }

    /// Shuts an open end; its cell and its position. Only the holder of the lock shuts and opens.
    fn shut(&self) -> (usize, usize) {
        let position = self.contended(SHUT).expect("only the holder of the lock shuts");
        // SAFETY: the end is shut by the caller, who alone opens it again.
        (unsafe { (*self.lent.get_mut().as_ptr()).cell }, position)
    }

    /// Opens a shut end.
    fn open(&self, lent: Lent<T>, position: usize) {
        // SAFETY: the end is shut, and nobody else opens it, so nobody else is at work here.
        unsafe { *self.lent.get_mut().as_ptr() = lent };
        self.leave(position);
    }
}

/// Adds a value at the tail, if there is room.
#[allow(unsafe_code)]
#[inline]
pub(super) fn push<T>(tail: &End<T>, head: &End<T>, slot: &mut Option<T>) -> Result<(), Miss> {
    let at = tail.take().ok_or(Miss::Shut)?;
    let mut moved = at;
    {
        let access = tail.lent.get_mut();
        // SAFETY: the end was taken, and is left only when this access is over.
        let lent = unsafe { &mut *access.as_ptr() };
        let mut room = at.wrapping_sub(lent.other) < lent.bound;
        if !room {
            lent.other = head.position(Ordering::Acquire);
            room = at.wrapping_sub(lent.other) < lent.bound;
        }
        if room {
            if let Some(value) = slot.take() {
                // SAFETY: the ring keeps its cells while an end is open or taken. The tail is less than the bound, which
                // is the number of cells at most, ahead of the head, so a pop has emptied this cell.
                unsafe { lent.cells.put(lent.cell, value) };
                lent.cell = lent.cells.next(lent.cell);
                moved = at.wrapping_add(ONE);
            }
        }
    }
    tail.leave(moved);
    if moved == at { Err(Miss::Bound) } else { Ok(()) }
}

/// Takes the value at the head into `sink`, if there is one.
#[allow(unsafe_code)]
#[inline]
pub(super) fn pop<T>(head: &End<T>, tail: &End<T>, sink: impl FnOnce(T)) -> Result<(), Miss> {
    let at = head.take().ok_or(Miss::Shut)?;
    let popped = {
        let access = head.lent.get_mut();
        // SAFETY: the end was taken, and is left only when this access is over.
        let lent = unsafe { &mut *access.as_ptr() };
        let mut left = lent.other.wrapping_sub(at);
        if left <= lent.bound {
            lent.other = tail.position(Ordering::Acquire);
            left = lent.other.wrapping_sub(at);
        }
        if left > lent.bound {
            // SAFETY: the ring keeps its cells while an end is open or taken. The tail was ahead of this position, so a
            // push has put a value here; nobody takes it again, as the head moves on.
            sink(unsafe { lent.cells.take(lent.cell) });
            lent.cell = lent.cells.next(lent.cell);
            Ok(())
        } else {
            Err(if left == 0 { Miss::Empty } else { Miss::Bound })
        }
    };
    head.leave(if popped.is_ok() { at.wrapping_add(ONE) } else { at });
    popped
}

/// How many values are there; exact when nobody is at work at either end.
pub(super) fn len<T>(tail: &End<T>, head: &End<T>) -> usize {
    let head = head.position(Ordering::Relaxed);
    let tail = tail.position(Ordering::Relaxed);
    // Read one after the other, the head may be seen ahead of the tail.
    (tail.wrapping_sub(head) as isize).max(0) as usize / ONE
}

/// Opens both ends, which are shut: sends while there are less than `room` values, receives while there are more than
/// `floor`. The ring is not used otherwise until they are shut again.
pub(super) fn open<T>(tail: &End<T>, head: &End<T>, ring: &Ring<T>, room: usize, floor: usize) {
    let ((first, front), (behind, back)) = (ring.head(), ring.tail());
    // The tail first: a shut end shows where it was before. A push that sees the head further back than it is finds no
    // room; a pop must not see the tail further back than the head.
    tail.open(Lent { cells: ring.cells(), cell: behind, other: front, bound: room * ONE }, back);
    head.open(Lent { cells: ring.cells(), cell: first, other: back, bound: floor * ONE }, front);
}

/// Shuts both ends, which are open, and brings the ring up to date.
#[allow(unsafe_code)]
pub(super) fn shut<T>(tail: &End<T>, head: &End<T>, ring: &mut Ring<T>) {
    let (_, back) = tail.shut();
    let front = head.shut();
    // SAFETY: the tail was never further ahead than its bound; what was pushed and not popped lies between the two.
    unsafe { ring.resume(front, back) };
}
