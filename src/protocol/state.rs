//! The state of one channel: what is in it, who waits, and the two gates in which all of that is summed up. How it changes
//! stands in [`transitions`](super::transitions).

use super::buffer::Buffer;
use super::leases::Leases;
use super::parked::{Outgoing, Parked};
use super::waiting::{Effects, Lines, Side};
use crate::flavor::Flavor;
use alloc::boxed::Box;

/// Why an operation cannot complete now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would have to wait.
    Wait,
    /// It would wait for ever.
    Closed,
}

/// Those who wait in a channel of values.
type ValueLines<T, F> = Lines<F, Parked<T>, Option<Box<Leases>>>;

pub struct State<T, F: Flavor> {
    pub(super) buffer: Buffer<T, F::Queue<T>>,
    /// A send is a plain push while the buffer is shorter than this. See [`State::set_gates`].
    pub(super) send_gate: usize,
    /// A receive is a plain pop while the buffer is longer than this.
    pub(super) recv_gate: usize,
    /// Without what permits hold; `usize::MAX`: unbounded, whatever they hold.
    pub(super) capacity: usize,
    pub(super) lines: ValueLines<T, F>,
}

impl<T, F: Flavor> State<T, F> {
    #[inline(always)]
    pub(crate) fn new(capacity: usize) -> Self {
        State {
            buffer: Buffer::new(capacity == 0),
            send_gate: 0,
            recv_gate: usize::MAX,
            capacity,
            lines: Lines::new(),
        }
    }

    /// Who waits: for what of it has nothing to do with values.
    #[inline(always)]
    pub(crate) fn lines(&mut self) -> &mut ValueLines<T, F> {
        &mut self.lines
    }

    // ---- Inquiries ------------------------------------------------------------------------------------

    /// The refusal of a send, if it is certain.
    #[inline]
    pub(crate) fn refuses_send(&self) -> Option<Refusal> {
        if !self.lines.recvs.is_empty() {
            None // whatever else: this is asked most often where a receive waits
        } else if self.lines.is_closed() {
            Some(Refusal::Closed)
        } else if self.available() >= self.capacity {
            Some(Refusal::Wait)
        } else {
            None
        }
    }

    /// The refusal of a receive, if it is certain.
    #[inline]
    pub(crate) fn refuses_recv(&self) -> Option<Refusal> {
        if self.available() > 0 || self.lines.has_sends() {
            None
        } else if self.lines.has_ended() {
            Some(Refusal::Closed)
        } else {
            Some(Refusal::Wait)
        }
    }

    /// Whether a receive is not refused, or by the close. Asked of many channels in turn, with a random answer: without a branch on it.
    #[inline]
    pub(crate) fn is_receivable(&self) -> bool {
        let receivable = (self.available() > 0) | self.lines.has_sends() | self.lines.has_ended();
        debug_assert_eq!(receivable, self.refuses_recv() != Some(Refusal::Wait));
        receivable
    }

    /// Values that parked receives have been chosen for.
    #[inline]
    pub fn reserved(&self) -> usize {
        (self.lines.due + i32::from(self.buffer.has_lone())) as usize
    }

    /// The capacity, without what permits hold.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// For how many values there is room that nobody holds.
    pub(crate) fn free_capacity(&self) -> usize {
        self.capacity.saturating_sub(self.available())
    }

    /// Whether sends are parked.
    #[inline]
    pub fn has_sends(&self) -> bool {
        self.lines.has_sends()
    }

    /// Whether receives are parked.
    #[inline]
    pub fn has_recvs(&self) -> bool {
        !self.lines.recvs.is_empty()
    }

    /// Values that can be received.
    #[inline]
    pub(crate) fn available(&self) -> usize {
        // What stands alone is in neither number; once its receive has left, `due` is one less for it.
        self.buffer.queued().wrapping_sub(self.lines.due as usize)
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.lines.is_closed()
    }

    /// Makes all the memory now that the channel needs while so many wait in each line; `capacity` with what permits hold. It
    /// can panic, for want of memory.
    pub(crate) fn preallocate(&mut self, capacity: Option<usize>, waiters: usize) {
        if self.lines.is_closed() {
            return;
        }
        self.lines.preallocate(waiters);
        self.lines.parking_sends().parked.preallocate(waiters);
        if let Some(capacity) = capacity {
            // What waiting receives were chosen for stands beyond the capacity.
            let owed = self.leased();
            self.buffer.preallocate(capacity.saturating_add(waiters), owed);
        }
        self.set_gates();
    }

    /// In the lowest bits, how many of them the constant says: whether receives are told of the close, then whether the
    /// channel is closed.
    #[inline(always)]
    pub fn marks(&self) -> usize {
        self.lines.marks() as usize & ((1 << Self::MARKS) - 1)
    }

    pub const MARKS: u32 = 2;

    // ---- The laws -------------------------------------------------------------------------------------

    /// Re-establishes the laws after a change that has made a value available. Whoever makes room admits a parked send itself.
    pub(super) fn settle(&mut self, out: &mut Effects<F>) {
        if !self.lines.has_ended() {
            self.choose(out);
        }
        self.set_gates();
    }

    /// Chooses the oldest parked receive for one value, buffered or about to be; whether there is one.
    #[inline(always)]
    pub(super) fn choose(&mut self, out: &mut Effects<F>) -> bool {
        let chosen = self.lines.recvs.commit(Side::Recvs, out).is_some();
        if chosen {
            self.lines.due += 1;
        }
        chosen
    }

    #[inline]
    pub(super) fn push(&mut self, slot: &mut impl Outgoing<T>) {
        if let Some(value) = slot.take() {
            self.buffer.push(value);
        }
    }

    /// Whether the value for a receive that waits can [stand alone](Buffer::set_lone): there is no other one.
    #[inline(always)]
    pub(super) fn can_stand_alone(&self) -> bool {
        // A queue that is lent out otherwise would have to stay here meanwhile.
        !(F::LENDS && self.is_gated()) && self.buffer.len() == 0
    }

    /// A receive was chosen by a send, in an open channel, for the value in `slot`, which [stands alone](Buffer::set_lone). The
    /// gates, as [`State::set_gates`] has them: the one for sends was shut, since a receive waited.
    #[inline(always)]
    pub(super) fn push_alone(&mut self, slot: &mut impl Outgoing<T>) {
        self.buffer.set_lone(slot.take());
        self.recv_gate = usize::MAX;
        // Where the queue is lent out there is no gate here.
        if !F::LENDS && self.lines.recvs.is_empty() {
            self.send_gate = self.open_send_gate();
        }
        debug_assert!(self.lines.due == 0 && self.gates_hold());
    }

    /// The two gates stand for every question of the fast path.
    ///
    /// Send: shut while closed or while a receive waits, since a value then passes through [`State::send`];
    /// else there is room up to the capacity, to what is reserved beyond it and to what needs no memory.
    /// A parked send shuts it by the second law: `available >= capacity`. Below [`MIN_GATED`](crate::flavor::Parts::MIN_GATED) both
    /// are always shut.
    ///
    /// Receive: shut while a send waits, since a receive then makes room for it; else what is reserved is not
    /// available, nor is the value at which the buffer looks at its size. And shut while a value stands alone before the queue.
    ///
    /// Where permits hold all room both are shut as well, by [`State::hold`].
    /// Both are shut while values stand at the front that have come back: see [`leases`](super::leases).
    #[inline(always)]
    pub(super) fn set_gates(&mut self) {
        if self.is_gated() {
            self.set_send_gate();
            self.set_recv_gate();
        }
    }

    /// A receive was chosen by a send, in an open channel: the gates, as [`State::set_gates`] has them. The one for
    /// sends was shut, since a receive waited.
    #[inline(always)]
    pub(super) fn note_chosen(&mut self) {
        self.lines.due += 1;
        if self.is_gated() {
            self.recv_gate = self.recv_gate.saturating_add(1);
            if self.lines.recvs.is_empty() {
                self.send_gate = self.open_send_gate();
            }
        }
        debug_assert!(self.gates_hold());
    }

    /// One value less is reserved, and nothing else changes that the gates stand for.
    #[inline(always)]
    pub(super) fn note_collected(&mut self) {
        self.lines.due -= 1;
        if self.is_gated() {
            if self.recv_gate != usize::MAX {
                self.recv_gate -= 1;
            }
            self.send_gate = self.send_gate.min(self.bound());
        }
        debug_assert!(self.gates_hold());
    }

    /// Whether no gate is open wider than [`State::set_gates`] would have it; it may be shut where that would open it.
    fn gates_hold(&mut self) -> bool {
        let (send_gate, recv_gate) = (self.send_gate, self.recv_gate);
        self.set_gates();
        let hold = send_gate <= self.send_gate && recv_gate >= self.recv_gate;
        (self.send_gate, self.recv_gate) = (send_gate, recv_gate);
        hold
    }

    /// Whether the gates ever open at this capacity.
    #[inline(always)]
    pub fn is_gated(&self) -> bool {
        self.capacity >= F::MIN_GATED
    }

    #[inline(always)]
    pub(super) fn set_send_gate(&mut self) {
        let shut = self.lines.is_closed() || !self.lines.recvs.is_empty() || self.lines.due < 0;
        self.send_gate = if shut { 0 } else { self.open_send_gate() };
    }

    #[inline(always)]
    fn open_send_gate(&self) -> usize {
        self.bound().min(self.buffer.room())
    }

    /// With less values than this in the queue there is room, unless one stands alone that can be received.
    #[inline(always)]
    fn bound(&self) -> usize {
        debug_assert!(self.lines.due >= 0);
        self.capacity.saturating_add(self.lines.due as u32 as usize)
    }

    #[inline(always)]
    pub(super) fn set_recv_gate(&mut self) {
        self.recv_gate = if self.is_gated() && !self.lines.has_sends() && !self.buffer.has_lone() {
            self.buffer.floor().map_or(usize::MAX, |floor| self.lines.due as usize + floor)
        } else {
            usize::MAX
        };
    }

    /// The queue of committed values, for the flavour that lends it out while nobody enters the channel.
    pub fn queue(&mut self) -> &mut F::Queue<T> {
        self.buffer.queue()
    }

    /// Where sends and receives need no thought until the next who enters: sends while there are less values than the
    /// first number, receives while there are more than the second, which counts what is reserved. `None` while somebody
    /// waits. A closed channel can be drained so.
    #[inline]
    pub fn gates(&self) -> Option<(usize, usize)> {
        // Shut for receives where sends wait, or have waited until their selects were decided elsewhere, and where a pop looks.
        let open = self.recv_gate <= isize::MAX as usize
            && (self.send_gate > 0 || self.lines.is_closed() && self.drains());
        open.then_some((self.send_gate, self.recv_gate))
    }

    /// Of a closed channel: nobody waits in it, and there is something to be received.
    // Out of line, as every release of the lock asks for the gates, and next to none gets here.
    #[inline(never)]
    fn drains(&self) -> bool {
        self.lines.recvs.is_empty() && self.available() > 0
    }
}
