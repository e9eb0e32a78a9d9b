//! Bytes decoded into a schedule of operations. Every sequence of bytes is a schedule: numbers that stand for a
//! channel, a handle or a task are taken modulo what there is when the operation runs. Nothing is run here.

use super::tasks::Again;
use std::fmt;

pub(super) mod decode;

#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// `None`: unbounded.
    pub(super) capacities: Vec<Option<usize>>,
    pub(super) ending: Ending,
    /// Several arms of a fair select may send into one channel. It is a guess then which one did, and no fair choice may
    /// depend on what was before the run.
    pub(super) twins: bool,
    pub(super) ops: Vec<Op>,
}

/// How a run ends, once everything has come to rest.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    /// The operations are dropped; then every channel is drained and filled to its bound.
    DropTasks,
    /// Everything is closed, and those who waited are polled.
    Close,
    /// The senders' handles go first, and those who waited are polled.
    DropSenders,
    /// The receivers' handles go first, and those who waited are polled.
    DropReceivers,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SendForm {
    Borrowed,
    Owned,
    FromSlot,
    Sink,
    OwnedSink,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum RecvForm {
    Borrowed,
    Owned,
    /// So many at a time.
    Many(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ReserveForm {
    Borrowed,
    Owned,
    /// So many at a time, or as many as the channel buffers.
    Many(usize),
    /// By a sender as a sink.
    Sink,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum LeaseForm {
    Borrowed,
    Owned,
    Stream,
}

/// What is done with a permit or a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A permit sends, a lease is taken.
    Finish,
    /// A lease gets a receiver of its own.
    Own,
    Drop,
    Leak,
}

/// What is done with a merge.
#[derive(Clone, Copy, Debug)]
pub(super) enum MergeDeed {
    Insert {
        key: u8,
        chan: u8,
        weight: u32,
    },
    Remove {
        key: u8,
    },
    TryRecv,
    /// As a stream, by the task that waits for it.
    Poll {
        new_waker: bool,
    },
    /// A receive that is dropped after one poll.
    Cancel {
        new_waker: bool,
    },
    Drop,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Sender,
    Receiver,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Choice {
    Fair,
    Biased,
    Seeded(u64),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ArmSpec {
    Recv { chan: u8 },
    RecvMany { chan: u8, limit: usize },
    Lease { chan: u8 },
    Send { chan: u8 },
    SendFrom { chan: u8 },
    SendMany { chan: u8, number: usize },
    Reserve { chan: u8 },
    Foreign { ready: bool, act: Option<ActSpec> },
}

impl ArmSpec {
    /// What another does that it may wait for.
    fn awaits(&self) -> Option<ActSpec> {
        match *self {
            ArmSpec::Recv { chan } | ArmSpec::RecvMany { chan, .. } | ArmSpec::Lease { chan } => {
                Some(ActSpec::TrySend { chan })
            }
            ArmSpec::Send { chan } | ArmSpec::SendFrom { chan } => Some(ActSpec::TryRecv { chan }),
            ArmSpec::SendMany { chan, .. } | ArmSpec::Reserve { chan } => Some(ActSpec::TryRecv { chan }),
            ArmSpec::Foreign { .. } => None,
        }
    }

    /// It takes no part, with nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self, ArmSpec::RecvMany { limit: 0, .. } | ArmSpec::SendMany { number: 0, .. })
    }
}

/// What a foreign future does with a channel whenever it is polled.
#[derive(Clone, Copy, Debug)]
pub(super) enum ActSpec {
    TrySend { chan: u8 },
    TryRecv { chan: u8 },
    TryLease { chan: u8 },
    Close { chan: u8 },
}

/// Where an operation has its handle from: `takes` stands for the last handle that lies about, else a clone of it.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Send {
        chan: u8,
        form: SendForm,
        takes: bool,
        polls: bool,
    },
    Recv {
        chan: u8,
        form: RecvForm,
        takes: bool,
        polls: bool,
    },
    Reserve {
        chan: u8,
        form: ReserveForm,
        takes: bool,
        polls: bool,
    },
    TryReserve {
        chan: u8,
        number: usize,
    },
    Lease {
        chan: u8,
        form: LeaseForm,
        takes: bool,
        polls: bool,
    },
    TryLease {
        chan: u8,
    },
    /// What one of those who keep permits and leases has got last.
    Use {
        keeper: u8,
        how: Use,
    },
    SendMany {
        chan: u8,
        number: usize,
        takes: bool,
        polls: bool,
    },
    Closed {
        chan: u8,
        end: End,
        polls: bool,
    },
    Select {
        choice: Choice,
        arms: Vec<ArmSpec>,
        polls: bool,
    },
    WrittenSelect {
        choice: Choice,
        arms: Vec<ArmSpec>,
        default: bool,
        polls: bool,
    },
    /// One arm, until a foreign future is ready.
    Until {
        arm: ArmSpec,
        ready: bool,
        polls: bool,
    },
    Poll {
        task: u8,
        new_waker: bool,
    },
    RunWoken {
        new_waker: bool,
    },
    TrySelect {
        task: u8,
    },
    DropTask {
        task: u8,
    },
    PollStream {
        chan: u8,
        rx: u8,
        new_waker: bool,
    },
    LeaveStream {
        chan: u8,
        rx: u8,
    },
    /// The stream of a new handle receives, so often, what was sent just before.
    KeepBusy {
        chan: u8,
        times: u8,
    },
    TrySend {
        chan: u8,
    },
    TryRecv {
        chan: u8,
        rx: u8,
    },
    TryRecvMany {
        chan: u8,
        rx: u8,
        limit: usize,
    },
    ForceSend {
        chan: u8,
    },
    Clone {
        chan: u8,
        end: End,
    },
    Drop {
        chan: u8,
        end: End,
        at: u8,
    },
    Upgrade {
        chan: u8,
        end: End,
    },
    Preallocate {
        chan: u8,
        waiters: usize,
    },
    Close {
        chan: u8,
        end: End,
        guard: bool,
    },
    FireForeign {
        cell: u8,
    },
    Merge {
        merge: u8,
        deed: MergeDeed,
    },
    /// Ends an operation, and begins it anew with the same handles, slots and cases.
    Again {
        task: u8,
        again: Again,
    },
    SetTrap {
        trap: TrapSpec,
    },
}

/// What springs the trap: `task` and `value` count from the last one that there is.
#[derive(Clone, Copy, Debug)]
pub(super) enum TriggerSpec {
    Clone { task: u8 },
    Wake { task: u8 },
    DropWaker { task: u8 },
    DropValue { value: u8 },
}

/// What foreign code does once.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrapSpec {
    pub(super) trigger: TriggerSpec,
    pub(super) polls: bool,
    pub(super) errand: Option<ActSpec>,
    pub(super) panics: bool,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { capacities, ending, twins, .. } = self;
        writeln!(f, "capacities {capacities:?}, ending {ending:?}, twins {twins}")?;
        self.ops.iter().enumerate().try_for_each(|(step, op)| writeln!(f, "{step:3} {op:?}"))
    }
}
