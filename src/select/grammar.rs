//! The grammar of `select!` and `select_blocking!`, once for both: turns the arms into those of the engine, and the bodies
//! into those of one `match`. What the two differ in is said where they enter, and in `@wait`.
//!
//! One step reads one arm, so that 64 of them stay within the compiler's limit of nested macros. The names that an arm needs
//! are made in its step, and so are not those of another arm, nor the caller's: `g` its guard; `v` its value, and then its
//! handle or future, and then the arm itself; `o` its result.

/// The steps of `select!` and `select_blocking!`. State: which one it is, how it chooses, its flavour and the one it has with
/// channel arms, `(name choice (flavour flavour))`; the arms read so far; the default's limit and body, if any.
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    // ---- How one is chosen --------------------------------------------------------------------------------
    // A comma is put behind the last arm: so every body ends with one, or is a block.
    (@begin $name:ident $flavors:tt biased; $($arms:tt)*) => {
        $crate::__select!(@arms ($name ($crate::select::Choice::Biased) $flavors) {} {} $($arms)*,)
    };
    (@begin $name:ident $flavors:tt seeded($seed:expr); $($arms:tt)*) => {
        $crate::__select!(@arms ($name ($crate::select::Choice::Seeded($seed)) $flavors) {} {} $($arms)*,)
    };
    (@begin $name:ident $flavors:tt biased $($rest:tt)*) => {
        $crate::__select!(@error $name "`biased` is followed by `;`, as in `biased; recv(rx) -> received => ...`")
    };
    (@begin $name:ident $flavors:tt seeded($($seed:tt)*) $($rest:tt)*) => {
        $crate::__select!(@error $name "`seeded(n)` is followed by `;`, as in `seeded(7); recv(rx) -> received => ...`")
    };
    (@begin $name:ident $flavors:tt $($arms:tt)*) => {
        $crate::__select!(@arms ($name ($crate::select::Choice::Fair) $flavors) {} {} $($arms)*,)
    };

    // ---- The end of the arms ------------------------------------------------------------------------------
    (@arms ($name:ident $($how:tt)*) {} {} $(,)?) => {
        $crate::__select!(@error $name "without arms there is nothing to do; an arm is `recv(rx) -> received => ...`")
    };
    (@arms $how:tt $arms:tt $default:tt $(,)?) => { $crate::__select!(@emit $how $arms $default) };

    // ---- The default --------------------------------------------------------------------------------------
    (@arms $how:tt $arms:tt {} default => $($rest:tt)*) => {
        $crate::__select!(@default $how $arms (now) $($rest)*)
    };
    (@arms $how:tt $arms:tt {} default($time:expr $(,)?) => $($rest:tt)*) => {
        $crate::__select!(@default $how $arms (after ($time)) $($rest)*)
    };
    (@arms $how:tt $arms:tt {} deadline($time:expr $(,)?) => $($rest:tt)*) => {
        $crate::__select!(@default $how $arms (at ($time)) $($rest)*)
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt { $($default:tt)+ } default $($rest:tt)*) => {
        $crate::__select!(@error $name "there is one `default` at most")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt { $($default:tt)+ } deadline($($time:tt)*) $($rest:tt)*) => {
        $crate::__select!(@error $name "there is one `default` at most, or one `deadline`")
    };
    (@default $how:tt $arms:tt $limit:tt $body:expr, $($rest:tt)*) => {
        $crate::__select!(@arms $how $arms { $limit ($body) } $($rest)*)
    };
    (@default $how:tt $arms:tt $limit:tt $body:block $($rest:tt)*) => {
        $crate::__select!(@arms $how $arms { $limit ($body) } $($rest)*)
    };

    // ---- One arm ------------------------------------------------------------------------------------------
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     wait($($args:tt)*) -> Some($($some:tt)*) $(, if $cond:expr)? => $($rest:tt)*) => {
        $crate::__select!(@error_in $name wait ($($args)*) (Some($($some)*))
            "leaves out `None`; take the output, as in `-> output`, and match it in the body")
    };
    (@arms $how:tt { $($arms:tt)* } $default:tt
     wait($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $body:expr, $($rest:tt)*) => {
        $crate::__select!(@arms $how {
            $($arms)* { g v o wait ($($args)*) ($($pat)?) ($($cond)?) ($body) }
        } $default $($rest)*)
    };
    (@arms $how:tt { $($arms:tt)* } $default:tt
     wait($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $body:block $($rest:tt)*) => {
        $crate::__select!(@arms $how {
            $($arms)* { g v o wait ($($args)*) ($($pat)?) ($($cond)?) ($body) }
        } $default $($rest)*)
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     $kind:ident($($args:tt)*) -> Ok($($some:tt)*) $(, if $cond:expr)? => $($rest:tt)*) => {
        $crate::__select!(@error_in $name $kind ($($args)*) (Ok($($some)*))
            "leaves out `Err(_)`; take the result, as in `-> received`, and match it in the body")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     $kind:ident($($args:tt)*) -> Err($($some:tt)*) $(, if $cond:expr)? => $($rest:tt)*) => {
        $crate::__select!(@error_in $name $kind ($($args)*) (Err($($some)*))
            "leaves out `Ok(_)`; take the result, as in `-> received`, and match it in the body")
    };
    (@arms ($name:ident $choice:tt ($only:tt $flavor:tt)) { $($arms:tt)* } $default:tt
     $kind:ident($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $body:expr, $($rest:tt)*) => {
        $crate::__select!(@arms ($name $choice ($flavor $flavor)) {
            $($arms)* { g v o $kind ($($args)*) ($($pat)?) ($($cond)?) ($body) }
        } $default $($rest)*)
    };
    (@arms ($name:ident $choice:tt ($only:tt $flavor:tt)) { $($arms:tt)* } $default:tt
     $kind:ident($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $body:block $($rest:tt)*) => {
        $crate::__select!(@arms ($name $choice ($flavor $flavor)) {
            $($arms)* { g v o $kind ($($args)*) ($($pat)?) ($($cond)?) ($body) }
        } $default $($rest)*)
    };

    // ---- What cannot be read ------------------------------------------------------------------------------
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     $kind:ident($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $(,)?) => {
        $crate::__select!(@error_in $name $kind ($($args)*) ($($pat)?) "has no body behind its `=>`")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     $kind:ident($($args:tt)*) $(-> $pat:pat)? $(, if $cond:expr)? => $($rest:tt)*) => {
        $crate::__select!(@error_in $name $kind ($($args)*) ($($pat)?)
            "has no comma behind its body; only a body in braces needs none")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt
     $kind:ident($($args:tt)*) $(-> $pat:pat)? if $($rest:tt)*) => {
        $crate::__select!(@error_in $name $kind ($($args)*) ($($pat)?)
            "has no comma before its condition, which is written `, if condition =>`")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt biased; $($rest:tt)*) => {
        $crate::__select!(@error $name "`biased;` stands before all arms")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt else => $($rest:tt)*) => {
        $crate::__select!(@error $name "there is no `else`; what runs when no arm is ready is `default => ...`")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt _ => $($rest:tt)*) => {
        $crate::__select!(@error $name "there is no `_`; what runs when no arm is ready is `default => ...`")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt default, if $($rest:tt)*) => {
        $crate::__select!(@error $name "`default` takes no condition")
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt $a:tt $b:tt $c:tt $d:tt $($rest:tt)*) => {
        $crate::__select!(@unknown $name $a $b $c $d ...)
    };
    (@arms ($name:ident $($how:tt)*) $arms:tt $default:tt $($rest:tt)*) => {
        $crate::__select!(@unknown $name $($rest)*)
    };
    (@default ($name:ident $($how:tt)*) $($rest:tt)*) => {
        $crate::__select!(@error $name
            "`default =>` needs a body, and a comma behind it, unless it is in braces or the last one")
    };
    (@error_in $name:ident $kind:ident ($($args:tt)*) ($($pat:pat)?) $words:literal) => {
        $crate::__select!(@error $name
            "the arm `", ::core::stringify!($kind), "(", ::core::stringify!($($args)*), ")",
            $(" -> ", ::core::stringify!($pat),)? "` ", $words)
    };
    (@unknown $name:ident $($tokens:tt)*) => {
        $crate::__select!(@error $name
            "cannot read `", ::core::stringify!($($tokens)*), "`; an arm is `recv(rx)`, `lease(rx)`, ",
            "`recv_many(rx, &mut buffer, limit)`, `send(tx, value)`, `send_from(tx, &mut slot)`, ",
            "`send_many(tx, &mut queue)`, `reserve(tx)` or `wait(future)`, then `-> pattern` and `, if condition` ",
            "where they are needed, then `=> body`; and there is `default => body`")
    };
    (@error $name:ident $($words:expr),*) => {
        ::core::compile_error!(::core::concat!(::core::stringify!($name), "!: ", $($words),*))
    };

    // ---- The code -----------------------------------------------------------------------------------------
    // A guard's temporaries and a value's are gone with their statement. Handles, values and futures live as long as the
    // race, and are gone before a body runs.
    (@emit ($name:ident $choice:tt (($flavor:ty) $channels:tt))
     { $({ $g:ident $v:ident $o:ident $kind:ident $args:tt ($($pat:pat)?) ($($cond:expr)?) ($body:expr) })* }
     $default:tt) => {{
        let $crate::__select!(@list $($o)*) = {
            use $crate::select::Give as _;
            let of = $crate::select::Of::<$flavor>::new();
            $(let $g = $crate::__select!(@guard $($cond)?);)*
            $($crate::__select!(@value $kind $kind $args of $v);)*
            let limit = $crate::__select!(@limit $name $default);
            // Declared out here: arms that lost are dropped while this is there, and what panics then would leak it otherwise.
            let outputs;
            match ($($crate::__select!(@arm $name $kind $kind $args of $g $v),)*) {
                ($($v,)*) => {
                    $($crate::__select!(@pin $kind $g $v);)*
                    let mut arms = $crate::__select!(@list $($v)*);
                    let choice = $choice;
                    let default = $crate::__select!(@has_default $default);
                    let won = match $crate::select::try_first(of, &mut arms, choice, default) {
                        ::core::result::Result::Ok(won) => won,
                        ::core::result::Result::Err(rng) => {
                            let race = $crate::select::Race::new(of, &mut arms, choice, rng, default);
                            $crate::__select!(@wait $name race limit)
                        }
                    };
                    outputs = $crate::select::Outcomes::take(&mut arms, 0, won);
                }
            };
            outputs
        };
        match () {
            $(() if $o.is_some() => {
                let $v = $o.unwrap();
                $(let ($pat) = $v;)?
                ($body)
            })*
            () => $crate::__select!(@otherwise $default),
        }
    }};

    (@list) => { () };
    (@list $a:tt) => { ($a, ()) };
    (@list $a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $($rest:tt)*) => {
        ($a, ($b, ($c, ($d, ($e, ($f, ($g, ($h, $crate::__select!(@list $($rest)*)))))))))
    };
    (@list $a:tt $($rest:tt)*) => { ($a, $crate::__select!(@list $($rest)*)) };

    (@guard) => { true };
    (@guard $cond:expr) => { if $cond { true } else { false } };

    // What never runs says of which type the value is: it becomes that where it can, and the compiler underlines it otherwise.
    (@value $word:ident send ($tx:expr, $value:expr $(,)?) $of:ident $v:ident) => {
        let $v;
        #[allow(unreachable_code)]
        loop {
            break;
            $v = $crate::select::item($tx.__give($of).$word());
        }
        $v = $value;
    };
    (@value $word:ident recv_many ($rx:expr, $buffer:expr, $limit:expr $(,)?) $of:ident $v:ident) => {
        let $v: usize = $limit;
    };
    (@value $word:ident $kind:ident $args:tt $of:ident $v:ident) => { let $v = (); };

    (@arm $name:ident $word:ident recv ($rx:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::RecvArm::new($rx.__give($of).$word(), $g)
    };
    (@arm $name:ident $word:ident lease ($rx:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::LeaseArm::new($rx.__give($of).$word(), $g)
    };
    (@arm $name:ident $word:ident recv_many ($rx:expr, $buffer:expr, $limit:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::RecvManyArm::new($rx.__give($of).$word(), $buffer, $v, $g)
    };
    (@arm $name:ident $word:ident send ($tx:expr, $value:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::SendArm::new($tx.__give($of).$word(), $v, $g)
    };
    (@arm $name:ident $word:ident send_from ($tx:expr, $slot:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::SendArm::from_slot($tx.__give($of).$word(), $slot, $g)
    };
    (@arm $name:ident $word:ident send_many ($tx:expr, $queue:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::SendManyArm::new($tx.__give($of).$word(), $queue, $g)
    };
    (@arm $name:ident $word:ident reserve ($tx:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::ReserveArm::new($tx.__give($of).$word(), $g)
    };
    (@arm $name:ident $word:ident wait ($future:expr $(,)?) $of:ident $g:ident $v:ident) => {
        $crate::select::future($future)
    };
    (@arm $name:ident $word:ident $kind:ident ($($args:tt)*) $of:ident $g:ident $v:ident) => {
        $crate::__select!(@unknown $name $kind($($args)*))
    };

    (@pin wait $g:ident $v:ident) => {
        let future = ::core::pin::pin!($v);
        let $v = $crate::select::WaitArm::new(future, $g);
    };
    (@pin $kind:ident $g:ident $v:ident) => {};

    (@limit select_blocking { (after ($time:expr)) $body:tt }) => { $crate::select::Limit::After($time) };
    (@limit select_blocking { (at ($time:expr)) $body:tt }) => { $crate::select::Limit::At($time) };
    (@limit select_blocking $default:tt) => { $crate::select::Limit::Never };
    (@limit select { ($when:ident $time:tt) $body:tt }) => {
        $crate::__select!(@error select
            "`default(duration)` and `deadline(instant)` are for threads, in `select_blocking!`; ",
            "a task waits for a timer: `wait(timer) -> _ => ...`")
    };
    (@limit select $default:tt) => { () };

    (@has_default { (now) $body:tt }) => { true };
    (@has_default $default:tt) => { false };

    (@wait select $race:ident $limit:ident) => { $race.await };
    (@wait select_blocking $race:ident $limit:ident) => { $race.wait($limit) };

    (@otherwise {}) => { $crate::select::nothing_to_wait_for() };
    (@otherwise { $limit:tt ($body:expr) }) => { $body };
}
