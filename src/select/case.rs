//! The cases of a [`Select`](super::Select): values that hold an arm and a closure for its result. Nothing is tried or parked
//! here.

use super::any_case::Finish;
use super::arm::{LeaseArm, RecvArm, RecvManyArm, ReserveArm, SendArm, SendManyArm, WaitArm};
use super::handle::{AsReceiver, AsSender};
use crate::error::{RecvError, SendError};
use crate::handle::{Lease, Permit};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::future::Future;
use core::ops::DerefMut;
use core::pin::Pin;

/// One case of a [`Select`](super::Select): what it waits for, and a closure for its result. Made by [`recv`],
/// [`lease`], [`recv_many`], [`send`], [`send_from`], [`send_many`], [`reserve`] and [`wait`].
///
/// A case can be used in any number of selects, one after the other. Once it has won it takes no part any more, until it is
/// added again, to the next select or [to the same](super::Select::add_again): a receive then receives again, a reserve
/// reserves again, a send of many sends what is left; a send of one value that was made or was refused by a closed channel, or a
/// case whose future is complete, takes no part ever again. Nothing is allocated.
///
/// Every case is an [`AnyCase`](super::AnyCase).
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
    pub(super) arm: A,
    /// Empty once it was called, if it can be called only once.
    pub(super) map: Option<M>,
    /// The case has won, and was not added since.
    pub(super) won: bool,
}

impl<A, M> Case<A, M> {
    pub(super) fn new<R>(arm: A, map: M) -> Self
    where
        A: Finish<M, R>,
    {
        Case { arm, map: Some(map), won: false }
    }
}

impl<A, M> fmt::Debug for Case<A, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("won", &self.won).finish_non_exhaustive()
    }
}

/// A case that receives; the closure gets what [`Receiver::recv`](crate::handle::Receiver::recv) would return, each time that
/// the case wins after it was added again.
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
    M: FnMut(Result<H::Item, RecvError>) -> R,
{
    Case::new(RecvArm::new(handle.as_receiver(), true), map)
}

/// A case that receives a value on trial; the closure gets what [`Receiver::lease`](crate::handle::Receiver::lease) would
/// return, each time that the case wins after it was added again.
///
/// ```
/// use goit::{local::Select, select::lease};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// tx.send(7).await.unwrap();
/// let mut leasing = lease(&rx, |lease| lease.unwrap());
/// let mut select = Select::new();
/// select.add(&mut leasing);
/// let (_, lease) = select.await;
/// assert_eq!(lease.take(), 7);
/// # });
/// ```
pub fn lease<'a, H, M, R>(handle: &'a H, map: M) -> Case<LeaseArm<'a, H::Item, H::Flavor>, M>
where
    H: AsReceiver,
    M: FnMut(Result<Lease<'a, H::Item, H::Flavor>, RecvError>) -> R,
{
    Case::new(LeaseArm::new(handle.as_receiver(), true), map)
}

/// A case that receives what is available into `buffer`, up to `limit` values, one at least; the closure gets what
/// [`Receiver::recv_many`](crate::handle::Receiver::recv_many) would return, each time that the case wins after it was added
/// again. With a limit of 0 it takes no part.
///
/// ```
/// use goit::{local::Select, select::recv_many};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(8);
/// tx.send(1).await.unwrap();
/// tx.send(2).await.unwrap();
/// let mut batch = Vec::new();
/// let mut receiving = recv_many(&rx, &mut batch, 8, |received| received.unwrap());
/// let mut select = Select::new();
/// select.add(&mut receiving);
/// assert_eq!(select.await, (0, 2));
/// assert_eq!(batch, [1, 2]);
/// # });
/// ```
pub fn recv_many<'a, H, M, R>(
    handle: &'a H,
    buffer: &'a mut Vec<H::Item>,
    limit: usize,
    map: M,
) -> Case<RecvManyArm<'a, H::Item, H::Flavor>, M>
where
    H: AsReceiver,
    M: FnMut(Result<usize, RecvError>) -> R,
{
    Case::new(RecvManyArm::new(handle.as_receiver(), buffer, limit, true), map)
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

/// A case that sends from the front of `queue` as many values as there is room for, and nothing of others between them, or one
/// value if its select had to wait; the closure gets how many, each time that the case wins after it was added again. What was not
/// sent stays in the queue; while that is empty the case takes no part.
///
/// ```
/// use std::collections::VecDeque;
/// use goit::{local::Select, select::send_many};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(2);
/// let mut queue = VecDeque::from([1, 2, 3]);
/// let mut sending = send_many(&tx, &mut queue, |sent| sent.unwrap());
/// let mut select = Select::new();
/// select.add(&mut sending);
/// assert_eq!(select.await, (0, 2));
/// assert_eq!((rx.len(), queue), (2, VecDeque::from([3])));
/// # });
/// ```
pub fn send_many<'a, H, M, R>(
    handle: &'a H,
    queue: &'a mut VecDeque<H::Item>,
    map: M,
) -> Case<SendManyArm<'a, H::Item, H::Flavor>, M>
where
    H: AsSender,
    M: FnMut(Result<usize, SendError<()>>) -> R,
{
    Case::new(SendManyArm::new(handle.as_sender(), queue, true), map)
}

/// A case that reserves room for a value; the closure gets what [`Sender::reserve`](crate::handle::Sender::reserve) would
/// return, each time that the case wins after it was added again.
///
/// ```
/// use goit::{local::Select, select::reserve};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded(1);
/// let mut reserving = reserve(&tx, |permit| permit.unwrap().send(7).is_ok());
/// let mut select = Select::new();
/// select.add(&mut reserving);
/// assert_eq!(select.await, (0, true));
/// assert_eq!(rx.try_recv(), Ok(7));
/// # });
/// ```
pub fn reserve<'a, H, M, R>(handle: &'a H, map: M) -> Case<ReserveArm<'a, H::Item, H::Flavor>, M>
where
    H: AsSender,
    M: FnMut(Result<Permit<'a, H::Item, H::Flavor>, SendError<()>>) -> R,
{
    Case::new(ReserveArm::new(handle.as_sender(), true), map)
}

/// A case that waits for a future, pinned by the caller, in place or in a box; the closure gets its output.
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
pub fn wait<P, M, R>(future: Pin<P>, map: M) -> Case<WaitArm<P>, M>
where
    P: DerefMut<Target: Future>,
    M: FnOnce(<P::Target as Future>::Output) -> R,
{
    Case::new(WaitArm::new(future, true), map)
}
