//! The lines of one channel, and the end of all waiting: its close.

use super::effects::Effects;
use super::line::Line;
use super::slot::{Home, Key, Occupant, Side};
use super::ticket::Ticket;
use crate::flavor::Flavor;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem::ManuallyDrop;
use core::task::Waker;

/// What became of a parked operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Waiting,
    /// A send's value was taken, or a receive was chosen for one.
    Committed,
    Closed,
}

/// Receives are told of the close.
const ENDED: u8 = 1;
/// Nobody parks any more, but those who receive, before the end.
const CLOSED: u8 = 2;
/// See [`Lines::set_detour`].
const DETOUR: u8 = 4;
/// Receives that wait are spoken for.
pub(super) const CLAIMS: u8 = 8;
/// In the line of sends some may wait, or have waited, for room, or to send many values.
const MIXED: u8 = 16;

/// Everybody who waits in one channel. A `P` is what sends wait with, an `E` what else many channels never need.
/// The parts that have to be dropped are dropped by hand: of a channel that was never used, one look tells that there are none.
pub(crate) struct Lines<F: Flavor, P, E> {
    pub(crate) recvs: ManuallyDrop<Line<F>>,
    /// How many of those who have left the line of receives have yet to collect from the common store. Where something is kept
    /// beside that, it is counted as if it had been collected: once nobody is left who will, this is below 0.
    pub(crate) due: i32,
    /// What is out of the ordinary; at once to be asked for by those who have no time.
    pub(super) marks: u8,
    pub(super) cold: Option<ManuallyDrop<Box<Cold<F, P, E>>>>,
}

/// Those who wait to send.
pub(crate) struct Sends<F: Flavor, P> {
    pub(crate) line: Line<F>,
    /// What they wait with, by the index of their slots.
    pub(crate) parked: P,
}

/// What many channels never need: a small channel is made, and dropped, the faster.
pub(super) struct Cold<F: Flavor, P, E> {
    pub(super) sends: Sends<F, P>,
    /// Those who wait for the close.
    watchers: Line<F>,
    /// Tickets of selects that have ended, for those to come; whoever takes one looks whether anybody shares it still.
    tickets: Vec<F::Ptr<Ticket<F>>>,
    /// How many of the receives that wait are spoken for.
    pub(super) claims: usize,
    extra: E,
}

impl<F: Flavor, P: Default, E: Default> Cold<F, P, E> {
    #[cold]
    #[inline(never)]
    fn make() -> ManuallyDrop<Box<Self>> {
        let sends = Sends { line: Line::new(), parked: P::default() };
        let cold = Cold { sends, watchers: Line::new(), tickets: Vec::new(), claims: 0, extra: E::default() };
        ManuallyDrop::new(Box::new(cold))
    }
}

impl<F: Flavor, P, E> Drop for Lines<F, P, E> {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.are_unused() {
            self.drop_used();
        }
    }
}

impl<F: Flavor, P, E> Lines<F, P, E> {
    #[inline(never)]
    fn drop_used(&mut self) {
        if !self.has_cold() && self.recvs.slots.are_bare() {
            return; // as after a close, where no more than one has waited at a time
        }
        let _cold = self.cold.take().map(ManuallyDrop::into_inner);
        let _kept = self.recvs.slots.take_kept();
    }

    /// Nobody has waited.
    #[inline(always)]
    pub(crate) fn are_unused(&self) -> bool {
        !self.recvs.was_used() && !self.has_cold()
    }

    /// Whether anything of what many channels never need is there.
    #[inline]
    pub(crate) fn has_cold(&self) -> bool {
        self.cold.is_some()
    }
}

impl<F: Flavor, P: Default, E: Default> Lines<F, P, E> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Lines { recvs: ManuallyDrop::new(Line::new()), due: 0, marks: 0, cold: None }
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.marks & CLOSED != 0
    }

    /// The channel is open, there are single sends alone in the line of sends, no receive that waits is spoken for, and there is no
    /// detour.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.marks == 0
    }

    /// Whether receives are told of the close. Where they are not, though it is closed, they go on waiting.
    #[inline]
    pub(crate) fn has_ended(&self) -> bool {
        self.marks & ENDED != 0
    }

    /// A closed channel has come to its end, or has not yet.
    pub(crate) fn set_ended(&mut self, ended: bool) {
        self.mark(ENDED, ended);
    }

    /// Whether it is on a [detour](Lines::set_detour).
    #[inline]
    pub(crate) fn is_detoured(&self) -> bool {
        self.marks & DETOUR != 0
    }

    /// Operations have more to think of from now on, or no longer.
    pub(crate) fn set_detour(&mut self, detour: bool) {
        self.mark(DETOUR, detour);
    }

    pub(super) fn mark(&mut self, mark: u8, set: bool) {
        self.marks = if set { self.marks | mark } else { self.marks & !mark };
    }

    /// In the lowest bits: whether receives are told of the close, then whether it is closed.
    #[inline(always)]
    pub(crate) fn marks(&self) -> u8 {
        self.marks
    }

    /// What else there is, if anything of it was ever needed.
    #[inline]
    pub(crate) fn extra(&mut self) -> Option<&mut E> {
        self.cold.as_mut().map(|cold| &mut cold.extra)
    }

    /// Those who wait to receive, and what else there is.
    pub(crate) fn recvs_and_extra(&mut self) -> (&mut Line<F>, Option<&mut E>) {
        (&mut self.recvs, self.cold.as_mut().map(|cold| &mut cold.extra))
    }

    /// What else there is. It can panic, for want of memory.
    pub(crate) fn making_extra(&mut self) -> &mut E {
        &mut self.cold().extra
    }

    /// It can panic, for want of memory.
    #[inline(always)]
    pub(super) fn cold(&mut self) -> &mut Cold<F, P, E> {
        self.cold.get_or_insert_with(Cold::make)
    }

    /// Whether sends wait.
    #[inline(always)]
    pub(crate) fn has_sends(&self) -> bool {
        self.cold.as_ref().is_some_and(|cold| !cold.sends.line.is_empty())
    }

    /// Those who wait to send, if there are cold parts.
    #[inline(always)]
    pub(crate) fn sends(&mut self) -> Option<&mut Sends<F, P>> {
        self.cold.as_mut().map(|cold| &mut cold.sends)
    }

    /// Those who wait to send, of whom there will be one. It can panic, for want of memory.
    #[inline(always)]
    pub(crate) fn parking_sends(&mut self) -> &mut Sends<F, P> {
        &mut self.cold().sends
    }

    /// Makes memory for so many who wait in each line, and for the ticket of one select; what sends wait with has its own. It can
    /// panic, for want of memory.
    pub(crate) fn preallocate(&mut self, waiters: usize) {
        self.recvs.reserve(waiters);
        let Cold { sends, watchers, tickets, .. } = self.cold();
        sends.line.reserve(waiters);
        watchers.reserve(waiters);
        tickets.reserve(1);
    }

    /// Whether anybody in the line of sends may wait for room, or to send many values.
    #[inline(always)]
    pub(crate) fn is_mixed(&self) -> bool {
        self.marks & MIXED != 0
    }

    /// Somebody in the line of sends waits for room, or to send many values.
    pub(crate) fn mark_mixed(&mut self) {
        self.mark(MIXED, true);
    }

    /// There are single sends alone in the line of sends from now on, if nobody waits there.
    pub(crate) fn unmark_mixed(&mut self) {
        let waits = self.has_sends();
        self.mark(MIXED, waits);
    }

    #[inline(always)]
    fn line(&mut self, side: Side) -> &mut Line<F> {
        match side {
            Side::Sends => &mut self.cold().sends.line,
            Side::Recvs => &mut self.recvs,
            Side::Watchers => &mut self.cold().watchers,
        }
    }

    /// What became of the operation that parked on this side with this key.
    #[inline]
    pub(crate) fn fate(&mut self, side: Side, key: Key) -> Fate {
        let told = self.notifies(side);
        let line = self.line(side);
        if !line.holds(key) {
            Fate::Committed
        } else if told || self.is_closed() && self.line(side).was_notified(key) {
            Fate::Closed
        } else {
            Fate::Waiting
        }
    }

    /// Whether those who wait on this side are told of the close.
    #[inline(always)]
    fn notifies(&self, side: Side) -> bool {
        if side == Side::Recvs { self.has_ended() } else { self.is_closed() }
    }

    /// An operation leaves its line, unless it was committed; whether it did.
    pub(crate) fn leave(&mut self, side: Side, key: Key, out: &mut Effects<F>) -> bool {
        let told = self.notifies(side);
        self.line(side).leave(key, told, out)
    }

    // ---- Wakers ---------------------------------------------------------------------------------------

    /// Looks for the slot where the task of this waker has parked before; whether the next who parks there has it.
    pub(crate) fn seek(&mut self, side: Side, waker: &Waker) -> bool {
        self.line(side).seek(waker)
    }

    /// Whether the operation parked with this key wakes this waker's task.
    #[inline]
    pub(crate) fn is_known(&mut self, side: Side, key: Key, waker: &Waker) -> bool {
        self.line(side).wakes(key, waker)
    }

    /// The operation parked with this key has moved to another task.
    pub(crate) fn refresh(&mut self, side: Side, key: Key, waker: Waker, out: &mut Effects<F>) {
        self.line(side).refresh(key, waker, out);
    }

    /// Gives a woken waker back to the slot it came from; the result is to be dropped outside.
    #[inline(always)]
    pub(crate) fn keep(&mut self, home: Home, waker: Waker) -> Option<Waker> {
        if self.is_closed() { Some(waker) } else { self.line(home.side).keep(home, waker) }
    }

    // ---- Tickets --------------------------------------------------------------------------------------

    /// A ticket that was kept for the next select. It can panic, for want of memory.
    pub(crate) fn kept_ticket(&mut self) -> Option<F::Ptr<Ticket<F>>> {
        self.cold().tickets.pop()
    }

    /// Keeps a ticket for the next select, if there is memory for it; what is left in `ticket` is to be dropped outside.
    pub(crate) fn keep_ticket(&mut self, ticket: &mut Option<F::Ptr<Ticket<F>>>) {
        if let (false, Some(cold)) = (self.is_closed(), self.cold.as_mut()) {
            if cold.tickets.try_reserve(1).is_ok() {
                cold.tickets.extend(ticket.take());
            }
        }
    }

    // ---- The close ------------------------------------------------------------------------------------

    /// Parks somebody who waits for the close of an open channel.
    pub(crate) fn park_watcher(
        &mut self,
        occupant: impl FnOnce() -> Occupant<F>,
        out: &mut Effects<F>,
    ) -> Key {
        let watchers = &mut self.cold().watchers;
        watchers.vacancy();
        watchers.park(occupant(), out)
    }

    /// Parks somebody who waits for the close of an open channel, where the task of this waker has parked before.
    pub(crate) fn park_watcher_again(&mut self, waker: &Waker) -> Option<Key> {
        self.cold().watchers.park_again(waker)
    }

    /// Nobody parks any more; whether somebody could until now.
    pub(crate) fn close(&mut self) -> bool {
        let open = !self.is_closed();
        if open {
            self.marks |= CLOSED | ENDED;
        }
        open
    }

    /// The waker that is kept in the one slot of a closed channel, to be dropped outside, if there is no more than that to do: else
    /// `None`, and a close has to [notify](Lines::notify).
    #[inline(always)]
    pub(crate) fn only_kept(&mut self) -> Option<Option<Waker>> {
        if self.has_ended() && !self.has_cold() { self.recvs.only_kept() } else { None }
    }

    /// Has `out` wake the next one who waits on a closed channel, or, once nobody is left, drop the next thing that was
    /// kept for those to come; whether there is any. One after the other, so that a close needs no memory however many
    /// wait.
    pub(crate) fn notify(&mut self, out: &mut Effects<F>) -> bool {
        let ended = self.has_ended();
        let mut cold = self.cold.as_mut();
        ended && self.recvs.notify(Side::Recvs, out)
            || cold.as_mut().is_some_and(|cold| {
                cold.sends.line.notify(Side::Sends, out) || cold.watchers.notify(Side::Watchers, out)
            })
            || ended && self.recvs.forget(out)
            || cold.is_some_and(|cold| {
                cold.sends.line.forget(out)
                    || cold.watchers.forget(out)
                    || cold.tickets.pop().is_some_and(|ticket| out.discard_ticket(ticket))
            })
    }
}
