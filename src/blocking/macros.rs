//! The macro `select_blocking!`, for threads. How its arms are read stands in the grammar of `select!`, which is its own.

/// Waits for one of several sends, receives and futures, does exactly that one, and blocks the thread meanwhile; not for
/// tasks, which would block their executor. There with the features `sync` and `std`.
///
/// ```
/// use goit::select_blocking;
/// use std::time::Duration;
///
/// let (tx, rx) = goit::sync::bounded(1);
/// let (quit, quitting) = goit::sync::rendezvous::<()>();
/// let worker = std::thread::spawn(move || {
///     let mut sum = 0;
///     loop {
///         select_blocking! {
///             recv(rx) -> n => sum += n.unwrap(),                   // Result<T, RecvError>
///             recv(quitting) -> _ => break sum,
///             default(Duration::from_secs(60)) => panic!("nothing came for a minute"),
///         }
///     }
/// });
/// tx.send_blocking(1).unwrap();
/// tx.send_blocking(2).unwrap();
/// while !tx.is_empty() {
///     std::thread::yield_now();
/// }
/// drop(quit);
/// assert_eq!(worker.join().unwrap(), 3);
/// ```
///
/// Its arms, guards and bodies are those of [`select!`](crate::select!), which explains them, with `biased;` and
/// `seeded(n);` too, and with the same promise: exactly one arm is done. `?`, `break`, `continue` and `return` work in its
/// bodies. Its channels are those of `goit::sync`; values, futures and bodies need not be `Send`.
///
/// # Defaults
///
/// One at most:
///
/// | arm | its body runs |
/// | --- | --- |
/// | `default => body` | if no arm is ready: the select does not wait |
/// | `default(duration) => body` | if no arm has become ready for so long |
/// | `deadline(instant) => body` | if no arm has become ready by then |
///
/// Times are evaluated after values, before handles. A ready arm beats a time that is over, and a duration beyond what the
/// clock can say is no limit.
///
/// ```
/// use goit::select_blocking;
/// use std::time::{Duration, Instant};
///
/// let (tx, rx) = goit::sync::bounded(1);
/// tx.send_blocking("water").unwrap();
/// let mut slot = Some("bread");
/// let mut log = Vec::new();
/// for _ in 0..2 {
///     select_blocking! {
///         biased;
///         recv(rx) -> received, if slot.is_some() => log.push(received.unwrap()),
///         send_from(tx, &mut slot) -> sent => sent.unwrap(),
///         deadline(Instant::now()) => log.push("late"),
///     }
///     select_blocking! {
///         wait(core::future::ready(7)) -> seven => assert_eq!(seven, 7),
///         default(Duration::ZERO) => unreachable!("a future is ready"),
///     }
/// }
/// assert_eq!((log, slot, rx.try_recv()), (vec!["water"], None, Ok("bread")));
/// ```
///
/// # Cost
///
/// As that of [`select!`](crate::select!). It spins shortly before it parks the thread, and allocates nothing after the
/// thread's first wait.
///
/// # Panics
///
/// When no arm takes part and there is no default of any kind; at the line of the `select_blocking!`.
#[macro_export]
macro_rules! select_blocking {
    ($($arms:tt)*) => { $crate::__select!(@begin select_blocking (($crate::Synchronized) ($crate::Synchronized)) $($arms)*) };
}
