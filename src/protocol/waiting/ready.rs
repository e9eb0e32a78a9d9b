//! The members of one merge that were committed or told of a close, and the one task that waits for them.
//!
//! A list in one word and in the links of its members, each of which is in it once at most: it never needs memory, and
//! whoever holds a member's channel adds to it without holding anything else. The word is the index of the member that
//! was added last, and whether a task waits, so one change of it decides whose commit it is that wakes the task.
//!
//! Nothing here knows of values, or of a channel.

use crate::flavor::{Flavor, WakerCell, Word};
use core::task::Waker;

/// In the word: a task waits, and nobody has woken it. Above this bit stands an index + 1, or 0: the list is empty.
const WAITING: usize = 1;

/// What the members of one merge share.
pub(crate) struct Ready<F: Flavor> {
    word: F::Word,
    waker: F::WakerCell,
}

// What publishes here is the word. A member's link is stored before the exchange that adds it, and each exchange sees all
// those before it, so who takes the list sees all links of it. The waker is kept before the exchange that says that a task
// waits, and replaced only while none does, so who ends the waiting finds the waker that was meant. Every access is in the
// one order of sequentially consistent operations, since "no member is ready" is a refusal like those of a channel.
impl<F: Flavor> Ready<F> {
    pub(crate) fn new() -> Self {
        Ready { word: Word::new(0), waker: WakerCell::new() }
    }

    /// Whether the list can hold the member of this index.
    pub(crate) fn admits(index: u32) -> bool {
        (index as usize) < usize::MAX >> 1
    }

    /// Adds a member, which is not in the list, while its channel is held. `link` is the member's own.
    pub(super) fn push(&self, index: u32, link: &F::Word) {
        loop {
            let word = self.word.get_ordered();
            link.set(word >> 1);
            if self.word.change_ordered(word, (index as usize + 1) << 1 | word & WAITING) {
                return;
            }
        }
    }

    /// The index that a link or the word leads to.
    fn index(link: usize) -> Option<u32> {
        link.checked_sub(1).map(|index| index as u32)
    }

    /// The member that was added before the one with this link.
    pub(super) fn before(link: &F::Word) -> Option<u32> {
        Self::index(link.get())
    }

    /// Takes the whole list; the member that was added last. Whoever waits goes on waiting, for others.
    pub(crate) fn take(&self) -> Option<u32> {
        loop {
            let word = self.word.get_ordered();
            if word <= WAITING || self.word.change_ordered(word, word & WAITING) {
                return Self::index(word >> 1);
            }
        }
    }

    // ---- The task that waits --------------------------------------------------------------------------

    /// A task waits from now on, unless a member is ready; whether it does. Clones the waker, which is foreign code: if that
    /// panics, nobody may be woken here any more.
    pub(crate) fn wait(&self, waker: &Waker) -> bool {
        self.waker.register(waker);
        self.word.change_ordered(0, WAITING)
    }

    /// Nobody waits any more; whether a task did that was not woken.
    pub(crate) fn stop_waiting(&self) -> bool {
        self.stop_waiting_if(|_| true)
    }

    /// Whether a task waits that was not woken.
    pub(crate) fn is_waiting(&self) -> bool {
        self.word.get_ordered() & WAITING != 0
    }

    /// [`Ready::stop_waiting`], as long as that is due.
    fn stop_waiting_if(&self, due: impl Fn(usize) -> bool) -> bool {
        loop {
            let word = self.word.get_ordered();
            if word & WAITING == 0 || !due(word) {
                return false;
            }
            if self.word.change_ordered(word, word & !WAITING) {
                return true;
            }
        }
    }

    /// Wakes the task that waits, if there is one. Foreign code.
    pub(crate) fn wake(&self) {
        if self.stop_waiting() {
            self.waker.wake();
        }
    }

    /// [Wakes](Ready::wake) for a member that was added, unless somebody has taken it since.
    pub(super) fn wake_for_added(&self) {
        if self.stop_waiting_if(|word| word > WAITING) {
            self.waker.wake();
        }
    }
}
