//! The futures of a send.

use super::Sender;
use super::until::{send, send_owned};
use super::waiter::{Sending, SendingFrom, Waiter};
use crate::error::{Interrupted, SendError};
use crate::flavor::Flavor;
use core::fmt;
use core::future::{Future, IntoFuture, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Sends a value; made by [`Sender::send`].
///
/// Cost, errors and cancel safety are those of [`Sender::send`]: dropped before the value is committed, it drops it.
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
/// let sending: goit::local::future::Send<'_, &str> = tx.send("water");
/// assert!(rx.is_empty()); // nothing is sent before it is polled
/// sending.await?;
/// assert_eq!(rx.try_recv(), Ok("water"));
/// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Send<'a, T, F: Flavor> {
    pub(super) tx: &'a Sender<T, F>,
    pub(super) sending: Sending<T>,
}

impl<'a, T, F: Flavor> Send<'a, T, F> {
    #[inline]
    pub(super) fn new(tx: &'a Sender<T, F>, value: T) -> Self {
        Send { tx, sending: Sending::Fresh(value) }
    }
}

/// Sends a value, and keeps its sender; made by [`Sender::into_send`].
///
/// Cost, errors and cancel safety are those of [`Sender::send`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// struct Job {
///     sending: goit::local::future::OwnedSend<u8>,
/// }
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let job = Job { sending: tx.into_send(7) };
/// job.sending.await?;
/// assert_eq!(rx.try_recv(), Ok(7));
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct OwnedSend<T, F: Flavor> {
    pub(super) tx: Sender<T, F>,
    pub(super) sending: Sending<T>,
}

impl<T, F: Flavor> OwnedSend<T, F> {
    pub(super) fn new(tx: Sender<T, F>, value: T) -> Self {
        OwnedSend { tx, sending: Sending::Fresh(value) }
    }
}

/// Sends a value out of the caller's slot; made by [`Sender::send_from`].
///
/// Cost, errors and cancel safety are those of [`Sender::send_from`]: dropped before, the value is back in the slot.
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
/// let mut slot = Some("water");
/// let sending: goit::local::future::SendFrom<'_, &str> = tx.send_from(&mut slot);
/// drop(sending);
/// assert_eq!(slot, Some("water"));
/// # drop(rx) });
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct SendFrom<'a, T, F: Flavor> {
    pub(super) tx: &'a Sender<T, F>,
    pub(super) sending: SendingFrom<'a, T>,
}

impl<'a, T, F: Flavor> SendFrom<'a, T, F> {
    #[inline]
    #[track_caller]
    pub(super) fn new(tx: &'a Sender<T, F>, slot: &'a mut Option<T>) -> Self {
        assert!(slot.is_some(), "send_from needs a value: put `Some(value)` into the slot first");
        SendFrom { tx, sending: SendingFrom { slot, waiter: Waiter::FRESH } }
    }
}

impl<T, F: Flavor> Send<'_, T, F> {
    /// Sends, unless `future` is ready first: a timer, another operation, any future. Then the value comes back.
    ///
    /// It is a [`select!`](crate::select!) of the two, with `biased;`: each poll begins with the send, and the future is polled
    /// only while that waits; whichever is not ready then is dropped. The value is sent or comes back, and an output that the
    /// future has is never lost. A send that needs no waiting costs little more than by itself, one that waits what such
    /// a select costs.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output and the value, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As [`Sender::send`](crate::handle::Sender::send): a value that was not committed is dropped with the future.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::Interrupted;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// assert_eq!(tx.send("water").until(async { "stop" }).await, Ok(Ok(())));
    /// let unsent = tx.send("more").until(async { "stop" }).await; // full
    /// assert_eq!(unsent, Err(Interrupted { output: "stop", value: "more" }));
    /// # drop(rx) });
    /// ```
    pub async fn until<U: IntoFuture>(
        mut self,
        future: U,
    ) -> Result<Result<(), SendError<T>>, Interrupted<U::Output, T>> {
        send_owned(self.tx, &mut self.sending, future).await
    }
}

impl<T, F: Flavor> OwnedSend<T, F> {
    /// Sends, unless `future` is ready first; see [`Send::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output and the value, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::into_send`]: a value that was not committed is dropped, and so is the handle.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::rendezvous();
    /// let interrupted = tx.into_send(7).until(async {}).await.unwrap_err();
    /// assert_eq!(interrupted.value, 7);
    /// # drop(rx) });
    /// ```
    pub async fn until<U: IntoFuture>(
        mut self,
        future: U,
    ) -> Result<Result<(), SendError<T>>, Interrupted<U::Output, T>> {
        send_owned(&self.tx, &mut self.sending, future).await
    }
}

impl<T, F: Flavor> SendFrom<'_, T, F> {
    /// Sends, unless `future` is ready first; the value is in its slot then. See [`Send::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::send_from`]: the value is sent or in its slot.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::rendezvous();
    /// let mut slot = Some(7);
    /// assert!(tx.send_from(&mut slot).until(async {}).await.is_err());
    /// assert_eq!(slot, Some(7));
    /// # drop(rx) });
    /// ```
    pub async fn until<U: IntoFuture>(
        mut self,
        future: U,
    ) -> Result<Result<(), SendError<()>>, Interrupted<U::Output>> {
        let SendFrom { tx, sending } = &mut self;
        if !sending.waiter.is_fresh() {
            if let Poll::Ready(sent) = poll_fn(|cx| Poll::Ready(sending.poll(tx.shared(), cx))).await {
                return Ok(sent);
            }
            sending.leave(tx.shared());
        }
        send(tx, sending.slot, future).await
    }
}

impl<T, F: Flavor> Future for Send<'_, T, F> {
    type Output = Result<(), SendError<T>>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.sending.poll(this.tx.shared(), cx)
    }
}

impl<T, F: Flavor> Future for OwnedSend<T, F> {
    type Output = Result<(), SendError<T>>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.sending.poll(this.tx.shared(), cx)
    }
}

impl<T, F: Flavor> Future for SendFrom<'_, T, F> {
    type Output = Result<(), SendError<()>>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        this.sending.poll(this.tx.shared(), cx)
    }
}

impl<T, F: Flavor> Drop for Send<'_, T, F> {
    #[inline]
    fn drop(&mut self) {
        drop(self.sending.leave(self.tx.shared()));
    }
}

impl<T, F: Flavor> Drop for OwnedSend<T, F> {
    #[inline]
    fn drop(&mut self) {
        drop(self.sending.leave(self.tx.shared()));
    }
}

impl<T, F: Flavor> Drop for SendFrom<'_, T, F> {
    #[inline]
    fn drop(&mut self) {
        self.sending.leave(self.tx.shared());
    }
}

// The value is moved through the channel, never pinned.
impl<T, F: Flavor> Unpin for Send<'_, T, F> {}
impl<T, F: Flavor> Unpin for OwnedSend<T, F> {}
impl<T, F: Flavor> Unpin for SendFrom<'_, T, F> {}

impl<T, F: Flavor> FusedFuture for Send<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.sending.is_done()
    }
}

impl<T, F: Flavor> FusedFuture for OwnedSend<T, F> {
    fn is_terminated(&self) -> bool {
        self.sending.is_done()
    }
}

impl<T, F: Flavor> FusedFuture for SendFrom<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.sending.waiter.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for Send<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Send").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for OwnedSend<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedSend").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for SendFrom<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendFrom").finish_non_exhaustive()
    }
}
