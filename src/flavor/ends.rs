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
//! - An end is taken by a sequentially consistent exchange: that is the place of an operation in the one order of all such
//!   operations. A pop tells that there is nothing only if it finds, by a sequentially consistent look, the tail where the
//!   head is, and free: every push that comes before this look was seen, every later one sees what the caller did before.
//! - The position of a shut end is one of an earlier opening, perhaps a whole round old: it is not looked at.

mod look;

pub(super) use self::look::{drained, len};

use super::crowd::Crowd;
use super::ring::{Cells, ONE, Ring, ahead, distance, next};
use crate::primitive::{AtomicUsize, Backoff, Ordering, UnsafeCell};
use crate::protocol::Outgoing;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// One operation is at work at this end.
const TAKEN: usize = 1;
/// The end takes part in nothing until it is opened.
const SHUT: usize = 2;

/// How often the holder of the lock tries to shut an end between two operations before it interrupts them: only as often as
/// one spins in between, and does not give its time away.
const POLITE: usize = if cfg!(any(loom, shuttle)) { 1 } else { 6 };

/// Why an operation was not made at an end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// The end is shut, or about to be.
    Shut,
    /// The end may go no further, or the other one tells nothing: the channel's lock decides.
    Undecided,
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

impl<T> Lent<T> {
    /// At the head, which was taken at `at`: how far the tail is ahead. That is looked at anew unless it was seen further
    /// ahead than `enough`; `None` if it is shut.
    #[inline(always)]
    fn left(&mut self, tail: &End<T>, at: usize, enough: usize) -> Option<usize> {
        let seen = distance(self.other, at);
        if seen > enough {
            return Some(seen);
        }
        let word = tail.look();
        self.other = if word & (TAKEN | SHUT) == 0 { word } else { behind_push(tail, at, word)? };
        Some(distance(self.other, at))
    }
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

    /// The word, as it stands in the order of sequentially consistent operations.
    #[inline]
    fn look(&self) -> usize {
        self.word.load(Ordering::SeqCst)
    }

    /// The position, unless the end is shut; where an operation is at work, the one from which that goes on.
    #[inline]
    fn position(&self) -> Option<usize> {
        Some(self.look()).filter(|word| word & SHUT == 0).map(|word| word & !TAKEN)
    }

    /// Takes the end; its position, unless it is shut.
    #[inline]
    fn take(&self, crowd: &Crowd) -> Option<usize> {
        let word = self.word.load(Ordering::Relaxed);
        if word & SHUT != 0 {
            None
        } else if word & TAKEN == 0
            && self.word.compare_exchange(word, word | TAKEN, Ordering::SeqCst, Ordering::Relaxed).is_ok()
        {
            Some(word)
        } else {
            self.take_contended(crowd)
        }
    }

    #[cold]
    fn take_contended(&self, crowd: &Crowd) -> Option<usize> {
        crowd.stay_away(|| self.word.load(Ordering::Relaxed) / ONE);
        let backoff = Backoff::new();
        while !self.is_shut() {
            let taken = self.set(TAKEN);
            if taken.is_some() {
                return taken;
            }
            backoff.snooze();
        }
        None
    }

    /// Sets this bit of a free end's word, unless the word changes meanwhile; the position.
    fn set(&self, bit: usize) -> Option<usize> {
        let word = self.word.load(Ordering::Relaxed);
        if word & (TAKEN | SHUT) != 0 {
            return None;
        }
        self.word.compare_exchange_weak(word, word | bit, Ordering::SeqCst, Ordering::Relaxed).ok()
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
        let backoff = Backoff::new();
        let mut tries = 0;
        let position = loop {
            tries += 1;
            let free = if tries > POLITE { self.insist() } else { self.set(SHUT) };
            if let Some(position) = free {
                break position;
            }
            backoff.snooze();
        };
        // SAFETY: the end is shut by the caller, who alone opens it again.
        (unsafe { (*self.lent.get_mut().as_ptr()).cell }, position)
    }

    /// Shuts an end, unless one is at work; the position. Not made at once, since it interrupts those who use the end. But
    /// an exchange alone, which fails if the word has changed, may fail for ever beside one operation after the other. This
    /// one fails only where one is at work, which then overwrites the bit; meanwhile nobody else takes the end.
    #[cold]
    fn insist(&self) -> Option<usize> {
        let word = self.word.fetch_or(SHUT, Ordering::SeqCst);
        (word & TAKEN == 0).then_some(word)
    }

    /// Opens a shut end.
    fn open(&self, lent: Lent<T>, position: usize) {
        // SAFETY: the end is shut, and nobody else opens it, so nobody else is at work here.
        unsafe { *self.lent.get_mut().as_ptr() = lent };
        self.leave(position);
    }
}

/// Adds a value at the tail, if there is room.
#[inline]
pub(super) fn push<T>(
    tail: &End<T>,
    head: &End<T>,
    crowd: &Crowd,
    slot: &mut impl Outgoing<T>,
) -> Result<(), Miss> {
    push_at(tail, head, crowd, 1, |cells, cell| {
        let value = slot.take()?;
        // SAFETY: that of `push_at`.
        #[allow(unsafe_code)]
        unsafe {
            cells.put(cell, value)
        };
        Some(cells.next(cell))
    })
}

/// Adds all of `queue` at the tail, at least one value, if there is room for all of them; whether it did.
pub(super) fn push_many<T>(tail: &End<T>, head: &End<T>, crowd: &Crowd, queue: &mut VecDeque<T>) -> bool {
    // SAFETY: that of `push_at`.
    #[allow(unsafe_code)]
    let pushed =
        push_at(tail, head, crowd, queue.len(), |cells, cell| Some(unsafe { cells.put_many(cell, queue) }));
    pushed.is_ok()
}

/// Takes the tail and, if there is room for so many values, has them put into the cells from a cell on, which nobody else uses
/// and which are empty; `put` tells the cell after them, or `None` where it has put nothing.
#[allow(unsafe_code)]
#[inline(always)]
fn push_at<T>(
    tail: &End<T>,
    head: &End<T>,
    crowd: &Crowd,
    number: usize,
    put: impl FnOnce(Cells<T>, usize) -> Option<usize>,
) -> Result<(), Miss> {
    let at = tail.take(crowd).ok_or(Miss::Shut)?;
    let mut moved = at;
    {
        let access = tail.lent.get_mut();
        // SAFETY: the end was taken, and is left only when this access is over.
        let lent = unsafe { &mut *access.as_ptr() };
        // The bound is that of one more value: so many more have to be less than it with the others.
        let more = (number - 1).saturating_mul(ONE);
        let has_room = |lent: &Lent<T>| distance(at, lent.other).saturating_add(more) < lent.bound;
        let mut room = has_room(lent);
        if !room {
            if let Some(front) = head.position() {
                lent.other = front;
                room = has_room(lent);
            }
        }
        if room {
            // The ring keeps its cells while an end is open or taken. With all these values the tail is no further ahead of the
            // head than the bound, which is the number of cells at most, so pops have emptied these cells.
            if let Some(cell) = put(lent.cells, lent.cell) {
                lent.cell = cell;
                moved = ahead(at, number);
            }
        }
    }
    tail.leave(moved);
    if moved == at { Err(Miss::Undecided) } else { Ok(()) }
}

/// Takes the value at the head into `sink`, if there is one.
#[allow(unsafe_code)]
#[inline]
pub(super) fn pop<T>(head: &End<T>, tail: &End<T>, crowd: &Crowd, sink: impl FnOnce(T)) -> Result<(), Miss> {
    let at = head.take(crowd).ok_or(Miss::Shut)?;
    let popped = {
        let access = head.lent.get_mut();
        // SAFETY: the end was taken, and is left only when this access is over.
        let lent = unsafe { &mut *access.as_ptr() };
        let Some(left) = lent.left(tail, at, lent.bound) else {
            head.leave(at);
            return Err(Miss::Undecided);
        };
        if left > lent.bound {
            // SAFETY: the ring keeps its cells while an end is open or taken. The tail was ahead of this position, so a
            // push has put a value here; nobody takes it again, as the head moves on.
            sink(unsafe { lent.cells.take(lent.cell) });
            lent.cell = lent.cells.next(lent.cell);
            Ok(())
        } else {
            Err(if left == 0 { Miss::Empty } else { Miss::Undecided })
        }
    };
    head.leave(if popped.is_ok() { next(at) } else { at });
    popped
}

/// Takes `most` values at the head into `into`, which has memory for them, or as many as there are if none has to stay.
#[allow(unsafe_code)]
#[inline]
pub(super) fn pop_many<T>(
    head: &End<T>,
    tail: &End<T>,
    crowd: &Crowd,
    most: usize,
    into: &mut Vec<T>,
) -> Result<(), Miss> {
    let at = head.take(crowd).ok_or(Miss::Shut)?;
    let popped = {
        let access = head.lent.get_mut();
        // SAFETY: the end was taken, and is left only when this access is over.
        let lent = unsafe { &mut *access.as_ptr() };
        let enough = lent.bound.saturating_add((most - 1).saturating_mul(ONE));
        let left = lent.left(tail, at, enough);
        let open = left.map_or(0, |left| left.saturating_sub(lent.bound) / ONE);
        if open >= most || open > 0 && lent.bound == 0 {
            let number = open.min(most);
            // SAFETY: the ring keeps its cells while an end is open or taken. The tail was so far ahead of this position, so
            // pushes have put values there; nobody takes them again, as the head moves on.
            lent.cell = unsafe { lent.cells.take_many(lent.cell, number, into) };
            Ok(number)
        } else {
            Err(if left == Some(0) { Miss::Empty } else { Miss::Undecided })
        }
    };
    head.leave(ahead(at, popped.unwrap_or(0)));
    popped.map(|_| ())
}

/// The position of the tail, to a pop that has taken the head at `at` and found such a word; `None` if the tail is shut.
/// Where there is nothing to pop yet, and a push at work, that is waited for: it ends soon, and waits for nobody.
#[cold]
fn behind_push<T>(tail: &End<T>, at: usize, mut word: usize) -> Option<usize> {
    let backoff = Backoff::new();
    while word == at | TAKEN {
        backoff.snooze();
        word = tail.look();
    }
    (word & SHUT == 0).then_some(word & !TAKEN)
}

/// Opens both ends, which are shut: sends while there are less than `room` values, receives while there are more than
/// `floor`. The ring is not used otherwise until they are shut again.
pub(super) fn open<T>(tail: &End<T>, head: &End<T>, ring: &Ring<T>, room: usize, floor: usize) {
    let ((first, front), (behind, back)) = (ring.head(), ring.tail());
    // The tail first: a pop at the open head must not find the tail shut, and enter the channel, where there is a value.
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
