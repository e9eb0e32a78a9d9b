//! What is counted and not timed: polls, wake-ups and clones of wakers, by the counting executors; allocations, by
//! the allocator of this program while [`counted`] runs.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// A count.
pub struct Count(AtomicU64);

impl Count {
    #[inline]
    pub fn add(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

pub static POLLS: Count = Count(AtomicU64::new(0));
pub static WAKES: Count = Count(AtomicU64::new(0));
pub static CLONES: Count = Count(AtomicU64::new(0));
static ALLOCATIONS: Count = Count(AtomicU64::new(0));
static COUNTING: AtomicBool = AtomicBool::new(false);

/// The system's allocator, which counts while it is told to.
pub struct Counting;

// SAFETY: hands everything on as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            ALLOCATIONS.add();
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if COUNTING.load(Relaxed) {
            ALLOCATIONS.add();
        }
        unsafe { System.realloc(memory, layout, size) }
    }
}

/// Polls, wake-ups, clones and allocations.
pub type Counts = [u64; 4];

/// What one run counts.
pub fn counted<R>(run: impl FnOnce() -> R) -> (R, Counts) {
    let now = || [POLLS.get(), WAKES.get(), CLONES.get(), ALLOCATIONS.get()];
    let before = now();
    COUNTING.store(true, Relaxed);
    let result = run();
    COUNTING.store(false, Relaxed);
    let after = now();
    (result, std::array::from_fn(|i| after[i] - before[i]))
}
