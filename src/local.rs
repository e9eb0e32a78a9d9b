//! Channels for the tasks of one executor: `!Send`, no atomics, no locks.
//!
//! The names of [`handle`](crate::handle), without their flavour parameter. `goit::sync` has the same ones for
//! tasks on several threads.
//!
//! ```
//! use goit::local::{bounded, rendezvous};
//! # futures_executor::block_on(async {
//! let (tx, rx) = bounded(2);
//! tx.send("one").await?;
//! tx.send("two").await?;
//! drop(tx);
//! assert_eq!(rx.recv().await, Ok("one"));
//! assert_eq!(rx.recv().await, Ok("two"));
//! assert!(rx.recv().await.is_err()); // closed, and nothing is left
//! # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
//! # let _ = rendezvous::<u8>();
//! ```

use crate::flavor::Local;
use crate::handle;

pub use crate::error::{RecvError, SendError, TryRecvError, TrySendError};
pub use crate::handle::CloseGuard;

/// [`handle::Sender`] for one executor.
pub type Sender<T> = handle::Sender<T, Local>;
/// [`handle::Receiver`] for one executor.
pub type Receiver<T> = handle::Receiver<T, Local>;
/// [`handle::Channel`] for one executor.
pub type Channel<T> = handle::Channel<T, Local>;
/// [`handle::WeakSender`] for one executor.
pub type WeakSender<T> = handle::WeakSender<T, Local>;
/// [`handle::WeakReceiver`] for one executor.
pub type WeakReceiver<T> = handle::WeakReceiver<T, Local>;
/// [`handle::Send`] for one executor.
pub type Send<'a, T> = handle::Send<'a, T, Local>;
/// [`handle::SendFrom`] for one executor.
pub type SendFrom<'a, T> = handle::SendFrom<'a, T, Local>;
/// [`handle::OwnedSend`] for one executor.
pub type OwnedSend<T> = handle::OwnedSend<T, Local>;
/// [`handle::Recv`] for one executor.
pub type Recv<'a, T> = handle::Recv<'a, T, Local>;
/// [`handle::OwnedRecv`] for one executor.
pub type OwnedRecv<T> = handle::OwnedRecv<T, Local>;
/// [`handle::Closed`] for one executor.
pub type Closed<'a, T> = handle::Closed<'a, T, Local>;
/// [`handle::SendSink`] for one executor.
pub type SendSink<T> = handle::SendSink<T, Local>;
/// [`handle::SendSinkRef`] for one executor.
pub type SendSinkRef<'a, T> = handle::SendSinkRef<'a, T, Local>;

/// [`select::Select`](crate::select::Select) for one executor.
pub type Select<'s, 'a, R> = crate::select::Select<'s, 'a, R, Local>;

/// A channel that buffers up to `capacity` values; `bounded(0)` is [`rendezvous`].
///
/// One allocation; the buffer is allocated on first use and grows to its bound, so a large bound costs nothing
/// until it is used. A bound of `usize::MAX` is the same as [`unbounded`].
///
/// ```
/// let (tx, rx) = goit::local::bounded(1);
/// assert!(tx.try_send(1).is_ok());
/// assert!(tx.try_send(2).unwrap_err().is_full());
/// assert_eq!(rx.try_recv(), Ok(1));
/// ```
#[doc(alias = "chan")]
#[doc(alias = "mpsc")]
#[doc(alias = "mpmc")]
#[inline]
pub fn bounded<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    handle::new(capacity)
}

/// A channel that buffers nothing: a send completes when a receive has been chosen for its value.
///
/// One allocation.
///
/// ```
/// use futures_util::future::join;
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::rendezvous();
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
/// let (tx, rx) = goit::local::unbounded();
/// for n in 0..100 {
///     tx.try_send(n).unwrap();
/// }
/// assert_eq!(rx.len(), 100);
/// ```
#[inline]
pub fn unbounded<T>() -> (Sender<T>, Receiver<T>) {
    bounded(usize::MAX)
}
