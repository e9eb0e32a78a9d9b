//! What is done with a channel, whichever it is and whatever it is measured for. Each shape checks that it moved what
//! it says it moved.

pub mod batch;
pub mod create;
pub mod latency;
pub mod pair;
pub mod rigs;
pub mod select;
pub mod several;
pub mod stream;
pub mod turns;

use crate::channel::{Ends, Peer, Value};
use goit_bench::executor::{Run, Stalled};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What one run measured.
pub struct Sample {
    pub messages: u64,
    /// How long the run took.
    pub time: Duration,
    /// What it is about: the time of one message, if nothing else.
    pub nanoseconds: f64,
}

impl Sample {
    fn per_message(messages: u64, time: Duration) -> Self {
        Sample { messages, time, nanoseconds: time.as_nanos() as f64 / messages as f64 }
    }
}

/// Why a peer has no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It does not have what the scenario needs.
    Absent,
    /// It left tasks that nobody woke.
    Stalled,
    /// What was received is not what was sent.
    Lost,
    /// It would take too long.
    Slow,
}

impl Failure {
    const WORDS: [(Self, &str); 3] =
        [(Failure::Stalled, "stalls"), (Failure::Lost, "loses values"), (Failure::Slow, "slow")];

    /// What tables say.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|word| word.0 == self).map_or("", |word| word.1)
    }

    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|known| known.1 == word).map(|known| known.0)
    }
}

impl From<Stalled> for Failure {
    fn from(Stalled: Stalled) -> Self {
        Failure::Stalled
    }
}

/// One thing to do with a peer's channels.
pub trait Shape: Copy + 'static {
    /// Moves about so many messages, in tasks on this executor.
    fn run<P: Peer>(self, executor: Run, messages: u64) -> Result<Sample, Failure>;
}

/// A channel of which the compiler forgets what it knows, as it does where other code made it; if the peer has one of
/// this capacity, and what else the shape needs.
// Inlined, or its result goes through memory for one peer and not for another.
#[inline(always)]
fn open<P: Peer, T: Value>(capacity: usize, has: bool) -> Result<Ends<P, T>, Failure> {
    let channel = if has { P::channel(capacity) } else { None };
    channel.map(black_box).ok_or(Failure::Absent)
}

/// The sum of what was received, by any number of tasks.
#[derive(Clone, Default)]
struct Total(Arc<AtomicU64>);

impl Total {
    fn add(&self, sum: u64) {
        self.0.fetch_add(sum, Relaxed);
    }

    /// The sample, if each number below `numbers` was received `times` times.
    fn sample(&self, numbers: u64, times: u64, time: Duration) -> Result<Sample, Failure> {
        let expected = times * (numbers * (numbers - 1) / 2);
        if self.0.load(Relaxed) == expected {
            Ok(Sample::per_message(numbers * times, time))
        } else {
            Err(Failure::Lost)
        }
    }
}

/// What tasks that are done leave behind, senders above all: a closed channel would be ready for ever.
struct Kept<X>(Arc<Mutex<Vec<X>>>);

impl<X> Kept<X> {
    fn keep(&self, kept: X) {
        self.0.lock().expect("nobody panics").push(kept);
    }

    fn take(&self) -> Option<X> {
        self.0.lock().expect("nobody panics").pop()
    }
}

impl<X> Default for Kept<X> {
    fn default() -> Self {
        Kept(Arc::default())
    }
}

impl<X> Clone for Kept<X> {
    fn clone(&self) -> Self {
        Kept(self.0.clone())
    }
}
