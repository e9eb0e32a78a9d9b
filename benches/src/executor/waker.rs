//! Wakers that count their clones and wake-ups if they are told to, and cost nothing else if not: over `Rc` for one
//! thread, over `Arc` for many.
//!
//! Every waker of a kind has one and the same table, a `static`: with a promoted constant in generic code there may be
//! several, and then `will_wake` says no where it should say yes, which costs the channels that rely on it.

use crate::count;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{RawWaker, RawWakerVTable, Waker};

macro_rules! wakers {
    ($(#[$doc:meta])* $name:ident, $Ptr:ident, $Node:ty) => {
        $(#[$doc])*
        pub mod $name {
            use super::*;

            // SAFETY of the five functions: the data is a pointer from `into_raw`, which stands for one strong
            // count in each waker.
            static PLAIN: RawWakerVTable =
                RawWakerVTable::new(clone::<false>, wake::<false>, wake_by_ref::<false>, discard);
            static COUNTING: RawWakerVTable =
                RawWakerVTable::new(clone::<true>, wake::<true>, wake_by_ref::<true>, discard);

            const fn vtable<const COUNT: bool>() -> &'static RawWakerVTable {
                if COUNT { &COUNTING } else { &PLAIN }
            }

            unsafe fn clone<const COUNT: bool>(data: *const ()) -> RawWaker {
                if COUNT {
                    count::CLONES.add();
                }
                unsafe { $Ptr::increment_strong_count(data.cast::<$Node>()) };
                RawWaker::new(data, vtable::<COUNT>())
            }

            unsafe fn wake<const COUNT: bool>(data: *const ()) {
                unsafe { wake_by_ref::<COUNT>(data) };
                unsafe { discard(data) };
            }

            unsafe fn wake_by_ref<const COUNT: bool>(data: *const ()) {
                if COUNT {
                    count::WAKES.add();
                }
                ManuallyDrop::new(unsafe { $Ptr::from_raw(data.cast::<$Node>()) }).wake();
            }

            unsafe fn discard(data: *const ()) {
                drop(unsafe { $Ptr::from_raw(data.cast::<$Node>()) });
            }

            /// A waker of this node.
            pub fn waker<const COUNT: bool>(node: $Ptr<$Node>) -> Waker {
                unsafe { Waker::new($Ptr::into_raw(node).cast(), vtable::<COUNT>()) }
            }
        }
    };
}

wakers! {
    /// Not atomic: these wakers must stay on their thread, and do, since only tasks and channels of it see them.
    local, Rc, super::super::minimal::Node
}
wakers! {
    /// For any thread.
    shared, Arc, super::super::lanes::Node
}
