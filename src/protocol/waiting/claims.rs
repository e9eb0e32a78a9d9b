//! Receives that wait and are spoken for, where nothing is buffered: whoever has a permit counts on one, and leaves it to nobody
//! else. What a permit is, is not known here.

use super::line::Line;
use super::lines::{CLAIMS, Cold, Lines};
use super::slot::Slot;
use super::ticket::Ticket;
use crate::flavor::Flavor;
use core::{mem, ptr};

impl<F: Flavor, P: Default, E: Default> Lines<F, P, E> {
    /// Whether any of the receives that wait are spoken for.
    #[inline(always)]
    pub(crate) fn has_claims(&self) -> bool {
        self.marks & CLAIMS != 0
    }

    /// Speaks for so many more of the receives that wait, which can panic for want of memory.
    pub(crate) fn claim(&mut self, number: usize) {
        self.cold().claims += number;
        self.mark(CLAIMS, true);
    }

    /// Gives up so many claims.
    pub(crate) fn unclaim(&mut self, number: usize) {
        let claims = &mut self.cold().claims;
        *claims -= number;
        let claimed = *claims > 0;
        self.mark(CLAIMS, claimed);
    }

    fn claims(&self) -> usize {
        self.cold.as_ref().map_or(0, |cold| cold.claims)
    }

    /// How many receives wait, up to `most`, that can be chosen now and that nobody has spoken for.
    pub(crate) fn unclaimed(&mut self, most: usize) -> usize {
        let claims = self.claims();
        self.recvs.count_open(claims.saturating_add(most), None).saturating_sub(claims)
    }

    /// How many receives wait, up to `most`, that will be there for so many sends in this same transition.
    pub(crate) fn certain(&mut self, most: usize) -> usize {
        let claims = self.claims();
        self.recvs.count_tasks(claims.saturating_add(most)).saturating_sub(claims)
    }

    /// Whether less receives wait that can be chosen now than are spoken for.
    pub(crate) fn lacks_receives(&mut self) -> bool {
        let claims = self.claims();
        self.recvs.count_open(claims, None) < claims
    }

    /// The first of those who wait to send, among those that are `wanted`, that can have a receive for which nobody has spoken:
    /// one that is not of its own select. It is won by this.
    pub(crate) fn win_for_receive(&mut self, mut wanted: impl FnMut(&P, u32) -> bool) -> Option<u32> {
        let Lines { recvs, cold, .. } = self;
        let Cold { sends, claims, .. } = &mut ***cold.as_mut()?;
        sends.line.win_first(|index, ticket| {
            wanted(&sends.parked, index) && recvs.count_open(*claims + 1, ticket) > *claims
        })
    }
}

impl<F: Flavor> Line<F> {
    /// How many operations in the line can be committed now, up to `most`; those of the select with this ticket do not count.
    /// Arms of one select are one operation. They stand beside each other, since they have parked in one transition.
    fn count_open(&mut self, most: usize, apart: Option<&F::Ptr<Ticket<F>>>) -> usize {
        let mut last = ptr::null();
        self.count(most, |slot| {
            slot.ticket.as_ref().is_none_or(|ticket| {
                let before = mem::replace(&mut last, ptr::from_ref::<Ticket<F>>(ticket));
                before != last && ticket.is_open() && apart.is_none_or(|apart| !F::same(ticket, apart))
            })
        })
    }

    /// How many operations in the line are a task's, up to `most`. Whoever commits so many operations finds them: those of selects
    /// may be decided elsewhere meanwhile, and several of them be one.
    fn count_tasks(&mut self, most: usize) -> usize {
        self.count(most, |slot| slot.ticket.is_none())
    }

    #[inline(always)]
    fn count(&mut self, most: usize, mut counts: impl FnMut(&Slot<F>) -> bool) -> usize {
        let mut index = self.front;
        let mut count = 0;
        for _ in 0..self.waiting {
            if count == most {
                break;
            }
            let slot = self.slots.at(index);
            index = slot.next;
            count += counts(slot) as usize;
        }
        count
    }
}
