//! A receive of many values, from its first poll to its end. It stands in line as one receive, and leaves as that.

use super::{Waiter, park_before, with_clone};
use crate::error::RecvError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Occupant, Refusal, Side};
use alloc::vec::Vec;
use core::slice;
use core::task::{Context, Poll, Waker};

impl Waiter {
    /// Receives into `into`, up to `limit` values, which is not 0.
    pub(crate) fn poll_recv_many<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        limit: usize,
        into: &mut Vec<T>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), RecvError>> {
        let claim = if self.is_fresh() { None } else { Some(self.key()) };
        match shared.recv_many(claim, limit, into, || *self = Waiter::DONE) {
            Ok(()) => Poll::Ready(Ok(())),
            Err(Refusal::Closed) => self.done(Err(RecvError)),
            Err(Refusal::Wait) => match claim {
                None => self.wait_recv_many(shared, limit, into, cx.waker()),
                Some(key) => self.stay_recv(shared, key, cx.waker()).map_ok(|value| into.push(value)),
            },
        }
    }

    /// Parks a receive that was refused just now, where its task has parked before or with a clone of its waker. There is
    /// room for one value.
    fn wait_recv_many<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        limit: usize,
        into: &mut Vec<T>,
        waker: &Waker,
    ) -> Poll<Result<(), RecvError>> {
        let parked = park_before(shared, Side::Recvs, waker, |state| state.park_recv_again(waker));
        if let Some(key) = parked {
            return self.parked(key);
        }
        let most = (into.capacity() - into.len()).min(limit);
        with_clone(shared, waker, |state, out, caller| {
            Some(match state.recv_many(None, most, into, slice::from_mut(out)) {
                Ok(_) => self.done(Ok(())),
                Err(Refusal::Closed) => self.done(Err(RecvError)),
                Err(Refusal::Wait) => {
                    let clone = caller.clone()?;
                    self.parked(state.wait_recv(|| Occupant::task(clone), out))
                }
            })
        })
    }
}
