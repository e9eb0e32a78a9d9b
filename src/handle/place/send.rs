//! A send, from its first poll to its end.

use super::{Caller, IsClosed, Place, drive, with_clone};
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Fate, Key, Refusal, Side, State, Waiter, Wakes};
use core::task::{Context, Poll, Waker};

impl Place {
    /// Sends what `slot` holds. The slot is empty once the value is committed and while the send is parked;
    /// after `IsClosed` it holds the value again.
    #[inline(always)]
    pub(crate) fn poll_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), IsClosed>> {
        if !self.is_fresh() {
            return self.resume_send(shared, slot, cx.waker());
        }
        match shared.try_push(slot) {
            Ok(()) => self.done(Ok(())),
            Err(Some(Refusal::Wait)) => self.wait_send(shared, slot, cx.waker()),
            Err(_) => self.start_send(shared, slot, cx.waker()),
        }
    }

    /// Starts a send that nothing is known to refuse: as a rule a task waits for the value.
    #[inline(never)]
    fn start_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        let started = shared.waking_or(
            (&mut *self, &mut *slot),
            |(place, slot), state| {
                let woken = state.send_waking(slot)?;
                Some((Some(place.done(Ok(()))), woken))
            },
            |(place, slot), state, out| place.send_step(slot, state, out, &mut Caller { waker, clone: None }),
        );
        started.unwrap_or_else(|| self.start_send_cloned(shared, slot, waker))
    }

    /// Parks a send that was refused just now.
    #[inline]
    fn wait_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        match shared.park_again(|state| state.park_send_again(slot, waker)) {
            Some(key) => self.parked(key),
            None => self.start_send_cloned(shared, slot, waker),
        }
    }

    /// Starts where the task has parked before, if that slot is found, or with a clone of its waker.
    #[inline(never)]
    fn start_send_cloned<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        if shared.seek(Side::Sends, waker) {
            return self.wait_send(shared, slot, waker);
        }
        with_clone(shared, waker, |state, out, caller| self.send_step(slot, state, out, caller))
    }

    /// One step of a send that stands nowhere yet; `None`: it has to wait, and there is no clone of the waker.
    #[inline(always)]
    fn send_step<T, F: Flavor>(
        &mut self,
        slot: &mut Option<T>,
        state: &mut State<T, F>,
        out: &mut Wakes<F>,
        caller: &mut Caller<'_>,
    ) -> Option<Poll<Result<(), IsClosed>>> {
        Some(match state.send(slot, out) {
            Ok(()) => self.done(Ok(())),
            Err(Refusal::Closed) => self.done(Err(IsClosed)),
            Err(Refusal::Wait) => {
                let clone = caller.clone()?;
                let fill = || (slot.take(), Waiter::task(clone));
                self.parked(state.park_send(fill, out))
            }
        })
    }

    /// A parked send is polled again because it was committed, as a rule.
    #[inline]
    fn resume_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        let key = self.key();
        if shared.was_sent(key) { self.done(Ok(())) } else { self.stay_send(shared, slot, key, waker) }
    }

    #[cold]
    fn stay_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        key: Key,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        drive(shared, waker, |state, out, caller| match state.lines().fate(Side::Sends, key) {
            Fate::Committed => Some(self.done(Ok(()))),
            Fate::Closed => {
                *slot = state.leave_send(key, out);
                Some(self.done(Err(IsClosed)))
            }
            Fate::Waiting => caller.stays(state, Side::Sends, key, out),
        })
    }

    /// Cancels a send: a value that was not committed is back in `slot`.
    #[inline]
    pub(crate) fn leave_send<T, F: Flavor>(&mut self, shared: &Shared<T, F>, slot: &mut Option<T>) {
        if let Some(key) = self.unpark() {
            leave_send(shared, key, slot);
        }
    }
}

#[cold]
fn leave_send<T, F: Flavor>(shared: &Shared<T, F>, key: Key, slot: &mut Option<T>) {
    *slot = shared.with(|state, out| state.leave_send(key, out));
}
