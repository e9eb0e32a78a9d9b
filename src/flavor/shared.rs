//! The one door to a channel's state: enter, transition, release, and only then run what the transition left.
//!
//! All that a transition leaves to be run is run here, after release: by construction none of it finds a channel borrowed or
//! locked. A transition has decided its result, and its caller's place, by then, so a waker
//! that panics leaves nothing half done.

use super::{Change, Exclusive, Flavor, Moment, Word};
use crate::protocol::{Effects, Key, Outgoing, Refusal, Side, State, Woken};
use core::mem::ManuallyDrop;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::task::Waker;

/// One channel: its state, and how many handles each end has.
pub(crate) struct Shared<T, F: Flavor> {
    pub(super) state: F::Exclusive<T>,
    pub(crate) senders: F::Word,
    pub(crate) receivers: F::Word,
    pub(crate) weak_senders: F::Word,
    pub(crate) weak_receivers: F::Word,
    /// The state of the random numbers of the selects on this channel.
    pub(crate) rng: F::Word,
    capacity: usize,
}

// What foreign code does when it panics finds the channel consistent: it is called after release, and after what it could
// interrupt was noted.
impl<T, F: Flavor> UnwindSafe for Shared<T, F> {}
impl<T, F: Flavor> RefUnwindSafe for Shared<T, F> {}

impl<T, F: Flavor> Shared<T, F> {
    /// Whether [`Shared::park_again`] can do anything.
    const PARKS_AGAIN: bool = F::KEEPS_WAKERS && !F::THREADS;

    /// An open channel with one handle on each end.
    #[inline]
    pub(crate) fn new(capacity: usize) -> F::Ptr<Self> {
        F::share(|| Shared {
            state: Exclusive::new(State::new(capacity)),
            senders: Word::new(1),
            receivers: Word::new(1),
            weak_senders: Word::new(0),
            weak_receivers: Word::new(0),
            rng: Word::new(0),
            capacity,
        })
    }

    // ---- The fast path --------------------------------------------------------------------------------

    /// Sends what `slot` holds, if that needs no thought; else leaves it there, and tells the refusal if it is
    /// known already.
    #[inline]
    pub(crate) fn try_push(&self, slot: &mut impl Outgoing<T>) -> Result<(), Option<Refusal>> {
        self.state.try_push(slot)
    }

    /// Receives, if that needs no thought; else tells the refusal if it is known already.
    #[inline]
    pub(crate) fn try_pop(&self, sink: impl FnOnce(T)) -> Result<(), Option<Refusal>> {
        self.state.try_pop(sink)
    }

    /// Makes the send that [`Shared::try_push`] has refused so, unless that was the last word. What came of it is noted
    /// before any foreign code runs.
    #[inline]
    pub(crate) fn send_refused(
        &self,
        slot: &mut impl Outgoing<T>,
        refusal: Option<Refusal>,
        mut note: impl FnMut(Result<(), Refusal>),
    ) {
        if let Some(refusal) = refusal {
            return note(Err(refusal));
        }
        let step = (slot, note);
        self.plain_or(
            step,
            Change::Any,
            |(slot, note), state| {
                let woken = state.send_plain(*slot)?;
                note(Ok(()));
                Some(((), woken))
            },
            |(slot, mut note), state, out| note(state.send(slot, out)),
        );
    }

    /// Makes the receive that [`Shared::try_pop`] has refused so, unless that was the last word. What came of it is noted
    /// before any foreign code runs.
    #[inline]
    pub(crate) fn recv_refused(&self, refusal: Option<Refusal>, mut note: impl FnMut(Result<T, Refusal>)) {
        if let Some(refusal) = refusal {
            return note(Err(refusal));
        }
        self.plain_or(
            note,
            Change::Any,
            |note, state| {
                let (value, woken) = state.recv_plain()?;
                note(Ok(value));
                Some(((), woken))
            },
            |mut note, state, out| note(state.recv(out)),
        );
    }

    /// If a send has to wait for certain, since when: a look that costs no more than that.
    #[inline]
    pub(crate) fn send_waits(&self) -> Option<Moment> {
        self.state.send_waits()
    }

    /// If a receive has to wait for certain, since when.
    #[inline]
    pub(crate) fn recv_waits(&self) -> Option<Moment> {
        self.state.recv_waits()
    }

    /// Whether a parked send was committed.
    #[inline]
    pub(crate) fn was_sent(&self, key: Key) -> bool {
        self.state.was_sent(key)
    }

    /// What a parked receive was chosen for.
    #[inline(always)]
    pub(crate) fn try_collect(&self, key: Key) -> Option<T> {
        let mut state = self.state.enter();
        let collected = state.try_collect(key);
        // What is reserved is not available.
        self.state.leave(state, Change::Nothing);
        collected
    }

    /// Parks an operation that was refused just now where its task has parked before, if nobody can have come between
    /// and the channel keeps wakers.
    #[inline(always)]
    pub(crate) fn park_again(&self, park: impl FnOnce(&mut State<T, F>) -> Option<Key>) -> Option<Key> {
        if Self::PARKS_AGAIN { park(&mut self.state.enter()) } else { None }
    }

    /// Makes [`Shared::park_again`] find what it needs, if it is there.
    #[inline]
    pub(crate) fn seek(&self, side: Side, waker: &Waker) -> bool {
        Self::PARKS_AGAIN && self.state.enter().seek(side, waker)
    }

    // ---- Every transition -----------------------------------------------------------------------------

    /// Makes a transition, releases the channel, and then runs the effects.
    #[inline(always)]
    pub(crate) fn with<O>(&self, transition: impl FnOnce(&mut State<T, F>, &mut Effects<F>) -> O) -> O {
        let mut effects = Effects::new();
        let result = transition(&mut self.state.enter(), &mut effects);
        self.run(effects);
        result
    }

    /// Makes a plain transition, which leaves nothing to be run but perhaps a task to be woken, or, where there is none to make,
    /// any other one, while the channel is held. Both work on a `C`. If a plain one wakes nobody, it makes this change.
    #[inline(always)]
    pub(crate) fn plain_or<C, O>(
        &self,
        mut on: C,
        otherwise: Change,
        plain: impl FnOnce(&mut C, &mut State<T, F>) -> Option<(O, Option<Woken>)>,
        any: impl FnOnce(C, &mut State<T, F>, &mut Effects<F>) -> O,
    ) -> O {
        let mut state = self.state.enter();
        if let Some((result, woken)) = plain(&mut on, &mut state) {
            // Whoever is woken has left its line, and nothing else: as much is available as before.
            let change = woken.as_ref().map(|woken| Change::Line(woken.home.side));
            self.state.leave(state, change.unwrap_or(otherwise));
            if let Some(woken) = woken {
                self.wake(woken);
            }
            return result;
        }
        self.finish(state, |state, out| any(on, state, out))
    }

    /// Makes a transition in an access, releases the channel, and then runs the effects.
    #[inline(never)]
    fn finish<O>(
        &self,
        mut state: <F::Exclusive<T> as Exclusive<T, F>>::Guard<'_>,
        transition: impl FnOnce(&mut State<T, F>, &mut Effects<F>) -> O,
    ) -> O {
        let mut effects = Effects::new();
        let result = transition(&mut state, &mut effects);
        drop(state);
        self.run(effects);
        result
    }

    /// A receive leaves; what it had reserved passes on.
    pub(crate) fn leave_recv(&self, key: Key) {
        let mut state = self.state.enter();
        match state.leave_recv_plain(key) {
            Some(ticket) => {
                drop(state);
                drop(ticket);
            }
            None => self.finish(state, |state, out| state.leave_recv(key, out)),
        }
    }

    /// Makes a transition while a select holds this channel; the effects are the caller's to run, with
    /// [`Shared::run`], once nothing is held. Parking an arm has none: nobody is woken, and nothing displaced, as a slot keeps
    /// the waker of a task beside an arm.
    #[inline]
    pub(crate) fn with_held<O>(
        &self,
        hold: &mut F::Hold<'_>,
        transition: impl FnOnce(&mut State<T, F>, &mut Effects<F>) -> O,
    ) -> (O, Effects<F>) {
        let mut effects = Effects::new();
        let result = transition(&mut F::held(hold, &self.state), &mut effects);
        (result, effects)
    }

    /// Names this channel as one that a select will hold.
    pub(crate) fn join<'a>(&'a self, hold: &mut F::Hold<'a>) {
        F::join(hold, &self.state);
    }

    /// Runs what a transition left, after release.
    #[inline(always)]
    pub(crate) fn run(&self, effects: Effects<F>) {
        // Dropped after the wake-up, also if that panics.
        let _waker = ManuallyDrop::into_inner(effects.waker);
        let _ticket = ManuallyDrop::into_inner(effects.ticket);
        if let Some(woken) = ManuallyDrop::into_inner(effects.task) {
            self.wake(woken);
        } else if let Some(ticket) = ManuallyDrop::into_inner(effects.select) {
            ticket.wake();
        }
    }

    #[inline(always)]
    fn wake(&self, Woken { waker, home }: Woken) {
        if let Some(key) = home.sent() {
            self.state.publish_sent(key);
        }
        if F::KEEPS_WAKERS {
            waker.wake_by_ref();
            let displaced = self.state.enter().lines().keep(home, waker);
            drop(displaced);
        } else {
            waker.wake();
        }
    }

    // ---- Inquiries ------------------------------------------------------------------------------------

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.state.is_closed()
    }

    /// Available values; at capacity 0 none, as a channel without a buffer is empty and full at once.
    pub(crate) fn len(&self) -> usize {
        if self.capacity == 0 { 0 } else { self.state.len(self.capacity) }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.capacity().is_some_and(|capacity| self.len() >= capacity)
    }

    /// For how many values there is room that no permit holds.
    pub(crate) fn free_capacity(&self) -> Option<usize> {
        self.capacity().map(|_| self.state.enter().free_capacity())
    }

    /// How many values are available, and, of a closed channel, how many there are in all: what is reserved may be left to
    /// others, what is leased may come back.
    pub(crate) fn bounds(&self) -> (usize, Option<usize>) {
        let mut state = self.state.enter();
        let (available, leased) = (state.available(), state.leased());
        (available, state.is_closed().then(|| available + state.reserved() + leased))
    }

    pub(crate) fn capacity(&self) -> Option<usize> {
        Some(self.capacity).filter(|&capacity| capacity != usize::MAX)
    }
}
