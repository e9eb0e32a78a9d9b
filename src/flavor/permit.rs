//! Permits through the door to a channel's state.

use super::batch::taken;
use super::{Exclusive, Flavor, Shared};
use crate::protocol::{Effects, Refusal, State};
use core::mem;

impl<T, F: Flavor> Shared<T, F> {
    /// Makes a transition that may wake two tasks.
    fn with_two<O>(&self, transition: impl FnOnce(&mut State<T, F>, &mut [Effects<F>; 2]) -> O) -> O {
        self.with_all([Effects::new(), Effects::new()], taken, self.state.enter(), transition)
    }

    /// Sends in the room of a permit. `note` is called once that is used up, or revoked, before any foreign code runs.
    pub(crate) fn fill(&self, slot: &mut Option<T>, note: impl FnOnce()) -> Result<(), Refusal> {
        let mut state = self.state.enter();
        if state.fill_unawaited(slot) {
            note();
            return Ok(());
        }
        self.with_all([Effects::new(), Effects::new()], taken, state, |state, out| {
            let sent = state.fill(slot, out);
            note();
            sent
        })
    }

    /// Takes room for so many values, if there is room for all of them.
    #[inline]
    pub(crate) fn reserve(&self, number: usize) -> Result<(), Refusal> {
        self.state.enter().reserve(number)
    }

    /// Gives back the room of so many permits; where somebody waits for it, one after the other, each of them also when a waker
    /// panics.
    pub(crate) fn release(&self, number: usize) {
        struct Rest<'a, T, F: Flavor>(&'a Shared<T, F>, usize);
        impl<T, F: Flavor> Drop for Rest<'_, T, F> {
            fn drop(&mut self) {
                self.0.release(self.1);
            }
        }
        if number == 0 || self.with(|state, _| state.release_unwanted(number)) {
            return;
        }
        for released in 1..=number {
            let rest = Rest(self, number - released);
            self.with_two(State::release);
            mem::forget(rest);
        }
    }
}
