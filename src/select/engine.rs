//! The engine of every select: tries the arms, parks them under one ticket, and sees to it that exactly one wins.
//!
//! After Go's `selectgo` (runtime/select.go), with a ticket in the place of its parked goroutine:
//!
//! 1. Parked and decided: collect what the winner won, make the others leave.
//! 2. Parked and not decided: with channel arms alone, refresh the waker and go on waiting. With foreign futures
//!    the select closes its own ticket first and leaves every line, since a future is foreign code: while one
//!    is polled it may use these very channels, and what it returns must not be thrown away.
//! 3. Walk the arms in the chosen order, each by itself; the first that is ready wins.
//! 4. None is: hold all channels, try once more, and park all arms with a ticket before anything is released. An
//!    arm is never tried while another one is published, so a select cannot meet itself, and one change of one
//!    word decides between it and everybody else.

use super::arm::Arm;
use super::order::{Choice, Order, throw, throw_shared};
use crate::flavor::{Flavor, Hold};
use crate::protocol::Ticket;
use core::marker::PhantomData;
use core::task::{Context, Poll};

/// No arm: a ticket that its own select has closed.
const NOBODY: u32 = u32::MAX - 1;

/// A select's arms, by number.
pub trait Arms<'a, F: Flavor> {
    /// How many there are.
    fn len(&self) -> usize;
    /// One of them.
    fn at(&mut self, arm: usize) -> &mut (dyn Arm<'a, F> + '_);
}

impl<'a, F: Flavor> Arms<'a, F> for () {
    #[inline]
    fn len(&self) -> usize {
        0
    }

    fn at(&mut self, _: usize) -> &mut (dyn Arm<'a, F> + '_) {
        unreachable!("the engine asks for arms below `len`")
    }
}

/// The arms of `select!`: a list of their own types, so that the future is `Send` when they are.
impl<'a, F: Flavor, A: Arm<'a, F>, R: Arms<'a, F>> Arms<'a, F> for (&mut A, R) {
    #[inline]
    fn len(&self) -> usize {
        1 + self.1.len()
    }

    #[inline]
    fn at(&mut self, arm: usize) -> &mut (dyn Arm<'a, F> + '_) {
        match arm.checked_sub(1) {
            None => self.0,
            Some(arm) => self.1.at(arm),
        }
    }
}

/// Where a select stands between two polls.
pub(crate) struct Progress<F: Flavor> {
    /// The ticket of the arms that are parked. The select itself drops it last.
    ticket: Option<F::Ptr<Ticket<F>>>,
}

impl<F: Flavor> Progress<F> {
    pub(crate) const fn new() -> Self {
        Progress { ticket: None }
    }

    pub(crate) fn is_parked(&self) -> bool {
        self.ticket.is_some()
    }

    /// The arm that won, or `None` if no arm is ready and there is a default.
    ///
    /// # Panics
    ///
    /// When no arm takes part and there is no default.
    pub(crate) fn poll<'a, A: Arms<'a, F> + ?Sized>(
        &mut self,
        arms: &mut A,
        choice: Choice,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        if let Some(ticket) = &self.ticket {
            if ticket.winner().is_none() && !waits_for_foreign(arms) {
                if default {
                    // Whoever is parked is not ready; the task that waits keeps waiting.
                    return Poll::Ready(None);
                }
                // Whoever decides wakes the waker of then: looked at again after this one is registered.
                ticket.register(cx.waker());
                if ticket.winner().is_none() {
                    return Poll::Pending;
                }
            }
            if let Some(won) = self.unpark(arms, true) {
                return Poll::Ready(Some(won));
            }
        }

        let mut order = Order::new(arms.len(), choice, || dice(arms));
        for step in 0..arms.len() {
            let tried = order.arm(step);
            if arms.at(tried).attempt(cx) {
                return Poll::Ready(Some(tried));
            }
        }
        if !default && !(0..arms.len()).any(|arm| arms.at(arm).takes_part()) {
            nothing_to_wait_for();
        }
        order.settled();
        self.park(arms, order, default, cx)
    }

    /// Step 4.
    #[inline(never)]
    fn park<'a, A: Arms<'a, F> + ?Sized>(
        &mut self,
        arms: &mut A,
        mut order: Order,
        default: bool,
        cx: &mut Context<'_>,
    ) -> Poll<Option<usize>> {
        let ticket = if default { None } else { Some(self.ticket(arms)) };
        let cloned = ticket.as_ref().is_some_and(|ticket| ticket.register(cx.waker()));
        let mut hold = F::Hold::new();
        for arm in 0..arms.len() {
            if let Some(channel) = arms.at(arm).channel() {
                channel.join(&mut hold);
            }
        }
        hold.acquire();
        // Between the walk and this moment others, or foreign code, may have changed the channels.
        if F::THREADS || cloned || waits_for_foreign(arms) {
            for step in 0..arms.len() {
                let tried = order.arm(step);
                if let Some(channel) = arms.at(tried).channel() {
                    if let Some(effects) = channel.attempt_held(&mut hold) {
                        drop(hold);
                        channel.run(effects);
                        return Poll::Ready(Some(tried));
                    }
                }
            }
        }
        let Some(ticket) = ticket else { return Poll::Ready(None) };
        for arm in 0..arms.len() {
            if let Some(channel) = arms.at(arm).channel() {
                channel.park(&mut hold, ticket.clone(), arm as u32);
            }
        }
        drop(hold);
        // Parked from here on: a waker that panics while it is dropped leaves a select that can leave its lines.
        self.ticket = Some(ticket);
        for arm in 0..arms.len() {
            if let Some(channel) = arms.at(arm).channel() {
                channel.clear();
            }
        }
        Poll::Pending
    }

    /// An open ticket that nobody else shares: one that was kept with a channel, or a new one.
    fn ticket<'a, A: Arms<'a, F> + ?Sized>(&self, arms: &mut A) -> F::Ptr<Ticket<F>> {
        if let Some(mut kept) = first_channel(arms).and_then(|channel| channel.kept_ticket()) {
            if let Some(ticket) = F::unique(&mut kept) {
                ticket.reopen();
                return kept;
            }
        }
        F::share(Ticket::new)
    }

    /// Takes every arm out of its line, the ticket being decided, or closed by this. The winner's result is
    /// collected, or passes on.
    #[inline(never)]
    fn unpark<'a, A: Arms<'a, F> + ?Sized>(&mut self, arms: &mut A, collect: bool) -> Option<usize> {
        let ticket = self.ticket.take()?;
        ticket.win(NOBODY);
        let won = ticket.winner().filter(|&arm| arm != NOBODY).map(|arm| arm as usize);
        // The winner comes last: what passes on wakes somebody, and a waker that panics finds the others gone.
        let losers = (0..arms.len()).filter(|&arm| won != Some(arm));
        for arm in losers.chain(won) {
            match arms.at(arm).channel() {
                Some(channel) if collect && won == Some(arm) => channel.collect(),
                Some(channel) => channel.leave(),
                None => {}
            }
        }
        if let Some(channel) = first_channel(arms) {
            channel.keep_ticket(ticket);
        }
        won
    }

    /// The select is dropped.
    #[inline]
    pub(crate) fn leave<'a, A: Arms<'a, F> + ?Sized>(&mut self, arms: &mut A) {
        if self.is_parked() {
            self.unpark(arms, false);
        }
    }
}

/// Whether any arm waits for a foreign future: one that is polled may use these very channels.
fn waits_for_foreign<'a, F: Flavor, A: Arms<'a, F> + ?Sized>(arms: &mut A) -> bool {
    (0..arms.len()).any(|arm| {
        let arm = arms.at(arm);
        arm.takes_part() && arm.channel().is_none()
    })
}

fn first_channel<'s, 'a: 's, F: Flavor, A: Arms<'a, F> + ?Sized>(
    arms: &'s mut A,
) -> Option<&'s mut dyn super::arm::ChannelArm<'a, F>> {
    let first = (0..arms.len()).find(|&arm| arms.at(arm).channel().is_some())?;
    arms.at(first).channel()
}

fn dice<'a, F: Flavor, A: Arms<'a, F> + ?Sized>(arms: &mut A) -> u64 {
    match first_channel(arms) {
        Some(channel) => throw(channel.dice()),
        None => throw_shared(),
    }
}

#[cold]
#[track_caller]
fn nothing_to_wait_for() -> ! {
    panic!("this select would wait for ever: no arm takes part; enable an arm, or add `default`")
}

/// The future behind `select!`.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Race<'r, 'a, F: Flavor, A: Arms<'a, F>> {
    arms: &'r mut A,
    progress: Progress<F>,
    choice: Choice,
    default: bool,
    borrowed: PhantomData<&'a ()>,
}

impl<'r, 'a, F: Flavor, A: Arms<'a, F>> Race<'r, 'a, F, A> {
    /// One fair choice among these arms.
    #[inline]
    pub fn new(arms: &'r mut A) -> Self {
        Race { arms, progress: Progress::new(), choice: Choice::Fair, default: false, borrowed: PhantomData }
    }

    /// Takes the first ready arm.
    pub fn biased(mut self) -> Self {
        self.choice = Choice::Biased;
        self
    }

    /// Chooses as follows from this number.
    pub fn seeded(mut self, seed: u64) -> Self {
        self.choice = Choice::Seeded(seed);
        self
    }

    /// Completes at once.
    pub fn or_default(mut self) -> Self {
        self.default = true;
        self
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Future for Race<'_, 'a, F, A> {
    type Output = Option<usize>;

    #[inline]
    fn poll(mut self: core::pin::Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<usize>> {
        let this = &mut *self;
        this.progress.poll(this.arms, this.choice, this.default, cx)
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Drop for Race<'_, 'a, F, A> {
    #[inline]
    fn drop(&mut self) {
        self.progress.leave(self.arms);
    }
}

// Nothing is pinned here: foreign futures are pinned by their arms' owner.
impl<'a, F: Flavor, A: Arms<'a, F>> Unpin for Race<'_, 'a, F, A> {}
