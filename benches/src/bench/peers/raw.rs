//! References: what the bare means cost of which a channel on one thread is made. None of them is a channel.

use super::Visitor;
use crate::channel::{Value, ends, peer};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn, ready};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

pub fn show(visitor: &mut impl Visitor) {
    visitor.peer::<Cells>();
    visitor.peer::<Deque>();
    visitor.peer::<Wake>();
}

/// A ring of 64 values in `Cell`s.
pub struct Cells;
pub struct Ring<T> {
    slots: Box<[Cell<Option<T>>]>,
    head: Cell<usize>,
    tail: Cell<usize>,
}

const SLOTS: usize = 64;

impl<T> Ring<T> {
    #[inline]
    fn push(&self, value: T) -> bool {
        let tail = self.tail.get();
        let room = tail - self.head.get() < SLOTS;
        if room {
            self.slots[tail % SLOTS].set(Some(value));
            self.tail.set(tail + 1);
        }
        room
    }

    #[inline]
    fn pop(&self) -> Option<T> {
        let head = self.head.get();
        if head == self.tail.get() {
            return None;
        }
        self.head.set(head + 1);
        self.slots[head % SLOTS].take()
    }
}

ends! {
    [T: Value] T, Rc<Ring<T>>, Rc<Ring<T>>;
    put: |tx, value| ready(if tx.push(value) { Ok(()) } else { Err(()) }), |tx, value| tx.push(value), |_tx| None;
    take: |rx| ready(rx.pop()), |rx| rx.pop(), |_rx| None;
}

peer! {
    [] Cells = "ring in Cells" { const REFERENCE: bool = true; const WAITS: bool = false; }
    T => Rc<Ring<T>>, Rc<Ring<T>>;
    |capacity| capacity == SLOTS => {
        let slots = (0..SLOTS).map(|_| Cell::new(None)).collect();
        let ring = Rc::new(Ring { slots, head: Cell::new(0), tail: Cell::new(0) });
        (ring.clone(), ring)
    }
}

/// `Rc<RefCell<VecDeque>>`, the first thing that comes to mind.
pub struct Deque;
pub struct Queue<T>(RefCell<VecDeque<T>>);

impl<T> Queue<T> {
    #[inline]
    fn push(&self, value: T) -> bool {
        let mut values = self.0.borrow_mut();
        let room = values.len() < SLOTS;
        if room {
            values.push_back(value);
        }
        room
    }
}

ends! {
    [T: Value] T, Rc<Queue<T>>, Rc<Queue<T>>;
    put: |tx, value| ready(if tx.push(value) { Ok(()) } else { Err(()) }), |tx, value| tx.push(value), |_tx| None;
    take: |rx| ready(rx.0.borrow_mut().pop_front()), |rx| rx.0.borrow_mut().pop_front(), |_rx| None;
}

peer! {
    [] Deque = "VecDeque in RefCell" { const REFERENCE: bool = true; const WAITS: bool = false; }
    T => Rc<Queue<T>>, Rc<Queue<T>>;
    |capacity| capacity == SLOTS => {
        let queue = Rc::new(Queue(RefCell::new(VecDeque::new())));
        (queue.clone(), queue)
    }
}

/// A wake from task to task: one value, and the waker of who waits at either end.
pub struct Wake;
pub struct Slot<T> {
    value: Cell<Option<T>>,
    waiting: Cell<Option<Waker>>,
}

impl<T> Slot<T> {
    #[inline]
    fn swap(&self, value: &mut Option<T>, cx: &mut Context<'_>) -> bool {
        let empty = value.is_none();
        let found = self.value.take();
        if found.is_some() != empty {
            self.value.set(found);
            self.waiting.set(Some(cx.waker().clone()));
            return false;
        }
        self.value.set(value.take());
        *value = found;
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
        true
    }
}

ends! {
    [T: Value] T, Rc<Slot<T>>, Rc<Slot<T>>;
    put: |tx, value| {
        let mut value = Some(value);
        poll_fn(move |cx| if tx.swap(&mut value, cx) { Poll::Ready(()) } else { Poll::Pending })
    }, |_tx, _value| false, |_tx| None;
    take: |rx| poll_fn(move |cx| {
        let mut value = None;
        if rx.swap(&mut value, cx) { Poll::Ready(value) } else { Poll::Pending }
    }), |_rx| None, |_rx| None;
}

peer! {
    [] Wake = "bare wake" { const REFERENCE: bool = true; const TRIES: bool = false; }
    T => Rc<Slot<T>>, Rc<Slot<T>>;
    |capacity| capacity == 1 => {
        let slot = Rc::new(Slot { value: Cell::new(None), waiting: Cell::new(None) });
        (slot.clone(), slot)
    }
}
