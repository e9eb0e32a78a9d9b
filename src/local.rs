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
//!
//! # "A channel of `goit::local` cannot be used by several threads"
//!
//! If the compiler says so, or, without the feature `sync`, that `Rc<..>` "cannot be sent between threads safely", with `Local` in
//! it, a local channel, or a future that uses one, is about to go to another thread, by `std::thread::spawn` or by an executor's
//! `spawn` that may move its tasks between threads, as tokio's does. **Use `goit::sync` there**: the feature `sync`, and the same
//! names. Or spawn the task where it stays on its thread: by tokio's `spawn_local`, say, or any executor's for one thread.

use crate::flavor::Local;

crate::names::names!(Local, "local", "the tasks of one executor");
