//! The crate's operations as bodies that are polled step by step: each poll makes one poll of the crate's future and
//! leaves what it reported in a mailbox. Only here are the crate's futures and selects built; nothing is checked.

use super::super::flavor::{Receiver, RecvError, SendError, Sender};
use super::hostile::{self, Trigger, catch};
use super::kept::{Deed, Did};
use super::reference::{Outcome, Refused};
use super::schedule::SendForm;
use futures_util::Sink;
use futures_util::future::FusedFuture;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// A value that tells when it is dropped.
pub(super) struct Value {
    pub(super) id: u32,
    pub(super) graveyard: Arc<Mutex<Vec<u32>>>,
}

impl Drop for Value {
    fn drop(&mut self) {
        self.graveyard.lock().unwrap().push(self.id);
        hostile::spring(Trigger::DropValue(self.id));
    }
}

/// What an arm has reported.
pub(super) enum Report {
    Sent,
    /// So many values, of those that an arm has.
    SentSome(usize),
    SendFailed(Option<Value>),
    Received(Value),
    /// A value on trial, which the body keeps.
    Leased(u32),
    /// So many values, which the body keeps.
    Batch(usize),
    RecvFailed,
    /// So many permits, which the body keeps.
    Reserved(usize),
    Closed,
    Foreign(usize),
}

impl Report {
    /// The report in the model's terms; values that it holds are dropped.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Report::Sent => Outcome::Sent,
            Report::SentSome(values) => Outcome::SentSome(values),
            Report::SendFailed(value) => Outcome::SendFailed(value.map(|value| value.id)),
            Report::Received(value) => Outcome::Received(value.id),
            Report::Leased(value) => Outcome::Leased(value),
            Report::Batch(values) => Outcome::Batch(values),
            Report::RecvFailed => Outcome::RecvFailed,
            Report::Reserved(permits) => Outcome::Reserved(permits),
            Report::Closed => Outcome::Closed,
            Report::Foreign(cell) => Outcome::Foreign(cell),
        }
    }
}

pub(super) fn sent(sent: Result<(), SendError<Value>>) -> Report {
    sent.map_or_else(|SendError(value)| Report::SendFailed(Some(value)), |()| Report::Sent)
}

pub(super) fn sent_from(sent: Result<(), SendError<()>>) -> Report {
    sent.map_or(Report::SendFailed(None), |()| Report::Sent)
}

pub(super) fn received(received: Result<Value, RecvError>) -> Report {
    received.map_or(Report::RecvFailed, Report::Received)
}

/// What body and interpreter tell each other.
#[derive(Default)]
pub(super) struct Mail {
    /// The next poll only tries.
    pub(super) only_try: bool,
    /// What the next poll does instead.
    pub(super) again: Option<Again>,
    /// It has done so, and begins anew with the next poll.
    rests: bool,
    /// The value for a new send.
    pub(super) value: Option<Value>,
    /// What the next poll does with what the body keeps, instead of anything else, and what came of that.
    pub(super) deed: Option<Deed>,
    pub(super) did: Option<Did>,
    /// What came of a try.
    pub(super) tried: Option<Result<Outcome, Refused>>,
    /// The arm that the last poll reported.
    pub(super) report: Option<(usize, Report)>,
    /// Hostile code has panicked in the last poll.
    pub(super) panicked: bool,
    /// Whether the future said after that that it is complete.
    pub(super) terminated: Option<bool>,
    /// Whether a `select!` has run to its end.
    pub(super) finished: bool,
    /// Values found in their slots at the end.
    pub(super) back: Vec<u32>,
    /// Values found in the buffer of a batch at the end, or in the queue of a send of many.
    pub(super) many: Vec<u32>,
}

/// What is done to an operation whose handles, slots or cases are used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    Drop,
    Leak,
}

impl Again {
    pub(super) fn end<X>(self, operation: X, mail: &Mailbox) {
        match self {
            Again::Leak => mem::forget(operation),
            Again::Drop => mail.borrow_mut().panicked |= catch(|| drop(operation)).is_none(),
        }
    }
}

pub(super) type Mailbox = Rc<RefCell<Mail>>;

/// One operation; it never completes, so that its handles stay until it is dropped.
pub(super) type Body = Pin<Box<dyn Future<Output = ()>>>;

/// A caller's slot.
pub(super) struct Slot {
    pub(super) value: Option<Value>,
    pub(super) mail: Mailbox,
}

impl Slot {
    /// What it has at the end.
    pub(super) fn empty(&mut self) -> Option<Value> {
        self.mail.borrow_mut().back.extend(self.value.as_ref().map(|value| value.id));
        self.value.take()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.empty();
    }
}

/// Polls once for each poll, until the operation is to be ended and begun again.
pub(super) async fn drive(
    mail: &Mailbox,
    mut poll: impl FnMut(&mut Context<'_>) -> Option<(usize, Report)>,
) -> Again {
    poll_fn(|cx| {
        let again = mail.borrow_mut().again.take();
        if let Some(again) = again {
            mail.borrow_mut().rests = true;
            return Poll::Ready(again);
        }
        if mem::take(&mut mail.borrow_mut().rests) {
            return Poll::Pending;
        }
        match catch(|| poll(cx)) {
            Some(report) => mail.borrow_mut().report = report,
            None => mail.borrow_mut().panicked = true,
        }
        Poll::Pending
    })
    .await
}

pub(super) async fn future<U>(mail: &Mailbox, future: &mut U, report: impl Fn(U::Output) -> Report) -> Again
where
    U: FusedFuture + Unpin,
{
    drive(mail, |cx| {
        /// Looks whether it is complete, also when the poll unwinds.
        struct Polled<'a, U: FusedFuture>(&'a mut U, &'a Mailbox);
        impl<U: FusedFuture> Drop for Polled<'_, U> {
            fn drop(&mut self) {
                self.1.borrow_mut().terminated = Some(self.0.is_terminated());
            }
        }
        let polled = Polled(&mut *future, mail);
        match Pin::new(&mut *polled.0).poll(cx) {
            Poll::Ready(output) => Some((0, report(output))),
            Poll::Pending => None,
        }
    })
    .await
}

/// Sends one value through a sink: flushes and asks whether it is ready in turn, then closes it if it may.
async fn sink(
    mail: &Mailbox,
    sink: &mut (impl Sink<Value, Error = SendError<Value>> + Unpin),
    value: &mut Option<Value>,
) -> Again {
    let mut polls = 0;
    drive(mail, |cx| {
        let mut sink = Pin::new(&mut *sink);
        if let Some(Err(error)) = value.take().map(|value| sink.as_mut().start_send(value)) {
            return Some((0, sent(Err(error))));
        }
        polls += 1;
        match if polls % 2 == 0 { sink.poll_ready(cx) } else { sink.poll_flush(cx) } {
            Poll::Ready(flushed) => Some((0, sent(flushed))),
            Poll::Pending => None,
        }
    })
    .await
}

/// The value of a new send; nothing is sent before there is one.
pub(super) fn next_value(mail: &Mailbox) -> Value {
    mail.borrow_mut().value.take().expect("a new send comes with its value")
}

pub(super) fn send(tx: Sender<Value>, value: Value, form: SendForm, mail: Mailbox) -> Body {
    match form {
        SendForm::Borrowed => Box::pin(async move {
            // A future that was never polled drops what it has captured in the order of use.
            let first = value;
            let (tx, mut value) = (tx, first);
            loop {
                let mut sending = tx.send(value);
                future(&mail, &mut sending, sent).await.end(sending, &mail);
                value = next_value(&mail);
            }
        }),
        SendForm::Owned => {
            let mut sending = tx.into_send(value);
            Box::pin(async move {
                future(&mail, &mut sending, sent).await;
            })
        }
        SendForm::FromSlot => {
            let slot = Slot { value: Some(value), mail: mail.clone() };
            Box::pin(async move {
                let first = slot;
                let tx = tx;
                let mut slot = first;
                let slot = &mut slot;
                loop {
                    let mut sending = tx.send_from(&mut slot.value);
                    future(&mail, &mut sending, sent_from).await.end(sending, &mail);
                    if slot.value.is_none() {
                        slot.value = Some(next_value(&mail));
                    }
                }
            })
        }
        SendForm::Sink => Box::pin(async move {
            let first = value;
            let (tx, mut value) = (tx, Some(first));
            loop {
                let mut sinking = tx.sink();
                sink(&mail, &mut sinking, &mut value).await.end((sinking, value), &mail);
                value = Some(next_value(&mail));
            }
        }),
        SendForm::OwnedSink => {
            let both = (tx.into_sink(), Some(value));
            Box::pin(async move {
                let (mut sinking, mut value) = both;
                sink(&mail, &mut sinking, &mut value).await;
            })
        }
    }
}

pub(super) fn recv(rx: Receiver<Value>, owned: bool, mail: Mailbox) -> Body {
    if owned {
        let mut receiving = rx.into_recv();
        Box::pin(async move {
            future(&mail, &mut receiving, received).await;
        })
    } else {
        Box::pin(async move {
            let rx = rx;
            loop {
                let mut receiving = rx.recv();
                future(&mail, &mut receiving, received).await.end(receiving, &mail);
            }
        })
    }
}

pub(super) fn sender_closed(tx: Sender<Value>, mail: Mailbox) -> Body {
    Box::pin(async move {
        let tx = tx;
        loop {
            let mut closed = tx.closed();
            future(&mail, &mut closed, |()| Report::Closed).await.end(closed, &mail);
        }
    })
}

pub(super) fn receiver_closed(rx: Receiver<Value>, mail: Mailbox) -> Body {
    Box::pin(async move {
        let rx = rx;
        loop {
            let mut closed = rx.closed();
            future(&mail, &mut closed, |()| Report::Closed).await.end(closed, &mail);
        }
    })
}
