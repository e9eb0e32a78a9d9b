//! What the tests stand on: hand-polled tasks, an executor, counting values, wakers and allocations. Knows nothing of
//! channels.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "every test crate uses its part, and is reached by nobody"
)]

mod allocations;
mod executor;
mod inline;
mod panics;
mod repeats;
mod task;
mod values;
mod waker;

pub use allocations::{Usage, allocations, usage};
pub use executor::{go, run, run_shuffled, run_to_end, yield_now};
pub use inline::Inline;
pub(crate) use panics::{panics, panics_at};
pub(crate) use repeats::repeats;
pub use task::Task;
pub use values::{Drops, OnDrop, Value};
pub use waker::{Counts, Hooks};

/// A small deterministic generator (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// Whether a case takes part, of which there are so many: each one, under Miri as many as [`repeats`] has.
pub fn sampled(case: usize, of: usize) -> bool {
    Dice(case as u64).below(of) < repeats(of)
}

/// Whether a type implements a trait: the inherent constant, where there is one, hides the trait's.
macro_rules! implements {
    ($Type:ty: $($Trait:tt)+) => {{
        #[allow(dead_code, reason = "used only where the bound does not hold")]
        trait Otherwise {
            const IMPLEMENTED: bool = false;
        }
        impl<T: ?Sized> Otherwise for T {}
        struct Probe<T: ?Sized>(std::marker::PhantomData<T>);
        #[allow(dead_code, reason = "used only where the bound holds")]
        impl<T: ?Sized + $($Trait)+> Probe<T> {
            const IMPLEMENTED: bool = true;
        }
        <Probe<$Type>>::IMPLEMENTED
    }};
}
pub(crate) use implements;
