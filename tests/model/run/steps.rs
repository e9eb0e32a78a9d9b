//! One operation of a schedule after the other, each on what there is when it runs.

use super::super::schedule::{ArmSpec, Choice, End, Op};
use super::{Checked, Form, HANDLES, Live, World};

impl World {
    pub(super) fn step(&mut self, op: &Op) -> Checked {
        self.apply(op)?;
        self.check()
    }

    pub(super) fn chan(&self, chan: u8) -> usize {
        chan as usize % self.chans.len()
    }

    fn apply(&mut self, op: &Op) -> Checked {
        match *op {
            Op::Send { chan, form, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_send(chan, form, takes))
            }
            Op::Recv { chan, form, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_recv(chan, form, takes))
            }
            Op::Reserve { chan, form, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_reserve(chan, form, takes))
            }
            Op::TryReserve { chan, number } => self.try_reserve(self.chan(chan), number),
            Op::Lease { chan, form, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_lease(chan, form, takes))
            }
            Op::TryLease { chan } => self.try_lease(self.chan(chan)),
            Op::Use { keeper, how } => self.use_kept(keeper, how),
            Op::SendMany { chan, number, takes, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_send_many(chan, number, takes))
            }
            Op::Closed { chan, end, polls } => {
                let chan = self.chan(chan);
                self.start(polls, |world| world.start_closed(chan, end))
            }
            Op::Select { choice, ref arms, polls } => {
                self.start(polls, |world| world.start_select(choice, arms, Form::Built))
            }
            Op::WrittenSelect { choice, ref arms, default, polls } => {
                let form = Form::Written { default, until: false };
                self.start(polls, |world| world.start_select(choice, arms, form))
            }
            Op::Until { arm, ready, polls } => {
                let arms = [arm, ArmSpec::Foreign { ready, act: None }];
                let form = Form::Written { default: false, until: true };
                self.start(polls, |world| world.start_select(Choice::Biased, &arms, form))
            }
            Op::Poll { task, new_waker } => match self.pick_live(task) {
                Some(task) => self.poll(task, new_waker, false),
                None => Ok(()),
            },
            Op::RunWoken { new_waker } => self.run_woken(new_waker).map(|_| ()),
            Op::TrySelect { task } => match self.pick_live(task) {
                Some(task) if self.live(task).is_some_and(|live| live.form == Form::Built) => {
                    self.poll(task, false, true)
                }
                _ => Ok(()),
            },
            Op::DropTask { task } => match self.pick_live(task) {
                Some(task) => {
                    self.drop_live(task);
                    Ok(())
                }
                None => Ok(()),
            },
            Op::Again { task, again } => match self.pick_live(task) {
                Some(task) => self.again(task, again),
                None => Ok(()),
            },
            Op::SetTrap { ref trap } => {
                self.set_trap(trap);
                Ok(())
            }
            Op::PollStream { chan, rx, new_waker } => match self.pick_receiver(chan, rx) {
                Some((chan, rx)) => self.poll_stream(chan, rx, new_waker),
                None => Ok(()),
            },
            Op::Merge { merge, deed } => self.merge(merge, deed),
            Op::KeepBusy { chan, times } => self.keep_busy(self.chan(chan), times),
            Op::LeaveStream { chan, rx } => {
                if let Some((chan, rx)) = self.pick_receiver(chan, rx) {
                    self.leave_stream(chan, rx);
                }
                Ok(())
            }
            Op::TrySend { chan } => self.try_send(self.chan(chan)).map(|_| ()),
            Op::TryRecv { chan, rx } => match self.pick_receiver(chan, rx) {
                Some((chan, rx)) => self.try_recv(chan, rx).map(|_| ()),
                None => Ok(()),
            },
            Op::TryRecvMany { chan, rx, limit } => match self.pick_receiver(chan, rx) {
                Some((chan, rx)) => self.try_recv_many(chan, rx, limit),
                None => Ok(()),
            },
            Op::ForceSend { chan } => self.force_send(self.chan(chan)),
            Op::Clone { chan, end } => {
                let chan = self.chan(chan);
                match end {
                    End::Sender if self.chans[chan].txs.len() < HANDLES => {
                        let clone = self.sender(chan, false);
                        self.chans[chan].txs.extend(clone);
                    }
                    End::Receiver if self.chans[chan].rxs.len() < HANDLES => {
                        if let Some(clone) = self.receiver(chan) {
                            self.keep_receiver(chan, clone);
                        }
                    }
                    _ => {}
                }
                Ok(())
            }
            Op::Drop { chan, end, at } => {
                let chan = self.chan(chan);
                self.drop_handle(chan, end, at as usize);
                Ok(())
            }
            Op::Upgrade { chan, end } => self.upgrade(self.chan(chan), end),
            Op::Preallocate { chan, waiters } => {
                // For the model nothing has changed.
                if let Some(tx) = self.chans[self.chan(chan)].txs.last() {
                    tx.preallocate(waiters);
                }
                Ok(())
            }
            Op::Close { chan, end, guard } => self.close(self.chan(chan), end, guard),
            Op::FireForeign { cell } => {
                if !self.cells.is_empty() {
                    let cell = cell as usize % self.cells.len();
                    self.fire(cell);
                }
                Ok(())
            }
        }
    }

    pub(super) fn pick_live(&self, task: u8) -> Option<usize> {
        let picked = self.live.get(task as usize % self.live.len().max(1))?;
        Some(picked.task)
    }

    pub(super) fn live(&mut self, task: usize) -> Option<&mut Live> {
        self.live.iter_mut().find(|live| live.task == task)
    }

    fn pick_receiver(&self, chan: u8, rx: u8) -> Option<(usize, usize)> {
        let chan = self.chan(chan);
        let receivers = self.chans[chan].rxs.len();
        if receivers == 0 { None } else { Some((chan, rx as usize % receivers)) }
    }
}
