//! Programs: what each thread calls, one call after the other; and how a seed becomes one.

use std::fmt;

/// The number of a channel.
pub type Chan = usize;

/// One operation that may have to wait: of a call of its own, or of a select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arm {
    /// Sends this number.
    Send(Chan, u32),
    Recv(Chan),
    /// Sends of so many numbers, from this one on, those that there is room for; in a select.
    SendSome(Chan, u32, usize),
    /// Receives so many at most; in a select.
    RecvMany(Chan, usize),
    /// Sends so many numbers, from this one on; in a call of its own.
    SendMany(Chan, u32, usize),
    /// Room for so many values; in a call of its own.
    Reserve(Chan, usize),
    /// Receives on trial; in a call of its own.
    Lease(Chan),
}

impl Arm {
    pub fn chan(self) -> Chan {
        match self {
            Arm::Send(chan, _) | Arm::SendSome(chan, ..) | Arm::SendMany(chan, ..) => chan,
            Arm::Reserve(chan, _) | Arm::Recv(chan) | Arm::RecvMany(chan, _) | Arm::Lease(chan) => chan,
        }
    }

    pub fn receives(self) -> bool {
        matches!(self, Arm::Recv(_) | Arm::RecvMany(..) | Arm::Lease(_))
    }
}

/// What a call does when it cannot complete at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It says so.
    Never,
    /// It waits until its time is over, which may come whenever it waits.
    Limited,
    /// It waits until it is done: only in programs that close each channel in the end.
    Forever,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Sender,
    Receiver,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// `try_send`, `try_recv`, and what blocks, with and without a time limit. A send of many has none: it is given up where it
    /// waits.
    One(Arm, Wait),
    /// A select of different arms; with a default if it does not wait.
    Select(Vec<Arm>, Wait),
    /// A future that a task polls once; that then makes these calls, and polls it again or not, before it drops it.
    Polled {
        arms: Vec<Arm>,
        meanwhile: Vec<Call>,
        again: bool,
    },
    /// In a history: the first poll of a future; another one of that which began so; and its end before it was done.
    Start(Vec<Arm>),
    Again(usize, Vec<Arm>),
    Leave(usize, Vec<Arm>),
    /// A reserve of as many as there are `values`, these calls, and then each permit sends, or is dropped.
    Permits {
        chan: Chan,
        wait: Wait,
        meanwhile: Vec<Call>,
        values: Vec<Option<u32>>,
    },
    /// A receive on trial, these calls, and then the value is taken, or comes back.
    Lease {
        chan: Chan,
        wait: Wait,
        meanwhile: Vec<Call>,
        takes: bool,
    },
    /// In a history: what becomes of a permit, and of a lease of this value.
    Fill(Chan, u32),
    Release(Chan),
    Take(Chan, u32),
    GiveBack(Chan, u32),
    ForceSend(Chan, u32),
    Close(Chan, End),
    Len(Chan, End),
    IsEmpty(Chan, End),
    IsFull(Chan, End),
    IsClosed(Chan, End),
    Drop(Chan, End),
}

impl Call {
    /// What it may wait for.
    pub fn arms(&self) -> &[Arm] {
        match self {
            Call::One(arm, _) => std::slice::from_ref(arm),
            Call::Select(arms, _) | Call::Start(arms) | Call::Again(_, arms) | Call::Leave(_, arms) => arms,
            _ => &[],
        }
    }

    pub fn uses(&self, chan: Chan) -> bool {
        match *self {
            Call::ForceSend(of, _) | Call::Close(of, _) | Call::Drop(of, _) => of == chan,
            Call::Fill(of, _) | Call::Release(of) | Call::Take(of, _) | Call::GiveBack(of, _) => of == chan,
            _ => self.inquires() == Some(chan) || self.arms().iter().any(|arm| arm.chan() == chan),
        }
    }

    /// The channel that it looks at and leaves as it is.
    pub fn inquires(&self) -> Option<Chan> {
        match *self {
            Call::Len(of, _) | Call::IsEmpty(of, _) | Call::IsFull(of, _) | Call::IsClosed(of, _) => Some(of),
            _ => None,
        }
    }
}

/// Each thread has handles of its own to both ends of each channel.
#[derive(Clone, Debug)]
pub struct Program {
    pub seed: u64,
    /// Of each channel; `usize::MAX`: unbounded.
    pub capacities: Vec<usize>,
    /// What the main thread calls before it starts the others.
    pub before: Vec<Call>,
    pub threads: Vec<Vec<Call>>,
    /// What the main thread calls beside the others, if it keeps its handles so long.
    pub beside: Option<Vec<Call>>,
    /// What is left in the end is received; else most of it goes with the channel.
    pub drained: bool,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "program {}: capacities {:?}", self.seed, self.capacities)?;
        writeln!(f, "  before  {:?}", self.before)?;
        for (number, calls) in self.threads.iter().enumerate() {
            writeln!(f, "  thread {number} {calls:?}")?;
        }
        match &self.beside {
            Some(calls) => writeln!(f, "  beside  {calls:?}")?,
            None => writeln!(f, "  the main thread drops its handles before")?,
        }
        writeln!(
            f,
            "  what is left in the end is {}",
            if self.drained { "received" } else { "dropped, but for one" }
        )
    }
}

/// Pseudo-random numbers that follow from a seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// `splitmix64` (Steele, Lea and Flood, 2014).
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.throw() % bound as u64) as usize
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<X: Copy>(&mut self, from: &[X]) -> X {
        from[self.below(from.len())]
    }
}

impl Program {
    pub fn of(seed: u64) -> Program {
        let mut maker = Maker { dice: Dice::new(seed), values: 0, chans: 0, ended: false };
        maker.chans = 1 + maker.dice.below(2);
        // Waiting for ever is for programs whose end wakes everybody.
        maker.ended = maker.dice.one_in(3);
        let capacities = (0..maker.chans).map(|_| maker.dice.pick(&[0, 1, 2, 3, usize::MAX])).collect();
        let before = (0..maker.dice.below(4)).map(|_| maker.fill()).collect();
        let number = 2 + maker.dice.below(3);
        let threads = (0..number).map(|_| maker.thread(number)).collect();
        let beside = if maker.ended {
            Some((0..maker.chans).map(|chan| Call::Close(chan, maker.end())).collect())
        } else if maker.dice.one_in(2) {
            Some(Vec::new())
        } else {
            None
        };
        let drained = !maker.dice.one_in(4);
        Program { seed, capacities, before, threads, beside, drained }
    }
}

struct Maker {
    dice: Dice,
    /// How many values there are so far: each is sent once at most.
    values: u32,
    chans: usize,
    /// Each channel is closed in the end.
    ended: bool,
}

impl Maker {
    fn end(&mut self) -> End {
        self.dice.pick(&[End::Sender, End::Receiver])
    }

    fn value(&mut self) -> u32 {
        self.value_of(1)
    }

    /// The first of so many.
    fn value_of(&mut self, number: usize) -> u32 {
        self.values += number as u32;
        self.values + 1 - number as u32
    }

    fn fill(&mut self) -> Call {
        let chan = self.dice.below(self.chans);
        Call::One(Arm::Send(chan, self.value()), Wait::Never)
    }

    /// The more threads there are, the less each of them calls.
    fn thread(&mut self, threads: usize) -> Vec<Call> {
        let mut handles: Vec<(Chan, End)> =
            (0..self.chans).flat_map(|chan| [(chan, End::Sender), (chan, End::Receiver)]).collect();
        let number = 1 + self.dice.below(6 - threads);
        (0..number).map_while(|_| self.call(&mut handles)).collect()
    }

    fn call(&mut self, handles: &mut Vec<(Chan, End)>) -> Option<Call> {
        let at = self.dice.below(handles.len().max(1));
        let &(chan, end) = handles.get(at)?;
        Some(match self.dice.below(46) {
            0..=9 => Call::One(self.arm(chan, end), Wait::Never),
            10..=15 => Call::One(self.arm(chan, end), self.wait()),
            16..=19 => Call::Select(self.arms(handles), Wait::Never),
            20..=23 => Call::Select(self.arms(handles), self.wait()),
            24 | 25 if end == End::Sender => Call::ForceSend(chan, self.value()),
            24..=26 => Call::Len(chan, end),
            27 => Call::IsEmpty(chan, end),
            28 => Call::IsFull(chan, end),
            29 => Call::IsClosed(chan, end),
            30 => Call::Close(chan, end),
            31..=36 => Call::Polled {
                arms: if self.dice.one_in(2) { vec![self.arm(chan, end)] } else { self.arms(handles) },
                meanwhile: self.meanwhile(handles),
                again: self.dice.one_in(2),
            },
            37..=42 if end == End::Sender => self.permits(chan, handles),
            37..=42 => Call::Lease {
                chan,
                wait: if self.dice.one_in(2) { Wait::Never } else { self.wait() },
                meanwhile: self.meanwhile(handles),
                takes: self.dice.one_in(2),
            },
            43 | 44 if end == End::Sender => self.send_many(chan),
            43 | 44 => Call::One(self.arm(chan, end), self.wait()),
            _ => {
                handles.swap_remove(at);
                Call::Drop(chan, end)
            }
        })
    }

    fn permits(&mut self, chan: Chan, handles: &[(Chan, End)]) -> Call {
        let number = self.dice.pick(&[1, 1, 1, 2]);
        Call::Permits {
            chan,
            wait: if number > 1 || self.dice.one_in(2) { Wait::Never } else { self.wait() },
            meanwhile: self.meanwhile(handles),
            values: (0..number)
                .map(|_| if self.dice.one_in(3) { None } else { Some(self.value()) })
                .collect(),
        }
    }

    fn send_many(&mut self, chan: Chan) -> Call {
        let number = 2 + self.dice.below(2);
        Call::One(Arm::SendMany(chan, self.value_of(number), number), self.wait())
    }

    fn meanwhile(&mut self, handles: &[(Chan, End)]) -> Vec<Call> {
        (0..self.dice.below(3)).map(|_| self.simple(handles)).collect()
    }

    /// What a task does that has a future to poll.
    fn simple(&mut self, handles: &[(Chan, End)]) -> Call {
        let (chan, end) = self.dice.pick(handles);
        if self.dice.one_in(4) { Call::Len(chan, end) } else { Call::One(self.arm(chan, end), Wait::Never) }
    }

    fn wait(&mut self) -> Wait {
        if self.ended { self.dice.pick(&[Wait::Limited, Wait::Forever]) } else { Wait::Limited }
    }

    fn arm(&mut self, chan: Chan, end: End) -> Arm {
        match end {
            End::Sender => Arm::Send(chan, self.value()),
            End::Receiver => Arm::Recv(chan),
        }
    }

    fn arm_of_many(&mut self, chan: Chan, end: End) -> Arm {
        let number = self.dice.pick(&[1, 2, 2, 3]);
        match end {
            End::Sender => Arm::SendSome(chan, self.value_of(number), number),
            End::Receiver => Arm::RecvMany(chan, number),
        }
    }

    /// One arm or more.
    fn arms(&mut self, handles: &[(Chan, End)]) -> Vec<Arm> {
        let always = self.dice.below(handles.len());
        let mut arms = Vec::new();
        for (at, &(chan, end)) in handles.iter().enumerate() {
            if at == always || self.dice.one_in(2) {
                arms.push(if self.dice.one_in(3) {
                    self.arm_of_many(chan, end)
                } else {
                    self.arm(chan, end)
                });
            }
        }
        arms
    }
}
