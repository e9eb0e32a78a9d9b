//! A receive that makes a lease, from its first poll to its end. What it makes of a value is made before any foreign code
//! runs, so that a value which is not handed on goes back to its channel.

use super::{Caller, Waiter, drive, park_before, with_clone};
use crate::error::RecvError;
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Effects, Fate, Leased, Occupant, Refusal, Side, State};
use core::task::{Context, Poll, Waker};

impl Waiter {
    /// Receives, and `make`s a lease of it.
    pub(crate) fn poll_lease<T, F: Flavor, L>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
        mut make: impl FnMut(Leased<T>) -> L,
    ) -> Poll<Result<L, RecvError>> {
        let waker = cx.waker();
        if !self.is_fresh() {
            return self.resume_lease(shared, waker, make);
        }
        let started = shared
            .with(|state, out| self.lease_step(state, out, &mut Caller { waker, clone: None }, &mut make));
        started.unwrap_or_else(|| self.wait_lease(shared, waker, make))
    }

    /// Parks a receive that was refused just now, where its task has parked before or with a clone of its waker.
    fn wait_lease<T, F: Flavor, L>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
        mut make: impl FnMut(Leased<T>) -> L,
    ) -> Poll<Result<L, RecvError>> {
        match park_before(shared, Side::Recvs, waker, |state| state.park_lease_again(waker)) {
            Some(key) => self.parked(key),
            None => {
                with_clone(shared, waker, |state, out, caller| self.lease_step(state, out, caller, &mut make))
            }
        }
    }

    /// One step of a receive that stands nowhere yet; `None`: it has to wait, and there is no clone of the waker.
    fn lease_step<T, F: Flavor, L>(
        &mut self,
        state: &mut State<T, F>,
        out: &mut Effects<F>,
        caller: &mut Caller<'_>,
        make: &mut impl FnMut(Leased<T>) -> L,
    ) -> Option<Poll<Result<L, RecvError>>> {
        Some(match state.lease(out) {
            Ok(leased) => self.done(Ok(make(leased))),
            Err(Refusal::Closed) => self.done(Err(RecvError)),
            Err(Refusal::Wait) => {
                let clone = caller.clone()?;
                let key = state.park_lease(|| Occupant::task(clone), out);
                state.serve_reserve(out);
                self.parked(key)
            }
        })
    }

    /// A parked receive is polled again.
    fn resume_lease<T, F: Flavor, L>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
        mut make: impl FnMut(Leased<T>) -> L,
    ) -> Poll<Result<L, RecvError>> {
        let key = self.key();
        let resumed = drive(shared, waker, |state, out, caller| match state.lines().fate(Side::Recvs, key) {
            Fate::Committed => {
                let leased = state.collect_lease();
                Some(self.done(Ok(make(leased))))
            }
            Fate::Closed => Some(Poll::Ready(Err(RecvError))),
            Fate::Waiting => caller.stays(state, Side::Recvs, key, out),
        });
        if let Poll::Ready(Err(_)) = &resumed {
            self.leave_lease(shared);
        }
        resumed
    }

    /// Cancels a receive: what it had reserved passes on.
    #[inline]
    pub(crate) fn leave_lease<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Some(key) = self.unpark() {
            shared.leave_lease(key);
        }
    }
}
