//! Permits and leases kept by the body that has got them, until it is told what to do with one.

use super::super::flavor::{
    Lease, OwnedLease, OwnedPermit, Permit, PermitIterator, RecvError, SendError, Sender,
};
use super::hostile::catch;
use super::reference::{Outcome, Refused};
use super::tasks::{Mailbox, Report, Value, drive};
use futures_util::future::FusedFuture;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

/// What is done with what is kept.
pub(super) enum Deed {
    Send(Value),
    /// A leased value is taken for good.
    Take,
    /// A lease gets a receiver of its own, and is kept.
    Own,
    Drop,
    Leak,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    Sent(bool),
    Took(u32),
}

pub(super) enum Got<'a> {
    Permit(Permit<'a, Value>),
    Permits(PermitIterator<'a, Value>),
    OwnedPermit(OwnedPermit<Value>),
    Lease(Lease<'a, Value>),
    OwnedLease(OwnedLease<Value>),
}

impl Got<'_> {
    fn report(&self) -> Report {
        match self {
            Got::Permit(_) | Got::OwnedPermit(_) => Report::Reserved(1),
            Got::Permits(permits) => Report::Reserved(permits.len()),
            Got::Lease(lease) => Report::Leased(lease.id),
            Got::OwnedLease(lease) => Report::Leased(lease.id),
        }
    }
}

/// What one body keeps, and the sender that is left of a permit.
#[derive(Default)]
pub(super) struct Kept<'a> {
    got: Mutex<Vec<Got<'a>>>,
    sender: Mutex<Option<Sender<Value>>>,
}

impl<'a> Kept<'a> {
    pub(super) fn keep(&self, got: Got<'a>) -> Report {
        let report = got.report();
        self.got.lock().unwrap().push(got);
        report
    }

    pub(super) fn keep_permit<P>(
        &self,
        reserved: Result<P, SendError<()>>,
        got: impl FnOnce(P) -> Got<'a>,
    ) -> Report {
        reserved.map_or(Report::SendFailed(None), |permit| self.keep(got(permit)))
    }

    pub(super) fn keep_lease<L>(
        &self,
        leased: Result<L, RecvError>,
        got: impl FnOnce(L) -> Got<'a>,
    ) -> Report {
        leased.map_or(Report::RecvFailed, |lease| self.keep(got(lease)))
    }

    /// Does what the body is told to do with what it has got last; whether it is told anything.
    pub(super) fn heed(&self, mail: &Mailbox) -> bool {
        heed(mail, |deed| self.act(deed))
    }

    fn act(&self, deed: Deed) -> Option<Did> {
        let got = self.got.lock().unwrap().pop();
        let permit = match got.expect("what is kept is used once") {
            Got::Permit(permit) => permit,
            Got::Permits(mut permits) => {
                let permit = permits.next().expect("those that are kept have permits left");
                if permits.len() > 0 {
                    self.keep(Got::Permits(permits));
                }
                permit
            }
            Got::OwnedPermit(permit) => {
                let sender = match deed {
                    Deed::Send(value) => permit.send(value),
                    // Its sender would be leaked with it.
                    _ => Ok(permit.release()),
                };
                let sent = sender.is_ok();
                *self.sender.lock().unwrap() = sender.ok();
                return Some(Did::Sent(sent));
            }
            Got::Lease(lease) => {
                match deed {
                    Deed::Take => return Some(Did::Took(lease.take().id)),
                    Deed::Own => _ = self.keep(Got::OwnedLease(lease.into_owned())),
                    Deed::Leak => mem::forget(lease),
                    _ => drop(lease),
                }
                return None;
            }
            Got::OwnedLease(lease) => {
                match deed {
                    Deed::Take => return Some(Did::Took(lease.take().id)),
                    Deed::Own => _ = self.keep(Got::OwnedLease(lease)),
                    // Its receiver would be leaked with it.
                    _ => drop(lease),
                }
                return None;
            }
        };
        match deed {
            Deed::Send(value) => return Some(Did::Sent(permit.send(value).is_ok())),
            Deed::Leak => mem::forget(permit),
            _ => drop(permit),
        }
        None
    }

    /// Tells what came of a try, and keeps from then on.
    pub(super) async fn rest(&self, tried: Option<Result<Outcome, Refused>>, mail: &Mailbox) {
        mail.borrow_mut().tried = tried;
        drive(mail, |_| {
            self.heed(mail);
            None
        })
        .await;
    }

    pub(super) fn clear(&self) {
        let got = mem::take(&mut *self.got.lock().unwrap());
        drop(got);
    }
}

/// Does what a body is told to do with what it has got; whether it is told anything.
pub(super) fn heed(mail: &Mailbox, act: impl FnOnce(Deed) -> Option<Did>) -> bool {
    let Some(deed) = mail.borrow_mut().deed.take() else { return false };
    match catch(|| act(deed)) {
        Some(did) => mail.borrow_mut().did = did,
        None => mail.borrow_mut().panicked = true,
    }
    true
}

/// Drops what is kept at its own end.
pub(super) struct Clears<'k, 'a>(pub(super) &'k Kept<'a>);

impl Drop for Clears<'_, '_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// A future whose body keeps what it gets, and heeds what it is told of that before it polls.
pub(super) struct Keeping<'f, 'k, 'a, U> {
    pub(super) future: &'f mut U,
    pub(super) kept: &'k Kept<'a>,
    pub(super) mail: &'k Mailbox,
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
