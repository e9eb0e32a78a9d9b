//! A send of many values: nothing of others comes between them.
//!
//! What cannot be sent at once waits in the line of sends, at one place: the first value in its slot, as that of any send, the
//! others behind it. Whoever takes the value out of the slot has the next one take its place, and commits the send with the
//! last.

use super::state::{Refusal, State};
use super::waiting::{Effects, Key, Occupant, Sends, Side};
use crate::flavor::Flavor;
use crate::small_vec::SmallVec;
use alloc::collections::VecDeque;
use core::task::Waker;

/// The effects of a send of many: one for each receive that it wakes, and one for its own parking.
pub(crate) type ManyEffects<F> = SmallVec<Effects<F>, 16>;

impl<T, F: Flavor> State<T, F> {
    /// Whether it is certain that so many values can be sent in this same transition, to receives that wait and into the buffer.
    pub(crate) fn fits(&mut self, values: usize) -> bool {
        let receives = self.lines.certain(values);
        self.free_capacity().saturating_add(receives) >= values
    }

    /// Sends all of `queue` if that needs no thought; whether it did.
    #[inline]
    pub(crate) fn push_open_many(&mut self, queue: &mut VecDeque<T>) -> bool {
        let open = self.buffer.queued().saturating_add(queue.len()) <= self.send_gate;
        if open {
            self.buffer.push_many(queue.len(), queue);
        }
        open
    }

    /// Sends from the front of `queue`, until it is empty or the next value has to wait.
    pub(crate) fn send_many(
        &mut self,
        queue: &mut VecDeque<T>,
        out: &mut ManyEffects<F>,
    ) -> Result<(), Refusal> {
        if self.lines.is_closed() {
            return Err(Refusal::Closed);
        }
        // What can panic, for want of memory, comes first.
        let receives = self.lines.recvs.len().min(queue.len());
        let values = self.free_capacity().saturating_add(receives).min(queue.len());
        self.make_room_for(values);
        // And one more, for who parks with what is left.
        out.reserve(receives + usize::from(receives < queue.len()));
        while !queue.is_empty() && self.is_awaited() {
            let mut wakes = Effects::new();
            // The value leaves the queue if there is a place for it.
            let sent = self.send(&mut Front(queue), &mut wakes);
            if wakes.wakes() {
                out.push(wakes);
            }
            sent?;
        }
        let values = self.free_capacity().min(queue.len());
        self.buffer.push_many(values, queue);
        self.set_gates();
        if queue.is_empty() { Ok(()) } else { Err(Refusal::Wait) }
    }

    /// Parks a send of what is left of `queue`, of which [`State::send_many`] has refused the first in this same transition.
    pub(crate) fn park_send_many(
        &mut self,
        queue: &mut VecDeque<T>,
        occupant: impl FnOnce() -> Occupant<F>,
        out: &mut Effects<F>,
    ) -> Key {
        let at = self.lines.parking_sends().parked.make_queue(queue.len());
        let key = self.park_send(|| (None, occupant()), out);
        self.put_many(key, at, queue);
        key
    }

    /// Parks it where the task of this waker has parked before; `None` where it has not.
    pub(crate) fn park_send_many_again(&mut self, queue: &mut VecDeque<T>, waker: &Waker) -> Option<Key> {
        let at = self.lines.sends()?.parked.make_queue(queue.len());
        let key = self.park_send_again(&mut None, waker)?;
        self.put_many(key, at, queue);
        Some(key)
    }

    fn put_many(&mut self, key: Key, at: usize, queue: &mut VecDeque<T>) {
        if let Some(sends) = self.lines.sends() {
            sends.parked.put_many(key.index(), at, queue);
        }
        self.lines.mark_mixed();
    }

    /// Takes the value with which whoever was won in this slot waits, and commits its send unless there is another one; `None`:
    /// it waits for room.
    pub(super) fn take_sent(&mut self, index: u32, out: &mut Effects<F>) -> Option<T> {
        let Sends { line, parked } = self.lines.sends()?;
        let sent = parked.at(index).take()?;
        if !parked.refill(index) {
            line.commit_at(index, Side::Sends, out);
        }
        Some(sent)
    }

    /// A send of many leaves; what it has not sent goes to the front of `queue`.
    pub(crate) fn leave_send_many(&mut self, key: Key, queue: &mut VecDeque<T>, out: &mut Effects<F>) {
        let left = self.lines.leave(Side::Sends, key, out);
        self.set_gates();
        if let (true, Some(sends)) = (left, self.lines.sends()) {
            sends.parked.take_many(key.index(), queue);
        }
    }
}

/// The value at the front of a queue.
pub(crate) struct Front<'a, T>(pub(crate) &'a mut VecDeque<T>);

impl<T> super::parked::Outgoing<T> for Front<'_, T> {
    fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    fn take(&mut self) -> Option<T> {
        self.0.pop_front()
    }
}
