//! Bodies that receive values on trial.

use super::super::flavor::Receiver;
use super::hostile::catch;
use super::kept::{Got, Keeping, Kept};
use super::reference::Refused;
use super::schedule::LeaseForm;
use super::tasks::{Body, Mailbox, Value, drive, future};
use futures_util::stream::{FusedStream, Stream};
use goit::{RecvError, TryRecvError};
use std::pin::Pin;
use std::task::Poll;

pub(super) fn lease(rx: Receiver<Value>, form: LeaseForm, mail: Mailbox) -> Body {
    match form {
        LeaseForm::Borrowed => Box::pin(async move {
            let rx = rx;
            let kept = Kept::default();
            loop {
                let mut leasing = rx.lease();
                let keeping = &mut Keeping { future: &mut leasing, kept: &kept, mail: &mail };
                let keep = |leased: Result<_, _>| kept.keep_lease(leased, Got::Lease);
                future(&mail, keeping, keep).await.end(leasing, &mail);
            }
        }),
        LeaseForm::Owned => {
            let mut leasing = rx.into_lease();
            Box::pin(async move {
                let kept = Kept::default();
                let keeping = &mut Keeping { future: &mut leasing, kept: &kept, mail: &mail };
                let keep = |leased: Result<_, _>| kept.keep_lease(leased, Got::OwnedLease);
                future(&mail, keeping, keep).await;
            })
        }
        LeaseForm::Stream => Box::pin(async move {
            let rx = rx;
            let kept = Kept::default();
            loop {
                let mut leases = rx.leases();
                let again = drive(&mail, |cx| {
                    if kept.heed(&mail) {
                        return None;
                    }
                    let Poll::Ready(next) = Pin::new(&mut leases).poll_next(cx) else { return None };
                    assert_eq!(leases.is_terminated(), next.is_none(), "whether the stream has ended");
                    Some((0, kept.keep_lease(next.ok_or(RecvError), Got::Lease)))
                });
                again.await.end(leases, &mail);
            }
        }),
    }
}

/// Leases at the first poll, or not.
pub(super) fn try_lease(rx: Receiver<Value>, mail: Mailbox) -> Body {
    Box::pin(async move {
        let rx = rx;
        let kept = Kept::default();
        let tried = catch(|| {
            rx.try_lease().map(|lease| kept.keep(Got::Lease(lease)).outcome()).map_err(
                |refused| match refused {
                    TryRecvError::Empty => Refused::Wait,
                    TryRecvError::Closed => Refused::Closed,
                },
            )
        });
        kept.rest(tried, &mail).await;
    })
}
