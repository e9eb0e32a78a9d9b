//! Looks at several channels without their locks, of which two may have found them all at one instant.
//!
//! After the sequence locks of Lameter ("Effective synchronization on Linux/NUMA systems", 2005), with the sum of several
//! sequences.

/// How many changes one channel, or several, had seen when they were looked at: both numbers only grow. So two looks at the same
/// channels that came to the same have found what did not change in between, if nobody was at work. They are made by sequentially
/// consistent loads: whoever changes a channel after the first look sees what was done before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The word of the lock, or the sum of several; odd if somebody was at work under one of them.
    pub(super) entries: usize,
    /// The position up to which was pushed without the lock, or the sum of several.
    pub(super) pushes: usize,
}

impl Moment {
    /// In the word of a lock, which counts in steps of two: somebody is at work under it.
    pub(super) const BUSY: usize = 1;

    /// Of no channel.
    pub(crate) const NONE: Moment = Moment { entries: 0, pushes: 0 };

    /// Of these channels and others.
    #[inline]
    pub(crate) fn and(self, others: Moment) -> Moment {
        let busy = (self.entries | others.entries) & Self::BUSY;
        let entries = (self.entries & !Self::BUSY).wrapping_add(others.entries & !Self::BUSY) | busy;
        Moment { entries, pushes: self.pushes.wrapping_add(others.pushes) }
    }

    /// Whether nothing has changed since.
    #[inline]
    pub(crate) fn lasts_since(self, first: Moment) -> bool {
        self.entries & Self::BUSY == 0 && self == first
    }
}

#[cfg(all(
    test,
    feature = "sync",
    target_has_atomic = "ptr",
    not(any(loom, shuttle, feature = "critical-section"))
))]
mod tests {
    use super::Moment;
    use crate::sync::{Receiver, bounded};

    fn look(rx: &Receiver<u8>) -> Moment {
        rx.shared().recv_waits().expect("nothing is there")
    }

    /// With room for one value all goes through the lock; with room for two the ends are open once there is memory.
    #[test]
    fn what_came_and_went_is_another_moment() {
        for capacity in [1, 2] {
            let (tx, rx) = bounded(capacity);
            for value in 0..4 {
                let before = look(&rx);
                tx.try_send(value).unwrap();
                assert!(rx.shared().recv_waits().is_none());
                rx.try_recv().unwrap();
                assert!(!look(&rx).lasts_since(before));
            }
            assert!(look(&rx).lasts_since(look(&rx)));
        }
    }
}
