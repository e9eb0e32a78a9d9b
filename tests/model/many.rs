//! Receives and sends of many values as bodies, and as what arms of selects borrow.

use super::super::flavor::{Receiver, RecvError, SendError, Sender};
use super::tasks::{Body, Mailbox, Report, Value, future, next_value, sent_from};
use std::collections::VecDeque;
use std::mem;

/// What was received in batches.
pub(super) type Batch = Many<Vec<Value>>;
/// What is still to be sent.
pub(super) type Queue = Many<VecDeque<Value>>;

/// The values of a caller, which are told of when they go.
pub(super) struct Many<C: Default + IntoIterator<Item = Value>>
where
    for<'a> &'a C: IntoIterator<Item = &'a Value>,
{
    pub(super) values: C,
    mail: Mailbox,
}

impl<C: Default + IntoIterator<Item = Value>> Many<C>
where
    for<'a> &'a C: IntoIterator<Item = &'a Value>,
{
    pub(super) fn new(values: C, mail: &Mailbox) -> Self {
        Many { values, mail: mail.clone() }
    }

    /// What it has at the end.
    pub(super) fn empty(&mut self) -> C {
        self.mail.borrow_mut().many.extend((&self.values).into_iter().map(|value| value.id));
        mem::take(&mut self.values)
    }
}

impl<C: Default + IntoIterator<Item = Value>> Drop for Many<C>
where
    for<'a> &'a C: IntoIterator<Item = &'a Value>,
{
    fn drop(&mut self) {
        self.empty();
    }
}

/// What an arm that receives many has to say.
pub(super) fn received_many(received: Result<usize, RecvError>) -> Report {
    received.map_or(Report::RecvFailed, Report::Batch)
}

/// What an arm that sends many has to say.
pub(super) fn sent_some(sent: Result<usize, SendError<()>>) -> Report {
    sent.map_or(Report::SendFailed(None), Report::SentSome)
}

pub(super) fn send_many(tx: Sender<Value>, values: VecDeque<Value>, mail: Mailbox) -> Body {
    let queue = Queue::new(values, &mail);
    Box::pin(async move {
        let first = queue;
        let (tx, mut queue) = (tx, first);
        loop {
            let mut sending = tx.send_many(&mut queue.values);
            future(&mail, &mut sending, sent_from).await.end(sending, &mail);
            queue.values.push_back(next_value(&mail));
        }
    })
}

pub(super) fn recv_many(rx: Receiver<Value>, limit: usize, mail: Mailbox) -> Body {
    Box::pin(async move {
        let rx = rx;
        let mut batch = Batch::new(Vec::new(), &mail);
        loop {
            let mut receiving = rx.recv_many(&mut batch.values, limit);
            future(&mail, &mut receiving, received_many).await.end(receiving, &mail);
        }
    })
}
