//! Go-style channels for any async executor.
#![no_std]
#![cfg_attr(not(feature = "sync"), forbid(unsafe_code))]
#![cfg_attr(feature = "sync", deny(unsafe_code))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(all(feature = "sync", not(target_has_atomic = "ptr")))]
compile_error!(
    "goit's feature `sync` needs atomic compare-and-swap, which this target does not have; \
     build goit without `sync` and use `goit::local`, which needs none"
);

#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
mod blocking;
mod error;
mod few;
mod flavor;
pub mod handle;
pub mod local;
mod names;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod primitive;
mod protocol;
pub mod select;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub mod sync;

#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
pub use blocking::{RecvTimeoutError, SendTimeoutError};
pub use error::{RecvError, SendError, TryRecvError, TrySendError};
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub use flavor::Atomic;
pub use flavor::{Flavor, Local};
