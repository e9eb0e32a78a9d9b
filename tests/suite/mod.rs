//! The behaviour of the channels through the public API, one idea per file, written against `crate::flavor` so that
//! every flavour runs the same tests. Nothing here sleeps, spawns a thread or looks at a clock.

mod auto_traits;
mod cancel;
mod close;
mod contract;
mod errors;
mod given_back;
mod go;
mod growth;
mod hostile;
mod hostile_inline;
mod hostile_values;
mod inquiries;
mod memory;
mod misuse;
mod pychanasync;
mod select;
mod select_builder;
mod select_cancel;
mod select_fair;
mod select_foreign;
mod select_forms;
mod select_hostile;
mod select_meet;
mod select_memory;
mod select_panics;
mod select_reuse;
mod select_shares;
mod stream_panics;
mod stream_sink;
mod support;
mod unwind_safe;
mod wakes;
mod weak;
