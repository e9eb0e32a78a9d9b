//! How a run ends: everything comes to rest, and is taken apart.

use super::super::schedule::{End, Ending};
use super::{Checked, World, ensure};

impl World {
    /// Polls those who are new or were woken, and nobody else, until nobody is.
    fn settle(&mut self) -> Checked {
        loop {
            let fresh = self.live.iter().find(|live| !live.polled).map(|live| live.task);
            match fresh {
                Some(task) => self.poll(task, false, false)?,
                None if !self.run_woken(false)? => break,
                None => {}
            }
            self.check()?;
        }
        let forgotten = self.live.iter().find(|live| self.model.is_decided(live.task));
        ensure!(forgotten.is_none(), "a decided task was not woken");
        Ok(())
    }

    /// Brings everything to rest, and takes it apart.
    pub(super) fn end(&mut self, ending: Ending) -> Checked {
        self.settle()?;
        match ending {
            Ending::DropTasks => {
                while let Some(task) = self.pick_live(0) {
                    self.drop_live(task);
                    self.check()?;
                }
                self.drop_keepers()?;
                self.drop_merges()?;
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
        while let Some(task) = self.pick_live(0) {
            self.drop_live(task);
            self.check()?;
            self.settle()?;
        }
        self.drop_keepers()?;
        self.drop_merges()?;
        self.drop_handles(End::Sender)?;
        self.drop_handles(End::Receiver)?;
        self.clear_trap();
        self.check()
    }

    /// With no operation under way a channel takes exactly what its bound says, and gives exactly that back: no
    /// slot is left behind that waits for a value, or offers one.
    fn drain_and_fill(&mut self, chan: usize) -> Checked {
        for rx in 0..self.chans[chan].rxs.len() {
            self.leave_stream(chan, rx);
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
