//! The behaviour of the channels through the public API, one idea per file, written against `crate::flavor` so that
//! every flavour runs the same tests. Nothing here sleeps, spawns a thread or looks at a clock.

mod auto_traits;
mod cancel;
mod close;
mod contract;
mod errors;
mod go;
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
mod stream_sink;
mod support;
mod wakes;
mod weak;
