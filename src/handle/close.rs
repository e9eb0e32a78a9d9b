//! Closing at the end of a scope, and waiting for the close.

use super::first;
use super::waiter::Waiter;
use crate::error::Interrupted;
use crate::flavor::{Flavor, Shared};
use core::fmt;
use core::future::{Future, IntoFuture};
use core::ops::Deref;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

/// A handle that can close its channel. Sealed: it names what [`CloseGuard`] can hold.
///
/// ```
/// fn finish(handle: &impl goit::handle::Close) -> bool {
///     handle.close()
/// }
///
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// assert!(finish(&tx));
/// assert!(!finish(&rx)); // it was closed before
/// ```
pub trait Close: sealed::Sealed {
    /// Closes the channel; whether this call closed it.
    fn close(&self) -> bool;
}

mod sealed {
    use crate::flavor::Flavor;
    use crate::handle::{Channel, Receiver, Sender};

    pub trait Sealed {}
    impl<T, F: Flavor> Sealed for Sender<T, F> {}
    impl<T, F: Flavor> Sealed for Receiver<T, F> {}
    impl<T, F: Flavor> Sealed for Channel<T, F> {}
}

/// A handle that closes its channel when it is dropped; made by `close_on_drop`.
///
/// ```
/// let (tx, rx) = goit::local::bounded(1);
/// let guard = rx.close_on_drop();
/// tx.try_send(1).unwrap();
/// assert_eq!(guard.try_recv(), Ok(1)); // used as the handle
/// drop(guard);
/// assert!(tx.is_closed());
/// ```
#[must_use = "the channel is closed as soon as the guard is dropped"]
pub struct CloseGuard<H: Close> {
    /// `None` only while the guard is being taken apart.
    handle: Option<H>,
}

impl<H: Close> CloseGuard<H> {
    pub(super) fn new(handle: H) -> Self {
        CloseGuard { handle: Some(handle) }
    }

    /// Takes the handle out; the channel stays open.
    ///
    /// ```
    /// use goit::local::{CloseGuard, bounded};
    ///
    /// let (tx, rx) = bounded::<u8>(1);
    /// let guard = tx.close_on_drop();
    /// let tx = CloseGuard::into_inner(guard);
    /// assert!(!tx.is_closed());
    /// # drop(rx);
    /// ```
    pub fn into_inner(mut guard: Self) -> H {
        guard.handle.take().expect("a guard holds its handle")
    }
}

impl<H: Close> Deref for CloseGuard<H> {
    type Target = H;

    fn deref(&self) -> &H {
        self.handle.as_ref().expect("a guard holds its handle")
    }
}

impl<H: Close> Drop for CloseGuard<H> {
    fn drop(&mut self) {
        if let Some(handle) = &self.handle {
            handle.close();
        }
    }
}

impl<H: Close + fmt::Debug> fmt::Debug for CloseGuard<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CloseGuard").field(&**self).finish()
    }
}

/// Completes once the channel is closed; made by `closed`.
///
/// # Panics
///
/// When it is polled after completion.
///
/// # Examples
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::rendezvous::<u8>();
/// let closed = tx.closed();
/// drop(rx);
/// closed.await;
/// # });
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Closed<'a, T, F: Flavor> {
    shared: &'a Shared<T, F>,
    waiter: Waiter,
}

impl<'a, T, F: Flavor> Closed<'a, T, F> {
    pub(super) fn new(shared: &'a Shared<T, F>) -> Self {
        Closed { shared, waiter: Waiter::FRESH }
    }
}

impl<T, F: Flavor> Closed<'_, T, F> {
    /// Waits for the close, unless `future` is ready first; see [`Recv::until`](super::future::Recv::until).
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that came first.
    ///
    /// # Cancel safety
    ///
    /// There is nothing to lose.
    ///
    /// # Examples
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

impl<T, F: Flavor> Future for Closed<'_, T, F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let shared = self.shared;
        self.waiter.poll_closed(shared, cx)
    }
}

impl<T, F: Flavor> FusedFuture for Closed<'_, T, F> {
    fn is_terminated(&self) -> bool {
        self.waiter.is_done()
    }
}

impl<T, F: Flavor> Drop for Closed<'_, T, F> {
    fn drop(&mut self) {
        self.waiter.leave_closed(self.shared);
    }
}

impl<T, F: Flavor> fmt::Debug for Closed<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closed").finish_non_exhaustive()
    }
}
