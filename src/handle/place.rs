//! Where one operation stands: not begun, parked, or done. Every future, stream and sink of the crate polls
//! and leaves through here.

use crate::flavor::{Flavor, Shared};
use crate::protocol::{Fate, Key, Refusal, Side, State, Waiter, Wakes};
use core::task::{Context, Poll, Waker};

/// The channel is closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsClosed;

/// Where one operation stands in its channel.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Fresh,
    Parked(Key),
    Done,
}

impl Place {
    pub(crate) fn is_done(self) -> bool {
        matches!(self, Place::Done)
    }

    fn done<R>(&mut self, result: R) -> Option<Poll<R>> {
        *self = Place::Done;
        Some(Poll::Ready(result))
    }

    // ---- Send -----------------------------------------------------------------------------------------

    /// Sends what `slot` holds. The slot is empty once the value is committed and while the send is parked;
    /// after `IsClosed` it holds the value again.
    #[inline]
    pub(crate) fn poll_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), IsClosed>> {
        let mut waits = false;
        if matches!(self, Place::Fresh) {
            match shared.try_push(slot) {
                Ok(()) => {
                    *self = Place::Done;
                    return Poll::Ready(Ok(()));
                }
                Err(refusal) => waits = refusal == Some(Refusal::Wait),
            }
        }
        self.poll_send_slow(shared, slot, cx, waits)
    }

    #[inline(never)]
    fn poll_send_slow<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        cx: &Context<'_>,
        waits: bool,
    ) -> Poll<Result<(), IsClosed>> {
        // A parked send is polled again because it was committed, as a rule.
        if let Place::Parked(key) = *self {
            if shared.was_sent(key) {
                *self = Place::Done;
                return Poll::Ready(Ok(()));
            }
        }
        drive(shared, cx, waits, |state, out, caller| match *self {
            Place::Fresh => match state.send(slot, out) {
                Ok(()) => self.done(Ok(())),
                Err(Refusal::Closed) => self.done(Err(IsClosed)),
                Err(Refusal::Wait) => {
                    let waiter = caller.waiter(state, Side::Sends)?;
                    let value = slot.take()?;
                    *self = Place::Parked(state.park_send(value, waiter, out));
                    Some(Poll::Pending)
                }
            },
            Place::Parked(key) => match state.fate(Side::Sends, key) {
                Fate::Committed => self.done(Ok(())),
                Fate::Closed => {
                    *slot = state.leave_send(key, out);
                    self.done(Err(IsClosed))
                }
                Fate::Waiting => caller.stays(state, Side::Sends, key, out),
            },
            Place::Done => polled_after_completion(),
        })
    }

    /// Cancels a send: a value that was not committed is back in `slot`.
    #[inline]
    pub(crate) fn leave_send<T, F: Flavor>(&mut self, shared: &Shared<T, F>, slot: &mut Option<T>) {
        if let Place::Parked(key) = *self {
            *self = Place::Done;
            leave_send(shared, key, slot);
        }
    }

    // ---- Receive --------------------------------------------------------------------------------------

    #[inline]
    pub(crate) fn poll_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<T, IsClosed>> {
        let mut waits = false;
        if matches!(self, Place::Fresh) {
            match shared.try_pop() {
                Ok(value) => {
                    *self = Place::Done;
                    return Poll::Ready(Ok(value));
                }
                Err(refusal) => waits = refusal == Some(Refusal::Wait),
            }
        }
        self.poll_recv_slow(shared, cx, waits)
    }

    #[inline(never)]
    fn poll_recv_slow<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
        waits: bool,
    ) -> Poll<Result<T, IsClosed>> {
        // A parked receive is polled again because it was chosen, as a rule.
        if let Place::Parked(key) = *self {
            if let Some(value) = shared.try_collect(key) {
                *self = Place::Done;
                return Poll::Ready(Ok(value));
            }
        }
        drive(shared, cx, waits, |state, out, caller| match *self {
            Place::Fresh => match state.recv(out) {
                Ok(value) => self.done(Ok(value)),
                Err(Refusal::Closed) => self.done(Err(IsClosed)),
                Err(Refusal::Wait) => {
                    let waiter = caller.waiter(state, Side::Recvs)?;
                    *self = Place::Parked(state.park_recv(waiter, out));
                    Some(Poll::Pending)
                }
            },
            Place::Parked(key) => match state.fate(Side::Recvs, key) {
                Fate::Committed => {
                    let value = state.collect();
                    self.done(Ok(value))
                }
                Fate::Closed => {
                    state.leave_recv(key, out);
                    self.done(Err(IsClosed))
                }
                Fate::Waiting => caller.stays(state, Side::Recvs, key, out),
            },
            Place::Done => polled_after_completion(),
        })
    }

    /// Cancels a receive: what it had reserved passes on.
    #[inline]
    pub(crate) fn leave_recv<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Place::Parked(key) = *self {
            *self = Place::Done;
            leave_recv(shared, key);
        }
    }

    // ---- Closed ---------------------------------------------------------------------------------------

    /// Waits for the close.
    pub(crate) fn poll_closed<T, F: Flavor>(&mut self, shared: &Shared<T, F>, cx: &Context<'_>) -> Poll<()> {
        drive(shared, cx, false, |state, out, caller| match *self {
            Place::Fresh if state.is_closed() => self.done(()),
            Place::Fresh => {
                let waiter = caller.waiter(state, Side::Watchers)?;
                *self = Place::Parked(state.park_watcher(waiter, out));
                Some(Poll::Pending)
            }
            Place::Parked(key) => match state.fate(Side::Watchers, key) {
                Fate::Waiting => caller.stays(state, Side::Watchers, key, out),
                Fate::Committed | Fate::Closed => {
                    state.leave_watcher(key, out);
                    self.done(())
                }
            },
            Place::Done => polled_after_completion(),
        })
    }

    /// Stops waiting for the close.
    pub(crate) fn leave_closed<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Place::Parked(key) = *self {
            *self = Place::Done;
            shared.with(|state, out| state.leave_watcher(key, out));
        }
    }
}

#[cold]
fn leave_send<T, F: Flavor>(shared: &Shared<T, F>, key: Key, slot: &mut Option<T>) {
    *slot = shared.with(|state, out| state.leave_send(key, out));
}

#[cold]
fn leave_recv<T, F: Flavor>(shared: &Shared<T, F>, key: Key) {
    shared.with(|state, out| state.leave_recv(key, out));
}

/// Who polls: its waker, and a clone of it if one was needed.
struct Caller<'a> {
    waker: &'a Waker,
    clone: Option<Waker>,
}

impl Caller<'_> {
    /// What parks, once there is a waker to park: the clone, or the one that the slot has kept.
    fn waiter<T, F: Flavor>(&mut self, state: &mut State<T, F>, side: Side) -> Option<Waiter<F>> {
        if self.clone.is_some() || state.keeps(side, self.waker) {
            return Some(Waiter::Task(self.clone.take()));
        }
        None
    }

    /// An operation goes on waiting; it may have moved to another task.
    fn stays<T, F: Flavor, R>(
        &mut self,
        state: &mut State<T, F>,
        side: Side,
        key: Key,
        out: &mut Wakes<F>,
    ) -> Option<Poll<R>> {
        if !state.is_known(side, key, self.waker) {
            state.refresh(side, key, self.clone.take()?, out);
        }
        Some(Poll::Pending)
    }
}

/// Makes one step; if it says that it needs a clone of the waker, clones it, outside, and makes it again: the
/// channel may have changed meanwhile. Who `waits`, as far as can be told, clones at once.
#[inline]
fn drive<T, F: Flavor, R>(
    shared: &Shared<T, F>,
    cx: &Context<'_>,
    waits: bool,
    mut step: impl FnMut(&mut State<T, F>, &mut Wakes<F>, &mut Caller<'_>) -> Option<Poll<R>>,
) -> Poll<R> {
    let mut caller = Caller { waker: cx.waker(), clone: None };
    if waits && !F::KEEPS_WAKERS {
        caller.clone = Some(caller.waker.clone());
    }
    loop {
        let made = shared.with(|state, out| step(state, out, &mut caller));
        match made {
            Some(poll) => return poll,
            None => caller.clone = Some(caller.waker.clone()),
        }
    }
}

#[cold]
#[track_caller]
fn polled_after_completion() -> ! {
    panic!("this future has completed; start a new operation instead of polling it again")
}
