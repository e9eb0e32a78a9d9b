//! What a channel tells those who do not enter it. Made by the [state](super::State); nothing is decided here.

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
use super::Refusal;

/// What a channel tells those who do not enter it, in one word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Glance(usize);

impl Glance {
    pub(super) const CLOSED: usize = 1;
    /// Sends are parked.
    pub(super) const SENDS: usize = 2;
    /// Receives are parked.
    pub(super) const RECVS: usize = 4;
    pub(super) const FULL: usize = 8;
    /// What one value counts.
    const ONE: usize = 32;

    #[inline]
    pub(super) fn new(values: usize, bits: usize) -> Self {
        Glance((values * Self::ONE) | bits)
    }

    pub(crate) fn is_closed(self) -> bool {
        self.0 & Self::CLOSED != 0
    }

    /// Available values.
    pub(crate) fn len(self) -> usize {
        self.0 / Self::ONE
    }
}

/// What the `Atomic` flavour makes of it.
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
impl Glance {
    /// The queue is lent out: the word counts what is reserved, and tells nothing else but a close.
    pub(super) const LENT: usize = 16;

    /// The word, to be kept where others can read it.
    pub(crate) fn word(self) -> usize {
        self.0
    }

    /// What was kept.
    pub(crate) fn of(word: usize) -> Self {
        Glance(word)
    }

    /// The whole of it, if the queue is lent out and holds so many values.
    #[cfg(not(feature = "critical-section"))]
    pub(crate) fn with_lent(self, values: impl FnOnce() -> usize) -> Self {
        match self.0 & Self::LENT {
            0 => self,
            _ => Glance::new(values().saturating_sub(self.len()), self.0 & Self::CLOSED),
        }
    }

    /// The refusal of a send, if it is certain.
    #[inline]
    pub(crate) fn refuses_send(self) -> Option<Refusal> {
        match self.0 & (Self::CLOSED | Self::FULL | Self::RECVS | Self::LENT) {
            Self::FULL => Some(Refusal::Wait),
            bits if bits & Self::CLOSED != 0 => Some(Refusal::Closed),
            _ => None,
        }
    }

    /// The refusal of a receive, if it is certain.
    #[inline]
    pub(crate) fn refuses_recv(self) -> Option<Refusal> {
        match (self.len(), self.0 & (Self::CLOSED | Self::SENDS | Self::LENT)) {
            (0, 0) => Some(Refusal::Wait),
            // Of a queue that is lent out the word does not count the values.
            (0, bits) if bits & (Self::CLOSED | Self::LENT) == Self::CLOSED => Some(Refusal::Closed),
            _ => None,
        }
    }
}
