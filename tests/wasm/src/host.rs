//! The border to the host: promises as futures, the executor that runs when one of them resolves, and printing.

use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use goit_firmware::executor::Executor;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Makes a promise of this kind; the host calls `resolved` with the id once it resolves.
    safe fn promise(kind: u32, id: usize);
    /// Prints UTF-8 text.
    fn print(text: *const u8, length: usize);
}

/// The kinds of promise that the host makes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Resolves as soon as the host's job queue comes to it.
    Job = 0,
    /// Resolves after the shortest time of the host's clock.
    Timer = 1,
    /// Never resolves.
    Never = 2,
}

/// One thread's own value in a static.
struct Single<X>(RefCell<X>);

// SAFETY: this target has one thread.
unsafe impl<X> Sync for Single<X> {}

static TASKS: Single<Option<Executor<'static>>> = Single(RefCell::new(None));

/// Each promise's waker while a task waits for it, and the value once it has resolved.
static PROMISES: Single<Vec<(Option<Waker>, Option<u32>)>> = Single(RefCell::new(Vec::new()));

/// A promise of the host.
pub(crate) struct Promise {
    id: usize,
}

impl Promise {
    pub(crate) fn new(kind: Kind) -> Self {
        let mut promises = PROMISES.0.borrow_mut();
        promises.push((None, None));
        let id = promises.len() - 1;
        promise(kind as u32, id);
        Promise { id }
    }
}

impl Future for Promise {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        let (waker, value) = &mut PROMISES.0.borrow_mut()[self.id];
        match value {
            Some(value) => Poll::Ready(*value),
            None => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// The host's word that a promise has resolved; how many tasks are left.
#[unsafe(no_mangle)]
extern "C" fn resolved(id: usize, value: u32) -> usize {
    let waker = {
        let (waker, place) = &mut PROMISES.0.borrow_mut()[id];
        *place = Some(value);
        waker.take()
    };
    waker.inspect(Waker::wake_by_ref);
    TASKS.0.borrow_mut().as_mut().map_or(0, Executor::run_until_stalled)
}

/// The host's word to begin; how many tasks wait.
#[unsafe(no_mangle)]
extern "C" fn start() -> usize {
    let mut executor = Executor::new();
    crate::program::spawn(&mut executor);
    let left = executor.run_until_stalled();
    *TASKS.0.borrow_mut() = Some(executor);
    left
}

pub(crate) fn say(text: &str) {
    // SAFETY: the pointer and the length are those of one text.
    unsafe { print(text.as_ptr(), text.len()) }
}

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
    say(&alloc::format!("FAILED: {info}"));
    core::arch::wasm32::unreachable()
}
