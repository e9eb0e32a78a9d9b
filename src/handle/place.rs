//! Where one operation stands: not begun, parked, or done. Every future, stream and sink of the crate polls
//! and leaves through here.

use crate::error::RecvError;
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
    #[inline]
    pub(crate) fn is_fresh(self) -> bool {
        matches!(self, Place::Fresh)
    }

    pub(crate) fn is_done(self) -> bool {
        matches!(self, Place::Done)
    }

    #[inline]
    fn done<R>(&mut self, result: R) -> Poll<R> {
        *self = Place::Done;
        Poll::Ready(result)
    }

    #[inline]
    fn parked<R>(&mut self, key: Key) -> Poll<R> {
        *self = Place::Parked(key);
        Poll::Pending
    }

    // ---- Send -----------------------------------------------------------------------------------------

    /// Sends what `slot` holds. The slot is empty once the value is committed and while the send is parked;
    /// after `IsClosed` it holds the value again.
    #[inline(always)]
    pub(crate) fn poll_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), IsClosed>> {
        match *self {
            Place::Fresh => match shared.try_push(slot) {
                Ok(()) => self.done(Ok(())),
                Err(Some(Refusal::Wait)) => self.wait_send(shared, slot, cx.waker()),
                Err(_) => self.start_send(shared, slot, cx.waker()),
            },
            _ => self.resume_send(shared, slot, cx.waker()),
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
        let woke = |state: &mut State<T, F>| {
            let woken = state.send_waking(slot)?;
            Some((self.done(Ok(())), woken))
        };
        match shared.waking(woke) {
            Some(poll) => poll,
            None => self.start_send_any(shared, slot, waker),
        }
    }

    /// Starts a send, whatever it meets.
    #[inline(never)]
    fn start_send_any<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        slot: &mut Option<T>,
        waker: &Waker,
    ) -> Poll<Result<(), IsClosed>> {
        shared
            .with(|state, out| self.send_step(slot, state, out, &mut Caller { waker, clone: None }))
            .unwrap_or_else(|| self.start_send_cloned(shared, slot, waker))
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
        let Place::Parked(key) = *self else { polled_after_completion() };
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
        drive(shared, waker, |state, out, caller| match state.fate(Side::Sends, key) {
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
        if let Place::Parked(key) = *self {
            *self = Place::Done;
            leave_send(shared, key, slot);
        }
    }

    // ---- Receive --------------------------------------------------------------------------------------

    #[inline(always)]
    pub(crate) fn poll_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        cx: &Context<'_>,
    ) -> Poll<Result<T, RecvError>> {
        match *self {
            Place::Fresh => {
                let mut received = Poll::Pending;
                match shared.try_pop(|value| received = Poll::Ready(Ok(value))) {
                    Ok(()) => {
                        *self = Place::Done;
                        received
                    }
                    Err(Some(Refusal::Wait)) => self.wait_recv(shared, cx.waker()),
                    Err(_) => self.start_recv(shared, cx.waker()),
                }
            }
            _ => self.resume_recv(shared, cx.waker()),
        }
    }

    /// Starts a receive that nothing is known to refuse: as a rule a task waits to send.
    #[inline(never)]
    fn start_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        let woke = |state: &mut State<T, F>| {
            let (value, woken) = state.recv_waking()?;
            Some((self.done(Ok(value)), woken))
        };
        match shared.waking(woke) {
            Some(poll) => poll,
            None => self.start_recv_any(shared, waker),
        }
    }

    /// Starts a receive, whatever it meets.
    #[inline(never)]
    fn start_recv_any<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        shared
            .with(|state, out| self.recv_step(state, out, &mut Caller { waker, clone: None }))
            .unwrap_or_else(|| self.start_recv_cloned(shared, waker))
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
        with_clone(shared, waker, |state, out, caller| self.recv_step(state, out, caller))
    }

    /// One step of a receive that stands nowhere yet; `None`: it has to wait, and there is no clone of the waker.
    #[inline(always)]
    fn recv_step<T, F: Flavor>(
        &mut self,
        state: &mut State<T, F>,
        out: &mut Wakes<F>,
        caller: &mut Caller<'_>,
    ) -> Option<Poll<Result<T, RecvError>>> {
        Some(match state.recv(out) {
            Ok(value) => self.done(Ok(value)),
            Err(Refusal::Closed) => self.done(Err(RecvError)),
            Err(Refusal::Wait) => {
                let clone = caller.clone()?;
                self.parked(state.park_recv(|| Waiter::task(clone), out))
            }
        })
    }

    /// A parked receive is polled again because it was chosen, as a rule.
    #[inline(never)]
    fn resume_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        let Place::Parked(key) = *self else { polled_after_completion() };
        match shared.try_collect(key) {
            Some(value) => self.done(Ok(value)),
            None => self.stay_recv(shared, key, waker),
        }
    }

    #[cold]
    fn stay_recv<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        key: Key,
        waker: &Waker,
    ) -> Poll<Result<T, RecvError>> {
        drive(shared, waker, |state, out, caller| match state.fate(Side::Recvs, key) {
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
        if let Place::Parked(key) = *self {
            *self = Place::Done;
            leave_recv(shared, key);
        }
    }

    // ---- Closed ---------------------------------------------------------------------------------------

    /// Waits for the close.
    pub(crate) fn poll_closed<T, F: Flavor>(&mut self, shared: &Shared<T, F>, cx: &Context<'_>) -> Poll<()> {
        drive(shared, cx.waker(), |state, out, caller| match *self {
            Place::Fresh if state.is_closed() => Some(self.done(())),
            Place::Fresh => {
                *self = Place::Parked(match state.park_watcher_again(caller.waker) {
                    Some(key) => key,
                    None => {
                        let clone = caller.clone()?;
                        state.park_watcher(|| Waiter::task(clone), out)
                    }
                });
                Some(Poll::Pending)
            }
            Place::Parked(key) => match state.fate(Side::Watchers, key) {
                Fate::Waiting => caller.stays(state, Side::Watchers, key, out),
                Fate::Committed | Fate::Closed => {
                    state.leave_watcher(key, out);
                    Some(self.done(()))
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
    /// The clone of the waker that parks, once there is one: it is taken when there is a place for it.
    fn clone(&mut self) -> Option<&mut Option<Waker>> {
        Some(&mut self.clone).filter(|clone| clone.is_some())
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
/// channel may have changed meanwhile.
fn drive<T, F: Flavor, R>(
    shared: &Shared<T, F>,
    waker: &Waker,
    mut step: impl FnMut(&mut State<T, F>, &mut Wakes<F>, &mut Caller<'_>) -> Option<Poll<R>>,
) -> Poll<R> {
    match shared.with(|state, out| step(state, out, &mut Caller { waker, clone: None })) {
        Some(poll) => poll,
        None => with_clone(shared, waker, step),
    }
}

/// Makes one step with a clone of the waker, which is made outside.
#[inline]
fn with_clone<T, F: Flavor, R>(
    shared: &Shared<T, F>,
    waker: &Waker,
    step: impl FnOnce(&mut State<T, F>, &mut Wakes<F>, &mut Caller<'_>) -> Option<Poll<R>>,
) -> Poll<R> {
    let mut caller = Caller { waker, clone: Some(waker.clone()) };
    shared.with(|state, out| step(state, out, &mut caller)).expect("a step with a clone needs no other one")
}

#[cold]
#[track_caller]
fn polled_after_completion() -> ! {
    panic!("this future has completed; start a new operation instead of polling it again")
}
