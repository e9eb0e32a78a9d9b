//! How a select lists cases whatever their types: the objects that a flavour lists, and the list, with borrowed cases and owned
//! ones under numbers that stay theirs. Nothing is tried or parked here.

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
use crate::flavor::Synchronized;
use crate::flavor::{Flavor, Local, Parts};
use crate::handle::Usage;
use crate::select::any_case::AnyCase;
use crate::select::arm::Arm;
use crate::select::arms::Arms;
use crate::small_vec::SmallVec;
use alloc::boxed::Box;
use core::marker::PhantomData;

/// One case of a list.
pub(super) enum Listed<'s, C: ?Sized> {
    Borrowed(&'s mut C),
    Owned(Box<C>),
}

impl<C: ?Sized> Listed<'_, C> {
    pub(super) fn case(&mut self) -> &mut C {
        match self {
            Listed::Borrowed(case) => case,
            Listed::Owned(case) => case,
        }
    }
}

/// The cases by number; where one was taken out its number is vacant, until it is given to another.
pub(super) struct List<'s, 'a, R, F, C: ?Sized> {
    cases: SmallVec<Listed<'s, C>, 16>,
    vacant: usize,
    of: PhantomData<fn(&'a (), F) -> R>,
}

impl<'s, 'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> List<'s, 'a, R, F, C> {
    pub(super) const fn new() -> Self {
        List { cases: SmallVec::new(), vacant: 0, of: PhantomData }
    }

    /// How many cases there are.
    pub(super) fn count(&self) -> usize {
        self.cases.len() - self.vacant
    }

    pub(super) fn insert(&mut self, case: Listed<'s, C>) -> usize {
        if self.vacant > 0 {
            if let Some(number) = self.cases.items().iter().position(Option::is_none) {
                self.cases.items()[number] = Some(case);
                self.vacant -= 1;
                return number;
            }
        }
        self.cases.push(case);
        self.cases.len() - 1
    }

    pub(super) fn take(&mut self, number: usize) -> Option<Listed<'s, C>> {
        let case = self.cases.items().get_mut(number)?.take()?;
        self.vacant += 1;
        Some(case)
    }

    pub(super) fn get(&mut self, number: usize) -> Option<&mut C> {
        Some(self.cases.items().get_mut(number)?.as_mut()?.case())
    }

    /// The cases with their numbers.
    pub(super) fn iter(&mut self) -> impl Iterator<Item = (usize, &mut C)> + use<'_, 's, 'a, R, F, C> {
        let numbered = self.cases.items().iter_mut().enumerate();
        numbered.filter_map(|(number, case)| Some((number, case.as_mut()?.case())))
    }
}

impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Arms<'a, F> for List<'_, 'a, R, F, C> {
    fn len(&self) -> usize {
        self.cases.len()
    }

    fn at(&mut self, arm: usize) -> Option<&mut (dyn Arm<'a, F> + '_)> {
        self.get(arm)?.arm()
    }

    fn rng(&mut self) -> Option<&F::Word> {
        self.iter().find_map(|(_, case)| case.arm()?.rng())
    }

    fn usage(&mut self) -> Option<&'a Usage<F>> {
        self.iter().find_map(|(_, case)| case.arm()?.usage())
    }

    fn find<X>(
        &mut self,
        number: usize,
        show: &mut impl FnMut(usize, &mut (dyn Arm<'a, F> + '_)) -> Option<X>,
    ) -> Option<X> {
        self.iter().find_map(|(arm, case)| show(number + arm, case.arm()?))
    }
}

/// How a flavour lists cases of different types: as objects that are as sendable as its channels. A case of a `sync`
/// select is `Send` therefore, and so are its value and its closure; the cases of a local one need not be, nor those of a
/// `sync::ThreadSelect`, nor the arms of [`select!`](crate::select!).
///
/// ```
/// use goit::{Flavor, select::Cases};
///
/// fn is_listed<F: Flavor>() where F: Cases {}
/// is_listed::<goit::Local>();
/// ```
pub trait Cases: Parts {
    /// A case, whatever its type.
    type AnyCase<'a, R>: ?Sized + AnyCase<'a, Self, R>
    where
        Self: Flavor;
}

/// That the [`Select`](super::Select) of a flavour can list this type of case. Implemented for all of them; generic code names it.
///
/// ```
/// use goit::select::{Admits, AsReceiver, Case, RecvArm, Select, recv};
/// use goit::{Flavor, handle::Receiver};
///
/// async fn first<F: Flavor>(a: &Receiver<u8, F>, b: &Receiver<u8, F>) -> u8
/// where
///     F: for<'a> Admits<'a, Case<RecvArm<'a, u8, F>, fn(Result<u8, goit::RecvError>) -> u8>, u8>,
/// {
///     let mut one = recv(a, Result::unwrap as fn(_) -> _);
///     let mut two = recv(b, Result::unwrap as fn(_) -> _);
///     let mut select = Select::<_, F>::new();
///     select.add(&mut one);
///     select.add(&mut two);
///     select.await.1
/// }
///
/// let ((tx, a), (_keep, b)) = (goit::local::bounded(1), goit::local::bounded(1));
/// tx.try_send(7).unwrap();
/// assert_eq!(futures_executor::block_on(first(&a, &b)), 7);
/// ```
#[diagnostic::on_unimplemented(
    message = "this case cannot be listed in a select over `{Self}` channels with results of type `{R}`",
    note = "all cases of one select belong to one flavour, and their closures return one type"
)]
pub trait Admits<'a, C, R>: Flavor {
    /// The case, whatever its type.
    #[doc(hidden)]
    fn admit(case: &mut C) -> &mut Self::AnyCase<'a, R>;
}

impl Cases for Local {
    type AnyCase<'a, R> = dyn AnyCase<'a, Self, R> + 'a;
}

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
impl Cases for Synchronized {
    type AnyCase<'a, R> = dyn AnyCase<'a, Self, R> + Send + 'a;
}

impl<'a, C, R, F: Flavor> Admits<'a, C, R> for F
where
    F::AnyCase<'a, R>: Lists<'a, C, F, R>,
{
    fn admit(case: &mut C) -> &mut F::AnyCase<'a, R> {
        Lists::borrowed(case)
    }
}

/// That this type of object can stand for a case of type `C`. Implemented for all cases that are `Send` where the object is.
#[diagnostic::on_unimplemented(
    message = "this case cannot be listed in a select over `{F}` channels with results of type `{R}`",
    note = "all cases of one select belong to one flavour, and their closures return one type"
)]
pub trait Lists<'a, C, F, R> {
    #[doc(hidden)]
    fn borrowed(case: &mut C) -> &mut Self;
    #[doc(hidden)]
    fn owned(case: Box<C>) -> Box<Self>;
}

impl<'a, C: AnyCase<'a, F, R> + 'a, F: Flavor, R> Lists<'a, C, F, R> for dyn AnyCase<'a, F, R> + 'a {
    fn borrowed(case: &mut C) -> &mut Self {
        case
    }

    fn owned(case: Box<C>) -> Box<Self> {
        case
    }
}

impl<'a, C: AnyCase<'a, F, R> + Send + 'a, F: Flavor, R> Lists<'a, C, F, R>
    for dyn AnyCase<'a, F, R> + Send + 'a
{
    fn borrowed(case: &mut C) -> &mut Self {
        case
    }

    fn owned(case: Box<C>) -> Box<Self> {
        case
    }
}
