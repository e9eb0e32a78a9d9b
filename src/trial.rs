//! What is tried as long as it pays: after a try that did not pay a number of occasions go by, and twice as many after each
//! further one. So what pays is had, and what does not costs little, whichever it is and whenever that changes.
//!
//! After Lim and Agarwal, "Reactive synchronization algorithms for multiprocessors" (ASPLOS 1994). Nothing here knows what it is
//! that is tried, or waits.

#![cfg_attr(feature = "critical-section", allow(dead_code))]

use crate::primitive::TRIES;
// Not the model's where models run: this orders nothing, and is no point at which threads take turns.
use core::sync::atomic::{AtomicU32, Ordering};

/// Where in the word it stands how often the occasions that go by have doubled. Below is how many still go by.
const LEVEL: u32 = 16;

/// What those who try have learned; at first `SKIPS` occasions go by, at last so many `DOUBLES` times doubled. A guess: it is stored
/// without care for who else does.
pub(crate) struct Trial<const SKIPS: u32, const DOUBLES: u32>(AtomicU32);

impl<const SKIPS: u32, const DOUBLES: u32> Trial<SKIPS, DOUBLES> {
    pub(crate) const fn new() -> Self {
        const { assert!(SKIPS << DOUBLES < 1 << LEVEL) };
        Trial(AtomicU32::new(0))
    }

    /// One occasion: unless it goes by, it is tried; that tells whether it has paid.
    pub(crate) fn attempt(&self, attempt: impl FnOnce() -> bool) {
        if !TRIES {
            return;
        }
        let learned = self.0.load(Ordering::Relaxed);
        let skips = learned & ((1 << LEVEL) - 1);
        let next = if skips > 0 {
            learned - 1
        } else if attempt() {
            0
        } else {
            let level = learned >> LEVEL;
            (level + 1).min(DOUBLES) << LEVEL | SKIPS << level
        };
        // What many threads look at is not written where nothing has changed.
        if next != learned {
            self.0.store(next, Ordering::Relaxed);
        }
    }
}

#[cfg(all(test, not(any(loom, shuttle))))]
mod tests {
    use super::Trial;
    use alloc::vec::Vec;
    use core::iter;

    const SKIPS: u32 = 3;
    const DOUBLES: u32 = 2;

    /// How many occasions go by until it is tried.
    fn until_tried(trial: &Trial<SKIPS, DOUBLES>, pays: bool) -> u32 {
        let mut tried = false;
        let occasion = || {
            trial.attempt(|| {
                tried = true;
                pays
            });
            tried
        };
        iter::repeat_with(occasion).take_while(|&tried| !tried).count() as u32
    }

    #[test]
    fn what_pays_is_tried_each_time() {
        let trial = Trial::new();
        assert!((0..100).all(|_| until_tried(&trial, true) == 0));
    }

    #[test]
    fn what_does_not_pay_is_tried_ever_more_seldom() {
        let trial = Trial::new();
        let waits: Vec<_> = (0..5).map(|_| until_tried(&trial, false)).collect();
        assert_eq!(waits, [0, SKIPS, 2 * SKIPS, 4 * SKIPS, 4 * SKIPS]);
    }

    #[test]
    fn once_it_pays_again_it_is_as_at_first() {
        let trial = Trial::new();
        (0..3).for_each(|_| _ = until_tried(&trial, false));
        assert_eq!(until_tried(&trial, true), 4 * SKIPS);
        assert_eq!((until_tried(&trial, false), until_tried(&trial, true)), (0, SKIPS));
    }
}
