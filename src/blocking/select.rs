//! Selects that block a thread: the same selects, waited for by parking it.

use super::park::{Limit, block_on};
use crate::flavor::Synchronized;
use crate::select::{AnyCase, Arms, NONE, Race, Select};
use core::future::{pending, poll_fn};
use core::panic::Location;
use std::time::{Duration, Instant};

/// A [`Select`] that stays on the thread that made it: its cases, and what their closures keep, need not be `Send`, and so it is
/// not `Send` itself. Otherwise the same.
///
/// ```
/// use goit::{select::recv, sync::ThreadSelect};
/// use std::rc::Rc;
///
/// let (tx, rx) = goit::sync::bounded(1);
/// tx.send_blocking(7).unwrap();
/// let sum = Rc::new(35);
/// let mut receiving = recv(&rx, |received| received.unwrap() + *sum);
/// let mut select = ThreadSelect::new();
/// select.add(&mut receiving);
/// assert_eq!(select.wait_blocking(), (0, 42));
/// ```
pub type ThreadSelect<'s, 'a, R> = Select<'s, 'a, R, Synchronized, dyn AnyCase<'a, Synchronized, R> + 'a>;

impl<'s, 'a, R> ThreadSelect<'s, 'a, R> {
    /// A select without cases, for this thread.
    ///
    /// ```
    /// let mut select = goit::sync::ThreadSelect::<'_, '_, u8>::new();
    /// assert_eq!(select.try_select(), None);
    /// ```
    #[track_caller]
    #[allow(clippy::new_without_default, reason = "there is one for the selects that are futures")]
    pub const fn new() -> Self {
        Self::made_at(Location::caller())
    }

    /// Adds a case; its number. The 17th and later ones allocate.
    ///
    /// # Panics
    ///
    /// While the select waits, that is after it was polled and before it completed.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{select::recv, sync::ThreadSelect};
    ///
    /// let (tx, rx) = goit::sync::bounded::<u8>(1);
    /// let mut receiving = recv(&rx, |received| received.ok());
    /// let mut select = ThreadSelect::new();
    /// assert_eq!(select.add(&mut receiving), 0);
    /// # drop(tx);
    /// ```
    #[track_caller]
    pub fn add<X: AnyCase<'a, Synchronized, R> + 'a>(&mut self, case: &'s mut X) -> usize {
        self.push_borrowed(case)
    }
}

/// Selects that block the thread; not for tasks, which would block their executor.
impl<'a, R, C: AnyCase<'a, Synchronized, R> + ?Sized> Select<'_, 'a, R, Synchronized, C> {
    /// Waits for a case, and blocks the thread: its number, and what its closure made of the result.
    ///
    /// # Panics
    ///
    /// When no case takes part.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{select::recv, sync::Select};
    ///
    /// let (tx, rx) = goit::sync::rendezvous();
    /// let thread = std::thread::spawn(move || tx.send_blocking("water"));
    /// let mut receiving = recv(&rx, |received| received.unwrap());
    /// let mut select = Select::new();
    /// select.add(&mut receiving);
    /// assert_eq!(select.wait_blocking(), (0, "water"));
    /// # drop(select);
    /// # thread.join().unwrap().unwrap();
    /// ```
    #[doc(alias("blocking_select"))]
    #[track_caller]
    pub fn wait_blocking(&mut self) -> (usize, R) {
        self.wait_until(Limit::Never).expect("a wait without a limit ends with a winner")
    }

    /// Like [`wait_blocking`](Self::wait_blocking), but only so long; `None` if the time was over first: then no case has done
    /// anything. The select can be waited for again, from the ends of its lines.
    ///
    /// # Panics
    ///
    /// When no case takes part.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{select::recv, sync::Select};
    /// use std::time::Duration;
    ///
    /// let (tx, rx) = goit::sync::rendezvous::<u8>();
    /// let mut receiving = recv(&rx, |received| received.unwrap());
    /// let mut select = Select::new();
    /// select.add(&mut receiving);
    /// assert_eq!(select.wait_timeout(Duration::from_millis(1)), None);
    /// # drop(tx);
    /// ```
    #[doc(alias("select_timeout"))]
    #[track_caller]
    pub fn wait_timeout(&mut self, timeout: Duration) -> Option<(usize, R)> {
        self.wait_until(Limit::After(timeout))
    }

    /// Like [`wait_timeout`](Self::wait_timeout), but until then.
    ///
    /// # Panics
    ///
    /// When no case takes part.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{select::recv, sync::Select};
    /// use std::time::Instant;
    ///
    /// let (tx, rx) = goit::sync::rendezvous::<u8>();
    /// let mut receiving = recv(&rx, |received| received.unwrap());
    /// let mut select = Select::new();
    /// select.add(&mut receiving);
    /// assert_eq!(select.wait_deadline(Instant::now()), None);
    /// # drop(tx);
    /// ```
    #[doc(alias("select_deadline"))]
    #[track_caller]
    pub fn wait_deadline(&mut self, deadline: Instant) -> Option<(usize, R)> {
        self.wait_until(Limit::At(deadline))
    }

    #[track_caller]
    fn wait_until(&mut self, limit: Limit) -> Option<(usize, R)> {
        match block_on(&mut poll_fn(|cx| self.poll_cases(false, cx)), limit) {
            Some(Some(won)) => Some(won),
            Some(None) => self.nothing_to_wait_for(),
            // Decided after the last poll, it has done what it says.
            None => self.give_up(),
        }
    }
}

impl<'a, A: Arms<'a, Synchronized>> Race<'_, 'a, Synchronized, A> {
    /// Waits for an arm, and blocks the thread: its number, or `NONE` if the time is over first, or nothing would end that.
    pub fn wait(mut self, limit: Limit) -> usize {
        match block_on(&mut self, limit) {
            // No arm takes part: only the time can end this.
            Some(NONE) if !matches!(limit, Limit::Never) => block_on(&mut pending(), limit).unwrap_or(NONE),
            // Decided after the last poll, it has done what it says.
            won => won.unwrap_or_else(|| self.give_up()),
        }
    }
}
