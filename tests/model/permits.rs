//! Permits kept by the body that has got them, until it is told what to do with one; and the bodies that get nothing else.

use super::super::flavor::{OwnedPermit, Permit, PermitIterator, SendError, Sender, TrySendError};
use super::hostile::catch;
use super::reference::Refused;
use super::schedule::ReserveForm;
use super::tasks::{Body, Mailbox, Report, Value, drive, future};
use futures_util::future::FusedFuture;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

/// What is done with a permit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deed<V> {
    Send(V),
    Drop,
    Leak,
}

enum Got<'a> {
    One(Permit<'a, Value>),
    Many(PermitIterator<'a, Value>),
    Owned(OwnedPermit<Value>),
}

/// The permits of one body, and the sender that is left of one.
#[derive(Default)]
pub(super) struct Kept<'a> {
    permits: Mutex<Vec<Got<'a>>>,
    sender: Mutex<Option<Sender<Value>>>,
}

impl<'a> Kept<'a> {
    pub(super) fn keep(&self, reserved: Result<Permit<'a, Value>, SendError<()>>) -> Report {
        self.keep_as(reserved.map(|permit| (1, Got::One(permit))))
    }

    fn keep_many(&self, reserved: Result<PermitIterator<'a, Value>, SendError<()>>) -> Report {
        self.keep_as(reserved.map(|permits| (permits.len(), Got::Many(permits))))
    }

    fn keep_as(&self, reserved: Result<(usize, Got<'a>), SendError<()>>) -> Report {
        match reserved {
            Ok((number, got)) => {
                self.permits.lock().unwrap().push(got);
                Report::Reserved(number)
            }
            Err(SendError(())) => Report::SendFailed(None),
        }
    }

    /// Does what the body is told to do with its last permit; whether it is told anything.
    pub(super) fn heed(&self, mail: &Mailbox) -> bool {
        let Some(deed) = mail.borrow_mut().deed.take() else { return false };
        match catch(|| self.act(deed)) {
            Some(sent) => mail.borrow_mut().filled = sent,
            None => mail.borrow_mut().panicked = true,
        }
        true
    }

    /// Whether it has sent, if it was to.
    fn act(&self, deed: Deed<Value>) -> Option<bool> {
        let got = self.permits.lock().unwrap().pop();
        let permit = match got.expect("a permit is used once") {
            Got::One(permit) => permit,
            Got::Many(mut permits) => {
                let permit = permits.next().expect("those that are kept have permits left");
                if permits.len() > 0 {
                    self.permits.lock().unwrap().push(Got::Many(permits));
                }
                permit
            }
            Got::Owned(permit) => {
                let sender = match deed {
                    Deed::Send(value) => permit.send(value),
                    // Its sender would be leaked with it.
                    Deed::Drop | Deed::Leak => Ok(permit.release()),
                };
                let sent = sender.is_ok();
                *self.sender.lock().unwrap() = sender.ok();
                return Some(sent);
            }
        };
        match deed {
            Deed::Send(value) => return Some(permit.send(value).is_ok()),
            Deed::Drop => drop(permit),
            Deed::Leak => mem::forget(permit),
        }
        None
    }

    pub(super) fn clear(&self) {
        let permits = mem::take(&mut *self.permits.lock().unwrap());
        drop(permits);
    }
}

/// Drops the permits that are kept at its own end.
pub(super) struct Clears<'k, 'a>(pub(super) &'k Kept<'a>);

impl Drop for Clears<'_, '_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// A future whose body keeps permits, and heeds what it is told of them before it polls.
struct Keeping<'f, 'k, 'a, U> {
    future: &'f mut U,
    kept: &'k Kept<'a>,
    mail: &'k Mailbox,
}

impl<U: Future + Unpin> Future for Keeping<'_, '_, '_, U> {
    type Output = U::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<U::Output> {
        if self.kept.heed(self.mail) { Poll::Pending } else { Pin::new(&mut *self.future).poll(cx) }
    }
}

impl<U: FusedFuture + Unpin> FusedFuture for Keeping<'_, '_, '_, U> {
    fn is_terminated(&self) -> bool {
        self.future.is_terminated()
    }
}

pub(super) fn reserve(tx: Sender<Value>, form: ReserveForm, mail: Mailbox) -> Body {
    match form {
        ReserveForm::Borrowed => Box::pin(async move {
            let tx = tx;
            let kept = Kept::default();
            loop {
                let mut reserving = tx.reserve();
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                future(&mail, keeping, |reserved| kept.keep(reserved)).await.end(reserving, &mail);
            }
        }),
        ReserveForm::Many(number) => Box::pin(async move {
            let tx = tx;
            let kept = Kept::default();
            loop {
                let mut reserving = tx.reserve_many(number);
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                future(&mail, keeping, |reserved| kept.keep_many(reserved)).await.end(reserving, &mail);
            }
        }),
        ReserveForm::Owned => {
            let mut reserving = tx.reserve_owned();
            Box::pin(async move {
                let kept = Kept::default();
                let keeping = &mut Keeping { future: &mut reserving, kept: &kept, mail: &mail };
                let keep =
                    |reserved: Result<_, _>| kept.keep_as(reserved.map(|permit| (1, Got::Owned(permit))));
                future(&mail, keeping, keep).await;
            })
        }
    }
}

/// Reserves at the first poll, or not.
pub(super) fn try_reserve(tx: Sender<Value>, number: usize, mail: Mailbox) -> Body {
    Box::pin(async move {
        let tx = tx;
        let kept = Kept::default();
        let reserved = match number {
            1 => tx.try_reserve().map(|permit| (1, Got::One(permit))),
            _ => tx.try_reserve_many(number).map(|permits| (permits.len(), Got::Many(permits))),
        };
        let tried = reserved.map(|got| _ = kept.keep_as(Ok(got))).map_err(|refused| match refused {
            TrySendError::Full(()) => Refused::Wait,
            TrySendError::Closed(()) => Refused::Closed,
        });
        mail.borrow_mut().tried = Some(tried);
        drive(&mail, |_| {
            kept.heed(&mail);
            None
        })
        .await;
    })
}
