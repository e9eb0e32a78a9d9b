//! An allocator that refuses, and values that count their drops. Knows nothing of channels.
//!
//! A refused allocation aborts a program, as a rule; here it panics, by the hook that the nightly compiler has for it.
//! Unwinding out of the allocator itself would be undefined behaviour.
#![feature(alloc_error_hook)]

use std::alloc::{GlobalAlloc, Layout, System, set_alloc_error_hook};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};

thread_local! {
    /// How many allocations are granted before one is refused.
    static GRANTED: Cell<Option<usize>> = const { Cell::new(None) };
}

struct Refusing;

#[global_allocator]
static REFUSING: Refusing = Refusing;

/// Whether this is the allocation that is refused. The next one is not: a panic allocates.
fn is_refused() -> bool {
    GRANTED
        .try_with(|granted| {
            let left = granted.get();
            granted.set(left.and_then(|left| left.checked_sub(1)));
            left == Some(0)
        })
        .unwrap_or(false)
}

// SAFETY: everything is done by the system's allocator, or refused, which is any allocator's right.
unsafe impl GlobalAlloc for Refusing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_refused() { std::ptr::null_mut() } else { unsafe { System.alloc(layout) } }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if is_refused() { std::ptr::null_mut() } else { unsafe { System.realloc(ptr, layout, size) } }
    }
}

/// How an operation ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended<R> {
    /// Nothing was refused: it asked for no more than was granted.
    Granted(R),
    /// It returned although it was refused memory.
    Coped(R),
    Panicked,
}

/// Runs `f`, and refuses the allocation that it makes after so many others.
pub fn refusing<R>(granted: usize, f: impl FnOnce() -> R) -> Ended<R> {
    set_alloc_error_hook(|layout| panic!("{} bytes are refused", layout.size()));
    GRANTED.set(Some(granted));
    let ended = catch_unwind(AssertUnwindSafe(f));
    let left = GRANTED.take();
    match ended {
        Ok(result) if left.is_some() => Ended::Granted(result),
        Ok(result) => Ended::Coped(result),
        Err(_) => Ended::Panicked,
    }
}

/// How often each value was dropped.
pub struct Drops([AtomicU32; 128]);

impl Default for Drops {
    fn default() -> Self {
        Drops([const { AtomicU32::new(0) }; 128])
    }
}

impl Drops {
    pub fn value(&self, number: usize) -> Value<'_> {
        Value { number, drops: self }
    }

    /// Each of the first values was dropped once, and no other.
    #[track_caller]
    pub fn assert_each_once(&self, values: usize) {
        for (number, drops) in self.0.iter().enumerate() {
            assert_eq!(drops.load(Ordering::Relaxed), u32::from(number < values), "drops of value {number}");
        }
    }
}

/// A value with a number.
pub struct Value<'a> {
    pub number: usize,
    drops: &'a Drops,
}

impl Drop for Value<'_> {
    fn drop(&mut self) {
        self.drops.0[self.number].fetch_add(1, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({})", self.number)
    }
}
