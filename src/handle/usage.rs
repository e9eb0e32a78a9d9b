//! What a receiver's handle does: where it stands as a stream, and how long it has gone on without waiting. Where its flavour
//! wants tasks to give way to others that is at most [`BUDGET`] receives in a row. The receives, streams and selects that
//! count and give way are elsewhere, as is what operations that do not wait do.
//!
//! Both stand in one word: there the count costs no memory, every use of the handle looks at that word anyhow, and tasks
//! with handles of their own do not share a cache line for it. The count is neither read and written in one step nor ordered:
//! tasks that share a handle may lose a count, or add one beyond the budget, and nothing depends on it but when they give
//! way.

use super::waiter::Waiter;
use crate::flavor::{Flavor, Shared, Stamp};
use crate::protocol::Key;
use core::task::{Context, Poll, Waker};

/// The receives in a row that a handle makes without waiting.
const BUDGET: u32 = 128;
/// Beyond every count: the stream has ended.
const ENDED: u32 = 256;
const _: () = assert!(ENDED < Key::SPARE);

/// A receiver is parked as a stream, or has ended as one, or neither, and then it counts its receives in a row that did not
/// wait. Through `&self` a handle is neither parked nor ended: so whoever has seen it otherwise, and shares it with others,
/// finds nothing but counts from there on.
pub struct Usage<F: Flavor> {
    /// A count, or `ENDED`, or, beyond that, the stream's [`Waiter::stamp`], and then beside it the slot's index. Whoever
    /// changes that leaves the line.
    stamp: F::Stamp,
}

impl<F: Flavor> Usage<F> {
    #[inline]
    pub(crate) fn new() -> Self {
        Usage { stamp: Stamp::new() }
    }

    // ---- The stream -----------------------------------------------------------------------------------

    #[inline]
    pub(super) fn is_parked(&self) -> bool {
        self.stamp.get() > ENDED
    }

    #[inline]
    pub(super) fn has_ended(&self) -> bool {
        self.stamp.get() == ENDED
    }

    /// The stream's place is given up.
    #[cold]
    #[inline(never)]
    pub(super) fn leave_stream<T>(&self, shared: &Shared<T, F>) {
        let stamp = self.stamp.get();
        let parked = if stamp > ENDED { self.stamp.clear(stamp) } else { None };
        if let Some(index) = parked {
            Waiter::stamped(stamp, index).leave_recv(shared);
        }
    }

    /// A poll of the stream.
    #[inline]
    pub(super) fn poll_next<T>(&mut self, shared: &Shared<T, F>, cx: &Context<'_>) -> Poll<Option<T>> {
        let stamp = self.stamp.get();
        let (waiter, idle) = if stamp > ENDED {
            (Waiter::stamped(stamp, self.stamp.beside()), 0)
        } else if stamp == ENDED {
            return Poll::Ready(None);
        } else if self.gives_way(cx.waker()) {
            return Poll::Pending;
        } else {
            (Waiter::FRESH, if F::GIVES_WAY { self.count() + 1 } else { 0 })
        };
        let mut step = Step { waiter, idle, usage: self };
        let polled = step.waiter.poll_recv(shared, cx);
        if let Poll::Ready(Err(_)) = &polled {
            step.idle = ENDED;
        }
        polled.map(Result::ok)
    }

    // ---- The budget -----------------------------------------------------------------------------------

    /// The receives in a row so far.
    #[inline]
    fn count(&self) -> u32 {
        Some(self.stamp.get()).filter(|&count| count < ENDED).unwrap_or(0)
    }

    /// Counts a receive, if that is within the budget.
    #[inline(always)]
    pub(crate) fn spend(&self) -> bool {
        // Looked at, and changed after that: two accesses to memory, and no others.
        let within = self.stamp.get() < BUDGET;
        if within {
            self.stamp.set(self.stamp.get() + 1);
        }
        within
    }

    /// A receive was polled for the first time: it counts, or it waits, and the row is over.
    pub(crate) fn note<O>(&self, polled: &Poll<O>) {
        if polled.is_pending() {
            self.renew();
        } else if F::GIVES_WAY {
            self.spend();
        }
    }

    /// A receive waits: the row is over.
    #[inline(always)]
    pub(crate) fn renew(&self) {
        if F::GIVES_WAY && self.stamp.get() < ENDED {
            self.stamp.set(0);
        }
    }

    /// Whether the budget is spent, so that the task has to give way: then it is woken at once, and the next row begins.
    pub(crate) fn gives_way(&self, waker: &Waker) -> bool {
        let spent = F::GIVES_WAY && self.is_spent();
        if spent {
            self.stamp.set(0);
            waker.wake_by_ref();
        }
        spent
    }

    #[inline(always)]
    pub(crate) fn is_spent(&self) -> bool {
        (BUDGET..ENDED).contains(&self.stamp.get())
    }
}

/// One poll of a stream: where it has led is noted at its end, also if foreign code panics in it.
struct Step<'a, F: Flavor> {
    waiter: Waiter,
    /// What is noted unless it is parked.
    idle: u32,
    usage: &'a mut Usage<F>,
}

impl<F: Flavor> Drop for Step<'_, F> {
    #[inline]
    fn drop(&mut self) {
        let (stamp, index) = self.waiter.stamp().unwrap_or((self.idle, 0));
        self.usage.stamp.note(stamp, index);
    }
}
