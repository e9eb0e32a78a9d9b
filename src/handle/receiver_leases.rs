//! How receivers receive values on trial.

use super::future::{Leasing, OwnedLeasing};
use super::receiver::not_received;
use super::{Lease, Leases, Receiver};
use crate::error::TryRecvError;
use crate::flavor::Flavor;

/// Leases: values that come back unless they are taken.
impl<T, F: Flavor> Receiver<T, F> {
    /// Receives a value on trial, and waits while there is none, in line with other receives. The [`Lease`] is used as the
    /// value; [`take`](Lease::take) ends it for good. If it is dropped instead, at the end of a scope, by a panic or with a
    /// cancelled task, the value is available again.
    ///
    /// To the channel it is a receive: it makes room, and a send that waits goes on. Until the lease ends, a closed channel has
    /// not come to its end, and receives wait. Keep a receiver outside of workers that may die: the last one to go takes what
    /// would come back with it.
    ///
    /// It costs one access to the channel, and so does the end of the lease; neither allocates once as many leases have been
    /// out before beside as many values. It wakes at most one task. In `goit::sync` it counts as a receive, after 128 of which
    /// that did not wait the next one is pending once.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError), if the channel is closed, nothing is left in it and no other lease is out.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: a value that a dropped future had coming goes to the next receive.
    ///
    /// # Examples
    ///
    /// ```
    /// use futures_util::FutureExt;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// tx.send(String::from("mill")).await?;
    /// tx.send(String::from("lathe")).await?;
    ///
    /// let work = async {
    ///     let mut job = rx.lease().await.unwrap();
    ///     job.push_str(", second try");
    ///     core::future::pending::<()>().await; // it takes long
    ///     job.take()
    /// };
    /// assert!(work.now_or_never().is_none()); // the task is cancelled meanwhile
    ///
    /// assert_eq!(rx.lease().await.unwrap().take(), "mill, second try");
    /// assert_eq!(rx.lease().await.unwrap().take(), "lathe");
    /// # Ok::<(), goit::SendError<String>>(()) }).unwrap();
    /// ```
    #[doc(alias = "peek")]
    #[doc(alias = "ack")]
    pub fn lease(&self) -> Leasing<'_, T, F> {
        Leasing::new(self)
    }

    /// Like [`lease`](Self::lease), but the future, and then the [`OwnedLease`](super::OwnedLease), keeps this handle and borrows
    /// nothing: it can be stored, returned and spawned. Clone the receiver first where it is needed again.
    ///
    /// # Errors
    ///
    /// [`RecvError`](crate::RecvError), if the channel is closed, nothing is left in it and no other lease is out.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost, as with [`lease`](Self::lease); the handle is dropped with the future.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let leasing = rx.clone().into_lease();
    /// tx.send(7).await?;
    /// let lease = leasing.await.unwrap();
    /// assert!(rx.is_empty());
    /// drop(lease);
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    pub fn into_lease(self) -> OwnedLeasing<T, F> {
        OwnedLeasing::new(self)
    }

    /// Receives a value on trial if that needs no waiting; see [`lease`](Self::lease). At capacity 0 it does when a send
    /// waits, or a value has come back.
    ///
    /// # Errors
    ///
    /// [`TryRecvError::Empty`], or [`TryRecvError::Closed`] once the channel is closed, nothing is left and no lease is out.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::TryRecvError;
    ///
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.try_send(1).unwrap();
    /// drop(tx);
    /// let lease = rx.try_lease().unwrap();
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Empty)); // it may come back
    /// assert_eq!(lease.take(), 1);
    /// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    /// ```
    pub fn try_lease(&self) -> Result<Lease<'_, T, F>, TryRecvError> {
        let leased = self.aside().with(|state, out| state.lease(out).map(|leased| Lease::new(self, leased)));
        leased.map_err(not_received)
    }

    /// A stream of [leases](Self::lease), which ends once the channel is closed, nothing is left in it and no lease is out.
    ///
    /// A stream that had to wait keeps its place in line until it is polled again or dropped, as a receiver does as a stream.
    ///
    /// ```
    /// use futures_util::StreamExt;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// tx.send(1).await?;
    /// tx.send(2).await?;
    /// drop(tx);
    /// let (mut jobs, mut done, mut tries) = (rx.leases(), Vec::new(), 0);
    /// while let Some(job) = jobs.next().await {
    ///     tries += 1;
    ///     if tries != 1 {
    ///         done.push(job.take());
    ///     } // else it is tried again, and before the other
    /// }
    /// assert_eq!((done, tries), (vec![1, 2], 3));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    pub fn leases(&self) -> Leases<'_, T, F> {
        Leases::new(self)
    }
}
