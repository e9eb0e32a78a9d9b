//! One arm of a select: a send, a receive or a foreign future, and what it came to.
//!
//! An arm never acts by itself: the [engine](super::engine) tries it, parks it under a ticket, collects what it
//! won or makes it leave. While an arm is not parked, its value is with it; an arm that did not win has its value
//! back before the select's future is gone.

use super::handle::{AsReceiver, AsSender};
use crate::error::{RecvError, SendError};
use crate::flavor::{Flavor, Shared};
use crate::protocol::{Key, Refusal, Side, Ticket, Waiter, Wakes};
use core::borrow::BorrowMut;
use core::future::Future;
use core::mem::{self, ManuallyDrop};
use core::pin::Pin;
use core::task::{Context, Poll};

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an arm of a select over `{F}` channels",
    label = "another flavour",
    note = "all arms of one select belong to one flavour: `goit::local` or `goit::sync`"
)]
/// What the engine does with an arm. `'a` is how long the arm's channel is borrowed. What is said of channels has no
/// meaning for an arm without one, and comes to nothing there.
pub trait Arm<'a, F: Flavor> {
    /// Whether it takes part: its guard is true, it has a handle, and its result was not taken.
    fn takes_part(&self) -> bool;

    /// Tries it alone, if it takes part, nothing being held; whether it is decided now. Runs foreign code.
    fn attempt(&mut self, _: &mut Context<'_>) -> bool {
        self.attempt_channel()
    }

    /// Whether it takes part by a channel.
    fn has_channel(&self) -> bool {
        false
    }

    /// Whether it takes part by a channel that does not make it wait for certain.
    fn may_be_ready(&self) -> bool {
        false
    }

    /// [Tries](Arm::attempt) it, if it takes part by a channel.
    fn attempt_channel(&mut self) -> bool {
        false
    }

    /// The dice that the channel keeps for its selects.
    fn dice(&self) -> Option<&F::Word> {
        None
    }

    /// Names the channel as one to hold.
    fn join(&self, _: &mut F::Hold<'a>) {}

    /// Tries it while all are held; its effects, if it is decided now.
    fn attempt_held(&mut self, _: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        None
    }

    /// Runs the effects of `attempt_held`, nothing being held.
    fn run(&self, _: Wakes<F>) {}

    /// Parks it while all are held, after `attempt_held` was in vain. Whether there is something to [clear](Arm::clear).
    fn park(&mut self, _: &mut F::Hold<'a>, _: &F::Ptr<Ticket<F>>, _arm: u32) -> bool {
        false
    }

    /// Drops what parking displaced, nothing being held. Foreign code.
    fn clear(&mut self) {}

    /// Has lost: leaves its line, if it is in one. Where it was parked.
    fn leave(&mut self) -> Option<Spot> {
        None
    }

    /// Has won: fetches its result. Where it was parked.
    fn collect(&mut self) -> Option<Spot> {
        None
    }

    /// Has won, and nobody is there for the result: that passes on. Where it was parked.
    fn pass_on(&mut self) -> Option<Spot> {
        None
    }

    /// A ticket that was kept for the next select that parks here.
    fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
        None
    }

    /// Keeps a ticket for the next select that parks here, where this one was parked.
    fn keep_ticket(&self, _: Spot, ticket: F::Ptr<Ticket<F>>) {
        drop(ticket);
    }
}

/// Where an arm was parked.
pub struct Spot(Key);

/// What an arm comes to.
pub trait Outcome {
    /// What its body gets.
    type Output;

    /// The result, if the arm has won; it takes no part any more then.
    fn take(&mut self) -> Option<Self::Output>;
}

/// How far a channel's arm has come; what it may get is an `R`.
enum Stage<R, F: Flavor> {
    Idle,
    Parked {
        key: Key,
        /// What parking displaced: dropped as soon as nothing is held, and never here.
        displaced: ManuallyDrop<Option<F::Ptr<Ticket<F>>>>,
    },
    Done(R),
    Closed,
}

impl<R, F: Flavor> Stage<R, F> {
    /// Whether the arm is decided by this.
    #[inline]
    fn decide(&mut self, result: Result<R, Refusal>) -> bool {
        *self = match result {
            Ok(result) => Stage::Done(result),
            Err(Refusal::Closed) => Stage::Closed,
            Err(Refusal::Wait) => return false,
        };
        true
    }

    /// Whether something was displaced.
    fn park(&mut self, (key, effects): (Key, Wakes<F>)) -> bool {
        let displaced = effects.into_ticket();
        let any = displaced.is_some();
        *self = Stage::Parked { key, displaced: ManuallyDrop::new(displaced) };
        any
    }

    fn clear(&mut self) {
        if let Stage::Parked { displaced, .. } = self {
            let none = ManuallyDrop::new(None);
            drop(ManuallyDrop::into_inner(mem::replace(displaced, none)));
        }
    }

    /// The key, once for each parking.
    fn unpark(&mut self) -> Option<Key> {
        let Stage::Parked { key, .. } = *self else { return None };
        *self = Stage::Idle;
        Some(key)
    }

    /// The result, once; an error if the channel is closed.
    #[inline]
    fn take(&mut self) -> Option<Result<R, RecvError>> {
        match mem::replace(self, Stage::Idle) {
            Stage::Done(result) => Some(Ok(result)),
            Stage::Closed => Some(Err(RecvError)),
            Stage::Idle | Stage::Parked { .. } => None,
        }
    }
}

/// What the arms of both sides do with their channel alike: `shared`, with a `stage` in it.
macro_rules! with_channel {
    ($side:expr) => {
        #[inline]
        fn takes_part(&self) -> bool {
            self.shared.is_some()
        }

        #[inline]
        fn has_channel(&self) -> bool {
            self.shared.is_some()
        }

        #[inline]
        fn dice(&self) -> Option<&F::Word> {
            self.shared.map(|shared| &shared.dice)
        }

        #[inline]
        fn join(&self, hold: &mut F::Hold<'a>) {
            if let Some(shared) = self.shared {
                shared.join(hold);
            }
        }

        fn run(&self, effects: Wakes<F>) {
            if let Some(shared) = self.shared {
                shared.run(effects);
            }
        }

        fn clear(&mut self) {
            self.stage.clear();
        }

        fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
            self.shared?.with(|state, _| state.kept_ticket($side))
        }

        fn keep_ticket(&self, spot: Spot, ticket: F::Ptr<Ticket<F>>) {
            if let Some(shared) = self.shared {
                drop(shared.with(|state, _| state.keep_ticket($side, spot.0, ticket)));
            }
        }
    };
}

/// An arm that receives.
pub struct RecvArm<'a, T, F: Flavor> {
    shared: Option<&'a Shared<T, F>>,
    stage: Stage<T, F>,
}

impl<'a, T, F: Flavor> RecvArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a receiver.
    #[inline]
    pub fn new<H: AsReceiver<Item = T, Flavor = F>>(handle: &'a H, takes_part: bool) -> Self {
        let receiver = if takes_part { handle.as_receiver() } else { None };
        RecvArm { shared: receiver.map(|rx| rx.aside()), stage: Stage::Idle }
    }

    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        self.stage.decide(shared.recv_refused(refusal))
    }
}

impl<'a, T, F: Flavor> Arm<'a, F> for RecvArm<'a, T, F> {
    with_channel!(Side::Recvs);

    #[inline]
    fn may_be_ready(&self) -> bool {
        self.shared.is_some_and(|shared| !shared.recv_waits())
    }

    #[inline]
    fn attempt_channel(&mut self) -> bool {
        let Some(shared) = self.shared else { return false };
        match shared.try_pop(|value| self.stage = Stage::Done(value)) {
            Ok(()) => true,
            Err(Some(Refusal::Wait)) => false,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let (received, effects) = self.shared?.with_held(hold, |state, out| state.recv(out));
        self.stage.decide(received).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(shared) = self.shared else { return false };
        let waiter = Waiter::Arm(ticket.clone(), arm);
        self.stage.park(shared.with_held(hold, |state, out| state.park_recv(waiter, out)))
    }

    fn leave(&mut self) -> Option<Spot> {
        let (shared, key) = (self.shared?, self.stage.unpark()?);
        shared.with_ticket(|state, out| state.leave_recv(key, out));
        Some(Spot(key))
    }

    fn collect(&mut self) -> Option<Spot> {
        let (shared, key) = (self.shared?, self.stage.unpark()?);
        let received = shared.try_collect(key).ok_or(Refusal::Closed);
        if received.is_err() {
            shared.with_ticket(|state, out| state.leave_recv(key, out));
        }
        self.stage.decide(received);
        Some(Spot(key))
    }

    fn pass_on(&mut self) -> Option<Spot> {
        let (shared, key) = (self.shared?, self.stage.unpark()?);
        shared.with(|state, out| state.leave_recv(key, out));
        Some(Spot(key))
    }
}

impl<T, F: Flavor> Outcome for RecvArm<'_, T, F> {
    type Output = Result<T, RecvError>;

    #[inline]
    fn take(&mut self) -> Option<Self::Output> {
        let received = self.stage.take()?;
        self.shared = None;
        Some(received)
    }
}

/// An arm that sends what its slot holds; the slot is its own or the caller's.
pub struct SendArm<'a, T, F: Flavor, S: BorrowMut<Option<T>>> {
    shared: Option<&'a Shared<T, F>>,
    /// Holds the value except while the arm is parked and once it is sent.
    slot: S,
    stage: Stage<(), F>,
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender.
    #[inline]
    pub fn new<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, value: T, takes_part: bool) -> Self {
        Self::with_slot(handle, Some(value), takes_part)
    }
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, &'a mut Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender; it panics if the slot is empty then.
    #[inline]
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
    #[inline]
    fn with_slot<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, slot: S, takes_part: bool) -> Self {
        let sender = if takes_part { handle.as_sender() } else { None };
        SendArm { shared: sender.map(|tx| &**tx.shared()), slot, stage: Stage::Idle }
    }

    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        self.stage.decide(shared.send_refused(self.slot.borrow_mut(), refusal))
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> Arm<'a, F> for SendArm<'a, T, F, S> {
    with_channel!(Side::Sends);

    #[inline]
    fn may_be_ready(&self) -> bool {
        self.shared.is_some_and(|shared| !shared.send_waits())
    }

    #[inline]
    fn attempt_channel(&mut self) -> bool {
        let Some(shared) = self.shared else { return false };
        match shared.try_push(self.slot.borrow_mut()) {
            Ok(()) => self.stage.decide(Ok(())),
            Err(Some(Refusal::Wait)) => false,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let slot = self.slot.borrow_mut();
        let (sent, effects) = self.shared?.with_held(hold, |state, out| state.send(slot, out));
        self.stage.decide(sent).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(shared) = self.shared else { return false };
        let value = self.slot.borrow_mut().take().expect("an arm that is not parked has its value");
        let waiter = Waiter::Arm(ticket.clone(), arm);
        self.stage.park(shared.with_held(hold, |state, out| state.park_send(value, waiter, out)))
    }

    fn leave(&mut self) -> Option<Spot> {
        let (shared, key) = (self.shared?, self.stage.unpark()?);
        *self.slot.borrow_mut() = shared.with_ticket(|state, out| state.leave_send(key, out));
        Some(Spot(key))
    }

    fn collect(&mut self) -> Option<Spot> {
        let (shared, key) = (self.shared?, self.stage.unpark()?);
        let sent = if shared.was_sent(key) { Ok(()) } else { Err(Refusal::Closed) };
        if sent.is_err() {
            *self.slot.borrow_mut() = shared.with_ticket(|state, out| state.leave_send(key, out));
        }
        self.stage.decide(sent);
        Some(Spot(key))
    }

    fn pass_on(&mut self) -> Option<Spot> {
        self.leave()
    }
}

impl<T, F: Flavor> Outcome for SendArm<'_, T, F, Option<T>> {
    type Output = Result<(), SendError<T>>;

    #[inline]
    fn take(&mut self) -> Option<Self::Output> {
        let sent = self.stage.take()?;
        self.shared = None;
        Some(match (sent, self.slot.take()) {
            (Err(_), Some(value)) => Err(SendError(value)),
            _ => Ok(()),
        })
    }
}

impl<'a, T, F: Flavor> Outcome for SendArm<'a, T, F, &'a mut Option<T>> {
    type Output = Result<(), SendError<()>>;

    #[inline]
    fn take(&mut self) -> Option<Self::Output> {
        let sent = self.stage.take()?;
        self.shared = None;
        Some(sent.map_err(|_| SendError(())))
    }
}

/// An arm that waits for a foreign future.
pub struct WaitArm<'a, U: Future> {
    future: Option<Pin<&'a mut U>>,
    output: Option<U::Output>,
}

impl<'a, U: Future> WaitArm<'a, U> {
    /// The arm takes part if `takes_part`.
    #[inline]
    pub fn new(future: Pin<&'a mut U>, takes_part: bool) -> Self {
        WaitArm { future: Some(future).filter(|_| takes_part), output: None }
    }
}

impl<'a, U: Future, F: Flavor> Arm<'a, F> for WaitArm<'_, U> {
    #[inline]
    fn takes_part(&self) -> bool {
        self.future.is_some()
    }

    #[inline]
    fn attempt(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(future) = &mut self.future else { return false };
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            self.output = Some(output);
        }
        self.output.is_some()
    }
}

impl<U: Future> Outcome for WaitArm<'_, U> {
    type Output = U::Output;

    #[inline]
    fn take(&mut self) -> Option<U::Output> {
        let output = self.output.take()?;
        self.future = None;
        Some(output)
    }
}
