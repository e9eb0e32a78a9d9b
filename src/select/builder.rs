//! The select whose arms are known only at run time: [cases](super::case) are added one by one.

mod limit;

use super::arm::Arm;
use super::arms::Arms;
use super::case::{Admits, AnyCase, Cases};
use super::engine::{Marks, Progress};
use super::order::Choice;
use crate::few::Few;
use crate::flavor::Flavor;
use crate::handle::Usage;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::task::noop_waker_ref;

/// A select over cases that are added at run time, like Go's `reflect.Select`; for a fixed set there is
/// [`select!`](crate::select!), which explains what both promise. Programs name it by its flavour:
/// [`goit::local::Select`](crate::local::Select) or `goit::sync::Select`; `goit::sync::ThreadSelect` is one whose cases need not be
/// `Send`.
///
/// It is a future: the number of the case that won, counted from 0 as they were added, and what its closure made of
/// the result. Awaited again, by `&mut`, it chooses among the cases that have not won yet.
///
/// Up to 16 cases it allocates nothing in the steady state.
///
/// # Cancel safety
///
/// Dropped while it waits, it has done nothing, unless a partner has decided it already: then that send was made, and
/// a received value goes to the next receive.
///
/// # Panics
///
/// When it is polled and no case takes part, in words that name the line where it was made.
///
/// ```
/// use goit::{local::Select, select::{recv, send}};
///
/// # futures_executor::block_on(async {
/// let inputs: Vec<_> = (0..3).map(|_| goit::local::bounded(1)).collect();
/// let (out, sent) = goit::local::rendezvous();
///
/// let mut receiving: Vec<_> =
///     inputs.iter().map(|(_, rx)| recv(rx, |received| received.ok())).collect();
/// let mut sending = send(&out, 1, |_| None);
/// let mut select = Select::new();
/// for case in &mut receiving {
///     select.add(case);
/// }
/// select.add(&mut sending);
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

/// The cases, by references to a `C` each.
struct List<'s, 'a, R, F, C: ?Sized>(Few<&'s mut C, 16>, PhantomData<fn(&'a (), F) -> R>);

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> List<'_, 'a, R, F, C> {
    fn case(&mut self, case: usize) -> &mut C {
        self.0.items()[case].as_deref_mut().expect("every case below `len` is listed")
    }
}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Arms<'a, F> for List<'_, 'a, R, F, C> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn at(&mut self, arm: usize) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        Some(self.0.items().get_mut(arm)?.as_mut()?.arm())
    }

    fn dice(&mut self) -> Option<&F::Word> {
        self.0.items().iter_mut().flatten().find_map(|case| case.arm().dice())
    }

    fn usage(&mut self) -> Option<&'a Usage<F>> {
        self.0.items().iter_mut().flatten().find_map(|case| case.arm().usage())
    }

    fn find<X>(
        &mut self,
        number: usize,
        show: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<X>,
    ) -> Option<X> {
        self.0.items().iter_mut().flatten().enumerate().find_map(|(arm, case)| show(number + arm, case.arm()))
    }
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

    /// Adds a case; its number. The 17th and later ones allocate.
    ///
    /// # Panics
    ///
    /// While the select waits, that is after it was polled and before it completed.
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
        self.push(F::admit(case))
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

    /// Takes a ready case, if there is one; does not wait.
    ///
    /// A select that waits goes on waiting. A future that is waited for is polled once, and wakes nobody: a select with
    /// such a case has to be polled again after this, if a task waits for it.
    ///
    /// # Panics
    ///
    /// Never for want of cases: without any there is none ready.
    ///
    /// ```
    /// use goit::{local::Select, select::recv};
    ///
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut receiving = recv(&rx, |received| received.unwrap());
    /// let mut select = Select::new();
    /// select.add(&mut receiving);
    /// assert_eq!(select.try_select(), None);
    /// tx.try_send(1).unwrap();
    /// assert_eq!(select.try_select(), Some((0, 1)));
    /// ```
    pub fn try_select(&mut self) -> Option<(usize, R)> {
        match self.poll_cases(true, &mut Context::from_waker(noop_waker_ref())) {
            Poll::Ready(won) => won,
            Poll::Pending => None,
        }
    }

    pub(crate) const fn made_at(made: &'static Location<'static>) -> Self {
        let cases = List(Few::new(), PhantomData);
        Select { cases, progress: Progress::new(Marks::NONE), choice: Choice::Fair, made }
    }

    #[track_caller]
    pub(crate) fn push(&mut self, case: &'s mut C) -> usize {
        assert!(!self.progress.is_parked(), "this select is waiting; add its cases before it is awaited");
        let number = self.cases.len();
        self.progress.add(case.arm());
        self.cases.0.push(case);
        number
    }

    /// The number of the case that won, and what its closure made of the result; `None` if there is nothing to wait for.
    pub(crate) fn poll_cases(&mut self, default: bool, cx: &mut Context<'_>) -> Poll<Option<(usize, R)>> {
        self.progress.poll(&mut self.cases, self.choice, None, default, cx).map(|won| {
            let won = won?;
            self.cases.case(won).finish().map(|result| (won, result))
        })
    }

    /// It would wait for ever.
    #[cold]
    #[track_caller]
    pub(crate) fn nothing_to_wait_for(&mut self) -> ! {
        let (made, cases) = (self.made, self.cases.0.items());
        let why = if cases.is_empty() {
            "it has no cases; add them before it is awaited"
        } else if cases.iter().flatten().all(|case| case.has_won()) {
            "all its cases have won; add new ones, or stop when none is left"
        } else {
            "no case takes part; those that have not won have no handle or no value"
        };
        panic!("the select that was made at {made} would wait for ever: {why}")
    }
}

impl<R, F: Flavor> Default for Select<'_, '_, R, F> {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Future for Select<'_, 'a, R, F, C> {
    type Output = (usize, R);

    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<(usize, R)> {
        match self.poll_cases(false, cx) {
            Poll::Ready(Some(won)) => Poll::Ready(won),
            Poll::Ready(None) => self.nothing_to_wait_for(),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Drop for Select<'_, 'a, R, F, C> {
    fn drop(&mut self) {
        self.progress.leave(&mut self.cases);
    }
}

// The cases are borrowed, and what they pin is pinned by the caller.
impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Unpin for Select<'_, 'a, R, F, C> {}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> fmt::Debug for Select<'_, 'a, R, F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Select").field("cases", &self.cases.len()).finish_non_exhaustive()
    }
}
