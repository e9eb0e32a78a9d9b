//! Bytes decoded into a schedule. Every sequence of bytes is a schedule.

use super::super::tasks::Again;
use super::{
    ActSpec, ArmSpec, Choice, End, Ending, LeaseForm, MergeDeed, Op, RecvForm, ReserveForm, Schedule,
    SendForm, TrapSpec, TriggerSpec, Use,
};

struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    /// The next byte; zeros after the last.
    fn next(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    fn chance(&mut self, one_in: u8) -> bool {
        self.next() % one_in == 1
    }

    fn end(&mut self) -> End {
        if self.next() % 2 == 0 { End::Sender } else { End::Receiver }
    }
}

pub(in super::super) fn decode(bytes: &[u8]) -> Schedule {
    let mut bytes = Bytes(bytes.iter());
    let head = bytes.next();
    let capacities = (0..=head % 4).map(|_| [Some(0), Some(1), Some(2), None][bytes.next() as usize % 4]);
    let capacities = capacities.collect();
    let ending = [Ending::DropTasks, Ending::Close, Ending::DropSenders, Ending::DropReceivers]
        [(head >> 2) as usize % 4];
    // In a calm schedule every channel stays open until the end.
    let calm = head & 16 != 0;
    let among = if head & 0xc0 == 0xc0 { ABOUT_THE_END } else { &[] };
    let mut ops = Vec::new();
    while !bytes.0.as_slice().is_empty() {
        ops.push(decode_op(&mut bytes, calm, among));
    }
    Schedule { capacities, ending, twins: head & 32 != 0, ops }
}

const SEND_FORMS: [SendForm; 5] =
    [SendForm::Borrowed, SendForm::Owned, SendForm::FromSlot, SendForm::Sink, SendForm::OwnedSink];

/// Of batches.
const LIMITS: [usize; 3] = [2, 3, usize::MAX];

/// Of batches of arms.
const ARM_LIMITS: [usize; 7] = [2, 3, usize::MAX, 1, 2, usize::MAX, 0];

/// What meets where a channel ends: selects, leases, a close, and who receives what comes back; by their codes.
const ABOUT_THE_END: &[u8] =
    &[6, 17, 17, 17, 21, 23, 25, 28, 34, 38, 38, 43, 48, 71, 73, 73, 73, 79, 79, 83, 101, 105];

/// One operation, of those with the codes `among`, if there are any.
fn decode_op(bytes: &mut Bytes<'_>, calm: bool, among: &[u8]) -> Op {
    let code = bytes.next();
    let code =
        among.get(code as usize % among.len().max(1)).copied().unwrap_or(code) % if calm { 101 } else { 107 };
    let chan = if matches!(code, 17..=36 | 58..=65 | 73..=78) { 0 } else { bytes.next() };
    match code {
        0..=5 => {
            let form = bytes.next();
            Op::Send {
                chan,
                form: SEND_FORMS[form as usize % SEND_FORMS.len()],
                takes: !calm && form & 0xc0 == 0xc0,
                polls: form & 0x30 != 0x30,
            }
        }
        6..=11 => {
            let form = bytes.next();
            Op::Recv {
                chan,
                form: match form & 7 {
                    0..=2 => RecvForm::Owned,
                    3 | 4 => RecvForm::Borrowed,
                    at => RecvForm::Many(LIMITS[at as usize - 5]),
                },
                takes: !calm && form & 0xc0 == 0xc0,
                polls: form & 0x30 != 0x30,
            }
        }
        12 => Op::Closed { chan, end: bytes.end(), polls: true },
        13..=16 => Op::PollStream { chan, rx: bytes.next(), new_waker: bytes.chance(4) },
        17..=20 => {
            let (choice, arms, polls) = decode_select(bytes, calm);
            Op::Select { choice, arms, polls }
        }
        21 | 22 => {
            let (choice, arms, polls) = decode_select(bytes, calm);
            Op::WrittenSelect { choice, arms, default: bytes.chance(4), polls }
        }
        23..=27 => Op::RunWoken { new_waker: bytes.chance(4) },
        28..=31 => Op::Poll { task: bytes.next(), new_waker: bytes.chance(2) },
        32 | 33 => Op::TrySelect { task: bytes.next() },
        34..=36 => Op::DropTask { task: bytes.next() },
        37 => Op::LeaveStream { chan, rx: bytes.next() },
        38..=42 => Op::TrySend { chan },
        43..=46 => Op::TryRecv { chan, rx: bytes.next() },
        47 => {
            let rx = bytes.next();
            Op::TryRecvMany { chan, rx, limit: LIMITS[(rx >> 4) as usize % LIMITS.len()] }
        }
        48 | 49 => Op::ForceSend { chan },
        50..=52 => Op::FireForeign { cell: chan },
        53..=55 => Op::Clone { chan, end: bytes.end() },
        56 | 57 => Op::Upgrade { chan, end: bytes.end() },
        58..=60 => {
            let (task, how) = (bytes.next(), bytes.next());
            Op::Again { task, again: if how % 3 == 0 { Again::Leak } else { Again::Drop } }
        }
        61..=65 => Op::SetTrap { trap: decode_trap(bytes, calm) },
        66 => match bytes.next() {
            // About as many as a handle receives in a row.
            times if times % 3 == 0 => Op::KeepBusy { chan, times: 125 + times / 3 % 8 },
            waiters if waiters % 3 == 1 => Op::Preallocate { chan, waiters: waiters as usize / 3 % 4 },
            rx => Op::PollStream { chan, rx, new_waker: false },
        },
        67..=70 => {
            let form = bytes.next();
            Op::Reserve {
                chan,
                form: match form & 7 {
                    0 | 1 => ReserveForm::Borrowed,
                    2 => ReserveForm::Sink,
                    3 | 4 => ReserveForm::Owned,
                    at => ReserveForm::Many(at as usize - 4),
                },
                takes: !calm && form & 0xc0 == 0xc0,
                polls: form & 0x30 != 0x30,
            }
        }
        71 | 72 => Op::TryReserve { chan, number: [1, 1, 2, 3][bytes.next() as usize % 4] },
        73..=78 => {
            let (keeper, how) = (bytes.next(), bytes.next());
            let how = match how % 8 {
                0..=3 => Use::Finish,
                4 => Use::Own,
                5 | 6 => Use::Drop,
                _ => Use::Leak,
            };
            Op::Use { keeper, how }
        }
        79..=82 => {
            let form = bytes.next();
            Op::Lease {
                chan,
                form: [LeaseForm::Borrowed, LeaseForm::Owned, LeaseForm::Stream][form as usize % 3],
                takes: !calm && form & 0xc0 == 0xc0,
                polls: form & 0x30 != 0x30,
            }
        }
        83 => Op::TryLease { chan },
        84..=86 => {
            let form = bytes.next();
            Op::SendMany {
                chan,
                number: form as usize & 7,
                takes: !calm && form & 0xc0 == 0xc0,
                polls: form & 0x30 != 0x30,
            }
        }
        87..=96 => Op::Merge { merge: chan, deed: decode_merge(bytes) },
        97..=100 => {
            let form = bytes.next();
            let arm = match form & 7 {
                0 | 1 => ArmSpec::Recv { chan },
                2 | 3 => ArmSpec::RecvMany { chan, limit: LIMITS[form as usize % LIMITS.len()] },
                4 => ArmSpec::Lease { chan },
                5 => ArmSpec::Send { chan },
                6 => ArmSpec::SendFrom { chan },
                _ => ArmSpec::Reserve { chan },
            };
            Op::Until { arm, ready: form & 0xc0 == 0xc0, polls: form & 0x30 != 0x30 }
        }
        101..=104 => Op::Drop { chan, end: bytes.end(), at: bytes.next() },
        _ => Op::Close { chan, end: bytes.end(), guard: bytes.chance(2) },
    }
}

fn decode_merge(bytes: &mut Bytes<'_>) -> MergeDeed {
    let how = bytes.next();
    let (key, new_waker) = (how >> 6, how & 0x30 == 0x30);
    match how & 15 {
        0..=6 => {
            let member = bytes.next();
            MergeDeed::Insert { key, chan: member >> 4, weight: 1 + u32::from(member & 15) % 3 }
        }
        7 => MergeDeed::Remove { key },
        8..=11 => MergeDeed::Poll { new_waker },
        12 | 13 => MergeDeed::TryRecv,
        14 => MergeDeed::Cancel { new_waker },
        _ if key == 0 => MergeDeed::Drop,
        _ => MergeDeed::Poll { new_waker },
    }
}

fn decode_select(bytes: &mut Bytes<'_>, calm: bool) -> (Choice, Vec<ArmSpec>, bool) {
    let head = bytes.next();
    let choice = match head >> 6 {
        0 => Choice::Fair,
        1 => Choice::Seeded(bytes.next().into()),
        _ => Choice::Biased,
    };
    let mut arms: Vec<ArmSpec> = Vec::new();
    for _ in 0..=(head & 7) % 6 {
        let arm = bytes.next();
        let chan = arm >> 4;
        let arm = match arm & 15 {
            0 | 1 => ArmSpec::Recv { chan },
            2 | 3 => ArmSpec::RecvMany { chan, limit: ARM_LIMITS[bytes.next() as usize % ARM_LIMITS.len()] },
            4 | 5 => ArmSpec::Lease { chan },
            6 | 7 => ArmSpec::Send { chan },
            8 | 9 => ArmSpec::SendMany { chan, number: bytes.next() as usize & 7 },
            10 => ArmSpec::SendFrom { chan },
            // What it does would depend on the order in which a fair select tries its arms.
            13 | 14 if matches!(choice, Choice::Biased) => {
                let act = decode_act(bytes.next(), calm);
                // Half of them do what the arm before waits for.
                let awaited = arms.last().filter(|_| chan & 1 == 0).and_then(ArmSpec::awaits);
                ArmSpec::Foreign { ready: chan == 15, act: Some(awaited.unwrap_or(act)) }
            }
            11..=13 => ArmSpec::Reserve { chan },
            _ => ArmSpec::Foreign { ready: chan & 3 == 3, act: None },
        };
        arms.push(arm);
    }
    (choice, arms, head & 0x30 != 0x30)
}

fn decode_act(code: u8, calm: bool) -> ActSpec {
    let chan = code >> 4;
    match code & 15 {
        15 if !calm => ActSpec::Close { chan },
        0..=7 => ActSpec::TrySend { chan },
        8..=10 => ActSpec::TryLease { chan },
        _ => ActSpec::TryRecv { chan },
    }
}

fn decode_trap(bytes: &mut Bytes<'_>, calm: bool) -> TrapSpec {
    let (task, how) = (bytes.next(), bytes.next());
    let trigger = match how & 7 {
        0 => TriggerSpec::Clone { task },
        1..=3 => TriggerSpec::Wake { task },
        4 | 5 => TriggerSpec::DropWaker { task },
        _ => TriggerSpec::DropValue { value: task },
    };
    let (polls, acts, panics) = match trigger {
        // When the crate does that it is free to choose, and so it must not matter to the channels.
        TriggerSpec::Clone { .. } | TriggerSpec::DropWaker { .. } => (false, false, true),
        TriggerSpec::Wake { .. } => (how & 8 != 0, how & 16 != 0, how & 32 != 0),
        TriggerSpec::DropValue { .. } => (false, how & 16 != 0, how & 32 != 0),
    };
    let errand = acts.then(|| decode_act(bytes.next(), calm));
    TrapSpec { trigger, polls, errand, panics }
}
