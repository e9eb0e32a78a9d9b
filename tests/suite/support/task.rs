//! One future, polled by hand.

use super::waker::{Counts, Hooks};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A future with a counting waker of its own, polled only when the test says so.
pub struct Task<Fut: Future> {
    future: Pin<Box<Fut>>,
    waker: Waker,
    counts: Rc<Counts>,
}

impl<Fut: Future> Task<Fut> {
    pub fn new(future: Fut) -> Self {
        Self::with(future, Hooks::none())
    }

    /// A task whose waker runs these hooks.
    pub fn with(future: Fut, hooks: Hooks) -> Self {
        let (waker, counts) = hooks.waker();
        Task { future: Box::pin(future), waker, counts }
    }

    /// A task that was polled once and waits.
    #[track_caller]
    pub fn parked(future: Fut) -> Self {
        let mut task = Self::new(future);
        task.pending();
        task
    }

    pub fn poll(&mut self) -> Poll<Fut::Output> {
        self.future.as_mut().poll(&mut Context::from_waker(&self.waker))
    }

    /// Polls it; it must be pending.
    #[track_caller]
    pub fn pending(&mut self) {
        assert!(self.poll().is_pending(), "expected the task to wait, it is ready");
    }

    /// Polls it; it must be ready.
    #[track_caller]
    pub fn ready(&mut self) -> Fut::Output {
        match self.poll() {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("expected the task to be ready, it waits"),
        }
    }

    /// Polls it; it must be ready, or give way to others first, once.
    #[track_caller]
    pub fn ready_in_turn(&mut self) -> Fut::Output {
        match self.poll() {
            Poll::Ready(output) => output,
            Poll::Pending => self.woken(),
        }
    }

    /// Polls it as the woken task it must be: it was woken exactly once, and finds itself ready.
    #[track_caller]
    pub fn woken(&mut self) -> Fut::Output {
        assert_eq!(self.wakes(), 1, "the task was to be woken once");
        self.ready()
    }

    /// Gives the future a new waker, as if it had moved to another task; the old one's counts.
    pub fn moved(&mut self) -> Rc<Counts> {
        let (waker, counts) = Hooks::none().waker();
        self.waker = waker;
        std::mem::replace(&mut self.counts, counts)
    }

    pub fn counts(&self) -> &Rc<Counts> {
        &self.counts
    }

    pub fn wakes(&self) -> usize {
        self.counts.wakes()
    }

    /// The future itself.
    pub fn future(&mut self) -> &mut Fut
    where
        Fut: Unpin,
    {
        &mut self.future
    }

    /// Leaks the future, its place in the line included.
    pub fn forget(self) {
        std::mem::forget(self.future);
    }
}
