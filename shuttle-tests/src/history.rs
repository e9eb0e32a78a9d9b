//! Histories: which calls were made, what they came to, and which of them had ended before others began.

use crate::program::{Call, Chan};
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

/// What a call has come to. Arms by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent(usize),
    /// So many values of a send of many, which the channel's close has ended or not.
    SentMany {
        sent: usize,
        closed: bool,
    },
    /// So many values of an arm of many, one at least.
    SentSome(usize, usize),
    Reserved,
    Leased(u32),
    Received(usize, u32),
    ReceivedMany(usize, Batch),
    Closed(usize),
    /// It could not complete at once, or before its time was over: full, empty, the default, a timeout.
    Refused,
    /// Of a forced send.
    Evicted(Option<u32>),
    Says(bool),
    Counts(usize),
    Dropped,
}

impl Outcome {
    /// The same, of an arm of many with its first value alone.
    pub fn of_one(self) -> Self {
        match self {
            Outcome::SentSome(arm, _) => Outcome::SentSome(arm, 1),
            Outcome::ReceivedMany(arm, batch) => {
                Outcome::ReceivedMany(arm, batch.iter().take(1).copied().collect())
            }
            outcome => outcome,
        }
    }
}

/// Values that were received together, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    number: usize,
    values: [u32; 8],
}

impl FromIterator<u32> for Batch {
    fn from_iter<I: IntoIterator<Item = u32>>(from: I) -> Self {
        let mut batch = Batch { number: 0, values: [0; 8] };
        for value in from {
            batch.values[batch.number] = value;
            batch.number += 1;
        }
        batch
    }
}

impl Deref for Batch {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.values[..self.number]
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(f)
    }
}

#[derive(Clone, Debug)]
pub struct Operation {
    pub thread: usize,
    pub call: Call,
    pub begin: usize,
    /// When it ended, and what it came to.
    pub end: Option<(usize, Outcome)>,
}

/// The operations in the order in which they began.
#[derive(Clone, Debug)]
pub struct History {
    pub capacities: Vec<usize>,
    /// How many handles each end of each channel has.
    pub handles: usize,
    pub operations: Vec<Operation>,
    time: usize,
}

impl History {
    pub fn new(capacities: Vec<usize>, handles: usize) -> Self {
        History { capacities, handles, operations: Vec::new(), time: 0 }
    }

    fn tick(&mut self) -> usize {
        self.time += 1;
        self.time
    }

    /// A call begins; its number.
    pub fn begin(&mut self, thread: usize, call: Call) -> usize {
        let begin = self.tick();
        self.operations.push(Operation { thread, call, begin, end: None });
        self.operations.len() - 1
    }

    pub fn end(&mut self, operation: usize, outcome: Outcome) {
        self.operations[operation].end = Some((self.tick(), outcome));
    }

    /// Whether nobody else changes a channel during an operation.
    pub fn is_alone(&self, operation: usize, chan: Chan) -> bool {
        let one = &self.operations[operation];
        self.operations.iter().enumerate().all(|(number, other)| {
            let before = other.end.is_some_and(|(end, _)| end < one.begin);
            let after = one.end.is_some_and(|(end, _)| end < other.begin);
            let acts = number != operation && other.call.uses(chan) && other.call.inquires().is_none();
            before || after || !acts
        })
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "capacities {:?}, {} handles of each end; begin, end:", self.capacities, self.handles)?;
        for Operation { thread, call, begin, end } in &self.operations {
            match end {
                Some((end, outcome)) => {
                    writeln!(f, "{begin:4} {end:4}  thread {thread}  {call:?} = {outcome:?}")?
                }
                None => writeln!(f, "{begin:4}    -  thread {thread}  {call:?}")?,
            }
        }
        Ok(())
    }
}

/// A history that several threads write.
#[derive(Clone)]
pub struct Log(Arc<Mutex<History>>);

impl Log {
    pub fn new(history: History) -> Self {
        Log(Arc::new(Mutex::new(history)))
    }

    /// Makes a call of a thread.
    pub fn record(&self, thread: usize, call: &Call, make: impl FnOnce() -> Outcome) -> Outcome {
        let operation = self.begin(thread, call.clone());
        let outcome = make();
        self.end(operation, outcome);
        outcome
    }

    // No thread gives way while the mutex is locked.

    pub fn begin(&self, thread: usize, call: Call) -> usize {
        self.0.lock().unwrap().begin(thread, call)
    }

    pub fn end(&self, operation: usize, outcome: Outcome) {
        self.0.lock().unwrap().end(operation, outcome);
    }

    pub fn history(&self) -> History {
        self.0.lock().unwrap().clone()
    }
}
