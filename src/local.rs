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

crate::names::names!(Local, "local", "the tasks of one executor");
