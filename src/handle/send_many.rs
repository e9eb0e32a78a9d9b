//! A send of many values at a time.

use super::place::Place;
use super::{Sender, Until, first};
use crate::error::SendError;
use crate::flavor::Flavor;
use alloc::collections::VecDeque;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Many values at a time.
impl<T, F: Flavor> Sender<T, F> {
    /// Sends all values of `queue`, from its front, and waits while there is no room for the next one, also where there are more
    /// than the channel buffers. Nothing that others send comes between them, unless they had a permit before or
    /// [`force_send`](Self::force_send) it. It waits in line as one send.
    ///
    /// The channel is entered once, and once more, with a clone of the waker, where it may have to wait: not all values fit into
    /// what is free and what receives wait for that are no arms of selects. Each receive that waits for one of the values is
    /// woken once, and the sender once, when the last one is sent. It allocates nothing once the buffer has its size, if it need
    /// not wait and wakes no more than 16 tasks at once; one that waits allocates nothing once as many have waited, with as many
    /// values, before.
    ///
    /// With no values it completes at once.
    ///
    /// # Errors
    ///
    /// [`SendError`], if the channel is closed before all of them are sent; the others are in `queue`.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: after the future is gone each value is either sent or in `queue`, in order.
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(8);
    /// let mut queue = VecDeque::from([1, 2, 3]);
    /// tx.send_many(&mut queue).await?;
    /// assert!(queue.is_empty());
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2, 3]);
    /// # Ok::<(), goit::SendError<()>>(()) }).unwrap();
    /// ```
    ///
    /// `SinkExt::send_all`, which every [`Sink`](futures_util::Sink) has, sends the values of a stream one by one. Those that
    /// are ready together are sent together so:
    ///
    /// ```
    /// use futures_util::{StreamExt, stream};
    /// use std::collections::VecDeque;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::unbounded();
    /// let mut chunks = stream::iter(0..100).ready_chunks(64);
    /// while let Some(chunk) = chunks.next().await {
    ///     tx.send_many(&mut VecDeque::from(chunk)).await?; // no copy: the vector becomes the queue
    /// }
    /// assert_eq!(rx.len(), 100);
    /// # Ok::<(), goit::SendError<()>>(()) }).unwrap();
    /// ```
    pub fn send_many<'a>(&'a self, queue: &'a mut VecDeque<T>) -> SendMany<'a, T, F> {
        SendMany { tx: self, queue, place: Place::FRESH }
    }
}

/// Sends many values; made by [`Sender::send_many`].
///
/// Cost, errors and cancel safety are those of [`Sender::send_many`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// ```
/// use std::collections::VecDeque;
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut queue = VecDeque::from([1, 2]);
/// let sending: goit::local::SendMany<'_, u8> = tx.send_many(&mut queue);
/// drop(sending);
/// assert_eq!(queue, [1, 2]);
/// # drop(rx) });
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct SendMany<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    queue: &'a mut VecDeque<T>,
    place: Place,
}

impl<T, F: Flavor> SendMany<'_, T, F> {
    /// Sends, unless `future` is ready first; what was not sent is in its queue then. See [`Recv::until`](super::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
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
        let SendMany { tx, queue, place } = &mut *self;
        if place.is_fresh() && queue.is_empty() {
            *place = Place::DONE;
            return Poll::Ready(Ok(()));
        }
        place.poll_send_many(&**tx.shared(), queue, cx)
    }
}

impl<T, F: Flavor> Drop for SendMany<'_, T, F> {
    fn drop(&mut self) {
        self.place.leave_send_many(&**self.tx.shared(), self.queue);
    }
}

// The values are moved through the channel, never pinned.
impl<T, F: Flavor> Unpin for SendMany<'_, T, F> {}

impl<T, F: Flavor> FusedFuture for SendMany<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.place.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for SendMany<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendMany").finish_non_exhaustive()
    }
}
