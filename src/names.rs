//! The names of a flavour's module, once for all flavours: `goit::local` and `goit::sync` differ in nothing but the
//! flavour.

macro_rules! names {
    ($Flavor:ident, $module:literal, $whom:literal) => {
        pub use $crate::error::{Interrupted, RecvError, SendError, TryRecvError, TrySendError};
        pub use $crate::handle::{CloseGuard, Drain};

        #[doc = concat!("[`handle::Sender`](crate::handle::Sender) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Sender<u8>,\n}")]
        /// ```
        pub type Sender<T> = $crate::handle::Sender<T, $Flavor>;
        #[doc = concat!("[`handle::Receiver`](crate::handle::Receiver) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Receiver<u8>,\n}")]
        /// ```
        pub type Receiver<T> = $crate::handle::Receiver<T, $Flavor>;
        #[doc = concat!("[`handle::Channel`](crate::handle::Channel) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Channel<u8>,\n}")]
        /// ```
        pub type Channel<T> = $crate::handle::Channel<T, $Flavor>;
        #[doc = concat!("[`handle::WeakSender`](crate::handle::WeakSender) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::WeakSender<u8>,\n}")]
        /// ```
        pub type WeakSender<T> = $crate::handle::WeakSender<T, $Flavor>;
        #[doc = concat!("[`handle::WeakReceiver`](crate::handle::WeakReceiver) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::WeakReceiver<u8>,\n}")]
        /// ```
        pub type WeakReceiver<T> = $crate::handle::WeakReceiver<T, $Flavor>;
        #[doc = concat!("[`handle::Send`](crate::handle::Send) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Send<'static, u8>,\n}")]
        /// ```
        pub type Send<'a, T> = $crate::handle::Send<'a, T, $Flavor>;
        #[doc = concat!("[`handle::SendFrom`](crate::handle::SendFrom) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::SendFrom<'static, u8>,\n}")]
        /// ```
        pub type SendFrom<'a, T> = $crate::handle::SendFrom<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedSend`](crate::handle::OwnedSend) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedSend<u8>,\n}")]
        /// ```
        pub type OwnedSend<T> = $crate::handle::OwnedSend<T, $Flavor>;
        #[doc = concat!("[`handle::Permit`](crate::handle::Permit) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Permit<'static, u8>,\n}")]
        /// ```
        pub type Permit<'a, T> = $crate::handle::Permit<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedPermit`](crate::handle::OwnedPermit) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedPermit<u8>,\n}")]
        /// ```
        pub type OwnedPermit<T> = $crate::handle::OwnedPermit<T, $Flavor>;
        #[doc = concat!("[`handle::PermitIterator`](crate::handle::PermitIterator) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::PermitIterator<'static, u8>,\n}")]
        /// ```
        pub type PermitIterator<'a, T> = $crate::handle::PermitIterator<'a, T, $Flavor>;
        #[doc = concat!("[`handle::Reserve`](crate::handle::Reserve) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Reserve<'static, u8>,\n}")]
        /// ```
        pub type Reserve<'a, T> = $crate::handle::Reserve<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedReserve`](crate::handle::OwnedReserve) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedReserve<u8>,\n}")]
        /// ```
        pub type OwnedReserve<T> = $crate::handle::OwnedReserve<T, $Flavor>;
        #[doc = concat!("[`handle::ReserveMany`](crate::handle::ReserveMany) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::ReserveMany<'static, u8>,\n}")]
        /// ```
        pub type ReserveMany<'a, T> = $crate::handle::ReserveMany<'a, T, $Flavor>;
        #[doc = concat!("[`handle::Recv`](crate::handle::Recv) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Recv<'static, u8>,\n}")]
        /// ```
        pub type Recv<'a, T> = $crate::handle::Recv<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedRecv`](crate::handle::OwnedRecv) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedRecv<u8>,\n}")]
        /// ```
        pub type OwnedRecv<T> = $crate::handle::OwnedRecv<T, $Flavor>;
        #[doc = concat!("[`handle::RecvMany`](crate::handle::RecvMany) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::RecvMany<'static, u8>,\n}")]
        /// ```
        pub type RecvMany<'a, T> = $crate::handle::RecvMany<'a, T, $Flavor>;
        #[doc = concat!("[`handle::SendMany`](crate::handle::SendMany) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::SendMany<'static, u8>,\n}")]
        /// ```
        pub type SendMany<'a, T> = $crate::handle::SendMany<'a, T, $Flavor>;
        #[doc = concat!("[`handle::TryIter`](crate::handle::TryIter) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::TryIter<'static, u8>,\n}")]
        /// ```
        pub type TryIter<'a, T> = $crate::handle::TryIter<'a, T, $Flavor>;
        #[doc = concat!("[`handle::Lease`](crate::handle::Lease) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Lease<'static, u8>,\n}")]
        /// ```
        pub type Lease<'a, T> = $crate::handle::Lease<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedLease`](crate::handle::OwnedLease) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedLease<u8>,\n}")]
        /// ```
        pub type OwnedLease<T> = $crate::handle::OwnedLease<T, $Flavor>;
        #[doc = concat!("[`handle::Leasing`](crate::handle::Leasing) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Leasing<'static, u8>,\n}")]
        /// ```
        pub type Leasing<'a, T> = $crate::handle::Leasing<'a, T, $Flavor>;
        #[doc = concat!("[`handle::OwnedLeasing`](crate::handle::OwnedLeasing) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::OwnedLeasing<u8>,\n}")]
        /// ```
        pub type OwnedLeasing<T> = $crate::handle::OwnedLeasing<T, $Flavor>;
        #[doc = concat!("[`handle::Leases`](crate::handle::Leases) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Leases<'static, u8>,\n}")]
        /// ```
        pub type Leases<'a, T> = $crate::handle::Leases<'a, T, $Flavor>;
        #[doc = concat!("[`handle::Closed`](crate::handle::Closed) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Closed<'static, u8>,\n}")]
        /// ```
        pub type Closed<'a, T> = $crate::handle::Closed<'a, T, $Flavor>;
        #[doc = concat!("[`handle::SendSink`](crate::handle::SendSink) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::SendSink<u8>,\n}")]
        /// ```
        pub type SendSink<T> = $crate::handle::SendSink<T, $Flavor>;
        #[doc = concat!("[`handle::SendSinkRef`](crate::handle::SendSinkRef) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::SendSinkRef<'static, u8>,\n}")]
        /// ```
        pub type SendSinkRef<'a, T> = $crate::handle::SendSinkRef<'a, T, $Flavor>;

        #[doc = concat!("[`select::Select`](crate::select::Select) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Select<'static, 'static, u8>,\n}")]
        /// ```
        pub type Select<'s, 'a, R> = $crate::select::Select<'s, 'a, R, $Flavor>;
        #[doc = concat!("[`select::Merge`](crate::select::Merge) for ", $whom, ".")]
        ///
        /// ```
        #[doc = concat!("struct Keeps {\n    it: goit::", $module, "::Merge<u32, u8>,\n}")]
        /// ```
        pub type Merge<K, T> = $crate::select::Merge<K, T, $Flavor>;

        /// A channel that buffers up to `capacity` values; `bounded(0)` is [`rendezvous`].
        ///
        /// One allocation; the buffer is allocated on first use and grows to its bound, so a large bound costs nothing
        /// until it is used. A bound of `usize::MAX` is the same as [`unbounded`].
        ///
        /// ```
        #[doc = concat!("let (tx, rx) = goit::", $module, "::bounded(1);")]
        /// assert!(tx.try_send(1).is_ok());
        /// assert!(tx.try_send(2).unwrap_err().is_full());
        /// assert_eq!(rx.try_recv(), Ok(1));
        /// ```
        #[doc(alias = "chan")]
        #[doc(alias = "mpsc")]
        #[doc(alias = "mpmc")]
        #[inline]
        pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
            $crate::handle::new(capacity)
        }

        /// A channel that buffers nothing: a send completes when a receive has been chosen for its value.
        ///
        /// One allocation.
        ///
        /// ```
        /// use futures_util::future::join;
        ///
        /// # futures_executor::block_on(async {
        #[doc = concat!("let (tx, rx) = goit::", $module, "::rendezvous();")]
        /// let (sent, received) = join(tx.send("water"), rx.recv()).await;
        /// assert!(sent.is_ok());
        /// assert_eq!(received, Ok("water"));
        /// # });
        /// ```
        #[inline]
        pub fn rendezvous<T>() -> (Sender<T>, Receiver<T>) {
            bounded(0)
        }

        /// A channel that never makes a send wait. Where the receivers are slower than the senders, its buffer grows
        /// without end; [`bounded`] holds the senders back instead.
        ///
        /// One allocation, and then the buffer's, which is given back after a burst.
        ///
        /// ```
        #[doc = concat!("let (tx, rx) = goit::", $module, "::unbounded();")]
        /// for n in 0..100 {
        ///     tx.try_send(n).unwrap();
        /// }
        /// assert_eq!(rx.len(), 100);
        /// ```
        #[inline]
        pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
            bounded(usize::MAX)
        }
    };
}

pub(crate) use names;
