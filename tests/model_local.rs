//! The reference model against `goit::local`. What is checked stands in `model`, for both flavours.

mod flavor {
    pub(crate) use goit::local::*;
}
mod model;
#[path = "suite/support/repeats.rs"]
mod repeats;
#[path = "model/search.rs"]
mod search;

#[test]
fn random_schedules() {
    search::random_schedules();
}
