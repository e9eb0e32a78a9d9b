//! `until`: the operations of the handles, given up as soon as another future is ready.
//!
//! What an operation that is given up leaves behind is decided elsewhere: a receive and a watch for the close are dropped,
//! which loses nothing; a send is an arm of a [`select!`](crate::select!) beside the future, so that it cannot be
//! committed while that one is polled. Futures are pinned where they run, within the async block that polls them.

use super::future::{
    Closed, Leasing, OwnedLeasing, OwnedRecv, OwnedReserve, OwnedSend, Recv, Reserve, ReserveMany, Send,
    SendFrom,
};
use super::place::Sending;
use super::{OwnedPermit, Permit, PermitIterator, Sender};
use crate::error::{Interrupted, RecvError, SendError};
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
async fn send<T, F: Flavor, U: IntoFuture>(
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
async fn send_owned<T, F: Flavor, U: IntoFuture>(
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

impl<T, F: Flavor> Recv<'_, T, F> {
    /// Receives, unless `future` is ready first: a timer, another operation, any future.
    ///
    /// Each poll begins with the receive, and the future is polled only while that waits; whichever is not ready then is
    /// dropped. The receive keeps its place in line. It costs what the two do by themselves. A task that reads its receiver as
    /// a stream limits one item so: `rx.recv().until(..)` receives what `next` would.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As [`Receiver::recv`](crate::handle::Receiver::recv): nothing is lost.
    ///
    /// ```
    /// use futures_timer::Delay;
    /// use std::time::Duration;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.send("water").await.unwrap();
    /// assert_eq!(rx.recv().until(Delay::new(Duration::from_secs(60))).await, Ok(Ok("water")));
    /// assert!(rx.recv().until(async { "stop" }).await.is_err()); // that came first
    /// drop(tx);
    /// assert_eq!(rx.recv().until(core::future::pending::<()>()).await, Ok(Err(goit::RecvError))); // closed
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Result<Result<T, RecvError>, Interrupted<U::Output>>> {
        first(self, future)
    }
}

impl<T, F: Flavor> OwnedRecv<T, F> {
    /// Receives, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let interrupted = rx.into_recv().until(async { "stop" }).await.unwrap_err();
    /// assert_eq!(interrupted.output, "stop");
    /// # drop(tx) });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Result<Result<T, RecvError>, Interrupted<U::Output>>> {
        first(self, future)
    }
}

impl<'a, T, F: Flavor> Reserve<'a, T, F> {
    /// Reserves room, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let permit = tx.reserve().until(async { "stop" }).await.unwrap().unwrap();
    /// assert!(tx.reserve().until(async { "stop" }).await.is_err()); // the room is taken
    /// permit.send(7).unwrap();
    /// # drop(rx) });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Until<Result<Permit<'a, T, F>, SendError<()>>, U>> {
        first(self, future)
    }
}

impl<'a, T, F: Flavor> ReserveMany<'a, T, F> {
    /// Reserves room for many, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(2);
    /// tx.send(7).await.unwrap();
    /// assert!(tx.reserve_many(2).until(async { "stop" }).await.is_err());
    /// assert_eq!(tx.free_capacity(), Some(1));
    /// # drop(rx) });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Until<Result<PermitIterator<'a, T, F>, SendError<()>>, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> OwnedReserve<T, F> {
    /// Reserves room, unless `future` is ready first; see [`Recv::until`]. The sender is dropped then.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::rendezvous::<u8>();
    /// assert!(tx.reserve_owned().until(async { "stop" }).await.is_err());
    /// assert!(rx.is_closed());
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(
        self,
        future: U,
    ) -> impl Future<Output = Until<Result<OwnedPermit<T, F>, SendError<()>>, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> Leasing<'_, T, F> {
    /// Receives a value on trial, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// assert!(rx.lease().until(async { "stop" }).await.is_err());
    /// tx.send(7).await.unwrap();
    /// let leased = rx.lease().until(async { "stop" }).await.unwrap();
    /// assert_eq!(leased.unwrap().take(), 7);
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(self, future: U) -> impl Future<Output = Until<<Self as Future>::Output, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> OwnedLeasing<T, F> {
    /// Receives a value on trial, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let interrupted = rx.into_lease().until(async { "stop" }).await.unwrap_err();
    /// assert_eq!(interrupted.output, "stop");
    /// # drop(tx) });
    /// ```
    pub fn until<U: IntoFuture>(self, future: U) -> impl Future<Output = Until<<Self as Future>::Output, U>> {
        first(self, future)
    }
}

impl<T, F: Flavor> Closed<'_, T, F> {
    /// Waits for the close, unless `future` is ready first; see [`Recv::until`].
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// assert!(tx.closed().until(async {}).await.is_err()); // open
    /// drop(rx);
    /// assert_eq!(tx.closed().until(async {}).await, Ok(()));
    /// # });
    /// ```
    pub fn until<U: IntoFuture>(self, future: U) -> impl Future<Output = Result<(), Interrupted<U::Output>>> {
        first(self, future)
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
        if !sending.place.is_fresh() {
            if let Poll::Ready(sent) = poll_fn(|cx| Poll::Ready(sending.poll(tx.shared(), cx))).await {
                return Ok(sent);
            }
            sending.leave(tx.shared());
        }
        send(tx, sending.slot, future).await
    }
}
