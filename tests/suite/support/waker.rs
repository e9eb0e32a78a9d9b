//! Wakers that count what is done to them, and run closures when it is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{RawWaker, RawWakerVTable, Waker};

type Hook = RefCell<Option<Box<dyn Fn()>>>;

/// What was done to a waker and its clones.
#[derive(Default)]
pub struct Counts {
    wakes: Cell<usize>,
    clones: Cell<usize>,
    drops: Cell<usize>,
    on_wake: Hook,
    on_clone: Hook,
    on_drop: Hook,
}

impl Counts {
    /// Calls of `wake` and `wake_by_ref`.
    pub fn wakes(&self) -> usize {
        self.wakes.get()
    }

    pub fn clones(&self) -> usize {
        self.clones.get()
    }

    /// Wakers dropped, those consumed by `wake` included.
    pub fn drops(&self) -> usize {
        self.drops.get()
    }
}

/// Closures that a waker runs. Each may be called again while it runs, and is called after counting.
#[derive(Default)]
pub struct Hooks {
    on_wake: Option<Box<dyn Fn()>>,
    on_clone: Option<Box<dyn Fn()>>,
    on_drop: Option<Box<dyn Fn()>>,
}

impl Hooks {
    pub fn none() -> Self {
        Self::default()
    }

    pub fn wake(mut self, hook: impl Fn() + 'static) -> Self {
        self.on_wake = Some(Box::new(hook));
        self
    }

    pub fn clone(mut self, hook: impl Fn() + 'static) -> Self {
        self.on_clone = Some(Box::new(hook));
        self
    }

    pub fn drop(mut self, hook: impl Fn() + 'static) -> Self {
        self.on_drop = Some(Box::new(hook));
        self
    }

    /// A waker with these hooks. It is for one thread, whatever its type says.
    pub fn waker(self) -> (Waker, Rc<Counts>) {
        let counts = Rc::new(Counts {
            on_wake: RefCell::new(self.on_wake),
            on_clone: RefCell::new(self.on_clone),
            on_drop: RefCell::new(self.on_drop),
            ..Counts::default()
        });
        let raw = RawWaker::new(Rc::into_raw(counts.clone()).cast(), &VTABLE);
        // SAFETY: the vtable's functions treat the pointer as the `Rc<Counts>` it came from; tests keep the waker on
        // the thread it was made on.
        (unsafe { Waker::from_raw(raw) }, counts)
    }
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

fn count(counter: &Cell<usize>, hook: &Hook) {
    counter.set(counter.get() + 1);
    if let Some(hook) = &*hook.borrow() {
        hook();
    }
}

unsafe fn clone(data: *const ()) -> RawWaker {
    let counts = data.cast::<Counts>();
    // SAFETY: `data` came from `Rc::into_raw` and its count is held by the waker that is cloned. The hook runs first,
    // so that a panic in it makes no clone.
    unsafe {
        count(&(*counts).clones, &(*counts).on_clone);
        Rc::increment_strong_count(counts);
    }
    RawWaker::new(data, &VTABLE)
}

unsafe fn wake(data: *const ()) {
    // SAFETY: takes over the count that the consumed waker held.
    let counts = unsafe { Rc::from_raw(data.cast::<Counts>()) };
    struct Gone(Rc<Counts>);
    impl Drop for Gone {
        fn drop(&mut self) {
            count(&self.0.drops, &self.0.on_drop);
        }
    }
    let gone = Gone(counts);
    count(&gone.0.wakes, &gone.0.on_wake);
}

unsafe fn wake_by_ref(data: *const ()) {
    // SAFETY: the waker that is called holds a count.
    let counts = unsafe { &*data.cast::<Counts>() };
    count(&counts.wakes, &counts.on_wake);
}

unsafe fn drop_waker(data: *const ()) {
    // SAFETY: takes over the count that the dropped waker held.
    let counts = unsafe { Rc::from_raw(data.cast::<Counts>()) };
    count(&counts.drops, &counts.on_drop);
}
