//! One arm of a select: a send, a receive or a foreign future, and what it came to.
//!
//! An arm never acts by itself: the [engine](super::engine) tries it, parks it under a ticket, collects what it
//! won or makes it leave. While an arm is not parked, its value is with it; an arm that did not win has its value
//! back before the select's future is gone.

use super::handle::{AsReceiver, AsSender};
use crate::error::{RecvError, SendError};
use crate::flavor::{Flavor, Shared};
use crate::handle::Receiver;
use crate::protocol::{Key, Refusal, Ticket, Waiter, Wakes};
use core::borrow::BorrowMut;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an arm of a select over `{F}` channels",
    label = "another flavour",
    note = "all arms of one select belong to one flavour: `goit::local` or `goit::sync`"
)]
/// What the engine does with an arm. `'a` is how long the arm's channel is borrowed. What is said of channels has no
/// meaning for an arm without one, and comes to nothing there.
pub trait Arm<'a, F: Flavor> {
    /// Whether it takes part: its guard is true, it has a handle, its value is there, and its result was not taken.
    fn takes_part(&self) -> bool;

    /// Whether a select has left it neither parked nor decided. One that is not takes part in nothing before the engine has
    /// made it leave, or has told its result.
    fn is_idle(&self) -> bool;

    /// Whether it has a result that was not taken.
    fn is_decided(&self) -> bool;

    /// The select begins, or begins anew, nothing being held. Runs foreign code.
    fn begin(&self) {}

    /// Tries it alone, if it takes part, nothing being held; whether it is decided now. Runs foreign code.
    fn attempt(&mut self, _: &mut Context<'_>) -> bool {
        self.attempt_channel()
    }

    /// Where its channel is, if it takes part by one, or is parked there.
    fn channel(&self) -> Option<*const ()> {
        None
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

    /// Parks it, if it takes part by a channel, while all are held, after `attempt_held` was in vain.
    fn park(&mut self, _: &mut F::Hold<'a>, _: &F::Ptr<Ticket<F>>, _arm: u32) {}

    /// Leaves its line, if it is in one; what it has won passes on. That alone is foreign code.
    fn leave(&mut self) {}

    /// Has won: fetches its result; false if its channel was closed.
    fn collect(&mut self) -> bool {
        false
    }

    /// Has won by the close of its channel.
    fn fail(&mut self) {}

    /// A ticket that the channel has kept for the next select.
    fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
        None
    }

    /// Keeps a ticket for the next select; what is left of it is to be dropped.
    fn keep_ticket(&self, _: &mut Option<F::Ptr<Ticket<F>>>) {}
}

/// What an arm comes to.
pub trait Outcome {
    /// What its body gets.
    type Output;

    /// The result, if the arm has won; it takes no part any more then.
    fn take(&mut self) -> Option<Self::Output>;
}

/// How far a channel's arm has come; what it may get is an `R`.
enum Stage<R> {
    Idle,
    Parked(Key),
    Done(R),
    Closed,
}

impl<R> Stage<R> {
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

    #[inline]
    fn is_idle(&self) -> bool {
        matches!(self, Stage::Idle)
    }

    #[inline]
    fn is_decided(&self) -> bool {
        matches!(self, Stage::Done(_) | Stage::Closed)
    }

    /// The key, once for each parking.
    fn unpark(&mut self) -> Option<Key> {
        let Stage::Parked(key) = *self else { return None };
        *self = Stage::Idle;
        Some(key)
    }

    /// The result, once; an error if the channel is closed.
    #[inline]
    fn take(&mut self) -> Option<Result<R, RecvError>> {
        match mem::replace(self, Stage::Idle) {
            Stage::Done(result) => Some(Ok(result)),
            Stage::Closed => Some(Err(RecvError)),
            Stage::Idle | Stage::Parked(_) => None,
        }
    }
}

/// What the arms of both sides do with their channel alike: `shared()`, with a `stage` in it.
macro_rules! with_channel {
    () => {
        #[inline]
        fn is_idle(&self) -> bool {
            self.stage.is_idle()
        }

        #[inline]
        fn is_decided(&self) -> bool {
            self.stage.is_decided()
        }

        #[inline]
        fn channel(&self) -> Option<*const ()> {
            self.shared().map(|shared| ptr::from_ref(shared).cast())
        }

        #[inline]
        fn dice(&self) -> Option<&F::Word> {
            self.shared().map(|shared| &shared.dice)
        }

        #[inline]
        fn join(&self, hold: &mut F::Hold<'a>) {
            if let Some(shared) = self.shared() {
                shared.join(hold);
            }
        }

        fn fail(&mut self) {
            self.stage = Stage::Closed;
        }

        fn run(&self, effects: Wakes<F>) {
            if let Some(shared) = self.shared() {
                shared.run(effects);
            }
        }

        fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
            self.shared()?.with(|state, _| state.kept_ticket())
        }

        fn keep_ticket(&self, ticket: &mut Option<F::Ptr<Ticket<F>>>) {
            if let Some(shared) = self.shared() {
                shared.with(|state, _| state.keep_ticket(ticket));
            }
        }
    };
}

/// An arm that receives.
pub struct RecvArm<'a, T, F: Flavor> {
    rx: Option<&'a Receiver<T, F>>,
    stage: Stage<T>,
}

impl<'a, T, F: Flavor> RecvArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a receiver.
    #[inline]
    pub fn new<H: AsReceiver<Item = T, Flavor = F>>(handle: &'a H, takes_part: bool) -> Self {
        let rx = if takes_part { handle.as_receiver() } else { None };
        RecvArm { rx, stage: Stage::Idle }
    }

    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.rx.map(|rx| &**rx.shared())
    }

    /// Its channel, if it can be tried there or parked.
    #[inline]
    fn open(&self) -> Option<&'a Shared<T, F>> {
        self.shared().filter(|_| self.stage.is_idle())
    }

    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        shared.recv_refused(refusal, |received| _ = self.stage.decide(received));
        self.stage.is_decided()
    }
}

impl<'a, T, F: Flavor> Arm<'a, F> for RecvArm<'a, T, F> {
    with_channel!();

    #[inline]
    fn takes_part(&self) -> bool {
        self.rx.is_some()
    }

    #[inline]
    fn begin(&self) {
        if let Some(rx) = self.rx {
            rx.aside();
        }
    }

    #[inline]
    fn may_be_ready(&self) -> bool {
        self.open().is_some_and(|shared| !shared.recv_waits())
    }

    #[inline]
    fn attempt_channel(&mut self) -> bool {
        self.begin();
        let Some(shared) = self.open() else { return false };
        match shared.try_pop(|value| self.stage = Stage::Done(value)) {
            Ok(()) => true,
            Err(Some(Refusal::Wait)) => false,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let (received, effects) = self.open()?.with_held(hold, |state, out| state.recv(out));
        self.stage.decide(received).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) {
        let Some(shared) = self.open() else { return };
        let waiter = || Waiter::Arm(ticket.clone(), arm);
        self.stage = Stage::Parked(shared.park_held(hold, |state, out| state.park_recv(waiter, out)));
    }

    fn leave(&mut self) {
        if let (Some(shared), Some(key)) = (self.shared(), self.stage.unpark()) {
            shared.with(|state, out| state.leave_recv(key, out));
        }
    }

    fn collect(&mut self) -> bool {
        let (Some(shared), Stage::Parked(key)) = (self.shared(), &self.stage) else { return false };
        let received = shared.try_collect(*key);
        self.stage.decide(received.ok_or(Refusal::Wait))
    }
}

impl<T, F: Flavor> Outcome for RecvArm<'_, T, F> {
    type Output = Result<T, RecvError>;

    #[inline]
    fn take(&mut self) -> Option<Self::Output> {
        let received = self.stage.take()?;
        self.rx = None;
        Some(received)
    }
}

/// An arm that sends what its slot holds; the slot is its own or the caller's.
pub struct SendArm<'a, T, F: Flavor, S: BorrowMut<Option<T>>> {
    shared: Option<&'a Shared<T, F>>,
    /// Holds the value except while the arm is parked and once it is sent.
    slot: S,
    stage: Stage<()>,
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender.
    #[inline]
    pub fn new<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, value: T, takes_part: bool) -> Self {
        Self::with_slot(handle, Some(value), takes_part)
    }
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, &'a mut Option<T>> {
    /// The arm takes part if `takes_part`, there is a sender, and a value in the slot.
    #[inline]
    pub fn from_slot<H: AsSender<Item = T, Flavor = F>>(
        handle: &'a H,
        slot: &'a mut Option<T>,
        takes_part: bool,
    ) -> Self {
        Self::with_slot(handle, slot, takes_part)
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> SendArm<'a, T, F, S> {
    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.shared
    }

    #[inline]
    fn with_slot<H: AsSender<Item = T, Flavor = F>>(handle: &'a H, slot: S, takes_part: bool) -> Self {
        let sender = if takes_part { handle.as_sender() } else { None };
        SendArm { shared: sender.map(|tx| &**tx.shared()), slot, stage: Stage::Idle }
    }

    /// Its channel, if it can be tried there or parked.
    #[inline]
    fn open(&self) -> Option<&'a Shared<T, F>> {
        self.shared.filter(|_| self.stage.is_idle() && self.slot.borrow().is_some())
    }

    #[inline(never)]
    fn attempt_slow(&mut self, shared: &Shared<T, F>, refusal: Option<Refusal>) -> bool {
        shared.send_refused(self.slot.borrow_mut(), refusal, |sent| _ = self.stage.decide(sent));
        self.stage.is_decided()
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> Arm<'a, F> for SendArm<'a, T, F, S> {
    with_channel!();

    #[inline]
    fn takes_part(&self) -> bool {
        self.open().is_some()
    }

    #[inline]
    fn may_be_ready(&self) -> bool {
        self.open().is_some_and(|shared| !shared.send_waits())
    }

    #[inline]
    fn attempt_channel(&mut self) -> bool {
        let Some(shared) = self.open() else { return false };
        match shared.try_push(self.slot.borrow_mut()) {
            Ok(()) => self.stage.decide(Ok(())),
            Err(Some(Refusal::Wait)) => false,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Wakes<F>> {
        let shared = self.open()?;
        let slot = self.slot.borrow_mut();
        let (sent, effects) = shared.with_held(hold, |state, out| state.send(slot, out));
        self.stage.decide(sent).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) {
        let Some(shared) = self.open() else { return };
        let slot = self.slot.borrow_mut();
        let fill = || (slot.take(), Waiter::Arm(ticket.clone(), arm));
        self.stage = Stage::Parked(shared.park_held(hold, |state, out| state.park_send(fill, out)));
    }

    fn leave(&mut self) {
        if let (Some(shared), Some(key)) = (self.shared, self.stage.unpark()) {
            *self.slot.borrow_mut() = shared.with(|state, out| state.leave_send(key, out));
        }
    }

    fn collect(&mut self) -> bool {
        let (Some(shared), Stage::Parked(key)) = (self.shared, &self.stage) else { return false };
        let sent = shared.was_sent(*key);
        self.stage.decide(if sent { Ok(()) } else { Err(Refusal::Wait) })
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
    fn is_idle(&self) -> bool {
        self.output.is_none()
    }

    #[inline]
    fn is_decided(&self) -> bool {
        self.output.is_some()
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
