//! Go-style channels for any async executor: bounded, rendezvous and unbounded, many senders and many receivers, cancel
//! safe, with a [`select!`] that commits exactly one arm.
//!
//! ```
//! use futures_util::future::join;
//! use goit::local::bounded;
//!
//! # futures_executor::block_on(async {
//! let (tx, rx) = bounded(2);
//! let producer = async move {
//!     for n in 1..=5 {
//!         tx.send(n).await.unwrap(); // waits while two values are buffered
//!     }
//! }; // the last sender is dropped here, and with that the channel is closed
//! let consumer = async {
//!     let mut sum = 0;
//!     while let Ok(n) = rx.recv().await {
//!         sum += n;
//!     }
//!     sum
//! };
//! assert_eq!(join(producer, consumer).await.1, 15);
//! # });
//! ```
//!
//! The [`guide`] tells which channel and which operation to [choose](guide::choose), has [recipes](guide::recipes), and names
//! the test behind each [promise](guide::promises).
//!
//! # Ends
//!
//! A channel has a [`Sender`](handle::Sender) and a [`Receiver`](handle::Receiver), both `Clone`; each value goes to one
//! receiver. A [`Channel`](handle::Channel) is both ends in one handle, as Go has it. Weak handles do not keep a channel
//! open. A receiver is a [`Stream`](futures_util::Stream), a sender a [`Sink`](futures_util::Sink).
//!
//! Operations come in three kinds: they wait ([`send`](handle::Sender::send), [`recv`](handle::Receiver::recv)), they do
//! not ([`try_send`](handle::Sender::try_send), [`try_recv`](handle::Receiver::try_recv),
//! [`force_send`](handle::Sender::force_send)), or, with `goit::sync`, they block a thread (`send_blocking`,
//! `recv_blocking` and their forms with a time limit). [`recv_many`](handle::Receiver::recv_many) receives many values at
//! once, [`send_many`](handle::Sender::send_many) sends them, [`reserve`](handle::Sender::reserve) makes sure of room before the
//! value exists, and [`lease`](handle::Receiver::lease) receives a value that comes back unless it is taken.
//!
//! # Capacities
//!
//! | made by | buffers | a send waits |
//! | --- | --- | --- |
//! | [`bounded(n)`](local::bounded) | up to `n` values | while `n` values are buffered |
//! | [`rendezvous()`](local::rendezvous) = `bounded(0)` | none | until a receive takes its value |
//! | [`unbounded()`](local::unbounded) | any number | never |
//!
//! Values leave in the order in which they were sent; who waits is served first come, first served, and nobody overtakes,
//! a `try_send` or `try_recv` neither.
//!
//! ```
//! let (tx, rx) = goit::local::bounded(1);
//! assert!(tx.try_send("first").is_ok());
//! assert!(tx.try_send("second").unwrap_err().is_full());
//! assert_eq!(rx.try_recv(), Ok("first"));
//! ```
//!
//! # Close
//!
//! Either end can [`close`](handle::Sender::close) the channel, and the last sender or the last receiver does when it is
//! dropped. Then sends fail and give their values back, what is buffered can still be received, and
//! [`close_on_drop`](handle::Sender::close_on_drop) closes on every way out of a scope.
//!
//! ```
//! # futures_executor::block_on(async {
//! let (tx, rx) = goit::local::bounded(2);
//! tx.send("before").await?;
//! rx.close();
//! assert_eq!(tx.send("after").await.unwrap_err().into_inner(), "after");
//! assert_eq!(rx.recv().await, Ok("before"));
//! assert!(rx.recv().await.is_err());
//! # Ok::<(), goit::SendError<&str>>(()) }).unwrap();
//! ```
//!
//! # Cancellation
//!
//! Any future of this crate may be dropped at any moment. Each row leads to its test.
//!
//! | dropped | what happens |
//! | --- | --- |
//! | `send(v)` not committed | [the value is dropped with the future and is never delivered](guide::cancellation#a-send-that-is-not-committed) |
//! | `send_from(&mut slot)` not committed | [the value is back in `slot`](guide::cancellation#a-send-from-a-slot) |
//! | `send` committed, not polled again | [the value was sent](guide::cancellation#a-send-that-is-committed) |
//! | `recv` not chosen | [it leaves the line](guide::cancellation#a-receive-that-is-not-chosen) |
//! | `recv` chosen, not polled | [the value goes to the next receive, in order](guide::cancellation#a-receive-that-is-chosen) |
//! | `lease` | [as `recv`; a lease gives its value back](guide::cancellation#a-lease) |
//! | `reserve`, a permit | [leaves the line; its room goes to the next](guide::cancellation#a-reserve-and-a-permit) |
//! | `send_many` | [what was not sent is in the caller's queue](guide::cancellation#a-send-of-many) |
//! | `recv_many` | [as `recv`; nothing is in the caller's `Vec`](guide::cancellation#a-receive-of-many) |
//! | select, undecided | [every arm leaves, unsent values are back](guide::cancellation#a-select-that-is-not-decided) |
//! | select, decided | [as the decided arm above](guide::cancellation#a-select-that-is-decided) |
//! | any of them leaked | [at most the value it holds is lost; the channel goes on](guide::cancellation#a-leaked-future) |
//!
//! # Select
//!
//! [`select!`] waits for one of several sends, receives and futures of any other crate, and does exactly that one.
//! [`local::Select`] does so for a set that is known only at run time, `select_blocking!`, with the feature `sync`, for
//! threads, and [`local::Merge`] receives from receivers that join and leave while it runs.
//!
//! ```
//! # futures_executor::block_on(async {
//! # let (jobs_tx, jobs) = goit::local::bounded(1);
//! # let (quit_tx, quit) = goit::local::bounded::<()>(1);
//! # jobs_tx.send("mill").await.unwrap();
//! # let timer = core::future::pending::<()>();
//! let said = goit::select! {
//!     recv(jobs) -> job => format!("a job: {}", job.unwrap()),
//!     recv(quit) -> _ => String::from("done"),
//!     wait(timer) -> _ => String::from("nothing to do for a while"),
//! };
//! assert_eq!(said, "a job: mill");
//! # drop(quit_tx) });
//! ```
//!
//! # Flavours
//!
//! | | [`local`] | `sync` |
//! | --- | --- | --- |
//! | for | the tasks of one executor | tasks and threads anywhere |
//! | made of | `Rc`, `RefCell`, `Cell` | `Arc`, a lock, atomics |
//! | `Send`, `Sync` | no | for values that are `Send` |
//! | there | always, also without atomics | with the feature `sync` |
//!
//! Names and contract are the same, so one `use` line changes the flavour. Code for both is generic over [`Flavor`].
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `std` | yes | nothing by itself; with `sync`, blocking operations, and waiting threads give their time away |
//! | `sync` | | `goit::sync`; needs atomic compare-and-swap |
//! | `critical-section` | | the lock of `goit::sync` is a critical section, so that an interrupt handler can use a channel |
//!
//! Without `std` the crate needs `alloc` alone; without `sync` it forbids `unsafe`.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(not(feature = "sync"), forbid(unsafe_code))]
#![cfg_attr(feature = "sync", deny(unsafe_code))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(all(feature = "sync", not(target_has_atomic = "ptr")))]
compile_error!(
    "goit's feature `sync` needs atomic compare-and-swap, which this target does not have; \
     build goit without `sync` and use `goit::local`, which needs none"
);

mod error;
mod flavor;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod handle;
pub mod local;
mod names;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod primitive;
mod protocol;
pub mod select;
mod small_vec;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub mod sync;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod trial;

// After the others, since that is where its methods stand on the pages of the handles.
#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
mod blocking;

#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
pub use blocking::{RecvTimeoutError, SendTimeoutError};
pub use error::{Interrupted, RecvError, SendError, TryRecvError, TrySendError};
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub use flavor::Synchronized;
pub use flavor::{Flavor, Local};

#[cfg(all(doctest, feature = "sync", feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
