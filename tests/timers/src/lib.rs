//! The lines that limit a receive and a select by the timer of another crate. The guide's page `timers` shows them, as
//! `tests/page.rs` checks; `tests/run.rs` runs them. Where a timer needs its runtime, so do the functions here.

use goit::local::Receiver;
use goit::select;
use std::time::Duration;

/// A module for one timer: its two lines, each in a function that says `None` if nothing comes in time.
macro_rules! timer {
    ($name:ident($rx:ident, $limit:ident): $receive:expr, $arm:ident $timer:tt $(,)?) => {
        /// Both lines for one timer.
        pub mod $name {
            use super::*;

            /// The next value, by `until`.
            pub async fn receive<T>($rx: &Receiver<T>, $limit: Duration) -> Option<T> {
                $receive.await.ok()?.ok()
            }

            /// The next value, by a select.
            pub async fn select<T>($rx: &Receiver<T>, $limit: Duration) -> Option<T> {
                select! {
                    recv($rx) -> value => value.ok(),
                    $arm $timer => None,
                }
            }
        }
    };
}

#[cfg(not(target_family = "wasm"))]
timer!(on_tokio(rx, limit):
    rx.recv().until(tokio::time::sleep(limit)),
    wait(tokio::time::sleep(limit)),
);
#[cfg(not(target_family = "wasm"))]
timer!(on_smol(rx, limit):
    rx.recv().until(smol::Timer::after(limit)),
    wait(smol::Timer::after(limit)),
);
#[cfg(not(target_family = "wasm"))]
timer!(on_async_io(rx, limit):
    rx.recv().until(async_io::Timer::after(limit)),
    wait(async_io::Timer::after(limit)),
);
#[cfg(not(target_family = "wasm"))]
timer!(on_embassy_time(rx, limit):
    rx.recv().until(embassy_time::Timer::after(limit.try_into().unwrap())),
    wait(embassy_time::Timer::after(limit.try_into().unwrap())),
);
#[cfg(not(target_family = "wasm"))]
timer!(on_compio(rx, limit):
    rx.recv().until(compio::time::sleep(limit)),
    wait(compio::time::sleep(limit)),
);
#[cfg(not(target_family = "wasm"))]
timer!(on_futures_timer(rx, limit):
    rx.recv().until(futures_timer::Delay::new(limit)),
    wait(futures_timer::Delay::new(limit)),
);
#[cfg(target_os = "linux")]
timer!(on_glommio(rx, limit):
    rx.recv().until(glommio::timer::sleep(limit)),
    wait(glommio::timer::sleep(limit)),
);
#[cfg(target_family = "wasm")]
timer!(on_gloo(rx, limit):
    rx.recv().until(gloo_timers::future::sleep(limit)),
    wait(gloo_timers::future::sleep(limit)),
);
