//! What operations return when they cannot do what they were asked to; the value, where there is one, inside.

use core::error::Error;
use core::fmt;

/// The channel is closed; the value that was not sent is inside.
///
/// ```
/// let (tx, rx) = goit::local::bounded(1);
/// drop(rx);
/// let refused = tx.try_send("water").unwrap_err();
/// assert_eq!(refused.into_inner(), "water");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SendError<T>(pub T);

impl<T> SendError<T> {
    /// The value that was not sent.
    ///
    /// ```
    /// assert_eq!(goit::SendError(7).into_inner(), 7);
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendError(..)")
    }
}

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sending into a closed channel")
    }
}

impl<T> Error for SendError<T> {}

/// A send that does not wait could not complete; the value that was not sent is inside.
///
/// ```
/// use goit::TrySendError;
///
/// let (tx, rx) = goit::local::bounded(1);
/// assert_eq!(tx.try_send(1), Ok(()));
/// assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
/// rx.close();
/// assert_eq!(tx.try_send(3), Err(TrySendError::Closed(3)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TrySendError<T> {
    /// The send would have to wait: the buffer is full, others wait before it, or, at capacity 0, no receive
    /// waits.
    Full(T),
    /// The channel is closed.
    Closed(T),
}

impl<T> TrySendError<T> {
    /// The value that was not sent.
    ///
    /// ```
    /// assert_eq!(goit::TrySendError::Full(7).into_inner(), 7);
    /// ```
    pub fn into_inner(self) -> T {
        match self {
            TrySendError::Full(value) | TrySendError::Closed(value) => value,
        }
    }

    /// Whether the send would have had to wait.
    ///
    /// ```
    /// assert!(goit::TrySendError::Full(7).is_full());
    /// ```
    pub fn is_full(&self) -> bool {
        matches!(self, TrySendError::Full(_))
    }

    /// Whether the channel is closed.
    ///
    /// ```
    /// assert!(goit::TrySendError::Closed(7).is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        matches!(self, TrySendError::Closed(_))
    }
}

impl<T> fmt::Debug for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TrySendError::Full(_) => "Full(..)",
            TrySendError::Closed(_) => "Closed(..)",
        })
    }
}

impl<T> fmt::Display for TrySendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TrySendError::Full(_) => "sending into a full channel",
            TrySendError::Closed(_) => "sending into a closed channel",
        })
    }
}

impl<T> Error for TrySendError<T> {}

impl<T> From<SendError<T>> for TrySendError<T> {
    fn from(SendError(value): SendError<T>) -> Self {
        TrySendError::Closed(value)
    }
}

/// An operation was given up, since the other future, given to `until`, was ready first; the future's output
/// is inside, and the value that was not sent, if there is one. Returned by the operations' `until`.
///
/// ```
/// use goit::Interrupted;
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::rendezvous();
/// match tx.send("water").until(async { "nobody came" }).await {
///     Ok(Ok(())) => unreachable!(),
///     Ok(Err(closed)) => println!("{closed}"),
///     Err(Interrupted { output, value }) => println!("{output}, the {value} is still here"),
/// }
/// # drop(rx) });
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Interrupted<O, V = ()> {
    /// What the future has returned.
    pub output: O,
    /// What was not sent.
    pub value: V,
}

impl<O, V> fmt::Debug for Interrupted<O, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupted(..)")
    }
}

impl<O, V> fmt::Display for Interrupted<O, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("given up for a future that was ready first")
    }
}

impl<O, V> Error for Interrupted<O, V> {}

/// The channel is closed, and nothing is left in it.
///
/// ```
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// drop(tx);
/// assert_eq!(rx.recv().await, Err(goit::RecvError));
/// # });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecvError;

impl fmt::Display for RecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("receiving from an empty and closed channel")
    }
}

impl Error for RecvError {}

/// A receive that does not wait could not complete.
///
/// ```
/// use goit::TryRecvError;
///
/// let (tx, rx) = goit::local::bounded::<u8>(1);
/// assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
/// drop(tx);
/// assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TryRecvError {
    /// The receive would have to wait.
    Empty,
    /// The channel is closed, and nothing is left in it.
    Closed,
}

impl TryRecvError {
    /// Whether the receive would have had to wait.
    ///
    /// ```
    /// assert!(goit::TryRecvError::Empty.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        matches!(self, TryRecvError::Empty)
    }

    /// Whether the channel is closed, with nothing left in it.
    ///
    /// ```
    /// assert!(goit::TryRecvError::Closed.is_closed());
    /// ```
    pub fn is_closed(&self) -> bool {
        matches!(self, TryRecvError::Closed)
    }
}

impl fmt::Display for TryRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryRecvError::Empty => "receiving from an empty channel",
            TryRecvError::Closed => "receiving from an empty and closed channel",
        })
    }
}

impl Error for TryRecvError {}

impl From<RecvError> for TryRecvError {
    fn from(RecvError: RecvError) -> Self {
        TryRecvError::Closed
    }
}
