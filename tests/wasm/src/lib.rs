//! goit where a host's promises are the only source of events. The executor and the checks are the firmware's; what is
//! here is how a promise becomes a future, and the program that run.mjs starts. No binding generator, no threads.
// On the build's own machine it can be checked, not run.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod host;
mod program;

#[global_allocator]
static HEAP: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;
