//! The transitions of permits: room for values that are not there yet.
//!
//! A permit takes its room from the capacity that others see. Where nothing is buffered it speaks for a receive that waits
//! instead: sends leave that to it. Who waits for permits stands in the line of sends, without a value. Who waits for many
//! takes one after the other, at its place in the line, as room becomes free: so nobody who wants fewer goes ahead.

use super::state::{Refusal, State};
use super::waiting::{Effects, Key, Occupant, Sends, Side};
use crate::flavor::Flavor;
use core::task::Waker;

impl<T, F: Flavor> State<T, F> {
    /// Takes room for so many values, if there is room for all of them.
    pub(crate) fn reserve(&mut self, number: usize) -> Result<(), Refusal> {
        if self.lines.is_closed() {
            return Err(Refusal::Closed);
        }
        if self.unreserved(number) < number {
            return Err(Refusal::Wait);
        }
        self.hold(number);
        Ok(())
    }

    /// For how many values, up to `most`, room can be taken.
    fn unreserved(&mut self, most: usize) -> usize {
        if self.buffer.is_rendezvous() {
            self.lines.unclaimed(most)
        } else if self.capacity == usize::MAX {
            most
        } else {
            self.free_capacity().min(most)
        }
    }

    /// Takes room that there is.
    fn hold(&mut self, number: usize) {
        if self.buffer.is_rendezvous() {
            return self.lines.claim(number);
        }
        if self.capacity == usize::MAX {
            return; // unbounded: there is room for others whatever is held
        }
        self.capacity -= number;
        if self.is_gated() {
            self.set_gates();
        } else {
            (self.send_gate, self.recv_gate) = (0, usize::MAX);
        }
    }

    /// Parks a reserve of so many that [`State::reserve`] has refused in this same transition. It takes what room there is.
    pub(crate) fn park_reserve(
        &mut self,
        number: usize,
        occupant: impl FnOnce() -> Occupant<F>,
        out: &mut Effects<F>,
    ) -> Key {
        self.lines.parking_sends().parked.make_room_for_missing();
        let key = self.park_send(|| (None, occupant()), out);
        self.begin_reserve(number, key);
        key
    }

    /// Parks a reserve where the task of this waker has parked before; `None` where it has not. [`State::reserve`] has refused
    /// it in this same transition.
    pub(crate) fn park_reserve_again(&mut self, number: usize, waker: &Waker) -> Option<Key> {
        self.lines.sends()?.parked.make_room_for_missing();
        let key = self.park_send_again(&mut None, waker)?;
        self.begin_reserve(number, key);
        Some(key)
    }

    fn begin_reserve(&mut self, number: usize, key: Key) {
        self.lines.mark_mixed();
        if number > 1 {
            let held = self.unreserved(number);
            self.hold(held);
            if let (Some(sends), 2..) = (self.lines.sends(), number - held) {
                sends.parked.set_missing(key.index(), number - held);
            }
        }
    }

    /// Reserves for a parked reserve of one whose select is held, and which others pass over; it has left its line then, unless
    /// it goes on waiting.
    pub(crate) fn retry_reserve(&mut self, key: Key, out: &mut Effects<F>) -> Result<(), Refusal> {
        let reserved = self.reserve(1);
        if reserved != Err(Refusal::Wait) {
            self.lines.leave(Side::Sends, key, out);
            self.set_gates();
        }
        reserved
    }

    /// A reserve of so many leaves. For how many values it has room, which is to be [released](State::release).
    pub(crate) fn leave_reserve(&mut self, number: usize, key: Key, out: &mut Effects<F>) -> usize {
        let left = self.lines.leave(Side::Sends, key, out);
        self.set_gates();
        match self.lines.sends() {
            Some(sends) if left => number - sends.parked.take_missing(key.index()),
            _ => number,
        }
    }

    /// Receives where some in the line of sends may wait for room, or to send many values: the room that the value leaves is for
    /// the first of them. Where there is no value to leave any, a send's is passed on, and nobody gets room.
    #[cold]
    #[inline(never)]
    pub(super) fn recv_mixed(&mut self, out: &mut Effects<F>) -> Option<T> {
        self.lines.unmark_mixed();
        let leaves = self.available() > 0;
        let Sends { line, parked } = self.lines.sends()?;
        let index = line.win_first(|index, _| leaves || parked.holds(index))?;
        if let Some(sent) = self.take_sent(index, out) {
            return self.pass(Some(sent));
        }
        let value = self.pop();
        self.grant(index, out);
        value
    }

    /// Room for one value is given to whoever waits for it in this slot, and was won.
    pub(super) fn grant(&mut self, index: u32, out: &mut Effects<F>) {
        self.hold(1);
        if let Some(Sends { line, parked }) = self.lines.sends() {
            if parked.supply(index) {
                line.commit_at(index, Side::Sends, out);
            }
        }
        self.set_gates();
    }

    /// The room of so many permits is free again, if nobody waits for it; whether that is so.
    pub(crate) fn release_unwanted(&mut self, number: usize) -> bool {
        if self.lines.is_closed() {
            return true;
        }
        if self.lines.has_sends() {
            return false;
        }
        if self.buffer.is_rendezvous() {
            self.lines.unclaim(number);
        } else {
            self.capacity = self.capacity.saturating_add(number);
            self.set_gates();
        }
        true
    }

    /// One permit's room is free again, for the next in line. A send there may pass its value to a receive that waits: then both
    /// wake up. It can panic, for want of memory, and has done nothing then: the permit is as good as leaked.
    pub(crate) fn release(&mut self, [first, second]: &mut [Effects<F>; 2]) {
        if self.lines.is_closed() {
            return;
        }
        let alone = self.buffer.is_rendezvous() && self.can_stand_alone();
        if !alone {
            self.make_room();
        }
        if !self.buffer.is_rendezvous() {
            self.capacity = self.capacity.saturating_add(1);
            return self.admit(first);
        }
        self.lines.unclaim(1);
        let Some(index) = self.lines.win_for_receive(|_, _| true) else { return };
        let mut sent = self.take_sent(index, first);
        if sent.is_none() {
            return self.grant(index, first);
        }
        self.choose(second);
        if alone {
            self.buffer.set_lone(sent);
            self.lines.due -= 1;
        } else {
            self.push(&mut sent);
        }
    }

    /// There may be room for one value, and there is memory for it: it is for the first in the line of sends.
    fn admit(&mut self, out: &mut Effects<F>) {
        if self.lines.has_sends() && self.available() < self.capacity {
            if let Some(index) = self.lines.sends().and_then(|sends| sends.line.win_first(|_, _| true)) {
                let mut sent = self.take_sent(index, out);
                if sent.is_none() {
                    return self.grant(index, out);
                }
                self.push(&mut sent);
            }
        }
        self.set_gates();
    }

    /// [`State::fill`], if nobody is woken by it; whether it was done.
    #[inline]
    pub(crate) fn fill_unawaited(&mut self, slot: &mut Option<T>) -> bool {
        if self.lines.is_closed() || self.buffer.is_rendezvous() || !self.lines.recvs.is_empty() {
            return false;
        }
        self.make_room();
        self.capacity = self.capacity.saturating_add(1);
        self.push(slot);
        self.set_gates();
        true
    }

    /// Sends what `slot` holds in the room of a permit. If a receive takes it, the room is for the next in line: two may wake up.
    pub(crate) fn fill(
        &mut self,
        slot: &mut Option<T>,
        [first, second]: &mut [Effects<F>; 2],
    ) -> Result<(), Refusal> {
        if self.lines.is_closed() {
            return Err(Refusal::Closed);
        }
        // Its own value, and that of whoever gets its room.
        self.make_room_for(1 + usize::from(self.lines.has_sends()));
        let rendezvous = self.buffer.is_rendezvous();
        if rendezvous {
            self.lines.unclaim(1);
        } else {
            self.capacity = self.capacity.saturating_add(1);
        }
        let chosen = self.choose(first);
        self.push(slot);
        if chosen && !rendezvous {
            self.admit(second)
        } else {
            self.set_gates()
        }
        Ok(())
    }

    /// Whether a permit counts on a parked receive whose select is held: that one may not take a parked send, which may be the one
    /// that is counted on.
    pub(super) fn is_claimed(&mut self) -> bool {
        self.lines.has_claims()
            && self.available() == 0
            && !self.lines.is_closed()
            && self.lines.lacks_receives()
    }

    /// Whether a reserve may wait for a receive that has just parked.
    #[inline(always)]
    pub(crate) fn may_serve_reserve(&self) -> bool {
        self.lines.is_mixed() && self.buffer.is_rendezvous() && !self.lines.is_closed()
    }

    /// A receive has parked: the first reserve that can speak for it does.
    #[inline(always)]
    pub(crate) fn serve_reserve(&mut self, out: &mut Effects<F>) {
        if self.may_serve_reserve() {
            if let Some(index) = self.lines.win_for_receive(|parked, index| !parked.holds(index)) {
                self.grant(index, out);
            }
        }
    }
}
