//! What a select does with all of its arms at once: the steps that the [engine](super::engine) makes, each by itself. Where a
//! select stands between two of them is not known here.

use super::arm::Arm;
use super::arms::{Arms, any, each, numbered};
use super::given::Of;
use super::order::{Choice, Order, Rng};
use crate::flavor::{Flavor, Hold, Moment};
use crate::handle::Usage;
use crate::protocol::{Effects, Ticket};
use crate::small_vec::SmallVec;
use core::marker::PhantomData;

/// Fetches the result of a parked select; its arm. A close makes all the arms on its channel ready at once.
pub(super) fn collect<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, won: usize, choice: Choice) -> usize {
    let arm = numbered(arms, won);
    if arm.collect() {
        return won;
    }
    arm.leave();
    let closed = arm.channel();
    let rng = rng_for(arms, choice);
    let mut order = shuffled(arms, rng);
    let mut failed = won;
    while let Some(number) = order.next() {
        let arm = numbered(arms, number);
        if arm.takes_part() && arm.channel() == closed && (number == won || arm.can_fail()) {
            failed = number;
            break;
        }
    }
    numbered(arms, failed).fail();
    failed
}

/// Tries the arm that comes first, if it has a channel; its number, or the random numbers that chose it. That is done before
/// anything is made that a select needs only where it waits. A select that has to give way is left to what comes after it.
#[inline(always)]
pub fn try_first<'a, F: Flavor, A: Arms<'a, F>>(
    _: Of<F>,
    arms: &mut A,
    choice: Choice,
    default: bool,
) -> Result<usize, Rng> {
    if F::GIVES_WAY && !default && arms.usage().is_some_and(Usage::is_spent) {
        return Err(rng_for(arms, choice));
    }
    let tried = try_one(arms, choice);
    if let (Ok(won), false) = (&tried, default) {
        count(arms, *won);
    }
    tried
}

/// A select has not waited: if it has received, that counts with its first receiver.
#[inline(always)]
pub(super) fn count<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, won: usize) {
    if F::GIVES_WAY && arms.at(won).is_some_and(|arm| arm.usage().is_some()) {
        arms.usage().map(Usage::spend);
    }
}

#[inline(always)]
pub(super) fn try_one<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, choice: Choice) -> Result<usize, Rng> {
    let rng = rng_for(arms, choice);
    let number = rng.first(arms.len());
    let attempt = |arm: &mut (dyn Arm<'a, F> + '_)| {
        arm.begin();
        arm.attempt_channel()
    };
    if arms.at(number).is_some_and(attempt) { Ok(number) } else { Err(rng) }
}

/// Holds the channels of all arms.
pub(super) fn hold_all<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, hold: &mut F::Hold<'a>) {
    each(arms, |_, arm| arm.join(hold));
    hold.acquire();
}

/// Tries all arms, in the order of these random numbers, while all are held; the one that is decided, and its effects.
pub(super) fn attempt_held<'a, F: Flavor, A: Arms<'a, F>>(
    arms: &mut A,
    rng: Rng,
    hold: &mut F::Hold<'a>,
) -> Option<(usize, Effects<F>)> {
    let mut order = shuffled(arms, rng);
    while let Some(number) = order.next() {
        if let Some(effects) = numbered(arms, number).attempt_held(hold) {
            return Some((number, effects));
        }
    }
    None
}

/// All arms are parked, and open, and still held; reserves may [wait](crate::select::arm::Arm::may_serve) for that. Each is served
/// before anybody else can come, and all are told, also when another one's waker panics.
#[cold]
#[inline(never)]
pub(super) fn serve_reserves<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A, hold: F::Hold<'a>) {
    let mut served = Served { arms, effects: SmallVec::new(), next: 0, of: PhantomData };
    // The later one is dropped first: nothing is held when the effects run, also in a panic.
    let mut hold = hold;
    let Served { arms, effects, .. } = &mut served;
    effects.reserve(arms.len());
    each(&mut **arms, |number, arm| {
        if arm.may_serve(&mut hold) {
            effects.push((number, arm.serve_reserve(&mut hold)));
        }
    });
    drop(hold);
    served.run();
}

/// What arms have given, and nobody was told of.
struct Served<'s, 'a, F: Flavor, A: Arms<'a, F>> {
    arms: &'s mut A,
    effects: SmallVec<(usize, Option<Effects<F>>), 16>,
    next: usize,
    of: PhantomData<&'a ()>,
}

impl<'a, F: Flavor, A: Arms<'a, F>> Served<'_, 'a, F, A> {
    fn run(&mut self) {
        while let Some(served) = self.effects.items().get_mut(self.next) {
            self.next += 1;
            if let Some((number, Some(effects))) = served.take() {
                numbered(self.arms, number).run(effects);
            }
        }
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Drop for Served<'_, 'a, F, A> {
    fn drop(&mut self) {
        self.run();
    }
}

/// An open ticket that nobody else shares: one that was kept with the first channel, or a new one.
pub(super) fn open_ticket<'a, F: Flavor, A: Arms<'a, F>>(arms: &mut A) -> F::Ptr<Ticket<F>> {
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

/// All arms, in the order of these random numbers.
pub(super) fn shuffled<'a, F: Flavor>(arms: &mut impl Arms<'a, F>, rng: Rng) -> Order {
    let mut order = Order::new(arms.len(), rng);
    each(arms, |number, _| order.push_if(true, number));
    order
}

/// Keeps a ticket with the first channel, if there is one.
pub(super) fn keep_ticket<'a, F: Flavor, A: Arms<'a, F>>(
    arms: &mut A,
    mut ticket: Option<F::Ptr<Ticket<F>>>,
) {
    if ticket.is_none() {
        return;
    }
    arms.find(0, &mut |_, arm| arm.channel().is_some().then(|| arm.keep_ticket(&mut ticket)));
}

/// Whether all arms with a channel have to wait for certain, all at one instant: between two looks at all of them.
pub(super) fn none_is_ready<'a, F: Flavor>(arms: &mut impl Arms<'a, F>) -> bool {
    let mut look = || {
        let mut moment = Moment::NONE;
        let ready = arms.find(0, &mut |_, arm| match arm.waits() {
            Some(since) => {
                moment = moment.and(since);
                None
            }
            None => Some(()),
        });
        if ready.is_none() { Some(moment) } else { None }
    };
    look().is_some_and(|first| look().is_some_and(|again| again.lasts_since(first)))
}

/// Whether any arm waits for a foreign future: one that is polled may use these very channels.
#[inline]
pub(super) fn waits_for_foreign<'a, F: Flavor>(arms: &mut impl Arms<'a, F>) -> bool {
    any(arms, |arm| arm.takes_part() && arm.channel().is_none())
}

/// The random numbers of a select.
#[inline(always)]
pub(super) fn rng_for<'a, F: Flavor>(arms: &mut impl Arms<'a, F>, choice: Choice) -> Rng {
    match (choice, arms.rng()) {
        (Choice::Fair, Some(state)) => Rng::next(state),
        (Choice::Fair, None) => Rng::shared(),
        (Choice::Seeded(seed), _) => Rng::seeded(seed),
        (Choice::Biased, _) => Rng::NONE,
    }
}
