//! Drives the crate and the reference model side by side through one schedule, and compares after every operation:
//! its result, the wakers woken, the values dropped, the values back in their slots, what the handles answer.
//!
//! Nothing here decides what is right: that is the model's.

mod compare;
mod ending;
mod handles;
mod hostilities;
mod kept;
mod leases;
mod merges;
mod panicked;
mod permits;
mod selects;
mod steps;
mod waiting;

use super::super::flavor::{self, Receiver, Sender, WeakReceiver, WeakSender};
use super::foreign::Cell;
use super::hostile::{self, Bell, Sprung, catch};
use super::reference::{Guesses, Model, What};
use super::schedule::{End, Schedule};
use super::tasks::{Body, Mailbox, Report, Value};
use super::thrown_text;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

/// The most handles of one end that lie about, and the most operations at a time.
const HANDLES: usize = 4;
const TASKS: usize = 12;
const MERGES: usize = 2;

type Checked<R = ()> = Result<R, String>;

/// Returns with the message unless the condition holds.
macro_rules! ensure {
    ($holds:expr, $($message:tt)+) => {
        if !$holds {
            return Err(format!($($message)+));
        }
    };
}

use ensure;

/// A receiver is a stream too, and as that a task.
struct Rx {
    handle: Receiver<Value>,
    task: usize,
    ended: bool,
}

struct Chan {
    txs: Vec<Sender<Value>>,
    rxs: Vec<Rx>,
    weak_tx: WeakSender<Value>,
    weak_rx: WeakReceiver<Value>,
}

/// An operation that is under way.
struct Live {
    task: usize,
    /// Shared with the trap that polls it.
    body: Rc<RefCell<Body>>,
    mail: Mailbox,
    /// The handles that go with the body, in the order in which they are dropped.
    handles: Vec<(usize, End)>,
    /// Whether it can wait for being woken.
    polled: bool,
    /// Its poll has panicked, and it is polled again in the same step.
    polls_at_once: bool,
    form: Form,
}

/// What kind of operation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Single {
        /// Whether it can be begun again: it does not own its handle.
        renews: bool,
    },
    /// A `Select`: it can be tried, and awaited again.
    Built,
    /// A `select!`, or an operation `until` something.
    Written { default: bool, until: bool },
}

/// What a foreign future's last poll has registered: a task's waker, or one that wakes nobody.
type Registered = Option<(usize, usize)>;

/// A foreign future from outside.
struct Outside {
    cell: Arc<Mutex<Cell>>,
    registered: Registered,
    /// How many polls of it have been accounted for.
    seen: usize,
}

struct World {
    model: Model,
    chans: Vec<Chan>,
    live: Vec<Live>,
    /// Operations that are complete, and keep permits or leases.
    keepers: Vec<Live>,
    cells: Vec<Outside>,
    merges: Vec<merges::Merged>,
    /// Each task's wakers; the last one is its waker now.
    bells: Vec<Vec<Rc<Bell>>>,
    rung: Rc<RefCell<Vec<(usize, usize)>>>,
    graveyard: Arc<Mutex<Vec<u32>>>,
    /// Tasks that were woken and not polled since, the earliest first.
    woken: Vec<usize>,
    back: Vec<u32>,
    many: Vec<u32>,
    values: u32,
    buried: BTreeSet<u32>,
    twins: bool,
    /// What the trap has done in the crate, in this step, and what the task reported that it polled.
    sprung: Option<Sprung>,
    inlined: Option<(usize, Report)>,
    /// Tasks whose selects were leaked.
    leaked: BTreeSet<usize>,
    /// A handle was kept busy. From then on nothing panics, and nothing is leaked: what a handle has counted shows only
    /// where it is exact.
    busy: bool,
}

/// Runs a schedule; what went wrong, if anything did. The world is dropped only where all went well, since what
/// is inconsistent may panic again.
pub(super) fn run(schedule: &Schedule) -> Checked {
    let mut guesses = Guesses::default();
    loop {
        let mut world = ManuallyDrop::new(World::new(schedule, guesses));
        // A wrong guess may show by what hostile code throws where no call of the crate is expected to.
        let ended = catch_unwind(AssertUnwindSafe(|| play(&mut world, schedule)));
        let ended = ended.unwrap_or_else(|thrown| Err(format!("a panic: {}", thrown_text(&*thrown))));
        hostile::set(None);
        // What nobody has heeded is no matter of the next run.
        _ = hostile::sprung();
        match (ended, world.model.guesses.clone().others()) {
            (Ok(()), _) => return ManuallyDrop::into_inner(world).bury(),
            (wrong, None) => return wrong,
            (_, Some(others)) => guesses = others,
        }
    }
}

fn play(world: &mut World, schedule: &Schedule) -> Checked {
    for (step, op) in schedule.ops.iter().enumerate() {
        world.step(op).map_err(|wrong| format!("step {step}, {op:?}: {wrong}"))?;
    }
    world.end(schedule.ending).map_err(|wrong| format!("at the end, {:?}: {wrong}", schedule.ending))
}

impl World {
    fn new(schedule: &Schedule, guesses: Guesses) -> Self {
        let mut world = World {
            model: Model::new(guesses, flavor::BUDGET),
            chans: Vec::new(),
            live: Vec::new(),
            keepers: Vec::new(),
            cells: Vec::new(),
            merges: Vec::new(),
            bells: Vec::new(),
            rung: Rc::default(),
            graveyard: Arc::default(),
            woken: Vec::new(),
            back: Vec::new(),
            many: Vec::new(),
            values: 0,
            buried: BTreeSet::new(),
            twins: schedule.twins,
            sprung: None,
            inlined: None,
            leaked: BTreeSet::new(),
            busy: false,
        };
        for (chan, &capacity) in schedule.capacities.iter().enumerate() {
            world.model.add_channel(capacity);
            let (tx, rx) = match capacity {
                Some(0) => flavor::rendezvous(),
                Some(capacity) => flavor::bounded(capacity),
                None => flavor::unbounded(),
            };
            let (weak_tx, weak_rx) = (tx.downgrade(), rx.downgrade());
            world.chans.push(Chan { txs: vec![tx], rxs: vec![], weak_tx, weak_rx });
            world.keep_receiver(chan, rx);
        }
        (0..MERGES).for_each(|_| world.add_merge());
        world
    }

    fn value(&mut self) -> (u32, Value) {
        self.values += 1;
        (self.values, Value { id: self.values, graveyard: self.graveyard.clone() })
    }

    /// The model's number for a new task; its first waker.
    fn add_task(&mut self, arms: Vec<What>, biased: bool) -> usize {
        let task = self.model.add_task(arms, biased);
        // What was leaked has a number too.
        self.bells.resize_with(task + 1, Vec::new);
        self.new_waker(task);
        task
    }

    fn new_waker(&mut self, task: usize) {
        let number = self.bells[task].len();
        self.bells[task].push(Rc::new(Bell::new(task, number, self.rung.clone())));
    }

    /// The task's waker, or a new one.
    fn bell(&mut self, task: usize, new: bool) -> Rc<Bell> {
        if new {
            self.new_waker(task);
        }
        self.bells[task].last().expect("every task has a waker").clone()
    }
}
