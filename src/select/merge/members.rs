//! The members of a merge by index, and the queue of those whose turn comes. Which key belongs to which index is not known
//! here, and no key is compared here; what one member does is in [`entry`](super::entry).

use super::entry::{Entry, Leaving, NONE, Turn};
use crate::flavor::Flavor;
use crate::handle::Receiver;
use crate::protocol::{Ready, Ticket};
use alloc::vec::Vec;
use core::mem;
use core::task::Waker;

pub(super) struct Members<K, T, F: Flavor> {
    entries: Vec<Entry<K, T, F>>,
    /// Indices of nobody that stand nowhere, with memory for all: whoever gets one begins at the end of the queue.
    free: Vec<u32>,
    /// How many members there are.
    count: usize,
    /// The queue, linked by `next`: indices to be looked at, of nobody too.
    front: u32,
    back: u32,
    /// No member parks while its index stands in this list: it is [gathered](Members::gather) before.
    ready: F::Ptr<Ready<F>>,
    /// A waker has panicked when it was to be kept with `ready`, which may wake nobody any more.
    dirty: bool,
}

impl<K, T, F: Flavor> Members<K, T, F> {
    pub(super) fn new() -> Self {
        Members {
            entries: Vec::new(),
            free: Vec::new(),
            count: 0,
            front: NONE,
            back: NONE,
            ready: F::share(Ready::new),
            dirty: false,
        }
    }

    fn entry(&mut self, index: u32) -> &mut Entry<K, T, F> {
        &mut self.entries[index as usize]
    }

    // ---- Who is there ---------------------------------------------------------------------------------

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn key(&mut self, index: u32) -> Option<&K> {
        self.entry(index).member.as_ref().map(|(key, _)| key)
    }

    /// An index of nobody, for [`Members::add`].
    ///
    /// # Panics
    ///
    /// For want of memory, or of indices.
    pub(super) fn vacancy(&mut self) -> u32 {
        if let Some(&index) = self.free.last() {
            return index;
        }
        let index = u32::try_from(self.entries.len()).ok().filter(|&index| index < NONE);
        let index = index.filter(|&index| Ready::<F>::admits(index)).expect("too many members in one merge");
        self.entries.reserve(1);
        self.free.reserve(self.entries.len() + 1);
        self.entries.push(Entry::vacant(self.ready.clone()));
        self.free.push(index);
        index
    }

    /// Adds a member with the index of the [vacancy](Members::vacancy).
    pub(super) fn add(&mut self, key: K, rx: Receiver<T, F>, weight: u32) {
        let index = self.free.pop().expect("a member is added where there is a vacancy");
        self.count += 1;
        self.entry(index).member = Some((key, rx));
        self.begin(index, weight);
        self.pass_on();
    }

    /// Gives a member another receiver; the one that it had, which has left its line.
    pub(super) fn replace(&mut self, index: u32, rx: Receiver<T, F>, weight: u32) -> Option<Receiver<T, F>> {
        let entry = self.entry(index);
        let parked = entry.parked.take();
        let (_, receiver) = entry.member.as_mut()?;
        let before = mem::replace(receiver, rx);
        let leaving = parked.map(|key| Leaving(&before, key));
        self.begin(index, weight);
        self.pass_on();
        drop(leaving);
        Some(before)
    }

    /// Takes a member out; its receiver has left its line.
    pub(super) fn remove(&mut self, index: u32) -> Option<(K, Receiver<T, F>)> {
        let entry = self.entry(index);
        let parked = entry.parked.take();
        let (key, rx) = entry.member.take()?;
        let is_queued = entry.is_queued;
        self.count -= 1;
        // One that is in the queue is free once it has come to its front.
        if !is_queued {
            self.free.push(index);
        }
        let leaving = parked.map(|key| Leaving(&rx, key));
        self.pass_on();
        drop(leaving);
        Some((key, rx))
    }

    /// A member that has a new receiver comes to the queue. If it stands there with another one, it has no more of this turn than
    /// was left to that.
    fn begin(&mut self, index: u32, weight: u32) {
        let entry = self.entry(index);
        entry.turns = if entry.is_queued { entry.turns.min(weight) } else { weight };
        entry.weight = weight;
        self.enqueue(index);
    }

    // ---- The queue ------------------------------------------------------------------------------------

    /// The member whose turn it is, for whom something is likely to be there. Those before it have parked.
    pub(super) fn front(&mut self) -> Option<u32> {
        self.gather();
        while self.front != NONE {
            let index = self.front;
            let entry = self.entry(index);
            if entry.is_likely_ready() || matches!(entry.receive(index, false), Turn::Left) {
                return Some(index);
            }
            self.dequeue();
        }
        None
    }

    /// The turn of the member at the front. It has another one, or goes behind all others, if it received.
    pub(super) fn turn(&mut self, index: u32) -> Turn<T> {
        let entry = self.entry(index);
        let turn = entry.receive(index, true);
        match turn {
            Turn::Received(_) if entry.turns > 1 => entry.turns -= 1,
            Turn::Received(_) => {
                entry.turns = entry.weight;
                self.dequeue();
                self.enqueue(index);
            }
            Turn::Parked => self.dequeue(),
            Turn::Closed | Turn::Left => {}
        }
        turn
    }

    fn enqueue(&mut self, index: u32) {
        let entry = self.entry(index);
        if mem::replace(&mut entry.is_queued, true) {
            return;
        }
        entry.next = NONE;
        match mem::replace(&mut self.back, index) {
            NONE => self.front = index,
            back => self.entry(back).next = index,
        }
    }

    /// Takes the front out of the queue.
    fn dequeue(&mut self) {
        let index = self.front;
        let entry = self.entry(index);
        entry.is_queued = false;
        entry.turns = entry.weight;
        let (next, vacant) = (entry.next, entry.member.is_none());
        self.front = next;
        if next == NONE {
            self.back = NONE;
        }
        if vacant {
            self.free.push(index);
        }
    }

    /// Those that were committed or told since the last time come to the queue, as they came.
    fn gather(&mut self) {
        if self.dirty {
            self.recover();
        }
        let (mut added, mut first, last) = (self.ready.take(), NONE, self.back);
        // The list begins with the latest: each comes before those that were seen.
        while let Some(index) = added {
            let entry = self.entry(index);
            added = entry.ticket.before();
            // Of nobody: its member was taken out after that.
            if entry.member.is_some() && !mem::replace(&mut entry.is_queued, true) {
                entry.next = mem::replace(&mut first, index);
                if entry.next == NONE {
                    self.back = index;
                }
            }
        }
        match last {
            _ if first == NONE => {}
            NONE => self.front = first,
            last => self.entry(last).next = first,
        }
    }

    // ---- The task that waits --------------------------------------------------------------------------

    /// The task waits from now on, with this waker, unless a member is ready; whether it does. The clone of the waker is foreign
    /// code.
    pub(super) fn wait(&mut self, waker: &Waker) -> bool {
        self.dirty = true;
        let waits = self.ready.wait(waker);
        self.dirty = false;
        waits
    }

    /// The task does not wait any more.
    pub(super) fn stop_waiting(&self) {
        self.ready.stop_waiting();
    }

    /// Another than the task that waits has changed something, or received: wakes the one that waits, if there may be
    /// something for it.
    pub(super) fn pass_on(&mut self) {
        if self.ready.is_waiting() && (self.front().is_some() || self.is_empty()) {
            self.ready.wake();
        }
    }

    /// Begins anew, with wakers that nobody has panicked with: all members leave their lines, and come to the queue.
    #[cold]
    fn recover(&mut self) {
        self.ready = F::share(Ready::new);
        for index in 0..self.entries.len() as u32 {
            let ready = self.ready.clone();
            if self.entry(index).member.is_some() {
                self.enqueue(index);
            }
            let entry = self.entry(index);
            entry.ticket = F::share(|| Ticket::of_member(ready));
            if let (Some((_, rx)), Some(key)) = (&entry.member, entry.parked.take()) {
                drop(Leaving(rx, key));
            }
        }
        self.dirty = false;
    }
}
