//! Cases that the [`Select`] owns: made, boxed and added in one call.

use super::{Listed, Lists, Select};
use crate::error::{RecvError, SendError};
use crate::flavor::Flavor;
use crate::handle::{Lease, Permit};
use crate::select::any_case::AnyCase;
use crate::select::arm::{LeaseArm, RecvArm, RecvManyArm, ReserveArm, SendManyArm, WaitArm};
use crate::select::case::{self, Case, SendCase};
use crate::select::handle::{AsReceiver, AsSender};
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::future::IntoFuture;

/// Cases that the select owns. They are those of [`select::recv`](crate::select::recv()) and its kin, added as by
/// [`add`](Self::add), and cost an allocation each.
impl<'a, R, F: Flavor, C: AnyCase<'a, F, R> + ?Sized> Select<'_, 'a, R, F, C> {
    /// Adds a case that receives, and that the select owns; its number. The closure gets what
    /// [`Receiver::recv`](crate::handle::Receiver::recv) would return.
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
    /// let channels: Vec<_> = (0..3).map(|_| bounded(1)).collect();
    /// let mut select = Select::new();
    /// for (_, rx) in &channels {
    ///     select.recv(rx, |received| received.unwrap());
    /// }
    /// channels[2].0.send("water").await.unwrap();
    /// assert_eq!(select.await, (2, "water"));
    /// # });
    /// ```
    #[track_caller]
    pub fn recv<H, M>(&mut self, handle: &'a H, map: M) -> usize
    where
        H: AsReceiver<Flavor = F>,
        M: FnMut(Result<H::Item, RecvError>) -> R,
        C: Lists<'a, Case<RecvArm<'a, H::Item, F>, M>, F, R>,
    {
        self.own(case::recv(handle, map))
    }

    /// Adds a case that receives a value on trial, and that the select owns; its number. The closure gets what
    /// [`Receiver::lease`](crate::handle::Receiver::lease) would return.
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
    /// let (tx, rx) = bounded(1);
    /// tx.send(7).await.unwrap();
    /// let mut select = Select::new();
    /// select.lease(&rx, |lease| lease.unwrap().take());
    /// assert_eq!(select.await, (0, 7));
    /// # });
    /// ```
    #[track_caller]
    pub fn lease<H, M>(&mut self, handle: &'a H, map: M) -> usize
    where
        H: AsReceiver<Flavor = F>,
        M: FnMut(Result<Lease<'a, H::Item, F>, RecvError>) -> R,
        C: Lists<'a, Case<LeaseArm<'a, H::Item, F>, M>, F, R>,
    {
        self.own(case::lease(handle, map))
    }

    /// Adds a case that receives what is available into `buffer`, up to `limit` values, and that the select owns; its number. The
    /// closure gets what [`Receiver::recv_many`](crate::handle::Receiver::recv_many) would return. With a limit of 0 the case
    /// takes no part.
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
    /// let (tx, rx) = bounded(8);
    /// tx.send(7).await.unwrap();
    /// let mut batch = Vec::new();
    /// let mut select = Select::new();
    /// select.recv_many(&rx, &mut batch, 8, |received| received.unwrap());
    /// assert_eq!(select.await, (0, 1));
    /// assert_eq!(batch, [7]);
    /// # });
    /// ```
    #[track_caller]
    pub fn recv_many<H, M>(
        &mut self,
        handle: &'a H,
        buffer: &'a mut Vec<H::Item>,
        limit: usize,
        map: M,
    ) -> usize
    where
        H: AsReceiver<Flavor = F>,
        M: FnMut(Result<usize, RecvError>) -> R,
        C: Lists<'a, Case<RecvManyArm<'a, H::Item, F>, M>, F, R>,
    {
        self.own(case::recv_many(handle, buffer, limit, map))
    }

    /// Adds a case that sends, and that the select owns; its number. The closure gets what
    /// [`Sender::send`](crate::handle::Sender::send) would return; a value that was not sent is dropped with the case.
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
    /// let (tx, rx) = bounded(1);
    /// let mut select = Select::new();
    /// select.send(&tx, 7, |sent| sent.is_ok());
    /// assert_eq!(select.await, (0, true));
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// # });
    /// ```
    #[track_caller]
    pub fn send<H, M>(&mut self, handle: &'a H, value: H::Item, map: M) -> usize
    where
        H: AsSender<Flavor = F>,
        M: FnOnce(Result<(), SendError<H::Item>>) -> R,
        C: Lists<'a, SendCase<'a, H, Option<H::Item>, M>, F, R>,
    {
        self.own(case::send(handle, value, map))
    }

    /// Adds a case that sends what `slot` holds, and that the select owns; its number. The value stays in the slot unless the
    /// case wins. While the slot is empty the case takes no part.
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
    /// let ((tx, _rx), (stop, stopped)) = (bounded(1), bounded(1));
    /// tx.send(0).await.unwrap(); // full
    /// stop.send(()).await.unwrap();
    /// let mut slot = Some(1);
    /// let mut select = Select::new();
    /// select.recv(&stopped, |_| "stopped");
    /// select.send_from(&tx, &mut slot, |_| "sent");
    /// assert_eq!(select.await, (0, "stopped"));
    /// assert_eq!(slot, Some(1));
    /// # });
    /// ```
    #[track_caller]
    pub fn send_from<H, M>(&mut self, handle: &'a H, slot: &'a mut Option<H::Item>, map: M) -> usize
    where
        H: AsSender<Flavor = F>,
        M: FnOnce(Result<(), SendError<()>>) -> R,
        C: Lists<'a, SendCase<'a, H, &'a mut Option<H::Item>, M>, F, R>,
    {
        self.own(case::send_from(handle, slot, map))
    }

    /// Adds a case that sends from the front of `queue` as many values as there is room for, or one if the select has to wait, and
    /// that the select owns; its number. The closure gets how many. What was not sent stays in the queue; while that is empty the
    /// case takes no part.
    ///
    /// # Panics
    ///
    /// While the select waits, as [`add`](Self::add) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    /// use goit::local::{Select, bounded};
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, _rx) = bounded(2);
    /// let mut queue = VecDeque::from([1, 2, 3]);
    /// let mut select = Select::new();
    /// select.send_many(&tx, &mut queue, |sent| sent.unwrap());
    /// assert_eq!(select.await, (0, 2));
    /// assert_eq!(queue, [3]);
    /// # });
    /// ```
    #[track_caller]
    pub fn send_many<H, M>(&mut self, handle: &'a H, queue: &'a mut VecDeque<H::Item>, map: M) -> usize
    where
        H: AsSender<Flavor = F>,
        M: FnMut(Result<usize, SendError<()>>) -> R,
        C: Lists<'a, Case<SendManyArm<'a, H::Item, F>, M>, F, R>,
    {
        self.own(case::send_many(handle, queue, map))
    }

    /// Adds a case that reserves room for a value, and that the select owns; its number. The closure gets what
    /// [`Sender::reserve`](crate::handle::Sender::reserve) would return.
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
    /// let (tx, rx) = bounded(1);
    /// let mut select = Select::new();
    /// select.reserve(&tx, |permit| permit.unwrap().send(7).is_ok());
    /// assert_eq!(select.await, (0, true));
    /// assert_eq!(rx.try_recv(), Ok(7));
    /// # });
    /// ```
    #[track_caller]
    pub fn reserve<H, M>(&mut self, handle: &'a H, map: M) -> usize
    where
        H: AsSender<Flavor = F>,
        M: FnMut(Result<Permit<'a, H::Item, F>, SendError<()>>) -> R,
        C: Lists<'a, Case<ReserveArm<'a, H::Item, F>, M>, F, R>,
    {
        self.own(case::reserve(handle, map))
    }

    /// Adds a case that waits for a future, both of which the select owns; its number. The closure gets the output. That the
    /// future is pinned costs one allocation more.
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
    /// let (_tx, rx) = bounded::<&str>(1);
    /// let mut select = Select::new();
    /// select.recv(&rx, |received| received.unwrap());
    /// select.wait(async { "timeout" }, |output| output); // a timer, a join handle
    /// assert_eq!(select.await, (1, "timeout"));
    /// # });
    /// ```
    #[track_caller]
    pub fn wait<U, M>(&mut self, future: U, map: M) -> usize
    where
        U: IntoFuture,
        M: FnOnce(U::Output) -> R,
        C: Lists<'a, Case<WaitArm<Box<U::IntoFuture>>, M>, F, R>,
    {
        self.own(case::wait(Box::pin(future.into_future()), map))
    }

    #[track_caller]
    fn own<X>(&mut self, case: X) -> usize
    where
        C: Lists<'a, X, F, R>,
    {
        self.push(Listed::Owned(C::owned(Box::new(case))))
    }
}
