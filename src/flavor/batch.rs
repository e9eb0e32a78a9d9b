//! Batches through the door to a channel's state: one access, and what it left is run after release, for each commit.

use super::{Exclusive, Flavor, Shared};
use crate::protocol::{Effects, Key, ManyEffects, Refusal, State};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::ops::DerefMut;
use core::{array, mem};

/// The most sends that one access commits.
const COMMITS: usize = 16;

impl<T, F: Flavor> Shared<T, F> {
    /// Receives what is available into `into`, up to `limit` values: at least one, or the refusal. `note` is called once
    /// values were received, before any foreign code runs; they are in `into` then, whatever that does.
    ///
    /// Where a receive has parked with `claim`, it is that one's: it takes what that was chosen for, or is refused if it was
    /// not chosen.
    ///
    /// One access, unless more sends wait than one commits, or with more values than there is memory for: then others follow, for
    /// what was there at the first. What is buffered while memory is made stays there. There is room for one value after a refusal.
    pub(crate) fn recv_many(
        &self,
        claim: Option<Key>,
        mut limit: usize,
        into: &mut Vec<T>,
        mut note: impl FnMut(),
    ) -> Result<(), Refusal> {
        if into.capacity() - into.len() < limit {
            // Without a buffer sends may wait beside receives that permits count on.
            let parked = if self.capacity() == Some(0) || self.send_waits().is_some() { COMMITS } else { 0 };
            let expected = self.len().saturating_add(parked + claim.is_some() as usize);
            if !has_room(into, expected.clamp(1, limit)) {
                into.reserve(1);
            }
        }
        if claim.is_none() {
            let most = (into.capacity() - into.len()).min(limit);
            match self.state.try_pop_many(most, into) {
                Ok(()) => {
                    note();
                    return Ok(());
                }
                Err(Some(refusal)) => return Err(refusal),
                Err(None) => {}
            }
        }
        let mut left = self.take(claim, &mut limit, into, &mut note)?;
        while limit > 0 && left > 0 {
            limit = limit.min(left);
            if !has_room(into, limit) {
                break;
            }
            left = self.take(None, &mut limit, into, &mut note).unwrap_or(0);
        }
        Ok(())
    }

    /// Sends all of `queue`, at least one value, where that needs no thought; whether it did.
    #[inline]
    pub(crate) fn try_push_many(&self, queue: &mut VecDeque<T>) -> bool {
        self.state.try_push_many(queue)
    }

    /// One access; how many more values there are.
    fn take(
        &self,
        claim: Option<Key>,
        limit: &mut usize,
        into: &mut Vec<T>,
        note: &mut impl FnMut(),
    ) -> Result<usize, Refusal> {
        let effects = array::from_fn::<_, COMMITS, _>(|_| Effects::new());
        let before = into.len();
        let received = self.with_all(effects, taken, self.state.enter(), |state, out| {
            let received = state.recv_many(claim, *limit, into, out);
            if received.is_ok() {
                note();
            }
            received
        });
        *limit -= into.len() - before;
        received
    }

    /// Makes a transition that may wake many of the channel, which was entered, releases it, and then runs what it has put into
    /// `effects`, also where it panics half-way, for want of memory.
    pub(super) fn with_all<X, E: AsMut<[X]>, O>(
        &self,
        effects: E,
        take: fn(&mut X) -> Option<Effects<F>>,
        entered: impl DerefMut<Target = State<T, F>>,
        transition: impl FnOnce(&mut State<T, F>, &mut E) -> O,
    ) -> O {
        struct Left<'a, T, F: Flavor, X, E: AsMut<[X]>>(
            &'a Shared<T, F>,
            E,
            fn(&mut X) -> Option<Effects<F>>,
        );
        impl<T, F: Flavor, X, E: AsMut<[X]>> Drop for Left<'_, T, F, X, E> {
            fn drop(&mut self) {
                self.0.run_all(self.1.as_mut(), self.2);
            }
        }
        let mut left = Left(self, effects, take);
        // Released before the effects run, also in a panic: the later of two variables is dropped first.
        let mut state = entered;
        let result = transition(&mut state, &mut left.1);
        drop(state);
        drop(left);
        result
    }

    /// Makes a transition that wakes as many as it likes.
    pub(crate) fn with_many<O>(
        &self,
        transition: impl FnOnce(&mut State<T, F>, &mut ManyEffects<F>) -> O,
    ) -> O {
        self.with_all(ManyEffects::new(), Option::take, self.state.enter(), transition)
    }

    /// Runs what transitions left, taken out of `effects` one by one, each of them also when another one panics.
    fn run_all<X>(&self, effects: &mut [X], take: fn(&mut X) -> Option<Effects<F>>) {
        struct Rest<'a, T, F: Flavor, X>(&'a Shared<T, F>, &'a mut [X], fn(&mut X) -> Option<Effects<F>>);
        impl<T, F: Flavor, X> Drop for Rest<'_, T, F, X> {
            fn drop(&mut self) {
                self.0.run_all(self.1, self.2);
            }
        }
        if let Some((first, rest)) = effects.split_first_mut() {
            let _rest = Rest(self, rest, take);
            if let Some(effects) = take(first) {
                self.run(effects);
            }
        }
    }
}

/// The effects, of which none are left.
pub(super) fn taken<F: Flavor>(effects: &mut Effects<F>) -> Option<Effects<F>> {
    Some(mem::replace(effects, Effects::new()))
}

/// Makes memory for so many more values, if it can be had, or for one; whether there is.
fn has_room<T>(into: &mut Vec<T>, values: usize) -> bool {
    into.try_reserve(values).is_ok() || into.try_reserve(1).is_ok()
}
