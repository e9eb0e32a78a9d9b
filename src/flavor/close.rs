//! How a channel is closed, by hand or as its last handles go, and how everybody who waits in it is told: one after the other,
//! each after release.

use super::{Exclusive, Flavor, Shared, Word};
use crate::protocol::{Effects, State};
use core::mem;

impl<T, F: Flavor> Shared<T, F> {
    /// Closes the channel and tells everybody who waits; whether this call closed it.
    pub(crate) fn close(&self) -> bool {
        self.close_and(|_| ()).0
    }

    /// Closes the channel, and makes a transition with it; tells everybody who waits, if this call closed it.
    fn close_and<O>(&self, transition: impl FnOnce(&mut State<T, F>) -> O) -> (bool, O) {
        let (closed, kept, result) = {
            let mut state = self.state.enter();
            let closed = state.close();
            let kept = if closed { state.lines().only_kept() } else { Some(None) };
            (closed, kept, transition(&mut state))
        };
        match kept {
            Some(kept) => drop(kept),
            None => self.notify(),
        }
        (closed, result)
    }

    /// Whether nobody has the channel but the one handle that this is the pointer of: when it goes, nobody is there to be
    /// told of a close, and what is left in the channel is dropped with it.
    #[inline]
    pub(crate) fn is_left(this: &mut F::Ptr<Self>) -> bool {
        this.senders.get() + this.receivers.get() == 1 && F::unique(this).is_some()
    }

    /// A sender has gone. After the last one nothing more is sent.
    #[inline]
    pub(crate) fn sender_left(&self) {
        if self.senders.decrement() == 1 && !self.state.enter().close_unused() {
            self.last_sender_left();
        }
    }

    #[cold]
    fn last_sender_left(&self) {
        self.close();
    }

    /// A receiver has gone. After the last one what is buffered is dropped, once everybody was told.
    #[inline]
    pub(crate) fn receiver_left(&self) {
        if self.receivers.decrement() == 1 && !self.state.enter().close_unused() {
            self.last_receiver_left();
        }
    }

    #[cold]
    fn last_receiver_left(&self) {
        drop(self.close_and(State::abandon));
    }

    /// Tells everybody who waits on a closed channel, and drops what is kept for those to come, also when a waker panics.
    pub(super) fn notify(&self) {
        struct Rest<'a, T, F: Flavor>(&'a Shared<T, F>);
        impl<T, F: Flavor> Drop for Rest<'_, T, F> {
            fn drop(&mut self) {
                self.0.notify();
            }
        }
        loop {
            let mut effects = Effects::new();
            if !self.state.enter().lines().notify(&mut effects) {
                return;
            }
            let rest = Rest(self);
            self.run(effects);
            mem::forget(rest);
        }
    }
}
