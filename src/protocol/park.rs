//! How an operation that was refused just now parks: in a free slot of its line, plainly where that is all there is to do.
//! Nothing here moves a value but into the slot where it waits.

use super::parked::{Outgoing, Parked};
use super::state::{Refusal, State};
use super::waiting::{Effects, Key, Line, Occupant, Sends, Side};
use crate::flavor::Flavor;
use core::task::Waker;

impl<T, F: Flavor> State<T, F> {
    /// Parks a send that [`State::send`] has refused in this same transition. `fill` runs once there is a place for it.
    pub(crate) fn park_send(
        &mut self,
        fill: impl FnOnce() -> (Option<T>, Occupant<F>),
        out: &mut Effects<F>,
    ) -> Key {
        let sends = self.lines.parking_sends();
        let index = sends.line.vacancy();
        sends.parked.make_room(index);
        let (value, occupant) = fill();
        *sends.parked.at(index) = value;
        let key = sends.line.park(occupant, out);
        self.recv_gate = usize::MAX;
        key
    }

    /// Parks a task's receive that [`State::recv`] has refused in this same transition. A reserve may have waited for it.
    pub(crate) fn wait_recv(&mut self, occupant: impl FnOnce() -> Occupant<F>, out: &mut Effects<F>) -> Key {
        let key = self.park_recv(occupant, out);
        self.serve_reserve(out);
        key
    }

    /// Parks a receive that [`State::recv`] has refused in this same transition; [`State::serve_reserve`] is to follow, where a
    /// reserve [waits](State::may_serve_reserve) for it.
    pub(crate) fn park_recv(&mut self, occupant: impl FnOnce() -> Occupant<F>, out: &mut Effects<F>) -> Key {
        self.lines.recvs.vacancy();
        let key = self.lines.recvs.park(occupant(), out);
        self.send_gate = 0;
        key
    }

    /// Parks a send where the task of this waker has parked before; `None` where it has not.
    /// [`State::send`] has refused it in this same transition.
    #[inline(always)]
    pub(crate) fn park_send_again(&mut self, slot: &mut impl Outgoing<T>, waker: &Waker) -> Option<Key> {
        self.park_send_by(slot, |sends| sends.line.park_again(waker))
    }

    /// Parks a send with the clone of its task's waker, if that is all there is to do.
    #[inline(always)]
    pub(crate) fn park_send_plain(
        &mut self,
        slot: &mut impl Outgoing<T>,
        clone: &mut Option<Waker>,
    ) -> Option<Key> {
        if self.refuses_send() != Some(Refusal::Wait) {
            return None;
        }
        self.park_send_by(slot, |sends| {
            // None where making it has failed.
            let has_room = sends.parked.has_room(sends.line.free());
            if has_room { sends.line.park_plain(clone) } else { None }
        })
    }

    #[inline(always)]
    fn park_send_by(
        &mut self,
        slot: &mut impl Outgoing<T>,
        park: impl FnOnce(&mut Sends<F, Parked<T>>) -> Option<Key>,
    ) -> Option<Key> {
        let sends = self.lines.sends()?;
        let key = park(sends)?;
        *sends.parked.at(key.index()) = slot.take();
        self.recv_gate = usize::MAX;
        Some(key)
    }

    /// Parks a receive where the task of this waker has parked before; `None` where it has not. [`State::recv`] has
    /// refused it in this same transition.
    #[inline(always)]
    pub(crate) fn park_recv_again(&mut self, waker: &Waker) -> Option<Key> {
        if self.may_serve_reserve() {
            return None;
        }
        self.park_recv_by(|line| line.park_again(waker))
    }

    /// Parks a receive with the clone of its task's waker, if that is all there is to do.
    #[inline(always)]
    pub(crate) fn park_recv_plain(&mut self, clone: &mut Option<Waker>) -> Option<Key> {
        if self.refuses_recv() != Some(Refusal::Wait) {
            return None;
        }
        self.park_recv_by(|line| line.park_plain(clone))
    }

    #[inline(always)]
    fn park_recv_by(&mut self, park: impl FnOnce(&mut Line<F>) -> Option<Key>) -> Option<Key> {
        let key = park(&mut self.lines.recvs)?;
        self.send_gate = 0;
        Some(key)
    }

    /// Looks for the slot where the task of this waker has parked before; whether the next who parks there again has it. A
    /// receive for which a reserve may wait does not park so: it leaves effects.
    pub(crate) fn seek(&mut self, side: Side, waker: &Waker) -> bool {
        !(side == Side::Recvs && self.may_serve_reserve()) && self.lines.seek(side, waker)
    }
}
