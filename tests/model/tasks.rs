//! The crate's operations as bodies that are polled step by step: each poll makes one poll of the crate's future and
//! leaves what it reported in a mailbox. Only here are the crate's futures and selects built; nothing is checked.

use super::super::flavor::{Receiver, RecvError, Select, SendError, Sender};
use super::reference::Outcome;
use super::schedule::{Choice, SendForm};
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// A value that tells when it is dropped.
pub(super) struct Value {
    pub(super) id: u32,
    pub(super) graveyard: Arc<Mutex<Vec<u32>>>,
}

impl Drop for Value {
    fn drop(&mut self) {
        self.graveyard.lock().unwrap().push(self.id);
    }
}

/// One waker of one task: tells which of them was woken.
pub(super) struct Bell {
    pub(super) task: usize,
    pub(super) number: usize,
    pub(super) rung: Arc<Mutex<Vec<(usize, usize)>>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.rung.lock().unwrap().push((self.task, self.number));
    }
}

/// What an arm has reported.
pub(super) enum Report {
    Sent,
    SendFailed(Option<Value>),
    Received(Value),
    RecvFailed,
    Closed,
    Foreign(usize),
}

impl Report {
    /// The report in the model's terms; values that it holds are dropped.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Report::Sent => Outcome::Sent,
            Report::SendFailed(value) => Outcome::SendFailed(value.map(|value| value.id)),
            Report::Received(value) => Outcome::Received(value.id),
            Report::RecvFailed => Outcome::RecvFailed,
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
    /// The arm that the last poll reported.
    pub(super) report: Option<(usize, Report)>,
    /// Whether a `select!` has run to its end.
    pub(super) finished: bool,
    /// Values found in their slots at the end.
    pub(super) back: Vec<u32>,
}

pub(super) type Mailbox = Rc<RefCell<Mail>>;

/// One operation; it never completes, so that its handles stay until it is dropped.
pub(super) type Body = Pin<Box<dyn Future<Output = ()>>>;

/// A caller's slot.
pub(super) struct Slot {
    pub(super) value: Option<Value>,
    pub(super) mail: Mailbox,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.mail.borrow_mut().back.extend(self.value.as_ref().map(|value| value.id));
    }
}

/// Polls a future once for each poll, and never completes.
async fn drive<U: Future + Unpin>(mail: &Mailbox, future: &mut U, report: impl Fn(U::Output) -> Report) {
    poll_fn(|cx| {
        if let Poll::Ready(output) = Pin::new(&mut *future).poll(cx) {
            mail.borrow_mut().report = Some((0, report(output)));
        }
        Poll::Pending
    })
    .await
}

pub(super) fn send(tx: Sender<Value>, value: Value, form: SendForm, mail: Mailbox) -> Body {
    match form {
        SendForm::Borrowed => Box::pin(async move {
            let tx = tx;
            drive(&mail, &mut tx.send(value), sent).await
        }),
        SendForm::Owned => {
            let mut sending = tx.into_send(value);
            Box::pin(async move { drive(&mail, &mut sending, sent).await })
        }
        SendForm::FromSlot => {
            let mut slot = Slot { value: Some(value), mail: mail.clone() };
            Box::pin(async move {
                let tx = tx;
                let slot = &mut slot;
                drive(&mail, &mut tx.send_from(&mut slot.value), sent_from).await
            })
        }
    }
}

pub(super) fn recv(rx: Receiver<Value>, owned: bool, mail: Mailbox) -> Body {
    if owned {
        let mut receiving = rx.into_recv();
        Box::pin(async move { drive(&mail, &mut receiving, received).await })
    } else {
        Box::pin(async move {
            let rx = rx;
            drive(&mail, &mut rx.recv(), received).await
        })
    }
}

pub(super) fn sender_closed(tx: Sender<Value>, mail: Mailbox) -> Body {
    Box::pin(async move { drive(&mail, &mut tx.closed(), |()| Report::Closed).await })
}

pub(super) fn receiver_closed(rx: Receiver<Value>, mail: Mailbox) -> Body {
    Box::pin(async move { drive(&mail, &mut rx.closed(), |()| Report::Closed).await })
}

/// A foreign future as its owner sees it.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) ready: bool,
    pub(super) polls: usize,
    pub(super) finished: bool,
    pub(super) waker: Option<Waker>,
    /// What it has sent or received, or not, when it was polled.
    pub(super) acted: Vec<Option<u32>>,
}

/// A future that the crate knows nothing about, and that may use the channels it is selected with.
pub(super) struct Foreign {
    pub(super) number: usize,
    pub(super) cell: Arc<Mutex<Cell>>,
    pub(super) act: Option<Act>,
}

pub(super) enum Act {
    TrySend(Sender<Value>, Option<Value>),
    TryRecv(Receiver<Value>),
    Close(Sender<Value>),
}

impl Act {
    /// The value that was sent or received, if any.
    fn act(&mut self) -> Option<u32> {
        match self {
            Act::TrySend(tx, slot) => {
                let value = slot.take()?;
                let id = value.id;
                *slot = tx.try_send(value).err().map(|refused| refused.into_inner());
                Some(id).filter(|_| slot.is_none())
            }
            Act::TryRecv(rx) => rx.try_recv().ok().map(|value| value.id),
            Act::Close(tx) => {
                tx.close();
                None
            }
        }
    }
}

impl Future for Foreign {
    type Output = usize;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<usize> {
        let acted = self.act.as_mut().map(Act::act);
        let mut cell = self.cell.lock().unwrap();
        cell.acted.extend(acted);
        assert!(!cell.finished, "a foreign future is polled after it has completed");
        cell.polls += 1;
        if cell.ready {
            cell.finished = true;
            return Poll::Ready(self.number);
        }
        cell.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        self.cell.lock().unwrap().waker = None;
    }
}

/// The kinds of a select's arms, in order.
pub(super) enum Kind {
    Recv,
    Send,
    SendFrom,
    Foreign,
}

/// What a select's arms are made of, by kind; dropped in this order.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) order: Vec<Kind>,
    pub(super) recvs: Vec<Receiver<Value>>,
    pub(super) sends: Vec<(Sender<Value>, Option<Value>)>,
    pub(super) sends_from: Vec<(Sender<Value>, Slot)>,
    pub(super) foreign: Vec<Pin<Box<Foreign>>>,
}

pub(super) fn select(mut arms: Arms, choice: Choice, mail: Mailbox) -> Body {
    Box::pin(async move {
        let Arms { order, recvs, sends, sends_from, foreign } = &mut arms;
        let mut recvs: Vec<_> = recvs.iter().map(|rx| goit::select::recv(rx, received)).collect();
        let mut sends: Vec<_> = sends
            .iter_mut()
            .map(|(tx, value)| goit::select::send(&*tx, value.take().expect("the value is fresh"), sent))
            .collect();
        let mut sends_from: Vec<_> = sends_from
            .iter_mut()
            .map(|(tx, slot)| goit::select::send_from(&*tx, &mut slot.value, sent_from))
            .collect();
        let mut foreign: Vec<_> =
            foreign.iter_mut().map(|future| goit::select::wait(future.as_mut(), Report::Foreign)).collect();

        let mut select = match choice {
            Choice::Fair => Select::new(),
            Choice::Biased => Select::new().biased(),
            Choice::Seeded(seed) => Select::new().seeded(seed),
        };
        let (mut recvs, mut sends) = (recvs.iter_mut(), sends.iter_mut());
        let (mut sends_from, mut foreign) = (sends_from.iter_mut(), foreign.iter_mut());
        let counted = "each kind stands in the order as often as there are arms of it";
        for kind in order {
            match kind {
                Kind::Recv => select.add(recvs.next().expect(counted)),
                Kind::Send => select.add(sends.next().expect(counted)),
                Kind::SendFrom => select.add(sends_from.next().expect(counted)),
                Kind::Foreign => select.add(foreign.next().expect(counted)),
            };
        }
        poll_fn(|cx| {
            let only_try = mail.borrow().only_try;
            let report = if only_try {
                select.try_select()
            } else {
                match Pin::new(&mut select).poll(cx) {
                    Poll::Ready(report) => Some(report),
                    Poll::Pending => None,
                }
            };
            mail.borrow_mut().report = report;
            Poll::Pending
        })
        .await
    })
}
