//! The reference model against `goit::sync`. What is checked stands in `model`, for both flavours.
#![cfg(feature = "sync")]

mod flavor {
    pub(crate) use goit::sync::*;
    /// The receives in a row after which a task gives way.
    pub(crate) const BUDGET: Option<usize> = Some(128);
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
