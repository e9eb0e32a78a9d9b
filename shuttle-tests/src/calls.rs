//! The operations that may have to wait, made on goit's channels in each of their forms but selects: calls, what blocks, and
//! futures polled by hand.

use crate::history::Outcome;
use crate::program::{Arm, Call, Chan, Wait};
use crate::run::{Thread, Value, back};
use crate::selects::{Hands, received, sent};
use goit::{RecvTimeoutError, SendTimeoutError, TryRecvError, TrySendError};
use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

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

    pub(crate) fn polled(&self, arms: &[Arm], meanwhile: &[Call], again: bool) {
        let mut hands = self.hands(arms);
        let left = match *arms {
            [Arm::Recv(chan)] => {
                let future = async { received(self.rx(chan).recv().await).of(0, &Hands::default()) };
                self.drive(arms, meanwhile, again, future)
            }
            [Arm::Send(chan, _)] => {
                let future = async {
                    let done = sent(self.tx(chan).send_from(&mut hands.slots[0]).await);
                    done.of(0, &Hands::default())
                };
                self.drive(arms, meanwhile, again, future)
            }
            _ => self.drive(arms, meanwhile, again, self.selected(arms, &mut hands, None)),
        };
        if let Some(left) = left {
            self.log.end(left, hands.moved(arms).unwrap_or(Outcome::Dropped));
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
}

/// Whether a future was woken.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}
