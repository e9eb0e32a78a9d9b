//! `select!` as a body: one fixed list of arms of every kind, of which some take no part, for want of a handle or because
//! of their guard. Beside `built`, which has the
//! selects that are built at run time.

use super::super::flavor::Sender;
use super::built::Arms;
use super::foreign::{Cell, Foreign};
use super::kept::{Got, Kept};
use super::many::{received_many, sent_some};
use super::schedule::{ArmSpec, Choice};
use super::tasks::{Body, Mailbox, Report, Value, received, sent, sent_from};
use std::collections::VecDeque;
use std::future::pending;
use std::slice::IterMut;
use std::sync::{Arc, Mutex};

/// Those of the arms that have a place in the `select!` below, in its order.
pub(super) fn arms(mut specs: Vec<&ArmSpec>) -> Vec<&ArmSpec> {
    let mut next = |kind: fn(&ArmSpec) -> bool| {
        let at = specs.iter().position(|spec| kind(spec))?;
        Some(specs.remove(at))
    };
    let places = [
        next(|spec| matches!(spec, ArmSpec::Recv { .. })),
        next(|spec| matches!(spec, ArmSpec::Send { .. })),
        next(|spec| matches!(spec, ArmSpec::SendFrom { .. })),
        next(|spec| matches!(spec, ArmSpec::Foreign { .. })),
        next(|spec| matches!(spec, ArmSpec::Recv { .. })),
        next(|spec| matches!(spec, ArmSpec::Send { .. })),
        next(|spec| matches!(spec, ArmSpec::Lease { .. })),
        next(|spec| matches!(spec, ArmSpec::Reserve { .. })),
        next(|spec| matches!(spec, ArmSpec::RecvMany { .. })),
        next(|spec| matches!(spec, ArmSpec::SendMany { .. })),
    ];
    places.into_iter().flatten().collect()
}

/// The next sender and its value; nobody, and a value that is not counted.
fn next_send<'a>(
    sends: &mut IterMut<'a, (Sender<Value>, Option<Value>)>,
) -> (Option<&'a Sender<Value>>, Value) {
    match sends.next() {
        Some((tx, value)) => (Some(tx), value.take().expect("the value is fresh")),
        None => (None, Value { id: 0, graveyard: Arc::default() }),
    }
}

macro_rules! written {
    ($arms:ident, $rx_lease:ident, $tx_reserve:ident, $kept:ident, { $($way:tt)* } { $($default:tt)* }) => {{
        let (recvs, sends) = (&$arms.recvs, &mut $arms.sends);
        let (sends_from, foreign) = (&mut $arms.sends_from, &mut $arms.foreign);
        let two_recvs = recvs.len() > 1;
        let (rx_0, rx_1) = (recvs.first(), recvs.last());
        let two_sends = sends.len() > 1;
        let mut sends = sends.iter_mut();
        let ((tx_0, value_0), (tx_1, value_1)) = (next_send(&mut sends), next_send(&mut sends));
        let mut empty = None;
        let (tx_from, slot) = match sends_from.first_mut() {
            Some((tx, slot)) => (Some(&*tx), &mut slot.value),
            None => (None, &mut empty),
        };
        let (mut nothing, mut none) = (Vec::new(), VecDeque::new());
        let (rx_many, batch, limit) = match $arms.recvs_many.first_mut() {
            Some((rx, batch, limit)) => (Some(&*rx), &mut batch.values, *limit),
            None => (None, &mut nothing, 1),
        };
        let (tx_many, queue) = match $arms.sends_many.first_mut() {
            Some((tx, queue)) => (Some(&*tx), &mut queue.values),
            None => (None, &mut none),
        };
        let waits = !foreign.is_empty();
        let cell = Arc::new(Mutex::new(Cell::default()));
        let mut nobody = Box::pin(Foreign { number: 0, cell, act: None });
        let future = foreign.first_mut().unwrap_or(&mut nobody).as_mut();
        goit::select! {
            $($way)*
            recv(rx_0) -> value => Some((0, received(value))),
            send(tx_0, value_0) -> result => Some((1, sent(result))),
            send_from(tx_from, slot) -> result => Some((2, sent_from(result))),
            wait(future) -> number, if waits => Some((3, Report::Foreign(number))),
            recv(rx_1) -> value, if two_recvs => Some((4, received(value))),
            send(tx_1.or(tx_0), value_1) -> result, if two_sends => Some((5, sent(result))),
            lease($rx_lease) -> lease => Some((6, $kept.keep_lease(lease, Got::Lease))),
            reserve($tx_reserve) -> permit => Some((7, $kept.keep_permit(permit, Got::Permit))),
            recv_many(rx_many, batch, limit) -> received => Some((8, received_many(received))),
            send_many(tx_many, queue) -> sent => Some((9, sent_some(sent))),
            $($default)*
        }
    }};
}

/// A `select!` over arms that [`arms`] has put in order; reports once, and nothing if its default ran.
pub(super) fn select(mut arms: Arms, choice: Choice, default: bool, mail: Mailbox) -> Body {
    Box::pin(async move {
        let Arms { recvs, leases, sends, sends_from, reserves, recvs_many, foreign, .. } = &arms;
        let [recvs, sends] = [recvs.len(), sends.len()];
        let [leases, reserves, recvs_many] = [leases.len(), reserves.len(), recvs_many.len()];
        let present =
            [recvs, sends, sends_from.len(), foreign.len(), recvs, sends, leases, reserves, recvs_many];
        let taken = [0, 0, 0, 0, 1, 1, 0, 0, 0];
        let (rx_lease, tx_reserve) = (arms.leases.first(), arms.reserves.first());
        let kept = Kept::default();
        let report = match (choice, default) {
            (Choice::Fair, false) => written!(arms, rx_lease, tx_reserve, kept, {} {}),
            (Choice::Fair, true) => written!(arms, rx_lease, tx_reserve, kept, {} { default => None }),
            (Choice::Biased, false) => written!(arms, rx_lease, tx_reserve, kept, { biased; } {}),
            (Choice::Biased, true) => {
                written!(arms, rx_lease, tx_reserve, kept, { biased; } { default => None })
            }
            (Choice::Seeded(seed), false) => written!(arms, rx_lease, tx_reserve, kept, { seeded(seed); } {}),
            (Choice::Seeded(seed), true) => {
                written!(arms, rx_lease, tx_reserve, kept, { seeded(seed); } { default => None })
            }
        };
        let report = report.map(|(place, report)| {
            // Counted among the arms that take part, as the model does.
            ((0..place).filter(|&before| present[before] > taken[before]).count(), report)
        });
        mail.borrow_mut().report = report;
        mail.borrow_mut().finished = true;
        pending().await
    })
}
