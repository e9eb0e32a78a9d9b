//! A reserve, from its first poll to its end: a send without a value.

use super::{IsClosed, Waiter, drive, polled_after_completion};
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Occupant, Refusal};
use core::mem;
use core::task::{Context, Poll, Waker};

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
            return self.resume_send(shared, waker, |state, key, out| _ = state.leave_send(key, out));
        }
        drive(shared, waker, |state, out, caller| {
            Some(match state.reserve(number) {
                Ok(()) => self.done(Ok(())),
                Err(Refusal::Closed) => self.done(Err(IsClosed)),
                Err(Refusal::Wait) => {
                    let key = match state.park_reserve_again(number, waker) {
                        Some(key) => key,
                        None => {
                            let clone = caller.clone()?;
                            state.park_reserve(number, || Occupant::task(clone), out)
                        }
                    };
                    self.parked(key)
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
