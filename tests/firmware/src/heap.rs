//! The static heap, and how much of it is used.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::mem::MaybeUninit;
use critical_section::Mutex;
use embedded_alloc::LlffHeap;

/// Its size in bytes.
pub const SIZE: usize = 8 * 1024;

struct Counted {
    heap: LlffHeap,
    /// Bytes asked for and not given back, now and at most.
    used: Mutex<Cell<(usize, usize)>>,
    /// How often memory was asked for.
    allocations: Mutex<Cell<usize>>,
}

#[global_allocator]
static HEAP: Counted = Counted {
    heap: LlffHeap::empty(),
    used: Mutex::new(Cell::new((0, 0))),
    allocations: Mutex::new(Cell::new(0)),
};

// SAFETY: the inner heap does it.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        critical_section::with(|cs| {
            let used = self.used.borrow(cs);
            let now = used.get().0 + layout.size();
            used.set((now, used.get().1.max(now)));
            let allocations = self.allocations.borrow(cs);
            allocations.set(allocations.get() + 1);
        });
        // SAFETY: the caller's.
        unsafe { self.heap.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        critical_section::with(|cs| {
            let used = self.used.borrow(cs);
            used.set((used.get().0 - layout.size(), used.get().1));
        });
        // SAFETY: the caller's.
        unsafe { self.heap.dealloc(ptr, layout) }
    }
}

/// Sets the heap up.
///
/// # Safety
///
/// To be called once, before anything is allocated.
pub unsafe fn init() {
    static mut MEMORY: MaybeUninit<[u8; SIZE]> = MaybeUninit::uninit();
    // SAFETY: called once, so nobody else has the memory.
    unsafe { HEAP.heap.init(&raw mut MEMORY as usize, SIZE) }
}

/// Bytes that are allocated now.
pub fn used() -> usize {
    critical_section::with(|cs| HEAP.used.borrow(cs).get().0)
}

/// How often memory was asked for until now.
pub fn allocations() -> usize {
    critical_section::with(|cs| HEAP.allocations.borrow(cs).get())
}

/// Bytes that were allocated at most.
pub fn peak() -> usize {
    critical_section::with(|cs| HEAP.used.borrow(cs).get().1)
}
