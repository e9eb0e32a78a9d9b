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

/// Orders of up to this many arms need no memory.
const INLINE: usize = 16;

/// The arms in the order in which they are tried; shuffled as far as it is read (Fisher and Yates).
pub(crate) struct Order {
    inline: [u16; INLINE],
    spilled: Vec<u16>,
    len: usize,
    dice: Option<u64>,
}

impl Order {
    /// The order of `len` arms; `dice` is thrown where the choice is fair.
    #[inline]
    pub(crate) fn new(len: usize, choice: Choice, dice: impl FnOnce() -> u64) -> Self {
        const IN_ORDER: [u16; INLINE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        let spilled = if len > INLINE {
            (0..len).map(|arm| u16::try_from(arm).expect("a select has at most 65536 arms")).collect()
        } else {
            Vec::new()
        };
        let dice = match choice {
            Choice::Fair => Some(dice()),
            Choice::Seeded(seed) => Some(mix(seed)),
            Choice::Biased => None,
        };
        Order { inline: IN_ORDER, spilled, len, dice }
    }

    /// The arm that is tried as number `step`; steps are asked for in turn.
    #[inline]
    pub(crate) fn arm(&mut self, step: usize) -> usize {
        let arms: &mut [u16] = if self.len > INLINE { &mut self.spilled } else { &mut self.inline };
        if let Some(dice) = &mut self.dice {
            let left = (self.len - step) as u64;
            // The high half of a 32-bit product is uniform to one part in 2^32 / left.
            let pick = step + ((*dice >> 32) * left >> 32) as usize;
            *dice = mix(*dice);
            arms.swap(step, pick);
        }
        usize::from(arms[step])
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
    let thrown = dice.get().wrapping_add(1);
    dice.set(thrown);
    mix(thrown as u64)
}

/// Throws dice for a select without any channel, which has nowhere to keep them.
pub(crate) fn throw_shared() -> u64 {
    static DICE: AtomicUsize = AtomicUsize::new(0);
    // A load and a store, not a read-modify-write: there are targets without one.
    let thrown = DICE.load(Relaxed).wrapping_add(1);
    DICE.store(thrown, Relaxed);
    mix(thrown as u64)
}
