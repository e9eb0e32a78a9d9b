//! The crate against a reference model under random schedules. Included by a root that has a module `flavor` with the
//! names of one flavour beside it: the test binaries, and the fuzz target, which has it once for each flavour.
//!
//! The model predicts every operation exactly, and a run compares after each: its result; which wakers were woken;
//! which values were dropped, and which are back in their slots; what the handles answer. Where the contract leaves a
//! choice, among the arms of a fair select that are ready, and among those that one close decides, any legal answer is
//! taken and the model follows it. A waker may be woken, and must be, in these cases alone:
//!
//! - a commit has decided its operation, so that the next poll completes; each commit wakes one task;
//! - the channel was closed while its operation was parked there, once;
//! - a foreign future that its select has polled rings by itself.
//!
//! Nothing is polled at the end but what is new or was woken: an operation that could go on and was forgotten shows as
//! a wake-up that did not come. The model watches itself for the laws of the contract.
//!
//! A run is decided by its bytes alone. A failing one is shortened and printed; `GOIT_SCHEDULE=<hex>` runs it again,
//! `GOIT_SEED=<n>` a whole series.

mod reference;
mod run;
mod schedule;
mod tasks;
mod written;

/// Runs one schedule.
///
/// # Panics
///
/// If the crate and the model disagree.
pub(crate) fn check(bytes: &[u8]) {
    let schedule = schedule::decode(bytes);
    if let Err(wrong) = run::run(&schedule) {
        panic!("{wrong}\n{schedule}");
    }
}
