//! Bodies that reserve room, by a future or as sinks.

use super::super::flavor::Sender;
use super::kept::{Deed, Did, Got, Keeping, Kept, heed};
use super::reference::Refused;
use super::schedule::ReserveForm;
use super::tasks::{Body, Mailbox, Report, Value, drive, future};
use futures_util::Sink;
use goit::TrySendError;
use std::pin::Pin;
use std::task::Poll;

pub(super) fn reserve(tx: Sender<Value>, form: ReserveForm, mail: Mailbox) -> Body {
    match form {
        ReserveForm::Borrowed => Box::pin(async move {
            let tx = tx;
            let kept = Kept::default();
            loop {
                let mut reserving = tx.reserve();
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                let keep = |reserved: Result<_, _>| kept.keep_permit(reserved, Got::Permit);
                future(&mail, keeping, keep).await.end(reserving, &mail);
            }
        }),
        ReserveForm::Many(number) => Box::pin(async move {
            let tx = tx;
            let kept = Kept::default();
            loop {
                let mut reserving = tx.reserve_many(number);
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                let keep = |reserved: Result<_, _>| kept.keep_permit(reserved, Got::Permits);
                future(&mail, keeping, keep).await.end(reserving, &mail);
            }
        }),
        ReserveForm::Owned => {
            let mut reserving = tx.reserve_owned();
            Box::pin(async move {
                let kept = Kept::default();
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                let keep = |reserved: Result<_, _>| kept.keep_permit(reserved, Got::OwnedPermit);
                future(&mail, keeping, keep).await;
            })
        }
        ReserveForm::Sink => sink(tx, mail),
    }
}

/// The sender keeps the room itself, as a sink that is ready.
fn sink(mut tx: Sender<Value>, mail: Mailbox) -> Body {
    Box::pin(async move {
        drive(&mail, |cx| {
            let mut sink = Pin::new(&mut tx);
            let heeds = heed(&mail, |deed| match deed {
                Deed::Send(value) => Some(Did::Sent(sink.as_mut().start_send(value).is_ok())),
                _ => {
                    let closed = sink.as_mut().poll_close(cx);
                    assert!(matches!(closed, Poll::Ready(Ok(()))), "a sink waits to be closed");
                    None
                }
            });
            match heeds {
                false if sink.poll_ready(cx).is_ready() => Some((0, Report::Reserved(1))),
                _ => None,
            }
        })
        .await;
    })
}

/// Reserves at the first poll, or not.
pub(super) fn try_reserve(tx: Sender<Value>, number: usize, mail: Mailbox) -> Body {
    Box::pin(async move {
        let tx = tx;
        let kept = Kept::default();
        let reserved = match number {
            1 => tx.try_reserve().map(Got::Permit),
            _ => tx.try_reserve_many(number).map(Got::Permits),
        };
        let tried = reserved.map(|got| kept.keep(got).outcome()).map_err(|refused| match refused {
            TrySendError::Full(()) => Refused::Wait,
            TrySendError::Closed(()) => Refused::Closed,
        });
        kept.rest(Some(tried), &mail).await;
    })
}
