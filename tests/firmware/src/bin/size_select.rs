//! The executor with two tasks and two channels between them, one task with a select.
#![no_std]
#![no_main]

use cortex_m_rt::entry;
use goit::select;
use goit_firmware::{executor::Executor, rt};

#[entry]
fn main() -> ! {
    // SAFETY: once, and first.
    unsafe {
        rt::run(|| {
            let (tx, rx) = goit::local::bounded(1);
            let (_stop, stopped) = goit::local::bounded::<u32>(1);
            let mut executor = Executor::new();
            executor.spawn(async move { assert_eq!(tx.send(7_u32).await, Ok(())) });
            executor.spawn(async move {
                select! {
                    recv(rx) -> got => assert_eq!(got, Ok(7)),
                    recv(stopped) -> _ => {}
                }
            });
            executor.run_alone();
            rt::print_flash("two channels and a select");
        })
    }
}
