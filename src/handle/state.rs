//! What every handle does alike: it closes the channel, and tells how the channel is.
//!
//! Macros, so that each handle's page shows them all; the handle has a method `shared`.

use super::{Channel, Receiver, Sender};
use crate::flavor::Flavor;

/// Of handles that can close.
macro_rules! closes {
    ($Handle:ident, $handle:literal) => {
        /// The end of the channel.
        impl<T, F: $crate::flavor::Flavor> $Handle<T, F> {
            /// Closes the channel for both ends; whether this call closed it.
            ///
            /// Parked sends fail and give their values back, parked receives that no value was chosen for fail,
            /// what is buffered can still be received. Every task that waits is woken, and the wakers that were kept for
            /// those to come are dropped. Nothing is allocated.
            ///
            /// # Panics
            ///
            /// If a waker does; the others are woken first. A second one that panics meanwhile aborts the program.
            ///
            /// # Examples
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded(4);
            /// tx.try_send(1).unwrap();
            #[doc = concat!("assert!(", $handle, ".close());")]
            #[doc = concat!("assert!(!", $handle, ".close()); // it was closed before")]
            /// assert!(tx.try_send(2).unwrap_err().is_closed());
            /// assert_eq!(rx.try_recv(), Ok(1));
            /// assert!(rx.try_recv().unwrap_err().is_closed());
            /// ```
            #[doc(alias("close_channel", "disconnect", "terminate", "shutdown"))]
            pub fn close(&self) -> bool {
                self.shared().close()
            }

            /// Wraps the handle so that the channel is closed at the end of the scope, on every way out of it: a
            /// return, a `?`, a panic, a task that is dropped. The guard is used as the handle.
            ///
            /// ```
            /// # futures_executor::block_on(async {
            /// let (tx, rx) = goit::local::bounded(4);
            /// let another = tx.clone();
            /// {
            ///     let tx = tx.close_on_drop();
            ///     tx.send(1).await.unwrap();
            /// }
            /// assert!(another.is_closed());
            /// assert_eq!(rx.recv().await, Ok(1));
            /// # });
            /// ```
            #[doc(alias("drop_guard"))]
            pub fn close_on_drop(self) -> $crate::handle::CloseGuard<Self> {
                $crate::handle::CloseGuard::new(self)
            }

            /// A future that completes once the channel is closed.
            ///
            /// The first one that waits allocates the line in which they wait.
            ///
            /// # Errors
            ///
            /// None: it completes at once where the channel is closed already.
            ///
            /// # Cancel safety
            ///
            /// There is nothing to lose: it leaves the line of those who wait for the close.
            ///
            /// # Examples
            ///
            /// ```
            /// # futures_executor::block_on(async {
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            /// rx.close();
            #[doc = concat!($handle, ".closed().await;")]
            /// # drop(tx) });
            /// ```
            #[doc(alias("cancelled", "CancellationToken"))]
            pub fn closed(&self) -> $crate::handle::future::Closed<'_, T, F> {
                $crate::handle::future::Closed::new(self.shared())
            }

            /// Whether the channel is closed: by [`close`](Self::close), or because the last handle of one end
            /// was dropped. There may be values left to receive.
            ///
            /// Beside a close that is under way, it may be a moment old; see [promises](crate::guide::promises#happens-before).
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            #[doc = concat!("assert!(!", $handle, ".is_closed());")]
            /// rx.close();
            #[doc = concat!("assert!(", $handle, ".is_closed());")]
            /// ```
            #[doc(alias("is_disconnected", "is_terminated"))]
            pub fn is_closed(&self) -> bool {
                self.shared().is_closed()
            }
        }

        impl<T, F: $crate::flavor::Flavor> $crate::handle::Close for $Handle<T, F> {
            fn close(&self) -> bool {
                self.shared().close()
            }
        }
    };
}

/// The inquiries that strong handles answer.
macro_rules! inquiries {
    ($Handle:ident, $handle:literal) => {
        /// How the channel is.
        impl<T, F: $crate::flavor::Flavor> $Handle<T, F> {
            /// How many values can be received at once: those that are buffered, less those that a woken
            /// receive has coming. Values of parked sends are not counted; at capacity 0 it is always 0.
            ///
            /// Exact when no operation is under way, and otherwise perhaps a moment old, as are `is_empty` and `is_full`; see
            /// [promises](crate::guide::promises#happens-before). It is more than the capacity where a woken receive has left a
            /// value that it had coming; at capacity 0 it is 0 there too.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded(4);
            /// tx.try_send(1).unwrap();
            #[doc = concat!("assert_eq!(", $handle, ".len(), 1);")]
            /// # drop(rx);
            /// ```
            #[doc(alias = "csize")]
            pub fn len(&self) -> usize {
                self.shared().len()
            }

            /// Whether [`len`](Self::len) is 0.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            #[doc = concat!("assert!(", $handle, ".is_empty());")]
            /// # drop((tx, rx));
            /// ```
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// Whether as many values can be received as the channel buffers, so that a send would have to wait for room. Never,
            /// when unbounded; always, at capacity 0. Room that permits hold does not count: see
            /// [`free_capacity`](Self::free_capacity).
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded(1);
            /// tx.try_send(1).unwrap();
            #[doc = concat!("assert!(", $handle, ".is_full());")]
            /// # drop(rx);
            /// ```
            pub fn is_full(&self) -> bool {
                self.shared().is_full()
            }

            /// How many values the channel buffers; `None` when unbounded. What is left of it is
            /// [`free_capacity`](Self::free_capacity).
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            #[doc = concat!("assert_eq!(", $handle, ".capacity(), Some(4));")]
            /// # drop((tx, rx));
            /// ```
            #[doc(alias = "max_capacity")]
            pub fn capacity(&self) -> Option<usize> {
                self.shared().capacity()
            }

            /// For how many values there is room: [`capacity`](Self::capacity) less [`len`](Self::len), and less the room that
            /// permits hold. `None` when unbounded; 0 at capacity 0, where a send needs no room but a receive. It says nothing
            /// of a close: that gives no room of permits back, nor do these when they end after it.
            ///
            /// This is what tokio's `capacity` says, while its `max_capacity` is [`capacity`](Self::capacity) here.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded(4);
            /// tx.try_send(1).unwrap();
            #[doc = concat!("assert_eq!(", $handle, ".free_capacity(), Some(3));")]
            /// # drop((tx, rx));
            /// ```
            #[doc(alias = "remaining_capacity")]
            #[doc(alias = "room")]
            pub fn free_capacity(&self) -> Option<usize> {
                self.shared().free_capacity()
            }

            /// Whether both are handles of one channel. A sender and a receiver are compared by
            /// [`is_connected_to`](crate::handle::Sender::is_connected_to).
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            #[doc = concat!("assert!(", $handle, ".same_channel(&", $handle, ".clone()));")]
            /// # drop((tx, rx));
            /// ```
            #[doc(alias("same_receiver", "ptr_eq"))]
            pub fn same_channel(&self, other: &Self) -> bool {
                F::same(self.shared(), other.shared())
            }

            /// Allocates now what the channel will need later: the whole buffer, and places for so many operations that wait
            /// at a time at each end. None of it is given back before the close, and as long as no more of them wait than
            /// that, no operation allocates; of selects those in a channel that one has waited in before. Two are not among that:
            /// a lease needs memory for its return, and a send of many that waits memory for what is behind its first value.
            ///
            /// The buffer of an unbounded channel has no end, and goes on growing as it is needed.
            ///
            /// # Panics
            ///
            /// Where there is no memory for it.
            ///
            /// # Examples
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(64);
            #[doc = concat!($handle, ".preallocate(2); // for an interrupt handler, say, that must not allocate")]
            /// # drop((tx, rx));
            /// ```
            pub fn preallocate(&self, waiters: usize) {
                let capacity = self.shared().capacity();
                self.shared().with(|state, _| state.preallocate(capacity, waiters));
            }
        }

        impl<T, F: $crate::flavor::Flavor> core::fmt::Debug for $Handle<T, F> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($Handle))
                    .field("len", &self.len())
                    .field("capacity", &self.capacity())
                    .field("closed", &self.is_closed())
                    .field("senders", &self.sender_count())
                    .field("receivers", &self.receiver_count())
                    .finish()
            }
        }
    };
}

/// The inquiries that weak handles answer too.
macro_rules! counts {
    ($Handle:ident, $handle:literal) => {
        /// How many handles there are.
        impl<T, F: $crate::flavor::Flavor> $Handle<T, F> {
            /// How many senders there are; weak ones do not count.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            /// let another = tx.clone();
            #[doc = concat!("assert_eq!(", $handle, ".sender_count(), 2);")]
            /// # drop((tx, rx, another));
            /// ```
            #[doc(alias = "strong_count")]
            pub fn sender_count(&self) -> usize {
                $crate::flavor::Word::get(&self.shared().senders)
            }

            /// How many receivers there are; weak ones do not count.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            #[doc = concat!("assert_eq!(", $handle, ".receiver_count(), 1);")]
            /// # drop((tx, rx));
            /// ```
            #[doc(alias = "strong_count")]
            pub fn receiver_count(&self) -> usize {
                $crate::flavor::Word::get(&self.shared().receivers)
            }

            /// How many weak senders there are.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            /// let weak = tx.downgrade();
            #[doc = concat!("assert!(", $handle, ".weak_sender_count() >= 1);")]
            /// # drop((tx, rx, weak));
            /// ```
            #[doc(alias = "weak_count")]
            pub fn weak_sender_count(&self) -> usize {
                $crate::flavor::Word::get(&self.shared().weak_senders)
            }

            /// How many weak receivers there are.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(4);
            /// let weak = rx.downgrade();
            #[doc = concat!("assert!(", $handle, ".weak_receiver_count() >= 1);")]
            /// # drop((tx, rx, weak));
            /// ```
            #[doc(alias = "weak_count")]
            pub fn weak_receiver_count(&self) -> usize {
                $crate::flavor::Word::get(&self.shared().weak_receivers)
            }
        }
    };
}

pub(super) use counts;

closes!(Sender, "tx");
inquiries!(Sender, "tx");
counts!(Sender, "tx");

/// Whether two ends are those of one channel.
impl<T, F: Flavor> Sender<T, F> {
    /// Whether that receiver receives what this sender sends: both are ends of one channel.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// assert!(tx.is_connected_to(&rx));
    /// ```
    pub fn is_connected_to(&self, receiver: &Receiver<T, F>) -> bool {
        F::same(self.shared(), receiver.shared())
    }
}

closes!(Receiver, "rx");
inquiries!(Receiver, "rx");
counts!(Receiver, "rx");

/// Whether two ends are those of one channel.
impl<T, F: Flavor> Receiver<T, F> {
    /// Whether that sender sends what this receiver receives: both are ends of one channel.
    ///
    /// ```
    /// let (tx, rx) = goit::local::bounded::<u8>(1);
    /// assert!(rx.is_connected_to(&tx));
    /// ```
    pub fn is_connected_to(&self, sender: &Sender<T, F>) -> bool {
        sender.is_connected_to(self)
    }
}

closes!(Channel, "tx");
inquiries!(Channel, "tx");
counts!(Channel, "tx");
