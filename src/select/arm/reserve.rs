//! The arm that reserves room: a send without a value.

use super::{Again, Arm, Stage, with_channel};
use crate::error::SendError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::{Permit, Sender};
use crate::protocol::{Effects, Occupant, Refusal, Ticket};

/// An arm that reserves room for one value. What it has reserved is given back if nobody takes it.
///
/// It is in the [`Case`](crate::select::Case) that [`reserve`](crate::select::reserve()) makes, and is named where the type of that is.
pub struct ReserveArm<'a, T, F: Flavor> {
    tx: Option<&'a Sender<T, F>>,
    stage: Stage<Permit<'a, T, F>>,
}

impl<'a, T, F: Flavor> ReserveArm<'a, T, F> {
    /// The arm takes part if `takes_part` and there is a sender.
    #[doc(hidden)]
    #[inline]
    pub fn new(tx: Option<&'a Sender<T, F>>, takes_part: bool) -> Self {
        ReserveArm { tx: tx.filter(|_| takes_part), stage: Stage::Idle }
    }

    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.tx.map(|tx| &**tx.shared())
    }

    /// Its sender, if it can be tried there or parked.
    #[inline]
    fn open(&self) -> Option<&'a Sender<T, F>> {
        self.tx.filter(|_| self.stage.is_idle())
    }
}

impl<'a, 'tx: 'a, T, F: Flavor> Arm<'a, F> for ReserveArm<'tx, T, F> {
    with_channel!();

    #[inline]
    fn takes_part(&self) -> bool {
        self.tx.is_some()
    }

    #[inline]
    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), |tx| tx.shared().send_waits())
    }

    fn attempt_channel(&mut self) -> bool {
        let Some(tx) = self.open() else { return false };
        self.stage.decide(tx.shared().reserve(1).map(|()| Permit::counted(tx)))
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let (tx, shared) = (self.tx?, self.shared()?);
        let (reserved, effects) = match self.stage {
            Stage::Idle => shared.with_held(hold, |state, _| state.reserve(1)),
            Stage::Parked(key) => shared.with_held(hold, |state, out| state.retry_reserve(key, out)),
            _ => return None,
        };
        self.stage.decide(reserved.map(|()| Permit::counted(tx))).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(tx) = self.open() else { return false };
        let occupant = || Occupant::Arm(ticket.clone(), arm);
        let (key, _) = tx.shared().with_held(hold, |state, out| state.park_reserve(1, occupant, out));
        self.stage = Stage::Parked(key);
        false
    }

    fn leave(&mut self) {
        if let (Some(shared), Some(key)) = (self.shared(), self.stage.unpark()) {
            shared.release(shared.with(|state, out| state.leave_reserve(1, key, out)));
        }
    }

    fn collect(&mut self) -> bool {
        let (Some(tx), Stage::Parked(key)) = (self.tx, &self.stage) else { return false };
        let reserved = if tx.shared().was_sent(*key) { Ok(Permit::counted(tx)) } else { Err(Refusal::Wait) };
        self.stage.decide(reserved)
    }
}

impl<'a, T, F: Flavor> Again for ReserveArm<'a, T, F> {
    type Result = Result<Permit<'a, T, F>, SendError<()>>;

    #[inline]
    fn take_result(&mut self) -> Option<Self::Result> {
        Some(self.stage.take()?.map_err(|_| SendError(())))
    }

    #[inline]
    fn retire(&mut self) {
        self.tx = None;
    }
}
