//! The sending end.

use super::Finally;
use super::future::{OwnedSend, Send, SendFrom};
use super::waiter::Waiter;
use crate::error::{SendError, TrySendError};
use crate::flavor::{Flavor, Shared, Word};
use crate::protocol::Refusal;

/// The sending end of a channel. Clones send into the same channel; dropping the last one closes it.
///
/// It is also a [`Sink`](futures_util::Sink), whose `poll_ready` reserves room as [`reserve`](Self::reserve) does: at capacity 0 it
/// is ready when a receive waits. What it has reserved it keeps until `start_send`, until it is closed as a sink, or dropped.
/// Of a closed channel it is ready, and `start_send` gives the value back. Other operations of the same handle find that room
/// taken.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(2);
/// let another = tx.clone();
/// tx.send(1).await?;
/// another.send(2).await?;
/// drop((tx, another));
/// assert_eq!(rx.recv().await, Ok(1));
/// assert_eq!(rx.recv().await, Ok(2));
/// assert!(rx.recv().await.is_err());
/// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
/// ```
pub struct Sender<T, F: Flavor> {
    shared: F::Ptr<Shared<T, F>>,
    /// Of the sink: where it waits for room; done, it may have it.
    room: Waiter,
}

impl<T, F: Flavor> Sender<T, F> {
    /// A handle that the channel has counted.
    #[inline]
    pub(super) fn from_counted(shared: F::Ptr<Shared<T, F>>) -> Self {
        Sender { shared, room: Waiter::FRESH }
    }

    /// Where it stands as a sink.
    #[inline]
    pub(super) fn room(&mut self) -> (&Shared<T, F>, &mut Waiter) {
        (&self.shared, &mut self.room)
    }

    #[inline]
    pub(crate) fn shared(&self) -> &F::Ptr<Shared<T, F>> {
        &self.shared
    }

    /// Sends a value, and waits while the channel is full; at capacity 0, until a receive has been chosen for
    /// it. Waiting sends are served first come, first served.
    ///
    /// A send that does not wait allocates nothing once the buffer has its size; one that waits allocates
    /// nothing once as many have waited before. It wakes at most one task, and only one that receives.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed before a receive or the buffer has it.
    ///
    /// # Cancel safety
    ///
    /// The future owns the value: dropped before the value is committed, it drops the value, which is never
    /// delivered. [`send_from`](Self::send_from) keeps it instead.
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
    #[doc(alias("push", "put", "send_async"))]
    #[inline]
    pub fn send(&self, value: T) -> Send<'_, T, F> {
        Send::new(self, value)
    }

    /// Like [`send`](Self::send), but the value stays the caller's until it is committed: the future takes it
    /// out of `slot`, and puts it back if it is dropped before, or if the channel is closed.
    ///
    /// # Errors
    ///
    /// [`SendError`] if the channel is closed; the value is in `slot`.
    ///
    /// # Panics
    ///
    /// At once, if `slot` is empty.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: after the future is gone the value is either sent or in `slot`.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut slot = Some("water");
    /// tx.send_from(&mut slot).await?;
    /// assert_eq!(slot, None);
    ///
    /// slot = Some("more"); // the channel is full now: a send that is given up keeps its value
    /// drop(tx.send_from(&mut slot));
    /// assert_eq!(slot, Some("more"));
    /// # drop(rx);
    /// # Ok::<(), goit::SendError<()>>(()) }).unwrap();
    /// ```
    #[inline]
    #[track_caller]
    pub fn send_from<'a>(&'a self, slot: &'a mut Option<T>) -> SendFrom<'a, T, F> {
        SendFrom::new(self, slot)
    }

    /// Like [`send`](Self::send), but the future keeps this handle and borrows nothing: it can be stored and
    /// returned. Clone the sender first where it is needed again.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed before a receive or the buffer has it.
    ///
    /// # Cancel safety
    ///
    /// As with [`send`](Self::send): a value that was not committed is dropped with the future, and so is the handle.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let sending = tx.clone().into_send(1);
    /// drop(tx); // the channel stays open while the future has its handle
    /// sending.await?;
    /// assert_eq!(rx.recv().await, Ok(1));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias("into_send_async", "send_owned"))]
    pub fn into_send(self, value: T) -> OwnedSend<T, F> {
        OwnedSend::new(self, value)
    }

    /// Sends a value if that needs no waiting. At capacity 0 it does when a receive waits.
    ///
    /// It never goes ahead of sends that wait. It wakes at most one task, and allocates nothing once the buffer
    /// has its size.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::TrySendError;
    ///
    /// let (tx, rx) = goit::local::bounded(1);
    /// assert_eq!(tx.try_send(1), Ok(()));
    /// assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
    /// # drop(rx);
    /// ```
    #[doc(alias("push_nowait", "unbounded_send", "try_send_realtime"))]
    #[inline]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        let mut slot = Some(value);
        match self.shared.try_push(&mut slot) {
            Ok(()) => Ok(()),
            Err(refusal) => self.try_send_slow(slot, refusal),
        }
    }

    #[inline(never)]
    fn try_send_slow(&self, mut slot: Option<T>, refusal: Option<Refusal>) -> Result<(), TrySendError<T>> {
        let mut sent = Err(Refusal::Wait);
        self.shared.send_refused(&mut slot, refusal, |result| sent = result);
        match (sent, slot) {
            (Err(Refusal::Wait), Some(value)) => Err(TrySendError::Full(value)),
            (Err(Refusal::Closed), Some(value)) => Err(TrySendError::Closed(value)),
            _ => Ok(()),
        }
    }

    /// Sends a value without waiting, and makes room for it where there is none: the oldest value that no
    /// woken receive has coming is taken out and given back. It goes ahead of sends that wait.
    ///
    /// Where no receive waits and there is no such value, while permits hold all room, the value itself comes back: it was not sent.
    /// So it does at capacity 0, which buffers nothing, also where a receive has left a value that it had coming. It wakes at most
    /// one task.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(2);
    /// assert_eq!(tx.force_send(1), Ok(None));
    /// assert_eq!(tx.force_send(2), Ok(None));
    /// assert_eq!(tx.force_send(3), Ok(Some(1)));
    /// assert_eq!(rx.try_recv(), Ok(2));
    /// ```
    #[doc(alias("signal", "latest", "overwrite", "send_replace"))]
    pub fn force_send(&self, value: T) -> Result<Option<T>, SendError<T>> {
        let mut slot = Some(value);
        let sent = self.shared.with(|state, out| state.force_send(&mut slot, out));
        match (sent, slot) {
            (Ok(evicted), _) => Ok(evicted),
            (Err(_), Some(value)) => Err(SendError(value)),
            (Err(_), None) => Ok(None),
        }
    }
}

// Nothing in it is pinned.
impl<T, F: Flavor> Unpin for Sender<T, F> {}

impl<T, F: Flavor> Clone for Sender<T, F> {
    fn clone(&self) -> Self {
        let shared = self.shared.clone();
        shared.senders.increment();
        Self::from_counted(shared)
    }
}

impl<T, F: Flavor> Sender<T, F> {
    #[cold]
    #[inline(never)]
    fn leave_as_sink(&mut self) {
        let shared = &self.shared;
        let _finally = Finally(|| shared.sender_left());
        self.room.leave_sink(shared);
    }
}

impl<T, F: Flavor> Drop for Sender<T, F> {
    #[inline]
    fn drop(&mut self) {
        if Shared::<T, F>::is_left(&mut self.shared) {
            return;
        }
        if self.room.is_fresh() {
            self.shared.sender_left();
        } else {
            self.leave_as_sink();
        }
    }
}
