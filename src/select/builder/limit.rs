//! A [`Select`] that is given up for another future: its cases, and after them one more arm that is not its own.

use super::Select;
use crate::error::Interrupted;
use crate::flavor::Flavor;
use crate::handle::Usage;
use crate::select::arm::{Arm, Outcome, WaitArm};
use crate::select::arms::Arms;
use core::future::{Future, IntoFuture, poll_fn};
use core::ops::DerefMut;
use core::pin::pin;

/// Arms, and the one that comes after them.
struct Limited<'l, A, P: DerefMut<Target: Future>> {
    arms: &'l mut A,
    limit: &'l mut WaitArm<P>,
}

impl<'a, F: Flavor, A: Arms<'a, F>, P: DerefMut<Target: Future>> Arms<'a, F> for Limited<'_, A, P> {
    fn len(&self) -> usize {
        self.arms.len() + 1
    }

    fn at(&mut self, arm: usize) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        if arm == self.arms.len() { Some(self.limit) } else { self.arms.at(arm) }
    }

    fn rng(&mut self) -> Option<&F::Word> {
        self.arms.rng()
    }

    fn usage(&mut self) -> Option<&'a Usage<F>> {
        self.arms.usage()
    }

    fn find<R>(
        &mut self,
        number: usize,
        show: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<R>,
    ) -> Option<R> {
        let limit = number + self.arms.len();
        self.arms.find(number, show).or_else(|| show(limit, self.limit))
    }
}

impl<R, F: Flavor> Select<'_, '_, R, F> {
    /// Waits for a case, unless `future` is ready first: a timer, another operation, any future. The select goes on
    /// where it is awaited again.
    ///
    /// It is the same as one more case that [waits](crate::select::wait) for the future, after all others: of what is ready
    /// one is chosen fairly, or, after [`biased`](Select::biased), the cases go first. A case that was decided while the select
    /// waited always does. With the future the select allocates nothing in the steady state up to 15 cases.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] with the future's output, if that was chosen.
    ///
    /// # Cancel safety
    ///
    /// Dropped while it waits, the select goes on waiting, until it is awaited again or dropped; nothing is lost.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::{local::Select, select::recv};
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(1);
    /// let mut receiving = recv(&rx, |received| received.unwrap());
    /// let mut select = Select::new().biased();
    /// select.add(&mut receiving);
    /// assert_eq!(select.until(async { "stop" }).await.unwrap_err().output, "stop");
    /// tx.send(7).await.unwrap();
    /// assert_eq!(select.until(async { "stop" }).await, Ok((0, 7)));
    /// # });
    /// ```
    pub async fn until<U: IntoFuture>(&mut self, future: U) -> Result<(usize, R), Interrupted<U::Output>> {
        let future = pin!(future.into_future());
        let mut limit = WaitArm::new(future, true);
        let won = poll_fn(|cx| {
            let mut arms = Limited { arms: &mut self.cases, limit: &mut limit };
            self.progress.poll(&mut arms, self.choice, None, false, cx)
        });
        let won = won.await.expect("a select without default completes with a winner");
        match limit.take() {
            Some(output) => Err(Interrupted { output, value: () }),
            None => Ok(self.finish(won).expect("what has won has a result")),
        }
    }
}
