//! How senders become sinks.

use super::{SendSink, SendSinkRef, Sender};
use crate::flavor::Flavor;

/// Sinks.
impl<T, F: Flavor> Sender<T, F> {
    /// A [`Sink`](futures_util::Sink) that owns this handle.
    ///
    /// ```
    /// use futures_util::SinkExt;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// let mut sink = tx.into_sink();
    /// sink.send(1).await?;
    /// sink.close().await?; // drops the handle
    /// assert_eq!(rx.recv().await, Ok(1));
    /// assert!(rx.recv().await.is_err());
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    #[doc(alias("PollSender"))]
    pub fn into_sink(self) -> SendSink<T, F> {
        SendSink::new(self)
    }

    /// A [`Sink`](futures_util::Sink) that borrows this handle.
    ///
    /// ```
    /// use futures_util::SinkExt;
    ///
    /// # futures_executor::block_on(async {
    /// let (tx, rx) = goit::local::bounded(2);
    /// tx.sink().send(1).await?;
    /// assert_eq!(rx.recv().await, Ok(1));
    /// # Ok::<(), goit::SendError<i32>>(()) }).unwrap();
    /// ```
    pub fn sink(&self) -> SendSinkRef<'_, T, F> {
        SendSinkRef::new(self)
    }
}
