//! The reference model against `goit::local`. What is checked stands in `model`, for both flavours.

mod flavor {
    pub(crate) use goit::local::*;
    /// The receives in a row after which a task gives way.
    pub(crate) const BUDGET: Option<usize> = None;
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
