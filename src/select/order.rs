//! The order in which a select tries its arms: as they stand, or shuffled.

use crate::flavor::Word;
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

/// The dice of one select, as they fell; none where the arms are tried as they stand.
#[derive(Clone, Copy)]
pub struct Dice(Option<u64>);

impl Dice {
    pub(crate) const NONE: Dice = Dice(None);

    /// Throws the dice that a channel keeps. Two threads may throw the same: that is as fair.
    #[inline]
    pub(crate) fn throw<W: Word>(dice: &W) -> Self {
        let before = match dice.get() {
            // A channel's first throw: channels that are used once must not all fall alike.
            0 => W::seed(),
            before => before,
        };
        // Knuth's linear congruential generator ("MMIX"), cut to the word: its high bits are good, and no others are used.
        let (factor, addend) = (0x5851_f42d_4c95_7f2d_u64 as usize, 0x1405_7b7e_f767_814f_u64 as usize);
        let thrown = before.wrapping_mul(factor).wrapping_add(addend);
        dice.set(thrown);
        Dice(Some((thrown as u64) << (u64::BITS - usize::BITS)))
    }

    /// Throws the dice of all that have no channel.
    pub(crate) fn throw_shared() -> Self {
        Dice(Some(throw_shared()))
    }

    /// Dice that always fall so.
    pub(crate) fn seeded(seed: u64) -> Self {
        Dice(Some(mix(seed)))
    }

    /// What [`Dice::first`] looks at.
    pub(crate) fn high(self) -> u32 {
        self.0.map_or(0, |dice| (dice >> 32) as u32)
    }

    /// Dice with this [high](Dice::high) half.
    pub(crate) fn of_high(high: u32) -> Self {
        Dice(Some(u64::from(high) << 32))
    }

    /// The arm of so many that is tried first: [`Order`] shuffles the others.
    #[inline]
    pub(crate) fn first(self, len: usize) -> usize {
        self.0.map_or(0, |dice| pick(dice, len))
    }

    /// Throws them anew, for what is to have nothing to do with [`Dice::first`].
    #[inline]
    fn again(&mut self) {
        if let Some(dice) = &mut self.0 {
            *dice = (*dice ^ *dice >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    /// A place among so few that the places of all that are left come from one throw: what it does not tell of this place it
    /// tells of the next ones (Brackett-Rozinsky and Lemire, "Batched ranged random integer generation", 2024).
    #[inline]
    fn place(&mut self, few: usize) -> usize {
        let Some(dice) = &mut self.0 else { return 0 };
        let places = (*dice >> 16) * few as u64;
        *dice = places << 16;
        (places >> 48) as usize
    }
}

/// One of so many.
#[inline]
fn pick(dice: u64, among: usize) -> usize {
    // The high half of a 32-bit product is uniform to one part in 2^32 / among.
    (((dice >> 32) * among as u64) >> 32) as usize
}

/// Arms in the order in which they are tried; shuffled as far as it is read (Fisher and Yates).
pub(crate) struct Order {
    dice: Dice,
    /// How many are left.
    len: usize,
    numbers: Numbers,
}

/// The numbers of the arms that are left.
enum Numbers {
    /// Of a select with up to 16 arms: the digits of one word, the first in the lowest.
    Digits(u64),
    Many(VecDeque<u32>),
}

impl Order {
    /// Nothing yet, of a select with so many arms.
    #[inline]
    pub(crate) fn new(arms: usize, mut dice: Dice) -> Self {
        dice.again();
        let numbers = if arms <= 16 { Numbers::Digits(0) } else { Numbers::Many(VecDeque::new()) };
        Order { dice, len: 0, numbers }
    }

    /// Adds an arm.
    #[inline]
    pub(crate) fn push(&mut self, arm: usize) {
        match &mut self.numbers {
            Numbers::Digits(digits) => *digits |= (arm as u64) << (4 * self.len),
            Numbers::Many(numbers) => numbers.push_back(arm as u32),
        }
        self.len += 1;
    }

    /// The arm that is tried next. The first of those that are left takes its place.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<usize> {
        let len = self.len;
        self.len = len.checked_sub(1)?;
        match &mut self.numbers {
            Numbers::Digits(digits) => {
                let place = self.dice.place(len);
                let (first, picked) = (*digits & 0xf, *digits >> (4 * place) & 0xf);
                *digits = (*digits ^ (first ^ picked) << (4 * place)) >> 4;
                Some(picked as usize)
            }
            Numbers::Many(numbers) => {
                self.dice.again();
                numbers.swap_remove_front(self.dice.first(len)).map(|arm| arm as usize)
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

/// Throws the dice that all share: for a channel's first throw, and for a select without any channel.
pub(crate) fn throw_shared() -> u64 {
    static DICE: AtomicUsize = AtomicUsize::new(0);
    // A load and a store, not a read-modify-write: there are targets without one.
    let thrown = DICE.load(Relaxed).wrapping_add(1);
    DICE.store(thrown, Relaxed);
    mix(thrown as u64)
}
