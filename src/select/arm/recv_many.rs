//! The arm that receives many values: it stands in line as one receive. What it has received is in the caller's vector from
//! then on, whatever becomes of its select.

use super::recv::{attempt, leave, park};
use super::{Again, Arm, Stage, with_channel, with_receiver};
use crate::error::RecvError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::{Receiver, Usage};
use crate::protocol::{Effects, Ticket};
use alloc::vec::Vec;

/// An arm that receives many values.
///
/// It is in the [`Case`](crate::select::Case) that [`recv_many`](crate::select::recv_many()) makes, and is named where the type of that is.
pub struct RecvManyArm<'a, T, F: Flavor> {
    rx: Option<&'a Receiver<T, F>>,
    buffer: &'a mut Vec<T>,
    /// How many values were there before. There is memory for one more since the select has begun.
    before: usize,
    limit: usize,
    stage: Stage<()>,
}

impl<'a, T, F: Flavor> RecvManyArm<'a, T, F> {
    /// The arm takes part if `takes_part`, there is a receiver, and the limit is not 0.
    #[doc(hidden)]
    #[inline]
    pub fn new(
        rx: Option<&'a Receiver<T, F>>,
        buffer: &'a mut Vec<T>,
        limit: usize,
        takes_part: bool,
    ) -> Self {
        let rx = rx.filter(|_| takes_part && limit > 0);
        RecvManyArm { rx, before: 0, buffer, limit, stage: Stage::Idle }
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

    /// There is memory for what it receives while its channel is held.
    fn make_room(&mut self) {
        self.before = self.buffer.len();
        self.buffer.reserve(1);
    }

    /// Receives all that it can, nothing being held; with a claim if it was chosen.
    fn receive(&mut self, shared: &Shared<T, F>) -> bool {
        let claim = if let Stage::Parked(key) = self.stage { Some(key) } else { None };
        let RecvManyArm { buffer, limit, stage, .. } = self;
        let received = shared.recv_many(claim, *limit, buffer, || *stage = Stage::Done(()));
        received.is_ok() || self.stage.decide(received)
    }
}

impl<'a, 'rx: 'a, T, F: Flavor> Arm<'a, F> for RecvManyArm<'rx, T, F> {
    with_channel!();
    with_receiver!(make_room);

    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), Shared::recv_waits)
    }

    fn attempt_channel(&mut self) -> bool {
        self.open().is_some_and(|shared| self.receive(shared))
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let (received, effects) = attempt(self.shared()?, hold, &self.stage)?;
        self.stage.decide(received.map(|value| self.buffer.push(value))).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(rx) = self.rx.filter(|_| self.stage.is_idle()) else { return false };
        park(rx, hold, ticket, arm, &mut self.stage)
    }

    fn leave(&mut self) {
        leave(self.shared(), &mut self.stage);
    }

    fn collect(&mut self) -> bool {
        let (Some(shared), Stage::Parked(_)) = (self.shared(), &self.stage) else { return false };
        self.receive(shared)
    }
}

impl<T, F: Flavor> Again for RecvManyArm<'_, T, F> {
    type Result = Result<usize, RecvError>;

    #[inline]
    fn take_result(&mut self) -> Option<Self::Result> {
        let received = self.stage.take()?;
        Some(received.map(|()| self.buffer.len() - self.before))
    }

    #[inline]
    fn retire(&mut self) {
        self.rx = None;
    }
}
