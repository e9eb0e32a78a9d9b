//! How long whoever finds a channel's lock taken, or an end of its queue, stays away from it.
//!
//! Where several tasks of each thread use one channel, a thread does many operations while another one waits, and all the
//! faster if that does not take the channel's memory from it after each: then it pays to stay away for a while, as in Dice,
//! "Malthusian locks" (EuroSys 2017). Where two threads work hand in hand, the one that stays away is what the other one waits
//! for. Which of the two it is, is seen by how often it is taken meanwhile, and [asked](Trial) again from time to time.
//!
//! Nothing here takes a lock. Nobody waits for one that is a critical section.

#![cfg_attr(feature = "critical-section", allow(dead_code))]

use crate::trial::Trial;
use core::hint::spin_loop;

/// After so many pauses it is looked how often it was taken: half a microsecond to three, as processors differ in what a pause is.
const PAUSES: u32 = 64;
/// How many times it has to be taken, so that it was worth it.
const WORTH: usize = 16;
/// After so many looks it is given up, if it was not taken so often by then.
const LOOKS: usize = 8;
/// How many looks one wait takes at most.
const MOST: usize = 16;
/// How often others take it at most, while one waits: they gain little by more.
const ENOUGH: usize = 512;
/// So often it never is: a select has put its mark there, or taken it away, or positions have come round.
const MANY: usize = 1 << 20;

/// What those who wait in one channel have learned.
pub(super) struct Crowd(Trial<8, 8>);

impl Crowd {
    pub(super) fn new() -> Self {
        Crowd(Trial::new())
    }

    /// Stays away from a lock or an end that was found taken, while that is worth it, and for so long at most; `taken` tells how
    /// often it was.
    #[cold]
    pub(super) fn stay_away(&self, taken: impl Fn() -> usize) {
        self.0.attempt(|| {
            let before = taken();
            let (mut last, mut others) = (before, 0);
            for look in 1..=MOST {
                (0..PAUSES).for_each(|_| spin_loop());
                let now = taken();
                others = now.wrapping_sub(before);
                // Where it is not taken any more, or its holder does not go on, there is nothing to stay away from.
                let rests = now == last;
                if rests || others >= ENOUGH || look == LOOKS && others < WORTH {
                    break;
                }
                last = now;
            }
            (WORTH..MANY).contains(&others)
        });
    }
}

#[cfg(all(test, not(any(loom, shuttle, feature = "critical-section"))))]
mod tests {
    use super::{Crowd, ENOUGH, LOOKS, MOST, WORTH};
    use core::cell::Cell;

    /// A lock that is taken so many times between two looks at it.
    struct Lock {
        taken: Cell<usize>,
        each: usize,
        looks: Cell<usize>,
    }

    impl Lock {
        fn new(each: usize) -> Self {
            Lock { taken: Cell::new(usize::MAX - WORTH), each, looks: Cell::new(0) }
        }

        /// How many looks one wait took.
        fn looks(&self, crowd: &Crowd) -> usize {
            self.looks.set(0);
            crowd.stay_away(|| {
                self.looks.set(self.looks.get() + 1);
                self.taken.replace(self.taken.get().wrapping_add(self.each))
            });
            self.looks.get().saturating_sub(1)
        }
    }

    #[test]
    fn beside_a_busy_lock_each_wait_stays_away_so_long_and_no_longer() {
        for each in [WORTH, WORTH / 4] {
            let (busy, crowd) = (Lock::new(each), Crowd::new());
            for _ in 0..100 {
                assert_eq!(busy.looks(&crowd), MOST);
            }
        }
    }

    #[test]
    fn others_take_it_so_often_and_no_more() {
        let lock = Lock::new(ENOUGH / 4);
        assert_eq!(lock.looks(&Crowd::new()), 4);
    }

    #[test]
    fn beside_a_lock_that_is_seldom_taken_a_wait_stays_once_and_not_the_next_time() {
        let (seldom, crowd) = (Lock::new(1), Crowd::new());
        assert_eq!(seldom.looks(&crowd), LOOKS);
        assert_eq!(seldom.looks(&crowd), 0);
    }

    #[test]
    fn beside_an_idle_lock_a_wait_looks_once() {
        let (idle, crowd) = (Lock::new(0), Crowd::new());
        assert_eq!(idle.looks(&crowd), 1);
        assert_eq!(idle.looks(&crowd), 0);
    }

    #[test]
    fn the_mark_of_a_select_is_no_count() {
        let (marks, crowd) = (Lock::new(usize::MAX / 5), Crowd::new());
        assert_eq!(marks.looks(&crowd), 1);
        assert_eq!(marks.looks(&crowd), 0);
    }
}
