//! The futures of a receive.

use super::waiter::Waiter;
use super::{Receiver, first};
use crate::error::{Interrupted, RecvError};
use crate::flavor::Flavor;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Receives a value; made by [`Receiver::recv`].
///
/// Cost, errors and cancel safety are those of [`Receiver::recv`]: dropped, it loses nothing.
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let receiving: goit::local::future::Recv<'_, &str> = rx.recv();
/// tx.send("water").await?;
/// assert_eq!(receiving.await, Ok("water"));
/// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Recv<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> Recv<'a, T, F> {
    #[inline]
    pub(super) fn new(rx: &'a Receiver<T, F>) -> Self {
        Recv { rx, waiter: Waiter::FRESH }
    }
}

/// Receives a value, and keeps its receiver; made by [`Receiver::into_recv`].
///
/// Cost, errors and cancel safety are those of [`Receiver::recv`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// struct Answer {
///     receiving: goit::local::future::OwnedRecv<u8>,
/// }
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let answer = Answer { receiving: rx.into_recv() };
/// tx.send(7).await?;
/// assert_eq!(answer.receiving.await, Ok(7));
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct OwnedRecv<T, F: Flavor> {
    rx: Receiver<T, F>,
    waiter: Waiter,
}

impl<T, F: Flavor> OwnedRecv<T, F> {
    pub(super) fn new(rx: Receiver<T, F>) -> Self {
        OwnedRecv { rx, waiter: Waiter::FRESH }
    }
}

impl<T, F: Flavor> Recv<'_, T, F> {
    /// Receives, unless `future` is ready first: a timer, another operation, any future.
    ///
    /// Each poll begins with the receive, and the future is polled only while that waits; whichever is not ready then is
    /// dropped. The receive keeps its place in line. It costs what the two do by themselves. A task that reads its receiver as
    /// a stream limits one item so: `rx.recv().until(..)` receives what `next` would.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As [`Receiver::recv`](crate::handle::Receiver::recv): nothing is lost.
    ///
    /// # Examples
    ///
    /// ```
    /// use futures_timer::Delay;
    /// use std::time::Duration;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.send("water").await.unwrap();
    /// assert_eq!(rx.recv().until(Delay::new(Duration::from_secs(60))).await, Ok(Ok("water")));
    /// assert!(rx.recv().until(async { "stop" }).await.is_err()); // that came first
    /// drop(tx);
    /// assert_eq!(rx.recv().until(core::future::pending::<()>()).await, Ok(Err(goit::RecvError))); // closed
    /// # });
    /// ```
    #[doc(alias("timeout"))]
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Result<Result<T, RecvError>, Interrupted<U::Output>>> {
        first(self, future)
    }
}

impl<T, F: Flavor> OwnedRecv<T, F> {
    /// Receives, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Receiver::into_recv`]: nothing is lost, and the handle is dropped.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let interrupted = rx.into_recv().until(async { "stop" }).await.unwrap_err();
    /// assert_eq!(interrupted.output, "stop");
    /// # drop(tx) });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Result<Result<T, RecvError>, Interrupted<U::Output>>> {
        first(self, future)
    }
}

impl<T, F: Flavor> Future for Recv<'_, T, F> {
    type Output = Result<T, RecvError>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.rx.poll_recv(&mut this.waiter, cx)
    }
}

impl<T, F: Flavor> Future for OwnedRecv<T, F> {
    type Output = Result<T, RecvError>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.rx.poll_recv(&mut this.waiter, cx)
    }
}

impl<T, F: Flavor> Drop for Recv<'_, T, F> {
    #[inline]
    fn drop(&mut self) {
        self.waiter.leave_recv(self.rx.shared());
    }
}

impl<T, F: Flavor> Drop for OwnedRecv<T, F> {
    #[inline]
    fn drop(&mut self) {
        self.waiter.leave_recv(self.rx.shared());
    }
}

// No value is ever kept in these futures.
impl<T, F: Flavor> Unpin for Recv<'_, T, F> {}
impl<T, F: Flavor> Unpin for OwnedRecv<T, F> {}

impl<T, F: Flavor> FusedFuture for Recv<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

impl<T, F: Flavor> FusedFuture for OwnedRecv<T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for Recv<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recv").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for OwnedRecv<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedRecv").finish_non_exhaustive()
    }
}
