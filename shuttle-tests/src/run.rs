//! Runs a program on goit's channels, inside of shuttle, and writes down what its calls come to.

use crate::history::{History, Log, Outcome};
use crate::program::{Arm, Call, Chan, End, Program, Wait};
use goit::sync::{Receiver, Sender, bounded};
use shuttle::thread;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

/// A value, and how many there are.
pub(crate) struct Value {
    pub(crate) number: u32,
    alive: Arc<AtomicIsize>,
}

impl Drop for Value {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Relaxed);
    }
}

/// A thread's handles.
pub(crate) struct Thread {
    pub(crate) number: usize,
    senders: Vec<Option<Sender<Value>>>,
    receivers: Vec<Option<Receiver<Value>>>,
    pub(crate) log: Log,
    alive: Arc<AtomicIsize>,
}

/// Runs a program under the schedule of now; its log was told to the caller before.
pub fn run(program: &Program, started: impl FnOnce(&Log)) -> History {
    let main = program.threads.len();
    let handles = main + program.beside.is_some() as usize;
    let log = Log::new(History::new(program.capacities.clone(), handles));
    started(&log);
    let alive = Arc::new(AtomicIsize::new(0));
    let (senders, receivers) = program
        .capacities
        .iter()
        .map(|&capacity| bounded(capacity))
        .map(|(tx, rx)| (Some(tx), Some(rx)))
        .unzip();
    let mut own = Thread { number: main, senders, receivers, log: log.clone(), alive: alive.clone() };
    own.calls(&program.before);

    let threads: Vec<_> = program.threads.iter().enumerate().map(|(n, calls)| own.share(n, calls)).collect();
    // Where the main thread calls nothing, its handles go before any other thread runs, and are not counted.
    let own = program.beside.as_ref().map(|calls| (own, calls));
    let mut threads: Vec<_> = threads
        .into_iter()
        .map(|(mut thread, calls)| {
            thread::spawn(move || {
                thread.calls(&calls);
                thread
            })
        })
        .collect();
    let mut left = Vec::new();
    if let Some((mut own, calls)) = own {
        own.calls(calls);
        left.push(own);
    }
    left.extend(threads.drain(..).map(|thread| thread.join().expect("a thread that panics ends the run")));
    for chan in 0..program.capacities.len() {
        if program.drained {
            look_at_rest(&left, chan);
        } else {
            leave_some(&mut left, chan);
        }
    }
    drop(left);
    assert_eq!(alive.load(Relaxed), 0, "each value is dropped once");
    log.history()
}

/// What is in a channel once all threads have ended.
fn look_at_rest(threads: &[Thread], chan: Chan) {
    let inquire = |thread: &Thread, end| {
        for call in [Call::Len(chan, end), Call::IsEmpty(chan, end), Call::IsFull(chan, end)] {
            thread.call(&call);
        }
        thread.call(&Call::IsClosed(chan, end));
    };
    if let Some(thread) = threads.iter().find(|thread| thread.senders[chan].is_some()) {
        inquire(thread, End::Sender);
    }
    if let Some(thread) = threads.iter().find(|thread| thread.receivers[chan].is_some()) {
        let receive = Call::One(Arm::Recv(chan), Wait::Never);
        while let Outcome::Received(..) = thread.call(&receive) {}
        inquire(thread, End::Receiver);
    }
}

/// Closes a channel by its last sender, and leaves to the channel's drop what one receive does not take.
fn leave_some(threads: &mut [Thread], chan: Chan) {
    for thread in threads.iter_mut().filter(|thread| thread.senders[chan].is_some()) {
        thread.calls(&[Call::Drop(chan, End::Sender)]);
    }
    if let Some(thread) = threads.iter().find(|thread| thread.receivers[chan].is_some()) {
        thread.call(&Call::One(Arm::Recv(chan), Wait::Never));
    }
}

impl Thread {
    /// Handles for another thread, and what it calls.
    fn share(&self, number: usize, calls: &[Call]) -> (Thread, Vec<Call>) {
        let (senders, receivers) = (self.senders.clone(), self.receivers.clone());
        let (log, alive) = (self.log.clone(), self.alive.clone());
        (Thread { number, senders, receivers, log, alive }, calls.to_vec())
    }

    fn calls(&mut self, calls: &[Call]) {
        for call in calls {
            match *call {
                Call::Drop(chan, End::Sender) => self.drop_handle(call, |own| &mut own.senders[chan]),
                Call::Drop(chan, End::Receiver) => self.drop_handle(call, |own| &mut own.receivers[chan]),
                Call::Polled { ref arms, ref meanwhile, again } => self.polled(arms, meanwhile, again),
                Call::Permits { chan, wait, ref meanwhile, ref values } => {
                    self.permits(chan, wait, meanwhile, values)
                }
                Call::Lease { chan, wait, ref meanwhile, takes } => self.lease(chan, wait, meanwhile, takes),
                _ => {
                    self.call(call);
                }
            }
        }
    }

    fn drop_handle<H>(&mut self, call: &Call, handle: impl FnOnce(&mut Self) -> &mut Option<H>) {
        let log = self.log.clone();
        log.record(self.number, call, || {
            *handle(self) = None;
            Outcome::Dropped
        });
    }

    pub(crate) fn tx(&self, chan: Chan) -> &Sender<Value> {
        self.senders[chan].as_ref().expect("a program uses the handles that it has")
    }

    pub(crate) fn rx(&self, chan: Chan) -> &Receiver<Value> {
        self.receivers[chan].as_ref().expect("a program uses the handles that it has")
    }

    pub(crate) fn value(&self, number: u32) -> Value {
        self.alive.fetch_add(1, Relaxed);
        Value { number, alive: self.alive.clone() }
    }

    pub(crate) fn call(&self, call: &Call) -> Outcome {
        /// Asks one end.
        macro_rules! ask {
            ($chan:expr, $end:expr, $method:ident) => {
                match $end {
                    End::Sender => self.tx($chan).$method(),
                    End::Receiver => self.rx($chan).$method(),
                }
            };
        }
        self.log.record(self.number, call, || match *call {
            Call::One(Arm::Send(chan, number), wait) => self.send(chan, number, wait),
            Call::One(Arm::Recv(chan), wait) => self.recv(chan, wait),
            Call::One(Arm::SendMany(chan, first, number), wait) => self.send_many(chan, first, number, wait),
            Call::One(Arm::SendSome(..) | Arm::RecvMany(..), _) => {
                unreachable!("arms of many are in selects")
            }
            Call::Select(ref arms, Wait::Never) => self.select_now(arms),
            Call::Select(ref arms, wait) => self.select(arms, wait),
            Call::ForceSend(chan, number) => match self.tx(chan).force_send(self.value(number)) {
                Ok(evicted) => Outcome::Evicted(evicted.map(|value| value.number)),
                Err(goit::SendError(value)) => back(number, value, Outcome::Closed(0)),
            },
            Call::Close(chan, end) => Outcome::Says(ask!(chan, end, close)),
            Call::Len(chan, end) => Outcome::Counts(ask!(chan, end, len)),
            Call::IsEmpty(chan, end) => Outcome::Says(ask!(chan, end, is_empty)),
            Call::IsFull(chan, end) => Outcome::Says(ask!(chan, end, is_full)),
            Call::IsClosed(chan, end) => Outcome::Says(ask!(chan, end, is_closed)),
            Call::Drop(..) => unreachable!("a handle is dropped by `drop_handle`"),
            Call::One(Arm::Reserve(..), _) | Call::Permits { .. } | Call::Fill(..) | Call::Release(_) => {
                unreachable!("permits are had by `permits`")
            }
            Call::One(Arm::Lease(_), _) | Call::Lease { .. } | Call::Take(..) | Call::GiveBack(..) => {
                unreachable!("a lease is had by `lease`")
            }
            Call::Polled { .. } | Call::Start(_) | Call::Again(..) | Call::Leave(..) => {
                unreachable!("a future is polled by `polled`")
            }
        })
    }
}

/// A value comes back from a call that has not sent it.
pub(crate) fn back(number: u32, value: Value, outcome: Outcome) -> Outcome {
    assert_eq!(value.number, number, "what was not sent comes back");
    outcome
}
