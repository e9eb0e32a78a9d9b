//! Both ends in one handle.

use super::future::{Recv, Send, SendFrom};
use super::{Receiver, Sender};
use crate::error::{SendError, TryRecvError, TrySendError};
use crate::flavor::{Flavor, Shared};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::stream::{FusedStream, Stream};

/// Both ends of a channel in one handle, as Go has it.
///
/// It counts as one sender and one receiver, so the channel is closed by [`close`](Channel::close), or when the
/// last of the senders or of the receivers is gone, clones of this handle and the halves of
/// [`split`](Channel::split) included.
///
/// ```
/// use goit::local::Channel;
///
/// # futures_executor::block_on(async {
/// let channel = Channel::bounded(2);
/// channel.send(1).await?;
/// assert_eq!(channel.recv().await, Ok(1));
/// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
/// ```
pub struct Channel<T, F: Flavor> {
    tx: Sender<T, F>,
    rx: Receiver<T, F>,
}

impl<T, F: Flavor> Channel<T, F> {
    /// A channel that buffers up to `capacity` values; see [`local::bounded`](crate::local::bounded).
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::bounded(2);
    /// assert_eq!(channel.capacity(), Some(2));
    /// ```
    pub fn bounded(capacity: usize) -> Self {
        let (tx, rx) = super::new(capacity);
        Channel { tx, rx }
    }

    /// A channel that buffers nothing; see [`local::rendezvous`](crate::local::rendezvous).
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::rendezvous();
    /// assert_eq!(channel.capacity(), Some(0));
    /// ```
    pub fn rendezvous() -> Self {
        Self::bounded(0)
    }

    /// A channel that never makes a send wait; see [`local::unbounded`](crate::local::unbounded).
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::unbounded();
    /// assert_eq!(channel.capacity(), None);
    /// ```
    pub fn unbounded() -> Self {
        Self::bounded(usize::MAX)
    }

    /// Sends a value, and waits while the channel is full; see [`Sender::send`] for errors, cost and cancel
    /// safety.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed before a receive or the buffer has it.
    ///
    /// # Cancel safety
    ///
    /// A value that was not committed is dropped with the future, and never delivered.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let channel = goit::local::Channel::bounded(2);
    /// channel.send(1).await?;
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias = "push")]
    #[doc(alias = "put")]
    #[inline]
    pub fn send(&self, value: T) -> Send<'_, T, F> {
        self.tx.send(value)
    }

    /// Sends out of the caller's slot; see [`Sender::send_from`] for errors, panics, cost and cancel safety.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed; the value is in `slot`.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: after the future is gone the value is either sent or in `slot`.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let channel = goit::local::Channel::bounded(2);
    /// let mut slot = Some(1);
    /// channel.send_from(&mut slot).await?;
    /// assert_eq!(slot, None);
    /// # Ok::<(), goit::SendError<()>>(()) }).unwrap();
    /// ```
    #[inline]
    #[track_caller]
    pub fn send_from<'a>(&'a self, slot: &'a mut Option<T>) -> SendFrom<'a, T, F> {
        self.tx.send_from(slot)
    }

    /// Receives a value, and waits while there is none; see [`Receiver::recv`] for errors, cost and cancel
    /// safety.
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
    /// let channel = goit::local::Channel::bounded(2);
    /// channel.send(1).await?;
    /// assert_eq!(channel.recv().await, Ok(1));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias = "pull")]
    #[doc(alias = "get")]
    #[inline]
    pub fn recv(&self) -> Recv<'_, T, F> {
        self.rx.recv()
    }

    /// Sends a value if that needs no waiting; see [`Sender::try_send`].
    ///
    /// # Errors
    ///
    /// [`TrySendError`], with the value.
    ///
    /// # Examples
    ///
    /// ```
    /// let channel = goit::local::Channel::bounded(1);
    /// assert!(channel.try_send(1).is_ok());
    /// assert!(channel.try_send(2).unwrap_err().is_full());
    /// ```
    #[doc(alias = "push_nowait")]
    #[inline]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.tx.try_send(value)
    }

    /// Sends a value at once, in the place of the oldest if need be; see [`Sender::force_send`].
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let channel = goit::local::Channel::bounded(1);
    /// assert_eq!(channel.force_send(1), Ok(None));
    /// assert_eq!(channel.force_send(2), Ok(Some(1)));
    /// ```
    pub fn force_send(&self, value: T) -> Result<Option<T>, SendError<T>> {
        self.tx.force_send(value)
    }

    /// Receives a value if that needs no waiting; see [`Receiver::try_recv`].
    ///
    /// # Errors
    ///
    /// [`TryRecvError`].
    ///
    /// # Examples
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::bounded(1);
    /// assert!(channel.try_recv().unwrap_err().is_empty());
    /// ```
    #[doc(alias = "pull_nowait")]
    #[inline]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.rx.try_recv()
    }

    /// The sending end, for what it alone does.
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::bounded(2);
    /// let weak = channel.sender().downgrade();
    /// assert!(weak.upgrade().is_some());
    /// ```
    pub fn sender(&self) -> &Sender<T, F> {
        &self.tx
    }

    /// The receiving end, for what it alone does.
    ///
    /// ```
    /// let channel = goit::local::Channel::<u8>::bounded(2);
    /// let weak = channel.receiver().downgrade();
    /// assert!(weak.upgrade().is_some());
    /// ```
    pub fn receiver(&self) -> &Receiver<T, F> {
        &self.rx
    }

    /// The two ends.
    ///
    /// ```
    /// let (tx, rx) = goit::local::Channel::bounded(2).split();
    /// tx.try_send(1).unwrap();
    /// drop(tx);
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// assert!(rx.is_closed());
    /// ```
    pub fn split(self) -> (Sender<T, F>, Receiver<T, F>) {
        (self.tx, self.rx)
    }

    pub(super) fn shared(&self) -> &F::Ptr<Shared<T, F>> {
        self.tx.shared()
    }
}

impl<T, F: Flavor> Stream for Channel<T, F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.rx).poll_next(cx)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rx.size_hint()
    }
}

impl<T, F: Flavor> FusedStream for Channel<T, F> {
    fn is_terminated(&self) -> bool {
        self.rx.is_terminated()
    }
}

impl<T, F: Flavor> Unpin for Channel<T, F> {}

impl<T, F: Flavor> Clone for Channel<T, F> {
    fn clone(&self) -> Self {
        Channel { tx: self.tx.clone(), rx: self.rx.clone() }
    }
}
