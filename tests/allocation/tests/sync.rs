//! Refused allocations and `goit::sync`; the tests are those of `refusals`.

mod flavor {
    pub use goit::sync::*;
}

mod refusals;
