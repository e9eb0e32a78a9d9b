//! The futures of a reserve.

use super::permit::{OwnedPermit, Permit, PermitIterator};
use super::waiter::Waiter;
use super::{Sender, Until, first};
use crate::error::SendError;
use crate::flavor::Flavor;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// Reserves room for one value; made by [`Sender::reserve`].
///
/// Cost, errors and cancel safety are those of [`Sender::reserve`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let reserving: goit::local::future::Reserve<'_, u8> = tx.reserve();
/// reserving.await?.send(7)?;
/// assert_eq!(rx.try_recv(), Ok(7));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Reserve<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> Reserve<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>) -> Self {
        Reserve { tx, waiter: Waiter::FRESH }
    }
}

/// Reserves room for many values; made by [`Sender::reserve_many`].
///
/// Cost, errors and cancel safety are those of [`Sender::reserve_many`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(2);
/// let reserving: goit::local::future::ReserveMany<'_, u8> = tx.reserve_many(2);
/// for permit in reserving.await? {
///     permit.send(7)?;
/// }
/// assert_eq!(rx.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct ReserveMany<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    number: usize,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> ReserveMany<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>, number: usize) -> Self {
        ReserveMany { tx, number, waiter: Waiter::FRESH }
    }
}

/// Reserves room for one value, and keeps its sender; made by [`Sender::reserve_owned`].
///
/// Cost, errors and cancel safety are those of [`Sender::reserve`]; dropped, it drops the sender.
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// struct Next {
///     reserving: goit::local::future::OwnedReserve<u8>,
/// }
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let next = Next { reserving: tx.reserve_owned() };
/// next.reserving.await?.send(7)?;
/// assert_eq!(rx.try_recv(), Ok(7));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct OwnedReserve<T, F: Flavor> {
    /// `None` once its permit has it.
    tx: Option<Sender<T, F>>,
    waiter: Waiter,
}

impl<T, F: Flavor> OwnedReserve<T, F> {
    pub(super) fn new(tx: Sender<T, F>) -> Self {
        OwnedReserve { tx: Some(tx), waiter: Waiter::FRESH }
    }
}

impl<'a, T, F: Flavor> Reserve<'a, T, F> {
    /// Reserves room, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::reserve`]: nothing is lost.
    ///
    /// # Examples
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
    /// Reserves room for many, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::reserve_many`]: nothing is lost.
    ///
    /// # Examples
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
    /// Reserves room, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until). The sender is dropped then.
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Sender::reserve_owned`]: nothing is lost, and the handle is dropped.
    ///
    /// # Examples
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

impl<'a, T, F: Flavor> Future for Reserve<'a, T, F> {
    type Output = Result<Permit<'a, T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let tx = self.tx;
        self.waiter.poll_reserve(1, &**tx.shared(), cx).map_ok(|()| Permit::counted(tx))
    }
}

impl<'a, T, F: Flavor> Future for ReserveMany<'a, T, F> {
    type Output = Result<PermitIterator<'a, T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (tx, number) = (self.tx, self.number);
        self.waiter.poll_reserve(number, &**tx.shared(), cx).map_ok(|()| PermitIterator::counted(tx, number))
    }
}

impl<T, F: Flavor> Future for OwnedReserve<T, F> {
    type Output = Result<OwnedPermit<T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let OwnedReserve { tx, waiter } = &mut *self;
        let Some(sender) = tx else { super::polled_after_completion() };
        match waiter.poll_reserve(1, &**sender.shared(), cx) {
            Poll::Ready(reserved) => {
                let tx = tx.take();
                Poll::Ready(reserved.map(|()| OwnedPermit::counted(tx.expect("it was there just now"))))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T, F: Flavor> Drop for Reserve<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_reserve(1, &**self.tx.shared());
    }
}

impl<T, F: Flavor> Drop for ReserveMany<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_reserve(self.number, &**self.tx.shared());
    }
}

impl<T, F: Flavor> Drop for OwnedReserve<T, F> {
    fn drop(&mut self) {
        if let Some(tx) = &self.tx {
            self.waiter.leave_reserve(1, &**tx.shared());
        }
    }
}

/// What the three are besides.
macro_rules! reserving {
    ($($Reserve:ident<$($life:lifetime)? $T:ident, $F:ident>)*) => { $(
        impl<T, F: Flavor> FusedFuture for $Reserve<$($life,)? T, F> {
            fn is_terminated(&self) -> bool {
                self.waiter.is_done()
            }
        }

        // There is no value in them, and no room either.
        impl<T, F: Flavor> Unpin for $Reserve<$($life,)? T, F> {}

        impl<T, F: Flavor> fmt::Debug for $Reserve<$($life,)? T, F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Reserve)).finish_non_exhaustive()
            }
        }
    )* };
}

reserving!(Reserve<'_ T, F> ReserveMany<'_ T, F> OwnedReserve<T, F>);
