//! The arm that receives a value on trial. What it has won and nobody takes goes back to its channel with it.

use super::{Again, Arm, Stage, with_channel, with_receiver};
use crate::error::RecvError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::{Lease, Receiver, Usage};
use crate::protocol::{Effects, Occupant, Refusal, Ticket};

/// An arm that receives a value on trial.
///
/// It is in the [`Case`](crate::select::Case) that [`lease`](crate::select::lease()) makes, and is named where the type of that is.
pub struct LeaseArm<'a, T, F: Flavor> {
    rx: Option<&'a Receiver<T, F>>,
    stage: Stage<Lease<'a, T, F>>,
}

impl<'a, T, F: Flavor> LeaseArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a receiver.
    #[doc(hidden)]
    #[inline]
    pub fn new(rx: Option<&'a Receiver<T, F>>, takes_part: bool) -> Self {
        LeaseArm { rx: rx.filter(|_| takes_part), stage: Stage::Idle }
    }

    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.rx.map(|rx| &**rx.shared())
    }

    /// Its receiver, if it can be tried there or parked.
    #[inline]
    fn open(&self) -> Option<&'a Receiver<T, F>> {
        self.rx.filter(|_| self.stage.is_idle())
    }
}

impl<'a, 'rx: 'a, T, F: Flavor> Arm<'a, F> for LeaseArm<'rx, T, F> {
    with_channel!();
    with_receiver!();

    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), |rx| rx.shared().recv_waits())
    }

    fn attempt_channel(&mut self) -> bool {
        let Some(rx) = self.open() else { return false };
        rx.shared()
            .with(|state, out| self.stage.decide(state.lease(out).map(|leased| Lease::new(rx, leased))))
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let rx = self.rx?;
        let (leased, effects) = match self.stage {
            Stage::Idle => rx.shared().with_held(hold, |state, out| state.lease(out)),
            Stage::Parked(key) => rx.shared().with_held(hold, |state, out| state.retry_lease(key, out)),
            _ => return None,
        };
        self.stage.decide(leased.map(|leased| Lease::new(rx, leased))).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(rx) = self.open() else { return false };
        rx.usage().renew();
        let occupant = || Occupant::Arm(ticket.clone(), arm);
        let ((key, may_serve), _) = rx
            .shared()
            .with_held(hold, |state, out| (state.park_lease(occupant, out), state.may_serve_reserve()));
        self.stage = Stage::Parked(key);
        may_serve
    }

    fn leave(&mut self) {
        if let (Some(shared), Some(key)) = (self.shared(), self.stage.unpark()) {
            shared.leave_lease(key);
        }
    }

    fn collect(&mut self) -> bool {
        let (Some(rx), Stage::Parked(key)) = (self.rx, &self.stage) else { return false };
        let key = *key;
        let leased = rx.shared().with(|state, _| state.try_collect_lease(key));
        self.stage.decide(leased.map(|leased| Lease::new(rx, leased)).ok_or(Refusal::Wait))
    }
}

impl<'a, T, F: Flavor> Again for LeaseArm<'a, T, F> {
    type Result = Result<Lease<'a, T, F>, RecvError>;

    #[inline]
    fn take_result(&mut self) -> Option<Self::Result> {
        self.stage.take()
    }

    #[inline]
    fn retire(&mut self) {
        self.rx = None;
    }
}
