//! Go-style channels for any async executor.
#![no_std]
#![cfg_attr(not(feature = "sync"), forbid(unsafe_code))]
#![cfg_attr(feature = "sync", deny(unsafe_code))]

extern crate alloc;

mod error;
mod flavor;
pub mod handle;
pub mod local;
mod protocol;
pub mod select;

pub use error::{RecvError, SendError, TryRecvError, TrySendError};
pub use flavor::{Flavor, Local};
