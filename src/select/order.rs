//! The order in which a select tries its arms: as they stand, or shuffled.

use crate::flavor::Word;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How a select chooses among several ready arms.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice {
    /// Fairly.
    Fair,
    /// Fairly, as follows from this number.
    Seeded(u64),
    /// The first.
    Biased,
}

/// The arms in the order in which they are tried; shuffled as far as it is read (Fisher and Yates).
pub(crate) struct Order {
    arms: Arms,
    len: usize,
    dice: Option<u64>,
}

/// Numbers of arms: up to 16 of them as the digits of one word.
enum Arms {
    Digits(u64),
    Many(Vec<u32>),
}

/// 0 to 15 in order, the first in the lowest digit.
const IN_ORDER: u64 = 0xfedc_ba98_7654_3210;

impl Arms {
    #[inline]
    fn get(&self, place: usize) -> usize {
        match self {
            Arms::Digits(word) => (word >> (4 * place) & 0xf) as usize,
            Arms::Many(arms) => arms[place] as usize,
        }
    }

    #[inline]
    fn swap(&mut self, a: usize, b: usize) {
        match self {
            Arms::Digits(word) => {
                let changed = (*word >> (4 * a) ^ *word >> (4 * b)) & 0xf;
                *word ^= changed << (4 * a) | changed << (4 * b);
            }
            Arms::Many(arms) => arms.swap(a, b),
        }
    }
}

impl Order {
    /// The order of `len` arms; `dice` is thrown where the choice is fair.
    #[inline]
    pub(crate) fn new(len: usize, choice: Choice, dice: impl FnOnce() -> u64) -> Self {
        let arms = if len <= 16 { Arms::Digits(IN_ORDER) } else { Arms::Many((0..len as u32).collect()) };
        let dice = match choice {
            Choice::Fair => Some(dice()),
            Choice::Seeded(seed) => Some(mix(seed)),
            Choice::Biased => None,
        };
        Order { arms, len, dice }
    }

    /// The arm that is tried as number `step`; steps are asked for in turn.
    #[inline]
    pub(crate) fn arm(&mut self, step: usize) -> usize {
        if let Some(dice) = &mut self.dice {
            if step > 0 {
                *dice = mix(*dice);
            }
            let left = (self.len - step) as u64;
            // The high half of a 32-bit product is uniform to one part in 2^32 / left.
            let pick = step + (((*dice >> 32) * left) >> 32) as usize;
            self.arms.swap(step, pick);
        }
        self.arms.get(step)
    }

    /// The order found, once more from the start.
    #[inline]
    pub(crate) fn settled(&mut self) {
        self.dice = None;
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

/// Throws the dice that a channel keeps. Two threads may throw the same: that is as fair.
#[inline]
pub(crate) fn throw<W: Word>(dice: &W) -> u64 {
    let thrown = match dice.get() {
        // A channel's first throw: channels that are used once must not all fall alike.
        0 => W::seed(),
        before => before.wrapping_add(1),
    };
    dice.set(thrown);
    mix(thrown as u64)
}

/// Throws the dice that all share: for a channel's first throw, and for a select without any channel.
pub(crate) fn throw_shared() -> u64 {
    static DICE: AtomicUsize = AtomicUsize::new(0);
    // A load and a store, not a read-modify-write: there are targets without one.
    let thrown = DICE.load(Relaxed).wrapping_add(1);
    DICE.store(thrown, Relaxed);
    mix(thrown as u64)
}
