//! The atomics and cells that loom watches.

use loom::sync::atomic::{self, Ordering};

/// Atomics whose sequentially consistent exchanges and loads stand in one order. Loom takes such an exchange for an acquire
/// and a release, and such a load for an acquire, which may read what is older than the exchange. Here a second word
/// beside each hands on from the exchange to the load that the exchange came before, and nothing else.
macro_rules! consistent {
    ($($visible:vis $Atomic:ident: $Value:ty,)*) => { $(
        #[derive(Debug)]
        $visible struct $Atomic {
            atomic: atomic::$Atomic,
            order: atomic::AtomicUsize,
        }

        impl $Atomic {
            pub(crate) fn new(value: $Value) -> Self {
                $Atomic { atomic: atomic::$Atomic::new(value), order: atomic::AtomicUsize::new(0) }
            }

            fn exchanged(&self, ordering: Ordering) {
                if ordering == Ordering::SeqCst {
                    self.order.fetch_add(0, Ordering::Release);
                }
            }

            pub(crate) fn load(&self, ordering: Ordering) -> $Value {
                if ordering == Ordering::SeqCst {
                    self.order.fetch_add(0, Ordering::Acquire);
                }
                self.atomic.load(ordering)
            }

            pub(crate) fn compare_exchange(
                &self,
                from: $Value,
                to: $Value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$Value, $Value> {
                let found = self.atomic.compare_exchange(from, to, success, failure)?;
                self.exchanged(success);
                Ok(found)
            }

            #[allow(dead_code, reason = "not all of them need it")]
            pub(crate) fn compare_exchange_weak(
                &self,
                from: $Value,
                to: $Value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$Value, $Value> {
                self.compare_exchange(from, to, success, failure)
            }
        }

        impl core::ops::Deref for $Atomic {
            type Target = atomic::$Atomic;

            fn deref(&self) -> &atomic::$Atomic {
                &self.atomic
            }
        }
    )* };
}

consistent! { pub(crate) AtomicBool: bool, pub AtomicU32: u32, pub AtomicUsize: usize, }

impl AtomicUsize {
    pub(crate) fn fetch_or(&self, bits: usize, ordering: Ordering) -> usize {
        let found = self.atomic.fetch_or(bits, ordering);
        if found | bits != found {
            self.exchanged(ordering);
        }
        found
    }

    /// By an exchange: loom lets a store come before one that has read what the store replaces.
    pub(crate) fn store(&self, value: usize, ordering: Ordering) {
        self.atomic.swap(value, ordering);
    }
}

/// Models come round after 32 positions.
pub(crate) const ROUND: usize = 4 * 32 - 1;

/// Models have no clock: no deadline ever comes.
pub(crate) fn park_until(_: Option<std::time::Instant>) -> bool {
    loom::thread::park();
    true
}

/// Models are repeated step by step, so they begin alike.
pub(crate) fn seed() -> usize {
    1
}

pub struct AtomicWaker(loom::future::AtomicWaker);

impl AtomicWaker {
    pub(crate) fn new() -> Self {
        AtomicWaker(loom::future::AtomicWaker::new())
    }

    pub(crate) fn register(&self, waker: &core::task::Waker) {
        self.0.register_by_ref(waker);
    }

    pub(crate) fn wake(&self) {
        self.0.wake();
    }
}

pub(crate) struct UnsafeCell<X>(loom::cell::UnsafeCell<X>);

impl<X> UnsafeCell<X> {
    pub(crate) fn new(value: X) -> Self {
        UnsafeCell(loom::cell::UnsafeCell::new(value))
    }

    pub(crate) fn get_mut(&self) -> MutPtr<X> {
        MutPtr(self.0.get_mut())
    }
}

pub(crate) struct MutPtr<X>(loom::cell::MutPtr<X>);

impl<X> MutPtr<X> {
    pub(crate) fn as_ptr(&self) -> *mut X {
        self.0.with(|ptr| ptr)
    }
}
