//! Runs every check, prints what channels cost, and ends with the verdict.
#![no_std]
#![no_main]

use core::mem::size_of;
use core::pin::pin;
use core::task::{Context, Waker};
use cortex_m_rt::entry;
use cortex_m_semihosting::hprintln;
use goit::handle::Channel;
use goit::handle::future::{Recv, Send};
use goit::{Flavor, Local, select};
use goit_firmware::{checks, heap, rt};

#[entry]
fn main() -> ! {
    // SAFETY: once, and first.
    unsafe {
        rt::run(|| {
            flavor::<Local>("local");
            #[cfg(feature = "sync")]
            {
                flavor::<goit::Synchronized>("sync");
                interrupt::check();
            }
            hprintln!("peak heap {} of {} bytes", heap::peak(), heap::SIZE);
            rt::print_flash("this program");
        })
    }
}

fn flavor<F: Flavor>(name: &str) {
    let checks = checks::all::<F>();
    assert_eq!(heap::used(), 0, "everything was given back");
    hprintln!("{}: {} checks passed", name, checks);
    for (capacity, what) in [(0, "rendezvous"), (4, "bounded(4) of u32"), (usize::MAX, "unbounded of u32")] {
        cost::<F>(capacity, what);
    }
    let (recv, send) = (size_of::<Recv<'_, u32, F>>(), size_of::<Send<'_, u32, F>>());
    hprintln!("  in the task: recv {} bytes, send of u32 {} bytes", recv, send);
    assert_eq!(heap::used(), 0, "everything was given back");
}

/// Prints what one channel takes of the heap: itself, its buffer, and tasks parked in it.
fn cost<F: Flavor>(capacity: usize, what: &str) {
    const PARKED: usize = 16;

    let before = heap::used();
    let (tx, rx) = Channel::<u32, F>::bounded(capacity).split();
    let itself = heap::used() - before;

    let before = heap::used();
    _ = tx.try_send(1);
    let buffer = heap::used() - before;
    _ = rx.try_recv();

    let cx = &mut Context::from_waker(Waker::noop());
    let before = heap::used();
    let mut first = pin!(rx.recv());
    assert!(first.as_mut().poll(cx).is_pending());
    let one = heap::used() - before;
    let mut more = [(); PARKED - 1].map(|()| rx.recv());
    for recv in &mut more {
        assert!(pin!(recv).poll(cx).is_pending());
    }
    let all = heap::used() - before;

    let (_other, nothing) = Channel::<u32, F>::bounded(0).split();
    let before = heap::used();
    let mut choice = pin!(async {
        select! {
            recv(rx) -> _ => {},
            recv(nothing) -> _ => {},
        }
    });
    assert!(choice.as_mut().poll(cx).is_pending());
    let chosen = heap::used() - before;

    hprintln!("  {}: {} bytes, its buffer {} more", what, itself, buffer);
    hprintln!("    parked tasks: {} bytes for the first, {} each for {}", one, all / PARKED, PARKED);
    hprintln!("    a select of two receives that parks beside them: {} bytes", chosen);
}

/// A channel that an interrupt handler feeds and a task reads.
#[cfg(feature = "sync")]
mod interrupt {
    use core::cell::{Cell, RefCell};
    use cortex_m::peripheral::{Peripherals, syst::SystClkSource};
    use cortex_m_rt::exception;
    use cortex_m_semihosting::hprintln;
    use critical_section::Mutex;
    use goit::sync::{Sender, bounded};
    use goit::{TrySendError, select};
    use goit_firmware::executor::Executor;
    use goit_firmware::heap;

    const TICKS: u32 = 200;

    /// The handler's sender and the number it sends next.
    static FEED: Mutex<RefCell<Option<(Sender<u32>, u32)>>> = Mutex::new(RefCell::new(None));

    /// How often the handler has asked for memory.
    static ALLOCATIONS: Mutex<Cell<usize>> = Mutex::new(Cell::new(0));

    #[exception]
    fn SysTick() {
        let before = heap::allocations();
        feed();
        critical_section::with(|cs| {
            let allocations = ALLOCATIONS.borrow(cs);
            allocations.set(allocations.get() + heap::allocations() - before);
        });
    }

    fn feed() {
        critical_section::with(|cs| {
            let mut feed = FEED.borrow(cs).borrow_mut();
            let Some((tx, n)) = &mut *feed else { return };
            match tx.try_send(*n) {
                Ok(()) => *n += 1,
                Err(TrySendError::Full(_)) => {} // again at the next tick
                Err(TrySendError::Closed(_)) => unreachable!("the task receives to the end"),
            }
            if *n == TICKS {
                *feed = None; // the last sender: closes the channel
            }
        });
    }

    pub(crate) fn check() {
        let (tx, rx) = bounded(2);
        tx.preallocate(1); // not in the handler
        let (even, evens) = bounded(1);
        critical_section::with(|cs| FEED.borrow(cs).replace(Some((tx, 0))));
        let mut clock = Peripherals::take().unwrap().SYST;
        clock.set_clock_source(SystClkSource::Core);
        clock.set_reload(1000);
        clock.clear_current();
        clock.enable_counter();
        clock.enable_interrupt();

        let mut executor = Executor::new();
        executor.spawn(async move {
            let mut expected = 0;
            let mut next = None;
            loop {
                let full = next.is_some();
                select! {
                    recv(rx) -> got, if !full => match got {
                        Ok(n) => {
                            assert_eq!(n, expected, "the handler's values come in order");
                            expected += 1;
                            next = Some(n).filter(|n| n % 2 == 0);
                        }
                        Err(_) => break,
                    },
                    send_from(even, &mut next) -> sent, if full => sent.unwrap(),
                }
            }
            assert_eq!(expected, TICKS);
        });
        executor.spawn(async move {
            let mut count = 0;
            while evens.recv().await.is_ok() {
                count += 1;
            }
            assert_eq!(count, TICKS / 2);
            hprintln!("sync: {} values from an interrupt handler, in order", TICKS);
        });
        executor.run(cortex_m::asm::wfi);
        clock.disable_interrupt();
        let allocations = critical_section::with(|cs| ALLOCATIONS.borrow(cs).get());
        assert_eq!(allocations, 0, "the handler allocates nothing");
        hprintln!("sync: {} allocations in the handler", allocations);
    }
}
