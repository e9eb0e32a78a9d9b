//! The program whose instructions `instructions.sh` counts: each function does one thing with `goit` so many times,
//! and nothing else. It knows no peer, and so is built fast.
//!
//! `instructions list` names the functions, `instructions NAME` runs one of them.

use goit_bench::executor::{Task, minimal};
use std::hint::black_box;

/// Messages of one run.
const MESSAGES: u64 = 10_000;

macro_rules! functions {
    ($($module:ident: $try_pair:ident $await_pair:ident $cap0:ident $cap1:ident $cap64:ident;)*) => {
        const FUNCTIONS: &[(&str, extern "C" fn())] = &[$(
            (stringify!($try_pair), $try_pair),
            (stringify!($await_pair), $await_pair),
            (stringify!($cap0), $cap0),
            (stringify!($cap1), $cap1),
            (stringify!($cap64), $cap64),
        )*];

        $(
            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $try_pair() {
                let (tx, rx) = black_box(goit::$module::bounded(64));
                for number in 0..MESSAGES {
                    assert!(tx.try_send(black_box(number)).is_ok());
                    assert_eq!(black_box(rx.try_recv()), Ok(number));
                }
            }

            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $await_pair() {
                let (tx, rx) = black_box(goit::$module::bounded(64));
                run(vec![Task::new(0, async move {
                    for number in 0..MESSAGES {
                        assert!(tx.send(black_box(number)).await.is_ok());
                        assert_eq!(black_box(rx.recv().await), Ok(number));
                    }
                })]);
            }

            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $cap0() {
                $module::stream(0);
            }

            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $cap1() {
                $module::stream(1);
            }

            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $cap64() {
                $module::stream(64);
            }

            mod $module {
                use super::*;

                /// One producer and one consumer.
                pub(super) fn stream(capacity: usize) {
                    let (tx, rx) = black_box(goit::$module::bounded(capacity));
                    let producer = Task::new(0, async move {
                        for number in 0..MESSAGES {
                            assert!(tx.send(black_box(number)).await.is_ok());
                        }
                    });
                    let consumer = Task::new(0, async move {
                        for number in 0..MESSAGES {
                            assert_eq!(black_box(rx.recv().await), Ok(number));
                        }
                    });
                    run(vec![producer, consumer]);
                }
            }
        )*
    };
}

functions! {
    local: local_try_pair local_await_pair local_cap0 local_cap1 local_cap64;
    sync: sync_try_pair sync_await_pair sync_cap0 sync_cap1 sync_cap64;
}

fn run(tasks: Vec<Task>) {
    minimal::<false>(tasks).expect("every task is woken");
}

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    match FUNCTIONS.iter().find(|(name, _)| *name == wanted) {
        Some((_, function)) => function(),
        None => FUNCTIONS.iter().for_each(|(name, _)| println!("{name} {MESSAGES}")),
    }
}
