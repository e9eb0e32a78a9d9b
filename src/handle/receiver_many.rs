//! How receivers receive many values at a time.

use super::future::RecvMany;
use super::receiver::not_received;
use super::{Drain, Receiver, TryIter};
use crate::error::TryRecvError;
use crate::flavor::Flavor;
use alloc::vec::Vec;

/// Many values at a time.
impl<T, F: Flavor> Receiver<T, F> {
    /// Receives what is available, up to `limit` values, and waits for the first one while there is none; how many were
    /// added to `buffer`, in the order in which they were sent. It waits in line as one receive.
    ///
    /// What is available are the values that are buffered, and those of sends that wait: each of these is committed, and
    /// its task woken once. The channel is entered once, however many values it yields, and nobody else receives meanwhile,
    /// unless more than 16 sends wait, or those that wait have more values than `buffer` has room for. Where it has room it
    /// allocates nothing, else it grows for what is there, and what is buffered meanwhile is left there.
    ///
    /// It completes with 0 at once where `limit` is 0, and never else.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError), if the channel is closed and nothing is left in it.
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
    /// # Examples
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
    #[doc(alias("drain_into", "ready_chunks", "recv_batch"))]
    #[inline]
    pub fn recv_many<'a>(&'a self, buffer: &'a mut Vec<T>, limit: usize) -> RecvMany<'a, T, F> {
        RecvMany::new(self, buffer, limit)
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
    /// # Examples
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
    #[doc(alias("recv_all"))]
    pub fn drain(&self) -> Drain<T> {
        let mut values = Vec::new();
        // A refusal: there are none.
        let _ = self.try_recv_many(&mut values, usize::MAX);
        Drain::new(values)
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
        TryIter::new(self)
    }
}
