//! `goit::sync` between real threads, one idea per file. No test sleeps; where threads race, what is checked holds
//! whoever is faster.

mod blocking;
mod budget;
mod lease;
mod lengths;
mod merge;
mod panics;
#[path = "../suite/support/panics.rs"]
mod panics_at;
#[path = "../suite/support/repeats.rs"]
mod repeats;
mod select;
mod select_blocking;
mod timeouts;
mod until;

use panics_at::panics_at;
use repeats::repeats;
use std::time::{Duration, Instant};

const CAPACITIES: [usize; 4] = [0, 1, 7, usize::MAX];

/// Longer than any test runs: a wait that ends because of it is a failure.
const EVER: Duration = Duration::from_secs(600);

/// An instant that is over.
fn past() -> Instant {
    Instant::now().checked_sub(Duration::from_secs(1)).unwrap_or_else(Instant::now)
}
