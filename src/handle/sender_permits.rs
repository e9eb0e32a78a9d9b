//! How senders reserve room.

use super::future::{OwnedReserve, Reserve, ReserveMany};
use super::{OwnedPermit, Permit, PermitIterator, Sender};
use crate::error::TrySendError;
use crate::flavor::Flavor;
use crate::protocol::Refusal;

/// Permits: room before there is a value.
impl<T, F: Flavor> Sender<T, F> {
    /// Reserves room for one value, and waits while there is none; at capacity 0, until a receive waits that no permit counts
    /// on. The value is made when there is room for it, and its send does not wait.
    ///
    /// Waiting reserves stand in one line with waiting sends, first come, first served. One that does not wait allocates nothing,
    /// one that waits allocates nothing once as many have waited before. It wakes nobody.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), if the channel is closed. One that had room before the close is not told of it: its permit's
    /// send is.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: room that a dropped reserve had coming goes to the next in line.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let permit = tx.reserve().await?;
    /// permit.send("made now that there is room")?;
    /// assert!(rx.recv().await.is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[doc(alias("acquire"))]
    pub fn reserve(&self) -> Reserve<'_, T, F> {
        Reserve::new(self)
    }

    /// Reserves room for one value, if that needs no waiting.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let permit = tx.try_reserve().unwrap();
    /// assert!(tx.try_reserve().unwrap_err().is_full());
    /// drop(permit);
    /// assert!(tx.try_reserve().is_ok());
    /// # drop(rx);
    /// ```
    #[doc(alias("try_acquire"))]
    pub fn try_reserve(&self) -> Result<Permit<'_, T, F>, TrySendError<()>> {
        self.hold(1).map(|()| Permit::counted(self))
    }

    /// Like [`reserve`](Self::reserve), but future and permit keep this handle and borrow nothing. The permit gives the handle
    /// back when it sends.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), if the channel is closed; the handle is dropped.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost, as with [`reserve`](Self::reserve); the handle is dropped with the future.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let tx = tx.reserve_owned().await?.send(7)?;
    /// assert_eq!(rx.recv().await, Ok(7));
    /// # drop(tx); Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[doc(alias("acquire_owned"))]
    pub fn reserve_owned(self) -> OwnedReserve<T, F> {
        OwnedReserve::new(self)
    }

    /// Like [`try_reserve`](Self::try_reserve), but the permit keeps this handle, and gives it back when it sends.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the handle.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(1);
    /// let tx = tx.try_reserve_owned().unwrap().send(7).unwrap();
    /// let tx = tx.try_reserve_owned().unwrap_err().into_inner(); // full
    /// # drop((tx, rx));
    /// ```
    pub fn try_reserve_owned(self) -> Result<OwnedPermit<T, F>, TrySendError<Self>> {
        match self.hold(1) {
            Ok(()) => Ok(OwnedPermit::counted(self)),
            Err(TrySendError::Full(())) => Err(TrySendError::Full(self)),
            Err(TrySendError::Closed(())) => Err(TrySendError::Closed(self)),
        }
    }

    /// Reserves room for so many values, and waits until there is room for all; at capacity 0, until so many receives wait.
    ///
    /// It takes room as it becomes free, once it is the first in line: what is sent later does not hold it up. One that waits
    /// allocates nothing once as many have waited before. It wakes nobody.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), if the channel is closed, also for no room at all.
    ///
    /// # Panics
    ///
    /// At once, if `number` is more than the capacity of a channel that buffers: it would wait for ever.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: what a dropped reserve has taken, or had coming, goes to the next in line.
    ///
    /// # Examples
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// for (permit, n) in tx.reserve_many(2).await?.zip(1..) {
    ///     permit.send(n)?;
    /// }
    /// assert_eq!((rx.recv().await, rx.recv().await), (Ok(1), Ok(2)));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[doc(alias("acquire_many"))]
    #[track_caller]
    pub fn reserve_many(&self, number: usize) -> ReserveMany<'_, T, F> {
        let most = self.capacity().filter(|&capacity| capacity > 0).unwrap_or(usize::MAX);
        assert!(
            number <= most,
            "reserve_many({number}) would wait for ever: the channel buffers {most}; reserve that many at most"
        );
        ReserveMany::new(self, number)
    }

    /// Reserves room for so many values, if that needs no waiting; for all or for none.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`], also if `number` is more than the capacity, or [`TrySendError::Closed`].
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(2);
    /// assert!(tx.try_reserve_many(3).unwrap_err().is_full());
    /// assert_eq!(tx.try_reserve_many(2).unwrap().len(), 2);
    /// # drop(rx);
    /// ```
    pub fn try_reserve_many(&self, number: usize) -> Result<PermitIterator<'_, T, F>, TrySendError<()>> {
        self.hold(number).map(|()| PermitIterator::counted(self, number))
    }

    fn hold(&self, number: usize) -> Result<(), TrySendError<()>> {
        self.shared().reserve(number).map_err(|refusal| match refusal {
            Refusal::Wait => TrySendError::Full(()),
            Refusal::Closed => TrySendError::Closed(()),
        })
    }
}
