//! Leases through the door to a channel's state: those of their transitions that may be the end of a closed channel. Whoever
//! waits is told then as by a close, also when a waker panics.

use super::{Exclusive, Flavor, Shared};
use crate::protocol::{Effects, Key, Leased, State};

impl<T, F: Flavor> Shared<T, F> {
    /// A lease is over, and its value comes back.
    pub(crate) fn return_lease(&self, leased: Leased<T>) {
        self.ending(|state, out| state.return_lease(leased, out));
    }

    /// A lease is over, and its value taken for good.
    pub(crate) fn end_lease(&self) {
        self.ending(|state, _| state.end_lease());
    }

    /// A parked receive that makes a lease leaves; what it had reserved passes on.
    #[cold]
    pub(crate) fn leave_lease(&self, key: Key) {
        self.ending(|state, out| state.leave_lease(key, out));
    }

    /// Whether the channel is closed, no lease is out, and no value left.
    pub(crate) fn has_ended(&self) -> bool {
        let mut state = self.state.enter();
        state.lines().has_ended() && state.available() == 0
    }

    /// Makes a transition that says whether it is the end of a closed channel.
    fn ending(&self, transition: impl FnOnce(&mut State<T, F>, &mut Effects<F>) -> bool) {
        struct Told<'a, T, F: Flavor>(&'a Shared<T, F>);
        impl<T, F: Flavor> Drop for Told<'_, T, F> {
            fn drop(&mut self) {
                self.0.notify();
            }
        }
        let mut effects = Effects::new();
        let ends = transition(&mut self.state.enter(), &mut effects);
        let _told = ends.then(|| Told(self));
        self.run(effects);
    }
}
