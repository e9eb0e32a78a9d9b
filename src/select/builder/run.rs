//! A [`Select`] that runs: tried, polled, given up, dropped. What its cases are, and how they come and go, is not known here.

use super::Select;
use crate::flavor::Flavor;
use crate::select::any_case::AnyCase;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use futures_util::task::noop_waker_ref;

impl<'s, 'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Select<'s, 'a, R, F, C> {
    /// Takes a ready case, if there is one; does not wait.
    ///
    /// A select that waits goes on waiting. A future that is waited for is polled once, and wakes nobody: a select with
    /// such a case has to be polled again after this, if a task waits for it.
    ///
    /// # Panics
    ///
    /// Never for want of cases: without any there is none ready.
    ///
    /// # Examples
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

    /// The result of a case, if one has won; no case waits any more.
    #[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
    pub(crate) fn give_up(&mut self) -> Option<(usize, R)> {
        let won = self.progress.end(&mut self.cases, self.choice)?;
        self.finish(won)
    }

    /// What the closure of the case that won makes of the result.
    pub(super) fn finish(&mut self, won: usize) -> Option<(usize, R)> {
        self.cases.get(won)?.finish().map(|result| (won, result))
    }

    /// The number of the case that won, and what its closure made of the result; `None` if there is nothing to wait for.
    pub(crate) fn poll_cases(&mut self, default: bool, cx: &mut Context<'_>) -> Poll<Option<(usize, R)>> {
        let polled = self.progress.poll(&mut self.cases, self.choice, None, default, cx);
        polled.map(|won| self.finish(won?))
    }

    /// It would wait for ever.
    #[cold]
    #[track_caller]
    pub(crate) fn nothing_to_wait_for(&mut self) -> ! {
        let (made, cases) = (self.made, &mut self.cases);
        let why = if cases.count() == 0 {
            "it has no cases; add some before it is awaited"
        } else if cases.iter().all(|(_, case)| case.has_won()) {
            "all its cases have won; add new ones, or these again, or stop when none is left"
        } else {
            "no case takes part; those that have not won have no handle or no value"
        };
        panic!("the select that was made at {made} would wait for ever: {why}")
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
