//! The arm that receives.

use super::{Again, Arm, Stage, with_channel, with_receiver};
use crate::error::RecvError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::{Receiver, Usage};
use crate::protocol::{Effects, Occupant, Refusal, Ticket};

/// An arm that receives.
///
/// It is in the [`Case`](crate::select::Case) that [`recv`](crate::select::recv()) makes, and is named where the type of that is.
pub struct RecvArm<'a, T, F: Flavor> {
    rx: Option<&'a Receiver<T, F>>,
    stage: Stage<T>,
}

impl<'a, T, F: Flavor> RecvArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a receiver.
    #[doc(hidden)]
    #[inline]
    pub fn new(rx: Option<&'a Receiver<T, F>>, takes_part: bool) -> Self {
        RecvArm { rx: rx.filter(|_| takes_part), stage: Stage::Idle }
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

/// Tries an arm that receives while its channel is held, also where it is parked; `None`: it is decided.
pub(super) fn attempt<'a, T, F: Flavor, R>(
    shared: &'a Shared<T, F>,
    hold: &mut F::Hold<'a>,
    stage: &Stage<R>,
) -> Option<(Result<T, Refusal>, Effects<F>)> {
    match *stage {
        Stage::Idle => Some(shared.with_held(hold, |state, out| state.recv(out))),
        Stage::Parked(key) => Some(shared.with_held(hold, |state, out| state.retry_recv(key, out))),
        _ => None,
    }
}

/// Has an arm that receives leave its line, if it is in one.
pub(super) fn leave<T, F: Flavor, R>(shared: Option<&Shared<T, F>>, stage: &mut Stage<R>) {
    if let (Some(shared), Some(key)) = (shared, stage.unpark()) {
        shared.leave_recv(key);
    }
}

/// Parks an arm that receives; whether it may serve a reserve.
pub(super) fn park<'a, T, F: Flavor, R>(
    rx: &'a Receiver<T, F>,
    hold: &mut F::Hold<'a>,
    ticket: &F::Ptr<Ticket<F>>,
    arm: u32,
    stage: &mut Stage<R>,
) -> bool {
    rx.usage().renew();
    let occupant = || Occupant::Arm(ticket.clone(), arm);
    let ((key, may_serve), _) =
        rx.shared().with_held(hold, |state, out| (state.park_recv(occupant, out), state.may_serve_reserve()));
    *stage = Stage::Parked(key);
    may_serve
}

impl<'a, T, F: Flavor> Arm<'a, F> for RecvArm<'a, T, F> {
    with_channel!();
    with_receiver!();

    #[inline]
    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), Shared::recv_waits)
    }

    #[inline(always)]
    fn attempt_channel(&mut self) -> bool {
        let Some(shared) = self.open() else { return false };
        match shared.try_pop(|value| self.stage = Stage::Done(value)) {
            Ok(()) => true,
            Err(Some(Refusal::Wait)) => false,
            Err(refusal) => self.attempt_slow(shared, refusal),
        }
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let (received, effects) = attempt(self.shared()?, hold, &self.stage)?;
        self.stage.decide(received).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(rx) = self.rx.filter(|_| self.stage.is_idle()) else { return false };
        park(rx, hold, ticket, arm, &mut self.stage)
    }

    fn leave(&mut self) {
        leave(self.shared(), &mut self.stage);
    }

    fn collect(&mut self) -> bool {
        let (Some(shared), Stage::Parked(key)) = (self.shared(), &self.stage) else { return false };
        let received = shared.try_collect(*key);
        self.stage.decide(received.ok_or(Refusal::Wait))
    }
}

impl<T, F: Flavor> Again for RecvArm<'_, T, F> {
    type Result = Result<T, RecvError>;

    #[inline]
    fn take_result(&mut self) -> Option<Self::Result> {
        self.stage.take()
    }

    #[inline]
    fn retire(&mut self) {
        self.rx = None;
    }
}
