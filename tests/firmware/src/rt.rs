//! What the programs for Cortex-M share: how they start, print, and end with a verdict. Used under a debugger or an
//! emulator that offers semihosting.

use cortex_m as _; // for its critical section
use cortex_m_semihosting::{debug, hprintln};

/// Runs a program: sets the heap up, and ends with success unless it panics.
///
/// # Safety
///
/// To be called once, first.
pub unsafe fn run(program: impl FnOnce()) -> ! {
    // SAFETY: the caller's.
    unsafe { crate::heap::init() };
    program();
    exit(debug::EXIT_SUCCESS)
}

/// Prints how much flash this program takes: its code, its constants, and the initial values of its variables.
pub fn print_flash(program: &str) {
    unsafe extern "C" {
        static __vector_table: u8;
        static __erodata: u8;
        static __sdata: u8;
        static __edata: u8;
    }
    let bytes = (&raw const __erodata as usize - &raw const __vector_table as usize)
        + (&raw const __edata as usize - &raw const __sdata as usize);
    hprintln!("{:<32} {:>6} bytes of flash", program, bytes);
}

fn exit(verdict: debug::ExitStatus) -> ! {
    loop {
        debug::exit(verdict);
    }
}

#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    hprintln!("FAILED: {}", info);
    exit(debug::EXIT_FAILURE)
}
