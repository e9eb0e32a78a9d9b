//! What needs no waiting: handles made, taken and dropped, and the operations that complete at once.

use super::super::reference::{How, Refused, WakeUp, What};
use super::super::schedule::End;
use super::super::tasks::Value;
use super::flavor::{Receiver, Sender, TryRecvError, TrySendError};
use super::{Checked, HANDLES, Outside, Rx, World, catch, ensure};
use std::mem;

impl World {
    /// A sender for an operation: a clone, or one that lay about.
    pub(super) fn sender(&mut self, chan: usize, takes: bool) -> Option<Sender<Value>> {
        if takes {
            return self.chans[chan].txs.pop();
        }
        let clone = self.chans[chan].txs.last()?.clone();
        self.model.channels[chan].senders += 1;
        Some(clone)
    }

    /// Likewise a receiver, with the receives in a row that it has made.
    pub(super) fn receiver_and_row(&mut self, chan: usize, takes: bool) -> Option<(Receiver<Value>, usize)> {
        if !takes {
            return self.receiver(chan).map(|clone| (clone, 0));
        }
        let at = self.chans[chan].rxs.len().checked_sub(1)?;
        let row = self.row(chan);
        if row > 0 {
            // Its stream does not wait.
            self.has_left(chan, at);
        } else {
            self.leave_stream(chan, at);
        }
        Some((self.chans[chan].rxs.remove(at).handle, row))
    }

    /// What the last handle that lies about has received in a row.
    pub(super) fn row(&self, chan: usize) -> usize {
        self.chans[chan].rxs.last().map_or(0, |rx| self.model.row_of(rx.task))
    }

    pub(super) fn receiver(&mut self, chan: usize) -> Option<Receiver<Value>> {
        let clone = self.chans[chan].rxs.last()?.handle.clone();
        self.model.channels[chan].receivers += 1;
        Some(clone)
    }

    pub(super) fn keep_receiver(&mut self, chan: usize, handle: Receiver<Value>) {
        let task = self.add_task(vec![What::Recv { chan, row: 0, how: How::Value }], true);
        self.chans[chan].rxs.push(Rx { handle, task, ended: false });
    }

    /// What every use of a receiver beside its stream does first: here another handle takes its place.
    pub(super) fn leave_stream(&mut self, chan: usize, rx: usize) {
        let handle = &mut self.chans[chan].rxs[rx].handle;
        catch(|| {
            let next = handle.clone();
            drop(mem::replace(handle, next));
        });
        self.heed();
        self.has_left(chan, rx);
        self.model.end_row(self.chans[chan].rxs[rx].task);
        // A new handle's stream has not ended, even if there is nothing left in the channel.
        if mem::take(&mut self.chans[chan].rxs[rx].ended) {
            self.model.again(self.chans[chan].rxs[rx].task);
        }
    }

    /// The model's side of that.
    fn has_left(&mut self, chan: usize, rx: usize) {
        let task = self.chans[chan].rxs[rx].task;
        self.model.leave(task);
        self.woken.retain(|&woken| woken != task);
    }

    /// Drops a handle that lies about; whether there is any.
    pub(super) fn drop_handle(&mut self, chan: usize, end: End, at: usize) -> bool {
        match end {
            End::Sender if !self.chans[chan].txs.is_empty() => {
                let at = at % self.chans[chan].txs.len();
                let tx = self.chans[chan].txs.remove(at);
                catch(|| drop(tx));
                self.heed();
                self.model.drop_sender(chan);
                true
            }
            End::Receiver if !self.chans[chan].rxs.is_empty() => {
                let at = at % self.chans[chan].rxs.len();
                let task = self.chans[chan].rxs[at].task;
                let rx = self.chans[chan].rxs.remove(at);
                catch(|| drop(rx));
                self.heed();
                self.model.leave(task);
                self.woken.retain(|&woken| woken != task);
                self.model.drop_receiver(chan);
                true
            }
            _ => false,
        }
    }

    pub(super) fn upgrade(&mut self, chan: usize, end: End) -> Checked {
        let channel = &mut self.model.channels[chan];
        match end {
            End::Sender => {
                let upgraded = self.chans[chan].weak_tx.upgrade();
                ensure!(upgraded.is_some() == (channel.senders > 0), "upgraded: {}", upgraded.is_some());
                if let Some(tx) = upgraded {
                    channel.senders += 1;
                    self.chans[chan].txs.push(tx);
                }
            }
            End::Receiver => {
                let upgraded = self.chans[chan].weak_rx.upgrade();
                ensure!(upgraded.is_some() == (channel.receivers > 0), "upgraded: {}", upgraded.is_some());
                if let Some(rx) = upgraded {
                    channel.receivers += 1;
                    self.keep_receiver(chan, rx);
                }
            }
        }
        if self.chans[chan].txs.len() > HANDLES || self.chans[chan].rxs.len() > HANDLES {
            self.drop_handle(chan, end, 0);
        }
        Ok(())
    }

    pub(super) fn close(&mut self, chan: usize, end: End, guard: bool) -> Checked {
        let handles = &self.chans[chan];
        let closed = match (end, handles.txs.last(), handles.rxs.last()) {
            (End::Sender, Some(tx), _) if guard => {
                catch(|| drop(tx.clone().close_on_drop()));
                None
            }
            (End::Receiver, _, Some(rx)) if guard => {
                catch(|| drop(rx.handle.clone().close_on_drop()));
                None
            }
            (End::Sender, Some(tx), _) => catch(|| tx.close()),
            (End::Receiver, _, Some(rx)) => catch(|| rx.handle.close()),
            _ => return Ok(()),
        };
        self.heed();
        let expected = self.model.close(chan);
        ensure!(closed.is_none_or(|closed| closed == expected), "closed: {closed:?}, not {expected}");
        Ok(())
    }

    /// Sends to a stream that receives each value at once, so often, with a handle that is new.
    pub(super) fn keep_busy(&mut self, chan: usize, times: u8) -> Checked {
        self.clear_trap();
        self.busy = true;
        if self.chans[chan].rxs.len() == HANDLES {
            self.drop_handle(chan, End::Receiver, 0);
        }
        let Some(clone) = self.receiver(chan) else { return Ok(()) };
        self.keep_receiver(chan, clone);
        let rx = self.chans[chan].rxs.len() - 1;
        for _ in 0..times {
            self.check()?;
            if !self.try_send(chan)? {
                break;
            }
            self.check()?;
            self.poll_stream(chan, rx, false)?;
        }
        Ok(())
    }

    // ---- Operations that do not wait ------------------------------------------------------------------

    /// Whether the value was sent.
    pub(super) fn try_send(&mut self, chan: usize) -> Checked<bool> {
        if self.chans[chan].txs.is_empty() {
            return Ok(false);
        }
        let (id, value) = self.value();
        let sent = catch(|| {
            self.chans[chan].txs[0].try_send(value).map_err(|refused| match refused {
                TrySendError::Full(value) => (value.id, Refused::Wait),
                TrySendError::Closed(value) => (value.id, Refused::Closed),
            })
        });
        self.heed();
        let expected = self.model.send(chan, id).map_err(|refused| (id, refused));
        self.model.dropped.extend(expected.err().map(|(id, _)| id));
        self.model.spring();
        ensure!(sent.is_none_or(|sent| sent == expected), "{sent:?}, not {expected:?}");
        Ok(expected.is_ok())
    }

    pub(super) fn force_send(&mut self, chan: usize) -> Checked {
        if self.chans[chan].txs.is_empty() {
            return Ok(());
        }
        let (id, value) = self.value();
        let sent = catch(|| {
            let sent = self.chans[chan].txs[0].force_send(value);
            sent.map(|old| old.map(|old| old.id)).map_err(|refused| refused.0.id)
        });
        self.heed();
        let expected = self.model.force_send(chan, id).map_err(|_| id);
        self.model.dropped.extend(expected.map_or(Some(id), |old| old));
        self.model.spring();
        ensure!(sent.is_none_or(|sent| sent == expected), "{sent:?}, not {expected:?}");
        Ok(())
    }

    /// Whether there was a value.
    pub(super) fn try_recv(&mut self, chan: usize, rx: usize) -> Checked<bool> {
        let received = catch(|| {
            self.chans[chan].rxs[rx].handle.try_recv().map(|value| value.id).map_err(
                |refused| match refused {
                    TryRecvError::Empty => Refused::Wait,
                    TryRecvError::Closed => Refused::Closed,
                },
            )
        });
        self.heed();
        self.has_left(chan, rx);
        if self.model.panicked || received.is_none() && self.graveyard.lock().unwrap().is_empty() {
            // Where what its stream had coming has passed on: a value that is received would have gone.
            return Ok(true);
        }
        let expected = self.model.recv(chan);
        self.model.dropped.extend(expected.ok());
        self.model.spring();
        ensure!(received.is_none_or(|received| received == expected), "{received:?}, not {expected:?}");
        Ok(expected.is_ok())
    }

    pub(super) fn try_recv_many(&mut self, chan: usize, rx: usize, limit: usize) -> Checked {
        let mut batch = Vec::new();
        let received = catch(|| {
            self.chans[chan].rxs[rx].handle.try_recv_many(&mut batch, limit).map_err(
                |refused| match refused {
                    TryRecvError::Empty => Refused::Wait,
                    TryRecvError::Closed => Refused::Closed,
                },
            )
        });
        self.heed();
        self.has_left(chan, rx);
        let found: Vec<_> = batch.iter().map(|value| value.id).collect();
        if self.model.panicked || received.is_none() && found.is_empty() {
            // Where what its stream had coming has passed on.
            ensure!(found.is_empty(), "received {found:?} after a panic");
            return Ok(());
        }
        let expected = self.model.recv_many(chan, limit);
        let counted = expected.as_ref().map(Vec::len).map_err(|&refused| refused);
        ensure!(received.is_none_or(|received| received == counted), "{received:?}, not {counted:?}");
        let expected = expected.unwrap_or_default();
        ensure!(found == expected, "a batch of {found:?}, not {expected:?}");
        catch(|| drop(batch));
        self.heed();
        self.model.dropped.extend(expected);
        self.model.spring();
        Ok(())
    }

    pub(super) fn fire(&mut self, cell: usize) {
        self.model.ready[cell] = true;
        let Outside { cell, registered, .. } = &self.cells[cell];
        cell.lock().unwrap().ready = true;
        let waker = cell.lock().unwrap().waker.take();
        if let Some(waker) = waker {
            let wake = registered.map(|(task, waker)| WakeUp { task, waker, optional: false });
            catch(|| waker.wake());
            self.heed();
            self.model.wakes.extend(wake);
            self.model.spring();
        }
    }
}
