//! A receive, from its first poll to its end.

use super::{Caller, Waiter, drive};
use crate::error::RecvError;
use crate::flavor::{Change, Flavor, Shared};
use crate::protocol::{Effects, Fate, Key, Occupant, Refusal, Side, State};
use core::task::{Context, Poll, Waker};

impl Waiter {
    #[inline(always)]
    pub(crate) fn poll_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<T, RecvError>> {
        if self.is_fresh() { self.begin_recv(shared, cx) } else { self.resume_recv(shared, cx.waker()) }
    }

    /// The first poll.
    #[inline(always)]
    pub(crate) fn begin_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<T, RecvError>> {
        let mut received = Poll::Pending;
        match shared.try_pop(|value| received = Poll::Ready(Ok(value))) {
            Ok(()) => {
                *self = Waiter::DONE;
                received
            }
            Err(Some(Refusal::Wait)) => self.wait_recv(shared, cx.waker()),
            Err(_) => self.start_recv(shared, cx.waker()),
        }
    }

    /// Starts a receive that nothing is known to refuse: as a rule a task waits to send.
    #[inline(never)]
    fn start_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        let started = shared.plain_or(
            &mut *self,
            Change::Any,
            |waiter, state| {
                let (value, woken) = state.recv_plain()?;
                Some((Some(waiter.done(Ok(value))), woken))
            },
            |waiter, state, out| waiter.recv_step(state, out, &mut Caller { waker, clone: None }),
        );
        started.unwrap_or_else(|| self.start_recv_cloned(shared, waker))
    }

    /// Parks a receive that was refused just now.
    #[inline]
    fn wait_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        match shared.park_again(|state| state.park_recv_again(waker)) {
            Some(key) => self.parked(key),
            None => self.start_recv_cloned(shared, waker),
        }
    }

    /// Starts where the task has parked before, if that slot is found, or with a clone of its waker.
    #[inline(never)]
    fn start_recv_cloned<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        if shared.seek(Side::Recvs, waker) {
            return self.wait_recv(shared, waker);
        }
        let mut caller = Caller::cloned(waker);
        let started = shared.plain_or(
            (self, &mut caller),
            Change::Line(Side::Recvs),
            |(waiter, caller), state| {
                let key = state.park_recv_plain(&mut caller.clone)?;
                Some((Some(waiter.parked(key)), None))
            },
            |(waiter, caller), state, out| waiter.recv_step(state, out, caller),
        );
        caller.polled(started)
    }

    /// One step of a receive that stands nowhere yet; `None`: it has to wait, and there is no clone of the waker.
    #[inline(always)]
    fn recv_step<T, F: Flavor>(
        &mut self,
        state: &mut State<T, F>,
        out: &mut Effects<F>,
        caller: &mut Caller<'_>,
    ) -> Option<Poll<Result<T, RecvError>>> {
        Some(match state.recv(out) {
            Ok(value) => self.done(Ok(value)),
            Err(Refusal::Closed) => self.done(Err(RecvError)),
            Err(Refusal::Wait) => {
                let clone = caller.clone()?;
                self.parked(state.wait_recv(|| Occupant::task(clone), out))
            }
        })
    }

    /// A parked receive is polled again because it was chosen, as a rule.
    #[inline(never)]
    pub(crate) fn resume_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        let key = self.key();
        match shared.try_collect(key) {
            Some(value) => self.done(Ok(value)),
            None => self.stay_recv(shared, key, waker),
        }
    }

    #[cold]
    pub(super) fn stay_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        key: Key,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        drive(shared, waker, |state, out, caller| match state.lines().fate(Side::Recvs, key) {
            Fate::Committed => {
                let value = state.collect();
                Some(self.done(Ok(value)))
            }
            Fate::Closed => {
                state.leave_recv(key, out);
                Some(self.done(Err(RecvError)))
            }
            Fate::Waiting => caller.stays(state, Side::Recvs, key, out),
        })
    }

    /// Cancels a receive: what it had reserved passes on.
    #[inline]
    pub(crate) fn leave_recv<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Some(key) = self.unpark() {
            shared.leave_recv(key);
        }
    }
}
