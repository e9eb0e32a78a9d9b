//! The cases of a [`Select`](super::Select): values that hold an arm and a closure for its result, and how a flavour lists
//! them whatever their types. Nothing is tried or parked here.

use super::arm::{Arm, Outcome, RecvArm, SendArm, WaitArm};
use super::handle::{AsReceiver, AsSender};
use crate::error::{RecvError, SendError};
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
use crate::flavor::Atomic;
use crate::flavor::{Flavor, Local, Parts};
use core::fmt;
use core::future::Future;
use core::pin::Pin;

/// One case of a [`Select`](super::Select): what it waits for, and a closure for its result. Made by [`recv`], [`send`],
/// [`send_from`] and [`wait`].
///
/// A case can be used in any number of selects, one after the other, until it has won; then it takes no part any more, nor
/// does one whose value is gone. Nothing is allocated.
///
/// ```
/// use goit::{local::Select, select::{Case, recv}};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// tx.send(7).await.unwrap();
/// let mut case: Case<_, _> = recv(&rx, |received| received.unwrap());
/// let mut select = Select::new();
/// select.add(&mut case);
/// assert_eq!(select.await, (0, 7));
/// # });
/// ```
pub struct Case<A, M> {
    arm: A,
    /// Empty once the case has won.
    map: Option<M>,
}

impl<A, M> Case<A, M> {
    fn new<R>(arm: A, map: M) -> Self
    where
        A: Outcome,
        M: FnOnce(A::Output) -> R,
    {
        Case { arm, map: Some(map) }
    }
}

impl<A, M> fmt::Debug for Case<A, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("won", &self.map.is_none()).finish_non_exhaustive()
    }
}

/// A case that receives; the closure gets what [`Receiver::recv`](crate::handle::Receiver::recv) would return.
///
/// ```
/// use goit::{local::Select, select::recv};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// tx.send(7).await.unwrap();
/// let mut receiving = recv(&rx, |received| received.unwrap());
/// let mut select = Select::new();
/// select.add(&mut receiving);
/// assert_eq!(select.await, (0, 7));
/// # });
/// ```
pub fn recv<'a, H, M, R>(handle: &'a H, map: M) -> Case<RecvArm<'a, H::Item, H::Flavor>, M>
where
    H: AsReceiver,
    M: FnOnce(Result<H::Item, RecvError>) -> R,
{
    Case::new(RecvArm::new(handle.as_receiver(), true), map)
}

/// A case that sends what a slot of type `S` holds; made by [`send`] and [`send_from`].
///
/// ```
/// use goit::{local::Sender, select::{SendCase, send}};
///
/// fn sending<'a>(tx: &'a Sender<u8>) -> SendCase<'a, Sender<u8>, Option<u8>, impl FnOnce(Result<(), goit::SendError<u8>>) -> bool> {
///     send(tx, 7, |sent| sent.is_ok())
/// }
/// # let (tx, rx) = goit::local::bounded(1); let _case = sending(&tx); drop(rx);
/// ```
pub type SendCase<'a, H, S, M> = Case<SendArm<'a, <H as AsSender>::Item, <H as AsSender>::Flavor, S>, M>;

/// A case that sends; the closure gets what [`Sender::send`](crate::handle::Sender::send) would return. A value that
/// was not sent is dropped with the case.
///
/// ```
/// use goit::{local::Select, select::send};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut sending = send(&tx, 7, |sent| sent.is_ok());
/// let mut select = Select::new();
/// select.add(&mut sending);
/// assert_eq!(select.await, (0, true));
/// assert_eq!(rx.try_recv(), Ok(7));
/// # });
/// ```
pub fn send<'a, H, M, R>(handle: &'a H, value: H::Item, map: M) -> SendCase<'a, H, Option<H::Item>, M>
where
    H: AsSender,
    M: FnOnce(Result<(), SendError<H::Item>>) -> R,
{
    Case::new(SendArm::new(handle.as_sender(), value, true), map)
}

/// A case that sends what `slot` holds, which stays there unless the case wins. While the slot is empty it takes no part.
///
/// ```
/// use goit::{local::Select, select::{recv, send_from}};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let (stop, stopped) = goit::local::bounded(1);
/// stop.send(()).await.unwrap();
/// tx.send(0).await.unwrap(); // full
/// let mut slot = Some(1);
/// let mut stopping = recv(&stopped, |_| "stopped");
/// let mut sending = send_from(&tx, &mut slot, |_| "sent");
/// let mut select = Select::new();
/// select.add(&mut stopping);
/// select.add(&mut sending);
/// assert_eq!(select.await, (0, "stopped"));
/// assert_eq!(slot, Some(1));
/// # drop(rx) });
/// ```
pub fn send_from<'a, H, M, R>(
    handle: &'a H,
    slot: &'a mut Option<H::Item>,
    map: M,
) -> SendCase<'a, H, &'a mut Option<H::Item>, M>
where
    H: AsSender,
    M: FnOnce(Result<(), SendError<()>>) -> R,
{
    Case::new(SendArm::from_slot(handle.as_sender(), slot, true), map)
}

/// A case that waits for a future, pinned by the caller; the closure gets its output.
///
/// ```
/// use core::pin::pin;
/// use goit::{local::Select, select::{recv, wait}};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// let future = pin!(async { 7 });
/// let mut receiving = recv(&rx, |received| received.unwrap());
/// let mut waiting = wait(future, |output| output);
/// let mut select = Select::new();
/// select.add(&mut receiving);
/// select.add(&mut waiting);
/// assert_eq!(select.await, (1, 7));
/// # drop(tx) });
/// ```
pub fn wait<'a, U, M, R>(future: Pin<&'a mut U>, map: M) -> Case<WaitArm<'a, U>, M>
where
    U: Future,
    M: FnOnce(U::Output) -> R,
{
    Case::new(WaitArm::new(future, true), map)
}

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
    /// The case as an arm.
    fn arm(&mut self) -> &mut (dyn Arm<'a, F> + '_);
    /// What its closure makes of the result, if it has won.
    fn finish(&mut self) -> Option<R>;
    /// Whether it has won, and its closure was called.
    fn has_won(&self) -> bool;
}

impl<'a, F, A, M, R> AnyCase<'a, F, R> for Case<A, M>
where
    F: Flavor,
    A: Arm<'a, F> + Outcome,
    M: FnOnce(A::Output) -> R,
{
    fn arm(&mut self) -> &mut (dyn Arm<'a, F> + '_) {
        &mut self.arm
    }

    fn finish(&mut self) -> Option<R> {
        let result = self.arm.take()?;
        self.map.take().map(|map| map(result))
    }

    fn has_won(&self) -> bool {
        self.map.is_none()
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

impl<'a, C: AnyCase<'a, Local, R> + 'a, R> Admits<'a, C, R> for Local {
    fn admit(case: &mut C) -> &mut (dyn AnyCase<'a, Self, R> + 'a) {
        case
    }
}

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
impl Cases for Atomic {
    type AnyCase<'a, R> = dyn AnyCase<'a, Self, R> + Send + 'a;
}

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
impl<'a, C: AnyCase<'a, Atomic, R> + Send + 'a, R> Admits<'a, C, R> for Atomic {
    fn admit(case: &mut C) -> &mut (dyn AnyCase<'a, Self, R> + Send + 'a) {
        case
    }
}
