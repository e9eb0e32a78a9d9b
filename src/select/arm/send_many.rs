//! The arm that sends many values: as many as there is room for when it wins, at least one. It waits as a send of the first
//! one, since it must have sent nothing where another arm wins.

use super::{Again, Arm, Stage, with_channel};
use crate::error::SendError;
use crate::flavor::{Flavor, Moment, Shared};
use crate::handle::Sender;
use crate::protocol::{Effects, Front, Occupant, Outgoing, Refusal, Ticket};
use alloc::collections::VecDeque;

/// An arm that sends many values.
///
/// It is in the [`Case`](crate::select::Case) that [`send_many`](crate::select::send_many()) makes, and is named where the type of that is.
pub struct SendManyArm<'a, T, F: Flavor> {
    shared: Option<&'a Shared<T, F>>,
    /// Holds what was not sent, but for its first value while the arm is parked.
    queue: &'a mut VecDeque<T>,
    /// How many were sent, once the arm has won.
    stage: Stage<usize>,
}

impl<'a, T, F: Flavor> SendManyArm<'a, T, F> {
    /// The arm takes part if `takes_part`, there is a sender, and a value in the queue.
    #[doc(hidden)]
    #[inline]
    pub fn new(tx: Option<&'a Sender<T, F>>, queue: &'a mut VecDeque<T>, takes_part: bool) -> Self {
        SendManyArm { shared: tx.filter(|_| takes_part).map(|tx| &**tx.shared()), queue, stage: Stage::Idle }
    }

    #[inline]
    fn shared(&self) -> Option<&'a Shared<T, F>> {
        self.shared
    }

    /// Its channel, if it can be tried there or parked.
    #[inline]
    fn open(&self) -> Option<&'a Shared<T, F>> {
        self.shared.filter(|_| self.stage.is_idle() && !self.queue.is_empty())
    }

    /// The value that it has waited with is back.
    fn put_back(&mut self, value: Option<T>) {
        if let Some(value) = value {
            self.queue.push_front(value);
        }
    }
}

impl<'a, T, F: Flavor> Arm<'a, F> for SendManyArm<'a, T, F> {
    with_channel!();

    #[inline]
    fn takes_part(&self) -> bool {
        self.open().is_some()
    }

    fn waits(&self) -> Option<Moment> {
        self.open().map_or(Some(Moment::NONE), Shared::send_waits)
    }

    fn attempt_channel(&mut self) -> bool {
        let Some(shared) = self.open() else { return false };
        let SendManyArm { queue, stage, .. } = self;
        let all = queue.len();
        if shared.try_push_many(queue) {
            return stage.decide(Ok(all));
        }
        shared.with_many(|state, out| {
            let before = queue.len();
            let sent = state.send_many(queue, out);
            let number = before - queue.len();
            stage.decide(if number > 0 { Ok(number) } else { sent.map(|()| 0) })
        })
    }

    fn attempt_held(&mut self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
        let shared = self.shared?;
        let (sent, effects) = match self.stage {
            // An empty queue takes no part, in a close neither.
            Stage::Idle if !self.queue.is_empty() => {
                shared.with_held(hold, |state, out| state.send(&mut Front(self.queue), out))
            }
            Stage::Parked(key) => {
                let mut slot = None;
                let retried = shared.with_held(hold, |state, out| state.retry_send(key, &mut slot, out));
                self.put_back(slot);
                retried
            }
            _ => return None,
        };
        self.stage.decide(sent.map(|()| 1)).then_some(effects)
    }

    fn park(&mut self, hold: &mut F::Hold<'a>, ticket: &F::Ptr<Ticket<F>>, arm: u32) -> bool {
        let Some(shared) = self.open() else { return false };
        let fill = || (Front(self.queue).take(), Occupant::Arm(ticket.clone(), arm));
        let (key, _) = shared.with_held(hold, |state, out| state.park_send(fill, out));
        self.stage = Stage::Parked(key);
        false
    }

    fn leave(&mut self) {
        if let (Some(shared), Some(key)) = (self.shared, self.stage.unpark()) {
            let back = shared.with(|state, out| state.leave_send(key, out));
            self.put_back(back);
        }
    }

    fn collect(&mut self) -> bool {
        let (Some(shared), Stage::Parked(key)) = (self.shared, &self.stage) else { return false };
        let sent = shared.was_sent(*key);
        self.stage.decide(if sent { Ok(1) } else { Err(Refusal::Wait) })
    }
}

impl<T, F: Flavor> Again for SendManyArm<'_, T, F> {
    type Result = Result<usize, SendError<()>>;

    #[inline]
    fn take_result(&mut self) -> Option<Self::Result> {
        Some(self.stage.take()?.map_err(|_| SendError(())))
    }

    #[inline]
    fn retire(&mut self) {
        self.shared = None;
    }
}
