//! Cases whatever their arms: what a [`Select`](super::Select) asks of those that it lists.

use super::arm::{Again, Arm, Outcome, SendArm, WaitArm};
use super::case::Case;
use crate::flavor::Flavor;
use core::borrow::BorrowMut;
use core::future::Future;
use core::ops::DerefMut;

/// A [`Case`] whose results are `R`s, whatever its arm; what a [`Select`](super::Select) lists.
///
/// ```
/// use goit::{Local, select::{AnyCase, recv}};
///
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// let mut case = recv(&rx, |received| received.is_ok());
/// let _any: &mut dyn AnyCase<'_, Local, bool> = &mut case;
/// # drop(tx);
/// ```
pub trait AnyCase<'a, F: Flavor, R> {
    /// The case as an arm, unless it has won.
    #[doc(hidden)]
    fn arm(&mut self) -> Option<&mut (dyn Arm<'a, F> + '_)>;
    /// What its closure makes of the result, if it has won.
    fn finish(&mut self) -> Option<R>;
    /// Whether it has won, and its closure was called.
    fn has_won(&self) -> bool;
    /// It is added again: it has not won, if it can win again.
    fn renew(&mut self);
}

/// What a case does with the result of its arm. One that can win again keeps its closure.
pub trait Finish<M, R> {
    /// What the closure makes of the result, if the arm has won.
    fn finish(&mut self, map: &mut Option<M>) -> Option<R>;
}

impl<A: Again, M: FnMut(A::Result) -> R, R> Finish<M, R> for A {
    fn finish(&mut self, map: &mut Option<M>) -> Option<R> {
        let result = self.take_result()?;
        map.as_mut().map(|map| map(result))
    }
}

impl<'a, T, F, S, M, R> Finish<M, R> for SendArm<'a, T, F, S>
where
    F: Flavor,
    S: BorrowMut<Option<T>>,
    Self: Outcome,
    M: FnOnce(<Self as Outcome>::Output) -> R,
{
    fn finish(&mut self, map: &mut Option<M>) -> Option<R> {
        once(self, map)
    }
}

impl<P, M, R> Finish<M, R> for WaitArm<P>
where
    P: DerefMut<Target: Future>,
    M: FnOnce(<P::Target as Future>::Output) -> R,
{
    fn finish(&mut self, map: &mut Option<M>) -> Option<R> {
        once(self, map)
    }
}

fn once<A: Outcome, M: FnOnce(A::Output) -> R, R>(arm: &mut A, map: &mut Option<M>) -> Option<R> {
    let result = arm.take()?;
    map.take().map(|map| map(result))
}

#[doc(hidden)]
impl<'a, F, A, M, R> AnyCase<'a, F, R> for Case<A, M>
where
    F: Flavor,
    A: Arm<'a, F> + Finish<M, R>,
{
    fn arm(&mut self) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        if self.won { None } else { Some(&mut self.arm) }
    }

    fn finish(&mut self) -> Option<R> {
        self.won = true;
        self.arm.finish(&mut self.map)
    }

    fn has_won(&self) -> bool {
        self.won
    }

    fn renew(&mut self) {
        self.won = self.map.is_none();
    }
}
