//! A send, from its first poll to its end.

use super::{Caller, IsClosed, Waiter, drive, polled_after_completion};
use crate::error::SendError;
use crate::flavor::{Change, Flavor, Shared};
use crate::protocol::{Effects, Fate, Key, Occupant, Outgoing, Refusal, Side, State};
use core::mem;
use core::task::{Context, Poll, Waker};

/// A send with its value.
pub(crate) enum Sending<T> {
    Fresh(T),
    Parked(Key),
    Done,
}

/// A send whose value stands in a slot that is not its own: there except while the send is parked, and once it is sent.
pub(crate) struct SendingFrom<'a, T> {
    pub(crate) slot: &'a mut Option<T>,
    pub(crate) waiter: Waiter,
}

/// Where a send stands between its polls.
trait Standing<T>: Outgoing<T> {
    fn is_fresh(&self) -> bool;
    /// The key, while it is parked.
    fn key(&self) -> Option<Key>;
    fn set_parked(&mut self, key: Key);
    fn set_done(&mut self);
    /// The channel is closed: it has its value, or has it back.
    fn set_refused(&mut self, back: Option<T>);
}

impl<T> Outgoing<T> for Sending<T> {
    #[inline(always)]
    fn is_some(&self) -> bool {
        self.is_fresh()
    }

    #[inline(always)]
    fn take(&mut self) -> Option<T> {
        if !self.is_fresh() {
            return None;
        }
        match mem::replace(self, Sending::Done) {
            Sending::Fresh(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> Standing<T> for Sending<T> {
    #[inline(always)]
    fn is_fresh(&self) -> bool {
        matches!(self, Sending::Fresh(_))
    }

    #[inline(always)]
    fn key(&self) -> Option<Key> {
        if let Sending::Parked(key) = self { Some(*key) } else { None }
    }

    #[inline(always)]
    fn set_parked(&mut self, key: Key) {
        *self = Sending::Parked(key);
    }

    #[inline(always)]
    fn set_done(&mut self) {
        *self = Sending::Done;
    }

    #[inline(always)]
    fn set_refused(&mut self, back: Option<T>) {
        if let Some(value) = back {
            *self = Sending::Fresh(value);
        }
    }
}

impl<T> Outgoing<T> for SendingFrom<'_, T> {
    #[inline(always)]
    fn is_some(&self) -> bool {
        self.slot.is_some()
    }

    #[inline(always)]
    fn take(&mut self) -> Option<T> {
        self.slot.take()
    }
}

impl<T> Standing<T> for SendingFrom<'_, T> {
    #[inline(always)]
    fn is_fresh(&self) -> bool {
        self.waiter.is_fresh()
    }

    #[inline(always)]
    fn key(&self) -> Option<Key> {
        self.waiter.parked_key()
    }

    #[inline(always)]
    fn set_parked(&mut self, key: Key) {
        self.waiter = Waiter::of(key);
    }

    #[inline(always)]
    fn set_done(&mut self) {
        self.waiter = Waiter::DONE;
    }

    #[inline(always)]
    fn set_refused(&mut self, back: Option<T>) {
        if back.is_some() {
            *self.slot = back;
        }
        self.waiter = Waiter::DONE;
    }
}

impl<T> Sending<T> {
    #[inline(always)]
    pub(crate) fn poll<F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), SendError<T>>> {
        let polled = poll_send(self, shared, cx).map(|sent| match sent {
            Ok(()) => Ok(()),
            Err(IsClosed) => match self.take() {
                Some(value) => Err(SendError(value)),
                None => Ok(()),
            },
        });
        if polled.is_ready() {
            // It is; said where all ways meet, so that the compiler leaves the drop out that follows.
            mem::forget(mem::replace(self, Sending::Done));
        }
        polled
    }

    /// Cancels it, if it is parked; the value, if that was not committed.
    #[inline]
    pub(crate) fn leave<F: Flavor>(&mut self, shared: &Shared<T, F>) -> Option<T> {
        let key = self.key()?;
        self.set_done();
        leave_send(shared, key)
    }

    #[inline]
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Sending::Done)
    }
}

impl<T> SendingFrom<'_, T> {
    #[inline(always)]
    pub(crate) fn poll<F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), SendError<()>>> {
        poll_send(self, shared, cx).map_err(|IsClosed| SendError(()))
    }

    /// Cancels it: a value that was not committed is back in its slot.
    #[inline]
    pub(crate) fn leave<F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Some(key) = self.waiter.unpark() {
            *self.slot = leave_send(shared, key);
        }
    }
}

#[cold]
fn leave_send<T, F: Flavor>(shared: &Shared<T, F>, key: Key) -> Option<T> {
    shared.with(|state, out| state.leave_send(key, out))
}

// ---- What both do alike -----------------------------------------------------------------------------------

type Sent = Result<(), IsClosed>;

#[inline(always)]
fn poll_send<T, F: Flavor>(
    send: &mut impl Standing<T>,
    shared: &Shared<T, F>,
    cx: &Context<'_>,
) -> Poll<Sent> {
    if !send.is_fresh() {
        return resume_send(send, shared, cx.waker());
    }
    match shared.try_push(send) {
        Ok(()) => done(send),
        Err(Some(Refusal::Wait)) => wait_send(send, shared, cx.waker()),
        Err(_) => start_send(send, shared, cx.waker()),
    }
}

#[inline(always)]
fn done<T>(send: &mut impl Standing<T>) -> Poll<Sent> {
    send.set_done();
    Poll::Ready(Ok(()))
}

/// Starts a send that nothing is known to refuse: as a rule a task waits for the value.
#[inline(never)]
fn start_send<T, F: Flavor>(send: &mut impl Standing<T>, shared: &Shared<T, F>, waker: &Waker) -> Poll<Sent> {
    let started = shared.plain_or(
        &mut *send,
        Change::Any,
        |send, state| {
            let woken = state.send_plain(*send)?;
            Some((Some(done(*send)), woken))
        },
        |send, state, out| send_step(send, state, out, &mut Caller { waker, clone: None }),
    );
    started.unwrap_or_else(|| start_send_cloned(send, shared, waker))
}

/// Parks a send that was refused just now.
#[inline]
fn wait_send<T, F: Flavor>(send: &mut impl Standing<T>, shared: &Shared<T, F>, waker: &Waker) -> Poll<Sent> {
    match shared.park_again(|state| state.park_send_again(send, waker)) {
        Some(key) => parked(send, key),
        None => start_send_cloned(send, shared, waker),
    }
}

#[inline(always)]
fn parked<T>(send: &mut impl Standing<T>, key: Key) -> Poll<Sent> {
    send.set_parked(key);
    Poll::Pending
}

/// Starts where the task has parked before, if that slot is found, or with a clone of its waker.
#[inline(never)]
fn start_send_cloned<T, F: Flavor>(
    send: &mut impl Standing<T>,
    shared: &Shared<T, F>,
    waker: &Waker,
) -> Poll<Sent> {
    if shared.seek(Side::Sends, waker) {
        return wait_send(send, shared, waker);
    }
    let mut caller = Caller::cloned(waker);
    let started = shared.plain_or(
        (send, &mut caller),
        Change::Line(Side::Sends),
        |(send, caller), state| {
            let key = state.park_send_plain(*send, &mut caller.clone)?;
            Some((Some(parked(*send, key)), None))
        },
        |(send, caller), state, out| send_step(send, state, out, caller),
    );
    caller.polled(started)
}

/// One step of a send that stands nowhere yet; `None`: it has to wait, and there is no clone of the waker.
#[inline(always)]
fn send_step<T, F: Flavor>(
    send: &mut impl Standing<T>,
    state: &mut State<T, F>,
    out: &mut Effects<F>,
    caller: &mut Caller<'_>,
) -> Option<Poll<Sent>> {
    Some(match state.send(send, out) {
        Ok(()) => done(send),
        Err(Refusal::Closed) => refused(send, None),
        Err(Refusal::Wait) => {
            let clone = caller.clone()?;
            let key = state.park_send(|| (send.take(), Occupant::task(clone)), out);
            parked(send, key)
        }
    })
}

#[inline]
fn refused<T>(send: &mut impl Standing<T>, back: Option<T>) -> Poll<Sent> {
    send.set_refused(back);
    Poll::Ready(Err(IsClosed))
}

/// A parked send is polled again because it was committed, as a rule.
#[inline]
fn resume_send<T, F: Flavor>(
    send: &mut impl Standing<T>,
    shared: &Shared<T, F>,
    waker: &Waker,
) -> Poll<Sent> {
    let key = send.key().unwrap_or_else(|| polled_after_completion());
    if shared.was_sent(key) { done(send) } else { stay_send(send, shared, key, waker) }
}

#[cold]
fn stay_send<T, F: Flavor>(
    send: &mut impl Standing<T>,
    shared: &Shared<T, F>,
    key: Key,
    waker: &Waker,
) -> Poll<Sent> {
    drive(shared, waker, |state, out, caller| match state.lines().fate(Side::Sends, key) {
        Fate::Committed => Some(done(send)),
        Fate::Closed => {
            let back = state.leave_send(key, out);
            Some(refused(send, back))
        }
        Fate::Waiting => caller.stays(state, Side::Sends, key, out),
    })
}
