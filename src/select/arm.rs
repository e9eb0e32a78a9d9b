//! One arm of a select: a send, a receive or a foreign future, and what it came to.
//!
//! An arm never acts by itself: the [engine](super::engine) tries it, parks it under a ticket, collects what it
//! won or makes it leave. While an arm is not parked, its value is with it; an arm that did not win has its value
//! back before the select's future is gone.

use super::handle::{AsReceiver, AsSender};
use crate::error::{RecvError, SendError};
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Fate, Key, Refusal, Side, Ticket, Waiter, Wakes};
use core::borrow::BorrowMut;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an arm of a select over `{F}` channels",
    label = "another flavour",
    note = "all arms of one select belong to one flavour: `goit::local` or `goit::sync`"
)]
/// What the engine does with an arm. `'a` is how long the arm's channel is borrowed.
pub trait Arm<'a, F: Flavor> {
    /// Whether it takes part: its guard is true and it has a handle.
    fn takes_part(&self) -> bool;

    /// Tries it alone, if it takes part, nothing being held; whether it is decided now. Runs foreign code.
    fn attempt(&mut self, cx: &mut Context<'_>) -> bool;

    /// Its channel, if it has one.
    fn channel(&mut self) -> Option<&mut dyn ChannelArm<'a, F>>;
}

/// What an arm comes to.
pub trait Outcome {
    /// What its body gets.
    type Output;

    /// The result, once, if the arm has won.
    fn take(&mut self) -> Option<Self::Output>;
}

/// What the engine does with an arm that parks.
pub trait ChannelArm<'a, F: Flavor> {
    /// Names the channel as one to hold.
    fn join(&self, hold: &mut F::Hold<'a>);

    /// Tries it while all are held; its effects, if it is decided now.
    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>>;

    /// Runs the effects of `attempt_held`, nothing being held.
    fn run(&self, effects: Wakes<F>);

    /// Parks it while all are held, after `attempt_held` was in vain. What has to be dropped outside is kept.
    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: F::Ptr<Ticket<F>>, arm: u32);

    /// Drops what parking displaced, nothing being held. Foreign code.
    fn clear(&mut self);

    /// It has won: fetches its result.
    fn collect(&mut self);

    /// Leaves its line, if it is in one. If it had won, that passes on.
    fn leave(&mut self);

    /// A ticket that was kept for the next select that parks here.
    fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>>;

    /// Keeps a ticket for the next select that parks here.
    fn keep_ticket(&self, ticket: F::Ptr<Ticket<F>>);

    /// What the channel's selects throw dice with.
    fn dice(&self) -> &F::Word;
}

/// Where a channel's arm is parked, or was last.
struct Spot<F: Flavor> {
    parked: bool,
    key: Option<Key>,
    /// What parking displaced: dropped as soon as nothing is held.
    displaced: Option<F::Ptr<Ticket<F>>>,
}

impl<F: Flavor> Spot<F> {
    const fn new() -> Self {
        Spot { parked: false, key: None, displaced: None }
    }

    fn park(&mut self, (key, effects): (Key, Wakes<F>)) {
        self.parked = true;
        self.key = Some(key);
        self.displaced = effects.into_ticket();
    }

    /// The key, once for each parking.
    fn unpark(&mut self) -> Option<Key> {
        if core::mem::replace(&mut self.parked, false) { self.key } else { None }
    }

    fn kept_ticket<T>(shared: &Shared<T, F>, side: Side) -> Option<F::Ptr<Ticket<F>>> {
        shared.with(|state, _| state.kept_ticket(side))
    }

    fn keep_ticket<T>(&self, shared: &Shared<T, F>, side: Side, ticket: F::Ptr<Ticket<F>>) {
        if let Some(key) = self.key {
            let displaced = shared.with(|state, _| state.keep_ticket(side, key, ticket));
            drop(displaced);
        }
    }
}

/// An arm that receives.
pub struct RecvArm<'a, T, F: Flavor> {
    shared: Option<&'a Shared<T, F>>,
    spot: Spot<F>,
    result: Option<Result<T, RecvError>>,
}

impl<'a, T, F: Flavor> RecvArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a receiver.
    pub fn new<H: AsReceiver<Item = T, Flavor = F>>(handle: &'a H, takes_part: bool) -> Self {
        let receiver = if takes_part { handle.as_receiver() } else { None };
        RecvArm { shared: receiver.map(|rx| rx.aside()), spot: Spot::new(), result: None }
    }

    fn decide(result: &mut Option<Result<T, RecvError>>, received: Result<T, Refusal>) -> bool {
        *result = match received {
            Ok(value) => Some(Ok(value)),
            Err(Refusal::Closed) => Some(Err(RecvError)),
            Err(Refusal::Wait) => None,
        };
        result.is_some()
    }
}

impl<'a, T, F: Flavor> Arm<'a, F> for RecvArm<'a, T, F> {
    #[inline]
    fn takes_part(&self) -> bool {
        self.shared.is_some()
    }

    #[inline]
    fn attempt(&mut self, _: &mut Context<'_>) -> bool {
        let Some(shared) = self.shared else { return false };
        match shared.try_pop(|value| self.result = Some(Ok(value))) {
            Ok(()) => true,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    #[inline]
    fn channel(&mut self) -> Option<&mut dyn ChannelArm<'a, F>> {
        if self.shared.is_some() { Some(self) } else { None }
    }
}

impl<'a, T, F: Flavor> RecvArm<'a, T, F> {
    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        Self::decide(&mut self.result, shared.recv_refused(refusal))
    }

    #[inline]
    fn shared(&self) -> &'a Shared<T, F> {
        self.shared.expect("only an arm with a channel is asked for it")
    }
}

impl<'a, T, F: Flavor> ChannelArm<'a, F> for RecvArm<'a, T, F> {
    fn join(&self, hold: &mut F::Hold<'a>) {
        self.shared().join(hold);
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let (received, effects) = self.shared().with_held(hold, |state, out| state.recv(out));
        Self::decide(&mut self.result, received).then_some(effects)
    }

    fn run(&self, effects: Wakes<F>) {
        self.shared().run(effects);
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: F::Ptr<Ticket<F>>, arm: u32) {
        let parked =
            self.shared().with_held(hold, |state, out| state.park_recv(Waiter::Arm(ticket, arm), out));
        self.spot.park(parked);
    }

    fn clear(&mut self) {
        drop(self.spot.displaced.take());
    }

    fn collect(&mut self) {
        let shared = self.shared();
        if let Some(key) = self.spot.unpark() {
            let result = &mut self.result;
            shared.with(|state, out| {
                *result = Some(match state.fate(Side::Recvs, key) {
                    Fate::Committed => Ok(state.collect()),
                    _ => {
                        state.leave_recv(key, out);
                        Err(RecvError)
                    }
                });
            });
        }
    }

    fn leave(&mut self) {
        let shared = self.shared();
        if let Some(key) = self.spot.unpark() {
            shared.with(|state, out| state.leave_recv(key, out));
        }
    }

    fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
        Spot::kept_ticket(self.shared(), Side::Recvs)
    }

    fn keep_ticket(&self, ticket: F::Ptr<Ticket<F>>) {
        self.spot.keep_ticket(self.shared(), Side::Recvs, ticket);
    }

    fn dice(&self) -> &F::Word {
        &self.shared().dice
    }
}

impl<T, F: Flavor> Outcome for RecvArm<'_, T, F> {
    type Output = Result<T, RecvError>;

    fn take(&mut self) -> Option<Self::Output> {
        self.result.take()
    }
}

/// An arm that sends what its slot holds; the slot is its own or the caller's.
pub struct SendArm<'a, T, F: Flavor, S: BorrowMut<Option<T>>> {
    shared: Option<&'a Shared<T, F>>,
    /// Holds the value except while the arm is parked and once it is sent.
    slot: S,
    spot: Spot<F>,
    result: Option<Result<(), Refusal>>,
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender.
    pub fn new<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, value: T, takes_part: bool) -> Self {
        Self::with_slot(handle, Some(value), takes_part)
    }
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, &'a mut Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender; it panics if the slot is empty then.
    #[track_caller]
    pub fn from_slot<H: AsSender<Item = T, Flavor = F>>(
        handle: &'a H,
        slot: &'a mut Option<T>,
        takes_part: bool,
    ) -> Self {
        let arm = Self::with_slot(handle, slot, takes_part);
        assert!(
            arm.shared.is_none() || arm.slot.is_some(),
            "send_from needs a value: put `Some(value)` into the slot first, or add `if slot.is_some()`"
        );
        arm
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> SendArm<'a, T, F, S> {
    fn with_slot<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, slot: S, takes_part: bool) -> Self {
        let sender = if takes_part { handle.as_sender() } else { None };
        SendArm { shared: sender.map(|tx| &**tx.shared()), slot, spot: Spot::new(), result: None }
    }

    #[inline]
    fn shared(&self) -> &'a Shared<T, F> {
        self.shared.expect("only an arm with a channel is asked for it")
    }

    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        Self::decide(&mut self.result, shared.send_refused(self.slot.borrow_mut(), refusal))
    }

    fn decide(result: &mut Option<Result<(), Refusal>>, sent: Result<(), Refusal>) -> bool {
        *result = Some(sent).filter(|sent| *sent != Err(Refusal::Wait));
        result.is_some()
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> Arm<'a, F> for SendArm<'a, T, F, S> {
    #[inline]
    fn takes_part(&self) -> bool {
        self.shared.is_some()
    }

    #[inline]
    fn attempt(&mut self, _: &mut Context<'_>) -> bool {
        let Some(shared) = self.shared else { return false };
        match shared.try_push(self.slot.borrow_mut()) {
            Ok(()) => {
                self.result = Some(Ok(()));
                true
            }
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    #[inline]
    fn channel(&mut self) -> Option<&mut dyn ChannelArm<'a, F>> {
        if self.shared.is_some() { Some(self) } else { None }
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> ChannelArm<'a, F> for SendArm<'a, T, F, S> {
    fn join(&self, hold: &mut F::Hold<'a>) {
        self.shared().join(hold);
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let shared = self.shared();
        let slot = self.slot.borrow_mut();
        let (sent, effects) = shared.with_held(hold, |state, out| state.send(slot, out));
        Self::decide(&mut self.result, sent).then_some(effects)
    }

    fn run(&self, effects: Wakes<F>) {
        self.shared().run(effects);
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: F::Ptr<Ticket<F>>, arm: u32) {
        let shared = self.shared();
        let value = self.slot.borrow_mut().take().expect("an arm that is not parked has its value");
        let parked =
            shared.with_held(hold, |state, out| state.park_send(value, Waiter::Arm(ticket, arm), out));
        self.spot.park(parked);
    }

    fn clear(&mut self) {
        drop(self.spot.displaced.take());
    }

    fn collect(&mut self) {
        let shared = self.shared();
        if let Some(key) = self.spot.unpark() {
            let (result, slot) = (&mut self.result, self.slot.borrow_mut());
            shared.with(|state, out| {
                *result = Some(match state.fate(Side::Sends, key) {
                    Fate::Committed => Ok(()),
                    _ => {
                        *slot = state.leave_send(key, out);
                        Err(Refusal::Closed)
                    }
                });
            });
        }
    }

    fn leave(&mut self) {
        let shared = self.shared();
        if let Some(key) = self.spot.unpark() {
            let slot = self.slot.borrow_mut();
            shared.with(|state, out| *slot = state.leave_send(key, out));
        }
    }

    fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
        Spot::kept_ticket(self.shared(), Side::Sends)
    }

    fn keep_ticket(&self, ticket: F::Ptr<Ticket<F>>) {
        self.spot.keep_ticket(self.shared(), Side::Sends, ticket);
    }

    fn dice(&self) -> &F::Word {
        &self.shared().dice
    }
}

impl<T, F: Flavor> Outcome for SendArm<'_, T, F, Option<T>> {
    type Output = Result<(), SendError<T>>;

    fn take(&mut self) -> Option<Self::Output> {
        match (self.result.take()?, self.slot.take()) {
            (Err(_), Some(value)) => Some(Err(SendError(value))),
            _ => Some(Ok(())),
        }
    }
}

impl<'a, T, F: Flavor> Outcome for SendArm<'a, T, F, &'a mut Option<T>> {
    type Output = Result<(), SendError<()>>;

    fn take(&mut self) -> Option<Self::Output> {
        self.result.take().map(|sent| sent.map_err(|_| SendError(())))
    }
}

/// An arm that waits for a foreign future.
pub struct WaitArm<'a, U: Future> {
    future: Option<Pin<&'a mut U>>,
    output: Option<U::Output>,
}

impl<'a, U: Future> WaitArm<'a, U> {
    /// The arm takes part if `takes_part`.
    pub fn new(future: Pin<&'a mut U>, takes_part: bool) -> Self {
        WaitArm { future: Some(future).filter(|_| takes_part), output: None }
    }
}

impl<'a, U: Future, F: Flavor> Arm<'a, F> for WaitArm<'_, U> {
    fn takes_part(&self) -> bool {
        self.future.is_some()
    }

    fn attempt(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(future) = &mut self.future else { return false };
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            self.output = Some(output);
        }
        self.output.is_some()
    }

    fn channel(&mut self) -> Option<&mut dyn ChannelArm<'a, F>> {
        None
    }
}

impl<U: Future> Outcome for WaitArm<'_, U> {
    type Output = U::Output;

    fn take(&mut self) -> Option<U::Output> {
        self.output.take()
    }
}
