//! One arm of a select: a send, a receive or a foreign future, and what it came to.
//!
//! An arm never acts by itself: the [engine](super::engine) tries it, parks it under a ticket, collects what it
//! won or makes it leave. While an arm is not parked, its value is with it; an arm that did not win has its value
//! back before the select's future is gone.

mod lease;
mod recv;
mod recv_many;
mod reserve;
mod send;
mod send_many;
mod wait;

pub use lease::LeaseArm;
pub use recv::RecvArm;
pub use recv_many::RecvManyArm;
pub use reserve::ReserveArm;
pub use send::SendArm;
pub use send_many::SendManyArm;
pub use wait::WaitArm;

use crate::error::RecvError;
use crate::flavor::{Flavor, Moment};
use crate::handle::Usage;
use crate::protocol::{Effects, Key, Refusal, Ticket};
use core::mem;
use core::task::Context;

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an arm of a select over `{F}` channels",
    label = "another flavour",
    note = "all arms of one select belong to one flavour: `goit::local` or `goit::sync`"
)]
/// What the engine does with an arm. `'a` is how long the arm's channel is borrowed. What is said of channels has no
/// meaning for an arm without one, and comes to nothing there.
pub trait Arm<'a, F: Flavor> {
    /// Whether it takes part: its guard is true, it has a handle, its value is there, and its result was not taken. Asked of arms
    /// that are idle.
    fn takes_part(&self) -> bool;

    /// Whether it is neither parked nor decided. Where a select begins with one that is not, as a panic or a leak has left it, it is
    /// made to leave first, or its result told.
    fn is_idle(&self) -> bool;

    /// Whether it has a result that was not taken.
    fn is_decided(&self) -> bool;

    /// The select begins, or begins anew, nothing being held; what follows comes after this. Runs foreign code.
    fn begin(&mut self) {}

    /// Tries it alone, if it takes part, nothing being held; whether it is decided now. Runs foreign code.
    fn attempt(&mut self, _: &mut Context<'_>) -> bool {
        self.attempt_channel()
    }

    /// Where its channel is, if it takes part by one, or is parked there.
    fn channel(&self) -> Option<*const ()> {
        None
    }

    /// If it takes part by no channel, or by one that makes it wait for certain: since when.
    fn waits(&self) -> Option<Moment> {
        Some(Moment::NONE)
    }

    /// [Tries](Arm::attempt) it, if it takes part by a channel.
    fn attempt_channel(&mut self) -> bool {
        false
    }

    /// The state of the generator that the channel keeps for its selects.
    fn rng(&self) -> Option<&F::Word> {
        None
    }

    /// What its receiver counts, if it takes part by one.
    fn usage(&self) -> Option<&'a Usage<F>> {
        None
    }

    /// Names the channel as one to hold.
    fn join(&self, _: &mut F::Hold<'a>) {}

    /// Tries it while all are held, also where it is parked and its ticket held; its effects, if it is decided now.
    fn attempt_held(&mut self, _: &mut F::Hold<'a>) -> Option<Effects<F>> {
        None
    }

    /// Runs the effects of `attempt_held` or `serve_reserve`, nothing being held.
    fn run(&self, _: Effects<F>) {}

    /// Parks it, if it takes part by a channel, while all are held, after `attempt_held` was in vain; whether it
    /// [may serve](Arm::may_serve) a reserve.
    fn park(&mut self, _: &mut F::Hold<'a>, _: &F::Ptr<Ticket<F>>, _arm: u32) -> bool {
        false
    }

    /// Whether a reserve may wait for it to be parked, and open, as it is now; to be asked while all are held.
    fn may_serve(&self, _: &mut F::Hold<'a>) -> bool {
        false
    }

    /// Gives the reserve that has waited for that its permit, while all are held; the effects, for [`Arm::run`].
    fn serve_reserve(&self, _: &mut F::Hold<'a>) -> Option<Effects<F>> {
        None
    }

    /// Leaves its line, if it is in one; what it has won passes on. That alone is foreign code.
    fn leave(&mut self) {}

    /// Has won: fetches its result; false if its channel was closed.
    fn collect(&mut self) -> bool {
        false
    }

    /// Whether it is ready by the close of its channel: one that receives is not while a lease is out, or a value left.
    fn can_fail(&self) -> bool {
        true
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

/// What an arm comes to that can win again, in a case that is added again.
pub trait Again {
    /// What its body or closure gets.
    type Result;

    /// The result, if the arm has won; it can take part again.
    fn take_result(&mut self) -> Option<Self::Result>;

    /// It takes no part any more.
    fn retire(&mut self);
}

impl<A: Again> Outcome for A {
    type Output = A::Result;

    #[inline]
    fn take(&mut self) -> Option<A::Result> {
        let result = self.take_result()?;
        self.retire();
        Some(result)
    }
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
            self.shared().map(|shared| core::ptr::from_ref(shared).cast())
        }

        #[inline]
        fn rng(&self) -> Option<&F::Word> {
            self.shared().map(|shared| &shared.rng)
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

        fn run(&self, effects: Effects<F>) {
            if let Some(shared) = self.shared() {
                shared.run(effects);
            }
        }

        fn kept_ticket(&self) -> Option<F::Ptr<Ticket<F>>> {
            self.shared()?.with(|state, _| state.lines().kept_ticket())
        }

        fn keep_ticket(&self, ticket: &mut Option<F::Ptr<Ticket<F>>>) {
            if let Some(shared) = self.shared() {
                shared.with(|state, _| state.lines().keep_ticket(ticket));
            }
        }
    };
}
use with_channel;

/// What the arms that receive do with their receiver alike: `rx`; and which method of theirs comes after, where a select begins.
macro_rules! with_receiver {
    ($($begun:ident)?) => {
        #[inline]
        fn takes_part(&self) -> bool {
            self.rx.is_some()
        }

        #[inline]
        fn usage(&self) -> Option<&'a Usage<F>> {
            self.rx.map(Receiver::usage)
        }

        #[inline]
        fn begin(&mut self) {
            if let Some(rx) = self.rx {
                rx.aside();
                $(self.$begun();)?
            }
        }

        fn may_serve(&self, hold: &mut F::Hold<'a>) -> bool {
            let Some(shared) = self.shared() else { return false };
            shared.with_held(hold, |state, _| state.may_serve_reserve()).0
        }

        fn serve_reserve(&self, hold: &mut F::Hold<'a>) -> Option<Effects<F>> {
            Some(self.shared()?.with_held(hold, |state, out| state.serve_reserve(out)).1)
        }

        fn can_fail(&self) -> bool {
            self.shared().is_some_and(Shared::has_ended)
        }
    };
}
use with_receiver;
