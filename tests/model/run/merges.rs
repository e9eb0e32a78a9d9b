//! Merges: members that join and leave, and what the merge receives.

use super::super::reference::{Event, How, Refused, What};
use super::super::schedule::MergeDeed;
use super::super::tasks::Value;
use super::flavor;
use super::{Checked, World, catch, ensure};
use futures_util::Stream;
use goit::{RecvError, TryRecvError};
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Used as a stream by one task, and by others beside it.
pub(super) struct Merged {
    pub(super) handle: flavor::Merge<u8, Value>,
    pub(super) task: usize,
}

/// The event in the model's terms; a value is dropped.
fn event((key, received): (u8, Result<Value, RecvError>)) -> Event {
    (key, received.ok().map(|value| value.id))
}

impl World {
    pub(super) fn add_merge(&mut self) {
        let task = self.add_task(vec![], true);
        self.model.merges.push(Default::default());
        self.merges.push(Merged { handle: flavor::Merge::new(), task });
    }

    pub(super) fn merge(&mut self, merge: u8, deed: MergeDeed) -> Checked {
        // One of them has many members.
        let (merge, chan) = (usize::from(merge % 4 == 3), self.chan(merge >> 2));
        // How far a merge has come where foreign code panics does not show.
        if self.model.trap.as_ref().is_some_and(|trap| trap.panics) {
            self.clear_trap();
        }
        let receives = matches!(
            deed,
            MergeDeed::TryRecv | MergeDeed::Poll { new_waker: false } | MergeDeed::Cancel { .. }
        );
        if receives && self.model.merges[merge].is_empty() {
            self.join_merge(merge, 0, chan, 1)?;
            self.check()?;
        }
        match deed {
            MergeDeed::Insert { key, chan, weight } => {
                let chan = self.chan(chan);
                self.join_merge(merge, key, chan, weight)?;
            }
            MergeDeed::Remove { key } => {
                let removed = catch(|| self.merges[merge].handle.remove(&key));
                self.heed_merge(merge);
                let expected = self.model.remove(merge, key);
                self.has_left_merge(removed.flatten(), expected)?;
            }
            MergeDeed::TryRecv => self.try_merge(merge)?,
            MergeDeed::Poll { new_waker } => self.poll_merge(merge, new_waker)?,
            MergeDeed::Cancel { new_waker } => self.cancel_merge(merge, new_waker)?,
            MergeDeed::Drop => self.drop_merge(merge),
        }
        let found: Vec<_> = self.merges[merge].handle.keys().collect();
        let expected: Vec<_> = self.model.merges[merge].keys().collect();
        ensure!(found == expected, "members {found:?}, not {expected:?}");
        Ok(())
    }

    fn join_merge(&mut self, merge: usize, key: u8, chan: usize, weight: u32) -> Checked {
        let Some(rx) = self.receiver(chan) else { return Ok(()) };
        let task = self.add_task(vec![What::Recv { chan, row: 0, how: How::Value }], true);
        let replaced = catch(|| self.merges[merge].handle.insert_weighted(key, rx, weight));
        self.heed_merge(merge);
        let expected = self.model.insert(merge, key, chan, task, weight);
        self.has_left_merge(replaced.flatten(), expected)
    }

    /// Learns what the merge has done to its task, too.
    fn heed_merge(&mut self, merge: usize) {
        self.heed();
        let task = self.merges[merge].task;
        self.model.merges[merge].rang = self.rung.borrow().iter().any(|bell| bell.0 == task);
    }

    /// Drops the receiver of a member that has left.
    fn has_left_merge(&mut self, rx: Option<flavor::Receiver<Value>>, chan: Option<usize>) -> Checked {
        ensure!(rx.is_some() == chan.is_some(), "a member was there: {}", rx.is_some());
        catch(|| drop(rx));
        self.heed();
        if let Some(chan) = chan {
            self.model.drop_receiver(chan);
        }
        Ok(())
    }

    fn try_merge(&mut self, merge: usize) -> Checked {
        let received = catch(|| {
            self.merges[merge].handle.try_recv().map(event).map_err(|refused| match refused {
                TryRecvError::Empty => Refused::Wait,
                TryRecvError::Closed => Refused::Closed,
            })
        });
        self.heed_merge(merge);
        let expected = self.model.try_merge(merge);
        self.drop_received(expected.ok());
        ensure!(received == Some(expected), "{received:?}, not {expected:?}");
        Ok(())
    }

    /// By its task, as a stream.
    pub(super) fn poll_merge(&mut self, merge: usize, new_waker: bool) -> Checked {
        let task = self.merges[merge].task;
        let bell = self.bell(task, new_waker);
        self.woken.retain(|&woken| woken != task);
        let polled = catch(|| {
            let stream = Pin::new(&mut self.merges[merge].handle);
            stream.poll_next(&mut Context::from_waker(&bell.waker)).map(|next| next.map(event))
        });
        self.heed();
        let is_empty = self.model.merges[merge].is_empty();
        let expected = match is_empty {
            true => Poll::Ready(None),
            false => match self.model.poll_merge(merge, task, bell.number) {
                Some(event) => Poll::Ready(Some(event)),
                None => Poll::Pending,
            },
        };
        if let Poll::Ready(event) = expected {
            self.drop_received(event);
        }
        ensure!(polled == Some(expected), "{polled:?}, not {expected:?}");
        Ok(())
    }

    /// A receive of its own that is polled once.
    fn cancel_merge(&mut self, merge: usize, new_waker: bool) -> Checked {
        let task = self.merges[merge].task;
        let bell = self.bell(task, new_waker);
        let polled = catch(|| {
            let mut receiving = self.merges[merge].handle.recv();
            Pin::new(&mut receiving).poll(&mut Context::from_waker(&bell.waker)).map(event)
        });
        self.heed();
        let expected = match self.model.poll_merge(merge, task, bell.number) {
            Some(event) => Poll::Ready(event),
            None => Poll::Pending,
        };
        self.model.stop_waiting(merge);
        self.drop_received(if let Poll::Ready(event) = expected { Some(event) } else { None });
        ensure!(polled == Some(expected), "{polled:?}, not {expected:?}");
        Ok(())
    }

    fn drop_received(&mut self, event: Option<Event>) {
        self.model.dropped.extend(event.and_then(|(_, value)| value));
        self.model.spring();
    }

    fn drop_merge(&mut self, merge: usize) {
        let Merged { handle, task } = &mut self.merges[merge];
        let task = *task;
        catch(|| drop(mem::take(handle)));
        self.heed();
        self.model.drop_merge(merge);
        self.woken.retain(|&woken| woken != task);
    }

    pub(super) fn drop_merges(&mut self) -> Checked {
        for merge in [0, 3] {
            self.merge(merge, MergeDeed::Drop)?;
            self.check()?;
        }
        Ok(())
    }
}
