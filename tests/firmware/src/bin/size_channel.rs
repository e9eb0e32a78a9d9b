//! The executor with two tasks and a channel between them.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use goit_firmware::{executor::Executor, rt};

#[entry]
fn main() -> ! {
    // SAFETY: once, and first.
    unsafe {
        rt::run(|| {
            let (tx, rx) = goit::local::bounded(1);
            let mut executor = Executor::new();
            executor.spawn(async move { assert_eq!(tx.send(7_u32).await, Ok(())) });
            executor.spawn(async move { assert_eq!(rx.recv().await, Ok(7)) });
            executor.run_alone();
            rt::print_flash("a channel");
        })
    }
}
