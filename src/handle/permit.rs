//! Permits: room for values that their holders do not have yet.

use super::Sender;
use crate::error::SendError;
use crate::flavor::{Flavor, Shared};
use core::fmt;
use core::iter::FusedIterator;
use core::mem;

/// Sends in the room of a permit that `used` forgets, as soon as that room is used up or revoked.
pub(super) fn fill<T, F: Flavor>(
    shared: &Shared<T, F>,
    value: T,
    used: impl FnOnce(),
) -> Result<(), SendError<T>> {
    let mut slot = Some(value);
    let sent = shared.fill(&mut slot, used);
    match (sent, slot) {
        (Err(_), Some(value)) => Err(SendError(value)),
        _ => Ok(()),
    }
}

/// Room for one value; made by [`Sender::reserve`] and [`Sender::try_reserve`].
///
/// Dropped, it gives its room to the next in line. Leaked, it keeps it, until the channel is closed; so does one whose drop is
/// refused the memory for the value of who is next, and a reserve that is leaked while it waits, once its turn has come.
///
/// At capacity 0 it counts on one receive that waits: other sends do not take the last one from it. If that receive is
/// dropped, the permit's value stays in the channel for the next receive, behind what was left there before.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let permit = tx.reserve().await?;
/// assert!(tx.try_send("bread").is_err()); // the room is taken
/// permit.send("water")?;
/// assert_eq!(rx.recv().await, Ok("water"));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "a permit that is dropped gives its room to others"]
pub struct Permit<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
}

impl<'a, T, F: Flavor> Permit<'a, T, F> {
    /// Whose room the channel has counted.
    #[inline]
    pub(crate) fn counted(tx: &'a Sender<T, F>) -> Self {
        Permit { tx }
    }

    /// Sends a value, in the room that there is: it never waits.
    ///
    /// It wakes a task that receives, and where that leaves room, one that waits for room. It allocates nothing once the buffer
    /// has its size.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(1);
    /// let permit = tx.try_reserve().unwrap();
    /// rx.close();
    /// assert_eq!(permit.send(7).unwrap_err().into_inner(), 7);
    /// ```
    pub fn send(self, value: T) -> Result<(), SendError<T>> {
        let tx = self.tx;
        let mut permit = Some(self);
        fill(tx.shared(), value, || mem::forget(permit.take()))
    }
}

impl<T, F: Flavor> Drop for Permit<'_, T, F> {
    fn drop(&mut self) {
        self.tx.shared().release(1);
    }
}

/// Room for one value, with its sender; made by [`Sender::reserve_owned`] and [`Sender::try_reserve_owned`].
///
/// Otherwise it is as a [`Permit`].
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let permit: goit::local::OwnedPermit<&str> = tx.reserve_owned().await?;
/// let tx = permit.send("water")?;
/// assert_eq!(rx.recv().await, Ok("water"));
/// # drop(tx); Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "a permit that is dropped gives its room to others"]
pub struct OwnedPermit<T, F: Flavor> {
    /// `None` once it is given back.
    tx: Option<Sender<T, F>>,
    /// The room is not used up.
    holds: bool,
}

impl<T, F: Flavor> OwnedPermit<T, F> {
    /// Whose room the channel has counted.
    pub(super) fn counted(tx: Sender<T, F>) -> Self {
        OwnedPermit { tx: Some(tx), holds: true }
    }

    /// Sends a value, in the room that there is, and gives the sender back; see [`Permit::send`].
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded(1);
    /// let tx = tx.try_reserve_owned().unwrap().send(7).unwrap();
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// # drop(tx);
    /// ```
    pub fn send(mut self, value: T) -> Result<Sender<T, F>, SendError<T>> {
        let OwnedPermit { tx, holds } = &mut self;
        if let Some(tx) = tx {
            fill(tx.shared(), value, || *holds = false)?;
        }
        Ok(self.sender())
    }

    /// Gives the room to the next in line, and the sender back.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// let tx = tx.try_reserve_owned().unwrap().release();
    /// assert_eq!(tx.free_capacity(), Some(1));
    /// # drop(rx);
    /// ```
    pub fn release(mut self) -> Sender<T, F> {
        self.give_back();
        self.sender()
    }

    fn give_back(&mut self) {
        if let (Some(tx), true) = (&self.tx, mem::replace(&mut self.holds, false)) {
            tx.shared().release(1);
        }
    }

    fn sender(mut self) -> Sender<T, F> {
        self.tx.take().expect("a permit has its sender until it is given back")
    }
}

impl<T, F: Flavor> Drop for OwnedPermit<T, F> {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// Room for many values, as an iterator of permits; made by [`Sender::reserve_many`] and [`Sender::try_reserve_many`].
///
/// What is left of it when it is dropped goes to the next in line.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(3);
/// let permits: goit::local::PermitIterator<'_, u8> = tx.reserve_many(3).await?;
/// for (n, permit) in (1..=2).zip(permits) {
///     permit.send(n)?;
/// }
/// assert_eq!((rx.len(), rx.free_capacity()), (2, Some(1)));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "permits that are dropped give their room to others"]
pub struct PermitIterator<'a, T, F: Flavor> {
    tx: &'a Sender<T, F>,
    left: usize,
}

impl<'a, T, F: Flavor> PermitIterator<'a, T, F> {
    /// Whose room the channel has counted.
    pub(super) fn counted(tx: &'a Sender<T, F>, left: usize) -> Self {
        PermitIterator { tx, left }
    }
}

impl<'a, T, F: Flavor> Iterator for PermitIterator<'a, T, F> {
    type Item = Permit<'a, T, F>;

    fn next(&mut self) -> Option<Permit<'a, T, F>> {
        self.left = self.left.checked_sub(1)?;
        Some(Permit::counted(self.tx))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T, F: Flavor> ExactSizeIterator for PermitIterator<'_, T, F> {}
impl<T, F: Flavor> FusedIterator for PermitIterator<'_, T, F> {}

impl<T, F: Flavor> Drop for PermitIterator<'_, T, F> {
    fn drop(&mut self) {
        self.tx.shared().release(self.left);
    }
}

impl<T, F: Flavor> fmt::Debug for Permit<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for OwnedPermit<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedPermit").finish_non_exhaustive()
    }
}

impl<T, F: Flavor> fmt::Debug for PermitIterator<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PermitIterator").field("left", &self.left).finish_non_exhaustive()
    }
}
