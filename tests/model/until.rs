//! Operations that end when a foreign future is ready, as bodies. They are made like a `select!` of two arms, and are gone with
//! their first report.

use super::super::flavor::SendError;
use super::built::{Arms, Kind};
use super::kept::{Got, Kept};
use super::many::received_many;
use super::tasks::{Body, Mailbox, Report, received, sent, sent_from};
use goit::Interrupted;
use std::future::pending;

/// The first of the arms, until the second is ready, with the arm's number.
fn first<R, V>(ended: Result<R, Interrupted<usize, V>>, report: impl FnOnce(R) -> Report) -> (usize, Report) {
    match ended {
        Ok(result) => (0, report(result)),
        Err(Interrupted { output, .. }) => (1, Report::Foreign(output)),
    }
}

pub(super) fn until(mut arms: Arms, mail: Mailbox) -> Body {
    Box::pin(async move {
        let Arms { order, recvs, recvs_many, leases, sends, sends_from, reserves, foreign, .. } = &mut arms;
        let kept = Kept::default();
        let future = foreign[0].as_mut();
        let report = match order[0] {
            Kind::Recv => first(recvs[0].recv().until(future).await, received),
            Kind::RecvMany => {
                let (rx, batch, limit) = &mut recvs_many[0];
                first(rx.recv_many(&mut batch.values, *limit).until(future).await, received_many)
            }
            Kind::Lease => {
                let leased = leases[0].lease().until(future).await;
                first(leased, |leased| kept.keep_lease(leased, Got::Lease))
            }
            Kind::Reserve => {
                let reserved = reserves[0].reserve().until(future).await;
                first(reserved, |reserved: Result<_, SendError<()>>| kept.keep_permit(reserved, Got::Permit))
            }
            Kind::Send => {
                let (tx, value) = &mut sends[0];
                first(tx.send(value.take().expect("the value is fresh")).until(future).await, sent)
            }
            Kind::SendFrom => {
                let (tx, slot) = &mut sends_from[0];
                first(tx.send_from(&mut slot.value).until(future).await, sent_from)
            }
            Kind::SendMany | Kind::Foreign => unreachable!("these are not made"),
        };
        mail.borrow_mut().report = Some(report);
        mail.borrow_mut().finished = true;
        pending().await
    })
}
