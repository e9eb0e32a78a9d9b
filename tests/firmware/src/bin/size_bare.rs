//! The executor with two tasks and no channel: what the other sizes are compared with.
#![no_std]
#![no_main]

use core::cell::Cell;
use cortex_m_rt::entry;
use goit_firmware::{executor::Executor, rt};

#[entry]
fn main() -> ! {
    // SAFETY: once, and first.
    unsafe {
        rt::run(|| {
            let slot = Cell::new(None);
            let mut executor = Executor::new();
            executor.spawn(async { slot.set(Some(7_u32)) });
            executor.spawn(async { assert_eq!(slot.take(), Some(7)) });
            executor.run_alone();
            rt::print_flash("no channel");
        })
    }
}
