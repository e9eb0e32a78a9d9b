//! Senders as sinks.

use super::Sender;
use super::permit::fill;
use super::waiter::{Sending, Waiter};
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use core::fmt;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use futures_util::Sink;

fn start_send<T, F: Flavor>(
    sending: &mut Sending<T>,
    shared: &Shared<T, F>,
    value: T,
) -> Result<(), SendError<T>> {
    assert!(sending.is_done(), "start_send needs a sink that poll_ready has found ready");
    if shared.is_closed() {
        return Err(SendError(value));
    }
    *sending = Sending::Fresh(value);
    Ok(())
}

fn poll_flush<T, F: Flavor>(
    sending: &mut Sending<T>,
    shared: &Shared<T, F>,
    cx: &Context<'_>,
) -> Poll<Result<(), SendError<T>>> {
    if sending.is_done() { Poll::Ready(Ok(())) } else { sending.poll(shared, cx) }
}

/// A [`Sink`] that owns its sender; made by [`Sender::into_sink`].
///
/// It accepts one value at a time and hands it on when it is flushed or asked to be ready for the next. Closing
/// it flushes, and drops the sender; the channel is closed with its last one. A value that was accepted and not
/// yet sent is dropped with the sink.
///
/// # Panics
///
/// `start_send` while an earlier value is not sent yet, which `poll_ready` tells; once it was closed, any use but closing it again.
///
/// # Examples
///
/// ```
/// use futures_util::{SinkExt, stream};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::unbounded();
/// let mut sink: goit::local::SendSink<u8> = tx.into_sink();
/// sink.send_all(&mut stream::iter([1, 2].map(Ok))).await?;
/// sink.close().await?;
/// assert_eq!((rx.recv().await, rx.recv().await), (Ok(1), Ok(2)));
/// assert!(rx.recv().await.is_err());
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
pub struct SendSink<T, F: Flavor> {
    /// `None` once closed.
    tx: Option<Sender<T, F>>,
    sending: Sending<T>,
}

impl<T, F: Flavor> SendSink<T, F> {
    pub(super) fn new(tx: Sender<T, F>) -> Self {
        SendSink { tx: Some(tx), sending: Sending::Done }
    }

    fn parts(&mut self) -> (&Shared<T, F>, &mut Sending<T>) {
        let tx = self.tx.as_ref().expect("this sink was closed; make another one to go on sending");
        (tx.shared(), &mut self.sending)
    }
}

/// A [`Sink`] that borrows its sender; made by [`Sender::sink`].
///
/// It accepts one value at a time and hands it on when it is flushed or asked to be ready for the next. Closing
/// it flushes. A value that was accepted and not yet sent is dropped with the sink.
///
/// # Panics
///
/// `start_send` while an earlier value is not sent yet, which `poll_ready` tells.
///
/// # Examples
///
/// ```
/// use futures_util::{SinkExt, StreamExt, stream};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::unbounded();
/// stream::iter([1, 2].map(Ok)).forward(tx.sink()).await?;
/// assert!(!tx.is_closed());
/// assert_eq!((rx.recv().await, rx.recv().await), (Ok(1), Ok(2)));
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
pub struct SendSinkRef<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    sending: Sending<T>,
}

impl<'a, T, F: Flavor> SendSinkRef<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>) -> Self {
        SendSinkRef { tx, sending: Sending::Done }
    }

    fn parts(&mut self) -> (&Shared<T, F>, &mut Sending<T>) {
        (self.tx.shared(), &mut self.sending)
    }
}

impl Waiter {
    /// Of a sender as a sink: it has no room any more, and waits for none.
    #[cold]
    pub(super) fn leave_sink<T, F: Flavor>(&mut self, shared: &Shared<T, F>) {
        let mut waiter = mem::replace(self, Waiter::FRESH);
        if waiter.is_done() { shared.release(1) } else { waiter.leave_reserve(1, shared) }
    }
}

/// The sink has room in the channel, or is told of its close, before it accepts a value; flushing has nothing left to do.
/// Closing it gives back what it has reserved, and leaves the channel open: that is closed with its last sender.
///
/// # Panics
///
/// `start_send` where `poll_ready` has not told that it is ready.
impl<T, F: Flavor> Sink<T> for Sender<T, F> {
    type Error = SendError<T>;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let (shared, room) = self.room();
        // Refused, it is done as well: `start_send` has the value that the error needs.
        if room.is_done() { Poll::Ready(Ok(())) } else { room.poll_reserve(1, shared, cx).map(|_| Ok(())) }
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), SendError<T>> {
        let (shared, room) = self.room();
        assert!(room.is_done(), "start_send needs a sink that poll_ready has found ready");
        fill(shared, value, || *room = Waiter::FRESH)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let (shared, room) = self.room();
        room.leave_sink(shared);
        Poll::Ready(Ok(()))
    }
}

impl<T, F: Flavor> Sink<T> for SendSink<T, F> {
    type Error = SendError<T>;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.poll_flush(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), SendError<T>> {
        let (shared, sending) = self.parts();
        start_send(sending, shared, value)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let (shared, sending) = self.parts();
        poll_flush(sending, shared, cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        if self.tx.is_some() {
            ready!(self.as_mut().poll_flush(cx))?;
            self.tx = None;
        }
        Poll::Ready(Ok(()))
    }
}

impl<T, F: Flavor> Sink<T> for SendSinkRef<'_, T, F> {
    type Error = SendError<T>;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.poll_flush(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, value: T) -> Result<(), SendError<T>> {
        let (shared, sending) = self.parts();
        start_send(sending, shared, value)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        let (shared, sending) = self.parts();
        poll_flush(sending, shared, cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), SendError<T>>> {
        self.poll_flush(cx)
    }
}

impl<T, F: Flavor> Drop for SendSink<T, F> {
    fn drop(&mut self) {
        if let Some(tx) = &self.tx {
            self.sending.leave(tx.shared());
        }
    }
}

impl<T, F: Flavor> Drop for SendSinkRef<'_, T, F> {
    fn drop(&mut self) {
        drop(self.sending.leave(self.tx.shared()));
    }
}

// The value is moved through the channel, never pinned.
impl<T, F: Flavor> Unpin for SendSink<T, F> {}
impl<T, F: Flavor> Unpin for SendSinkRef<'_, T, F> {}

impl<T, F: Flavor> fmt::Debug for SendSink<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendSink").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for SendSinkRef<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendSinkRef").finish_non_exhaustive()
    }
}
