//! The futures of a flavour's module, once for all flavours.

macro_rules! futures {
    ($Flavor:ident, $module:literal) => {
        /// Sends a value; made by [`Sender::send`](crate::handle::Sender::send).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::Send};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let sending: Send<'_, &str> = tx.send("water");
        /// assert!(rx.is_empty()); // nothing is sent before it is polled
        /// sending.await?;
        /// assert_eq!(rx.recv().await, Ok("water"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Send<'a, T> = $crate::handle::future::Send<'a, T, $Flavor>;

        /// Sends a value, and keeps its sender; made by [`Sender::into_send`](crate::handle::Sender::into_send).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::OwnedSend};")]
        ///
        /// struct Job {
        ///     sending: OwnedSend<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let job = Job { sending: tx.into_send("water") };
        /// job.sending.await?;
        /// assert_eq!(rx.recv().await, Ok("water"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type OwnedSend<T> = $crate::handle::future::OwnedSend<T, $Flavor>;

        /// Sends out of a slot that keeps what is not sent; made by [`Sender::send_from`](crate::handle::Sender::send_from).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::SendFrom};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let mut slot = Some("water");
        /// let sending: SendFrom<'_, &str> = tx.send_from(&mut slot);
        /// drop(sending); // it was never polled
        /// assert_eq!(slot, Some("water"));
        /// # drop(rx);
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type SendFrom<'a, T> = $crate::handle::future::SendFrom<'a, T, $Flavor>;

        /// Sends all values of a queue; made by [`Sender::send_many`](crate::handle::Sender::send_many).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::SendMany};")]
        ///
        /// use std::collections::VecDeque;
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(2);
        /// let mut queue = VecDeque::from(["water", "bread"]);
        /// let sending: SendMany<'_, &str> = tx.send_many(&mut queue);
        /// sending.await?;
        /// assert_eq!(rx.len(), 2);
        /// # Ok::<(), goit::SendError<()>>(()) }).unwrap();
        /// ```
        pub type SendMany<'a, T> = $crate::handle::future::SendMany<'a, T, $Flavor>;

        /// Reserves room for a value; made by [`Sender::reserve`](crate::handle::Sender::reserve).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::Reserve};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let reserving: Reserve<'_, &str> = tx.reserve();
        /// reserving.await?.send("water")?;
        /// assert_eq!(rx.recv().await, Ok("water"));
        /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
        /// ```
        pub type Reserve<'a, T> = $crate::handle::future::Reserve<'a, T, $Flavor>;

        /// Reserves room for a value, and keeps its sender; made by [`Sender::reserve_owned`](crate::handle::Sender::reserve_owned).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::OwnedReserve};")]
        ///
        /// struct Next {
        ///     reserving: OwnedReserve<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let next = Next { reserving: tx.reserve_owned() };
        /// next.reserving.await?.send("water")?;
        /// assert_eq!(rx.recv().await, Ok("water"));
        /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
        /// ```
        pub type OwnedReserve<T> = $crate::handle::future::OwnedReserve<T, $Flavor>;

        /// Reserves room for many values; made by [`Sender::reserve_many`](crate::handle::Sender::reserve_many).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::ReserveMany};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(2);
        /// let reserving: ReserveMany<'_, &str> = tx.reserve_many(2);
        /// for permit in reserving.await? {
        ///     permit.send("water")?;
        /// }
        /// assert_eq!(rx.len(), 2);
        /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
        /// ```
        pub type ReserveMany<'a, T> = $crate::handle::future::ReserveMany<'a, T, $Flavor>;

        /// Receives a value; made by [`Receiver::recv`](crate::handle::Receiver::recv).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::Recv};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let receiving: Recv<'_, &str> = rx.recv();
        /// tx.send("water").await?;
        /// assert_eq!(receiving.await, Ok("water"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Recv<'a, T> = $crate::handle::future::Recv<'a, T, $Flavor>;

        /// Receives a value, and keeps its receiver; made by [`Receiver::into_recv`](crate::handle::Receiver::into_recv).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::OwnedRecv};")]
        ///
        /// struct Answer {
        ///     receiving: OwnedRecv<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let answer = Answer { receiving: rx.into_recv() };
        /// tx.send("water").await?;
        /// assert_eq!(answer.receiving.await, Ok("water"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type OwnedRecv<T> = $crate::handle::future::OwnedRecv<T, $Flavor>;

        /// Receives what is available; made by [`Receiver::recv_many`](crate::handle::Receiver::recv_many).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::RecvMany};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(2);
        /// let mut batch = Vec::new();
        /// let receiving: RecvMany<'_, &str> = rx.recv_many(&mut batch, 8);
        /// tx.send("water").await?;
        /// assert_eq!(receiving.await, Ok(1));
        /// assert_eq!(batch, ["water"]);
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type RecvMany<'a, T> = $crate::handle::future::RecvMany<'a, T, $Flavor>;

        /// Receives a value on trial; made by [`Receiver::lease`](crate::handle::Receiver::lease).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::Leasing};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let leasing: Leasing<'_, &str> = rx.lease();
        /// tx.send("water").await?;
        /// assert_eq!(leasing.await.unwrap().take(), "water");
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Leasing<'a, T> = $crate::handle::future::Leasing<'a, T, $Flavor>;

        /// Receives a value on trial, and keeps its receiver; made by [`Receiver::into_lease`](crate::handle::Receiver::into_lease).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::OwnedLeasing};")]
        ///
        /// struct Worker {
        ///     next: OwnedLeasing<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let worker = Worker { next: rx.into_lease() };
        /// tx.send("mill").await?;
        /// assert_eq!(worker.next.await.unwrap().take(), "mill");
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type OwnedLeasing<T> = $crate::handle::future::OwnedLeasing<T, $Flavor>;

        /// Completes once the channel is closed; made by [`Sender::closed`](crate::handle::Sender::closed) and its namesakes.
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{bounded, future::Closed};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded::<&str>(1);
        /// let closed: Closed<'_, &str> = tx.closed();
        /// drop(rx);
        /// closed.await;
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Closed<'a, T> = $crate::handle::future::Closed<'a, T, $Flavor>;
    };
}

pub(crate) use futures;
