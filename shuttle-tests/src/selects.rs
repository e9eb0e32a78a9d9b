//! Selects, and what their arms send from and receive into.

use crate::history::Outcome;
use crate::program::{Arm, Chan, Wait};
use crate::run::{Thread, Value};
use goit::select::{recv, send_from};
use goit::sync::Select;
use std::collections::VecDeque;
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// What an arm has reported.
pub(crate) enum Report {
    Sent,
    Received(u32),
    /// So many values were sent or received.
    Moved(usize),
    Closed,
}

pub(crate) fn sent<E>(sent: Result<(), E>) -> Report {
    sent.map_or(Report::Closed, |()| Report::Sent)
}

pub(crate) fn received<E>(received: Result<Value, E>) -> Report {
    received.map_or(Report::Closed, |value| Report::Received(value.number))
}

fn moved<E>(moved: Result<usize, E>) -> Report {
    moved.map_or(Report::Closed, Report::Moved)
}

impl Report {
    pub(crate) fn of(self, arm: usize, hands: &Hands) -> Outcome {
        match self {
            Report::Sent => Outcome::Sent(arm),
            Report::Received(value) => Outcome::Received(arm, value),
            Report::Moved(number) if hands.batches[arm].is_empty() => Outcome::SentSome(arm, number),
            Report::Moved(number) => {
                assert_eq!(number, hands.batches[arm].len(), "an arm says how many it has received");
                hands.received(arm)
            }
            Report::Closed => Outcome::Closed(arm),
        }
    }
}

/// By arm, what each of them sends from or receives into.
#[derive(Default)]
pub(crate) struct Hands {
    pub(crate) slots: Vec<Option<Value>>,
    queues: Vec<VecDeque<Value>>,
    batches: Vec<Vec<Value>>,
}

impl Hands {
    fn received(&self, arm: usize) -> Outcome {
        Outcome::ReceivedMany(arm, self.batches[arm].iter().map(|value| value.number).collect())
    }

    /// What was done by the arms, of which one at most has done anything, as far as it can be seen from what they have left. An
    /// operation that was given up may have sent at the last moment.
    pub(crate) fn moved(&self, arms: &[Arm]) -> Option<Outcome> {
        let mut moved = arms.iter().enumerate().filter_map(|(at, arm)| match *arm {
            Arm::Send(..) => self.slots[at].is_none().then_some(Outcome::Sent(at)),
            Arm::SendSome(_, first, number) => {
                let left = &self.queues[at];
                let sent = number - left.len();
                let numbers = left.iter().map(|value| value.number);
                assert!(numbers.eq((first..).take(number).skip(sent)), "what was not sent is left in order");
                (sent > 0).then_some(Outcome::SentSome(at, sent))
            }
            _ => (!self.batches[at].is_empty()).then(|| self.received(at)),
        });
        let first = moved.next();
        assert_eq!(moved.next(), None, "beside {first:?}");
        first
    }

    /// After a select, what its arms have left agrees with what it has said.
    fn settled(&self, arms: &[Arm], outcome: Outcome) -> Outcome {
        let moves = matches!(outcome, Outcome::Sent(_) | Outcome::SentSome(..) | Outcome::ReceivedMany(..));
        assert_eq!(self.moved(arms), moves.then_some(outcome), "of a select that says {outcome:?}");
        outcome
    }
}

impl Thread {
    pub(crate) fn hands(&self, arms: &[Arm]) -> Hands {
        let slot = |arm: &Arm| match *arm {
            Arm::Send(_, number) => Some(self.value(number)),
            _ => None,
        };
        let queue = |arm: &Arm| match *arm {
            Arm::SendSome(_, first, number) => (first..).take(number).map(|n| self.value(n)).collect(),
            _ => VecDeque::new(),
        };
        // A vector's first memory is for four values, more than any arm receives: what it can have it has in one step.
        Hands {
            slots: arms.iter().map(slot).collect(),
            queues: arms.iter().map(queue).collect(),
            batches: arms.iter().map(|_| Vec::new()).collect(),
        }
    }

    /// `select!` with a default.
    pub(crate) fn select_now(&self, arms: &[Arm]) -> Outcome {
        let place = |is: &dyn Fn(Arm) -> bool| arms.iter().position(|&arm| is(arm));
        let recvs = [0, 1].map(|chan| place(&|arm| arm == Arm::Recv(chan)));
        let sends = [0, 1].map(|chan| place(&|arm| matches!(arm, Arm::Send(of, _) if of == chan)));
        let batches = [0, 1].map(|chan| place(&|arm| matches!(arm, Arm::RecvMany(of, _) if of == chan)));
        let queues = [0, 1].map(|chan| place(&|arm| matches!(arm, Arm::SendSome(of, ..) if of == chan)));
        let rx = |places: [Option<usize>; 2], chan: Chan| places[chan].map(|_| self.rx(chan));
        let tx = |places: [Option<usize>; 2], chan: Chan| places[chan].map(|_| self.tx(chan));
        let limits = batches.map(|place| match place.map(|place| arms[place]) {
            Some(Arm::RecvMany(_, limit)) => limit,
            _ => 0,
        });
        let mut hands = self.hands(arms);
        let [mut slot0, mut slot1] = sends.map(|place| place.and_then(|place| hands.slots[place].take()));
        let [mut queue0, mut queue1] =
            queues.map(|place| place.map_or_else(VecDeque::new, |place| mem::take(&mut hands.queues[place])));
        let [mut batch0, mut batch1] = [Vec::new(), Vec::new()];
        let won = {
            let select = pin!(async {
                goit::select! {
                    recv(rx(recvs, 0)) -> got => Some((recvs[0], received(got))),
                    send_from(tx(sends, 0), &mut slot0) -> done => Some((sends[0], sent(done))),
                    recv_many(rx(batches, 0), &mut batch0, limits[0]) -> got => Some((batches[0], moved(got))),
                    send_many(tx(queues, 0), &mut queue0) -> done => Some((queues[0], moved(done))),
                    recv(rx(recvs, 1)) -> got => Some((recvs[1], received(got))),
                    send_from(tx(sends, 1), &mut slot1) -> done => Some((sends[1], sent(done))),
                    recv_many(rx(batches, 1), &mut batch1, limits[1]) -> got => Some((batches[1], moved(got))),
                    send_many(tx(queues, 1), &mut queue1) -> done => Some((queues[1], moved(done))),
                    default => None,
                }
            });
            at_once(select)
        };
        for chan in [0, 1] {
            if let Some(place) = sends[chan] {
                hands.slots[place] = [&mut slot0, &mut slot1][chan].take();
            }
            if let Some(place) = queues[chan] {
                hands.queues[place] = mem::take([&mut queue0, &mut queue1][chan]);
            }
            if let Some(place) = batches[chan] {
                hands.batches[place] = mem::take([&mut batch0, &mut batch1][chan]);
            }
        }
        let outcome = match won {
            Some((place, report)) => report.of(place.expect("an arm without a handle takes no part"), &hands),
            None => Outcome::Refused,
        };
        hands.settled(arms, outcome)
    }

    pub(crate) fn select(&self, arms: &[Arm], wait: Wait) -> Outcome {
        at_once(pin!(self.selected(arms, &mut self.hands(arms), Some(wait))))
    }

    /// A select that blocks, as long as it may, or is awaited. It borrows the cases of one value, and owns those of many.
    pub(crate) async fn selected(&self, arms: &[Arm], hands: &mut Hands, wait: Option<Wait>) -> Outcome {
        let won = {
            let Hands { slots, queues, batches } = &mut *hands;
            let sends = arms.iter().zip(slots).filter(|(_, slot)| slot.is_some());
            let mut sends: Vec<_> =
                sends.map(|(arm, slot)| send_from(self.tx(arm.chan()), slot, sent)).collect();
            let recvs = arms.iter().filter(|arm| matches!(arm, Arm::Recv(_)));
            let mut recvs: Vec<_> = recvs.map(|arm| recv(self.rx(arm.chan()), received)).collect();
            let (mut sends, mut recvs) = (sends.iter_mut(), recvs.iter_mut());
            let mut select = Select::new();
            for ((&arm, queue), batch) in arms.iter().zip(queues).zip(batches) {
                let added = match arm {
                    Arm::RecvMany(chan, limit) => Some(select.recv_many(self.rx(chan), batch, limit, moved)),
                    Arm::SendSome(chan, ..) => Some(select.send_many(self.tx(chan), queue, moved)),
                    arm if arm.receives() => recvs.next().map(|case| select.add(case)),
                    _ => sends.next().map(|case| select.add(case)),
                };
                added.expect("there is a case for each arm");
            }
            match wait {
                None => Some(select.await),
                Some(Wait::Forever) => Some(select.wait_blocking()),
                Some(_) => select.wait_timeout(Duration::ZERO),
            }
        };
        let outcome = won.map_or(Outcome::Refused, |(arm, report)| report.of(arm, hands));
        hands.settled(arms, outcome)
    }
}

/// What a future comes to that does not wait for its task to be woken.
fn at_once<O>(future: Pin<&mut impl Future<Output = O>>) -> O {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a select with a default, or one that blocks, is pending"),
    }
}
