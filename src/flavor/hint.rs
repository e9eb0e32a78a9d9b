//! What a channel of the `Synchronized` flavour tells those who do not take its lock: one word, as of the last release.
//!
//! It is a hint. Whoever wants more than that has to know that nobody is at work under the lock, or takes it.

use super::{Change, Flavor, Synchronized};
use crate::protocol::{Refusal, Side, State};

/// What a channel looked like when its lock was released last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hint(usize);

impl Hint {
    /// Sends are parked.
    const SENDS: usize = 1;
    /// Receives are parked.
    const RECVS: usize = 2;
    const FULL: usize = 4;
    /// Where the state's [marks](State::marks) stand. The lowest of them: receives are told of the close.
    const ENDED: usize = 8;
    const CLOSED: usize = 16;
    /// The queue is lent out: the word counts what is reserved, and tells nothing else but a close.
    const LENT: usize = Self::ENDED << State::<(), Synchronized>::MARKS;
    /// What one value counts.
    const ONE: usize = 2 * Self::LENT;
    /// The count stands for this many values or more; where words are longer, no channel will ever hold so many.
    const MOST: usize = usize::MAX / Self::ONE;
    const SATURATES: bool = usize::BITS < 64;

    #[inline]
    fn new(values: usize, bits: usize) -> Self {
        let values = if Self::SATURATES { values.min(Self::MOST) } else { values };
        Hint((values * Self::ONE) | bits)
    }

    /// Of a channel whose queue is with its state.
    #[inline]
    pub(super) fn of<T, F: Flavor>(state: &State<T, F>) -> Self {
        let available = state.available();
        let bits = (state.marks() * Self::ENDED)
            | (state.has_sends() as usize * Self::SENDS)
            | (state.has_recvs() as usize * Self::RECVS)
            | ((available >= state.capacity()) as usize * Self::FULL);
        Hint::new(available, bits)
    }

    /// What the hint has become by a change that is told bit by bit; the queue was with its state then, and is.
    #[inline(always)]
    pub(super) fn after<T, F: Flavor>(self, change: Change, state: &State<T, F>) -> Option<Self> {
        let with = |bit: usize, waits: bool| Hint((self.0 & !bit) | (waits as usize * bit));
        let hint = match change {
            Change::Any => return None,
            Change::Line(Side::Sends) => with(Self::SENDS, state.has_sends()),
            Change::Line(Side::Recvs) => with(Self::RECVS, state.has_recvs()),
            Change::Line(Side::Watchers) | Change::Nothing => self,
        };
        debug_assert_eq!(hint, Hint::of(state), "no more has changed than that");
        Some(hint)
    }

    /// Of a channel whose queue is lent out.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn of_lent<T, F: Flavor>(state: &State<T, F>) -> Self {
        Hint::new(state.reserved(), Self::LENT | (state.is_closed() as usize * Self::CLOSED))
    }

    /// The word, to be kept where others can read it.
    #[inline]
    pub(super) fn word(self) -> usize {
        self.0
    }

    /// What was kept.
    #[inline]
    pub(super) fn of_word(word: usize) -> Self {
        Hint(word)
    }

    #[inline]
    pub(super) fn is_closed(self) -> bool {
        self.0 & Self::CLOSED != 0
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    pub(super) fn is_lent(self) -> bool {
        self.0 & Self::LENT != 0
    }

    /// How many values are available, or, of a queue that is lent out, reserved; `None`: more than the word can say.
    #[inline]
    pub(super) fn count(self) -> Option<usize> {
        Some(self.0 / Self::ONE).filter(|&count| !Self::SATURATES || count != Self::MOST)
    }

    /// The refusal of a send, if the word tells it.
    #[inline]
    pub(super) fn refuses_send(self) -> Option<Refusal> {
        match self.0 & (Self::CLOSED | Self::FULL | Self::RECVS | Self::LENT) {
            Self::FULL => Some(Refusal::Wait),
            bits if bits & Self::CLOSED != 0 => Some(Refusal::Closed),
            _ => None,
        }
    }

    /// The refusal of a receive, if the word tells it.
    #[inline]
    pub(super) fn refuses_recv(self) -> Option<Refusal> {
        match (self.count(), self.0 & (Self::ENDED | Self::SENDS | Self::LENT)) {
            (Some(0), 0) => Some(Refusal::Wait),
            // Of a queue that is lent out the word does not count the values.
            (Some(0), bits) if bits & (Self::ENDED | Self::LENT) == Self::ENDED => Some(Refusal::Closed),
            _ => None,
        }
    }
}
