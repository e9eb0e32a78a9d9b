//! Series of random schedules from a seed, and what is done with one that fails: it is shortened, and printed with a
//! way to run it again. The fuzz target has its own search and does not include this.

use super::model::{check, thrown_text};
use super::repeats::repeats;
use std::env;
use std::panic::{self, AssertUnwindSafe};

/// Always run, whatever else is.
const SEEDS: [u64; 3] = [1, 2, 3];
/// Schedules for each seed.
const SCHEDULES: u64 = repeats(1000) as u64;
/// The most attempts to shorten a failing schedule.
const ATTEMPTS: usize = 3000;

/// The finaliser of `splitmix64`.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The bytes of one schedule of a series.
fn bytes(seed: u64, number: u64) -> Vec<u8> {
    let start = mix(seed ^ mix(number));
    let length = 30 + start as usize % 300;
    (0..length as u64).map(|at| (mix(start.wrapping_add(at)) >> 32) as u8).collect()
}

/// What a run has to complain of.
fn complaint(bytes: &[u8]) -> Option<String> {
    let thrown = panic::catch_unwind(AssertUnwindSafe(|| check(bytes))).err()?;
    Some(thrown_text(&*thrown))
}

/// Leaves out whatever the failure does not need, larger pieces first.
fn shorten(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut piece = bytes.len() / 2;
    let mut attempts = 0;
    while piece > 0 && attempts < ATTEMPTS {
        let before = bytes.len();
        let mut at = before;
        while at > 0 {
            let from = at.saturating_sub(piece);
            let mut shorter = bytes.clone();
            shorter.drain(from..at.min(bytes.len()));
            attempts += 1;
            if complaint(&shorter).is_some() {
                bytes = shorter;
            }
            at = from;
        }
        if piece > 1 || bytes.len() == before {
            piece /= 2;
        }
    }
    bytes
}

/// Runs every schedule of the seeds: that of `GOIT_SEED`, or the fixed ones and one, or `GOIT_SERIES`, that each run
/// draws anew.
pub(crate) fn random_schedules() {
    if let Ok(hex) = env::var("GOIT_SCHEDULE") {
        let digits =
            |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("GOIT_SCHEDULE is hexadecimal");
        check(&(0..hex.len()).step_by(2).map(digits).collect::<Vec<_>>());
        return;
    }
    let seeds = match env::var("GOIT_SEED") {
        Ok(seed) => vec![seed.parse().expect("GOIT_SEED is a number")],
        Err(_) => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let start = mix(now.map_or(0, |now| now.as_nanos() as u64));
            let series = env::var("GOIT_SERIES").map_or(1, |n| n.parse().expect("GOIT_SERIES is a number"));
            let drawn = (0..series).map(|number| mix(start ^ number) >> 16);
            // Printed before they run, for a run that aborts.
            SEEDS.into_iter().chain(drawn.inspect(|seed| println!("also GOIT_SEED={seed}"))).collect()
        }
    };
    let shown = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let failure = first_failure(&seeds);
    panic::set_hook(shown);
    if let Some(failure) = failure {
        panic!("{failure}");
    }
}

/// The first schedule that fails, shortened, and how to run it again.
fn first_failure(seeds: &[u64]) -> Option<String> {
    for &seed in seeds {
        for number in 0..SCHEDULES {
            let bytes = bytes(seed, number);
            if let Some(found) = complaint(&bytes) {
                let shortest = shorten(bytes.clone());
                // Where a fair select chooses otherwise the next time, what was found is all there is.
                let (shortest, complaint) = match complaint(&shortest) {
                    Some(complaint) => (shortest, complaint),
                    None => (bytes, found),
                };
                let hex: String = shortest.iter().map(|byte| format!("{byte:02x}")).collect();
                return Some(format!(
                    "schedule {number} of seed {seed}: {complaint}\n\
                     Run it alone with GOIT_SCHEDULE={hex}, the series with GOIT_SEED={seed}"
                ));
            }
        }
    }
    None
}
