//! Drives the crate and the reference model side by side through one schedule, and compares after every operation:
//! its result, the wakers woken, the values dropped, the values back in their slots, what the handles answer.
//!
//! Nothing here decides what is right: that is the model's.

mod compare;
mod handles;
mod waiting;

use super::super::flavor::{self, Receiver, Sender, WeakReceiver, WeakSender};
use super::reference::{Model, What};
use super::schedule::{End, Ending, Op, Schedule};
use super::tasks::{Bell, Body, Cell, Mailbox, Value};
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex};
use std::task::Waker;

/// The most handles of one end that lie about, and the most operations at a time.
const HANDLES: usize = 4;
const TASKS: usize = 12;

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
    body: Body,
    mail: Mailbox,
    /// The handles that go with the body, in the order in which they are dropped.
    handles: Vec<(usize, End)>,
    polled: bool,
    form: Form,
}

/// What kind of operation it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Single,
    /// A `Select`: it can be tried, and awaited again.
    Built,
    /// A `select!`.
    Written {
        default: bool,
    },
}

/// What a foreign future's last poll has registered: a task's waker, or one that wakes nobody.
type Registered = Option<(usize, usize)>;

struct World {
    model: Model,
    chans: Vec<Chan>,
    live: Vec<Live>,
    cells: Vec<(Arc<Mutex<Cell>>, Registered)>,
    /// Each task's wakers; the last one is its waker now.
    bells: Vec<Vec<Arc<Bell>>>,
    rung: Arc<Mutex<Vec<(usize, usize)>>>,
    graveyard: Arc<Mutex<Vec<u32>>>,
    /// Tasks that were woken and not polled since, the earliest first.
    woken: Vec<usize>,
    back: Vec<u32>,
    values: u32,
    buried: BTreeSet<u32>,
}

/// Runs a schedule; what went wrong, if anything did. The world is dropped only where all went well, since what
/// is inconsistent may panic again.
pub(super) fn run(schedule: &Schedule) -> Checked {
    let mut world = ManuallyDrop::new(World::new(&schedule.capacities));
    for (step, op) in schedule.ops.iter().enumerate() {
        world.step(op).map_err(|wrong| format!("step {step}, {op:?}: {wrong}"))?;
    }
    world.end(schedule.ending).map_err(|wrong| format!("at the end, {:?}: {wrong}", schedule.ending))?;
    ManuallyDrop::into_inner(world).bury()
}

impl World {
    fn new(capacities: &[Option<usize>]) -> Self {
        let mut world = World {
            model: Model::default(),
            chans: Vec::new(),
            live: Vec::new(),
            cells: Vec::new(),
            bells: Vec::new(),
            rung: Arc::default(),
            graveyard: Arc::default(),
            woken: Vec::new(),
            back: Vec::new(),
            values: 0,
            buried: BTreeSet::new(),
        };
        for (chan, &capacity) in capacities.iter().enumerate() {
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
        world
    }

    fn value(&mut self) -> (u32, Value) {
        self.values += 1;
        (self.values, Value { id: self.values, graveyard: self.graveyard.clone() })
    }

    /// The model's number for a new task; its first waker.
    fn add_task(&mut self, arms: Vec<What>, biased: bool) -> usize {
        let task = self.model.add_task(arms, biased);
        self.bells.push(Vec::new());
        self.new_waker(task);
        task
    }

    fn new_waker(&mut self, task: usize) {
        let number = self.bells[task].len();
        self.bells[task].push(Arc::new(Bell { task, number, rung: self.rung.clone() }));
    }

    /// The task's waker, or a new one, with its number.
    fn waker(&mut self, task: usize, new: bool) -> (usize, Waker) {
        if new {
            self.new_waker(task);
        }
        let bell = self.bells[task].last().expect("every task has a waker");
        (bell.number, bell.clone().into())
    }

    // ---- Steps ----------------------------------------------------------------------------------------

    fn step(&mut self, op: &Op) -> Checked {
        self.apply(op)?;
        self.check()
    }

    fn chan(&self, chan: u8) -> usize {
        chan as usize % self.chans.len()
    }

    fn apply(&mut self, op: &Op) -> Checked {
        match *op {
            Op::Send { chan, form, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, Form::Single, |world| world.start_send(chan, form, takes))
            }
            Op::Recv { chan, owned, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, Form::Single, |world| world.start_recv(chan, owned, takes))
            }
            Op::Closed { chan, end, polls } => {
                let chan = self.chan(chan);
                self.start(polls, Form::Single, |world| world.start_closed(chan, end))
            }
            Op::Select { choice, ref arms, polls } => {
                self.start(polls, Form::Built, |world| world.start_select(choice, arms, Form::Built))
            }
            Op::WrittenSelect { choice, ref arms, default, polls } => {
                let form = Form::Written { default };
                self.start(polls, form, |world| world.start_select(choice, arms, form))
            }
            Op::Poll { task, new_waker } => match self.pick_live(task) {
                Some(at) => self.poll(at, new_waker, false),
                None => Ok(()),
            },
            Op::RunWoken { new_waker } => self.run_woken(new_waker).map(|_| ()),
            Op::TrySelect { task } => match self.pick_live(task) {
                Some(at) if self.live[at].form == Form::Built => self.poll(at, false, true),
                _ => Ok(()),
            },
            Op::DropTask { task } => match self.pick_live(task) {
                Some(at) => self.drop_live(at),
                None => Ok(()),
            },
            Op::PollStream { chan, rx, new_waker } => match self.pick_receiver(chan, rx) {
                Some((chan, rx)) => self.poll_stream(chan, rx, new_waker),
                None => Ok(()),
            },
            Op::LeaveStream { chan, rx } => {
                if let Some((chan, rx)) = self.pick_receiver(chan, rx) {
                    self.leave_stream(chan, rx);
                    drop(self.chans[chan].rxs[rx].handle.recv());
                }
                Ok(())
            }
            Op::TrySend { chan } => self.try_send(self.chan(chan)).map(|_| ()),
            Op::TryRecv { chan, rx } => match self.pick_receiver(chan, rx) {
                Some((chan, rx)) => self.try_recv(chan, rx).map(|_| ()),
                None => Ok(()),
            },
            Op::ForceSend { chan } => self.force_send(self.chan(chan)),
            Op::Clone { chan, end } => {
                let chan = self.chan(chan);
                match end {
                    End::Sender if self.chans[chan].txs.len() < HANDLES => {
                        let clone = self.sender(chan, false);
                        self.chans[chan].txs.extend(clone);
                    }
                    End::Receiver if self.chans[chan].rxs.len() < HANDLES => {
                        if let Some(clone) = self.receiver(chan, false) {
                            self.keep_receiver(chan, clone);
                        }
                    }
                    _ => {}
                }
                Ok(())
            }
            Op::Drop { chan, end, at } => {
                let chan = self.chan(chan);
                self.drop_handle(chan, end, at as usize);
                Ok(())
            }
            Op::Upgrade { chan, end } => self.upgrade(self.chan(chan), end),
            Op::Close { chan, end, guard } => self.close(self.chan(chan), end, guard),
            Op::FireForeign { cell } => {
                if !self.cells.is_empty() {
                    let cell = cell as usize % self.cells.len();
                    self.fire(cell);
                }
                Ok(())
            }
        }
    }

    fn pick_live(&self, task: u8) -> Option<usize> {
        if self.live.is_empty() { None } else { Some(task as usize % self.live.len()) }
    }

    fn pick_receiver(&self, chan: u8, rx: u8) -> Option<(usize, usize)> {
        let chan = self.chan(chan);
        let receivers = self.chans[chan].rxs.len();
        if receivers == 0 { None } else { Some((chan, rx as usize % receivers)) }
    }

    // ---- The end --------------------------------------------------------------------------------------

    /// Polls those who were woken, and nobody else, until nobody is.
    fn settle(&mut self) -> Checked {
        while self.run_woken(false)? {
            self.check()?;
        }
        let forgotten = self.live.iter().find(|live| self.model.is_decided(live.task));
        ensure!(forgotten.is_none(), "a decided task was not woken");
        Ok(())
    }

    /// Brings everything to rest, and takes it apart.
    fn end(&mut self, ending: Ending) -> Checked {
        let fresh: Vec<usize> = self.live.iter().filter(|live| !live.polled).map(|live| live.task).collect();
        for task in fresh {
            if let Some(at) = self.live.iter().position(|live| live.task == task) {
                self.poll(at, false, false)?;
                self.check()?;
            }
        }
        self.settle()?;
        match ending {
            Ending::DropTasks => {
                while !self.live.is_empty() {
                    self.drop_live(0)?;
                    self.check()?;
                }
                for chan in 0..self.chans.len() {
                    self.drain_and_fill(chan)?;
                }
            }
            Ending::Close => {
                for chan in 0..self.chans.len() {
                    self.close(chan, End::Sender, false)?;
                    self.check()?;
                    self.close(chan, End::Receiver, false)?;
                    self.check()?;
                }
            }
            Ending::DropSenders => self.drop_handles(End::Sender)?,
            Ending::DropReceivers => self.drop_handles(End::Receiver)?,
        }
        self.settle()?;
        while !self.live.is_empty() {
            self.drop_live(0)?;
            self.check()?;
            self.settle()?;
        }
        self.drop_handles(End::Sender)?;
        self.drop_handles(End::Receiver)
    }

    /// With no operation under way a channel takes exactly what its bound says, and gives exactly that back: no
    /// slot is left behind that waits for a value, or offers one.
    fn drain_and_fill(&mut self, chan: usize) -> Checked {
        for rx in 0..self.chans[chan].rxs.len() {
            self.leave_stream(chan, rx);
            drop(self.chans[chan].rxs[rx].handle.recv());
            self.check()?;
        }
        for _ in 0..2 {
            while !self.chans[chan].rxs.is_empty() && self.try_recv(chan, 0)? {
                self.check()?;
            }
            self.check()?;
            for _ in 0..4 {
                self.try_send(chan)?;
                self.check()?;
            }
        }
        Ok(())
    }

    fn drop_handles(&mut self, end: End) -> Checked {
        for chan in 0..self.chans.len() {
            while self.drop_handle(chan, end, 0) {
                self.check()?;
            }
        }
        Ok(())
    }
}
