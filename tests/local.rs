//! The behaviour of `goit::local`. The tests are those of `suite`, the same as for `goit::sync`; only what names the
//! flavour stands here.
#![allow(unreachable_pub, reason = "a test crate is reached by nobody")]

mod flavor {
    pub use goit::local::*;
    pub type F = goit::Local;
    pub const SYNC: bool = false;
}

mod suite;
