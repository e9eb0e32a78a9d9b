//! Blocking operations of `goit::sync`, for threads that are not tasks: the same futures, waited for by parking the
//! thread. Nothing here knows the protocol.

mod error;
mod macros;
mod park;
mod select;

pub use error::{RecvTimeoutError, SendTimeoutError};
pub use park::Limit;
pub use select::ThreadSelect;

use crate::error::{RecvError, SendError, TryRecvError, TrySendError};
use crate::flavor::Synchronized;
use crate::handle::{Lease, Receiver, Sender};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use park::block_on;
use std::time::{Duration, Instant};

/// Operations that block the thread; not for tasks, which would block their executor.
impl<T> Sender<T, Synchronized> {
    /// Sends a value, and blocks the thread while the channel is full; at capacity 0, until a receive has been chosen
    /// for it. Waiting threads and tasks are served first come, first served.
    ///
    /// It spins shortly before it parks the thread, and allocates nothing after the thread's first wait.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, if the channel is closed.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::sync::bounded(1);
    /// tx.send_blocking("water")?;
    /// assert_eq!(rx.recv_blocking(), Ok("water"));
    /// # Ok::<(), goit::SendError<&str>>(())
    /// ```
    #[doc(alias("blocking_send"))]
    pub fn send_blocking(&self, value: T) -> Result<(), SendError<T>> {
        self.send_until(value, Limit::Never).map_err(|error| SendError(error.into_inner()))
    }

    /// Like [`send_blocking`](Self::send_blocking), but waits only so long.
    ///
    /// # Errors
    ///
    /// [`SendTimeoutError`], with the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let (tx, rx) = goit::sync::bounded(1);
    /// tx.send_timeout(1, Duration::from_secs(1))?;
    /// assert!(tx.send_timeout(2, Duration::from_millis(1)).unwrap_err().is_timeout());
    /// # drop(rx);
    /// # Ok::<(), goit::SendTimeoutError<i32>>(())
    /// ```
    pub fn send_timeout(&self, value: T, timeout: Duration) -> Result<(), SendTimeoutError<T>> {
        self.send_until(value, Limit::After(timeout))
    }

    /// Like [`send_blocking`](Self::send_blocking), but waits only until then.
    ///
    /// # Errors
    ///
    /// [`SendTimeoutError`], with the value.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    ///
    /// let (tx, rx) = goit::sync::bounded(1);
    /// tx.send_deadline(1, Instant::now())?;
    /// # drop(rx);
    /// # Ok::<(), goit::SendTimeoutError<i32>>(())
    /// ```
    pub fn send_deadline(&self, value: T, deadline: Instant) -> Result<(), SendTimeoutError<T>> {
        self.send_until(value, Limit::At(deadline))
    }

    /// Sends all values of `queue`, and blocks the thread while there is no room for the next one. It is
    /// [`send_many`](Self::send_many) for threads.
    ///
    /// # Errors
    ///
    /// [`SendError`], if the channel is closed before all of them are sent; the others are in `queue`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::VecDeque;
    ///
    /// let (tx, rx) = goit::sync::bounded(2);
    /// let thread = std::thread::spawn(move || tx.send_many_blocking(&mut VecDeque::from([1, 2, 3])));
    /// assert_eq!(rx.iter().collect::<Vec<_>>(), [1, 2, 3]);
    /// # thread.join().unwrap().unwrap();
    /// ```
    #[doc(alias("blocking_send_many"))]
    pub fn send_many_blocking(&self, queue: &mut VecDeque<T>) -> Result<(), SendError<()>> {
        let sent = block_on(&mut self.send_many(queue), Limit::Never);
        sent.expect("a wait without deadline ends with what it has waited for")
    }

    fn send_until(&self, value: T, limit: Limit) -> Result<(), SendTimeoutError<T>> {
        let mut slot = match self.try_send(value) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(value)) => return Err(SendTimeoutError::Closed(value)),
            Err(TrySendError::Full(value)) => Some(value),
        };
        let sent = block_on(&mut self.send_from(&mut slot), limit);
        // The value tells whether it was sent, also where that happened at the last moment.
        match (slot, sent) {
            (None, _) => Ok(()),
            (Some(value), Some(_)) => Err(SendTimeoutError::Closed(value)),
            (Some(value), None) => Err(SendTimeoutError::Timeout(value)),
        }
    }
}

/// Operations that block the thread; not for tasks, which would block their executor.
impl<T> Receiver<T, Synchronized> {
    /// Receives a value, and blocks the thread while there is none. Waiting threads and tasks are served first come,
    /// first served.
    ///
    /// It spins shortly before it parks the thread, and allocates nothing after the thread's first wait.
    ///
    /// # Errors
    ///
    /// [`RecvError`], if the channel is closed and nothing is left in it.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::sync::bounded(1);
    /// let thread = std::thread::spawn(move || tx.send_blocking("water"));
    /// assert_eq!(rx.recv_blocking(), Ok("water"));
    /// # thread.join().unwrap().unwrap();
    /// ```
    #[doc(alias("blocking_recv"))]
    pub fn recv_blocking(&self) -> Result<T, RecvError> {
        self.recv_until(Limit::Never).map_err(|_| RecvError)
    }

    /// Like [`recv_blocking`](Self::recv_blocking), but waits only so long.
    ///
    /// # Errors
    ///
    /// [`RecvTimeoutError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let (tx, rx) = goit::sync::bounded::<u8>(1);
    /// assert!(rx.recv_timeout(Duration::from_millis(1)).unwrap_err().is_timeout());
    /// # drop(tx);
    /// ```
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.recv_until(Limit::After(timeout))
    }

    /// Like [`recv_blocking`](Self::recv_blocking), but waits only until then.
    ///
    /// # Errors
    ///
    /// [`RecvTimeoutError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Instant;
    ///
    /// let (tx, rx) = goit::sync::bounded::<u8>(1);
    /// assert!(rx.recv_deadline(Instant::now()).unwrap_err().is_timeout());
    /// # drop(tx);
    /// ```
    pub fn recv_deadline(&self, deadline: Instant) -> Result<T, RecvTimeoutError> {
        self.recv_until(Limit::At(deadline))
    }

    fn recv_until(&self, limit: Limit) -> Result<T, RecvTimeoutError> {
        match self.try_recv() {
            Ok(value) => return Ok(value),
            Err(TryRecvError::Closed) => return Err(RecvTimeoutError::Closed),
            Err(TryRecvError::Empty) => {}
        }
        let received = block_on(&mut self.recv(), limit).ok_or(RecvTimeoutError::Timeout)?;
        Ok(received?)
    }

    /// Receives what is available, up to `limit` values, and blocks the thread for the first one while there is none; how
    /// many were added to `buffer`. It is [`recv_many`](Self::recv_many) for threads.
    ///
    /// # Errors
    ///
    /// [`RecvError`], if the channel is closed and nothing is left in it.
    ///
    /// # Panics
    ///
    /// If a waker does, or `buffer` cannot grow by one value; nothing is lost.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::sync::bounded(1);
    /// let thread = std::thread::spawn(move || (1..=3).try_for_each(|n| tx.send_blocking(n)));
    /// let mut batch = Vec::new();
    /// while rx.recv_many_blocking(&mut batch, 8).is_ok() {}
    /// assert_eq!(batch, [1, 2, 3]);
    /// # thread.join().unwrap().unwrap();
    /// ```
    #[doc(alias("blocking_recv_many"))]
    pub fn recv_many_blocking(&self, buffer: &mut Vec<T>, limit: usize) -> Result<usize, RecvError> {
        let received = block_on(&mut self.recv_many(buffer, limit), Limit::Never);
        received.expect("a wait without deadline ends with what it has waited for")
    }

    /// Receives a value on trial, and blocks the thread while there is none. It is [`lease`](Self::lease) for threads. A loop
    /// over all of them is `while let Ok(job) = rx.lease_blocking()`.
    ///
    /// # Errors
    ///
    /// [`RecvError`], if the channel is closed, nothing is left in it and no other lease is out.
    ///
    /// # Examples
    ///
    /// ```
    /// let (tx, rx) = goit::sync::bounded(1);
    /// let thread = std::thread::spawn(move || tx.send_blocking("water"));
    /// drop(rx.lease_blocking().unwrap()); // it comes back
    /// assert_eq!(rx.lease_blocking().unwrap().take(), "water");
    /// # thread.join().unwrap().unwrap();
    /// ```
    pub fn lease_blocking(&self) -> Result<Lease<'_, T, Synchronized>, RecvError> {
        let leased = block_on(&mut self.lease(), Limit::Never);
        leased.expect("a wait without deadline ends with what it has waited for")
    }

    /// The values as a blocking iterator, which ends once the channel is closed and empty.
    ///
    /// ```
    /// let (tx, rx) = goit::sync::bounded(2);
    /// tx.send_blocking(1)?;
    /// tx.send_blocking(2)?;
    /// drop(tx);
    /// assert_eq!(rx.iter().sum::<i32>(), 3);
    /// # Ok::<(), goit::SendError<i32>>(())
    /// ```
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { rx: self }
    }
}

/// The values of a channel, blocking; made by [`Receiver::iter`].
///
/// ```
/// let (tx, rx) = goit::sync::bounded(1);
/// let thread = std::thread::spawn(move || (1..=3).try_for_each(|n| tx.send_blocking(n)));
/// assert_eq!(rx.iter().take(2).sum::<i32>(), 3);
/// assert_eq!(rx.iter().next(), Some(3));
/// # thread.join().unwrap().unwrap();
/// ```
#[must_use = "iterators do nothing unless they are asked for items"]
pub struct Iter<'a, T> {
    rx: &'a Receiver<T, Synchronized>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.recv_blocking().ok()
    }
}

/// The values of a channel, blocking; made of a receiver by a `for` loop.
///
/// ```
/// let (tx, rx) = goit::sync::bounded(1);
/// let thread = std::thread::spawn(move || (1..=3).try_for_each(|n| tx.send_blocking(n)));
/// let mut sum = 0;
/// for n in rx {
///     sum += n;
/// }
/// assert_eq!(sum, 6);
/// # thread.join().unwrap().unwrap();
/// ```
#[must_use = "iterators do nothing unless they are asked for items"]
pub struct IntoIter<T> {
    rx: Receiver<T, Synchronized>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.recv_blocking().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T, Synchronized> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T, Synchronized> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { rx: self }
    }
}

impl<T> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Iter").field(self.rx).finish()
    }
}

impl<T> fmt::Debug for IntoIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.rx).finish()
    }
}
