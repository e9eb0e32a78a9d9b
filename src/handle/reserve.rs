//! How senders reserve room, and the futures of that.

use super::Sender;
use super::permit::{OwnedPermit, Permit, PermitIterator};
use super::place::Place;
use crate::error::{SendError, TrySendError};
use crate::flavor::Flavor;
use crate::protocol::Refusal;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::future::FusedFuture;

impl<T, F: Flavor> Sender<T, F> {
    /// Reserves room for one value, and waits while there is none; at capacity 0, until a receive waits that no permit counts
    /// on. The value is made when there is room for it, and its send does not wait.
    ///
    /// Waiting reserves stand in one line with waiting sends, first come, first served. One that does not wait allocates nothing,
    /// one that waits allocates nothing once as many have waited before. It wakes nobody.
    ///
    /// # Errors
    ///
    /// [`SendError`], if the channel is closed.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: room that a dropped reserve had coming goes to the next in line.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let permit = tx.reserve().await?;
    /// permit.send("made now that there is room")?;
    /// assert!(rx.recv().await.is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn reserve(&self) -> Reserve<'_, T, F> {
        Reserve::new(self)
    }

    /// Reserves room for one value, if that needs no waiting.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`].
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let permit = tx.try_reserve().unwrap();
    /// assert!(tx.try_reserve().unwrap_err().is_full());
    /// drop(permit);
    /// assert!(tx.try_reserve().is_ok());
    /// # drop(rx);
    /// ```
    pub fn try_reserve(&self) -> Result<Permit<'_, T, F>, TrySendError<()>> {
        self.hold(1).map(|()| Permit::counted(self))
    }

    /// Like [`reserve`](Self::reserve), but future and permit keep this handle and borrow nothing. The permit gives the handle
    /// back when it sends.
    ///
    /// # Errors
    ///
    /// [`SendError`], if the channel is closed; the handle is dropped.
    ///
    /// ```
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let tx = tx.reserve_owned().await?.send(7)?;
    /// assert_eq!(rx.recv().await, Ok(7));
    /// # drop(tx); Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn reserve_owned(self) -> OwnedReserve<T, F> {
        OwnedReserve::new(self)
    }

    /// Like [`try_reserve`](Self::try_reserve), but the permit keeps this handle, and gives it back when it sends.
    ///
    /// # Errors
    ///
    /// [`TrySendError::Full`] or [`TrySendError::Closed`], with the handle.
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
    /// [`SendError`], if the channel is closed.
    ///
    /// # Panics
    ///
    /// At once, if `number` is more than the capacity of a channel that buffers: it would wait for ever.
    ///
    /// # Cancel safety
    ///
    /// Nothing is lost: what a dropped reserve has taken, or had coming, goes to the next in line.
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

/// Reserves room for one value; made by [`Sender::reserve`].
///
/// Cost, errors and cancel safety are those of [`Sender::reserve`].
///
/// # Panics
///
/// When it is polled after completion.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let reserving: goit::local::Reserve<'_, u8> = tx.reserve();
/// reserving.await?.send(7)?;
/// assert_eq!(rx.try_recv(), Ok(7));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Reserve<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    place: Place,
}

impl<'a, T, F: Flavor> Reserve<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>) -> Self {
        Reserve { tx, place: Place::FRESH }
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
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(2);
/// let reserving: goit::local::ReserveMany<'_, u8> = tx.reserve_many(2);
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
    place: Place,
}

impl<'a, T, F: Flavor> ReserveMany<'a, T, F> {
    pub(super) fn new(tx: &'a Sender<T, F>, number: usize) -> Self {
        ReserveMany { tx, number, place: Place::FRESH }
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
/// ```
/// struct Next {
///     reserving: goit::local::OwnedReserve<u8>,
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
    place: Place,
}

impl<T, F: Flavor> OwnedReserve<T, F> {
    pub(super) fn new(tx: Sender<T, F>) -> Self {
        OwnedReserve { tx: Some(tx), place: Place::FRESH }
    }
}

impl<'a, T, F: Flavor> Future for Reserve<'a, T, F> {
    type Output = Result<Permit<'a, T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let tx = self.tx;
        self.place.poll_reserve(1, &**tx.shared(), cx).map_ok(|()| Permit::counted(tx))
    }
}

impl<'a, T, F: Flavor> Future for ReserveMany<'a, T, F> {
    type Output = Result<PermitIterator<'a, T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (tx, number) = (self.tx, self.number);
        self.place.poll_reserve(number, &**tx.shared(), cx).map_ok(|()| PermitIterator::counted(tx, number))
    }
}

impl<T, F: Flavor> Future for OwnedReserve<T, F> {
    type Output = Result<OwnedPermit<T, F>, SendError<()>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let OwnedReserve { tx, place } = &mut *self;
        let Some(sender) = tx else { super::polled_after_completion() };
        match place.poll_reserve(1, &**sender.shared(), cx) {
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
        self.place.leave_reserve(1, &**self.tx.shared());
    }
}

impl<T, F: Flavor> Drop for ReserveMany<'_, T, F> {
    fn drop(&mut self) {
        self.place.leave_reserve(self.number, &**self.tx.shared());
    }
}

impl<T, F: Flavor> Drop for OwnedReserve<T, F> {
    fn drop(&mut self) {
        if let Some(tx) = &self.tx {
            self.place.leave_reserve(1, &**tx.shared());
        }
    }
}

/// What the three are besides.
macro_rules! reserving {
    ($($Reserve:ident<$($life:lifetime)? $T:ident, $F:ident>)*) => { $(
        impl<T, F: Flavor> FusedFuture for $Reserve<$($life,)? T, F> {
            fn is_terminated(&self) -> bool {
                self.place.is_done()
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
