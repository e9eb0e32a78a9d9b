//! All arms of one select: a list of their own types in `select!`, and what each of them comes to.

use super::arm::{Arm, Outcome};
use crate::flavor::Flavor;
use crate::handle::Usage;

/// A select's arms, by number.
pub trait Arms<'a, F: Flavor> {
    /// How many numbers they have; a number may be vacant.
    fn len(&self) -> usize;

    /// The one with this number, if there is one.
    fn at(&mut self, arm: usize) -> Option<&mut (dyn Arm<'a, F> + '_)>;

    /// The state of the generator that the first of their channels keeps.
    fn rng(&mut self) -> Option<&F::Word>;

    /// What the first of their receivers counts.
    fn usage(&mut self) -> Option<&'a Usage<F>>;

    /// Shows them in turn, the first of them by this number, until something is found.
    fn find<R>(
        &mut self,
        number: usize,
        show: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<R>,
    ) -> Option<R>;
}

impl<'a, F: Flavor> Arms<'a, F> for () {
    #[inline]
    fn len(&self) -> usize {
        0
    }

    #[inline(always)]
    fn at(&mut self, _: usize) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        None
    }

    #[inline]
    fn rng(&mut self) -> Option<&F::Word> {
        None
    }

    #[inline]
    fn usage(&mut self) -> Option<&'a Usage<F>> {
        None
    }

    #[inline]
    fn find<R>(
        &mut self,
        _: usize,
        _: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<R>,
    ) -> Option<R> {
        None
    }
}

/// The arms of `select!`: a list of their own types, so that the future is `Send` when they are, and what is done to each in
/// turn is known when it is compiled.
impl<'a, F: Flavor, A: Arm<'a, F>, R: Arms<'a, F>> Arms<'a, F> for (A, R) {
    #[inline]
    fn len(&self) -> usize {
        1 + self.1.len()
    }

    #[inline(always)]
    fn at(&mut self, arm: usize) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        // Before it is known whether it is needed: no branch on a number that is random.
        let other = self.1.at(arm.wrapping_sub(1));
        if arm == 0 { Some(&mut self.0) } else { other }
    }

    #[inline]
    fn rng(&mut self) -> Option<&F::Word> {
        self.0.rng().or_else(|| self.1.rng())
    }

    #[inline]
    fn usage(&mut self) -> Option<&'a Usage<F>> {
        self.0.usage().or_else(|| self.1.usage())
    }

    #[inline]
    fn find<X>(
        &mut self,
        number: usize,
        show: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<X>,
    ) -> Option<X> {
        show(number, &mut self.0).or_else(|| self.1.find(number + 1, show))
    }
}

/// What the arms of `select!` come to.
pub trait Outcomes {
    /// What their bodies get: each of them an option.
    type Outputs;

    /// The result of the arm that has won, if any, in its place; the first has this number.
    fn take(&mut self, number: usize, won: usize) -> Self::Outputs;
}

impl Outcomes for () {
    type Outputs = ();

    #[inline(always)]
    fn take(&mut self, _: usize, _: usize) {}
}

impl<A: Outcome, R: Outcomes> Outcomes for (A, R) {
    type Outputs = (Option<A::Output>, R::Outputs);

    #[inline(always)]
    fn take(&mut self, number: usize, won: usize) -> Self::Outputs {
        let output = if won == number { self.0.take() } else { None };
        (output, self.1.take(number + 1, won))
    }
}

#[inline(always)]
pub(super) fn numbered<'s, 'a, F: Flavor>(
    arms: &'s mut impl Arms<'a, F>,
    arm: usize,
) -> &'s mut (dyn Arm<'a, F> + 's) {
    arms.at(arm).expect("the number is that of an arm")
}

#[inline]
pub(super) fn each<'a, F: Flavor>(
    arms: &mut impl Arms<'a, F>,
    mut show: impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)),
) {
    arms.find(0, &mut |number, arm| {
        show(number, arm);
        None::<()>
    });
}

#[inline]
pub(super) fn any<'a, F: Flavor>(
    arms: &mut impl Arms<'a, F>,
    is: impl Fn(&(dyn Arm<'a, F> + '_)) -> bool,
) -> bool {
    arms.find(0, &mut |_, arm| is(arm).then_some(())).is_some()
}
