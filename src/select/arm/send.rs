//! The arm that sends.

use super::{Arm, Outcome, Stage, with_channel};
use crate::error::SendError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::Sender;
use crate::protocol::{Effects, Occupant, Refusal, Ticket};
use core::borrow::BorrowMut;

/// An arm that sends what its slot holds; the slot is its own or the caller's.
///
/// It is in the [`Case`](crate::select::Case) that [`send`](crate::select::send()) and [`send_from`](crate::select::send_from()) make, and is named where the type of that is.
pub struct SendArm<'a, T, F: Flavor, S: BorrowMut<Option<T>>> {
    shared: Option<&'a Shared<T, F>>,
    /// Holds the value except while the arm is parked and once it is sent.
    slot: S,
    stage: Stage<()>,
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, Option<T>> {
    /// The arm takes part if `takes_part` and there is a sender.
    #[doc(hidden)]
    #[inline]
    pub fn new(tx: Option<&'a Sender<T, F>>, value: T, takes_part: bool) -> Self {
        Self::with_slot(tx, Some(value), takes_part)
    }
}

impl<'a, T, F: Flavor> SendArm<'a, T, F, &'a mut Option<T>> {
    /// The arm takes part if `takes_part`, there is a sender, and a value in the slot.
    #[doc(hidden)]
    #[inline]
    pub fn from_slot(tx: Option<&'a Sender<T, F>>, slot: &'a mut Option<T>, takes_part: bool) -> Self {
        Self::with_slot(tx, slot, takes_part)
    }
}

impl<'a, T, F: Flavor, S: BorrowMut<Option<T>>> SendArm<'a, T, F, S> {
    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.shared
    }

    #[inline]
    fn with_slot(tx: Option<&'a Sender<T, F>>, slot: S, takes_part: bool) -> Self {
        SendArm { shared: tx.filter(|_| takes_part).map(|tx| &**tx.shared()), slot, stage: Stage::Idle }
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
    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), Shared::send_waits)
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

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let (shared, slot) = (self.shared?, self.slot.borrow_mut());
        let (sent, effects) = match self.stage {
            // An empty slot takes no part, in a close neither.
            Stage::Idle if slot.is_some() => shared.with_held(hold, |state, out| state.send(slot, out)),
            Stage::Parked(key) => shared.with_held(hold, |state, out| state.retry_send(key, slot, out)),
            _ => return None,
        };
        self.stage.decide(sent).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(shared) = self.open() else { return false };
        let slot = self.slot.borrow_mut();
        let fill = || (slot.take(), Occupant::Arm(ticket.clone(), arm));
        let (key, _) = shared.with_held(hold, |state, out| state.park_send(fill, out));
        self.stage = Stage::Parked(key);
        false
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
