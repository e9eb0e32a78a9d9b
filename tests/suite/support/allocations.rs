//! A global allocator that counts, for each thread by itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static USAGE: Cell<Usage> = const { Cell::new(Usage { calls: 0, bytes: 0 }) };
}

/// What a thread has asked of the allocator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Allocations and reallocations.
    pub calls: usize,
    /// Bytes that are allocated now.
    pub bytes: isize,
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn note(calls: usize, bytes: isize) {
    // A thread that is ending has no count any more.
    let _ = USAGE.try_with(|usage| {
        let before = usage.get();
        usage.set(Usage { calls: before.calls + calls, bytes: before.bytes + bytes });
    });
}

// SAFETY: everything is done by the system's allocator; counting touches no memory but a `Cell` without destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(1, layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        note(0, -(layout.size() as isize));
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(1, size as isize - layout.size() as isize);
        unsafe { System.realloc(ptr, layout, size) }
    }
}

/// What `f` has asked for and kept.
pub fn usage<R>(f: impl FnOnce() -> R) -> (Usage, R) {
    let before = USAGE.get();
    let result = f();
    let after = USAGE.get();
    (Usage { calls: after.calls - before.calls, bytes: after.bytes - before.bytes }, result)
}

/// How often `f` allocates.
pub fn allocations<R>(f: impl FnOnce() -> R) -> usize {
    usage(f).0.calls
}
