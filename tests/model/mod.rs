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
//! - a foreign future that its select has polled rings by itself;
//! - the task gives way to others, in the flavour that does so: then it has woken itself.
//!
//! A merge has a task that waits for it as a stream, and is used by others beside that. Where it may look whether a new member
//! has something, or leave that to its task, the model follows it.
//!
//! Foreign code is hostile: one trap at a time makes a waker's clone, wake or drop, or a value's drop, panic, use a channel,
//! or poll the woken task inside `wake`. Each panic is caught, and the program goes on with the same channels, futures and
//! selects; operations are leaked, and their handles, slots and cases used again. A select whose poll has panicked is
//! polled again by its task, and need not be woken before that. What such a poll has completed is reported at the next.
//!
//! Nothing is polled at the end but what is new or was woken: an operation that could go on and was forgotten shows as
//! a wake-up that did not come. The model watches itself for the laws of the contract.
//!
//! A run is decided by its bytes alone. A failing one is shortened and printed; `GOIT_SCHEDULE=<hex>` runs it again,
//! `GOIT_SEED=<n>` a whole series, and `GOIT_SERIES=<n>` so many new ones.

mod built;
mod foreign;
mod hostile;
mod kept;
mod leases;
mod many;
mod permits;
mod reference;
mod run;
mod schedule;
mod tasks;
mod until;
#[allow(dead_code, unreachable_pub, reason = "it serves others too")]
#[path = "../suite/support/waker.rs"]
mod waker;
mod written;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a panic says.
pub(crate) fn thrown_text(thrown: &(dyn Any + Send)) -> String {
    let text = thrown.downcast_ref::<String>().cloned();
    text.or_else(|| thrown.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default()
}

/// Runs one schedule.
///
/// # Panics
///
/// If the crate and the model disagree.
pub(crate) fn check(bytes: &[u8]) {
    let schedule = schedule::decode::decode(bytes);
    let run = catch_unwind(AssertUnwindSafe(|| run::run(&schedule)));
    if let Err(wrong) = run.unwrap_or_else(|thrown| Err(thrown_text(&*thrown))) {
        panic!("{wrong}\n{schedule}");
    }
}
