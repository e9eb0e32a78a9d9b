//! Random programs of a few threads over one or two channels, run by shuttle under random schedules; each run leaves a
//! history, and each history is checked against the contract, written as a sequential specification. Shuttle's memory is
//! sequentially consistent: what only a weaker one shows is for the models of loom.
#![cfg(shuttle)]

mod calls;
pub mod check;
mod held;
pub mod history;
pub mod program;
pub mod run;
pub mod search;
mod selects;
pub mod specification;
