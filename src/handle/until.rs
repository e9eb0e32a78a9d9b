//! `until`: the operations of the handles, given up as soon as another future is ready.
//!
//! What an operation that is given up leaves behind is decided elsewhere: a receive and a watch for the close are dropped,
//! which loses nothing; a send is an arm of a [`select!`](crate::select!) beside the future, so that it cannot be
//! committed while that one is polled. Futures are pinned where they run, within the async block that polls them.

use super::Sender;
use super::waiter::Sending;
use crate::error::{Interrupted, SendError};
use crate::flavor::Flavor;
use crate::protocol::Outgoing;
use core::future::{Future, IntoFuture, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;

/// What an operation comes to that may be interrupted.
pub(crate) type Until<O, U> = Result<O, Interrupted<<U as IntoFuture>::Output>>;

/// An operation that loses nothing when it is dropped, and stays in its line while the future is polled.
pub(crate) async fn first<O: Future + Unpin, U: IntoFuture>(
    mut operation: O,
    future: U,
) -> Until<O::Output, U> {
    let mut future = pin!(future.into_future());
    poll_fn(|cx| match Pin::new(&mut operation).poll(cx) {
        Poll::Ready(result) => Poll::Ready(Ok(result)),
        Poll::Pending => future.as_mut().poll(cx).map(|output| Err(Interrupted { output, value: () })),
    })
    .await
}

/// A send out of `slot`, where the value is again unless it was sent.
// The macro's code is another crate's, but for this one.
#[allow(unused_parens, unused_variables)]
pub(super) async fn send<T, F: Flavor, U: IntoFuture>(
    tx: &Sender<T, F>,
    slot: &mut Option<T>,
    future: U,
) -> Result<Result<(), SendError<()>>, Interrupted<U::Output>> {
    if slot.is_none() {
        // It was sent before.
        return Ok(Ok(()));
    }
    crate::select! {
        biased;
        send_from(tx, slot) -> sent => Ok(sent),
        wait(future) -> output => Err(Interrupted { output, value: () }),
    }
}

/// A send with its value.
pub(super) async fn send_owned<T, F: Flavor, U: IntoFuture>(
    tx: &Sender<T, F>,
    sending: &mut Sending<T>,
    future: U,
) -> Result<Result<(), SendError<T>>, Interrupted<U::Output, T>> {
    let mut slot = sending.take();
    if slot.is_none() {
        // It was polled before, and is decided, or leaves the line in which it stands.
        if let Poll::Ready(sent) = poll_fn(|cx| Poll::Ready(sending.poll(tx.shared(), cx))).await {
            return Ok(sent);
        }
        slot = sending.leave(tx.shared());
    }
    let sent = send(tx, &mut slot, future).await;
    let unsent = || slot.expect("a value that was not sent is in its slot");
    match sent {
        Ok(Ok(())) => Ok(Ok(())),
        Ok(Err(_)) => Ok(Err(SendError(unsent()))),
        Err(Interrupted { output, .. }) => Err(Interrupted { output, value: unsent() }),
    }
}
