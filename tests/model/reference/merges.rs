//! Merges: sets of receives that take turns. Each member that has to wait is a task of its own, which wakes the merge's.

use super::{Decided, Model, Outcome, Refused, Task, WakeUp, What};
use std::collections::{BTreeMap, VecDeque};
use std::mem;

/// A member's key, and the value, or `None` for the end of its channel, with which it leaves.
pub(in super::super) type Event = (u8, Option<u32>);

#[derive(Clone)]
struct Member {
    key: u8,
    chan: usize,
    task: usize,
}

/// What is known by one index.
#[derive(Clone, Default)]
struct Entry {
    member: Option<Member>,
    weight: u32,
    /// What is left of its turn.
    turns: u32,
}

#[derive(Clone, Default)]
pub(in super::super) struct Merge {
    indices: BTreeMap<u8, usize>,
    entries: Vec<Entry>,
    /// Indices of nobody that are not in the queue.
    free: Vec<usize>,
    /// Those that are looked at next.
    queue: VecDeque<usize>,
    /// Members that were decided and have not come to the queue, in that order.
    woken: Vec<usize>,
    /// The task that waits, and its waker.
    waits: Option<(usize, usize)>,
    /// The task was woken by the operation under way.
    pub(in super::super) rang: bool,
}

impl Merge {
    pub(in super::super) fn keys(&self) -> impl Iterator<Item = &u8> {
        self.indices.keys()
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    fn enqueue(&mut self, index: usize) {
        if !self.queue.contains(&index) {
            self.queue.push_back(index);
        }
    }

    /// Takes the front out of the queue.
    fn dequeue(&mut self) {
        let Some(index) = self.queue.pop_front() else { return };
        let entry = &mut self.entries[index];
        entry.turns = entry.weight;
        if entry.member.is_none() {
            self.free.push(index);
        }
    }

    fn gather(&mut self) {
        for index in mem::take(&mut self.woken) {
            if self.entries[index].member.is_some() {
                self.enqueue(index);
            }
        }
    }

    fn vacancy(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.entries.push(Entry::default());
            self.entries.len() - 1
        })
    }
}

impl Model {
    /// A member is decided: the merge's task is woken if it waits.
    pub(super) fn wake_merge(&mut self, merge: usize, index: usize) {
        self.merges[merge].woken.push(index);
        self.wake_waiting(merge);
    }

    fn wake_waiting(&mut self, merge: usize) {
        let waits = self.merges[merge].waits.take();
        self.wakes.extend(waits.map(|(task, waker)| WakeUp { task, waker, optional: false }));
    }

    /// The member, which has a task of its own now, comes to the queue; the channel of the one that it takes the place of.
    pub(in super::super) fn insert(
        &mut self,
        merge: usize,
        key: u8,
        chan: usize,
        task: usize,
        weight: u32,
    ) -> Option<usize> {
        let set = &mut self.merges[merge];
        let index = match set.indices.get(&key) {
            Some(&index) => index,
            None => set.vacancy(),
        };
        set.indices.insert(key, index);
        let queued = set.queue.contains(&index);
        let entry = &mut set.entries[index];
        // It has no more of a turn than was left to the one before.
        entry.turns = if queued { entry.turns.min(weight) } else { weight };
        entry.weight = weight;
        let before = entry.member.replace(Member { key, chan, task });
        set.enqueue(index);
        self.tasks[task].member = Some((merge, index));
        self.pass_turn_on(merge);
        self.part_with(before)
    }

    /// The member's channel, if there is one.
    pub(in super::super) fn remove(&mut self, merge: usize, key: u8) -> Option<usize> {
        let set = &mut self.merges[merge];
        let index = set.indices.remove(&key)?;
        let member = set.entries[index].member.take();
        if !set.queue.contains(&index) {
            set.free.push(index);
        }
        self.pass_turn_on(merge);
        self.part_with(member)
    }

    fn part_with(&mut self, member: Option<Member>) -> Option<usize> {
        let Member { chan, task, .. } = member?;
        self.leave(task);
        Some(chan)
    }

    pub(in super::super) fn drop_merge(&mut self, merge: usize) {
        for index in 0..self.merges[merge].entries.len() {
            let member = self.merges[merge].entries[index].member.clone();
            if let Some(chan) = self.part_with(member) {
                self.drop_receiver(chan);
            }
        }
        self.merges[merge] = Merge::default();
    }

    pub(in super::super) fn try_merge(&mut self, merge: usize) -> Result<Event, Refused> {
        if self.merges[merge].is_empty() {
            return Err(Refused::Closed);
        }
        let event = self.next_event(merge);
        self.pass_turn_on(merge);
        event.ok_or(Refused::Wait)
    }

    /// One poll by this task with this waker; `None`: it waits.
    pub(in super::super) fn poll_merge(&mut self, merge: usize, task: usize, waker: usize) -> Option<Event> {
        self.stop_waiting(merge);
        loop {
            let event = self.next_event(merge);
            if event.is_some() || self.merges[merge].woken.is_empty() {
                self.merges[merge].waits = Some((task, waker)).filter(|_| event.is_none());
                return event;
            }
        }
    }

    pub(in super::super) fn stop_waiting(&mut self, merge: usize) {
        self.merges[merge].waits = None;
    }

    /// Another than the task that waits has used the merge: there may be something for that one.
    fn pass_turn_on(&mut self, merge: usize) {
        if self.merges[merge].waits.is_some()
            && (self.front_of(merge).is_some() || self.merges[merge].is_empty())
        {
            self.wake_waiting(merge);
            self.spring();
        }
    }

    /// The member whose turn it is. Those before it wait.
    fn front_of(&mut self, merge: usize) -> Option<(usize, Member)> {
        self.merges[merge].gather();
        while let Some(&index) = self.merges[merge].queue.front() {
            if let Some(member) = self.merges[merge].entries[index].member.clone() {
                let decided = self.tasks[member.task].decided.is_some();
                if decided || self.is_ready(member.task, 0) || self.may_be_ready(merge, member.chan) {
                    return Some((index, member));
                }
                self.park_front(merge, member.task);
            } else {
                self.merges[merge].dequeue();
            }
        }
        None
    }

    /// Whether it is left to the turn of a member to find out that it has to wait: it is where others wait to send, or reserve,
    /// and may be where selects have that were decided otherwise and have not been polled since.
    fn may_be_ready(&self, merge: usize, chan: usize) -> bool {
        let sends = |what: &What| match *what {
            What::Send { chan: to, .. }
            | What::SendMany { chan: to, .. }
            | What::Reserve { chan: to, .. } => to == chan,
            _ => false,
        };
        let stays =
            |task: &Task| task.decided.is_some() && task.arms.iter().any(|(what, done)| !done && sends(what));
        !self.channels[chan].sends.is_empty() || self.merges[merge].rang && self.tasks.iter().any(stays)
    }

    /// The member at the front has nothing, and waits.
    fn park_front(&mut self, merge: usize, task: usize) {
        self.pend(task, 0, false);
        self.merges[merge].dequeue();
    }

    fn next_event(&mut self, merge: usize) -> Option<Event> {
        loop {
            let (index, Member { key, chan, task }) = self.front_of(merge)?;
            let told = self.tasks[task].decided.take_if(|decided| matches!(decided, Decided::Closed(_)));
            // What was chosen and not collected when the channel was closed may have come back since.
            self.tasks[task].parked &= told.is_none();
            if self.tasks[task].decided.is_none() && !self.is_ready(task, 0) {
                self.park_front(merge, task);
                continue;
            }
            let outcome = self.complete(task, 0);
            self.again(task);
            let Outcome::Received(value) = outcome else {
                self.remove(merge, key);
                self.drop_receiver(chan);
                return Some((key, None));
            };
            let set = &mut self.merges[merge];
            match &mut set.entries[index].turns {
                turns @ 2.. => *turns -= 1,
                _ => {
                    set.dequeue();
                    set.enqueue(index);
                }
            }
            return Some((key, Some(value)));
        }
    }
}
