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
use super::given::Of;
use super::order::{Choice, Dice, Order};
use crate::flavor::{Flavor, Hold};
use crate::handle::Usage;
use crate::protocol::{Ticket, Wakes};
use core::mem;
use core::task::{Context, Poll};

/// Where a select stands between two polls.
pub(crate) struct Progress<F: Flavor> {
    /// The ticket of the arms that are parked. The select itself drops it last.
    ticket: Option<F::Ptr<Ticket<F>>>,
    /// The arms may be parked without this ticket, or decided without having been told: foreign code has panicked in a poll
    /// of this select, or of an earlier one that had these arms, or that one was leaked.
    unsettled: bool,
}

impl<F: Flavor> Progress<F> {
    pub(crate) const fn new() -> Self {
        Progress { ticket: None, unsettled: false }
    }

    pub(crate) fn is_parked(&self) -> bool {
        self.ticket.is_some()
    }

    /// An arm is added.
    pub(crate) fn add<'a>(&mut self, arm: &(dyn Arm<'a, F> + '_)) {
        self.unsettled |= !arm.is_idle();
    }

    /// The arm that won, or `None` if there is nothing to wait for: no arm is ready and there is a default, or no arm takes
    /// part. [`try_first`] may have been in vain, with these dice.
    pub(crate) fn poll<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        tried: Option<Dice>,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let counts = F::GIVES_WAY && !default && !self.unsettled && self.ticket.is_none();
        if counts && arms.usage().is_some_and(|usage| usage.gives_way(cx.waker())) {
            return Poll::Pending;
        }
        let polled = match (mem::replace(&mut self.unsettled, true), &self.ticket, tried) {
            (true, ..) => self.settle(arms, choice, default, cx),
            (false, Some(_), _) => self.resume(arms, choice, default, cx),
            (false, None, Some(dice)) => self.walk(arms, dice, true, default, cx),
            (false, None, None) => match try_one(arms, choice) {
                Ok(won) => Poll::Ready(Some(won)),
                Err(dice) => self.walk(arms, dice, true, default, cx),
            },
        };
        self.unsettled = false;
        if let (Poll::Ready(Some(won)), true) = (polled, counts) {
            count(arms, won);
        }
        polled
    }

    /// After a panic or a leak: what was decided is told, and everything else begins anew.
    #[cold]
    fn settle<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        // A ticket that foreign code has panicked with is not used again.
        let (won, _ticket) = self.unpark(arms);
        if let Some(won) = won {
            collect(arms, won, choice);
        }
        each(arms, |_, arm| arm.leave());
        match arms.find(0, &mut |number, arm| arm.is_decided().then_some(number)) {
            Some(won) => Poll::Ready(Some(won)),
            None => {
                let dice = throw(arms, choice);
                self.walk(arms, dice, false, default, cx)
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
        let (won, ticket) = self.unpark(arms);
        let won = won.map(|won| collect(arms, won, choice));
        keep_ticket(arms, ticket);
        match won {
            Some(won) => Poll::Ready(Some(won)),
            None => {
                let dice = throw(arms, choice);
                self.walk(arms, dice, false, default, cx)
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
        let dice = throw(arms, choice);
        let mut order = shuffled(arms, dice);
        while let Some(number) = order.next() {
            // Those with a channel are parked, and not tried by this.
            if numbered(arms, number).attempt(cx) {
                let (_, ticket) = self.unpark(arms);
                keep_ticket(arms, ticket);
                return Poll::Ready(Some(number));
            }
        }
        if let Some(ticket) = self.ticket.as_ref().filter(|_| !default) {
            ticket.register(cx.waker());
        }
        let mut hold = F::Hold::new();
        each(arms, |_, arm| arm.join(&mut hold));
        hold.acquire();
        if let Some((number, effects)) = attempt_held(arms, dice, &mut hold) {
            drop(hold);
            numbered(arms, number).run(effects);
            let (_, ticket) = self.unpark(arms);
            keep_ticket(arms, ticket);
            return Poll::Ready(Some(number));
        }
        if let Some(ticket) = &self.ticket {
            ticket.open();
        }
        if default { Poll::Ready(None) } else { Poll::Pending }
    }

    /// Step 3. [`try_first`] has `tried` the first arm already, or that has no channel.
    #[inline(never)]
    fn walk<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        dice: Dice,
        tried: bool,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        each(arms, |_, arm| arm.begin());
        let first = dice.first(arms.len());
        if arms.at(first).is_some_and(|arm| !(tried && arm.channel().is_some()) && arm.attempt(cx)) {
            return Poll::Ready(Some(first));
        }
        let mut order = Order::new(arms.len(), dice);
        // While one future is polled, any other arm may become ready.
        let foreign = waits_for_foreign(arms);
        each(arms, |number, arm| {
            if number != first && (foreign || arm.may_be_ready()) {
                order.push(number);
            }
        });
        while let Some(number) = order.next() {
            if numbered(arms, number).attempt(cx) {
                return Poll::Ready(Some(number));
            }
        }
        if !default && !any(arms, |arm| arm.takes_part()) {
            return Poll::Ready(None);
        }
        self.park(arms, dice, default, cx)
    }

    /// Step 4.
    fn park<'a, A: Arms<'a, F>>(
        &mut self,
        arms: &mut A,
        dice: Dice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let ticket = if default { None } else { Some(open_ticket(arms)) };
        let cloned = ticket.as_ref().is_some_and(|ticket| ticket.register(cx.waker()));
        let mut hold = F::Hold::new();
        each(arms, |_, arm| arm.join(&mut hold));
        hold.acquire();
        // Between the walk and this moment others, or foreign code, may have changed the channels.
        if F::THREADS || cloned || waits_for_foreign(arms) {
            if let Some((number, effects)) = attempt_held(arms, dice, &mut hold) {
                drop(hold);
                numbered(arms, number).run(effects);
                return Poll::Ready(Some(number));
            }
        }
        let Some(ticket) = ticket else { return Poll::Ready(None) };
        // Of several arms in one line the first is served: that one is as random as the one that is tried first.
        let mut order = shuffled(arms, dice);
        let ticket = self.ticket.insert(ticket);
        while let Some(number) = order.next() {
            numbered(arms, number).park(&mut hold, ticket, number as u32);
        }
        Poll::Pending
    }

    /// Takes every arm but the winner out of its line, the ticket being decided, or closed by this. The winner, which is the
    /// caller's to [`collect`] or to take out, and the ticket, which nobody needs any more.
    fn unpark<'a, A: Arms<'a, F>>(&mut self, arms: &mut A) -> (Option<usize>, Option<F::Ptr<Ticket<F>>>) {
        let Some(ticket) = self.ticket.take() else { return (None, None) };
        let won = ticket.close();
        each(arms, |number, arm| {
            if won != Some(number) {
                arm.leave();
            }
        });
        (won, Some(ticket))
    }

    /// The select is dropped.
    pub(crate) fn leave<'a, A: Arms<'a, F>>(&mut self, arms: &mut A) {
        let (won, ticket) = self.unpark(arms);
        // The winner comes last: what passes on wakes somebody, and a waker that panics finds the others gone.
        if let Some(won) = won {
            numbered(arms, won).leave();
        }
        if !self.unsettled {
            keep_ticket(arms, ticket);
        }
    }
}

/// Fetches the result of a parked select; its arm. A close makes all the arms on its channel ready at once.
fn collect<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, won: usize, choice: Choice) -> usize {
    let arm = numbered(arms, won);
    if arm.collect() {
        return won;
    }
    arm.leave();
    let closed = arm.channel();
    let dice = throw(arms, choice);
    let mut order = shuffled(arms, dice);
    let mut failed = won;
    while let Some(number) = order.next() {
        let arm = numbered(arms, number);
        if arm.takes_part() && arm.channel() == closed {
            failed = number;
            break;
        }
    }
    numbered(arms, failed).fail();
    failed
}

/// Tries the arm that comes first, if it has a channel; its number, or the dice as they fell. That is done before anything is
/// made that a select needs only where it waits. A select that has to give way is left to what comes after it.
#[inline(always)]
pub fn try_first<'a, F: Flavor, A: Arms<'a, F>>(
    _: Of<F>,
    arms: &mut A,
    choice: Choice,
    default: bool,
) -> Result<usize, Dice> {
    if F::GIVES_WAY && !default && arms.usage().is_some_and(Usage::is_spent) {
        return Err(throw(arms, choice));
    }
    let tried = try_one(arms, choice);
    if let (Ok(won), false) = (&tried, default) {
        count(arms, *won);
    }
    tried
}

/// A select has not waited: if it has received, that counts with its first receiver.
#[inline(always)]
fn count<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, won: usize) {
    if F::GIVES_WAY && arms.at(won).is_some_and(|arm| arm.usage().is_some()) {
        arms.usage().map(Usage::spend);
    }
}

#[inline(always)]
fn try_one<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, choice: Choice) -> Result<usize, Dice> {
    let dice = throw(arms, choice);
    let number = dice.first(arms.len());
    if arms.at(number).is_some_and(|arm| arm.attempt_channel()) { Ok(number) } else { Err(dice) }
}

/// Tries all arms, in the order of these dice, while all channels are held; the one that is decided, and its effects.
fn attempt_held<'a, F: Flavor, A: Arms<'a, F>>(
    arms: &mut A,
    dice: Dice,
    hold: &mut F::Hold<'a>,
) -> Option<(usize, Wakes<F>)> {
    let mut order = shuffled(arms, dice);
    while let Some(number) = order.next() {
        if let Some(effects) = numbered(arms, number).attempt_held(hold) {
            return Some((number, effects));
        }
    }
    None
}

/// An open ticket that nobody else shares: one that was kept with the first channel, or a new one.
fn open_ticket<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A) -> F::Ptr<Ticket<F>> {
    let kept =
        arms.find(0, &mut |_, arm| if arm.channel().is_some() { Some(arm.kept_ticket()) } else { None });
    if let Some(mut kept) = kept.flatten() {
        if let Some(ticket) = F::unique(&mut kept) {
            ticket.reopen();
            return kept;
        }
    }
    F::share(Ticket::new)
}

/// All arms, in the order of these dice.
fn shuffled<'a, F: Flavor>(arms: &mut impl Arms<'a, F>, dice: Dice) -> Order {
    let mut order = Order::new(arms.len(), dice);
    (0..arms.len()).for_each(|number| order.push(number));
    order
}

/// Keeps a ticket with the first channel, if there is one.
fn keep_ticket<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, mut ticket: Option<F::Ptr<Ticket<F>>>) {
    if ticket.is_none() {
        return;
    }
    arms.find(0, &mut |_, arm| arm.channel().is_some().then(|| arm.keep_ticket(&mut ticket)));
}

/// Whether any arm waits for a foreign future: one that is polled may use these very channels.
#[inline]
fn waits_for_foreign<'a, F: Flavor>(arms: &mut impl Arms<'a, F>) -> bool {
    any(arms, |arm| arm.takes_part() && arm.channel().is_none())
}

/// Throws the dice of a select.
#[inline(always)]
fn throw<'a, F: Flavor>(arms: &mut impl Arms<'a, F>, choice: Choice) -> Dice {
    match (choice, arms.dice()) {
        (Choice::Fair, Some(dice)) => Dice::throw(dice),
        (Choice::Fair, None) => Dice::throw_shared(),
        (Choice::Seeded(seed), _) => Dice::seeded(seed),
        (Choice::Biased, _) => Dice::NONE,
    }
}
