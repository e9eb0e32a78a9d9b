//! What is compared after every operation, and once all is over.

use super::{Checked, World, ensure};
use futures_util::Stream;
use std::mem;

impl World {
    /// Compares the effects of the last operation, and what the handles answer.
    pub(super) fn check(&mut self) -> Checked {
        let mut polled = self.check_hostilities()?;
        let mut rung = self.rung.take();
        let wakes = mem::take(&mut self.model.wakes);
        for wake in &wakes {
            let heard = rung.iter().position(|&bell| bell == (wake.task, wake.waker));
            if heard.is_none() && wake.optional {
                continue;
            }
            let Some(heard) = heard else {
                return Err(format!("nobody woke task {} (waker {})", wake.task, wake.waker));
            };
            rung.swap_remove(heard);
            let heeded = polled.take_if(|task| *task == wake.task).is_some();
            if !heeded && !self.woken.contains(&wake.task) {
                self.woken.push(wake.task);
            }
        }
        ensure!(rung.is_empty(), "needless wake-ups (task, waker): {rung:?}");

        let mut dropped = mem::take(&mut *self.graveyard.lock().unwrap());
        dropped.sort_unstable();
        self.model.dropped.sort_unstable();
        ensure!(dropped == self.model.dropped, "dropped {dropped:?}, not {:?}", self.model.dropped);
        self.model.dropped.clear();
        for id in dropped {
            ensure!(self.buried.insert(id), "value {id} was dropped twice");
        }
        self.back.sort_unstable();
        self.model.back.sort_unstable();
        ensure!(self.back == self.model.back, "back in slots {:?}, not {:?}", self.back, self.model.back);
        self.back.clear();
        self.model.back.clear();
        let (many, expected) = (mem::take(&mut self.many), mem::take(&mut self.model.many));
        ensure!(many == expected, "in buffers and queues {many:?}, not {expected:?}");

        ensure!(self.model.obeys_the_laws(), "the model itself breaks a law");
        for (number, (chan, channel)) in self.chans.iter().zip(&self.model.channels).enumerate() {
            macro_rules! inquire {
                ($handle:expr) => {{
                    let handle = $handle;
                    let found = (handle.is_closed(), handle.len(), handle.is_full(), handle.capacity());
                    let expected = (channel.closed, channel.len(), channel.is_full(), channel.capacity);
                    ensure!(
                        found == expected,
                        "channel {number} (closed, len, full, capacity): {found:?}, not {expected:?}"
                    );
                    let counts = (handle.sender_count(), handle.receiver_count());
                    let found = (counts, handle.is_empty(), handle.free_capacity());
                    let counts = (channel.senders, channel.receivers);
                    let expected = (counts, channel.len() == 0, channel.free_capacity());
                    ensure!(
                        found == expected,
                        "channel {number} ((senders, receivers), empty, free): {found:?}, not {expected:?}"
                    );
                }};
            }
            if let Some(tx) = chan.txs.first() {
                inquire!(tx);
            }
            if let Some(rx) = chan.rxs.first() {
                inquire!(&rx.handle);
                let (found, expected) = (rx.handle.size_hint(), channel.size_hint(rx.ended));
                ensure!(
                    found == expected,
                    "channel {number}, left of the stream: {found:?}, not {expected:?}"
                );
            }
        }
        Ok(())
    }

    /// Nothing has kept a waker, not even for as long as weak handles are there; every value has been dropped once.
    pub(super) fn bury(self) -> Checked {
        let World { model, chans, cells, bells, buried, values, graveyard, rung, leaked, .. } = self;
        drop(cells);
        let kept = || {
            let bells = bells.iter().enumerate().filter(|(task, _)| !leaked.contains(task));
            bells.flat_map(|(_, bells)| bells).filter(|bell| bell.is_kept()).count()
        };
        let held = model.leaked_values();
        // What was leaked may be a lease, or a receive that was chosen for one: then a closed channel does not end.
        let ended = leaked.is_empty() && held == 0;
        ensure!(!ended || kept() == 0, "{} wakers are still kept, though all is closed", kept());
        drop(chans);
        ensure!(kept() == 0, "{} wakers are still kept somewhere", kept());
        let late = mem::take(&mut *graveyard.lock().unwrap());
        ensure!(late.len() <= held, "the channels still had values when they went: {late:?}");
        ensure!(late.iter().all(|id| !buried.contains(id)), "of the values {late:?} some were dropped twice");
        ensure!(rung.take().is_empty(), "somebody was woken when the channels went");
        let gone = buried.len() + held;
        ensure!(gone == values as usize, "of {values} values {gone} were dropped, or leaked");
        Ok(())
    }
}
