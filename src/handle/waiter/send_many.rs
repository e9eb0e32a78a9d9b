//! A send of many values, from its first poll to its end.

use super::{IsClosed, Waiter};
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Effects, Occupant, Refusal};
use alloc::collections::VecDeque;
use core::task::{Context, Poll, Waker};

impl Waiter {
    /// Sends all of `queue`; what it cannot send is there.
    pub(crate) fn poll_send_many<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        queue: &mut VecDeque<T>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), SendError<()>>> {
        let waker = cx.waker();
        let polled = if !self.is_fresh() {
            self.resume_send(shared, waker, |state, key, out| state.leave_send_many(key, queue, out))
        } else if shared.try_push_many(queue) {
            self.done(Ok(()))
        } else {
            match self.start_send_many(shared, queue, None) {
                Some(polled) => polled,
                None => self
                    .start_send_many(shared, queue, Some(waker.clone()))
                    .expect("a step with a clone needs no other one"),
            }
        };
        polled.map_err(|IsClosed| SendError(()))
    }

    /// Sends all of it; or, with a clone of the waker, what can be sent, and parks the rest in the same access, so that nothing of
    /// others comes between. `None`: nothing was sent, for want of a clone.
    fn start_send_many<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        queue: &mut VecDeque<T>,
        mut clone: Option<Waker>,
    ) -> Option<Poll<Result<(), IsClosed>>> {
        shared.with_many(|state, out| {
            if clone.is_none() && !state.is_closed() && !state.fits(queue.len()) {
                return None;
            }
            Some(match state.send_many(queue, out) {
                Ok(()) => self.done(Ok(())),
                Err(Refusal::Closed) => self.done(Err(IsClosed)),
                Err(Refusal::Wait) => {
                    let waker = clone.as_ref().expect("what fits is sent");
                    let key = match state.park_send_many_again(queue, waker) {
                        Some(key) => key,
                        None => {
                            let mut wakes = Effects::new();
                            let key = state.park_send_many(queue, || Occupant::task(&mut clone), &mut wakes);
                            out.push(wakes);
                            key
                        }
                    };
                    self.parked(key)
                }
            })
        })
    }

    /// Cancels a send of many: what was not sent is in `queue`.
    pub(crate) fn leave_send_many<T, F: Flavor>(&mut self, shared: &Shared<T, F>, queue: &mut VecDeque<T>) {
        if let Some(key) = self.unpark() {
            shared.with(|state, out| state.leave_send_many(key, queue, out));
        }
    }
}
