//! Leases: receives whose values may come back.
//!
//! A value that comes back stands before everything else, those that are reserved included, among its like in the order in
//! which they were received first. While there is one, the channel is on a detour: its gates are shut, and whatever takes the
//! front has its number forgotten. So a channel whose values do not come back knows nothing of this.
//!
//! A closed channel ends when no lease is out and no receive was chosen that will make one. Until then receives wait.
//!
//! Memory for what comes back is made before the value leaves: a return finds it, and cannot fail. As everywhere here, nothing
//! is locked, woken or dropped.

use super::leases::Leases;
use super::state::{Refusal, State};
use super::waiting::{Effects, Key, Occupant};
use crate::flavor::Flavor;
use core::task::Waker;

/// A value that is lent out.
pub(crate) struct Leased<T> {
    pub(crate) value: T,
    /// The order in which such values were received first.
    number: u64,
}

impl<T, F: Flavor> State<T, F> {
    pub(super) fn leases(&mut self) -> Option<&mut Leases> {
        self.lines.extra()?.as_deref_mut()
    }

    /// It can panic, for want of memory.
    fn making_leases(&mut self) -> &mut Leases {
        self.lines.making_extra().get_or_insert_default()
    }

    /// How many values may come back.
    pub(crate) fn leased(&mut self) -> usize {
        self.leases().map_or(0, |leases| leases.out)
    }

    // ---- Receives that make leases --------------------------------------------------------------------

    /// [Receives](State::recv) a value that may come back.
    pub(crate) fn lease(&mut self, out: &mut Effects<F>) -> Result<Leased<T>, Refusal> {
        if let Some(refusal) = self.refuses_recv() {
            return Err(refusal);
        }
        // First of all, since it can panic. A send that this commits may take the place of what is received.
        let places = 1 + usize::from(self.lines.has_sends());
        let number = self.lend(places);
        let received = self.recv(out);
        if received.is_err() {
            self.making_leases().out -= 1;
        }
        let value = received?;
        if self.lines.has_ended() {
            self.lines.set_ended(false);
            if self.available() > 0 {
                // Somebody who was about to be told waits on: a closed channel wakes nobody else for a receive.
                self.choose(out);
            }
        }
        Ok(self.lent(value, number))
    }

    /// Lends out the value at the front, which is about to be received; its number. There is memory then for what comes back,
    /// beside as many values as there are now, or one less where but one of the two `places` is needed. It can panic, for want
    /// of memory, and has done nothing then.
    fn lend(&mut self, places: usize) -> u64 {
        let leases = self.making_leases();
        leases.reserve();
        // What stands alone leaves no place in the queue.
        let owed = leases.out + places - usize::from(!self.buffer.has_lone());
        if !self.buffer.has_memory(owed) {
            self.buffer.grow(1, self.capacity, self.buffer.len() + 2 * owed);
        }
        self.making_leases().lend()
    }

    /// What was lent out was received.
    fn lent(&mut self, value: T, number: u64) -> Leased<T> {
        let owed = self.leased();
        self.buffer.owe(owed);
        self.set_gates();
        Leased { value, number }
    }

    /// Parks a receive that [`State::lease`] has refused in this same transition.
    pub(crate) fn park_lease(&mut self, occupant: impl FnOnce() -> Occupant<F>, out: &mut Effects<F>) -> Key {
        let index = self.lines.recvs.vacancy();
        self.making_leases().make_room(index);
        let key = self.park_recv(occupant, out);
        self.making_leases().park(key);
        key
    }

    /// Parks a receive where the task of this waker has parked before; `None` where it has not. [`State::lease`] has refused
    /// it in this same transition.
    pub(crate) fn park_lease_again(&mut self, waker: &Waker) -> Option<Key> {
        let index = self.lines.recvs.vacancy();
        self.making_leases().make_room(index);
        let key = self.park_recv_again(waker)?;
        self.making_leases().park(key);
        Some(key)
    }

    /// [`State::retry_recv`] for a lease.
    pub(crate) fn retry_lease(&mut self, key: Key, out: &mut Effects<F>) -> Result<Leased<T>, Refusal> {
        let leased = if self.is_claimed() { Err(Refusal::Wait) } else { self.lease(out) };
        if !matches!(leased, Err(Refusal::Wait)) {
            self.leave_lease(key, out);
        }
        leased
    }

    /// What a parked receive has reserved, if it was chosen.
    pub(crate) fn try_collect_lease(&mut self, key: Key) -> Option<Leased<T>> {
        if self.lines.recvs.holds(key) { None } else { Some(self.collect_lease()) }
    }

    /// The value that a chosen receive has reserved.
    pub(crate) fn collect_lease(&mut self) -> Leased<T> {
        let number = self.lend(1);
        self.making_leases().asking -= 1;
        self.lines.set_ended(false);
        let value = self.collect();
        self.lent(value, number)
    }

    /// A receive leaves; what it had reserved passes on. Whether that is the end of a closed channel: then receives are to be
    /// told, with [`Lines::notify`](super::waiting::Lines::notify).
    pub(crate) fn leave_lease(&mut self, key: Key, out: &mut Effects<F>) -> bool {
        self.leave_recv(key, out);
        self.making_leases().asking -= 1;
        self.settle_end()
    }

    // ---- The end of a lease ---------------------------------------------------------------------------

    /// A value comes back, for which there is memory. Whether that is the end of a closed channel.
    pub(crate) fn return_lease(&mut self, leased: Leased<T>, out: &mut Effects<F>) -> bool {
        debug_assert!(self.buffer.has_memory(1), "it was owed");
        let leases = self.making_leases();
        leases.out -= 1;
        let index = leases.insert(leased.number);
        self.buffer.insert(index, leased.value);
        self.buffer.look_at_all(true);
        self.lines.set_detour(true);
        self.settle(out);
        self.settle_end()
    }

    /// A value was taken for good. Whether that is the end of a closed channel.
    pub(crate) fn end_lease(&mut self) -> bool {
        self.making_leases().out -= 1;
        self.settle_end()
    }

    /// Whether a closed channel has come to its end by this.
    fn settle_end(&mut self) -> bool {
        let ends = self.lines.is_closed() && !self.lines.has_ended() && !self.is_leased();
        if ends {
            self.lines.set_ended(true);
            self.buffer.close(0);
            self.set_gates();
        }
        ends
    }

    /// Whether a lease is out, or a receive was chosen that will make one.
    fn is_leased(&mut self) -> bool {
        let (recvs, leases) = self.lines.recvs_and_extra();
        let waits = |&key: &Key| recvs.holds(key);
        leases
            .and_then(|leases| leases.as_deref())
            .is_some_and(|leases| leases.out > 0 || leases.parked().filter(waits).count() < leases.asking)
    }

    /// A channel with leases was closed, if it was open; how many values may come back. While it is leased it has not ended.
    #[cold]
    pub(super) fn close_leased(&mut self, was_open: bool) -> usize {
        if was_open && self.is_leased() {
            self.lines.set_ended(false);
        }
        self.leased()
    }

    // ---- What passes the front of the buffer ----------------------------------------------------------

    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<T> {
        if self.buffer.has_lone() {
            self.lines.due += 1;
            self.collect_lone()
        } else if self.buffer.looks() {
            self.pop_looking()
        } else {
            self.buffer.pop()
        }
    }

    /// Takes the value that stands alone, for a receive that was chosen.
    #[inline(always)]
    pub(super) fn collect_lone(&mut self) -> Option<T> {
        let value = self.buffer.take_lone();
        if self.buffer.looks() {
            self.popped(1);
            self.set_gates();
        }
        value
    }

    /// Pops with a look at what is left.
    #[inline(never)]
    pub(super) fn pop_looking(&mut self) -> Option<T> {
        let value = self.buffer.pop();
        self.popped(1);
        value
    }

    /// So many values have left the front of a buffer that looks.
    pub(super) fn popped(&mut self, number: usize) {
        if self.lines.is_detoured() {
            self.forget_returned(number);
        }
        if self.buffer.len() == 0 {
            let owed = self.leased();
            self.buffer.drained(owed);
        }
    }

    /// So many values have left the front.
    #[cold]
    pub(super) fn forget_returned(&mut self, number: usize) {
        if self.leases().is_some_and(|leases| leases.forget(number)) {
            self.take_the_short_way();
        }
    }

    /// Takes out the value that so many stand before.
    pub(super) fn remove(&mut self, index: usize) -> Option<T> {
        let stood_alone = self.buffer.has_lone();
        let value = self.buffer.remove(index);
        if stood_alone && !self.buffer.has_lone() {
            self.lines.due += 1;
        }
        if self.lines.is_detoured() && self.leases().is_some_and(|leases| leases.remove(index)) {
            self.take_the_short_way();
        }
        value
    }

    /// No value is left of those that had come back.
    fn take_the_short_way(&mut self) {
        self.buffer.look_at_all(false);
        self.lines.set_detour(false);
    }

    /// Makes room for one more value where there is none. It can panic, for want of memory: it comes before anything else
    /// that a transition does.
    #[inline(always)]
    pub(super) fn make_room(&mut self) {
        if self.buffer.queued() >= self.buffer.room() {
            if self.lines.has_cold() {
                self.grow(1);
            } else {
                self.buffer.grow(1, self.capacity, 0);
            }
            // Pops may look from now on.
            self.set_recv_gate();
        }
    }

    /// [Makes room](State::make_room) for so many more values. The gates are the caller's to set.
    #[inline]
    pub(super) fn make_room_for(&mut self, values: usize) {
        if values > 0 && self.buffer.queued() + values > self.buffer.room() {
            self.grow(values);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, values: usize) {
        let owed = self.leased();
        self.buffer.grow(values, self.capacity, owed);
    }
}
