//! Makes the calls of a program on goit's channels, and writes down what they come to. Runs inside of shuttle.

use crate::history::{History, Log, Outcome};
use crate::program::{Arm, Call, Chan, End, Program, Wait};
use goit::select::{recv, send_from};
use goit::sync::{Receiver, Select, Sender, bounded};
use goit::{RecvTimeoutError, SendTimeoutError, TryRecvError, TrySendError};
use shuttle::thread;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// A value, and how many there are.
struct Value {
    number: u32,
    alive: Arc<AtomicIsize>,
}

impl Drop for Value {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Relaxed);
    }
}

/// What an arm of a select has reported.
enum Report {
    Sent,
    Received(u32),
    Closed,
}

fn sent<E>(sent: Result<(), E>) -> Report {
    sent.map_or(Report::Closed, |()| Report::Sent)
}

fn received<E>(received: Result<Value, E>) -> Report {
    received.map_or(Report::Closed, |value| Report::Received(value.number))
}

impl Report {
    fn of(self, arm: usize) -> Outcome {
        match self {
            Report::Sent => Outcome::Sent(arm),
            Report::Received(value) => Outcome::Received(arm, value),
            Report::Closed => Outcome::Closed(arm),
        }
    }
}

/// A thread's handles.
struct Thread {
    number: usize,
    senders: Vec<Option<Sender<Value>>>,
    receivers: Vec<Option<Receiver<Value>>>,
    log: Log,
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
    if let Some(calls) = &program.beside {
        own.calls(calls);
        left.push(own);
    } else {
        // Not a call: the others are counted already.
        drop(own);
    }
    left.extend(threads.drain(..).map(|thread| thread.join().expect("a thread that panics ends the run")));
    for chan in 0..program.capacities.len() {
        look_at_rest(&left, chan);
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

    fn tx(&self, chan: Chan) -> &Sender<Value> {
        self.senders[chan].as_ref().expect("a program uses the handles that it has")
    }

    fn rx(&self, chan: Chan) -> &Receiver<Value> {
        self.receivers[chan].as_ref().expect("a program uses the handles that it has")
    }

    fn value(&self, number: u32) -> Value {
        self.alive.fetch_add(1, Relaxed);
        Value { number, alive: self.alive.clone() }
    }

    fn call(&self, call: &Call) -> Outcome {
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
        })
    }

    fn send(&self, chan: Chan, number: u32, wait: Wait) -> Outcome {
        let (tx, value) = (self.tx(chan), self.value(number));
        match wait {
            Wait::Never => match tx.try_send(value) {
                Ok(()) => Outcome::Sent(0),
                Err(TrySendError::Full(value)) => back(number, value, Outcome::Refused),
                Err(TrySendError::Closed(value)) => back(number, value, Outcome::Closed(0)),
            },
            Wait::Limited => match tx.send_timeout(value, Duration::ZERO) {
                Ok(()) => Outcome::Sent(0),
                Err(SendTimeoutError::Timeout(value)) => back(number, value, Outcome::Refused),
                Err(SendTimeoutError::Closed(value)) => back(number, value, Outcome::Closed(0)),
            },
            Wait::Forever => match tx.send_blocking(value) {
                Ok(()) => Outcome::Sent(0),
                Err(goit::SendError(value)) => back(number, value, Outcome::Closed(0)),
            },
        }
    }

    fn recv(&self, chan: Chan, wait: Wait) -> Outcome {
        let rx = self.rx(chan);
        let got = |value: Value| Outcome::Received(0, value.number);
        match wait {
            Wait::Never => rx.try_recv().map_or_else(
                |error| match error {
                    TryRecvError::Empty => Outcome::Refused,
                    TryRecvError::Closed => Outcome::Closed(0),
                },
                got,
            ),
            Wait::Limited => rx.recv_timeout(Duration::ZERO).map_or_else(
                |error| match error {
                    RecvTimeoutError::Timeout => Outcome::Refused,
                    RecvTimeoutError::Closed => Outcome::Closed(0),
                },
                got,
            ),
            Wait::Forever => rx.recv_blocking().map_or(Outcome::Closed(0), got),
        }
    }

    /// `select!` with a default.
    fn select_now(&self, arms: &[Arm]) -> Outcome {
        let place = |is: &dyn Fn(Arm) -> bool| arms.iter().position(|&arm| is(arm));
        let receives = [0, 1].map(|chan| place(&|arm| arm == Arm::Recv(chan)));
        let sends = [0, 1].map(|chan| place(&|arm| matches!(arm, Arm::Send(of, _) if of == chan)));
        let [rx0, rx1] = [0, 1].map(|chan: Chan| receives[chan].map(|_| self.rx(chan)));
        let [tx0, tx1] = [0, 1].map(|chan: Chan| sends[chan].map(|_| self.tx(chan)));
        let mut slots = self.slots(arms);
        let [mut slot0, mut slot1] = sends.map(|place| place.and_then(|place| slots[place].take()));
        let outcome = {
            // Of an arm that takes no part the place is not used.
            let at = |place: Option<usize>| place.unwrap_or(usize::MAX);
            let select = pin!(async {
                goit::select! {
                    recv(rx0) -> got => received(got).of(at(receives[0])),
                    send_from(tx0, &mut slot0) -> done => sent(done).of(at(sends[0])),
                    recv(rx1) -> got => received(got).of(at(receives[1])),
                    send_from(tx1, &mut slot1) -> done => sent(done).of(at(sends[1])),
                    default => Outcome::Refused,
                }
            });
            match select.poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(outcome) => outcome,
                Poll::Pending => panic!("a select with a default waits"),
            }
        };
        for (place, slot) in sends.into_iter().zip([slot0, slot1]) {
            if let Some(place) = place {
                slots[place] = slot;
            }
        }
        settled(arms, &slots, outcome)
    }

    fn select(&self, arms: &[Arm], wait: Wait) -> Outcome {
        let mut slots = self.slots(arms);
        let won = {
            let mut sends: Vec<_> = arms
                .iter()
                .zip(&mut slots)
                .filter(|(_, slot)| slot.is_some())
                .map(|(arm, slot)| send_from(self.tx(arm.chan()), slot, sent))
                .collect();
            let receives = arms.iter().filter(|arm| matches!(arm, Arm::Recv(_)));
            let mut receives: Vec<_> = receives.map(|arm| recv(self.rx(arm.chan()), received)).collect();
            let (mut sends, mut receives) = (sends.iter_mut(), receives.iter_mut());
            let mut select = Select::new();
            for arm in arms {
                let added = match arm {
                    Arm::Send(..) => sends.next().map(|case| select.add(case)),
                    Arm::Recv(_) => receives.next().map(|case| select.add(case)),
                };
                added.expect("there is a case for each arm");
            }
            match wait {
                Wait::Forever => Some(select.wait()),
                _ => select.wait_timeout(Duration::ZERO),
            }
        };
        let outcome = match won {
            Some((arm, report)) => report.of(arm),
            // It may have sent when its time was over already: the slot tells.
            None => match slots.iter().zip(arms).position(|(slot, arm)| is_sent(slot, arm)) {
                Some(arm) => Outcome::Sent(arm),
                None => Outcome::Refused,
            },
        };
        settled(arms, &slots, outcome)
    }

    /// What each arm sends.
    fn slots(&self, arms: &[Arm]) -> Vec<Option<Value>> {
        let slot = |arm: &Arm| match *arm {
            Arm::Send(_, number) => Some(self.value(number)),
            Arm::Recv(_) => None,
        };
        arms.iter().map(slot).collect()
    }
}

/// A value comes back from a call that has not sent it.
fn back(number: u32, value: Value, outcome: Outcome) -> Outcome {
    assert_eq!(value.number, number, "what was not sent comes back");
    outcome
}

fn is_sent(slot: &Option<Value>, arm: &Arm) -> bool {
    slot.is_none() && matches!(arm, Arm::Send(..))
}

/// After a select, the slot of the arm that has sent is empty, and no other one's.
fn settled(arms: &[Arm], slots: &[Option<Value>], outcome: Outcome) -> Outcome {
    for (number, (slot, arm)) in slots.iter().zip(arms).enumerate() {
        assert_eq!(
            is_sent(slot, arm),
            outcome == Outcome::Sent(number),
            "the slot of arm {number}: {outcome:?}"
        );
    }
    outcome
}
