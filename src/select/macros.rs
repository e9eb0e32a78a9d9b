//! The macro `select!`: turns its arms into the arms of the engine, and its bodies into the bodies of a `match`.
//!
//! Each arm is read in its own step, so that the names `g`, `v`, `r`, `p` and `o` of one arm are not those of another.

/// Waits for one of several sends, receives and futures, and does exactly that one.
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
/// | `recv(rx) -> pattern => body` | a value can be received, or the channel is closed and empty | `Result<T, RecvError>` |
/// | `send(tx, value) -> pattern => body` | the value can be sent, or the channel is closed | `Result<(), SendError<T>>` |
/// | `send_from(tx, &mut slot) -> pattern => body` | likewise; the slot keeps its value unless this arm wins, an empty one takes no part | `Result<(), SendError<()>>` |
/// | `wait(future) -> pattern => body` | the future is | its output |
/// | `default => body` | nothing else is: the select does not wait | |
///
/// `-> pattern` may be left out. A handle is given as itself, by reference, or as an `Option` of either, and is only
/// borrowed; `None` takes no part. `-> pattern, if condition => body` takes part only if the condition holds.
///
/// What stands in the arms is evaluated before the select begins, also in arms that take no part: the conditions first, in
/// order, then the values of `send`, then handles, slots and futures. A condition and a value keep nothing that they borrow
/// while the select waits:
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
/// A select with a ready arm costs little more than that arm. One that waits enters each channel twice more. Up to 16
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
/// When no arm takes part and there is no `default`.
#[macro_export]
macro_rules! select {
    (biased; $($arms:tt)*) => { $crate::__select!(@arms (biased) {} {} $($arms)*) };
    (seeded($seed:expr); $($arms:tt)*) => { $crate::__select!(@arms (seeded($seed)) {} {} $($arms)*) };
    ($($arms:tt)*) => { $crate::__select!(@arms () {} {} $($arms)*) };
}

/// The steps of [`select!`]. State: the way of choosing, the arms read so far, the default's body if any.
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    // ---- The end of the arms ------------------------------------------------------------------------------
    (@arms $way:tt {} {}) => {
        ::core::compile_error!("select! needs at least one arm, such as `recv(rx) -> received => ...`")
    };
    (@arms $way:tt $arms:tt $default:tt) => { $crate::__select!(@flavor $way $arms $default $arms) };

    // ---- One arm's head -----------------------------------------------------------------------------------
    (@arms $way:tt $arms:tt {} default => $($rest:tt)*) => {
        $crate::__select!(@body $way $arms {} (default) $($rest)*)
    };
    (@arms $way:tt $arms:tt $default:tt default => $($rest:tt)*) => {
        ::core::compile_error!("select! takes one `default` at most")
    };
    (@arms $way:tt $arms:tt $default:tt
     $kind:ident($($args:tt)*) -> $pat:pat, if $cond:expr => $($rest:tt)*) => {
        $crate::__select!(@body $way $arms $default ($kind ($($args)*) ($pat) ($cond)) $($rest)*)
    };
    (@arms $way:tt $arms:tt $default:tt $kind:ident($($args:tt)*) -> $pat:pat => $($rest:tt)*) => {
        $crate::__select!(@body $way $arms $default ($kind ($($args)*) ($pat) (true)) $($rest)*)
    };
    (@arms $way:tt $arms:tt $default:tt $kind:ident($($args:tt)*), if $cond:expr => $($rest:tt)*) => {
        $crate::__select!(@body $way $arms $default ($kind ($($args)*) (_) ($cond)) $($rest)*)
    };
    (@arms $way:tt $arms:tt $default:tt $kind:ident($($args:tt)*) => $($rest:tt)*) => {
        $crate::__select!(@body $way $arms $default ($kind ($($args)*) (_) (true)) $($rest)*)
    };
    (@arms $way:tt $arms:tt $default:tt $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "select! cannot read the arm that starts at `", ::core::stringify!($($rest)*),
            "`; arms are `recv(rx) -> received => ...`, `send(tx, value) -> sent => ...`, ",
            "`send_from(tx, &mut slot) -> sent => ...`, `wait(future) -> output => ...`, each with an optional ",
            "`, if condition` before `=>`, and `default => ...`"
        ))
    };

    // ---- One arm's body -----------------------------------------------------------------------------------
    (@body $way:tt $arms:tt $default:tt $head:tt $body:expr, $($rest:tt)*) => {
        $crate::__select!(@arm $way $arms $default $head ($body) $($rest)*)
    };
    (@body $way:tt $arms:tt $default:tt $head:tt $body:expr) => {
        $crate::__select!(@arm $way $arms $default $head ($body))
    };
    (@body $way:tt $arms:tt $default:tt $head:tt $body:block $($rest:tt)*) => {
        $crate::__select!(@arm $way $arms $default $head ($body) $($rest)*)
    };
    (@body $way:tt $arms:tt $default:tt $head:tt $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "select! needs a body after `=>`, an expression and a comma or a block, before `",
            ::core::stringify!($($rest)*), "`"
        ))
    };

    // ---- One arm: its guard `g` and value `v`, the rest of it `r`; made into the engine's; its result `o` ----
    (@arm $way:tt $arms:tt {} (default) $body:tt $($rest:tt)*) => {
        $crate::__select!(@arms $way $arms { $body } $($rest)*)
    };
    (@arm $way:tt { $($arms:tt)* } $default:tt (recv ($rx:expr $(,)?) $pat:tt ($cond:expr)) $body:tt $($rest:tt)*) => {
        $crate::__select!(@arms $way { $($arms)* {
            channel r o { let g: bool = $cond; } {} (&$rx) $pat $body
            {} ($crate::select::RecvArm::new(r, g))
        } } $default $($rest)*)
    };
    (@arm $way:tt { $($arms:tt)* } $default:tt
     (send ($tx:expr, $value:expr $(,)?) $pat:tt ($cond:expr)) $body:tt $($rest:tt)*) => {
        $crate::__select!(@arms $way { $($arms)* {
            channel r o { let g: bool = $cond; } { let v = $value; } (&$tx) $pat $body
            {} ($crate::select::SendArm::new(r, v, g))
        } } $default $($rest)*)
    };
    (@arm $way:tt { $($arms:tt)* } $default:tt
     (send_from ($tx:expr, $slot:expr $(,)?) $pat:tt ($cond:expr)) $body:tt $($rest:tt)*) => {
        $crate::__select!(@arms $way { $($arms)* {
            channel r o { let g: bool = $cond; } {} (&$tx, $slot) $pat $body
            {} ($crate::select::SendArm::from_slot(r.0, r.1, g))
        } } $default $($rest)*)
    };
    (@arm $way:tt { $($arms:tt)* } $default:tt (wait ($future:expr $(,)?) $pat:tt ($cond:expr)) $body:tt $($rest:tt)*) => {
        $crate::__select!(@arms $way { $($arms)* {
            foreign r o { let g: bool = $cond; } {} ($future) $pat $body
            { let p = ::core::pin::pin!(::core::future::IntoFuture::into_future(r)); }
            ($crate::select::WaitArm::new(p, g))
        } } $default $($rest)*)
    };
    (@arm $way:tt $arms:tt $default:tt ($kind:ident $args:tt $pat:tt $cond:tt) $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "select! cannot read `", ::core::stringify!($kind), ::core::stringify!($args),
            "`; arms are `recv(rx)`, `send(tx, value)`, `send_from(tx, &mut slot)`, `wait(future)` and `default`"
        ))
    };

    // ---- The flavour: the channels', or any where there are only futures -----------------------------------
    (@flavor $way:tt $arms:tt $default:tt {}) => {
        $crate::__select!(@emit $way $arms $default ($crate::Local))
    };
    (@flavor $way:tt $arms:tt $default:tt { { foreign $($arm:tt)* } $($rest:tt)* }) => {
        $crate::__select!(@flavor $way $arms $default { $($rest)* })
    };
    (@flavor $way:tt $arms:tt $default:tt { { channel $($arm:tt)* } $($rest:tt)* }) => {
        $crate::__select!(@emit $way $arms $default (_))
    };

    // ---- The code -----------------------------------------------------------------------------------------
    // A guard's temporaries and a value's are gone with their statement. Handles, values and futures live as long as the
    // race, and are gone before a body runs.
    (@emit $way:tt
     { $({
         $kind:ident $r:ident $o:ident { $($guard:tt)* } { $($value:tt)* } $eval:tt $pat:tt $body:tt
         { $($pin:tt)* } $arm:tt
     })* }
     $default:tt ($flavor:ty)) => {{
        let $crate::__select!(@list $($o)*) = {
            $($($guard)*)*
            $($($value)*)*
            let outputs = match ($($eval,)*) {
                ($($r,)*) => {
                    $($($pin)*)*
                    let mut arms = $crate::__select!(@list $($arm)*);
                    let choice = $crate::__select!(@choice $way);
                    let default = $crate::__select!(@has_default $default);
                    let won = match $crate::select::try_first::<$flavor, _>(&mut arms, choice, default) {
                        ::core::result::Result::Ok(won) => won,
                        ::core::result::Result::Err(dice) => {
                            $crate::select::Race::<$flavor, _>::new(&mut arms, choice, dice, default).await
                        }
                    };
                    $crate::select::Outcomes::take(&mut arms, 0, won)
                }
            };
            outputs
        };
        $crate::__select!(@bodies { $({ $o $pat $body })* } $default)
    }};

    (@list) => { () };
    (@list $one:tt $($rest:tt)*) => { ($one, $crate::__select!(@list $($rest)*)) };

    (@has_default {}) => { false };
    (@has_default $default:tt) => { true };
    (@choice ()) => { $crate::select::Choice::Fair };
    (@choice (biased)) => { $crate::select::Choice::Biased };
    (@choice (seeded($seed:expr))) => { $crate::select::Choice::Seeded($seed) };

    (@bodies {} {}) => { ::core::unreachable!("a select without default ends with an arm that has won") };
    (@bodies {} { ($body:expr) }) => { $body };
    (@bodies { { $o:ident ($pat:pat) ($body:expr) } $($rest:tt)* } $default:tt) => {
        match $o {
            ::core::option::Option::Some($pat) => $body,
            ::core::option::Option::None => $crate::__select!(@bodies { $($rest)* } $default),
        }
    };
}
