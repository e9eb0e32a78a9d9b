//! The reference model: what every channel and every operation does, in plain queues, written from the contract.
//!
//! Values are numbers, tasks are numbers, a wake-up is an entry in a list. Every operation is a select; a plain send
//! or receive is one of a single arm. Nothing here knows the crate.

mod channels;
mod hostile;
mod kept;
mod laws;
mod leases;
mod many;
mod merges;
mod operations;
mod permits;
mod polls;

pub(super) use hostile::{Guesses, Inlined, Polls, Trap};
pub(super) use kept::Kept;
pub(super) use merges::Event;

use std::collections::VecDeque;

/// One arm of an operation.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// `value` is `None` once it was sent; `slot`: it is the caller's until then.
    Send {
        chan: usize,
        value: Option<u32>,
        slot: bool,
    },
    /// All of `values`, or, unless `whole`, as many as there is room for; they are the caller's until they are sent.
    SendMany {
        chan: usize,
        values: VecDeque<u32>,
        whole: bool,
    },
    /// `row`: the receives in a row that its handle has made without waiting.
    Recv {
        chan: usize,
        row: usize,
        how: How,
    },
    /// `held`: of the `number` that it wants, how many it has got while it waits. `sink`: it is told of a close only when it uses
    /// what it has got.
    Reserve {
        chan: usize,
        number: usize,
        held: usize,
        sink: bool,
    },
    Closed {
        chan: usize,
    },
    Foreign {
        cell: usize,
        act: Option<Act>,
    },
}

/// What a receive makes of the values that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Value,
    /// Up to so many values at a time.
    Batch(usize),
    Lease,
    /// With the receiver, which the operation has owned.
    OwnedLease,
    /// One after the other.
    Leases,
}

impl How {
    fn leases(self) -> bool {
        matches!(self, How::Lease | How::OwnedLease | How::Leases)
    }
}

/// What a foreign future does with a channel each time it is polled, before anything else.
#[derive(Clone, Copy, Debug)]
pub(super) enum Act {
    /// Sends, if that needs no waiting; `None` once it did.
    TrySend {
        chan: usize,
        value: Option<u32>,
    },
    TryRecv {
        chan: usize,
    },
    /// Leases a value, and gives it back.
    TryLease {
        chan: usize,
    },
    Close {
        chan: usize,
    },
}

/// What an arm comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Sent,
    /// So many values, of those that an arm has.
    SentSome(usize),
    /// With the value, if it comes back in the error.
    SendFailed(Option<u32>),
    Received(u32),
    /// On trial; the task keeps it.
    Leased(u32),
    /// So many values, which the task keeps.
    Batch(usize),
    RecvFailed,
    /// So many permits, which the task keeps.
    Reserved(usize),
    Closed,
    Foreign(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Wait,
    Closed,
}

/// How an operation was decided while it was parked.
#[derive(Clone)]
enum Decided {
    /// One of these arms, which stand for the same: it is not known which has stood first.
    Committed(Vec<usize>),
    /// A channel was closed; any of its arms there may say so.
    Closed(Vec<usize>),
}

#[derive(Clone, Copy)]
struct Waiter {
    task: usize,
    arm: usize,
}

#[derive(Clone)]
pub(super) struct Channel {
    pub(super) capacity: Option<usize>,
    buffer: VecDeque<u32>,
    /// Receives that were chosen and have not collected.
    chosen: usize,
    /// Those that are out, and those that parked reserves have got so far.
    permits: usize,
    /// How many values are leased.
    leases: usize,
    /// Of those that were chosen, how many will make leases.
    leasing: usize,
    /// All values that were ever leased, in the order in which they were first.
    leased: Vec<u32>,
    /// So many of the first values have come back.
    returned: usize,
    pub(super) closed: bool,
    /// It is closed, and receives are told.
    ended: bool,
    sends: VecDeque<Waiter>,
    recvs: VecDeque<Waiter>,
    watchers: VecDeque<Waiter>,
    pub(super) senders: usize,
    pub(super) receivers: usize,
}

#[derive(Clone)]
struct Task {
    arms: Vec<(What, bool)>,
    biased: bool,
    parked: bool,
    /// It is parked, and polls foreign futures: others pass over it.
    held: bool,
    decided: Option<Decided>,
    /// The arm that has won in a poll whose task was told nothing, and what it came to: to be reported at the next.
    untold: Option<(usize, Outcome)>,
    /// What it has received in batches, by the arms that have.
    batches: Vec<(usize, u32)>,
    /// What it keeps, the latest last.
    kept: Vec<Kept>,
    /// What it finds ready moves one value alone: it is found once every arm had its turn, while all channels are held.
    moves_one: bool,
    /// A poll has panicked: the next one begins anew.
    interrupted: bool,
    /// The poll under way has not waited before, and counts if it receives.
    counts: bool,
    /// It gives way to others.
    gives_way: bool,
    /// The operation that had these cases when it was leaked, until the next poll takes them out of its lines.
    leaked: Option<usize>,
    /// Whose wakers it was polled with: its own, or those of the task that has leaked it.
    bell: usize,
    /// The waker it was last polled with.
    waker: usize,
    /// Its first arm stands in line also before the others have had their turn.
    stays_in_line: bool,
    /// The merge whose member it is, and its index there.
    member: Option<(usize, usize)>,
}

/// A task that is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WakeUp {
    pub(super) task: usize,
    pub(super) waker: usize,
    /// It need not be: its last poll has panicked, so that the task polls again anyhow.
    pub(super) optional: bool,
}

/// What a poll may come to.
#[derive(Clone)]
pub(super) struct Plan {
    /// The arms that may be reported; the poll is pending if there is none.
    pub(super) choices: Vec<usize>,
    pub(super) walk: Walk,
}

/// Which foreign futures a poll polls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    None,
    /// Some, until one has panicked.
    Torn,
    /// Those up to the arm that wins.
    Prefix,
    /// The one that wins, if it is one, and any of the others.
    Some,
    All,
}

#[derive(Clone, Default)]
pub(super) struct Model {
    pub(super) channels: Vec<Channel>,
    tasks: Vec<Task>,
    pub(super) merges: Vec<merges::Merge>,
    /// Foreign futures that are ready.
    pub(super) ready: Vec<bool>,
    /// What foreign futures, by their cells, have sent or received, or not, when they were polled last.
    pub(super) acted: Vec<(usize, Option<u32>)>,
    /// What the last operations did: tasks woken, values dropped, values back in their slots.
    pub(super) wakes: Vec<WakeUp>,
    pub(super) dropped: Vec<u32>,
    pub(super) back: Vec<u32>,
    pub(super) trap: Option<Trap>,
    /// What the trap did when it sprang: what it has sent or received, and the task that it polled.
    pub(super) errand: Option<Option<u32>>,
    pub(super) inlined: Option<Inlined>,
    /// Foreign code has panicked in the last operation.
    pub(super) panicked: bool,
    pub(super) guesses: Guesses,
    /// The receives in a row that need not wait, where a task gives way after that.
    budget: Option<usize>,
    /// The foreign future whose poll has panicked in what it did.
    pub(super) tears: Option<usize>,
    /// Operations that nobody will poll or drop.
    leaked: Vec<usize>,
    /// How many values were lost with leases.
    lost: usize,
    /// What tasks that were dropped had received in batches, or had in their queues, in order.
    pub(super) many: Vec<u32>,
}

impl Channel {
    pub(super) fn available(&self) -> usize {
        self.buffer.len() - self.chosen
    }

    fn has_room(&self) -> bool {
        self.capacity.is_none_or(|capacity| self.available() + self.permits < capacity)
    }

    /// What `len` says.
    pub(super) fn len(&self) -> usize {
        if self.capacity == Some(0) { 0 } else { self.available() }
    }

    /// What `is_full` says.
    pub(super) fn is_full(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.len() >= capacity)
    }

    pub(super) fn free_capacity(&self) -> Option<usize> {
        self.capacity.map(|capacity| capacity.saturating_sub(self.len() + self.permits))
    }

    /// What a stream says of what is left of it.
    pub(super) fn size_hint(&self, ended: bool) -> (usize, Option<usize>) {
        let all = self.buffer.len() + self.leases;
        match (ended, self.receivers) {
            (true, _) => (0, Some(0)),
            (false, 1) => (self.available(), self.closed.then_some(all)),
            (false, _) => (0, self.closed.then_some(all)),
        }
    }

    fn lines(&self) -> [&VecDeque<Waiter>; 3] {
        [&self.recvs, &self.sends, &self.watchers]
    }

    fn waiting(&self) -> impl Iterator<Item = &Waiter> {
        self.lines().into_iter().flatten()
    }
}

impl Model {
    pub(super) fn new(guesses: Guesses, budget: Option<usize>) -> Self {
        Model { guesses, budget, ..Model::default() }
    }

    pub(super) fn add_channel(&mut self, capacity: Option<usize>) {
        self.channels.push(Channel {
            capacity,
            buffer: VecDeque::new(),
            chosen: 0,
            permits: 0,
            leases: 0,
            leasing: 0,
            leased: Vec::new(),
            returned: 0,
            closed: false,
            ended: false,
            sends: VecDeque::new(),
            recvs: VecDeque::new(),
            watchers: VecDeque::new(),
            senders: 1,
            receivers: 1,
        });
    }
}
