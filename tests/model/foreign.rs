//! Futures that the crate knows nothing about: they are ready when they are told to be, and use channels while they are
//! polled.

use super::super::flavor::{Receiver, Sender};
use super::hostile::quietly;
use super::tasks::Value;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// A foreign future as its owner sees it.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) ready: bool,
    pub(super) polls: usize,
    /// It uses a channel just now, or has panicked in that.
    pub(super) acts: bool,
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
    TryLease(Receiver<Value>),
    Close(Sender<Value>),
}

impl Act {
    /// The value that it has not sent.
    pub(super) fn value(&mut self) -> Option<Value> {
        match self {
            Act::TrySend(_, slot) => slot.take(),
            _ => None,
        }
    }

    /// The value that was sent, received or leased, if any.
    pub(super) fn act(&mut self) -> Option<u32> {
        match self {
            Act::TrySend(tx, slot) => {
                let value = slot.take()?;
                let id = value.id;
                *slot = tx.try_send(value).err().map(|refused| refused.into_inner());
                Some(id).filter(|_| slot.is_none())
            }
            Act::TryRecv(rx) => rx.try_recv().ok().map(|value| value.id),
            Act::TryLease(rx) => rx.try_lease().ok().map(|lease| lease.id),
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
        self.cell.lock().unwrap().acts = true;
        let acted = self.act.as_mut().map(Act::act);
        let mut cell = self.cell.lock().unwrap();
        cell.acts = false;
        cell.acted.extend(acted);
        assert!(!cell.finished, "a foreign future is polled after it has completed");
        cell.polls += 1;
        if cell.ready {
            cell.finished = true;
            return Poll::Ready(self.number);
        }
        // Not the crate's doing.
        quietly(|| cell.waker = Some(cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        quietly(|| self.cell.lock().unwrap().waker = None);
    }
}
