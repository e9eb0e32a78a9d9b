//! The state of one channel and every transition of it.
//!
//! Pure: `&mut self` in, a result and effects out. Nothing here borrows, locks, wakes or runs foreign code, and
//! only this file decides who may move a value.

use super::buffer::Buffer;
use super::glance::Glance;
use super::ticket::Ticket;
use super::waiters::{Home, Key, Line, Side, Waiter};
use super::wakes::{Wakes, Woken};
use crate::flavor::Flavor;
use alloc::boxed::Box;
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
        }
    }

    // ---- The fast path: one comparison each -----------------------------------------------------------

    /// Sends what `slot` holds, if nobody waits, nothing is closed and there is room; whether it did.
    #[inline]
    pub(crate) fn push_open(&mut self, slot: &mut Option<T>) -> bool {
        let open = self.buffer.len() < self.send_gate;
        if open {
            if let Some(value) = slot.take() {
                self.buffer.push(value);
            }
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

    #[inline]
    pub(crate) fn glance(&self) -> Glance {
        let mut bits = if self.closed { Glance::CLOSED } else { 0 };
        bits |= if self.sends.is_empty() { 0 } else { Glance::SENDS };
        bits |= if self.recvs.is_empty() { 0 } else { Glance::RECVS };
        bits |= if self.available() < self.capacity { 0 } else { Glance::FULL };
        Glance::new(self.available(), bits)
    }

    #[inline]
    fn available(&self) -> usize {
        self.buffer.len() - self.reserved
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    // ---- Transitions ----------------------------------------------------------------------------------

    /// Sends what `slot` holds, or leaves it there.
    #[inline(always)]
    pub(crate) fn send(&mut self, slot: &mut Option<T>, out: &mut Wakes<F>) -> Result<(), Refusal> {
        if self.closed {
            return Err(Refusal::Closed);
        }
        if !self.choose(out) && self.available() >= self.capacity {
            return Err(Refusal::Wait);
        }
        if let Some(value) = slot.take() {
            self.push(value);
        }
        self.set_gates();
        Ok(())
    }

    /// [`State::send`], if it wakes a task that it chooses.
    #[inline(always)]
    pub(crate) fn send_waking(&mut self, slot: &mut Option<T>) -> Option<Woken> {
        if self.closed {
            return None;
        }
        let ((), woken) = self.recvs.commit_task(Side::Recvs)?;
        self.reserved += 1;
        if let Some(value) = slot.take() {
            self.push(value);
        }
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
            Err(Refusal::Wait) if self.capacity == 0 => Ok(slot.take()),
            Err(Refusal::Wait) => {
                let evicted = self.buffer.remove(self.reserved);
                if let Some(value) = slot.take() {
                    self.push(value);
                }
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

    /// Parks a send that [`State::send`] has refused in this same transition.
    pub(crate) fn park_send(&mut self, value: T, waiter: Waiter<F>, out: &mut Wakes<F>) -> Key {
        let key = self.sends.park(Some(value), waiter, out);
        self.recv_gate = usize::MAX;
        key
    }

    /// Parks a receive that [`State::recv`] has refused in this same transition.
    pub(crate) fn park_recv(&mut self, waiter: Waiter<F>, out: &mut Wakes<F>) -> Key {
        let key = self.recvs.park((), waiter, out);
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
    pub(crate) fn park_watcher(&mut self, waiter: Waiter<F>, out: &mut Wakes<F>) -> Key {
        self.watchers().park((), waiter, out)
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
        let value = self.sends.leave(key, out).flatten();
        self.set_gates();
        value
    }

    /// A receive leaves; what it had reserved passes to the next in line, or stays at the front.
    pub(crate) fn leave_recv(&mut self, key: Key, out: &mut Wakes<F>) {
        match self.recvs.leave(key, out) {
            Some(_) => self.set_gates(),
            None => {
                self.reserved -= 1;
                self.settle(out);
            }
        }
    }

    /// Somebody who waited for the close leaves.
    pub(crate) fn leave_watcher(&mut self, key: Key, out: &mut Wakes<F>) {
        self.watchers().leave(key, out);
    }

    /// Closes; whether this call did. Those who wait are told one by one, with [`State::tell`].
    pub(crate) fn close(&mut self) -> bool {
        let open = !self.closed;
        self.closed = true;
        self.set_gates();
        open
    }

    /// Whether anybody waits for something, if only for the close.
    #[inline]
    pub(crate) fn is_awaited(&self) -> bool {
        !self.recvs.is_empty() || !self.sends.is_empty() || self.watchers.is_some()
    }

    /// Has `out` wake the next one who waits on a closed channel; whether there is one. Each is told outside, one after
    /// the other, so that a close needs no memory however many wait.
    pub(crate) fn tell(&mut self, out: &mut Wakes<F>) -> bool {
        self.recvs.tell(Side::Recvs, out)
            || self.sends.tell(Side::Sends, out)
            || self.watchers.as_mut().is_some_and(|line| line.tell(Side::Watchers, out))
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
        match home.side {
            Side::Sends => self.sends.keep(home, waker),
            Side::Recvs => self.recvs.keep(home, waker),
            Side::Watchers => self.watchers().keep(home, waker),
        }
    }

    // ---- Tickets --------------------------------------------------------------------------------------

    /// A ticket that was kept for the arm that parks next on this side.
    pub(crate) fn kept_ticket(&mut self, side: Side) -> Option<F::Ptr<Ticket<F>>> {
        match side {
            Side::Sends => self.sends.kept_ticket(),
            Side::Recvs => self.recvs.kept_ticket(),
            Side::Watchers => None,
        }
    }

    /// Keeps a ticket where it was used; the result is to be dropped outside.
    pub(crate) fn keep_ticket(
        &mut self,
        side: Side,
        key: Key,
        ticket: F::Ptr<Ticket<F>>,
    ) -> Option<F::Ptr<Ticket<F>>> {
        match side {
            Side::Sends => self.sends.keep_ticket(key, ticket),
            Side::Recvs => self.recvs.keep_ticket(key, ticket),
            Side::Watchers => Some(ticket),
        }
    }

    // ---- The laws -------------------------------------------------------------------------------------

    /// Re-establishes the laws after a change that made something available, or made room: at most one of
    /// the two can have somebody waiting for it.
    fn settle(&mut self, out: &mut Wakes<F>) {
        if !self.closed {
            let chosen = self.available() > 0 && self.choose(out);
            if !chosen {
                self.admit(out);
            }
        }
        self.set_gates();
    }

    /// Commits the oldest parked send, if there is room for its value.
    fn admit(&mut self, out: &mut Wakes<F>) {
        if !self.sends.is_empty() && !self.closed && self.available() < self.capacity {
            if let Some(value) = self.sends.commit(Side::Sends, out).flatten() {
                self.push(value);
            }
        }
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
    fn push(&mut self, value: T) {
        self.buffer.push_growing(value, self.capacity.saturating_add(self.reserved));
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

    /// What those who do not enter have to know of a channel whose queue is lent out.
    #[cfg(all(feature = "sync", target_has_atomic = "ptr", not(feature = "critical-section")))]
    #[inline]
    pub(crate) fn lent(&self) -> Glance {
        Glance::new(self.reserved, Glance::LENT | (self.closed as usize * Glance::CLOSED))
    }

    fn watchers(&mut self) -> &mut Line<(), F> {
        self.watchers.get_or_insert_with(|| Box::new(Line::new()))
    }
}
