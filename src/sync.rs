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
//! # A busy channel lets others run
//!
//! A task that finds its channel ready again and again would keep its executor from everybody else, a timer beside it
//! included. So after 128 receives in a row that did not wait, the next one by the same handle, a stream's and a select's
//! included, is pending once and wakes its own task. It stands in no line meanwhile, and has nothing to lose.
//!
//! A select counts what it receives, by whichever arm, with the first of its receivers. What never waits neither counts nor is
//! pending: `try_recv`, a select with `default`, `try_select`; nor do the operations that block a thread. In
//! [`local`](crate::local) no task gives way so.
//!
//! Whoever polls a receive only once, as `now_or_never` does, therefore has to take a pending one for what it says, "not now",
//! and not for "empty"; [`try_recv`](crate::handle::Receiver::try_recv) tells whether there is something.
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::sync::unbounded();
//! (0..=128).for_each(|n| tx.try_send(n).unwrap());
//! for n in 0..128 {
//!     assert_eq!(rx.recv().now_or_never(), Some(Ok(n)));
//! }
//! assert_eq!(rx.recv().now_or_never(), None); // gives way, once
//! assert_eq!(rx.recv().now_or_never(), Some(Ok(128)));
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
//! | futures | `Send<'_, T>`, `Recv<'_, T>`, not `Unpin` | the same names in [`future`], `Unpin`, and owned forms |
//! | select over several channels | none | [`select!`](crate::select!), [`Select`], [`Merge`], and in threads `select_blocking!` |
//! | a send that keeps its value | none | [`send_from`](crate::handle::Sender::send_from) |
//! | blocking with a time limit | none | `send_timeout`, `recv_timeout` and deadlines |

use crate::flavor::Synchronized;

#[cfg(feature = "std")]
pub use crate::blocking::{IntoIter, Iter, RecvTimeoutError, SendTimeoutError, ThreadSelect};

crate::names::names!(Synchronized, "sync", "tasks and threads anywhere");
