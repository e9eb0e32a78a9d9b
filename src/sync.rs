//! Channels across threads: `Send` and `Sync` for values that are `Send`.
//!
//! The names of [`handle`](crate::handle), without their flavour parameter; the same as in [`local`](crate::local), with
//! the same contract, so that one `use` line changes a program's flavour.
//!
//! ```
//! use goit::sync::bounded;
//!
//! # futures_executor::block_on(async {
//! let (tx, rx) = bounded(2);
//! let sender = std::thread::spawn(move || tx.send_blocking("from a thread"));
//! assert_eq!(rx.recv().await, Ok("from a thread"));
//! sender.join().unwrap().unwrap();
//! # });
//! ```

use crate::flavor::Atomic;

#[cfg(feature = "std")]
pub use crate::blocking::{IntoIter, Iter, RecvTimeoutError, SendTimeoutError};

crate::names::names!(Atomic, "sync", "tasks and threads anywhere");
