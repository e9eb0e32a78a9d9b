//! One member of a merge: its steps at its channel, and its place there. Of the other members and their queue it knows nothing but
//! the one behind it.

use crate::flavor::Flavor;
use crate::handle::Receiver;
use crate::protocol::{Effects, Fate, Key, Occupant, Ready, Refusal, Side, State, Ticket};

/// The end of the queue.
pub(super) const NONE: u32 = u32::MAX;

/// What a member's turn comes to.
pub(super) enum Turn<T> {
    Received(T),
    /// Its channel is closed and drained; the member is to be taken out.
    Closed,
    /// It has nothing, and waits in its channel's line.
    Parked,
    /// Something may be there, and was to be left there.
    Left,
}

/// What is known by one index: a member, or nobody.
pub(super) struct Entry<K, T, F: Flavor> {
    pub(super) member: Option<(K, Receiver<T, F>)>,
    /// Where the member waits in its channel's line, or has been chosen there and not collected.
    pub(super) parked: Option<Key>,
    /// Made once for the index, whoever has it.
    pub(super) ticket: F::Ptr<Ticket<F>>,
    /// Values in a row.
    pub(super) weight: u32,
    /// How many of them are left to this turn.
    pub(super) turns: u32,
    pub(super) is_queued: bool,
    /// The one behind it in the queue.
    pub(super) next: u32,
}

impl<K, T, F: Flavor> Entry<K, T, F> {
    /// An index of nobody, whose ticket will be told in this list.
    pub(super) fn vacant(ready: F::Ptr<Ready<F>>) -> Self {
        Entry {
            member: None,
            parked: None,
            ticket: F::share(|| Ticket::of_member(ready)),
            weight: 1,
            turns: 1,
            is_queued: false,
            next: NONE,
        }
    }

    /// Something may be there for the member.
    pub(super) fn is_likely_ready(&self) -> bool {
        let receiver = self.member.as_ref().map(|(_, rx)| rx);
        self.parked.is_some() || receiver.is_some_and(|rx| rx.shared().recv_waits().is_none())
    }

    /// Receives, or parks where nothing is there. Unless it `takes`, what may be there is left.
    pub(super) fn receive(&mut self, index: u32, takes: bool) -> Turn<T> {
        let Some((_, rx)) = &self.member else { return Turn::Parked };
        let shared = rx.aside();
        if self.parked.is_none() && takes {
            let mut value = None;
            if shared.try_pop(|popped| value = Some(popped)).is_ok() {
                return value.map_or(Turn::Left, Turn::Received);
            }
        }
        let (parked, ticket) = (&mut self.parked, &self.ticket);
        shared.with(|state, out| step(state, out, parked, takes, || Occupant::Arm(ticket.clone(), index)))
    }
}

/// One step of a member, under its channel's lock.
fn step<T, F: Flavor>(
    state: &mut State<T, F>,
    out: &mut Effects<F>,
    parked: &mut Option<Key>,
    takes: bool,
    occupant: impl FnOnce() -> Occupant<F>,
) -> Turn<T> {
    if let Some(key) = *parked {
        match state.lines().fate(Side::Recvs, key) {
            Fate::Waiting => return Turn::Parked,
            Fate::Committed => {
                *parked = None;
                return Turn::Received(state.collect());
            }
            Fate::Closed => {
                *parked = None;
                state.leave_recv(key, out);
            }
        }
    }
    if !takes && state.refuses_recv() != Some(Refusal::Wait) {
        return Turn::Left;
    }
    match state.recv(out) {
        Ok(value) => Turn::Received(value),
        Err(Refusal::Closed) => Turn::Closed,
        Err(Refusal::Wait) => {
            *parked = Some(state.wait_recv(occupant, out));
            Turn::Parked
        }
    }
}

/// A member leaves its channel's line when this is dropped; what it was chosen for passes on. That is foreign code.
pub(super) struct Leaving<'a, T, F: Flavor>(pub(super) &'a Receiver<T, F>, pub(super) Key);

impl<T, F: Flavor> Drop for Leaving<'_, T, F> {
    fn drop(&mut self) {
        self.0.shared().with(|state, out| state.leave_recv(self.1, out));
    }
}

impl<K, T, F: Flavor> Drop for Entry<K, T, F> {
    fn drop(&mut self) {
        if let (Some((_, rx)), Some(key)) = (&self.member, self.parked.take()) {
            drop(Leaving(rx, key));
        }
    }
}
