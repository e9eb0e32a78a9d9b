//! The future of a send of many values.

use super::waiter::Waiter;
use super::{Sender, Until, first};
use crate::error::SendError;
use crate::flavor::Flavor;
use alloc::collections::VecDeque;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Sends many values; made by [`Sender::send_many`].
///
/// Cost, errors and cancel safety are those of [`Sender::send_many`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// use std::collections::VecDeque;
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut queue = VecDeque::from([1, 2]);
/// let sending: goit::local::future::SendMany<'_, u8> = tx.send_many(&mut queue);
/// drop(sending);
/// assert_eq!(queue, [1, 2]);
/// # drop(rx) });
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct SendMany<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    queue: &'a mut VecDeque<T>,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> SendMany<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>, queue: &'a mut VecDeque<T>) -> Self {
        SendMany { tx, queue, waiter: Waiter::FRESH }
    }

    /// Sends, unless `future` is ready first; what was not sent is in its queue then. See [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::send_many`]: what was not sent is in the queue.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut queue = VecDeque::from([1, 2]);
    /// assert!(tx.send_many(&mut queue).until(async { "stop" }).await.is_err());
    /// assert_eq!((queue.len(), rx.len()), (1, 1));
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Until<Result<(), SendError<()>>, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> Future for SendMany<'_, T, F> {
    type Output = Result<(), SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let SendMany { tx, queue, waiter } = &mut *self;
        if waiter.is_fresh() && queue.is_empty() {
            *waiter = Waiter::DONE;
            return Poll::Ready(Ok(()));
        }
        waiter.poll_send_many(&**tx.shared(), queue, cx)
    }
}

impl<T, F: Flavor> Drop for SendMany<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_send_many(&**self.tx.shared(), self.queue);
    }
}

// The values are moved through the channel, never pinned.
impl<T, F: Flavor> Unpin for SendMany<'_, T, F> {}

impl<T, F: Flavor> FusedFuture for SendMany<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for SendMany<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendMany").finish_non_exhaustive()
    }
}
