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
//! let sender = std::thread::spawn(move || futures_executor::block_on(tx.send("from a thread")));
//! assert_eq!(rx.recv().await, Ok("from a thread"));
//! sender.join().unwrap().unwrap();
//! # });
//! ```
//!
//! # Coming from `async-channel`
//!
//! Its names mean the same here, `bounded`, `unbounded`, the operations in all three kinds, `close`, `closed`, the inquiries
//! and weak handles, so that its users change their `use` line. What differs:
//!
//! | | `async-channel` 2 | `goit::sync` |
//! | --- | --- | --- |
//! | `bounded(0)` | panics | a rendezvous |
//! | order | a `try_send` or a late `send` may overtake those who wait | first come, first served |
//! | a value for a receive that is dropped | another receive is woken to look for it | it is the next receive's |
//! | wake-ups | may find that somebody else was faster | find the operation complete |
//! | the last receiver is dropped | values stay until the last sender is dropped | values are dropped at once |
//! | a send that is leaked while it waits | a later send overtakes it | keeps its place, and is sent in its turn |
//! | a stream that is not polled again | a value that woke it is left to others | keeps its place, and the value, until it is polled, or the handle used otherwise |
//! | futures | `Send<'_, T>`, `Recv<'_, T>`, not `Unpin` | the same names, `Unpin`, and owned forms |
//! | select over several channels | none | [`select!`](crate::select!), [`Select`] |
//! | a send that keeps its value | none | [`send_from`](crate::handle::Sender::send_from) |
//! | blocking with a time limit | none | `send_timeout`, `recv_timeout` and deadlines |

use crate::flavor::Atomic;

#[cfg(feature = "std")]
pub use crate::blocking::{IntoIter, Iter, RecvTimeoutError, SendTimeoutError};

crate::names::names!(Atomic, "sync", "tasks and threads anywhere");
