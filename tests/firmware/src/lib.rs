//! goit on a microcontroller: a tiny executor, a static heap, checks that panic when something is wrong, and what a
//! channel costs there. The programs are under `bin/`; nothing here needs more than one core.
#![no_std]

extern crate alloc;

pub mod checks;
pub mod executor;
#[cfg(target_os = "none")]
pub mod heap;
#[cfg(target_arch = "arm")]
pub mod rt;
