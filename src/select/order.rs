//! The order in which a select tries its arms: as they stand, or shuffled.

use crate::flavor::Word;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How a select chooses among several ready arms.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// Fairly.
    Fair,
    /// Fairly, as follows from this number.
    Seeded(u64),
    /// The first.
    Biased,
}

/// The random numbers of one select; none where the arms are tried as they stand.
#[derive(Clone, Copy)]
pub struct Rng(Option<u64>);

impl Rng {
    pub(crate) const NONE: Rng = Rng(None);

    /// The next ones of a generator whose state a channel keeps. Two threads may get the same: that is as fair.
    #[inline]
    pub(crate) fn next<W: Word>(state: &W) -> Self {
        let before = match state.get() {
            // A channel's first: those of channels that are used once must not all be alike.
            0 => W::seed(),
            before => before,
        };
        // Knuth's linear congruential generator ("MMIX"), cut to the word: its high bits are good, and no others are used.
        let (factor, addend) = (0x5851_f42d_4c95_7f2d_u64 as usize, 0x1405_7b7e_f767_814f_u64 as usize);
        let next = before.wrapping_mul(factor).wrapping_add(addend);
        state.set(next);
        Rng(Some((next as u64) << (u64::BITS - usize::BITS)))
    }

    /// Those of a select without any channel.
    pub(crate) fn shared() -> Self {
        Rng(Some(next_shared()))
    }

    /// Those that follow from this number.
    pub(crate) fn seeded(seed: u64) -> Self {
        Rng(Some(mix(seed)))
    }

    /// What [`Rng::first`] looks at.
    pub(crate) fn high(self) -> u32 {
        self.0.map_or(0, |bits| (bits >> 32) as u32)
    }

    /// Those with this [high](Rng::high) half.
    pub(crate) fn of_high(high: u32) -> Self {
        Rng(Some(u64::from(high) << 32))
    }

    /// The arm of so many that is tried first: [`Order`] shuffles the others.
    #[inline]
    pub(crate) fn first(self, len: usize) -> usize {
        self.0.map_or(0, |bits| pick(bits, len))
    }

    /// Others, for what is to have nothing to do with [`Rng::first`].
    #[inline]
    fn advance(&mut self) {
        if let Some(bits) = &mut self.0 {
            *bits = (*bits ^ *bits >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    /// An index among so few that those of all that are left come from one number: what it does not tell of this index it
    /// tells of the next ones (Brackett-Rozinsky and Lemire, "Batched ranged random integer generation", 2024).
    #[inline]
    fn index(&mut self, few: usize) -> usize {
        let Some(bits) = &mut self.0 else { return 0 };
        let product = (*bits >> 16) * few as u64;
        *bits = product << 16;
        (product >> 48) as usize
    }
}

/// One of so many.
#[inline]
fn pick(bits: u64, among: usize) -> usize {
    // The high half of a 32-bit product is uniform to one part in 2^32 / among.
    (((bits >> 32) * among as u64) >> 32) as usize
}

/// Arms in the order in which they are tried; shuffled as far as it is read (Fisher and Yates).
pub(crate) struct Order {
    rng: Rng,
    /// How many are left.
    len: usize,
    /// Their numbers, if the select has up to 16 arms: the first in the lowest four bits.
    digits: u64,
    /// Their numbers otherwise.
    #[allow(
        clippy::box_collection,
        reason = "so that nothing has the order's address, and it stands in registers"
    )]
    many: Option<Box<VecDeque<u32>>>,
}

impl Order {
    /// Nothing yet, of a select with so many arms.
    #[inline]
    pub(crate) fn new(arms: usize, mut rng: Rng) -> Self {
        rng.advance();
        let many = if arms <= 16 { None } else { Some(Box::new(VecDeque::with_capacity(arms))) };
        Order { rng, len: 0, digits: 0, many }
    }

    /// Adds an arm, if it is wanted: without a branch, since that is random as a rule.
    #[inline]
    pub(crate) fn push_if(&mut self, wanted: bool, arm: usize) {
        match &mut self.many {
            None => self.digits |= (arm as u64 * u64::from(wanted)) << (4 * self.len),
            Some(numbers) if wanted => numbers.push_back(arm as u32),
            Some(_) => {}
        }
        self.len += usize::from(wanted);
    }

    /// The arm that is tried next. The first of those that are left takes its place.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<usize> {
        let len = self.len;
        self.len = len.checked_sub(1)?;
        match &mut self.many {
            None => {
                let (index, digits) = (self.rng.index(len), self.digits);
                let (first, picked) = (digits & 0xf, digits >> (4 * index) & 0xf);
                self.digits = (digits ^ (first ^ picked) << (4 * index)) >> 4;
                Some(picked as usize)
            }
            Some(numbers) => {
                self.rng.advance();
                numbers.swap_remove_front(self.rng.first(len)).map(|arm| arm as usize)
            }
        }
    }
}

/// The finaliser of `splitmix64` over its next state (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// 2014): one step of a full-period sequence.
#[inline]
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The next number of a generator that all share: for a channel's first select, and for one without any channel.
pub(crate) fn next_shared() -> u64 {
    static STATE: AtomicUsize = AtomicUsize::new(0);
    // A load and a store, not a read-modify-write: there are targets without one.
    let next = STATE.load(Relaxed).wrapping_add(1);
    STATE.store(next, Relaxed);
    mix(next as u64)
}
