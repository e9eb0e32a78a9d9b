//! The futures that make leases, and the stream of them. No value is kept here: whatever does not become a lease is still the
//! channel's.

use super::waiter::{Waiter, polled_after_completion};
use super::{Lease, OwnedLease, Receiver, Until, first};
use crate::error::RecvError;
use crate::flavor::Flavor;
use core::fmt;
use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;
use futures_util::stream::{FusedStream, Stream};

/// A poll of a receive with this waiter.
fn poll_lease<'a, T, F: Flavor>(
    rx: &'a Receiver<T, F>,
    waiter: &mut Waiter,
    cx: &Context<'_>,
) -> Poll<Result<Lease<'a, T, F>, RecvError>> {
    let begins = waiter.is_fresh();
    if begins {
        rx.aside();
        if rx.usage().gives_way(cx.waker()) {
            return Poll::Pending;
        }
    }
    let polled = waiter.poll_lease(rx.shared(), cx, |leased| Lease::new(rx, leased));
    if begins {
        rx.usage().note(&polled);
    }
    polled
}

/// Receives a value on trial; made by [`Receiver::lease`].
///
/// Cost, errors and cancel safety are those of [`Receiver::lease`]: dropped, it loses nothing.
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
/// let leasing: goit::local::future::Leasing<'_, &str> = rx.lease();
/// tx.send("water").await?;
/// assert_eq!(leasing.await.unwrap().take(), "water");
/// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Leasing<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> Leasing<'a, T, F> {
    pub(super) fn new(rx: &'a Receiver<T, F>) -> Self {
        Leasing { rx, waiter: Waiter::FRESH }
    }
}

impl<'a, T, F: Flavor> Future for Leasing<'a, T, F> {
    type Output = Result<Lease<'a, T, F>, RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        poll_lease(this.rx, &mut this.waiter, cx)
    }
}

impl<T, F: Flavor> Leasing<'_, T, F> {
    /// Receives a value on trial, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Receiver::lease`]: nothing is lost.
    ///
    /// # Examples
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
    /// Receives a value on trial, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`](crate::Interrupted) with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// As with [`Receiver::into_lease`]: nothing is lost, and the handle is dropped.
    ///
    /// # Examples
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

impl<T, F: Flavor> Drop for Leasing<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_lease(self.rx.shared());
    }
}

impl<T, F: Flavor> FusedFuture for Leasing<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

/// Receives a value on trial, and keeps its receiver, which the lease has then; made by [`Receiver::into_lease`].
///
/// Cost, errors and cancel safety are those of [`Receiver::lease`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// struct Worker {
///     next: goit::local::future::OwnedLeasing<u8>,
/// }
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let worker = Worker { next: rx.into_lease() };
/// tx.send(7).await?;
/// assert_eq!(worker.next.await.unwrap().take(), 7);
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct OwnedLeasing<T, F: Flavor> {
    /// `None` only once a lease has it.
    rx: Option<Receiver<T, F>>,
    waiter: Waiter,
}

impl<T, F: Flavor> OwnedLeasing<T, F> {
    pub(super) fn new(rx: Receiver<T, F>) -> Self {
        OwnedLeasing { rx: Some(rx), waiter: Waiter::FRESH }
    }
}

impl<T, F: Flavor> Future for OwnedLeasing<T, F> {
    type Output = Result<OwnedLease<T, F>, RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let Some(rx) = &this.rx else { polled_after_completion() };
        poll_lease(rx, &mut this.waiter, cx).map_ok(Lease::leave).map_ok(|leased| {
            let rx = this.rx.take().expect("it is there until a lease has it");
            OwnedLease::new(rx, leased)
        })
    }
}

impl<T, F: Flavor> Drop for OwnedLeasing<T, F> {
    fn drop(&mut self) {
        if let Some(rx) = &self.rx {
            self.waiter.leave_lease(rx.shared());
        }
    }
}

impl<T, F: Flavor> FusedFuture for OwnedLeasing<T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

/// A stream of leases; made by [`Receiver::leases`].
///
/// ```
/// use futures_util::StreamExt;
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut leases: goit::local::Leases<'_, u8> = rx.leases();
/// tx.send(7).await?;
/// assert_eq!(leases.next().await.unwrap().take(), 7);
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct Leases<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
    waiter: Waiter,
    has_ended: bool,
}

impl<'a, T, F: Flavor> Leases<'a, T, F> {
    pub(super) fn new(rx: &'a Receiver<T, F>) -> Self {
        Leases { rx, waiter: Waiter::FRESH, has_ended: false }
    }
}

impl<'a, T, F: Flavor> Stream for Leases<'a, T, F> {
    type Item = Lease<'a, T, F>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.has_ended {
            return Poll::Ready(None);
        }
        if this.waiter.is_done() {
            this.waiter = Waiter::FRESH;
        }
        poll_lease(this.rx, &mut this.waiter, cx).map(|leased| {
            this.has_ended = leased.is_err();
            leased.ok()
        })
    }
}

impl<T, F: Flavor> FusedStream for Leases<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<T, F: Flavor> Drop for Leases<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_lease(self.rx.shared());
    }
}

// No value is ever kept in these.
impl<T, F: Flavor> Unpin for Leasing<'_, T, F> {}
impl<T, F: Flavor> Unpin for OwnedLeasing<T, F> {}
impl<T, F: Flavor> Unpin for Leases<'_, T, F> {}

macro_rules! debug {
    ($($Name:ident [$($lifetime:lifetime)?])*) => {$(
        impl<T, F: Flavor> fmt::Debug for $Name<$($lifetime,)? T, F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Name)).finish_non_exhaustive()
            }
        }
    )*};
}

debug!(Leasing ['_] OwnedLeasing [] Leases ['_]);
