//! A thread that waits for a future: spins shortly, lets others run as long as that pays, and parks.

use crate::primitive::{
    AtomicBool, Backoff, Ordering, SPINS, Thread, current, park_until, thread_local, yield_now,
};
use crate::trial::Trial;
use alloc::sync::Arc;
use core::cell::RefCell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::task::Wake;
use std::time::{Duration, Instant};

/// How long a thread waits.
#[derive(Clone, Copy)]
pub enum Limit {
    /// For ever.
    Never,
    /// So long.
    After(Duration),
    /// Until then.
    At(Instant),
}

impl Limit {
    /// The instant at which the time is over; none if that is never, or beyond what the clock can say.
    fn deadline(self) -> Option<Instant> {
        match self {
            Limit::Never => None,
            Limit::After(time) => Instant::now().checked_add(time),
            Limit::At(instant) => Some(instant),
        }
    }
}

/// Who has run for longer while this thread let others run has its own work to do, for the whole of a time slice, and is not
/// whom this thread waits for: to park is quicker then, as whoever is unparked runs before others. Threads that use a
/// channel by turns take less.
const LONG: Duration = Duration::from_millis(2);

/// How often a thread that waits lets others run before it parks.
const YIELDS: usize = 33;

/// Whether threads that wait let others run before they park.
static LETS_OTHERS_RUN: Trial<512, 6> = Trial::new();

/// Wakes a thread.
struct Unpark {
    thread: Thread,
    /// Set by a wake. Relaxed throughout: it only says that another look is worth while, and that look enters the
    /// channel; whoever has parked is ordered by the thread's own `unpark`.
    woken: AtomicBool,
}

impl Unpark {
    fn is_woken(&self) -> bool {
        self.woken.load(Ordering::Relaxed)
    }

    /// Lets others run until it is woken, for a while at most; false if one of them took long.
    fn let_others_run(&self, deadline: Option<Instant>) -> bool {
        let mut before = Instant::now();
        for _ in (0..YIELDS).take_while(|_| !self.is_woken()) {
            yield_now();
            let now = Instant::now();
            if now.duration_since(mem::replace(&mut before, now)) > LONG {
                return false;
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                break;
            }
        }
        true
    }
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Relaxed);
        self.thread.unpark();
    }
}

type Parked = (Arc<Unpark>, Waker);

fn unpark() -> Parked {
    let unpark = Arc::new(Unpark { thread: current(), woken: AtomicBool::new(false) });
    (unpark.clone(), Waker::from(unpark))
}

thread_local! {
    // Loom's `thread_local!` takes no `const`.
    #[allow(clippy::missing_const_for_thread_local)]
    /// This thread's waker; taken while the thread waits, so that a wait within a wait makes its own.
    static KEPT: RefCell<Option<Parked>> = RefCell::new(None);
}

/// Waits for a future, until the time is over. Before it gives up, it polls once more.
pub(super) fn block_on<U: Future + Unpin>(future: &mut U, limit: Limit) -> Option<U::Output> {
    let deadline = limit.deadline();
    // A thread that is ending has no kept waker any more.
    let kept = KEPT.try_with(|kept| kept.try_borrow_mut().ok()?.take()).ok().flatten();
    let (unpark, waker) = kept.unwrap_or_else(unpark);
    let mut cx = Context::from_waker(&waker);
    let mut in_time = true;
    let output = loop {
        unpark.woken.store(false, Ordering::Relaxed);
        if let Poll::Ready(output) = Pin::new(&mut *future).poll(&mut cx) {
            break Some(output);
        }
        if !in_time {
            break None;
        }
        in_time = wait(&unpark, deadline);
    };
    let _ = KEPT.try_with(|kept| *kept.borrow_mut() = Some((unpark, waker)));
    output
}

/// Waits for a wake; false if the deadline came first.
fn wait(unpark: &Unpark, deadline: Option<Instant>) -> bool {
    let backoff = Backoff::new();
    for _ in 0..SPINS {
        if unpark.is_woken() {
            return true;
        }
        backoff.snooze();
    }
    LETS_OTHERS_RUN.attempt(|| unpark.let_others_run(deadline));
    while !unpark.is_woken() {
        if !park_until(deadline) {
            return false;
        }
    }
    true
}
