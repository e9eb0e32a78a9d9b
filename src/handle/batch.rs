//! Many values at a time: a receive of many, and iterators over what is there.

use super::place::Place;
use super::receiver::not_received;
use super::{Receiver, Until, first};
use crate::error::{RecvError, TryRecvError};
use crate::flavor::Flavor;
use alloc::vec::{self, Vec};
use core::fmt;
use core::future::{Future, IntoFuture};
use core::iter::FusedIterator;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Many values at a time.
impl<T, F: Flavor> Receiver<T, F> {
    /// Receives what is available, up to `limit` values, and waits for the first one while there is none; how many were
    /// added to `buffer`, in the order in which they were sent. It waits in line as one receive.
    ///
    /// What is available are the values that are buffered, and those of sends that wait: each of these is committed, and
    /// its task woken once. The channel is entered once, however many values it yields, unless more than 16 sends wait;
    /// meanwhile nobody else receives. Where `buffer` has room it allocates nothing, else it lets `buffer` grow for what is
    /// there.
    ///
    /// It completes with 0 at once where `limit` is 0, and never else.
    ///
    /// # Errors
    ///
    /// [`RecvError`], if the channel is closed and nothing is left in it.
    ///
    /// # Panics
    ///
    /// If a waker does, or `buffer` cannot grow by one value. Nothing is lost: what was received is in `buffer`, and all
    /// else in the channel.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: `buffer` is added to only by the poll that completes. What a dropped receive had coming goes to the
    /// next receive.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(8);
    /// for n in 1..=5 {
    ///     tx.send(n).await?;
    /// }
    /// let mut batch = Vec::with_capacity(3);
    /// while !rx.is_empty() {
    ///     let received = rx.recv_many(&mut batch, 3).await.unwrap();
    ///     println!("{received} at a time: {batch:?}");
    ///     batch.clear();
    /// }
    /// # drop(tx);
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias = "drain_into")]
    #[inline]
    pub fn recv_many<'a>(&'a self, buffer: &'a mut Vec<T>, limit: usize) -> RecvMany<'a, T, F> {
        RecvMany { rx: self, buffer, limit, place: Place::FRESH }
    }

    /// Receives what is available, up to `limit` values, if there is any; how many were added to `buffer`. It costs what
    /// [`recv_many`](Self::recv_many) costs.
    ///
    /// It completes with 0 where `limit` is 0, and never else.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`], or [`TryRecvError::Closed`] once the channel is closed and nothing is left.
    ///
    /// # Panics
    ///
    /// If a waker does, or `buffer` cannot grow by one value; nothing is lost.
    ///
    /// ```
    /// use goit::TryRecvError;
    ///
    /// let (tx, rx) = goit::local::bounded(8);
    /// let mut batch = Vec::new();
    /// assert_eq!(rx.try_recv_many(&mut batch, 3), Err(TryRecvError::Empty));
    /// tx.try_send(1).unwrap();
    /// tx.try_send(2).unwrap();
    /// assert_eq!(rx.try_recv_many(&mut batch, 3), Ok(2));
    /// assert_eq!(batch, [1, 2]);
    /// ```
    #[doc(alias = "drain_into")]
    pub fn try_recv_many(&self, buffer: &mut Vec<T>, limit: usize) -> Result<usize, TryRecvError> {
        if limit == 0 {
            return Ok(0);
        }
        let before = buffer.len();
        let received = self.aside().recv_many(None, limit, buffer, || ());
        received.map(|()| buffer.len() - before).map_err(not_received)
    }

    /// Receives all that is available, at once and without waiting, and iterates over it. What is not asked for is dropped
    /// with the iterator; of what is sent later it knows nothing.
    ///
    /// It is [`try_recv_many`](Self::try_recv_many) without a limit, into memory of its own, and panics where that does; what
    /// it has received is dropped then.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(8);
    /// tx.try_send(1).unwrap();
    /// tx.try_send(2).unwrap();
    /// for n in rx.drain() {
    ///     tx.try_send(10 * n).unwrap(); // not for this loop
    /// }
    /// assert_eq!(rx.drain().collect::<Vec<_>>(), [10, 20]);
    /// ```
    pub fn drain(&self) -> Drain<T> {
        let mut values = Vec::new();
        // A refusal: there are none.
        let _ = self.try_recv_many(&mut values, usize::MAX);
        Drain { values: values.into_iter() }
    }

    /// Iterates over the values that can be received without waiting, one [`try_recv`](Self::try_recv) after the other. It
    /// may go on for as long as senders are as fast as it; [`drain`](Self::drain) has an end.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(8);
    /// tx.try_send(1).unwrap();
    /// tx.try_send(2).unwrap();
    /// assert_eq!(rx.try_iter().next(), Some(1));
    /// assert_eq!(rx.len(), 1);
    /// ```
    pub fn try_iter(&self) -> TryIter<'_, T, F> {
        TryIter { rx: self }
    }
}

/// Receives many values; made by [`Receiver::recv_many`].
///
/// Cost, errors and cancel safety are those of [`Receiver::recv_many`]: dropped, it loses nothing.
///
/// # Panics
///
/// When it is polled after completion, and as [`Receiver::recv_many`] does.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut batch = Vec::new();
/// let receiving: goit::local::RecvMany<'_, &str> = rx.recv_many(&mut batch, 8);
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
    place: Place,
}

impl<T, F: Flavor> RecvMany<'_, T, F> {
    /// Receives, unless `future` is ready first; see [`Recv::until`](super::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
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
        let begins = this.place.is_fresh();
        if begins {
            if this.limit == 0 {
                this.place = Place::DONE;
                return Poll::Ready(Ok(0));
            }
            this.rx.aside();
            if this.rx.usage().gives_way(cx.waker()) {
                return Poll::Pending;
            }
        }
        let before = this.buffer.len();
        let polled = this.place.poll_recv_many(this.rx.shared(), this.limit, this.buffer, cx);
        if begins {
            this.rx.usage().note(&polled);
        }
        polled.map_ok(|()| this.buffer.len() - before)
    }
}

impl<T, F: Flavor> Drop for RecvMany<'_, T, F> {
    fn drop(&mut self) {
        self.place.leave_recv(self.rx.shared());
    }
}

// Values are moved into the buffer, never pinned.
impl<T, F: Flavor> Unpin for RecvMany<'_, T, F> {}

impl<T, F: Flavor> FusedFuture for RecvMany<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.place.is_done()
    }
}

impl<T, F: Flavor> fmt::Debug for RecvMany<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecvMany").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// The values that were available; made by [`Receiver::drain`].
///
/// ```
/// let (tx, rx) = goit::local::bounded(8);
/// tx.try_send("water").unwrap();
/// let drain: goit::local::Drain<&str> = rx.drain();
/// assert!(rx.is_empty());
/// assert_eq!(drain.len(), 1);
/// ```
#[must_use = "the values were received; those that it is not asked for are dropped with it"]
pub struct Drain<T> {
    values: vec::IntoIter<T>,
}

impl<T> Iterator for Drain<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.values.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl<T> DoubleEndedIterator for Drain<T> {
    fn next_back(&mut self) -> Option<T> {
        self.values.next_back()
    }
}

impl<T> ExactSizeIterator for Drain<T> {}
impl<T> FusedIterator for Drain<T> {}

impl<T> fmt::Debug for Drain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drain").field("len", &self.len()).finish()
    }
}

/// The values that can be received without waiting; made by [`Receiver::try_iter`].
///
/// ```
/// let (tx, rx) = goit::local::bounded(8);
/// tx.try_send(1).unwrap();
/// let values: goit::local::TryIter<'_, i32> = rx.try_iter();
/// assert_eq!(values.sum::<i32>(), 1);
/// ```
#[must_use = "iterators do nothing unless they are asked for items"]
pub struct TryIter<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
}

impl<T, F: Flavor> Iterator for TryIter<'_, T, F> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.try_recv().ok()
    }
}

impl<T, F: Flavor> fmt::Debug for TryIter<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TryIter").field(self.rx).finish()
    }
}
