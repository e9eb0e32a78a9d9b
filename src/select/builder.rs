//! The select whose arms are known only at run time: [cases](super::case) are added one by one, owned or borrowed, and removed.
//! Nothing is tried or parked here.

mod limit;
mod list;
mod owned;
mod run;

pub use list::{Admits, Cases, Lists};

use super::any_case::AnyCase;
use super::engine::{Marks, Progress};
use super::order::Choice;
use crate::flavor::Flavor;
use core::fmt;
use core::panic::Location;
use list::{List, Listed};

/// A select over cases that are added at run time, like Go's `reflect.Select`; for a fixed set there is
/// [`select!`](crate::select!), which explains what both promise. Programs name it by its flavour:
/// [`goit::local::Select`](crate::local::Select) or `goit::sync::Select`; `goit::sync::ThreadSelect` is one whose cases need not be
/// `Send`.
///
/// It is a future: the number of the case that won, counted from 0 as they were added, and what its closure made of
/// the result. Awaited again, by `&mut`, it chooses among the cases that have not won yet, or were
/// [added again](Self::add_again).
///
/// # Cases
///
/// Cases that the select owns are made by [`recv`](Self::recv), [`send`](Self::send), [`send_from`](Self::send_from) and
/// [`wait`](Self::wait), at one allocation each, and one more for a future that is waited for. Those that it borrows are
/// made by [`select::recv`](crate::select::recv()) and its kin, [added](Self::add), and allocate nothing; they can be used
/// in another select afterwards; what is borrowed has to be declared before the select. Either can be
/// [removed](Self::remove).
///
/// Up to 16 cases the select itself allocates nothing in the steady state.
///
/// # Cancel safety
///
/// Dropped while it waits, it has done nothing, unless a partner has decided it already: then that send was made, and
/// a received value goes to the next receive.
///
/// # Panics
///
/// When it is polled and no case takes part, in words that name the line where it was made. With `until` it waits for that future
/// alone then.
///
/// # Examples
///
/// ```
/// use goit::local::{Select, bounded, rendezvous};
///
/// # futures_executor::block_on(async {
/// let inputs: Vec<_> = (0..3).map(|_| bounded(1)).collect();
/// let (out, sent) = rendezvous();
///
/// let mut select = Select::new();
/// for (_, rx) in &inputs {
///     select.recv(rx, |received| received.ok());
/// }
/// select.send(&out, 1, |_| None);
///
/// inputs[2].0.send("water").await.unwrap();
/// assert_eq!(select.await, (2, Some("water")));
/// # drop(sent) });
/// ```
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Select<'s, 'a, R, F: Flavor, C = <F as Cases>::AnyCase<'a, R>>
where
    C: AnyCase<'a, F, R> + ?Sized,
{
    cases: List<'s, 'a, R, F, C>,
    progress: Progress<F>,
    choice: Choice,
    /// Where it was made: whoever polls it may be anywhere.
    made: &'static Location<'static>,
}

impl<'s, 'a, R, F: Flavor> Select<'s, 'a, R, F> {
    /// A select without cases.
    ///
    /// ```
    /// let mut select = goit::local::Select::<'_, '_, u8>::new();
    /// assert_eq!(select.try_select(), None);
    /// ```
    #[track_caller]
    pub const fn new() -> Self {
        Self::made_at(Location::caller())
    }

    /// Adds a case that is borrowed; its number: the next, or one that was [removed](Self::remove). The 17th and later ones
    /// allocate. A receive that has won before, in this select or another, can win again.
    ///
    /// # Panics
    ///
    /// While the select waits, that is after it was polled and before it completed.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{local::Select, select::recv};
    ///
    /// let channels: Vec<_> = (0..3).map(|_| goit::local::bounded::<u8>(1)).collect();
    /// let mut cases: Vec<_> = channels.iter().map(|(_, rx)| recv(rx, |received| received.ok())).collect();
    /// let mut select = Select::new();
    /// for (number, case) in cases.iter_mut().enumerate() {
    ///     assert_eq!(select.add(case), number);
    /// }
    /// ```
    #[track_caller]
    pub fn add<X>(&mut self, case: &'s mut X) -> usize
    where
        F: Admits<'a, X, R>,
    {
        self.push_borrowed(F::admit(case))
    }
}

impl<'s, 'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Select<'s, 'a, R, F, C> {
    /// Takes the first ready case, as they were added, instead of choosing fairly.
    ///
    /// ```
    /// use goit::{local::Select, select::recv};
    ///
    /// # futures_executor::block_on(async {
    /// let (urgent, urgent_rx) = goit::local::bounded(1);
    /// let (bulk, bulk_rx) = goit::local::bounded(1);
    /// urgent.send(1).await.unwrap();
    /// bulk.send(2).await.unwrap();
    /// let mut first = recv(&urgent_rx, |job| job);
    /// let mut second = recv(&bulk_rx, |job| job);
    /// let mut select = Select::new().biased();
    /// select.add(&mut first);
    /// select.add(&mut second);
    /// assert_eq!((&mut select).await, (0, Ok(1)));
    /// assert_eq!(select.await, (1, Ok(2)));
    /// # });
    /// ```
    pub fn biased(mut self) -> Self {
        self.choice = Choice::Biased;
        self
    }

    /// Chooses as follows from this number, so that a run can be repeated.
    ///
    /// ```
    /// use goit::{local::Select, select::recv};
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// tx.send(1).await.unwrap();
    /// let mut receiving = recv(&rx, |job| job);
    /// let mut select = Select::new().seeded(42);
    /// select.add(&mut receiving);
    /// assert_eq!(select.await, (0, Ok(1)));
    /// # });
    /// ```
    pub fn seeded(mut self, seed: u64) -> Self {
        self.choice = Choice::Seeded(seed);
        self
    }

    /// Adds the case with this number again, after it has won; whether it takes part now, as a receive does. A case that has
    /// sent its value or was refused, or whose future is complete, does not, nor does one that was removed. One that has not won stays as it
    /// is.
    ///
    /// # Panics
    ///
    /// While the select waits, as [`add`](Self::add) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::local::{Select, bounded};
    ///
    /// # futures_executor::block_on(async {
    /// let ((a_tx, a), (b_tx, b)) = (bounded(3), bounded(3));
    /// let mut select = Select::new();
    /// select.recv(&a, |received| received.ok());
    /// select.recv(&b, |received| received.ok());
    /// for n in 0..3 {
    ///     a_tx.send(n).await.unwrap();
    ///     b_tx.send(n).await.unwrap();
    /// }
    /// drop((a_tx, b_tx));
    ///
    /// let (mut open, mut sum) = (2, 0);
    /// while open > 0 {
    ///     match (&mut select).await {
    ///         (number, Some(n)) => {
    ///             sum += n;
    ///             select.add_again(number);
    ///         }
    ///         (_, None) => open -= 1,
    ///     }
    /// }
    /// assert_eq!(sum, 6);
    /// # });
    /// ```
    #[track_caller]
    pub fn add_again(&mut self, number: usize) -> bool {
        self.assert_rests();
        let Some(case) = self.cases.get(number) else { return false };
        case.renew();
        case.arm().is_some_and(|arm| arm.takes_part())
    }

    /// Takes the case with this number out; whether it was there. A case that was borrowed can be added elsewhere once the
    /// select is gone; one that the select owns is dropped, with its value, closure and future. The number is given to the
    /// next case that is added.
    ///
    /// A select that waits goes on waiting: the other cases keep their places, and this one leaves its line. If it had been
    /// decided already, it is as if the select was dropped for it: its send was made, or its received value goes to the next
    /// receive; and the select, whose task was woken for it, begins anew with its next poll, until which no case can be added. A
    /// select whose last place this was does not wait any more: cases can be added.
    ///
    /// ```
    /// use goit::local::{Select, bounded};
    ///
    /// # futures_executor::block_on(async {
    /// let ((tx, rx), (slow, slow_rx)) = (bounded(1), bounded(1));
    /// let mut select = Select::new();
    /// let fast = select.recv(&rx, |received| received.unwrap());
    /// let other = select.recv(&slow_rx, |received| received.unwrap());
    /// assert!(select.remove(other));
    /// assert!(!select.remove(other));
    /// slow.send(1).await.unwrap();
    /// tx.send(2).await.unwrap();
    /// assert_eq!(select.await, (fast, 2));
    /// # });
    /// ```
    pub fn remove(&mut self, number: usize) -> bool {
        let Some(mut removed) = self.cases.take(number) else { return false };
        if let Some(arm) = removed.case().arm() {
            self.progress.remove(&mut self.cases, arm);
        }
        true
    }

    pub(crate) const fn made_at(made: &'static Location<'static>) -> Self {
        Select { cases: List::new(), progress: Progress::new(Marks::NONE), choice: Choice::Fair, made }
    }

    #[track_caller]
    fn push(&mut self, mut case: Listed<'s, C>) -> usize {
        self.assert_rests();
        let added = case.case();
        added.renew();
        if let Some(arm) = added.arm() {
            self.progress.add(arm);
        }
        self.cases.insert(case)
    }

    #[track_caller]
    pub(crate) fn push_borrowed(&mut self, case: &'s mut C) -> usize {
        self.push(Listed::Borrowed(case))
    }

    #[track_caller]
    fn assert_rests(&self) {
        assert!(!self.progress.is_parked(), "this select is waiting; add its cases before it is awaited");
    }
}

impl<R, F: Flavor> Default for Select<'_, '_, R, F> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> fmt::Debug for Select<'_, 'a, R, F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Select").field("cases", &self.cases.count()).finish_non_exhaustive()
    }
}
