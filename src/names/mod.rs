//! The names of a flavour's module, once for all flavours: `goit::local` and `goit::sync` differ in nothing but the
//! flavour.
//!
//! The aliases of types, by which the search of the documentation finds them, stand here: rustdoc does not index those of a type
//! that is re-exported from a private module.

mod channels;
mod future;

pub(crate) use channels::channels;
pub(crate) use future::futures;

macro_rules! names {
    ($Flavor:ident, $module:literal, $whom:literal) => {
        #[doc(inline)]
        pub use $crate::error::{Interrupted, RecvError, SendError, TryRecvError, TrySendError};
        #[doc(inline)]
        pub use $crate::handle::{CloseGuard, Drain};

        /// The futures that the handles' operations return, for programs that name them.
        ///
        /// To keep one in a struct, say. They are those of [`handle::future`](crate::handle::future), without their flavour parameter.
        pub mod future {
            use super::$Flavor;

            $crate::names::futures!($Flavor, $module);
        }

        #[doc = concat!("The sending end of a channel for ", $whom, ": [`handle::Sender`](crate::handle::Sender).")]
        ///
        /// Its clones send into the same channel, which is closed when the last one is dropped.
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Sender, bounded};")]
        ///
        /// async fn count(tx: Sender<u32>, to: u32) -> Result<(), goit::SendError<u32>> {
        ///     for n in 1..=to {
        ///         tx.send(n).await?; // waits while two values are buffered
        ///     }
        ///     Ok(())
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(2);
        /// let counting = count(tx, 4);
        /// let adding = async {
        ///     let mut sum = 0;
        ///     while let Ok(n) = rx.recv().await {
        ///         sum += n;
        ///     }
        ///     sum
        /// };
        /// let (counted, sum) = futures_util::future::join(counting, adding).await;
        /// assert_eq!((counted, sum), (Ok(()), 10));
        /// # });
        /// ```
        #[doc(alias("chan", "mpsc", "mpmc", "UnboundedSender", "SyncSender", "AsyncSender"))]
        pub type Sender<T> = $crate::handle::Sender<T, $Flavor>;

        #[doc = concat!("The receiving end of a channel for ", $whom, ": [`handle::Receiver`](crate::handle::Receiver).")]
        ///
        /// Its clones receive from the same channel, and each value goes to one of them. It is a stream, too.
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Receiver, bounded};")]
        ///
        /// async fn work(jobs: Receiver<&str>) -> Vec<&str> {
        ///     let mut done = Vec::new();
        ///     while let Ok(job) = jobs.recv().await {
        ///         done.push(job);
        ///     }
        ///     done // closed, and nothing is left
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, jobs) = bounded(2);
        /// tx.send("mill").await?;
        /// tx.send("lathe").await?;
        /// drop(tx);
        /// assert_eq!(work(jobs).await, ["mill", "lathe"]);
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        #[doc(alias("chan", "mpsc", "mpmc", "UnboundedReceiver", "AsyncReceiver", "ReceiverStream", "RecvStream", "into_stream"))]
        pub type Receiver<T> = $crate::handle::Receiver<T, $Flavor>;

        #[doc = concat!("Both ends of a channel for ", $whom, " in one handle: [`handle::Channel`](crate::handle::Channel).")]
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::Channel;")]
        ///
        /// # futures_executor::block_on(async {
        /// let words: Channel<&str> = Channel::bounded(2);
        /// words.send("water").await?;
        /// assert_eq!(words.recv().await, Ok("water"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        #[doc(alias("chan"))]
        pub type Channel<T> = $crate::handle::Channel<T, $Flavor>;

        /// A sender that does not keep its channel open: [`handle::WeakSender`](crate::handle::WeakSender).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{WeakSender, bounded};")]
        ///
        /// let (tx, rx) = bounded(2);
        /// let weak: WeakSender<u8> = tx.downgrade();
        /// assert!(weak.upgrade().unwrap().try_send(7).is_ok());
        /// drop(tx);
        /// assert!(weak.upgrade().is_none());
        /// assert_eq!(rx.try_recv(), Ok(7));
        /// ```
        pub type WeakSender<T> = $crate::handle::WeakSender<T, $Flavor>;

        /// A receiver that does not keep its channel open: [`handle::WeakReceiver`](crate::handle::WeakReceiver).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{WeakReceiver, bounded};")]
        ///
        /// let (tx, rx) = bounded(2);
        /// let weak: WeakReceiver<u8> = rx.downgrade();
        /// tx.try_send(7).unwrap();
        /// assert_eq!(weak.upgrade().unwrap().try_recv(), Ok(7));
        /// drop(rx);
        /// assert!(weak.upgrade().is_none());
        /// assert!(tx.is_closed());
        /// ```
        pub type WeakReceiver<T> = $crate::handle::WeakReceiver<T, $Flavor>;

        /// Room for a value, reserved before there is one: [`handle::Permit`](crate::handle::Permit).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Permit, bounded};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let permit: Permit<'_, &str> = tx.reserve().await?;
        /// permit.send("made now that there is room")?;
        /// assert!(rx.recv().await.is_ok());
        /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
        /// ```
        pub type Permit<'a, T> = $crate::handle::Permit<'a, T, $Flavor>;

        /// Room for a value, with the sender that it gives back: [`handle::OwnedPermit`](crate::handle::OwnedPermit).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{OwnedPermit, bounded};")]
        ///
        /// struct Press {
        ///     room: OwnedPermit<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let press = Press { room: tx.reserve_owned().await? };
        /// let tx = press.room.send("juice")?;
        /// assert_eq!(rx.recv().await, Ok("juice"));
        /// # drop(tx); Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
        /// ```
        pub type OwnedPermit<T> = $crate::handle::OwnedPermit<T, $Flavor>;

        /// Room for many values, a permit for each: [`handle::PermitIterator`](crate::handle::PermitIterator).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{PermitIterator, bounded};")]
        ///
        /// let (tx, rx) = bounded(2);
        /// let room: PermitIterator<'_, u8> = tx.try_reserve_many(2).unwrap();
        /// for (permit, n) in room.zip(1..) {
        ///     permit.send(n).unwrap();
        /// }
        /// assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2]);
        /// ```
        pub type PermitIterator<'a, T> = $crate::handle::PermitIterator<'a, T, $Flavor>;

        /// The values that can be received without waiting: [`handle::TryIter`](crate::handle::TryIter).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{TryIter, bounded};")]
        ///
        /// let (tx, rx) = bounded(2);
        /// tx.try_send(3).unwrap();
        /// tx.try_send(4).unwrap();
        /// let values: TryIter<'_, u8> = rx.try_iter();
        /// assert_eq!(values.sum::<u8>(), 7);
        /// ```
        pub type TryIter<'a, T> = $crate::handle::TryIter<'a, T, $Flavor>;

        /// A received value that comes back unless it is taken: [`handle::Lease`](crate::handle::Lease).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Lease, bounded};")]
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, jobs) = bounded(1);
        /// tx.send("mill").await?;
        /// let job: Lease<'_, &str> = jobs.lease().await.unwrap();
        /// assert_eq!(*job, "mill");
        /// drop(job); // not done: it is available again
        /// assert_eq!(jobs.lease().await.unwrap().take(), "mill");
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Lease<'a, T> = $crate::handle::Lease<'a, T, $Flavor>;

        /// A lease with a receiver of its own: [`handle::OwnedLease`](crate::handle::OwnedLease).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{OwnedLease, bounded};")]
        ///
        /// struct Worker {
        ///     job: OwnedLease<&'static str>,
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, jobs) = bounded(1);
        /// tx.send("mill").await?;
        /// let worker = Worker { job: jobs.clone().into_lease().await.unwrap() };
        /// drop(worker); // its job is available again
        /// assert_eq!(jobs.try_recv(), Ok("mill"));
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type OwnedLease<T> = $crate::handle::OwnedLease<T, $Flavor>;

        /// A stream of leases: [`handle::Leases`](crate::handle::Leases).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Leases, bounded};")]
        /// use futures_util::StreamExt;
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(2);
        /// tx.send("mill").await?;
        /// drop(tx);
        /// let mut jobs: Leases<'_, &str> = rx.leases();
        /// while let Some(job) = jobs.next().await {
        ///     assert_eq!(job.take(), "mill");
        /// }
        /// # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
        /// ```
        pub type Leases<'a, T> = $crate::handle::Leases<'a, T, $Flavor>;

        /// A sender as a sink, with the sender: [`handle::SendSink`](crate::handle::SendSink).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{SendSink, bounded};")]
        /// use futures_util::SinkExt;
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let mut sink: SendSink<u8> = tx.into_sink();
        /// sink.send(7).await?;
        /// assert_eq!(rx.recv().await, Ok(7));
        /// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
        /// ```
        pub type SendSink<T> = $crate::handle::SendSink<T, $Flavor>;

        /// A sender as a sink, which borrows it: [`handle::SendSinkRef`](crate::handle::SendSinkRef).
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{SendSinkRef, bounded};")]
        /// use futures_util::SinkExt;
        ///
        /// # futures_executor::block_on(async {
        /// let (tx, rx) = bounded(1);
        /// let mut sink: SendSinkRef<'_, u8> = tx.sink();
        /// sink.send(7).await?;
        /// assert_eq!(rx.recv().await, Ok(7));
        /// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
        /// ```
        pub type SendSinkRef<'a, T> = $crate::handle::SendSinkRef<'a, T, $Flavor>;

        #[doc = concat!("A select over cases that are added at run time, for ", $whom, ": [`select::Select`](crate::select::Select).")]
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Receiver, Select, bounded};")]
        ///
        /// /// The first value that any of them receives, and which one did.
        /// async fn first(inputs: &[Receiver<u8>]) -> (usize, Option<u8>) {
        ///     let mut select = Select::new();
        ///     for rx in inputs {
        ///         select.recv(rx, |received| received.ok());
        ///     }
        ///     select.await
        /// }
        ///
        /// # futures_executor::block_on(async {
        /// let (txs, rxs): (Vec<_>, Vec<_>) = (0..3).map(|_| bounded(1)).unzip();
        /// txs[2].send(7).await?;
        /// assert_eq!(first(&rxs).await, (2, Some(7)));
        /// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
        /// ```
        #[doc(alias("Selector", "SelectedOperation", "select_all"))]
        pub type Select<'s, 'a, R> = $crate::select::Select<'s, 'a, R, $Flavor>;

        #[doc = concat!("Receives from receivers that join and leave while it runs, for ", $whom, ": [`select::Merge`](crate::select::Merge).")]
        ///
        /// ```
        #[doc = concat!("use goit::", $module, "::{Merge, bounded};")]
        ///
        /// # futures_executor::block_on(async {
        /// let mut clients: Merge<&str, u8> = Merge::new();
        /// let (tx, rx) = bounded(1);
        /// clients.insert("ada", rx);
        /// tx.send(7).await?;
        /// assert_eq!(clients.recv().await, ("ada", Ok(7)));
        /// drop(tx);
        /// assert!(clients.recv().await.1.is_err()); // it has left
        /// assert!(clients.is_empty());
        /// # Ok::<(), goit::SendError<u8>>(()) }).unwrap();
        /// ```
        #[doc(alias("StreamMap", "SelectAll", "select_all", "fan_in"))]
        pub type Merge<K, T> = $crate::select::Merge<K, T, $Flavor>;

        $crate::names::channels!($module);
    };
}

pub(crate) use names;
