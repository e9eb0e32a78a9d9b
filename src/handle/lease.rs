//! Leases: received values that come back unless their holder takes them for good. What a channel does with a value that
//! comes back is not decided here.

use super::Receiver;
use crate::flavor::{Flavor, Shared};
use crate::protocol::Leased;
use core::fmt;
use core::ops::{Deref, DerefMut};

/// A received value that its holder has not yet taken for good; made by [`Receiver::lease`], [`Receiver::try_lease`],
/// [`Receiver::leases`] and the arm `lease` of a select. It is used as the value; [`take`](Self::take) has the value itself.
///
/// Dropped, it gives the value back: it is available again, before everything that is buffered, and, among values that have
/// come back, in the order in which they were received first. If a receive waits, that one is chosen for it. There may be more
/// values then than the capacity.
///
/// When the last receiver goes, values that would come back are dropped, as what is buffered is: keep one outside of tasks and
/// threads that may die.
///
/// A lease that is leaked loses its value, and a closed channel never comes to its end for that: receives wait for it.
///
/// # Panics
///
/// Its drop and [`take`](Self::take), if a waker does, after all is done.
///
/// # Examples
///
/// ```
/// let (tx, rx) = goit::local::bounded(2);
/// tx.try_send("mill").unwrap();
/// tx.try_send("lathe").unwrap();
/// let lease: goit::local::Lease<'_, &str> = rx.try_lease().unwrap();
/// assert_eq!(lease.len(), 4);
/// drop(lease);
/// assert_eq!(rx.try_recv(), Ok("mill"));
/// ```
#[must_use = "a lease that is dropped gives its value back"]
pub struct Lease<'a, T, F: Flavor> {
    rx: &'a Receiver<T, F>,
    /// `None` only once the lease has ended.
    leased: Option<Leased<T>>,
}

/// A [`Lease`] that keeps its receiver, and borrows nothing; made by [`Receiver::into_lease`] and [`Lease::into_owned`].
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// tx.send(7).await?;
/// let lease: goit::local::OwnedLease<u8> = rx.into_lease().await.unwrap();
/// assert!(!tx.is_closed());
/// assert_eq!(lease.take(), 7); // the last receiver goes with it
/// assert!(tx.is_closed());
/// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
/// ```
#[must_use = "a lease that is dropped gives its value back"]
pub struct OwnedLease<T, F: Flavor> {
    rx: Receiver<T, F>,
    /// `None` only once the lease has ended.
    leased: Option<Leased<T>>,
}

impl<T, F: Flavor> OwnedLease<T, F> {
    pub(super) fn new(rx: Receiver<T, F>, leased: Option<Leased<T>>) -> Self {
        OwnedLease { rx, leased }
    }
}

impl<'a, T, F: Flavor> Lease<'a, T, F> {
    #[inline]
    pub(crate) fn new(rx: &'a Receiver<T, F>, leased: Leased<T>) -> Self {
        Lease { rx, leased: Some(leased) }
    }

    /// The value, with which nothing is done any more here.
    pub(super) fn leave(mut self) -> Option<Leased<T>> {
        self.leased.take()
    }

    /// The same lease with a handle of its own.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.try_send(7).unwrap();
    /// let lease = rx.try_lease().unwrap().into_owned();
    /// drop(rx);
    /// assert!(!tx.is_closed());
    /// assert_eq!(lease.take(), 7);
    /// ```
    pub fn into_owned(self) -> OwnedLease<T, F> {
        OwnedLease::new(self.rx.clone(), self.leave())
    }
}

/// What both leases do, each with its receiver.
macro_rules! lease {
    ($Lease:ident [$($lifetime:lifetime)?]) => {
        impl<T, F: Flavor> $Lease<$($lifetime,)? T, F> {
            /// Takes the value for good. If the channel is closed, this was its last lease and nothing is left in it, all
            /// receives that wait are told.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded(1);
            /// tx.try_send(7).unwrap();
            /// assert_eq!(rx.try_lease().unwrap().take(), 7);
            /// assert!(rx.is_empty());
            /// ```
            pub fn take(mut self) -> T {
                let Leased { value, .. } = self.leased.take().expect("a lease has its value");
                self.rx.shared().end_lease();
                // The value is not on its way yet: a panic would leak it then.
                drop(self);
                value
            }
        }

        impl<T, F: Flavor> Deref for $Lease<$($lifetime,)? T, F> {
            type Target = T;

            #[inline]
            fn deref(&self) -> &T {
                &self.leased.as_ref().expect("a lease has its value").value
            }
        }

        impl<T, F: Flavor> DerefMut for $Lease<$($lifetime,)? T, F> {
            #[inline]
            fn deref_mut(&mut self) -> &mut T {
                &mut self.leased.as_mut().expect("a lease has its value").value
            }
        }

        impl<T, F: Flavor> Drop for $Lease<$($lifetime,)? T, F> {
            #[inline]
            fn drop(&mut self) {
                give_back(&mut self.leased, self.rx.shared());
            }
        }

        // A value is moved through the channel, never pinned.
        impl<T, F: Flavor> Unpin for $Lease<$($lifetime,)? T, F> {}

        impl<T: fmt::Debug, F: Flavor> fmt::Debug for $Lease<$($lifetime,)? T, F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($Lease)).field(&**self).finish()
            }
        }
    };
}

lease!(Lease ['_]);
lease!(OwnedLease []);

fn give_back<T, F: Flavor>(leased: &mut Option<Leased<T>>, shared: &Shared<T, F>) {
    if let Some(leased) = leased.take() {
        shared.return_lease(leased);
    }
}
