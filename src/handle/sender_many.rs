//! How senders send many values at a time.

use super::Sender;
use super::future::SendMany;
use crate::flavor::Flavor;
use alloc::collections::VecDeque;

/// Many values at a time.
impl<T, F: Flavor> Sender<T, F> {
    /// Sends all values of `queue`, from its front, and waits while there is no room for the next one, also where there are more
    /// than the channel buffers. Nothing that others send comes between them, unless they had a permit before or
    /// [`force_send`](Self::force_send) it. It waits in line as one send.
    ///
    /// The channel is entered once where all values fit into the buffer and nobody waits, else twice, and once more, with a clone
    /// of the waker, where it may have to wait: not all fit into what is free and what receives wait for that are no arms of
    /// selects. Each receive that waits for one of the values is
    /// woken once, and the sender once, when the last one is sent. It allocates nothing once the buffer has its size, if it need
    /// not wait and wakes no more than 16 tasks at once; one that waits allocates nothing once as many have waited, with as many
    /// values, before.
    ///
    /// With no values it completes at once, also where the channel is closed.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), if the channel is closed before all of them are sent; the others are in `queue`.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: after the future is gone each value is either sent or in `queue`, in order.
    ///
    /// # Examples
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
    #[doc(alias("send_all", "send_batch"))]
    pub fn send_many<'a>(&'a self, queue: &'a mut VecDeque<T>) -> SendMany<'a, T, F> {
        SendMany::new(self, queue)
    }
}
