//! A reserve, from its first poll to its end: a send without a value.

use super::send::{Standing, done, parked, refused, resume_send};
use super::{IsClosed, Waiter, drive, polled_after_completion};
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Key, Occupant, Outgoing, Refusal};
use core::mem;
use core::task::{Context, Poll, Waker};

impl<T> Outgoing<T> for Waiter {
    #[inline]
    fn is_some(&self) -> bool {
        false
    }

    #[inline]
    fn take(&mut self) -> Option<T> {
        None
    }
}

impl<T> Standing<T> for Waiter {
    #[inline]
    fn is_fresh(&self) -> bool {
        Waiter::is_fresh(*self)
    }

    #[inline]
    fn key(&self) -> Option<Key> {
        self.parked_key()
    }

    #[inline]
    fn set_parked(&mut self, key: Key) {
        *self = Waiter::of(key);
    }

    #[inline]
    fn set_done(&mut self) {
        *self = Waiter::DONE;
    }

    #[inline]
    fn set_refused(&mut self, _: Option<T>) {
        *self = Waiter::DONE;
    }
}

impl Waiter {
    /// Reserves room for so many values. Whoever is told `Ok` has to use it, or to [release](Shared::release) it.
    pub(crate) fn poll_reserve<T, F: Flavor>(
        &mut self,
        number: usize,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), SendError<()>>> {
        /// Releases what was reserved in a poll that unwinds: nobody is told of it, and the reserve begins anew.
        struct Untold<'p, T, F: Flavor>(&'p mut Waiter, usize, &'p Shared<T, F>);
        impl<T, F: Flavor> Drop for Untold<'_, T, F> {
            fn drop(&mut self) {
                if self.0.is_done() {
                    *self.0 = Waiter::FRESH;
                    self.2.release(self.1);
                }
            }
        }
        if self.is_done() {
            polled_after_completion();
        }
        let untold = Untold(self, number, shared);
        let polled = untold.0.poll_reserve_untold(number, shared, cx.waker());
        mem::forget(untold);
        polled.map_err(|IsClosed| SendError(()))
    }

    fn poll_reserve_untold<T, F: Flavor>(
        &mut self,
        number: usize,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        if !self.is_fresh() {
            return resume_send(self, shared, waker);
        }
        drive(shared, waker, |state, out, caller| {
            Some(match state.reserve(number) {
                Ok(()) => done::<T>(self),
                Err(Refusal::Closed) => refused::<T>(self, None),
                Err(Refusal::Wait) => {
                    let key = match state.park_reserve_again(number, waker) {
                        Some(key) => key,
                        None => {
                            let clone = caller.clone()?;
                            state.park_reserve(number, || Occupant::task(clone), out)
                        }
                    };
                    parked::<T>(self, key)
                }
            })
        })
    }

    /// Cancels a reserve of so many, if it is parked: the room that it has is for others.
    pub(crate) fn leave_reserve<T, F: Flavor>(&mut self, number: usize, shared: &Shared<T, F>) {
        if let Some(key) = self.unpark() {
            shared.release(shared.with(|state, out| state.leave_reserve(number, key, out)));
        }
    }
}
