//! The receiving end, which is also a stream.

use super::future::{OwnedRecv, Recv};
use super::waiter::Waiter;
use super::{Finally, Usage};
use crate::error::{RecvError, TryRecvError};
use crate::flavor::{Flavor, Shared, Word};
use crate::protocol::Refusal;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::stream::{FusedStream, Stream};

/// The receiving end of a channel. Clones receive from the same channel, each value goes to one of them;
/// dropping the last one closes the channel and drops what is buffered.
///
/// It is also a [`Stream`], which ends once the channel is closed and empty. A stream that had to wait keeps its
/// place in line until it is polled again, or the handle receives otherwise, or is dropped: a value that arrives
/// meanwhile is kept for it. Receives, batches, leases and arms of selects receive once they are polled or tried; a clone, or a
/// look at how the channel is, changes nothing. Where several receivers share a channel, do not leave one of them waiting so.
///
/// ```
/// use futures_util::StreamExt;
///
/// # futures_executor::block_on(async {
/// let (tx, mut rx) = goit::local::bounded(2);
/// tx.send(1).await?;
/// tx.send(2).await?;
/// drop(tx);
/// let mut sum = 0;
/// while let Some(n) = rx.next().await {
///     sum += n;
/// }
/// assert_eq!(sum, 3);
/// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
/// ```
pub struct Receiver<T, F: Flavor> {
    shared: F::Ptr<Shared<T, F>>,
    usage: Usage<F>,
}

// A poll of the stream that panics has noted where it stands.
impl<T, F: Flavor> UnwindSafe for Receiver<T, F> {}
impl<T, F: Flavor> RefUnwindSafe for Receiver<T, F> {}

impl<T, F: Flavor> Receiver<T, F> {
    /// A handle that the channel has counted.
    #[inline]
    pub(super) fn from_counted(shared: F::Ptr<Shared<T, F>>) -> Self {
        Receiver { shared, usage: Usage::new() }
    }

    #[inline]
    pub(crate) fn shared(&self) -> &F::Ptr<Shared<T, F>> {
        &self.shared
    }

    /// Receives by another way than the stream: a place that the stream left parked is given up first, since
    /// else a value could be kept for a stream that nobody polls.
    #[inline]
    pub(crate) fn aside(&self) -> &Shared<T, F> {
        if self.usage.is_parked() {
            self.usage.leave_stream(&*self.shared);
        }
        &self.shared
    }

    #[inline]
    pub(crate) fn usage(&self) -> &Usage<F> {
        &self.usage
    }

    /// A poll of a receive with this waiter.
    #[inline(always)]
    pub(super) fn poll_recv(&self, waiter: &mut Waiter, cx: &Context<'_>) -> Poll<Result<T, RecvError>> {
        let polled = self.step_recv(waiter, cx);
        if polled.is_ready() {
            // It is; said where all ways meet, so that the compiler leaves the drop out that follows.
            *waiter = Waiter::DONE;
        }
        polled
    }

    #[inline(always)]
    fn step_recv(&self, waiter: &mut Waiter, cx: &Context<'_>) -> Poll<Result<T, RecvError>> {
        if !waiter.is_fresh() {
            return waiter.resume_recv(&*self.shared, cx.waker());
        }
        if !F::GIVES_WAY {
            self.aside();
            return waiter.begin_recv(&*self.shared, cx);
        }
        // Counted before it is known whether it waits: one look at the count serves both.
        if !self.usage.spend() {
            return self.begin_recv_slow(waiter, cx);
        }
        self.begin_recv(waiter, cx)
    }

    /// The first poll of a receive, which is counted.
    #[inline(always)]
    fn begin_recv(&self, waiter: &mut Waiter, cx: &Context<'_>) -> Poll<Result<T, RecvError>> {
        let polled = waiter.begin_recv(&*self.shared, cx);
        if !waiter.is_done() {
            self.usage.renew();
        }
        polled
    }

    /// The first poll of a receive whose budget is spent, or whose handle is not idle as a stream.
    #[cold]
    #[inline(never)]
    fn begin_recv_slow(&self, waiter: &mut Waiter, cx: &Context<'_>) -> Poll<Result<T, RecvError>> {
        self.aside();
        if self.usage.gives_way(cx.waker()) {
            return Poll::Pending;
        }
        self.usage.spend();
        self.begin_recv(waiter, cx)
    }

    /// Receives a value, and waits while there is none. Waiting receives are served first come, first served.
    ///
    /// A receive allocates nothing, one that waits allocates nothing once as many have waited before. It wakes
    /// at most one task, and only one whose send it made complete. In `goit::sync`, after 128 receives in a row by this handle
    /// that did not wait, the next one is pending once and wakes its own task, so that others run.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError), if the channel is closed and nothing is left in it.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: a value that a dropped receive had coming goes to the next receive.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.send("water").await?;
    /// assert_eq!(rx.recv().await, Ok("water"));
    /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
    /// ```
    #[doc(alias("pull", "get", "recv_async", "poll_recv", "receive"))]
    #[inline]
    pub fn recv(&self) -> Recv<'_, T, F> {
        Recv::new(self)
    }

    /// Like [`recv`](Self::recv), but the future keeps this handle and borrows nothing: it can be stored and
    /// returned. Clone the receiver first where it is needed again.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError), if the channel is closed and nothing is left in it.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost, as with [`recv`](Self::recv); the handle is dropped with the future.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let receiving = rx.into_recv();
    /// tx.send(1).await?;
    /// assert_eq!(receiving.await, Ok(1));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias("into_recv_async", "recv_owned"))]
    pub fn into_recv(self) -> OwnedRecv<T, F> {
        OwnedRecv::new(self)
    }

    /// Receives a value if that needs no waiting. At capacity 0 it does when a send waits.
    ///
    /// It never takes what another receive was chosen for. It wakes at most one task, and allocates nothing.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`], or [`TryRecvError::Closed`] once the channel is closed and nothing is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::TryRecvError;
    ///
    /// let (tx, rx) = goit::local::bounded(1);
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    /// tx.try_send(1).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// ```
    #[doc(alias("pull_nowait", "try_next", "try_receive", "try_recv_realtime"))]
    #[inline]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let mut received = Err(TryRecvError::Empty);
        match self.aside().try_pop(|value| received = Ok(value)) {
            Ok(()) => received,
            Err(refusal) => self.try_recv_slow(refusal),
        }
    }

    #[inline(never)]
    fn try_recv_slow(&self, refusal: Option<Refusal>) -> Result<T, TryRecvError> {
        let mut result = Err(Refusal::Wait);
        self.shared.recv_refused(refusal, |received| result = received);
        result.map_err(not_received)
    }
}

/// The refusal of a receive that does not wait.
pub(super) fn not_received(refusal: Refusal) -> TryRecvError {
    match refusal {
        Refusal::Wait => TryRecvError::Empty,
        Refusal::Closed => TryRecvError::Closed,
    }
}

impl<T, F: Flavor> Stream for Receiver<T, F> {
    type Item = T;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        this.usage.poll_next(&*this.shared, cx)
    }

    /// At least the values that are available, unless there are other receivers, which may take them. At most, once the
    /// channel is closed, the values in it; before that there is no bound.
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() {
            return (0, Some(0));
        }
        let (available, all) = self.shared.bounds();
        (if self.receiver_count() == 1 { available } else { 0 }, all)
    }
}

impl<T, F: Flavor> FusedStream for Receiver<T, F> {
    fn is_terminated(&self) -> bool {
        self.usage.has_ended()
    }
}

// A value is moved through the channel, never pinned.
impl<T, F: Flavor> Unpin for Receiver<T, F> {}

impl<T, F: Flavor> Clone for Receiver<T, F> {
    fn clone(&self) -> Self {
        let shared = self.shared.clone();
        shared.receivers.increment();
        Receiver::from_counted(shared)
    }
}

impl<T, F: Flavor> Receiver<T, F> {
    #[cold]
    #[inline(never)]
    fn leave_as_stream(&mut self) {
        let shared = &self.shared;
        let _finally = Finally(|| shared.receiver_left());
        self.usage.leave_stream(&**shared);
    }
}

impl<T, F: Flavor> Drop for Receiver<T, F> {
    #[inline]
    fn drop(&mut self) {
        if Shared::<T, F>::is_left(&mut self.shared) {
            return;
        }
        if self.usage.is_parked() {
            self.leave_as_stream();
        } else {
            self.shared.receiver_left();
        }
    }
}
