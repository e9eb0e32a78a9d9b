//! The engine of every select: tries the arms, parks them under one ticket, and sees to it that exactly one wins.
//!
//! After Go's `selectgo` (runtime/select.go), with a ticket in the place of its parked goroutine:
//!
//! 1. Parked and decided: collect what the winner won, make the others leave.
//! 2. Parked and not decided: with channel arms alone, refresh the waker and go on waiting. With foreign futures
//!    the select holds its own ticket first, since a future is foreign code: while one is polled it may use these
//!    very channels, and what it returns must not be thrown away. The arms keep their places, and whoever finds them
//!    there passes over them. If no future is ready, hold all channels, try the arms once more, as others may have
//!    passed by, and open the ticket again before anything is released.
//! 3. Walk the arms in the chosen order, each by itself; the first that is ready wins. Among channel arms alone, those
//!    that have to wait for certain need no place in that order.
//! 4. None is: hold all channels, try once more, and park all arms with a ticket before anything is released. An
//!    arm is never tried while another one is published, so a select cannot meet itself, and one change of one
//!    word decides between it and everybody else.

use super::arm::Arm;
use super::arms::{Arms, any, each, numbered};
use super::order::{Choice, Order, Rng};
use super::steps::{
    attempt_held, collect, count, hold_all, keep_ticket, none_is_ready, open_ticket, rng_for, serve_reserves,
    shuffled, try_one, waits_for_foreign,
};
use crate::flavor::{Flavor, Hold};
use crate::protocol::Ticket;
use core::mem;
use core::task::{Context, Poll};

/// Where a select stands between two polls.
pub(crate) struct Progress<F: Flavor> {
    /// The ticket of the arms that are parked. The select itself drops it last.
    ticket: Option<F::Ptr<Ticket<F>>>,
    pub(super) marks: Marks,
}

/// What is small of a select between two polls, in one word. All but `dirty` is for the [`Race`](super::race::Race) alone.
#[derive(Clone, Copy)]
pub(crate) struct Marks {
    /// What chose the first arm before the first poll, or the seed for later ones.
    pub(super) seed: u32,
    pub(super) way: Way,
    pub(super) default: bool,
    /// The first poll comes after [`try_first`](super::steps::try_first) with this seed.
    pub(super) tried: bool,
    /// The arms may be parked without this ticket, or decided without having been told: foreign code has panicked in a poll
    /// of this select, or of an earlier one that had these arms, or that one was leaked.
    pub(super) dirty: bool,
}

/// A [`Choice`] without its seed.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Fair,
    Seeded,
    Biased,
}

impl Marks {
    pub(super) const NONE: Marks =
        Marks { seed: 0, way: Way::Fair, default: false, tried: false, dirty: false };
}

impl<F: Flavor> Progress<F> {
    pub(crate) const fn new(marks: Marks) -> Self {
        Progress { ticket: None, marks }
    }

    pub(crate) fn is_parked(&self) -> bool {
        self.ticket.is_some()
    }

    /// An arm is added.
    pub(crate) fn add<'a>(&mut self, arm: &(dyn Arm<'a, F> + '_)) {
        self.marks.dirty |= !arm.is_idle();
    }

    /// An arm is taken out of the others, which keep their places. If it has won, its select begins anew; if no place is
    /// left, the select does not wait any more.
    pub(crate) fn remove<'a, A: Arms<'a, F>>(&mut self, others: &mut A, arm: &mut (dyn Arm<'a, F> + '_)) {
        arm.leave();
        if !any(others, |arm| !arm.is_idle()) {
            self.leave(others);
        }
    }

    /// The arm that won, or `None` if there is nothing to wait for: no arm is ready and there is a default, or no arm takes
    /// part. [`try_first`](super::steps::try_first) may have been in vain, with these random numbers.
    pub(crate) fn poll<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        tried: Option<Rng>,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let counts = F::GIVES_WAY && !default && !self.marks.dirty && self.ticket.is_none();
        if counts && arms.usage().is_some_and(|usage| usage.gives_way(cx.waker())) {
            return Poll::Pending;
        }
        let polled = match (mem::replace(&mut self.marks.dirty, true), &self.ticket, tried) {
            (true, ..) => self.recover(arms, choice, default, cx),
            (false, Some(_), _) => self.resume(arms, choice, default, cx),
            (false, None, Some(rng)) => self.walk(arms, rng, true, default, cx),
            (false, None, None) => match try_one(arms, choice) {
                Ok(won) => Poll::Ready(Some(won)),
                Err(rng) => self.walk(arms, rng, true, default, cx),
            },
        };
        self.marks.dirty = false;
        if let (Poll::Ready(Some(won)), true) = (polled, counts) {
            count(arms, won);
        }
        polled
    }

    /// After a panic or a leak: what was decided is told, and everything else begins anew.
    #[cold]
    fn recover<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let (won, ticket) = self.unpark(arms);
        self.collect(arms, won, ticket, choice);
        // One that foreign code has panicked with is not used again.
        drop(self.ticket.take());
        each(arms, |_, arm| arm.leave());
        match arms.find(0, &mut |number, arm| arm.is_decided().then_some(number)) {
            Some(won) => Poll::Ready(Some(won)),
            None => {
                let rng = rng_for(arms, choice);
                self.walk(arms, rng, false, default, cx)
            }
        }
    }

    /// Parked: steps 1 and 2, and perhaps the others.
    #[inline(never)]
    fn resume<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        if let Some(ticket) = &self.ticket {
            if waits_for_foreign(arms) {
                if ticket.hold() {
                    return self.resume_held(arms, choice, default, cx);
                }
            } else if ticket.is_open() {
                if default {
                    // Whoever is parked is not ready; the task that waits keeps waiting.
                    return Poll::Ready(None);
                }
                // Whoever decides wakes the waker of then: looked at again after this one is registered.
                ticket.register(cx.waker());
                if ticket.is_open() {
                    return Poll::Pending;
                }
            }
        }
        match self.end(arms, choice) {
            Some(won) => Poll::Ready(Some(won)),
            None => {
                let rng = rng_for(arms, choice);
                self.walk(arms, rng, false, default, cx)
            }
        }
    }

    /// Step 2, with foreign futures: the ticket is held.
    fn resume_held<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let rng = rng_for(arms, choice);
        let mut order = shuffled(arms, rng);
        while let Some(number) = order.next() {
            // Those with a channel are parked, and not tried by this.
            if numbered(arms, number).attempt(cx) {
                self.end(arms, choice);
                return Poll::Ready(Some(number));
            }
        }
        if let Some(ticket) = self.ticket.as_ref().filter(|_| !default) {
            ticket.register(cx.waker());
        }
        let mut hold = F::Hold::new();
        hold_all(arms, &mut hold);
        if let Some((number, effects)) = attempt_held(arms, rng, &mut hold) {
            drop(hold);
            numbered(arms, number).run(effects);
            self.end(arms, choice);
            return Poll::Ready(Some(number));
        }
        if let Some(ticket) = &self.ticket {
            ticket.open();
        }
        let mut may_serve = false;
        each(arms, |_, arm| may_serve |= arm.may_serve(&mut hold));
        if may_serve {
            serve_reserves(arms, hold);
        }
        if default { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Step 3. [`try_first`](super::steps::try_first) has `tried` the first arm already, or that has no channel.
    #[inline(never)]
    fn walk<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        rng: Rng,
        tried: bool,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        each(arms, |_, arm| arm.begin());
        // While one future is polled, any other arm may become ready.
        let foreign = waits_for_foreign(arms);
        let first = rng.first(arms.len());
        let untried =
            |arm: &mut (dyn Arm<'a, F> + '_)| !(tried && arm.channel().is_some()) && arm.attempt(cx);
        if (foreign || !tried) && arms.at(first).is_some_and(untried) {
            return Poll::Ready(Some(first));
        }
        let mut order = Order::new(arms.len(), rng);
        each(arms, |number, arm| {
            order.push_if((number != first) & (foreign || arm.waits().is_none()), number);
        });
        while let Some(number) = order.next() {
            if numbered(arms, number).attempt(cx) {
                return Poll::Ready(Some(number));
            }
        }
        if !default && !any(arms, |arm| arm.takes_part()) {
            return Poll::Ready(None);
        }
        self.park(arms, rng, default, cx)
    }

    /// Step 4.
    fn park<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        rng: Rng,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        if default && F::THREADS && none_is_ready(arms) {
            return Poll::Ready(None);
        }
        let ticket = if default { None } else { Some(open_ticket(arms)) };
        let cloned = ticket.as_ref().is_some_and(|ticket| ticket.register(cx.waker()));
        let mut hold = F::Hold::new();
        hold_all(arms, &mut hold);
        // Between the walk and this moment others, or foreign code, may have changed the channels.
        if F::THREADS || cloned || waits_for_foreign(arms) {
            if let Some((number, effects)) = attempt_held(arms, rng, &mut hold) {
                drop(hold);
                numbered(arms, number).run(effects);
                return Poll::Ready(Some(number));
            }
        }
        let Some(ticket) = ticket else { return Poll::Ready(None) };
        // Of several arms in one line the first is served: that one is as random as the one that is tried first.
        let mut order = shuffled(arms, rng);
        let ticket = self.ticket.insert(ticket);
        let mut may_serve = false;
        while let Some(number) = order.next() {
            may_serve |= numbered(arms, number).park(&mut hold, ticket, number as u32);
        }
        if may_serve {
            serve_reserves(arms, hold);
        }
        Poll::Pending
    }

    /// Takes every arm but the winner out of its line, the ticket being decided, or closed by this. The winner, which is the
    /// caller's to [`collect`] or to take out, and the ticket, which nobody needs any more.
    fn unpark<'a, A: Arms<'a, F>>(&mut self, arms: &mut A) -> (Option<usize>, Option<F::Ptr<Ticket<F>>>) {
        let Some(ticket) = self.ticket.take() else { return (None, None) };
        // One that was removed has nothing to tell.
        let won = ticket.close().filter(|&won| arms.at(won).is_some_and(|arm| !arm.is_idle()));
        each(arms, |number, arm| {
            if won != Some(number) {
                arm.leave();
            }
        });
        (won, Some(ticket))
    }

    /// Has the winner, if any, collect. That can panic, for want of memory: its ticket stands here until it is done, and so it wins
    /// again, or passes on what it was chosen for.
    fn collect<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        won: Option<usize>,
        ticket: Option<F::Ptr<Ticket<F>>>,
        choice: Choice,
    ) -> Option<usize> {
        self.ticket = ticket;
        // Foreign code may have panicked once it had.
        won.map(|won| if numbered(arms, won).is_decided() { won } else { collect(arms, won, choice) })
    }

    /// No arm waits any more; the one that has won by its ticket, with its result.
    pub(super) fn end<'a, A: Arms<'a, F>>(&mut self, arms: &mut A, choice: Choice) -> Option<usize> {
        let (won, ticket) = self.unpark(arms);
        let won = self.collect(arms, won, ticket, choice);
        keep_ticket(arms, self.ticket.take());
        won
    }

    /// The select is dropped, or has no place left.
    pub(crate) fn leave<'a, A: Arms<'a, F>>(&mut self, arms: &mut A) {
        let (won, ticket) = self.unpark(arms);
        // The winner comes last: what passes on wakes somebody, and a waker that panics finds the others gone.
        if let Some(won) = won {
            numbered(arms, won).leave();
        }
        if !self.marks.dirty {
            keep_ticket(arms, ticket);
        }
    }
}
