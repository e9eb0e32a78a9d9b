//! The transitions that every channel has: of sends, receives and the close. Those of permits, leases and many values at once
//! stand in [`permits`](super::permits), [`lease`](super::lease), [`send_many`](super::send_many) and [`batch`](super::batch).
//!
//! Pure: `&mut self` in, a result and effects out. Nothing here borrows, locks, wakes or runs foreign code.

use super::parked::Outgoing;
use super::state::{Refusal, State};
use super::waiting::{Effects, Key, Side, Ticket, Woken};
use crate::flavor::Flavor;

impl<T, F: Flavor> State<T, F> {
    // ---- The fast path: one comparison each -----------------------------------------------------------

    /// Sends what `slot` holds, if nobody waits, nothing is closed and there is room; whether it did.
    #[inline]
    pub(crate) fn push_open(&mut self, slot: &mut impl Outgoing<T>) -> bool {
        let open = self.buffer.queued() < self.send_gate && slot.is_some();
        if open {
            debug_assert!(self.buffer.queued() < self.buffer.room(), "there is memory for it");
            self.push(slot);
        }
        open
    }

    /// Receives into `sink`, if a value is available and no send waits for its place; whether it did.
    #[inline]
    pub(crate) fn pop_open(&mut self, sink: impl FnOnce(T)) -> bool {
        let open = self.buffer.queued() > self.recv_gate;
        if open {
            if let Some(value) = self.buffer.pop() {
                sink(value);
            }
        }
        open
    }

    // ---- Transitions ----------------------------------------------------------------------------------

    /// Sends what `slot` holds, or leaves it there. Where it holds nothing, nothing is done, and nothing counted.
    #[inline(always)]
    pub(crate) fn send(&mut self, slot: &mut impl Outgoing<T>, out: &mut Effects<F>) -> Result<(), Refusal> {
        if self.lines.is_closed() {
            return Err(Refusal::Closed);
        }
        if !slot.is_some() {
            return Err(Refusal::Wait);
        }
        let mut awaited = self.is_awaited();
        if awaited && self.can_stand_alone() {
            if self.lines.recvs.commit(Side::Recvs, out).is_some() {
                self.push_alone(slot);
                return Ok(());
            }
            awaited = false;
        }
        if !awaited && self.available() >= self.capacity {
            return Err(Refusal::Wait);
        }
        self.make_room();
        if awaited && self.choose(out) || self.available() < self.capacity {
            self.push(slot);
            self.set_gates();
            return Ok(());
        }
        Err(Refusal::Wait)
    }

    /// Whether a receive may wait that a send can choose: permits leave their own to nobody else.
    #[inline(always)]
    pub(super) fn is_awaited(&mut self) -> bool {
        !self.lines.recvs.is_empty() && (!self.lines.has_claims() || self.lines.unclaimed(1) > 0)
    }

    /// [`State::send`], if nothing is left to be run but the wake-up of a task that it chooses.
    #[inline(always)]
    pub(crate) fn send_plain(&mut self, slot: &mut impl Outgoing<T>) -> Option<Option<Woken>> {
        if !self.lines.is_plain() || !slot.is_some() {
            return None;
        }
        if !self.lines.recvs.is_empty() {
            if self.can_stand_alone() {
                if let Some(woken) = self.lines.recvs.commit_task(Side::Recvs) {
                    self.push_alone(slot);
                    return Some(Some(woken));
                }
            } else {
                self.make_room();
                if let Some(woken) = self.lines.recvs.commit_task(Side::Recvs) {
                    self.push(slot);
                    self.note_chosen();
                    return Some(Some(woken));
                }
            }
            if self.lines.recvs.pass_lost() {
                return None;
            }
        }
        if self.available() >= self.capacity {
            return None;
        }
        self.make_room();
        self.push(slot);
        self.set_gates();
        Some(None)
    }

    /// Sends ahead of parked sends; a value that has to make room for it is the result.
    pub(crate) fn force_send(
        &mut self,
        slot: &mut Option<T>,
        out: &mut Effects<F>,
    ) -> Result<Option<T>, Refusal> {
        match self.send(slot, out) {
            Err(Refusal::Wait) if self.buffer.is_rendezvous() || self.available() == 0 || !slot.is_some() => {
                Ok(slot.take())
            }
            Err(Refusal::Wait) => {
                if self.buffer.has_lone() {
                    self.make_room(); // it leaves no place in the queue
                }
                let evicted = self.remove(self.reserved());
                self.push(slot);
                self.set_gates();
                Ok(evicted)
            }
            Err(Refusal::Closed) => Err(Refusal::Closed),
            Ok(()) => Ok(None),
        }
    }

    /// Receives the value whose send committed first.
    #[inline(always)]
    pub(crate) fn recv(&mut self, out: &mut Effects<F>) -> Result<T, Refusal> {
        if self.passes() {
            if self.lines.is_mixed() {
                if let Some(value) = self.recv_mixed(out) {
                    return Ok(value);
                }
            } else if let Some(sent) = self.lines.sends().and_then(|sends| {
                let index = sends.line.commit(Side::Sends, out)?;
                Some(sends.parked.at(index).take())
            }) {
                return self.pass(sent).ok_or(Refusal::Wait);
            }
        }
        if self.available() > 0 {
            let value = self.pop();
            self.set_gates();
            return value.ok_or(Refusal::Wait);
        }
        Err(if self.lines.has_ended() { Refusal::Closed } else { Refusal::Wait })
    }

    /// [`State::recv`], if nothing is left to be run but the wake-up of a task whose send it commits.
    #[inline(always)]
    pub(crate) fn recv_plain(&mut self) -> Option<(T, Option<Woken>)> {
        if !self.lines.is_plain() {
            return None;
        }
        if self.lines.has_sends() {
            if !self.passes() {
                return None;
            }
            let sends = self.lines.sends()?;
            if let Some(woken) = sends.line.commit_task(Side::Sends) {
                let sent = sends.parked.at(woken.index()).take();
                return Some((self.pass(sent)?, Some(woken)));
            }
            if sends.line.pass_lost() {
                return None;
            }
        }
        if self.available() == 0 {
            return None;
        }
        let value = self.pop();
        self.set_gates();
        Some((value?, None))
    }

    /// A receive takes the front and commits a parked send, if there is one, in one step: what a send waits for by the
    /// second law is made by this.
    #[inline(always)]
    fn passes(&self) -> bool {
        !self.lines.is_closed() && self.available() <= self.capacity
    }

    /// Takes the front, which may be the value itself of the send that was committed.
    #[inline(always)]
    pub(super) fn pass(&mut self, sent: Option<T>) -> Option<T> {
        let front = self.buffer.pass(sent)?;
        if self.lines.is_detoured() {
            self.forget_returned(1);
        }
        // For a send nothing has changed.
        if self.is_gated() {
            self.set_recv_gate();
        }
        Some(front)
    }

    /// Receives for a parked receive whose select is held, and which others pass over; it has left its line then, unless it
    /// goes on waiting.
    pub(crate) fn retry_recv(&mut self, key: Key, out: &mut Effects<F>) -> Result<T, Refusal> {
        let received = if self.is_claimed() { Err(Refusal::Wait) } else { self.recv(out) };
        if !matches!(received, Err(Refusal::Wait)) {
            self.leave_recv(key, out);
        }
        received
    }

    /// Sends for a parked send whose select is held, and which others pass over; it has left its line then, unless it goes on
    /// waiting. A value that cannot be sent any more is in `slot`.
    pub(crate) fn retry_send(
        &mut self,
        key: Key,
        slot: &mut Option<T>,
        out: &mut Effects<F>,
    ) -> Result<(), Refusal> {
        if self.refuses_send() == Some(Refusal::Wait) {
            return Err(Refusal::Wait);
        }
        // Before the value is taken out of the line.
        self.make_room();
        *slot = self.lines.sends().and_then(|sends| sends.parked.at(key.index()).take());
        let sent = self.send(slot, out);
        if let (Err(Refusal::Wait), Some(sends)) = (sent, self.lines.sends()) {
            *sends.parked.at(key.index()) = slot.take();
        } else {
            self.leave_send(key, out);
        }
        sent
    }

    /// Whether a parked send was committed: a look that costs no more than that.
    #[inline]
    pub(crate) fn was_sent(&mut self, key: Key) -> bool {
        self.lines.sends().is_none_or(|sends| !sends.line.holds(key))
    }

    /// What a parked receive has reserved, if it was chosen.
    #[inline(always)]
    pub(crate) fn try_collect(&mut self, key: Key) -> Option<T> {
        if self.lines.recvs.holds(key) { None } else { Some(self.collect()) }
    }

    /// The value that a chosen receive has reserved: the one at the front, whoever collects first.
    #[inline(always)]
    pub(crate) fn collect(&mut self) -> T {
        let value = if self.buffer.has_lone() {
            self.collect_lone()
        } else if self.buffer.looks() {
            self.lines.due -= 1;
            let value = self.pop_looking();
            self.set_gates();
            value
        } else {
            self.note_collected();
            self.buffer.pop()
        };
        value.expect("what is reserved stays in the buffer")
    }

    /// A send leaves. Its value, unless that was sent.
    pub(crate) fn leave_send(&mut self, key: Key, out: &mut Effects<F>) -> Option<T> {
        let left = self.lines.leave(Side::Sends, key, out);
        self.set_gates();
        if left { self.lines.sends()?.parked.at(key.index()).take() } else { None }
    }

    /// [`State::leave_recv`], if nothing is left to be run but the drop of an arm's ticket.
    #[inline(always)]
    pub(crate) fn leave_recv_plain(&mut self, key: Key) -> Option<Option<F::Ptr<Ticket<F>>>> {
        if !self.lines.is_plain() {
            return None;
        }
        let ticket = self.lines.recvs.take_out(key, false)?;
        if self.is_gated() {
            self.set_send_gate();
        }
        Some(ticket)
    }

    /// A receive leaves; what it had reserved passes to the next in line, or stays at the front.
    pub(crate) fn leave_recv(&mut self, key: Key, out: &mut Effects<F>) {
        if self.lines.leave(Side::Recvs, key, out) {
            if self.is_gated() {
                self.set_send_gate();
            }
        } else {
            self.lines.due -= 1;
            self.settle(out);
        }
    }

    /// Closes a channel of which nothing is left to be told, dropped or given back, as it was never used; whether it is one.
    #[inline(always)]
    pub(crate) fn close_unused(&mut self) -> bool {
        let unused = self.lines.are_unused() && self.buffer.memory() == 0 && self.lines.close();
        debug_assert!(!unused || self.send_gate == 0, "where there is no memory sends are shut out already");
        unused
    }

    /// Closes; whether this call did. Those who wait are told one by one, with [`Lines::notify`](super::waiting::Lines::notify).
    #[inline(always)]
    pub(crate) fn close(&mut self) -> bool {
        let open = self.lines.close();
        self.send_gate = 0;
        if self.lines.has_cold() {
            self.close_cold(open);
        } else if self.buffer.memory() > 0 {
            self.buffer.close(0);
            self.set_recv_gate();
        }
        open
    }

    /// What is left of a close where there are cold parts.
    #[inline(never)]
    fn close_cold(&mut self, open: bool) {
        let owed = if self.leases().is_some() { self.close_leased(open) } else { 0 };
        self.buffer.close(owed);
        self.set_gates();
    }

    /// The last receiver has gone: nobody will receive what is buffered.
    pub(crate) fn abandon(&mut self) -> (Option<T>, F::Queue<T>) {
        self.lines.due = 0;
        self.forget_returned(usize::MAX);
        let values = self.buffer.take();
        self.set_gates();
        values
    }
}
