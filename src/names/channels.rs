//! The functions of a flavour's module that make channels, once for all flavours.

macro_rules! channels {
    ($module:literal) => {
        /// A channel that buffers up to `capacity` values; `bounded(0)` is [`rendezvous`].
        ///
        /// One allocation, with room for one value; the buffer is allocated on first use and grows to its bound, so a large
        /// bound costs nothing until it is used. A bound of `usize::MAX` is the same as [`unbounded`].
        ///
        /// ```
        #[doc = concat!("let (tx, rx) = goit::", $module, "::bounded(1);")]
        /// assert!(tx.try_send(1).is_ok());
        /// assert!(tx.try_send(2).unwrap_err().is_full());
        /// assert_eq!(rx.try_recv(), Ok(1));
        /// ```
        #[doc(alias("chan", "mpsc", "mpmc", "channel", "sync_channel", "bounded_async"))]
        #[inline]
        pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
            $crate::handle::new(capacity)
        }

        /// A channel that buffers nothing: a send completes when a receive has been chosen for its value.
        ///
        /// One allocation, with room for one value that was sent to a receive. Where more receives than one wait at a time,
        /// what they were chosen for needs a buffer.
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
        #[doc(alias("handoff"))]
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
        #[doc(alias("unbounded_channel", "unbounded_async"))]
        #[inline]
        pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
            bounded(usize::MAX)
        }
    };
}

pub(crate) use channels;
