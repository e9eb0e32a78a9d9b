//! The behaviour of `goit::sync` on one thread. The tests are those of `suite`, the same as for `goit::local`; only what
//! names the flavour stands here.
#![cfg(feature = "sync")]
#![allow(unreachable_pub, reason = "a test crate is reached by nobody")]

mod flavor {
    pub use goit::sync::*;
    pub type F = goit::Synchronized;
    pub const SYNC: bool = true;
}

mod suite;
