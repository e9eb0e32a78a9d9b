//! One executor, one thread: `Rc`, `RefCell` and `Cell`. No atomics may be used here, and none are needed.

use super::one_thread::OneThread;
use super::{Exclusive, Flavor, Hold, Moment, Parts, Queue};
use crate::protocol::{Key, Outgoing, Refusal, State};
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell, RefMut};
use core::mem;
use core::task::Waker;

/// Channels for one executor: `!Send`, no locks, no atomic read-modify-writes. Used through [`goit::local`](crate::local).
///
/// ```
/// use goit::{Local, handle::Sender};
///
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// let tx: Sender<u8, Local> = tx; // `goit::local::Sender<u8>` is this type
/// # drop((tx, rx));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {}

impl Flavor for Local {}

impl Parts for Local {
    type Ptr<X> = OneThread<Rc<X>, Local>;
    type Exclusive<T> = RefCell<State<T, Local>>;
    type Queue<T> = VecDeque<T>;
    type Word = Cell<usize>;
    type Stamp = OneThread<Cell<u64>, Local>;
    type WakerCell = Cell<Option<Waker>>;

    type Hold<'a> = Unshared;
    type Held<'h, T: 'h> = RefMut<'h, State<T, Local>>;

    const KEEPS_WAKERS: bool = true;
    const THREADS: bool = false;
    const LENDS: bool = false;
    const GIVES_WAY: bool = false;

    fn join<T>(_: &mut Unshared, _: &RefCell<State<T, Local>>) {}

    #[inline]
    fn held<'h, T>(_: &'h mut Unshared, one: &'h RefCell<State<T, Local>>) -> RefMut<'h, State<T, Local>> {
        one.borrow_mut()
    }

    #[inline]
    fn share<X>(make: impl FnOnce() -> X) -> Self::Ptr<X> {
        OneThread::share(make)
    }

    fn same<X>(a: &Self::Ptr<X>, b: &Self::Ptr<X>) -> bool {
        OneThread::same(a, b)
    }

    fn unique<X>(ptr: &mut Self::Ptr<X>) -> Option<&mut X> {
        OneThread::unique(ptr)
    }
}

/// Nothing to hold: on one thread nobody comes between, as long as no foreign code runs.
pub struct Unshared;

impl Hold<'_> for Unshared {
    fn new() -> Self {
        Unshared
    }

    fn acquire(&mut self) {}
}

// Channels are made in great numbers: a small one is made, and dropped, the faster.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<RefCell<State<u64, Local>>>() <= 192);

// Always borrowed for a change, also for a look: that is checked by less.
impl<T> Exclusive<T, Local> for RefCell<State<T, Local>> {
    type Guard<'a>
        = RefMut<'a, State<T, Local>>
    where
        T: 'a;

    #[inline]
    fn new(state: State<T, Local>) -> Self {
        RefCell::new(state)
    }

    #[inline]
    fn enter(&self) -> RefMut<'_, State<T, Local>> {
        self.borrow_mut()
    }

    #[inline]
    fn try_push(&self, slot: &mut impl Outgoing<T>) -> Result<(), Option<Refusal>> {
        let mut state = self.borrow_mut();
        if state.push_open(slot) { Ok(()) } else { Err(state.refuses_send()) }
    }

    #[inline]
    fn try_pop(&self, sink: impl FnOnce(T)) -> Result<(), Option<Refusal>> {
        let mut state = self.borrow_mut();
        if state.pop_open(sink) { Ok(()) } else { Err(state.refuses_recv()) }
    }

    #[inline]
    fn send_waits(&self) -> Option<Moment> {
        (self.borrow_mut().refuses_send() == Some(Refusal::Wait)).then_some(Moment::NONE)
    }

    #[inline]
    fn recv_waits(&self) -> Option<Moment> {
        (!self.borrow_mut().is_receivable()).then_some(Moment::NONE)
    }

    #[inline]
    fn is_closed(&self) -> bool {
        self.borrow_mut().is_closed()
    }

    #[inline]
    fn len(&self, _: usize) -> usize {
        self.borrow_mut().available()
    }

    #[inline]
    fn was_sent(&self, key: Key) -> bool {
        self.borrow_mut().was_sent(key)
    }

    #[inline]
    fn publish_sent(&self, _: Key) {}
}

impl<T> Queue<T> for VecDeque<T> {
    fn new() -> Self {
        VecDeque::new()
    }

    #[inline]
    fn len(&self) -> usize {
        self.len()
    }

    fn capacity(&self) -> usize {
        self.capacity()
    }

    fn grow(&mut self, capacity: usize) {
        if self.capacity() == 0 {
            *self = VecDeque::with_capacity(capacity); // the same, by less
        } else {
            self.reserve_exact(capacity.saturating_sub(self.len()));
        }
    }

    #[inline]
    fn push(&mut self, value: T) {
        self.push_back(value);
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        self.pop_front()
    }

    #[inline]
    fn push_many(&mut self, number: usize, from: &mut VecDeque<T>) {
        // All of them are moved as a whole, many times faster.
        if number == from.len() { self.append(from) } else { self.extend(from.drain(..number)) }
    }

    #[inline]
    fn pass(&mut self, value: T) -> Option<T> {
        if self.len() > 1 {
            let front = self.pop_front();
            self.push_back(value);
            return front;
        }
        self.front_mut().map(|only| mem::replace(only, value))
    }

    #[inline]
    fn pop_many(&mut self, number: usize, into: &mut Vec<T>) {
        if number < self.len() {
            into.extend(self.drain(..number));
        } else {
            // All of them are moved as a whole, many times faster, and the memory stays here.
            let mut values = Vec::from(mem::take(self));
            into.append(&mut values);
            *self = values.into();
        }
    }

    fn remove(&mut self, index: usize) -> Option<T> {
        self.remove(index)
    }

    fn insert(&mut self, index: usize, value: T) {
        self.insert(index, value);
    }
}
