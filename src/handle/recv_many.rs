//! The future of a receive of many values.

use super::waiter::Waiter;
use super::{Receiver, Until, first};
use crate::error::RecvError;
use crate::flavor::Flavor;
use alloc::vec::Vec;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Receives many values; made by [`Receiver::recv_many`].
///
/// Cost, errors and cancel safety are those of [`Receiver::recv_many`]: dropped, it loses nothing.
///
/// # Panics
///
/// When it is polled after completion, and as [`Receiver::recv_many`] does.
///
/// # Examples
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut batch = Vec::new();
/// let receiving: goit::local::future::RecvMany<'_, &str> = rx.recv_many(&mut batch, 8);
/// tx.send("water").await?;
/// assert_eq!(receiving.await, Ok(1));
/// assert_eq!(batch, ["water"]);
/// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct RecvMany<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
    buffer: &'a mut Vec<T>,
    limit: usize,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> RecvMany<'a, T, F> {
    #[inline]
    pub(super) fn new(rx: &'a Receiver<T, F>, buffer: &'a mut Vec<T>, limit: usize) -> Self {
        RecvMany { rx, buffer, limit, waiter: Waiter::FRESH }
    }

    /// Receives, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Receiver::recv_many`]: nothing is lost.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// let mut batch = Vec::new();
    /// assert!(rx.recv_many(&mut batch, 8).until(async { "stop" }).await.is_err());
    /// tx.send(7).await.unwrap();
    /// assert_eq!(rx.recv_many(&mut batch, 8).until(async { "stop" }).await, Ok(Ok(1)));
    /// # });
    /// ```
    ///
    /// [`Interrupted`]: crate::Interrupted
    pub fn until<U: IntoFuture>(self, future: U) -> impl Future<Output = Until<Result<usize, RecvError>, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> Future for RecvMany<'_, T, F> {
    type Output = Result<usize, RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let begins = this.waiter.is_fresh();
        if begins {
            if this.limit == 0 {
                this.waiter = Waiter::DONE;
                return Poll::Ready(Ok(0));
            }
            this.rx.aside();
            if this.rx.usage().gives_way(cx.waker()) {
                return Poll::Pending;
            }
        }
        let before = this.buffer.len();
        let polled = this.waiter.poll_recv_many(this.rx.shared(), this.limit, this.buffer, cx);
        if begins {
            this.rx.usage().note(&polled);
        }
        polled.map_ok(|()| this.buffer.len() - before)
    }
}

impl<T, F: Flavor> Drop for RecvMany<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_recv(self.rx.shared());
    }
}

// Values are moved into the buffer, never pinned.
impl<T, F: Flavor> Unpin for RecvMany<'_, T, F> {}

impl<T, F: Flavor> FusedFuture for RecvMany<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for RecvMany<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecvMany").field("limit", &self.limit).finish_non_exhaustive()
    }
}
