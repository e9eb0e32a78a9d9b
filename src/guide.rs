//! What becomes of futures that are dropped, row by row, and code for both flavours. Documentation only: nothing here is
//! part of the crate.
//!
//! # A send that is not committed
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(1);
//! tx.try_send("first").unwrap();
//! let mut sending = tx.send("second");
//! assert!((&mut sending).now_or_never().is_none()); // it waits for room
//! drop(sending);
//! assert_eq!(rx.try_recv(), Ok("first"));
//! assert!(rx.try_recv().is_err());
//! ```
//!
//! # A send from a slot
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::rendezvous();
//! let mut slot = Some("water");
//! let mut sending = tx.send_from(&mut slot);
//! assert!((&mut sending).now_or_never().is_none());
//! drop(sending);
//! assert_eq!(slot, Some("water"));
//! # drop(rx);
//! ```
//!
//! # A send that is committed
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::rendezvous();
//! let mut sending = tx.send("water");
//! assert!((&mut sending).now_or_never().is_none());
//! assert_eq!(rx.try_recv(), Ok("water"));
//! drop(sending); // it has not been told yet that it was sent
//! assert!(rx.try_recv().unwrap_err().is_empty());
//! ```
//!
//! # A receive that is not chosen
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(1);
//! let mut first = rx.recv();
//! let mut second = rx.recv();
//! assert!((&mut first).now_or_never().is_none());
//! assert!((&mut second).now_or_never().is_none());
//! drop(first);
//! tx.try_send("water").unwrap();
//! assert_eq!(second.now_or_never(), Some(Ok("water")));
//! ```
//!
//! # A receive that is chosen
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(2);
//! let mut first = rx.recv();
//! let mut second = rx.recv();
//! assert!((&mut first).now_or_never().is_none());
//! assert!((&mut second).now_or_never().is_none());
//! tx.try_send(1).unwrap(); // for the first
//! drop(first);
//! tx.try_send(2).unwrap();
//! assert_eq!(second.now_or_never(), Some(Ok(1)));
//! assert_eq!(rx.try_recv(), Ok(2));
//! ```
//!
//! # A reserve, and a permit
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(1);
//! let permit = tx.try_reserve().unwrap();
//! let mut first = tx.reserve();
//! let mut second = tx.send("water");
//! assert!((&mut first).now_or_never().is_none());
//! assert!((&mut second).now_or_never().is_none());
//! drop(permit); // for the first
//! drop(first); // for the second
//! assert_eq!(second.now_or_never(), Some(Ok(())));
//! assert_eq!(rx.try_recv(), Ok("water"));
//! ```
//!
//! # A lease
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(4);
//! let mut leasing = rx.lease();
//! assert!((&mut leasing).now_or_never().is_none());
//! tx.try_send(1).unwrap(); // it has been chosen for it
//! drop(leasing);
//! let lease = rx.try_lease().unwrap();
//! assert_eq!(*lease, 1);
//! tx.try_send(2).unwrap();
//! drop(lease);
//! assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2]);
//! ```
//!
//! # A send of many
//!
//! ```
//! use futures_util::FutureExt;
//! use std::collections::VecDeque;
//!
//! let (tx, rx) = goit::local::bounded(1);
//! let mut queue = VecDeque::from([1, 2, 3]);
//! let mut sending = tx.send_many(&mut queue);
//! assert!((&mut sending).now_or_never().is_none());
//! assert_eq!(rx.try_recv(), Ok(1)); // and the second one is in the channel now
//! drop(sending);
//! assert_eq!(queue, [3]);
//! assert_eq!(rx.try_recv(), Ok(2));
//! ```
//!
//! # A receive of many
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(4);
//! let mut batch = Vec::new();
//! let mut receiving = rx.recv_many(&mut batch, 4);
//! assert!((&mut receiving).now_or_never().is_none());
//! tx.try_send(1).unwrap(); // it has been chosen for it
//! tx.try_send(2).unwrap();
//! drop(receiving);
//! assert!(batch.is_empty());
//! assert_eq!(rx.drain().collect::<Vec<_>>(), [1, 2]);
//! ```
//!
//! # A select that is not decided
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::rendezvous();
//! let (other, other_rx) = goit::local::rendezvous::<u8>();
//! let mut slot = Some("water");
//! let select = async {
//!     goit::select! {
//!         recv(other_rx) -> _ => {}
//!         send_from(tx, &mut slot) -> _ => {}
//!     }
//! };
//! assert!(select.now_or_never().is_none()); // waits, and is dropped
//! assert_eq!(slot, Some("water"));
//! assert!(rx.try_recv().unwrap_err().is_empty());
//! assert!(other.try_send(1).unwrap_err().is_full());
//! ```
//!
//! # A select that is decided
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(1);
//! let mut select = Box::pin(async {
//!     goit::select! {
//!         recv(rx) -> _ => {}
//!     }
//! });
//! assert!(select.as_mut().now_or_never().is_none());
//! tx.try_send("water").unwrap(); // the select has been chosen for it
//! drop(select);
//! assert_eq!(rx.try_recv(), Ok("water"));
//! ```
//!
//! # A leaked future
//!
//! ```
//! use futures_util::FutureExt;
//!
//! let (tx, rx) = goit::local::bounded(2);
//! let mut receiving = rx.recv();
//! assert!((&mut receiving).now_or_never().is_none());
//! std::mem::forget(receiving);
//! tx.try_send(1).unwrap(); // what the leaked receive was chosen for
//! tx.try_send(2).unwrap();
//! assert_eq!(rx.len(), 1);
//! assert!(rx.try_recv().is_ok());
//! tx.try_send(3).unwrap();
//! assert!(rx.try_recv().is_ok());
//! ```
//!
//! # Code for both flavours
//!
//! A function that takes handles of any flavour works with `goit::local` and with `goit::sync`, select included.
//!
//! ```
//! use goit::handle::{Receiver, Sender};
//! use goit::{Flavor, select};
//!
//! /// Squares what comes in until there is no more, or somebody says stop.
//! async fn worker<F: Flavor>(jobs: Receiver<u32, F>, stop: Receiver<(), F>, done: Sender<u32, F>) {
//!     loop {
//!         let job = select! {
//!             recv(jobs) -> job => match job {
//!                 Ok(job) => job,
//!                 Err(_) => return,
//!             },
//!             recv(stop) -> _ => return,
//!         };
//!         if done.send(job * job).await.is_err() {
//!             return;
//!         }
//!     }
//! }
//!
//! macro_rules! run {
//!     ($flavor:ident) => {{
//!         let (jobs, jobs_rx) = goit::$flavor::bounded(2);
//!         let (stop, stop_rx) = goit::$flavor::rendezvous();
//!         let (done_tx, done) = goit::$flavor::unbounded();
//!         jobs.try_send(3).unwrap();
//!         jobs.try_send(4).unwrap();
//!         drop(jobs);
//!         futures_executor::block_on(worker(jobs_rx, stop_rx, done_tx));
//!         assert_eq!((done.try_recv(), done.try_recv()), (Ok(9), Ok(16)));
//!         # drop(stop);
//!     }};
//! }
//! run!(local);
//! # #[cfg(feature = "sync")]
//! run!(sync);
//! ```
//!
//! # What does not compile
//!
//! Local handles and futures stay on their thread:
//!
//! ```compile_fail,E0277
//! let (tx, rx) = goit::local::bounded::<u8>(1);
//! std::thread::spawn(move || drop(tx));
//! # drop(rx);
//! ```
//!
//! ```compile_fail,E0277
//! fn send<X: Send>(_: X) {}
//! let (tx, rx) = goit::local::bounded::<u8>(1);
//! send(tx.send(1));
//! # drop(rx);
//! ```
//!
//! ```compile_fail,E0277
//! fn sync<X: Sync>(_: &X) {}
//! let (tx, rx) = goit::local::bounded::<u8>(1);
//! sync(&rx);
//! # drop(tx);
//! ```
//!
//! A select whose channels are local stays, too:
//!
//! ```compile_fail
//! fn send<X: Send>(_: X) {}
//! let (tx, rx) = goit::local::bounded::<u8>(1);
//! send(async move {
//!     goit::select! { recv(rx) -> _ => {} }
//! });
//! # drop(tx);
//! ```
#![cfg_attr(
    feature = "sync",
    doc = r#"
Handles of `goit::sync` go to other threads if their values do:

```
fn send_and_sync<X: Send + Sync>(_: &X) {}
let (tx, rx) = goit::sync::bounded::<std::cell::Cell<u8>>(1);
send_and_sync(&tx);
send_and_sync(&rx);
```

```compile_fail,E0277
let (tx, rx) = goit::sync::bounded::<std::rc::Rc<u8>>(1);
std::thread::spawn(move || drop(tx));
# drop(rx);
```

All arms of one select belong to one flavour:

```compile_fail,E0277
# futures_executor::block_on(async {
let (tx, rx) = goit::local::bounded::<u8>(1);
let (sync_tx, sync_rx) = goit::sync::bounded::<u8>(1);
goit::select! {
    recv(rx) -> _ => {}
    recv(sync_rx) -> _ => {}
}
# drop((tx, sync_tx)) });
```
"#
)]
