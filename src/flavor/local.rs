//! One executor, one thread: `Rc`, `RefCell` and `Cell`. No atomics may be used here, and none are needed.

use super::{Exclusive, Flavor, Hold, Parts, Summary, WakerCell, Word};
use alloc::rc::Rc;
use core::cell::{Cell, RefCell, RefMut};
use core::task::Waker;

/// Channels for one executor: `!Send`, no atomics, no locks. Used through [`goit::local`](crate::local).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {}

impl Flavor for Local {}

impl Parts for Local {
    type Ptr<X> = Rc<X>;
    type Exclusive<X: Summary> = RefCell<X>;
    type Word = Cell<usize>;
    type WakerCell = Cell<Option<Waker>>;

    type Hold<'a> = Unshared;
    type Held<'h, X: Summary + 'h> = RefMut<'h, X>;

    const KEEPS_WAKERS: bool = true;
    const THREADS: bool = false;

    fn join<X: Summary>(_: &mut Unshared, _: &RefCell<X>) {}

    #[inline]
    fn held<'h, X: Summary>(_: &'h mut Unshared, one: &'h RefCell<X>) -> RefMut<'h, X> {
        one.borrow_mut()
    }

    #[inline]
    fn share<X>(value: X) -> Rc<X> {
        Rc::new(value)
    }

    fn same<X>(a: &Rc<X>, b: &Rc<X>) -> bool {
        Rc::ptr_eq(a, b)
    }

    fn unique<X>(ptr: &mut Rc<X>) -> Option<&mut X> {
        Rc::get_mut(ptr)
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

impl<X: Summary> Exclusive<X> for RefCell<X> {
    type Guard<'a>
        = RefMut<'a, X>
    where
        X: 'a;

    #[inline]
    fn new(value: X) -> Self {
        RefCell::new(value)
    }

    #[inline]
    fn enter(&self) -> RefMut<'_, X> {
        self.borrow_mut()
    }

    #[inline]
    fn summary(&self) -> usize {
        self.borrow().summary()
    }
}

impl Word for Cell<usize> {
    #[inline]
    fn new(value: usize) -> Self {
        Cell::new(value)
    }

    #[inline]
    fn get(&self) -> usize {
        Cell::get(self)
    }

    #[inline]
    fn set(&self, value: usize) {
        Cell::set(self, value);
    }

    #[inline]
    fn increment(&self) {
        Cell::set(self, Cell::get(self) + 1);
    }

    #[inline]
    fn decrement(&self) -> usize {
        let before = Cell::get(self);
        Cell::set(self, before - 1);
        before
    }

    #[inline]
    fn change(&self, from: usize, to: usize) -> bool {
        let found = Cell::get(self) == from;
        if found {
            Cell::set(self, to);
        }
        found
    }
}

impl WakerCell for Cell<Option<Waker>> {
    fn new() -> Self {
        Cell::new(None)
    }

    fn register(&self, waker: &Waker) -> bool {
        let kept = self.take();
        let known = kept.as_ref().is_some_and(|kept| kept.will_wake(waker));
        if known {
            self.set(kept);
        } else {
            self.set(Some(waker.clone()));
        }
        !known
    }

    fn wake(&self) {
        if let Some(waker) = self.take() {
            waker.wake_by_ref();
            // Whoever registered meanwhile is newer; the old waker is then dropped last.
            match self.take() {
                None => self.set(Some(waker)),
                newer => self.set(newer),
            }
        }
    }
}
