//! Many receives in one transition. What each of them does is what one does; nothing of that is repeated here.

use super::state::{Refusal, State};
use super::waiting::{Effects, Key};
use crate::flavor::Flavor;
use alloc::vec::Vec;

impl<T, F: Flavor> State<T, F> {
    /// Receives into `into`, which has memory for `most` values, if that needs no thought and yields as many, or all that
    /// are there; whether it did.
    #[inline]
    pub(crate) fn pop_open_many(&mut self, most: usize, into: &mut Vec<T>) -> bool {
        let open = self.buffer.queued().saturating_sub(self.recv_gate);
        let whole = open >= most || open > 0 && self.recv_gate == 0;
        if whole {
            self.buffer.pop_many(open.min(most), into);
        }
        whole
    }

    /// Receives what is available into `into`, up to `limit` values, as far as that has memory for: at least one, or the refusal.
    /// How many more there are for it, if sends have waited; each receive that leaves something to be run takes one of `out`, and
    /// they end when those are used up.
    ///
    /// Where a receive has parked with `claim`, the first value is the one that it was chosen for; if it was not, it has to
    /// wait.
    pub(crate) fn recv_many(
        &mut self,
        claim: Option<Key>,
        limit: usize,
        into: &mut Vec<T>,
        out: &mut [Effects<F>],
    ) -> Result<usize, Refusal> {
        if let Some(key) = claim {
            if self.lines.recvs.holds(key) {
                return Err(Refusal::Wait);
            }
            self.lines.due -= 1;
        }
        let before = into.len();
        let end = before + limit.min(into.capacity() - before);
        let waited = self.admits();
        let mut used = 0;
        while used < out.len() && into.len() < end && self.admits() {
            let Ok(value) = self.recv(&mut out[used]) else { break };
            into.push(value);
            used += !out[used].is_empty() as usize;
        }
        if !self.admits() {
            let mut number = self.available().min(end - into.len());
            if self.buffer.has_lone() && number > 0 {
                into.extend(self.pop());
                number -= 1;
            }
            self.buffer.pop_many(number, into);
            if self.buffer.looks() && number > 0 {
                self.popped(number);
            }
        }
        self.set_gates();
        let received = into.len() - before;
        let cut_short = received < limit && (used == out.len() || into.len() == end);
        match received {
            0 if self.lines.has_ended() => Err(Refusal::Closed),
            0 => Err(Refusal::Wait),
            _ if waited && cut_short => {
                Ok(self.available() + self.lines.sends().map_or(0, |sends| sends.parked.len()))
            }
            _ => Ok(0),
        }
    }

    /// Whether a receive commits a send, as sends wait.
    fn admits(&self) -> bool {
        self.has_sends() && !self.is_closed()
    }
}
