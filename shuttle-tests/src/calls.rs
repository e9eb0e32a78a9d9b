//! The operations that may have to wait, made on goit's channels in each of their forms: calls, what blocks, selects, and
//! futures polled by hand.

use crate::history::Outcome;
use crate::program::{Arm, Call, Chan, Wait};
use crate::run::{Thread, Value, back};
use goit::select::{recv, send_from};
use goit::sync::Select;
use goit::{RecvTimeoutError, SendTimeoutError, TryRecvError, TrySendError};
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

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

impl Thread {
    pub(crate) fn send(&self, chan: Chan, number: u32, wait: Wait) -> Outcome {
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

    pub(crate) fn send_many(&self, chan: Chan, first: u32, number: usize, wait: Wait) -> Outcome {
        let tx = self.tx(chan);
        let mut queue: VecDeque<_> = (first..).take(number).map(|number| self.value(number)).collect();
        let closed = match wait {
            Wait::Forever => tx.send_many_blocking(&mut queue).is_err(),
            _ => {
                let sending = pin!(tx.send_many(&mut queue));
                matches!(sending.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Err(_)))
            }
        };
        let sent = number - queue.len();
        for (left, expected) in queue.into_iter().zip(first + sent as u32..) {
            assert_eq!(left.number, expected, "what was not sent is left in order");
        }
        Outcome::SentMany { sent, closed }
    }

    pub(crate) fn recv(&self, chan: Chan, wait: Wait) -> Outcome {
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
    pub(crate) fn select_now(&self, arms: &[Arm]) -> Outcome {
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

    pub(crate) fn select(&self, arms: &[Arm], wait: Wait) -> Outcome {
        let mut slots = self.slots(arms);
        let won = self.with_select(arms, &mut slots, |mut select| match wait {
            Wait::Forever => Some(select.wait_blocking()),
            _ => select.wait_timeout(Duration::ZERO),
        });
        let outcome = match won {
            Some((arm, report)) => report.of(arm),
            None => Outcome::Refused,
        };
        settled(arms, &slots, outcome)
    }

    /// Makes a select that sends what is in the slots.
    fn with_select<R>(
        &self,
        arms: &[Arm],
        slots: &mut [Option<Value>],
        run: impl FnOnce(Select<'_, '_, Report>) -> R,
    ) -> R {
        let mut sends: Vec<_> = arms
            .iter()
            .zip(slots)
            .filter(|(_, slot)| slot.is_some())
            .map(|(arm, slot)| send_from(self.tx(arm.chan()), slot, sent))
            .collect();
        let receives = arms.iter().filter(|arm| arm.receives());
        let mut receives: Vec<_> = receives.map(|arm| recv(self.rx(arm.chan()), received)).collect();
        let (mut sends, mut receives) = (sends.iter_mut(), receives.iter_mut());
        let mut select = Select::new();
        for arm in arms {
            let added = match arm {
                arm if arm.receives() => receives.next().map(|case| select.add(case)),
                _ => sends.next().map(|case| select.add(case)),
            };
            added.expect("there is a case for each arm");
        }
        run(select)
    }

    pub(crate) fn polled(&self, arms: &[Arm], meanwhile: &[Call], again: bool) {
        let mut slots = self.slots(arms);
        let left = match *arms {
            [Arm::Recv(chan)] => {
                let future = async { received(self.rx(chan).recv().await).of(0) };
                self.drive(arms, meanwhile, again, future)
            }
            [Arm::Send(chan, _)] => {
                let future = async { sent(self.tx(chan).send_from(&mut slots[0]).await).of(0) };
                self.drive(arms, meanwhile, again, future)
            }
            _ => self.with_select(arms, &mut slots, |select| {
                let future = async {
                    let (arm, report) = select.await;
                    report.of(arm)
                };
                self.drive(arms, meanwhile, again, future)
            }),
        };
        if let Some(left) = left {
            self.log.end(left, unless_sent(arms, &slots, Outcome::Dropped));
        }
    }

    /// Polls a future, and drops it; the number of the call that drops it before it was done, and is to be ended.
    fn drive(
        &self,
        arms: &[Arm],
        meanwhile: &[Call],
        again: bool,
        future: impl Future<Output = Outcome>,
    ) -> Option<usize> {
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(woken.clone());
        let mut future = Box::pin(future);
        let mut poll = |call| {
            let number = self.log.begin(self.number, call);
            let was_woken = woken.0.load(Relaxed);
            let outcome = match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(outcome) => outcome,
                Poll::Pending => Outcome::Refused,
            };
            self.log.end(number, outcome);
            assert!(
                !was_woken || outcome != Outcome::Refused,
                "whoever is woken finds its operation complete"
            );
            (number, outcome == Outcome::Refused)
        };
        let (start, mut waits) = poll(Call::Start(arms.to_vec()));
        if waits {
            for call in meanwhile {
                self.call(call);
            }
            if again {
                (_, waits) = poll(Call::Again(start, arms.to_vec()));
            }
        }
        waits.then(|| self.log.begin(self.number, Call::Leave(start, arms.to_vec())))
    }

    /// What each arm sends.
    fn slots(&self, arms: &[Arm]) -> Vec<Option<Value>> {
        let slot = |arm: &Arm| match *arm {
            Arm::Send(_, number) => Some(self.value(number)),
            _ => None,
        };
        arms.iter().map(slot).collect()
    }
}

/// Whether a future was woken.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}

/// An operation that was given up may have sent at the last moment: the slot tells.
fn unless_sent(arms: &[Arm], slots: &[Option<Value>], outcome: Outcome) -> Outcome {
    slots.iter().zip(arms).position(|(slot, arm)| is_sent(slot, arm)).map_or(outcome, Outcome::Sent)
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
