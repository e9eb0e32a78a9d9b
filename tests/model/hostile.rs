//! Foreign code that turns on the crate. A trap is set for one task's wakers or for one value, at most one trap at a time,
//! so that no panic meets another. It springs once: when the crate clones, wakes or drops such a waker, or drops the
//! value. Then the task is polled right there, a channel is used, or foreign code panics.

use super::super::flavor::{WeakReceiver, WeakSender};
use super::foreign::Act;
use super::tasks::{Body, Mailbox, Value};
use super::waker::{Counts, Hooks};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::{Rc, Weak};
use std::task::{Context, Waker};
use std::thread;

/// What makes a trap spring, by the task or the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trigger {
    Clone(usize),
    Wake(usize),
    DropWaker(usize),
    DropValue(u32),
}

/// What is done, in this order.
#[derive(Default)]
pub(super) struct Deed {
    pub(super) polls: Option<Inline>,
    pub(super) errand: Option<Errand>,
    pub(super) panics: bool,
}

/// The task that is polled inside `wake`, with this waker.
pub(super) struct Inline {
    pub(super) body: Weak<RefCell<Body>>,
    pub(super) mail: Mailbox,
    pub(super) waker: Waker,
}

/// A use of a channel, if it still has a handle for it.
pub(super) enum Errand {
    TrySend(WeakSender<Value>, Value),
    TryRecv(WeakReceiver<Value>),
    TryLease(WeakReceiver<Value>),
    Close(WeakSender<Value>),
}

/// What a trap did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sprung {
    pub(super) trigger: Trigger,
    /// Whether the task was polled; one that is being polled or dropped is not.
    pub(super) polled: bool,
    /// What the errand has sent or received, if anything.
    pub(super) acted: Option<u32>,
}

thread_local! {
    static TRAP: RefCell<Option<(Trigger, Deed)>> = const { RefCell::new(None) };
    static SPRUNG: Cell<Option<Sprung>> = const { Cell::new(None) };
}

/// What hostile code throws; the panic hook does not see it.
struct Hostile;

/// Sets a trap in the place of the last one, or none.
pub(super) fn set(trap: Option<(Trigger, Deed)>) {
    let last = TRAP.replace(trap);
    drop(last);
}

/// What the trap did, if it has sprung since this was asked last.
pub(super) fn sprung() -> Option<Sprung> {
    SPRUNG.take()
}

/// Calls the crate; `None`: hostile code has panicked there.
pub(super) fn catch<R>(call: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Some(result),
        Err(thrown) if thrown.is::<Hostile>() => None,
        Err(thrown) => resume_unwind(thrown),
    }
}

/// What is done without the crate springs no trap.
pub(super) fn quietly<R>(call: impl FnOnce() -> R) -> R {
    let trap = TRAP.take();
    let result = call();
    TRAP.set(trap);
    result
}

/// Something is done to a waker or a value.
pub(super) fn spring(trigger: Trigger) {
    // While a failing run unwinds nothing springs; nor when the thread ends.
    let trap =
        TRAP.try_with(|trap| trap.borrow_mut().take_if(|trap| trap.0 == trigger && !thread::panicking()));
    let Ok(Some((_, Deed { polls, errand, panics }))) = trap else { return };
    let polled = polls.is_some_and(Inline::poll);
    let acted = errand.and_then(Errand::run);
    SPRUNG.set(Some(Sprung { trigger, polled, acted }));
    if panics {
        resume_unwind(Box::new(Hostile));
    }
}

impl Inline {
    fn poll(self) -> bool {
        let Some(body) = self.body.upgrade() else { return false };
        let Ok(mut body) = body.try_borrow_mut() else { return false };
        self.mail.borrow_mut().only_try = false;
        body.as_mut().poll(&mut Context::from_waker(&self.waker)).is_pending()
    }
}

impl Errand {
    fn run(self) -> Option<u32> {
        let mut act = match self {
            Errand::TrySend(tx, value) => Act::TrySend(tx.upgrade()?, Some(value)),
            Errand::TryRecv(rx) => Act::TryRecv(rx.upgrade()?),
            Errand::TryLease(rx) => Act::TryLease(rx.upgrade()?),
            Errand::Close(tx) => Act::Close(tx.upgrade()?),
        };
        act.act()
    }
}

/// One waker of one task: tells which of them was woken.
pub(super) struct Bell {
    pub(super) number: usize,
    pub(super) waker: Waker,
    counts: Rc<Counts>,
    /// Clones that were begun and not made.
    torn: Rc<Cell<usize>>,
}

impl Bell {
    pub(super) fn new(task: usize, number: usize, rung: Rc<RefCell<Vec<(usize, usize)>>>) -> Self {
        let torn = Rc::new(Cell::new(0));
        let begun = torn.clone();
        let hooks = Hooks::none()
            .wake(move || {
                rung.borrow_mut().push((task, number));
                spring(Trigger::Wake(task));
            })
            .clone(move || {
                begun.set(begun.get() + 1);
                spring(Trigger::Clone(task));
                begun.set(begun.get() - 1);
            })
            .drop(move || spring(Trigger::DropWaker(task)));
        let (waker, counts) = hooks.waker();
        Bell { number, waker, counts, torn }
    }

    /// Whether anybody else has the waker.
    pub(super) fn is_kept(&self) -> bool {
        self.counts.clones() - self.torn.get() > self.counts.drops()
    }
}
