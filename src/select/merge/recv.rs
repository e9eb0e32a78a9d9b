//! How a merge receives: the next event, the future of one, and the stream of all.

use super::Merge;
use super::entry::Turn;
use crate::error::{RecvError, TryRecvError};
use crate::flavor::Flavor;
use crate::handle::{Until, first, polled_after_completion};
use core::fmt;
use core::future::{Future, IntoFuture};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;
use futures_util::stream::{FusedStream, Stream};

impl<K: Ord + Clone, T, F: Flavor> Merge<K, T, F> {
    /// Receives from the member whose turn it is, and waits while none is ready. Without a member it waits, too: in a
    /// [select](#in-a-select), for an arm that adds one. As a [`Stream`](futures_util::Stream) a merge without members ends. In
    /// `goit::sync`, after 128 receives in a row that did not wait, it and the stream give way to other tasks once, as
    /// [`Receiver::recv`](crate::handle::Receiver::recv) does.
    ///
    /// # Errors
    ///
    /// The event's result is [`RecvError`], once its member's channel is closed and drained.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: the members stay in their lines, and a value that was kept for one is received by the next call.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut merge = goit::local::Merge::from_iter([("tap", rx)]);
    /// tx.send("water").await?;
    /// assert_eq!(merge.recv().await, ("tap", Ok("water")));
    /// drop(tx);
    /// assert_eq!(merge.recv().await, ("tap", Err(goit::RecvError)));
    /// assert!(merge.is_empty());
    /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
    /// ```
    pub fn recv(&mut self) -> MergeRecv<'_, K, T, F> {
        MergeRecv::new(self)
    }

    /// Receives from the member whose turn it is, if one is ready. Those that have nothing [wait in their
    /// lines](#members-wait-not-the-merge) from then on.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`], or [`TryRecvError::Closed`] if there is no member.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::TryRecvError;
    ///
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut merge = goit::local::Merge::from_iter([("tap", rx)]);
    /// assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
    /// tx.try_send(1).unwrap();
    /// assert_eq!(merge.try_recv(), Ok(("tap", Ok(1))));
    /// ```
    pub fn try_recv(&mut self) -> Result<(K, Result<T, RecvError>), TryRecvError> {
        if self.is_empty() {
            return Err(TryRecvError::Closed);
        }
        let event = self.next_ready();
        self.members.pass_on();
        event.ok_or(TryRecvError::Empty)
    }

    /// One event, or the task of this waker waits for one.
    fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<(K, Result<T, RecvError>)> {
        self.members.stop_waiting();
        if self.usage.gives_way(cx.waker()) {
            return Poll::Pending;
        }
        let polled = loop {
            if let Some(event) = self.next_ready() {
                break Poll::Ready(event);
            }
            if self.members.wait(cx.waker()) {
                break Poll::Pending;
            }
        };
        self.usage.note(&polled);
        polled
    }

    /// What the member whose turn it is comes to, if one is ready.
    fn next_ready(&mut self) -> Option<(K, Result<T, RecvError>)> {
        loop {
            let index = self.members.front()?;
            let key = self.members.key(index)?.clone();
            match self.members.turn(index) {
                Turn::Received(value) => return Some((key, Ok(value))),
                Turn::Closed => {
                    let _kept = self.indices.remove_entry(&key);
                    self.members.remove(index);
                    return Some((key, Err(RecvError)));
                }
                Turn::Parked | Turn::Left => {}
            }
        }
    }
}

/// Receives from a merge; made by [`Merge::recv`].
///
/// Cost and cancel safety are those of [`Merge::recv`]: dropped, it loses nothing, and all members stay in their lines.
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// use goit::{Local, local::Merge, select::MergeRecv};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut merge = Merge::from_iter([("tap", rx)]);
/// let receiving: MergeRecv<'_, &str, &str, Local> = merge.recv();
/// tx.send("water").await?;
/// assert_eq!(receiving.await, ("tap", Ok("water")));
/// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct MergeRecv<'m, K, T, F: Flavor> {
    /// Until it has completed.
    merge: Option<&'m mut Merge<K, T, F>>,
    /// It was polled, and waits.
    waits: bool,
}

impl<'m, K, T, F: Flavor> MergeRecv<'m, K, T, F> {
    pub(super) fn new(merge: &'m mut Merge<K, T, F>) -> Self {
        MergeRecv { merge: Some(merge), waits: false }
    }
}

impl<K: Ord + Clone, T, F: Flavor> MergeRecv<'_, K, T, F> {
    /// Receives, unless `future` is ready first; see [`Recv::until`](crate::handle::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: the members stay in their lines.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut merge = goit::local::Merge::from_iter([("mill", rx)]);
    /// assert!(merge.recv().until(async { "stop" }).await.is_err());
    /// tx.send(7).await.unwrap();
    /// assert_eq!(merge.recv().until(async { "stop" }).await, Ok(("mill", Ok(7))));
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Until<(K, Result<T, RecvError>), U>> {
        first(self, future)
    }
}

impl<K: Ord + Clone, T, F: Flavor> Future for MergeRecv<'_, K, T, F> {
    type Output = (K, Result<T, RecvError>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let Some(merge) = &mut this.merge else { polled_after_completion() };
        this.waits = true;
        let polled = merge.poll_recv(cx);
        if polled.is_ready() {
            this.merge = None;
        }
        polled
    }
}

impl<K, T, F: Flavor> Drop for MergeRecv<'_, K, T, F> {
    fn drop(&mut self) {
        if let Some(merge) = self.merge.as_ref().filter(|_| self.waits) {
            merge.members.stop_waiting();
        }
    }
}

impl<K: Ord + Clone, T, F: Flavor> FusedFuture for MergeRecv<'_, K, T, F> {
    fn is_terminated(&self) -> bool {
        self.merge.is_none()
    }
}

// As the merge is.
impl<K: UnwindSafe + RefUnwindSafe, T, F: Flavor> UnwindSafe for MergeRecv<'_, K, T, F> {}

impl<K, T, F: Flavor> fmt::Debug for MergeRecv<'_, K, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MergeRecv").finish_non_exhaustive()
    }
}

/// Unlike [`Merge::recv`], the stream ends when there is no member. It goes on once there is one again.
impl<K: Ord + Clone, T, F: Flavor> Stream for Merge<K, T, F> {
    type Item = (K, Result<T, RecvError>);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_empty() { Poll::Ready(None) } else { self.poll_recv(cx).map(Some) }
    }
}

impl<K: Ord + Clone, T, F: Flavor> FusedStream for Merge<K, T, F> {
    fn is_terminated(&self) -> bool {
        self.is_empty()
    }
}
