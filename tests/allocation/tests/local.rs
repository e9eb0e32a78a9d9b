//! Refused allocations and `goit::local`; the tests are those of `refusals`.

mod flavor {
    pub use goit::local::*;
}

mod refusals;
