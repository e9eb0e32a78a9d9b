//! Bytes to schedules to both flavours and the reference model: an execution fails where they disagree. The model and
//! its interpreter are those of the crate's tests; nothing is checked here. Operations are leaked on purpose.
//!
//! ```text
//! cargo +nightly fuzz run --fuzz-dir tests/fuzz schedule -- -max_total_time=600 -len_control=0 -max_len=300 -detect_leaks=0
//! ```
#![no_main]
#![allow(clippy::duplicate_mod, reason = "the model is compiled for each flavour")]

#[path = "../../model"]
mod local {
    mod flavor {
        pub(crate) use goit::local::*;
        pub(crate) const BUDGET: Option<usize> = None;
    }
    #[path = "mod.rs"]
    pub(crate) mod model;
}

#[path = "../../model"]
mod sync {
    mod flavor {
        pub(crate) use goit::sync::*;
        pub(crate) const BUDGET: Option<usize> = Some(128);
    }
    #[path = "mod.rs"]
    pub(crate) mod model;
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    local::model::check(bytes);
    sync::model::check(bytes);
});
