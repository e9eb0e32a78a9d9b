//! A reserve, from its first poll to its end: a send without a value.

use super::send::{Standing, done, parked, refused, resume_send};
use super::{IsClosed, Place, drive};
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Key, Outgoing, Refusal, Waiter};
use core::task::{Context, Poll};

impl<T> Outgoing<T> for Place {
    #[inline]
    fn is_some(&self) -> bool {
        false
    }

    #[inline]
    fn take(&mut self) -> Option<T> {
        None
    }
}

impl<T> Standing<T> for Place {
    #[inline]
    fn is_fresh(&self) -> bool {
        Place::is_fresh(*self)
    }

    #[inline]
    fn key(&self) -> Option<Key> {
        self.parked_key()
    }

    #[inline]
    fn set_parked(&mut self, key: Key) {
        *self = Place::of(key);
    }

    #[inline]
    fn set_done(&mut self) {
        *self = Place::DONE;
    }

    #[inline]
    fn set_refused(&mut self, _: Option<T>) {
        *self = Place::DONE;
    }
}

impl Place {
    /// Reserves room for so many values. Whoever is told `Ok` has to use it, or to [release](Shared::release) it.
    pub(crate) fn poll_reserve<T, F: Flavor>(
        &mut self,
        number: usize,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), SendError<()>>> {
        let waker = cx.waker();
        let polled = if !self.is_fresh() {
            resume_send(self, shared, waker)
        } else {
            drive(shared, waker, |state, out, caller| {
                Some(match state.reserve(number) {
                    Ok(()) => done::<T>(self),
                    Err(Refusal::Closed) => refused::<T>(self, None),
                    Err(Refusal::Wait) => {
                        let key = match state.park_reserve_again(number, waker) {
                            Some(key) => key,
                            None => {
                                let clone = caller.clone()?;
                                state.park_reserve(number, || Waiter::task(clone), out)
                            }
                        };
                        parked::<T>(self, key)
                    }
                })
            })
        };
        polled.map_err(|IsClosed| SendError(()))
    }

    /// Cancels a reserve of so many, if it is parked: the room that it has is for others.
    pub(crate) fn leave_reserve<T, F: Flavor>(&mut self, number: usize, shared: &Shared<T, F>) {
        if let Some(key) = self.unpark() {
            shared.release(shared.with(|state, out| state.leave_reserve(number, key, out)));
        }
    }
}
