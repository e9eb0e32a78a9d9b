//! The macro `select!`, for tasks. How its arms are read stands in [grammar](super::grammar).

/// Waits for one of several sends, receives and futures, and does exactly that one; for tasks. For threads there is
/// `select_blocking!`, with the features `sync` and `std`.
///
/// ```
/// # use goit::{local::{bounded, rendezvous}, select};
/// # futures_executor::block_on(async {
/// # let (tx, _keep) = bounded(1); let (_k2, rx) = bounded::<u8>(1); let (t3, _k3) = rendezvous::<u8>();
/// # let future = core::future::pending::<()>(); let cond = true;
/// let mut slot = Some(4);
/// select! {
///     recv(rx) -> received => println!("{received:?}"),  // Result<T, RecvError>
///     send(tx, 7) -> sent => println!("{sent:?}"),        // Result<(), SendError<T>>
///     send_from(t3, &mut slot) -> sent => {               // Result<(), SendError<()>>
///         println!("{sent:?}, slot: {slot:?}")
///     }
///     wait(future) -> output => println!("{output:?}"),  // any future's output
///     recv(None::<&goit::local::Receiver<u8>>) -> _, if cond => unreachable!(),
/// }
/// # });
/// ```
///
/// It awaits by itself: use it in async code. Its value is that of the body that ran. Bodies are ordinary code of the
/// function around it: `?`, `break`, `continue`, `return` and `.await` work there, and several bodies may use what
/// only one can move.
///
/// # Arms
///
/// | arm | ready when | `pattern` is |
/// | --- | --- | --- |
/// | `recv(rx) -> pattern => body` | a value can be received, or the channel is closed, empty, and no lease is out | `Result<T, RecvError>` |
/// | `lease(rx) -> pattern => body` | likewise; the value comes back unless it is taken | [`Result<Lease<T>, RecvError>`](crate::handle::Receiver::lease) |
/// | `recv_many(rx, &mut buffer, limit) -> pattern => body` | as `recv`; it takes what is available, up to `limit` values, and no part where that is 0 | [`Result<usize, RecvError>`](crate::handle::Receiver::recv_many), how many |
/// | `send(tx, value) -> pattern => body` | the value can be sent, or the channel is closed | `Result<(), SendError<T>>` |
/// | `send_from(tx, &mut slot) -> pattern => body` | likewise; the slot keeps its value unless this arm wins, an empty one takes no part | `Result<(), SendError<()>>` |
/// | `send_many(tx, &mut queue) -> pattern => body` | as `send`; it sends from the front of the queue as many as there is room for, together, or one if it had to wait; an empty one takes no part | `Result<usize, SendError<()>>`, how many |
/// | `reserve(tx) -> pattern => body` | there is room for a value, which need not exist yet, or the channel is closed | `Result<Permit<T>, SendError<()>>` |
/// | `wait(future) -> pattern => body` | the future is | its output |
/// | `default => body` | nothing else is: the select does not wait | |
///
/// `-> pattern` may be left out. A handle is given as itself, by reference, or as an `Option` of either, and is only
/// borrowed; `None` takes no part. What `lease` and `reserve` bring borrows the handle beyond the select: there it has to have a
/// name. `-> pattern, if condition => body` takes part only if the condition holds.
///
/// A pattern has to match every result: `-> received`, and a `match` or `?` in the body, not `-> Ok(value)`. A body that is not
/// in braces ends with a comma, unless it is the last one.
///
/// What stands in the arms is evaluated before the select begins, also in arms that take no part: the conditions first, in
/// order, then the values of `send`, which become what the channel carries (`Box::new(..)` a `Box<dyn Trait>`), and limits, then
/// handles, slots and futures, which stay borrowed while the select waits. A condition and a value keep nothing that they borrow:
///
/// ```
/// # use std::cell::RefCell;
/// # futures_executor::block_on(async {
/// # let (tx, rx) = goit::local::bounded(1);
/// let (state, mut slot) = (RefCell::new(Some(1)), Some(2));
/// goit::select! {
///     recv(rx) -> _, if state.borrow().is_none() => unreachable!(),
///     send_from(tx, &mut slot) -> sent, if slot.is_some() => sent.unwrap(),
/// }
/// goit::select! {
///     recv(rx) -> received => assert_eq!(received, Ok(2)),
///     send(tx, state.borrow_mut().take().unwrap()) -> _ => unreachable!("the channel is full"),
/// }
/// # });
/// ```
///
/// # Exactly one
///
/// An arm that did not win has done nothing: its value was not sent, nothing was received. That holds across channels
/// of every capacity, and when the partner is a select itself. The value of a `send` that did not win is dropped with
/// the select; `send_from` keeps it. Arms of one select belong to one flavour.
///
/// # Which one
///
/// If several arms are ready, the choice is fair: pseudo-random, from a state that the first channel keeps. After
/// `biased;` on the first line it is the first arm in order, after `seeded(n);` it follows from the number `n`, for
/// runs that can be repeated.
///
/// ```
/// # futures_executor::block_on(async {
/// # let (urgent, rx_urgent) = goit::local::bounded(1); let (bulk, rx_bulk) = goit::local::bounded(1);
/// # urgent.send(1).await.unwrap(); bulk.send(2).await.unwrap();
/// let next = goit::select! {
///     biased;
///     recv(rx_urgent) -> job => job,
///     recv(rx_bulk) -> job => job,
/// };
/// assert_eq!(next, Ok(1));
/// # });
/// ```
///
/// # Cancel safety
///
/// A select whose task is dropped has done nothing, unless a partner has decided it already: then that send was made,
/// and a received value goes to the next receive. A future that is waited for is dropped with the select, unless it is
/// given by `&mut`: then it goes on in the next one.
///
/// # Cost
///
/// A select with a ready arm costs little more than that arm. One whose `default` runs has looked at each channel, and enters
/// none unless others are at work there. One that waits enters each channel twice more. Up to 16
/// arms, in both flavours, it allocates nothing in the steady state: the one word and one waker of a parked select are
/// kept with the first channel for the next one. It is woken once, when it is decided. In `goit::sync`, after 128 receives in
/// a row that did not wait, a select without `default` is pending once and wakes its own task, so that others run.
///
/// # Compared with `futures::select!` and `tokio::select!`
///
/// Those poll futures and drop the ones that did not complete first, so an operation that the channel has made may be
/// reported as one that did not happen. Here the channels decide, once, and the select reports what they decided.
///
/// ```
/// use core::pin::pin;
/// use futures_util::{poll, select_biased};
/// use goit::local::{bounded, rendezvous};
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = rendezvous();
/// let (stop, stopped) = bounded(1);
///
/// // A race of futures: the send waits, its value is taken, and a stop comes before the task runs again.
/// {
///     let mut race = pin!(async {
///         select_biased! {
///             _ = stopped.recv() => "stopped, and nothing was sent",
///             _ = tx.send("water") => "sent",
///         }
///     });
///     assert!(poll!(&mut race).is_pending());
///     assert_eq!(rx.try_recv(), Ok("water"));
///     stop.try_send(()).unwrap();
///     assert_eq!(race.await, "stopped, and nothing was sent"); // whoever believes it sends twice
/// }
///
/// // The same with this select: the send was made, so the send is what it reports. The stop is still there.
/// {
///     let mut select = pin!(async {
///         goit::select! {
///             biased;
///             recv(stopped) -> _ => "stopped, and nothing was sent",
///             send(tx, "water") -> _ => "sent",
///         }
///     });
///     assert!(poll!(&mut select).is_pending());
///     assert_eq!(rx.try_recv(), Ok("water"));
///     stop.try_send(()).unwrap();
///     assert_eq!(select.await, "sent");
///     assert_eq!(stopped.try_recv(), Ok(()));
/// }
///
/// // A send that did lose has dropped its value in a race; here it can stay the caller's.
/// let mut slot = Some("water");
/// stop.try_send(()).unwrap();
/// goit::select! {
///     recv(stopped) -> _ => assert_eq!(slot, Some("water")),
///     send_from(tx, &mut slot) -> _ => unreachable!("nobody receives"),
/// }
/// # });
/// ```
///
/// # Panics
///
/// When no arm takes part and there is no `default`; at the line of the `select!`.
#[doc(alias("select_biased", "FuturesUnordered", "race", "never"))]
#[macro_export]
macro_rules! select {
    ($($arms:tt)*) => { $crate::__select!(@begin select (($crate::Local) (_)) $($arms)*) };
}
