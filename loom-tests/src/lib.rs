//! What the models share: how loom is run, a task that waits, wakers that count or act, values that count their drops
//! and memory whose races loom reports. No model stands here, and nothing that a model asserts about a channel.
#![cfg(loom)]

use loom::cell::UnsafeCell;
use loom::thread::{JoinHandle, Thread};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{
    AtomicUsize,
    Ordering::{Relaxed, SeqCst},
};
use std::task::{Context, Poll, Wake, Waker};

pub use goit::sync::{Channel, Receiver, Sender, bounded, rendezvous, unbounded};

/// Tries every interleaving.
pub fn model(test: impl Fn() + Send + Sync + 'static) {
    check(None, test);
}

/// Tries the interleavings with at most so many preemptions; `LOOM_MAX_PREEMPTIONS` overrides the number.
pub fn model_within(preemptions: usize, test: impl Fn() + Send + Sync + 'static) {
    check(Some(preemptions), test);
}

fn check(preemptions: Option<usize>, test: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(preemptions);
    // Enough for a whole round of positions.
    builder.max_branches = builder.max_branches.max(4000);
    builder.check(test);
}

/// A thread with a reference of its own to what all share. The spawner keeps one too until it has joined the thread, so
/// that nothing is dropped meanwhile: where a drop is what matters, a model spawns by itself.
pub fn with<X: 'static, O: 'static>(shared: &Arc<X>, run: impl FnOnce(&X) -> O + 'static) -> JoinHandle<O> {
    let shared = shared.clone();
    // Loom remembers the last access to an atomic only: a thread that loads it and then changes it hides from loom that the
    // change comes after another thread's load, and may come before. These two changes are exchanged in any case, and so
    // each of the two threads comes first once. Relaxed: they order nothing for what is modelled.
    let begin = Arc::new(loom::sync::atomic::AtomicUsize::new(0));
    let began = begin.clone();
    let thread = loom::thread::spawn(move || {
        began.fetch_add(1, Relaxed);
        run(&shared)
    });
    begin.fetch_add(1, Relaxed);
    thread
}

/// One channel that several threads share. The reference count is not loom's: it is no part of what is modelled.
pub fn channel<T>(capacity: usize) -> Arc<Channel<T>> {
    Arc::new(Channel::bounded(capacity))
}

/// The same with open ends: its buffer has memory, and nobody waits.
pub fn opened<T>(capacity: usize, first: T) -> Arc<Channel<T>> {
    let channel = channel(capacity);
    assert!(channel.try_send(first).is_ok());
    assert!(channel.try_recv().is_ok());
    channel
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for one operation as a task does. One that is woken has to be complete: a second wait is a failure.
pub fn complete<U: Future>(operation: U) -> U::Output {
    let waker = Waker::from(Arc::new(Unpark(loom::thread::current())));
    let mut operation = pin!(operation);
    poll_pinned(operation.as_mut(), &waker).unwrap_or_else(|| {
        loom::thread::park();
        poll_pinned(operation, &waker).expect("whoever is woken finds its operation complete")
    })
}

fn poll_pinned<U: Future>(future: Pin<&mut U>, waker: &Waker) -> Option<U::Output> {
    match future.poll(&mut Context::from_waker(waker)) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Polls once.
pub fn poll<U: Future + Unpin>(future: &mut U, waker: &Waker) -> Option<U::Output> {
    poll_pinned(Pin::new(future), waker)
}

/// A waker that counts, and the number of its wakes.
#[derive(Clone, Default)]
pub struct Wakes(Arc<Counter>);

#[derive(Default)]
struct Counter(AtomicUsize);

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl Wakes {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn waker(&self) -> Waker {
        Waker::from(self.0.clone())
    }

    /// How often the waker has been woken; exact once the threads that wake it are joined.
    pub fn count(&self) -> usize {
        self.0.0.load(SeqCst)
    }
}

struct Act<A>(A);

impl<A: Fn() + Send + Sync + 'static> Wake for Act<A> {
    fn wake(self: Arc<Self>) {
        (self.0)();
    }
}

/// A waker that does something while it is woken.
pub fn acting(act: impl Fn() + Send + Sync + 'static) -> Waker {
    Waker::from(Arc::new(Act(act)))
}

/// Takes a channel's lock, whatever its state: some operations can tell without it that they have to fail.
pub fn enter<T>(channel: &Channel<T>) {
    poll(&mut channel.closed(), Waker::noop());
}

/// A value that counts its drops.
pub struct Counted(pub usize, Arc<AtomicUsize>);

/// The drops of all values made by it.
#[derive(Clone, Default)]
pub struct Drops(Arc<AtomicUsize>);

impl Drops {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn value(&self, number: usize) -> Counted {
        Counted(number, self.0.clone())
    }

    pub fn count(&self) -> usize {
        self.0.load(SeqCst)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.fetch_add(1, SeqCst);
    }
}

/// A flag of the user's, raised once.
#[derive(Clone)]
pub struct Flag(Arc<loom::sync::atomic::AtomicBool>);

impl Flag {
    #[expect(clippy::new_without_default)]
    pub fn new() -> Self {
        let flag = Flag(Arc::new(loom::sync::atomic::AtomicBool::new(false)));
        // Loom orders sequentially consistent loads after such stores alone: the first value is one, too.
        flag.0.store(false, SeqCst);
        flag
    }

    pub fn raise(&self) {
        self.0.store(true, SeqCst);
    }

    pub fn is_raised(&self) -> bool {
        self.0.load(SeqCst)
    }
}

/// Plain memory: loom fails where a read is not ordered after the write it meets.
#[derive(Clone)]
pub struct Memory(Arc<UnsafeCell<usize>>);

// Loom's cell checks the accesses that are made to it.
unsafe impl Send for Memory {}
unsafe impl Sync for Memory {}

impl Memory {
    #[expect(clippy::new_without_default, clippy::arc_with_non_send_sync)]
    pub fn new() -> Self {
        Memory(Arc::new(UnsafeCell::new(0)))
    }

    pub fn write(&self, number: usize) {
        self.0.with_mut(|memory| unsafe { *memory = number });
    }

    pub fn read(&self) -> usize {
        self.0.with(|memory| unsafe { *memory })
    }
}
