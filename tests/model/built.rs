//! Selects that are built at run time, as bodies, and what the arms of every select are made of.

use super::super::flavor::{Receiver, Select, Sender};
use super::foreign::Foreign;
use super::kept::{Clears, Got, Kept};
use super::many::{Batch, Queue, received_many, sent_some};
use super::schedule::Choice;
use super::tasks::{Body, Mailbox, Report, Slot, Value, drive, received, sent, sent_from};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

/// The kinds of a select's arms, in order.
pub(super) enum Kind {
    Recv,
    RecvMany,
    Send,
    SendFrom,
    SendMany,
    Reserve,
    Lease,
    Foreign,
}

/// What a select's arms are made of, by kind; dropped in this order.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) order: Vec<Kind>,
    pub(super) recvs: Vec<Receiver<Value>>,
    /// With the most values that are received at a time.
    pub(super) recvs_many: Vec<(Receiver<Value>, Batch, usize)>,
    pub(super) leases: Vec<Receiver<Value>>,
    pub(super) sends: Vec<(Sender<Value>, Option<Value>)>,
    pub(super) sends_from: Vec<(Sender<Value>, Slot)>,
    pub(super) sends_many: Vec<(Sender<Value>, Queue)>,
    pub(super) reserves: Vec<Sender<Value>>,
    pub(super) foreign: Vec<Pin<Box<Foreign>>>,
}

impl Drop for Arms {
    /// Values go before handles, those of cases that were never made as well.
    fn drop(&mut self) {
        let sends = self.sends.iter_mut().filter_map(|(_, value)| value.take());
        let slots = self.sends_from.iter_mut().filter_map(|(_, slot)| slot.empty());
        let batches = self.recvs_many.iter_mut().flat_map(|(_, batch, _)| batch.empty());
        let queues = self.sends_many.iter_mut().flat_map(|(_, queue)| queue.empty());
        let acts = self.foreign.iter_mut().filter_map(|future| future.act.as_mut()?.value());
        let values: Vec<Value> = sends.chain(slots).chain(batches).chain(queues).chain(acts).collect();
        drop(values);
    }
}

pub(super) fn select(mut arms: Arms, choice: Choice, mail: Mailbox) -> Body {
    Box::pin(async move {
        let Arms { order, recvs, recvs_many, leases, sends, sends_from, sends_many, reserves, foreign } =
            &mut arms;
        #[allow(clippy::arc_with_non_send_sync, reason = "in one of the flavours it is")]
        let kept = Arc::new(Kept::default());
        let mut recvs: Vec<_> = recvs.iter().map(|rx| goit::select::recv(rx, received)).collect();
        let mut recvs_many: Vec<_> = recvs_many
            .iter_mut()
            .map(|(rx, batch, limit)| goit::select::recv_many(&*rx, &mut batch.values, *limit, received_many))
            .collect();
        let mut sends: Vec<_> = sends
            .iter_mut()
            .map(|(tx, value)| goit::select::send(&*tx, value.take().expect("the value is fresh"), sent))
            .collect();
        let mut sends_from: Vec<_> = sends_from
            .iter_mut()
            .map(|(tx, slot)| goit::select::send_from(&*tx, &mut slot.value, sent_from))
            .collect();
        let mut sends_many: Vec<_> = sends_many
            .iter_mut()
            .map(|(tx, queue)| goit::select::send_many(&*tx, &mut queue.values, sent_some))
            .collect();
        let mut reserves: Vec<_> = reserves
            .iter()
            .map(|tx| {
                let kept = kept.clone();
                goit::select::reserve(tx, move |reserved: Result<_, _>| {
                    kept.keep_permit(reserved, Got::Permit)
                })
            })
            .collect();
        let mut leases: Vec<_> = leases
            .iter()
            .map(|rx| {
                let kept = kept.clone();
                goit::select::lease(rx, move |leased: Result<_, _>| kept.keep_lease(leased, Got::Lease))
            })
            .collect();
        let mut foreign: Vec<_> =
            foreign.iter_mut().map(|future| goit::select::wait(future.as_mut(), Report::Foreign)).collect();

        let _clears = Clears(&kept);
        let counted = "each kind stands in the order as often as there are arms of it";
        loop {
            let mut select = match choice {
                Choice::Fair => Select::new(),
                Choice::Biased => Select::new().biased(),
                Choice::Seeded(seed) => Select::new().seeded(seed),
            };
            let (mut recvs, mut sends) = (recvs.iter_mut(), sends.iter_mut());
            let (mut sends_from, mut foreign) = (sends_from.iter_mut(), foreign.iter_mut());
            let (mut reserves, mut leases) = (reserves.iter_mut(), leases.iter_mut());
            let (mut recvs_many, mut sends_many) = (recvs_many.iter_mut(), sends_many.iter_mut());
            for kind in &*order {
                match kind {
                    Kind::Recv => select.add(recvs.next().expect(counted)),
                    Kind::RecvMany => select.add(recvs_many.next().expect(counted)),
                    Kind::Send => select.add(sends.next().expect(counted)),
                    Kind::SendFrom => select.add(sends_from.next().expect(counted)),
                    Kind::SendMany => select.add(sends_many.next().expect(counted)),
                    Kind::Lease => select.add(leases.next().expect(counted)),
                    Kind::Reserve => select.add(reserves.next().expect(counted)),
                    Kind::Foreign => select.add(foreign.next().expect(counted)),
                };
            }
            let again = drive(&mail, |cx| {
                if kept.heed(&mail) {
                    return None;
                }
                if mail.borrow().only_try {
                    return select.try_select();
                }
                match Pin::new(&mut select).poll(cx) {
                    Poll::Ready(report) => Some(report),
                    Poll::Pending => None,
                }
            });
            again.await.end(select, &mail);
        }
    })
}
