//! Merges in random schedules, beside senders, receivers, closes and cancelled tasks, against a set of plain receives of
//! which each wakes the set itself: the same values come in the same order, and the same tasks are woken as often.

use super::support::*;
use crate::flavor::future::{OwnedRecv, OwnedSend};
use crate::flavor::*;
use futures_util::Stream;
use goit::{RecvError, TryRecvError};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Event = (usize, Result<u32, RecvError>);
/// Whether the receiver of this number would not have to wait.
type Ready<'a> = &'a dyn Fn(usize) -> bool;

/// What is compared.
trait Set: Default {
    fn insert(
        &mut self,
        key: usize,
        channel: usize,
        rx: Receiver<u32>,
        weight: u32,
        ready: Ready<'_>,
    ) -> bool;
    fn remove(&mut self, key: usize, ready: Ready<'_>) -> bool;
    fn try_recv(&mut self, ready: Ready<'_>) -> Result<Event, TryRecvError>;
    /// One poll of the future of a receive, which is dropped then.
    fn recv(&mut self, cx: &mut Context<'_>, ready: Ready<'_>) -> Poll<Event>;
    fn poll_next(&mut self, cx: &mut Context<'_>, ready: Ready<'_>) -> Poll<Option<Event>>;
    fn keys(&self) -> Vec<usize>;
}

impl Set for Merge<usize, u32> {
    fn insert(&mut self, key: usize, _: usize, rx: Receiver<u32>, weight: u32, _: Ready<'_>) -> bool {
        self.insert_weighted(key, rx, weight).is_some()
    }

    fn remove(&mut self, key: usize, _: Ready<'_>) -> bool {
        self.remove(&key).is_some()
    }

    fn try_recv(&mut self, _: Ready<'_>) -> Result<Event, TryRecvError> {
        self.try_recv()
    }

    fn recv(&mut self, cx: &mut Context<'_>, _: Ready<'_>) -> Poll<Event> {
        Pin::new(&mut self.recv()).poll(cx)
    }

    fn poll_next(&mut self, cx: &mut Context<'_>, _: Ready<'_>) -> Poll<Option<Event>> {
        Stream::poll_next(Pin::new(self), cx)
    }

    fn keys(&self) -> Vec<usize> {
        self.keys().copied().collect()
    }
}

struct Member {
    key: usize,
    channel: usize,
    rx: Receiver<u32>,
    receive: Option<Task<OwnedRecv<u32>>>,
    weight: u32,
    turns: u32,
}

/// What the wakers of the receives share.
#[derive(Default)]
struct Woken {
    members: RefCell<Vec<usize>>,
    waits: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Woken {
    fn wake(&self) {
        if self.waits.take() {
            self.waker.borrow().iter().for_each(Waker::wake_by_ref);
        }
    }
}

/// The set of plain receives.
#[derive(Default)]
struct Plain {
    keys: BTreeMap<usize, usize>,
    members: Vec<Option<Member>>,
    free: Vec<usize>,
    queue: VecDeque<usize>,
    woken: Rc<Woken>,
}

impl Plain {
    fn front(&mut self, ready: Ready<'_>) -> Option<usize> {
        for index in self.woken.members.take() {
            self.enqueue(index);
        }
        while let Some(&index) = self.queue.front() {
            let woken = self.woken.clone();
            if let Some(member) = &mut self.members[index] {
                if member.receive.is_some() || ready(member.channel) {
                    return Some(index);
                }
                let hooks = Hooks::none().wake(move || {
                    woken.members.borrow_mut().push(index);
                    woken.wake();
                });
                let receive = member.receive.insert(Task::with(member.rx.clone().into_recv(), hooks));
                receive.pending();
                member.turns = member.weight;
            }
            self.queue.pop_front();
        }
        None
    }

    fn enqueue(&mut self, index: usize) {
        if !self.queue.contains(&index) {
            self.queue.push_back(index);
        }
    }

    fn next(&mut self, ready: Ready<'_>) -> Option<Event> {
        let index = self.front(ready)?;
        let member = self.members[index].as_mut().unwrap();
        let key = member.key;
        let received = match member.receive.take() {
            Some(mut receive) => receive.ready().ok(),
            None => None,
        };
        let Some(value) = received.or_else(|| member.rx.try_recv().ok()) else {
            self.remove(key, ready);
            return Some((key, Err(RecvError)));
        };
        member.turns -= 1;
        if member.turns == 0 {
            member.turns = member.weight;
            self.queue.rotate_left(1);
        }
        Some((key, Ok(value)))
    }

    fn pass_on(&mut self, ready: Ready<'_>) {
        if self.woken.waits.get() && (self.front(ready).is_some() || self.keys.is_empty()) {
            self.woken.wake();
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>, ready: Ready<'_>) -> Poll<Event> {
        self.woken.waits.set(false);
        if let Some(event) = self.next(ready) {
            return Poll::Ready(event);
        }
        self.woken.waker.replace(Some(cx.waker().clone()));
        self.woken.waits.set(true);
        Poll::Pending
    }
}

impl Set for Plain {
    fn insert(
        &mut self,
        key: usize,
        channel: usize,
        rx: Receiver<u32>,
        weight: u32,
        ready: Ready<'_>,
    ) -> bool {
        let index = match self.keys.get(&key) {
            Some(&index) => index,
            None => self.free.pop().unwrap_or_else(|| {
                self.members.push(None);
                self.members.len() - 1
            }),
        };
        self.keys.insert(key, index);
        // In the place of another it has no more of that one's turn than was left.
        let turns = match &self.members[index] {
            Some(before) if self.queue.contains(&index) => before.turns.min(weight),
            _ => weight,
        };
        let member = Member { key, channel, rx, receive: None, weight, turns };
        let before = self.members[index].replace(member);
        self.enqueue(index);
        self.pass_on(ready);
        before.is_some()
    }

    fn remove(&mut self, key: usize, ready: Ready<'_>) -> bool {
        let Some(index) = self.keys.remove(&key) else { return false };
        let gone = self.members[index].take();
        self.queue.retain(|&queued| queued != index);
        self.woken.members.borrow_mut().retain(|&woken| woken != index);
        self.free.push(index);
        self.pass_on(ready);
        gone.is_some()
    }

    fn try_recv(&mut self, ready: Ready<'_>) -> Result<Event, TryRecvError> {
        if self.keys.is_empty() {
            return Err(TryRecvError::Closed);
        }
        let event = self.next(ready);
        self.pass_on(ready);
        event.ok_or(TryRecvError::Empty)
    }

    fn recv(&mut self, cx: &mut Context<'_>, ready: Ready<'_>) -> Poll<Event> {
        let polled = self.poll(cx, ready);
        self.woken.waits.set(false);
        polled
    }

    fn poll_next(&mut self, cx: &mut Context<'_>, ready: Ready<'_>) -> Poll<Option<Event>> {
        if self.keys.is_empty() { Poll::Ready(None) } else { self.poll(cx, ready).map(Some) }
    }

    fn keys(&self) -> Vec<usize> {
        self.keys.keys().copied().collect()
    }
}

/// Channels, those who use them, and a set.
struct World<S> {
    dice: Dice,
    next: u32,
    channels: Vec<Channel<u32>>,
    sends: Vec<(usize, Task<OwnedSend<u32>>)>,
    receives: Vec<Task<OwnedRecv<u32>>>,
    set: S,
    /// The task that polls the set as a stream.
    waker: (Waker, Rc<Counts>),
    /// Its wake-ups as of its last poll, if that has to wait and nobody else has used the set since.
    waits: Option<usize>,
}

/// Takes one out, if there is any.
fn pick<X>(dice: &mut Dice, from: &mut Vec<X>) -> Option<X> {
    if from.is_empty() { None } else { Some(from.swap_remove(dice.below(from.len()))) }
}

impl<S: Set> World<S> {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let channels =
            (0..1 + dice.below(5)).map(|_| Channel::bounded([0, 1, 2, usize::MAX][dice.below(4)])).collect();
        let waker = Hooks::none().waker();
        let (sends, receives) = (Vec::new(), Vec::new());
        World { dice, next: 0, channels, sends, receives, set: S::default(), waker, waits: None }
    }

    /// Does something with the set, of which the stream's task knows nothing.
    fn disturb<R: std::fmt::Debug>(&mut self, act: impl FnOnce(&mut S, Ready<'_>) -> R) -> String {
        self.waits = None;
        self.with_set(|set, ready, _| format!("{:?}", act(set, ready)))
    }

    fn with_set<R>(&mut self, act: impl FnOnce(&mut S, Ready<'_>, &Waker) -> R) -> R {
        let (channels, sends) = (&self.channels, &self.sends);
        let ready = |channel: usize| {
            !channels[channel].is_empty()
                || channels[channel].is_closed()
                || sends.iter().any(|(to, send)| *to == channel && send.wakes() == 0)
        };
        act(&mut self.set, &ready, &self.waker.0)
    }

    fn stream(&mut self) -> String {
        let polled = self.with_set(|set, ready, waker| set.poll_next(&mut Context::from_waker(waker), ready));
        let wakes = self.waker.1.wakes();
        if let Some(before) = self.waits.take() {
            assert_eq!(
                polled.is_ready(),
                wakes > before,
                "it is woken if there is something for it, and once"
            );
            assert!(wakes - before <= 1);
        }
        self.waits = polled.is_pending().then_some(wakes);
        format!("{polled:?}")
    }

    fn step(&mut self) -> String {
        let (action, channel, key) =
            (self.dice.below(26), self.dice.below(self.channels.len()), self.dice.below(5));
        let number = self.next;
        self.next += 1;
        match action {
            0..4 => format!("{:?}", self.channels[channel].try_send(number)),
            4 => {
                self.sends
                    .push((channel, Task::new(self.channels[channel].sender().clone().into_send(number))));
                let send = &mut self.sends.last_mut().unwrap().1;
                let polled = send.poll();
                if polled.is_ready() {
                    self.sends.pop();
                }
                format!("{polled:?}")
            }
            5 => match pick(&mut self.dice, &mut self.sends) {
                Some((channel, mut send)) => {
                    let polled = send.poll();
                    if polled.is_pending() {
                        self.sends.push((channel, send));
                    }
                    format!("{polled:?}")
                }
                None => String::new(),
            },
            6 => format!("{}", pick(&mut self.dice, &mut self.sends).is_some()),
            7 => format!("{:?}", self.channels[channel].try_recv()),
            8 => {
                self.receives.push(Task::new(self.channels[channel].receiver().clone().into_recv()));
                let polled = self.receives.last_mut().unwrap().poll();
                if polled.is_ready() {
                    self.receives.pop();
                }
                format!("{polled:?}")
            }
            9 => match pick(&mut self.dice, &mut self.receives) {
                Some(mut receive) => {
                    let polled = receive.poll();
                    if polled.is_pending() {
                        self.receives.push(receive);
                    }
                    format!("{polled:?}")
                }
                None => String::new(),
            },
            10 => format!("{}", pick(&mut self.dice, &mut self.receives).is_some()),
            11 if self.dice.below(4) == 0 => format!("{}", self.channels[channel].close()),
            12..15 => {
                let (rx, weight) = (self.channels[channel].receiver().clone(), 1 + self.dice.below(3) as u32);
                self.disturb(|set, ready| set.insert(key, channel, rx, weight, ready))
            }
            15 => self.disturb(|set, ready| set.remove(key, ready)),
            16 => self.disturb(Set::try_recv),
            17 => {
                let (waker, counts) = Hooks::none().waker();
                let polled = self.disturb(|set, ready| set.recv(&mut Context::from_waker(&waker), ready));
                format!("{polled} {}", counts.wakes())
            }
            18 => {
                self.waits = None;
                self.waker = Hooks::none().waker();
                String::new()
            }
            19 if self.dice.below(4) == 0 => {
                self.waits = None;
                drop(mem::take(&mut self.set));
                String::new()
            }
            _ => self.stream(),
        }
    }

    /// At capacity 0 a value that was given back cannot be seen: it is received at once.
    fn receive_unseen(&mut self) -> Vec<u32> {
        let waits = |channel: usize| self.sends.iter().any(|(to, send)| *to == channel && send.wakes() == 0);
        let unseen = |channel: &usize| self.channels[*channel].capacity() == Some(0) && !waits(*channel);
        let channels = (0..self.channels.len()).filter(unseen);
        channels.filter_map(|channel| self.channels[channel].try_recv().ok()).collect()
    }

    /// What can be seen of it.
    fn seen(&self) -> String {
        let wakes: Vec<_> = self.sends.iter().map(|(_, send)| send.wakes()).collect();
        let woken: Vec<_> = self.receives.iter().map(Task::wakes).collect();
        let lengths: Vec<_> = self.channels.iter().map(|channel| channel.len()).collect();
        format!("{wakes:?} {woken:?} {} {lengths:?} {:?}", self.waker.1.wakes(), self.set.keys())
    }

    /// What is left once all have gone who wait.
    fn end(mut self) -> Vec<u32> {
        drop(mem::take(&mut self.set));
        self.receives.clear();
        self.channels.iter().flat_map(|channel| std::iter::from_fn(|| channel.try_recv().ok())).collect()
    }
}

#[test]
fn a_merge_is_a_set_of_receives_that_wake_it() {
    // Interpreted, a schedule takes seconds.
    for seed in 0..repeats(repeats(1000)) as u64 {
        let (mut plain, mut merge) = (World::<Plain>::new(seed), World::<Merge<_, _>>::new(seed));
        for step in 0..repeats(80) {
            let (expected, found) = (plain.step(), merge.step());
            assert_eq!(found, expected, "seed {seed}, step {step}");
            assert_eq!(
                merge.receive_unseen(),
                plain.receive_unseen(),
                "seed {seed}, step {step}: {expected}"
            );
            assert_eq!(merge.seen(), plain.seen(), "seed {seed}, step {step}: {expected}");
        }
        assert_eq!(merge.end(), plain.end(), "seed {seed}");
    }
}
