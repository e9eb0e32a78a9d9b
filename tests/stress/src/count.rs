//! What a round counts, and what has to agree.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Operations that have ended, for the watchdog.
pub static PROGRESS: AtomicU64 = AtomicU64::new(0);

#[derive(Default)]
pub struct Counts {
    pub created: AtomicU64,
    /// By sends that said so, and by cancelled ones whose value was gone.
    pub sent: AtomicU64,
    pub received: AtomicU64,
    /// By sends that failed, or were cancelled before.
    pub given_back: AtomicU64,
    /// Dropped together with a cancelled send.
    pub cancelled: AtomicU64,
    /// Taken out by `force_send`.
    pub evicted: AtomicU64,
    /// Dropped with the last receiver.
    pub abandoned: AtomicU64,
    /// Dropped anywhere else.
    pub lost: AtomicU64,
}

impl Counts {
    fn all(&self) -> [(&'static str, &AtomicU64); 8] {
        [
            ("created", &self.created),
            ("sent", &self.sent),
            ("received", &self.received),
            ("given back", &self.given_back),
            ("cancelled", &self.cancelled),
            ("evicted", &self.evicted),
            ("abandoned", &self.abandoned),
            ("lost", &self.lost),
        ]
    }

    pub fn add(&self, other: &Counts) {
        for ((_, sum), (_, count)) in self.all().into_iter().zip(other.all()) {
            sum.fetch_add(count.load(Relaxed), Relaxed);
        }
    }

    /// Every value that was created was sent, given back or cancelled; every value sent was received, evicted or
    /// abandoned.
    pub fn check(&self) {
        let [created, sent, received, given_back, cancelled, evicted, abandoned, lost] =
            self.all().map(|(_, count)| count.load(Relaxed));
        assert_eq!(lost, 0, "values lost: {self}");
        assert_eq!(created, sent + given_back + cancelled, "values created: {self}");
        assert_eq!(sent, received + evicted + abandoned, "values sent: {self}");
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.all() {
            write!(f, "{name} {}, ", count.load(Relaxed))?;
        }
        write!(f, "operations {}", PROGRESS.load(Relaxed))
    }
}
