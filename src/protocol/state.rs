//! The state of one channel and every transition of it.
//!
//! Pure: `&mut self` in, a result and effects out. Nothing here borrows, locks, wakes or runs foreign code, and
//! only this file decides who may move a value.

use super::buffer::Buffer;
use super::ticket::Ticket;
use super::waiters::{Home, Key, Line, Side, Waiter};
use super::wakes::{Wakes, Woken};
use crate::flavor::Flavor;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::task::Waker;

/// Why an operation cannot complete now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would have to wait.
    Wait,
    /// It would wait for ever.
    Closed,
}

/// What became of a parked operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Waiting,
    /// A send's value was taken, or a receive was chosen for one.
    Committed,
    Closed,
}

pub struct State<T, F: Flavor> {
    buffer: Buffer<T, F::Queue<T>>,
    /// A send is a plain push while the buffer is shorter than this. See [`State::set_gates`].
    send_gate: usize,
    /// A receive is a plain pop while the buffer is longer than this.
    recv_gate: usize,
    /// Receives that were chosen and have not collected.
    reserved: usize,
    /// `usize::MAX`: unbounded.
    capacity: usize,
    closed: bool,
    sends: Line<Option<T>, F>,
    recvs: Line<(), F>,
    /// Those who wait for the close; most channels have none.
    watchers: Option<Box<Line<(), F>>>,
    /// Tickets of selects that have ended, for those to come; nobody else shares them.
    tickets: Vec<F::Ptr<Ticket<F>>>,
}

impl<T, F: Flavor> State<T, F> {
    #[inline(always)]
    pub(crate) fn new(capacity: usize) -> Self {
        State {
            buffer: Buffer::new(),
            send_gate: 0,
            recv_gate: if capacity == 0 { usize::MAX } else { 0 },
            reserved: 0,
            capacity,
            closed: false,
            sends: Line::new(),
            recvs: Line::new(),
            watchers: None,
            tickets: Vec::new(),
        }
    }

    // ---- The fast path: one comparison each -----------------------------------------------------------

    /// Sends what `slot` holds, if nobody waits, nothing is closed and there is room; whether it did.
    #[inline]
    pub(crate) fn push_open(&mut self, slot: &mut Option<T>) -> bool {
        let open = self.buffer.len() < self.send_gate && slot.is_some();
        if open {
            self.push(slot);
        }
        open
    }

    /// Receives into `sink`, if a value is available and no send waits for its place; whether it did.
    #[inline]
    pub(crate) fn pop_open(&mut self, sink: impl FnOnce(T)) -> bool {
        let open = self.buffer.len() > self.recv_gate;
        if open {
            if let Some(value) = self.buffer.pop() {
                sink(value);
            }
        }
        open
    }

    // ---- Inquiries ------------------------------------------------------------------------------------

    /// The refusal of a send, if it is certain.
    #[inline]
    pub(crate) fn refuses_send(&self) -> Option<Refusal> {
        if self.closed {
            Some(Refusal::Closed)
        } else if self.recvs.is_empty() && self.available() >= self.capacity {
            Some(Refusal::Wait)
        } else {
            None
        }
    }

    /// The refusal of a receive, if it is certain.
    #[inline]
    pub(crate) fn refuses_recv(&self) -> Option<Refusal> {
        if self.available() > 0 || !self.sends.is_empty() {
            None
        } else if self.closed {
            Some(Refusal::Closed)
        } else {
            Some(Refusal::Wait)
        }
    }

    /// Values that parked receives have been chosen for.
    #[inline]
    pub fn reserved(&self) -> usize {
        self.reserved
    }

    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether sends are parked.
    #[inline]
    pub fn has_sends(&self) -> bool {
        !self.sends.is_empty()
    }

    /// Whether receives are parked.
    #[inline]
    pub fn has_recvs(&self) -> bool {
        !self.recvs.is_empty()
    }

    /// Values that can be received.
    #[inline]
    pub(crate) fn available(&self) -> usize {
        self.buffer.len() - self.reserved
    }

    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    // ---- Transitions ----------------------------------------------------------------------------------

    /// Sends what `slot` holds, or leaves it there. Where it holds nothing, nothing is done, and nothing counted.
    #[inline(always)]
    pub(crate) fn send(&mut self, slot: &mut Option<T>, out: &mut Wakes<F>) -> Result<(), Refusal> {
        if self.closed {
            return Err(Refusal::Closed);
        }
        let awaited = !self.recvs.is_empty();
        if slot.is_none() || !awaited && self.available() >= self.capacity {
            return Err(Refusal::Wait);
        }
        self.buffer.make_room(self.capacity);
        if awaited && self.choose(out) || self.available() < self.capacity {
            self.push(slot);
            self.set_gates();
            return Ok(());
        }
        Err(Refusal::Wait)
    }

    /// [`State::send`], if it wakes a task that it chooses.
    #[inline(always)]
    pub(crate) fn send_waking(&mut self, slot: &mut Option<T>) -> Option<Woken> {
        if self.closed || slot.is_none() || self.recvs.is_empty() {
            return None;
        }
        self.buffer.make_room(self.capacity);
        let ((), woken) = self.recvs.commit_task(Side::Recvs)?;
        self.reserved += 1;
        self.push(slot);
        self.set_gates();
        Some(woken)
    }

    /// Sends ahead of parked sends; a value that has to make room for it is the result.
    pub(crate) fn force_send(
        &mut self,
        slot: &mut Option<T>,
        out: &mut Wakes<F>,
    ) -> Result<Option<T>, Refusal> {
        match self.send(slot, out) {
            Err(Refusal::Wait) if self.capacity == 0 || slot.is_none() => Ok(slot.take()),
            Err(Refusal::Wait) => {
                let evicted = self.buffer.remove(self.reserved);
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
    pub(crate) fn recv(&mut self, out: &mut Wakes<F>) -> Result<T, Refusal> {
        if self.passes() {
            if let Some(sent) = self.sends.commit(Side::Sends, out).flatten() {
                return self.pass(sent).ok_or(Refusal::Wait);
            }
        }
        if self.available() > 0 {
            let value = self.buffer.pop_draining();
            self.set_gates();
            return value.ok_or(Refusal::Wait);
        }
        Err(if self.closed { Refusal::Closed } else { Refusal::Wait })
    }

    /// [`State::recv`], if it wakes a task whose send it commits.
    #[inline(always)]
    pub(crate) fn recv_waking(&mut self) -> Option<(T, Woken)> {
        if !self.passes() {
            return None;
        }
        let (sent, woken) = self.sends.commit_task(Side::Sends)?;
        Some((self.pass(sent?)?, woken))
    }

    /// A receive takes the front and commits a parked send, if there is one, in one step: what a send waits for by the
    /// second law is made by this.
    #[inline(always)]
    fn passes(&self) -> bool {
        !self.closed && self.available() <= self.capacity
    }

    /// Takes the front, which may be the value sent itself.
    #[inline(always)]
    fn pass(&mut self, sent: T) -> Option<T> {
        let front = if self.buffer.len() == 0 { Some(sent) } else { self.buffer.pass(sent) };
        // For a send nothing has changed.
        self.set_recv_gate();
        front
    }

    /// Parks a send that [`State::send`] has refused in this same transition. `fill` runs once there is a place for it.
    pub(crate) fn park_send(
        &mut self,
        fill: impl FnOnce() -> (Option<T>, Waiter<F>),
        out: &mut Wakes<F>,
    ) -> Key {
        let key = self.sends.park(fill, out);
        self.recv_gate = usize::MAX;
        key
    }

    /// Parks a receive that [`State::recv`] has refused in this same transition.
    pub(crate) fn park_recv(&mut self, waiter: impl FnOnce() -> Waiter<F>, out: &mut Wakes<F>) -> Key {
        let key = self.recvs.park(|| ((), waiter()), out);
        self.send_gate = 0;
        key
    }

    /// Parks a send where the task of this waker has parked before; `None` where it has not.
    /// [`State::send`] has refused it in this same transition.
    #[inline(always)]
    pub(crate) fn park_send_again(&mut self, slot: &mut Option<T>, waker: &Waker) -> Option<Key> {
        let key = self.sends.park_again(waker, || slot.take())?;
        self.recv_gate = usize::MAX;
        Some(key)
    }

    /// Looks for the slot where the task of this waker has parked before; whether the next who parks there has it.
    pub(crate) fn seek(&mut self, side: Side, waker: &Waker) -> bool {
        match side {
            Side::Sends => self.sends.seek(waker),
            Side::Recvs => self.recvs.seek(waker),
            Side::Watchers => false,
        }
    }

    /// Parks a receive where the task of this waker has parked before; `None` where it has not. [`State::recv`] has
    /// refused it in this same transition.
    #[inline(always)]
    pub(crate) fn park_recv_again(&mut self, waker: &Waker) -> Option<Key> {
        let key = self.recvs.park_again(waker, || ())?;
        self.send_gate = 0;
        Some(key)
    }

    /// Parks somebody who waits for the close of an open channel.
    pub(crate) fn park_watcher(&mut self, waiter: impl FnOnce() -> Waiter<F>, out: &mut Wakes<F>) -> Key {
        self.watchers().park(|| ((), waiter()), out)
    }

    /// Parks somebody who waits for the close of an open channel, where the task of this waker has parked before.
    pub(crate) fn park_watcher_again(&mut self, waker: &Waker) -> Option<Key> {
        self.watchers().park_again(waker, || ())
    }

    /// What became of the operation that parked on this side with this key.
    #[inline]
    pub(crate) fn fate(&mut self, side: Side, key: Key) -> Fate {
        let holds = match side {
            Side::Sends => self.sends.holds(key),
            Side::Recvs => self.recvs.holds(key),
            Side::Watchers => self.watchers().holds(key),
        };
        match (holds, self.closed) {
            (false, _) => Fate::Committed,
            (true, true) => Fate::Closed,
            (true, false) => Fate::Waiting,
        }
    }

    /// Whether a parked send was committed: a look that costs no more than that.
    #[inline]
    pub(crate) fn was_sent(&mut self, key: Key) -> bool {
        !self.sends.holds(key)
    }

    /// What a parked receive has reserved, if it was chosen.
    #[inline]
    pub(crate) fn try_collect(&mut self, key: Key) -> Option<T> {
        if self.recvs.holds(key) { None } else { Some(self.collect()) }
    }

    /// The value that a chosen receive has reserved: the one at the front, whoever collects first.
    #[inline]
    pub(crate) fn collect(&mut self) -> T {
        self.reserved -= 1;
        let value = self.buffer.pop_draining();
        self.set_gates();
        value.expect("what is reserved stays in the buffer")
    }

    /// A send leaves. Its value, unless that was sent.
    pub(crate) fn leave_send(&mut self, key: Key, out: &mut Wakes<F>) -> Option<T> {
        let value = self.sends.leave(key, self.closed, out).flatten();
        self.set_gates();
        value
    }

    /// A receive leaves; what it had reserved passes to the next in line, or stays at the front.
    pub(crate) fn leave_recv(&mut self, key: Key, out: &mut Wakes<F>) {
        match self.recvs.leave(key, self.closed, out) {
            Some(_) => self.set_gates(),
            None => {
                self.reserved -= 1;
                self.settle(out);
            }
        }
    }

    /// Somebody who waited for the close leaves.
    pub(crate) fn leave_watcher(&mut self, key: Key, out: &mut Wakes<F>) {
        let closed = self.closed;
        self.watchers().leave(key, closed, out);
    }

    /// Closes; whether this call did. Those who wait are told one by one, with [`State::tell`].
    pub(crate) fn close(&mut self) -> bool {
        let open = !self.closed;
        self.closed = true;
        self.buffer.close();
        self.set_gates();
        open
    }

    /// Whether a close has anything to [tell](State::tell).
    #[inline]
    pub(crate) fn was_awaited(&self) -> bool {
        self.recvs.was_used() || self.sends.was_used() || self.watchers.is_some() || !self.tickets.is_empty()
    }

    /// Has `out` wake the next one who waits on a closed channel, or, once nobody is left, drop the next thing that was
    /// kept for those to come; whether there is any. One after the other, so that a close needs no memory however many
    /// wait.
    pub(crate) fn tell(&mut self, out: &mut Wakes<F>) -> bool {
        let mut watchers = self.watchers.as_mut();
        self.recvs.tell(Side::Recvs, out)
            || self.sends.tell(Side::Sends, out)
            || watchers.as_mut().is_some_and(|line| line.tell(Side::Watchers, out))
            || self.recvs.forget(out)
            || self.sends.forget(out)
            || watchers.is_some_and(|line| line.forget(out))
            || self.tickets.pop().is_some_and(|ticket| out.discard_ticket(ticket))
    }

    /// The last receiver has gone: nobody will receive what is buffered.
    pub(crate) fn abandon(&mut self) -> F::Queue<T> {
        self.reserved = 0;
        let values = self.buffer.take();
        self.set_gates();
        values
    }

    // ---- Wakers ---------------------------------------------------------------------------------------

    /// Whether the operation parked with this key wakes this waker's task.
    #[inline]
    pub(crate) fn is_known(&mut self, side: Side, key: Key, waker: &Waker) -> bool {
        match side {
            Side::Sends => self.sends.wakes(key, waker),
            Side::Recvs => self.recvs.wakes(key, waker),
            Side::Watchers => self.watchers().wakes(key, waker),
        }
    }

    /// The operation parked with this key has moved to another task.
    pub(crate) fn refresh(&mut self, side: Side, key: Key, waker: Waker, out: &mut Wakes<F>) {
        match side {
            Side::Sends => self.sends.refresh(key, waker, out),
            Side::Recvs => self.recvs.refresh(key, waker, out),
            Side::Watchers => self.watchers().refresh(key, waker, out),
        }
    }

    /// Gives a woken waker back to the slot it came from; the result is to be dropped outside.
    #[inline(always)]
    pub(crate) fn keep(&mut self, home: Home, waker: Waker) -> Option<Waker> {
        if self.closed {
            return Some(waker);
        }
        match home.side {
            Side::Sends => self.sends.keep(home, waker),
            Side::Recvs => self.recvs.keep(home, waker),
            Side::Watchers => self.watchers().keep(home, waker),
        }
    }

    // ---- Tickets --------------------------------------------------------------------------------------

    /// A ticket that was kept for the next select.
    pub(crate) fn kept_ticket(&mut self) -> Option<F::Ptr<Ticket<F>>> {
        self.tickets.pop()
    }

    /// Keeps a ticket for the next select; what is left in `ticket` is to be dropped outside.
    pub(crate) fn keep_ticket(&mut self, ticket: &mut Option<F::Ptr<Ticket<F>>>) {
        if !self.closed {
            self.tickets.reserve(1);
            self.tickets.extend(ticket.take());
        }
    }

    // ---- The laws -------------------------------------------------------------------------------------

    /// Re-establishes the laws after a change that has made a value available. Nothing but a receive makes room, and that
    /// admits a parked send itself.
    fn settle(&mut self, out: &mut Wakes<F>) {
        if !self.closed {
            self.choose(out);
        }
        self.set_gates();
    }

    /// Chooses the oldest parked receive for one value, buffered or about to be; whether there is one.
    #[inline(always)]
    fn choose(&mut self, out: &mut Wakes<F>) -> bool {
        let chosen = self.recvs.commit(Side::Recvs, out).is_some();
        if chosen {
            self.reserved += 1;
        }
        chosen
    }

    #[inline]
    fn push(&mut self, slot: &mut Option<T>) {
        if let Some(value) = slot.take() {
            self.buffer.push(value);
        }
    }

    /// The two gates stand for every question of the fast path.
    ///
    /// Send: shut while closed or while a receive waits, since a value then passes through [`State::send`];
    /// else there is room up to the capacity, to what is reserved beyond it and to what needs no memory.
    /// A parked send shuts it by the second law: `available >= capacity`. At capacity 0 both are always shut.
    ///
    /// Receive: shut while a send waits, since a receive then makes room for it; else what is reserved is not
    /// available, nor is the value at which the buffer looks at its size.
    #[inline(always)]
    fn set_gates(&mut self) {
        if self.capacity == 0 {
            return;
        }
        self.send_gate = if self.closed || !self.recvs.is_empty() {
            0
        } else {
            self.capacity.saturating_add(self.reserved).min(self.buffer.room())
        };
        self.set_recv_gate();
    }

    #[inline(always)]
    fn set_recv_gate(&mut self) {
        self.recv_gate = if self.sends.is_empty() && self.capacity > 0 {
            self.reserved + self.buffer.floor()
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
    /// waits, and where hardly an operation is without thought. A closed channel can be drained so.
    #[inline]
    pub fn gates(&self) -> Option<(usize, usize)> {
        let open = self.capacity > 1
            && self.sends.is_empty()
            && (self.send_gate > 0 || self.closed && self.drains());
        open.then_some((self.send_gate, self.recv_gate))
    }

    /// Of a closed channel: nobody waits in it, and there is something to be received. Sends that waited leave the gate
    /// shut until the next receive.
    // Out of line, as every release of the lock asks for the gates, and next to none gets here.
    #[inline(never)]
    fn drains(&self) -> bool {
        self.recvs.is_empty() && self.available() > 0 && self.recv_gate != usize::MAX
    }

    fn watchers(&mut self) -> &mut Line<(), F> {
        self.watchers.get_or_insert_with(|| Box::new(Line::new()))
    }
}
