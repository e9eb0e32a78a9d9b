//! One operation as a waiter: not begun, parked, or done. Every future, stream and sink of the crate polls and leaves
//! through here.

mod lease;
mod recv;
mod recv_many;
mod reserve;
mod send;
mod send_many;

pub(crate) use send::{Sending, SendingFrom};

use crate::flavor::{Flavor, Shared};
use crate::protocol::{Effects, Fate, Key, Occupant, Side, State};
use core::task::{Context, Poll, Waker};

/// The channel is closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsClosed;

/// One operation, and where it stands in its channel: with the key of an occupation, whose generation is odd; or nowhere, with
/// an even number in its place. That is in the lower half, the index in the upper one: a future of a reference and one number is
/// moved in registers.
// No greater for that where a number of 64 bits is more than two words apart from the next one.
#[cfg_attr(target_pointer_width = "32", repr(Rust, packed(4)))]
#[derive(Clone, Copy)]
pub(crate) struct Waiter(u64);

impl Waiter {
    pub(crate) const FRESH: Waiter = Waiter(0);
    pub(crate) const DONE: Waiter = Waiter(2);

    #[inline(always)]
    fn new(generation: u32, index: u32) -> Self {
        Waiter(u64::from(index) << 32 | u64::from(generation))
    }

    #[inline(always)]
    pub(crate) fn is_fresh(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub(crate) fn is_done(self) -> bool {
        self.0 == 2
    }

    /// The key of a parked operation that is polled again.
    #[inline(always)]
    fn key(self) -> Key {
        self.parked_key().unwrap_or_else(|| polled_after_completion())
    }

    #[inline(always)]
    fn parked_key(self) -> Option<Key> {
        Key::of((self.0 >> 32) as u32, self.0 as u32)
    }

    /// The key of a parked operation, which is done by this.
    #[inline(always)]
    fn unpark(&mut self) -> Option<Key> {
        let key = self.parked_key()?;
        *self = Waiter::DONE;
        Some(key)
    }

    #[inline]
    fn done<R>(&mut self, result: R) -> Poll<R> {
        *self = Waiter::DONE;
        Poll::Ready(result)
    }

    #[inline]
    fn parked<R>(&mut self, key: Key) -> Poll<R> {
        *self = Waiter::of(key);
        Poll::Pending
    }

    /// While it is parked: a number beyond [`Key::SPARE`], and the index, that make this waiter again.
    #[inline(always)]
    pub(crate) fn stamp(self) -> Option<(u32, u32)> {
        self.parked_key().map(|key| (!key.generation(), key.index()))
    }

    /// The waiter with this [stamp](Waiter::stamp).
    #[inline(always)]
    pub(crate) fn stamped(stamp: u32, index: u32) -> Self {
        Waiter::new(!stamp, index)
    }

    #[inline(always)]
    fn of(key: Key) -> Self {
        Waiter::new(key.generation(), key.index())
    }

    /// A parked send that has no value of its own is polled again because it was committed, as a rule; where the channel is closed,
    /// `leave` has it leave its line.
    fn resume_send<T, F: Flavor>(
        &mut self,
        shared: &Shared<T, F>,
        waker: &Waker,
        mut leave: impl FnMut(&mut State<T, F>, Key, &mut Effects<F>),
    ) -> Poll<Result<(), IsClosed>> {
        let key = self.key();
        if shared.was_sent(key) {
            return self.done(Ok(()));
        }
        drive(shared, waker, |state, out, caller| match state.lines().fate(Side::Sends, key) {
            Fate::Committed => Some(self.done(Ok(()))),
            Fate::Closed => {
                leave(state, key, out);
                Some(self.done(Err(IsClosed)))
            }
            Fate::Waiting => caller.stays(state, Side::Sends, key, out),
        })
    }

    // ---- Closed ---------------------------------------------------------------------------------------

    /// Waits for the close.
    pub(crate) fn poll_closed<T, F: Flavor>(&mut self, shared: &Shared<T, F>, cx: &Context<'_>) -> Poll<()> {
        drive(shared, cx.waker(), |state, out, caller| {
            if !self.is_fresh() {
                let key = self.key();
                return match state.lines().fate(Side::Watchers, key) {
                    Fate::Waiting => caller.stays(state, Side::Watchers, key, out),
                    Fate::Committed | Fate::Closed => {
                        state.lines().leave(Side::Watchers, key, out);
                        Some(self.done(()))
                    }
                };
            }
            if state.is_closed() {
                return Some(self.done(()));
            }
            Some(self.parked(match state.lines().park_watcher_again(caller.waker) {
                Some(key) => key,
                None => {
                    let clone = caller.clone()?;
                    state.lines().park_watcher(|| Occupant::task(clone), out)
                }
            }))
        })
    }

    /// Stops waiting for the close.
    pub(crate) fn leave_closed<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        if let Some(key) = self.unpark() {
            shared.with(|state, out| state.lines().leave(Side::Watchers, key, out));
        }
    }
}

/// Who polls: its waker, and a clone of it if one was needed.
struct Caller<'a> {
    waker: &'a Waker,
    clone: Option<Waker>,
}

impl<'a> Caller<'a> {
    /// With a clone of the waker, which is foreign code.
    #[inline]
    fn cloned(waker: &'a Waker) -> Self {
        Caller { waker, clone: Some(waker.clone()) }
    }

    /// What came of a step that had a clone. One that was not needed is dropped before there is a result to be returned, which
    /// would be leaked if that panics.
    #[inline]
    fn polled<R>(self, polled: Option<Poll<R>>) -> Poll<R> {
        drop(self);
        polled.expect("a step with a clone needs no other one")
    }

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
        out: &mut Effects<F>,
    ) -> Option<Poll<R>> {
        if !state.lines().is_known(side, key, self.waker) {
            state.lines().refresh(side, key, self.clone.take()?, out);
        }
        Some(Poll::Pending)
    }
}

/// Parks an operation that was refused just now where its task has parked before, if that place is found.
fn park_before<T, F: Flavor>(
    shared: &Shared<T, F>,
    side: Side,
    waker: &Waker,
    park: impl Fn(&mut State<T, F>) -> Option<Key>,
) -> Option<Key> {
    let again = || shared.park_again(&park);
    again().or_else(|| if shared.seek(side, waker) { again() } else { None })
}

/// Makes one step; if it says that it needs a clone of the waker, clones it, outside, and makes it again: the
/// channel may have changed meanwhile.
fn drive<T, F: Flavor, R>(
    shared: &Shared<T, F>,
    waker: &Waker,
    mut step: impl FnMut(&mut State<T, F>, &mut Effects<F>, &mut Caller<'_>) -> Option<Poll<R>>,
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
    step: impl FnOnce(&mut State<T, F>, &mut Effects<F>, &mut Caller<'_>) -> Option<Poll<R>>,
) -> Poll<R> {
    let mut caller = Caller::cloned(waker);
    let polled = shared.with(|state, out| step(state, out, &mut caller));
    caller.polled(polled)
}

#[cold]
#[track_caller]
pub(crate) fn polled_after_completion() -> ! {
    panic!("this future has completed; start a new operation instead of polling it again")
}
