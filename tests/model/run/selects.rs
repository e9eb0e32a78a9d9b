//! Selects made of the arms that a schedule names.

use super::super::built::{self, Arms, Kind};
use super::super::foreign::{Act, Cell, Foreign};
use super::super::many::{Batch, Queue};
use super::super::reference::{self, How, What};
use super::super::schedule::{ActSpec, ArmSpec, Choice, End};
use super::super::tasks::{Mailbox, Slot};
use super::super::{until, written};
use super::waiting::Started;
use super::{Form, Outside, World};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

impl World {
    /// Whether there is a handle for the arm.
    fn can_take_part(&self, spec: &ArmSpec) -> bool {
        match *spec {
            ArmSpec::Recv { chan } | ArmSpec::RecvMany { chan, .. } | ArmSpec::Lease { chan } => {
                !self.chans[self.chan(chan)].rxs.is_empty()
            }
            ArmSpec::Send { chan } | ArmSpec::SendFrom { chan } => {
                !self.chans[self.chan(chan)].txs.is_empty()
            }
            ArmSpec::SendMany { chan, .. } | ArmSpec::Reserve { chan } => {
                !self.chans[self.chan(chan)].txs.is_empty()
            }
            ArmSpec::Foreign { .. } => true,
        }
    }

    pub(super) fn start_select(&mut self, choice: Choice, specs: &[ArmSpec], form: Form) -> Option<Started> {
        let mut specs: Vec<_> = specs.iter().filter(|spec| self.can_take_part(spec)).collect();
        if let Form::Written { until: false, .. } = form {
            specs = written::arms(specs);
        }
        let choice = if self.twins && matches!(choice, Choice::Fair) {
            Choice::Seeded(self.values.into())
        } else {
            choice
        };
        if !self.twins && !matches!(choice, Choice::Biased) {
            let mut sends_into = BTreeSet::new();
            // Of each channel that it receives from, whether it does so on trial.
            let mut receives_from = BTreeMap::new();
            specs.retain(|spec| match **spec {
                ArmSpec::Send { chan }
                | ArmSpec::SendFrom { chan }
                | ArmSpec::SendMany { chan, .. }
                | ArmSpec::Reserve { chan } => sends_into.insert(self.chan(chan)),
                ArmSpec::Recv { chan } | ArmSpec::RecvMany { chan, .. } | ArmSpec::Lease { chan } => {
                    let leases = matches!(spec, ArmSpec::Lease { .. });
                    *receives_from.entry(self.chan(chan)).or_insert(leases) == leases
                }
                ArmSpec::Foreign { .. } => true,
            });
        }
        let until = matches!(form, Form::Written { until: true, .. });
        if until && specs.len() < 2 || specs.iter().all(|spec| spec.is_idle()) {
            return None;
        }
        let mail = Mailbox::default();
        let mut arms = Arms::default();
        let mut what = Vec::new();
        let [mut receivers, mut batches, mut lessees] = [const { Vec::new() }; 3];
        let [mut senders, mut from, mut queues, mut reserves, mut foreign] = [const { Vec::new() }; 5];
        for spec in specs {
            match *spec {
                ArmSpec::Recv { chan } | ArmSpec::RecvMany { chan, .. } | ArmSpec::Lease { chan } => {
                    let chan = self.chan(chan);
                    // A handle that was kept busy, if there are others.
                    let takes = !until && self.row(chan) > 0 && self.chans[chan].rxs.len() > 1;
                    let (rx, row) = self.receiver_and_row(chan, takes)?;
                    let (handles, kind, how) = match *spec {
                        ArmSpec::Lease { .. } => {
                            arms.leases.push(rx);
                            (&mut lessees, Kind::Lease, How::Lease)
                        }
                        ArmSpec::RecvMany { limit, .. } => {
                            arms.recvs_many.push((rx, Batch::new(Vec::new(), &mail), limit));
                            (&mut batches, Kind::RecvMany, How::Batch(limit))
                        }
                        _ => {
                            arms.recvs.push(rx);
                            (&mut receivers, Kind::Recv, How::Value)
                        }
                    };
                    handles.push((chan, End::Receiver));
                    arms.order.push(kind);
                    what.push(What::Recv { chan, row, how });
                }
                ArmSpec::Send { chan } | ArmSpec::SendFrom { chan } => {
                    let chan = self.chan(chan);
                    let tx = self.sender(chan, false)?;
                    let (id, value) = self.value();
                    let slot = matches!(spec, ArmSpec::SendFrom { .. });
                    if slot {
                        arms.sends_from.push((tx, Slot { value: Some(value), mail: mail.clone() }));
                        arms.order.push(Kind::SendFrom);
                        from.push((chan, End::Sender));
                    } else {
                        arms.sends.push((tx, Some(value)));
                        arms.order.push(Kind::Send);
                        senders.push((chan, End::Sender));
                    }
                    what.push(What::Send { chan, value: Some(id), slot });
                }
                ArmSpec::SendMany { chan, number } => {
                    let chan = self.chan(chan);
                    let tx = self.sender(chan, false)?;
                    let (ids, values) = (0..number).map(|_| self.value()).unzip();
                    arms.sends_many.push((tx, Queue::new(values, &mail)));
                    arms.order.push(Kind::SendMany);
                    queues.push((chan, End::Sender));
                    what.push(What::SendMany { chan, values: ids, whole: false });
                }
                ArmSpec::Reserve { chan } => {
                    let chan = self.chan(chan);
                    arms.reserves.push(self.sender(chan, false)?);
                    arms.order.push(Kind::Reserve);
                    reserves.push((chan, End::Sender));
                    what.push(What::Reserve { chan, number: 1, held: 0, sink: false });
                }
                ArmSpec::Foreign { ready, act } => {
                    let (act, does) = act.and_then(|act| self.act(act, &mut foreign)).unzip();
                    let number = self.cells.len();
                    let cell = Arc::new(Mutex::new(Cell { ready, ..Cell::default() }));
                    self.cells.push(Outside { cell: cell.clone(), registered: None, seen: 0 });
                    self.model.ready.push(ready);
                    arms.foreign.push(Box::pin(Foreign { number, cell, act }));
                    arms.order.push(Kind::Foreign);
                    what.push(What::Foreign { cell: number, act: does });
                }
            }
        }
        let handles = [receivers, batches, lessees, senders, from, queues, reserves, foreign].concat();
        let biased = matches!(choice, Choice::Biased);
        let body = match form {
            Form::Written { until: true, .. } => until::until(arms, mail.clone()),
            Form::Written { default, .. } => written::select(arms, choice, default, mail.clone()),
            _ => built::select(arms, choice, mail.clone()),
        };
        Some(Started { arms: what, biased, body, mail, handles, form })
    }

    /// What a foreign future does, and the model's word for it.
    pub(super) fn act(
        &mut self,
        act: ActSpec,
        handles: &mut Vec<(usize, End)>,
    ) -> Option<(Act, reference::Act)> {
        let (ActSpec::TrySend { chan }
        | ActSpec::TryRecv { chan }
        | ActSpec::TryLease { chan }
        | ActSpec::Close { chan }) = act;
        let chan = self.chan(chan);
        let (end, act, does) = match act {
            ActSpec::TrySend { .. } => {
                let tx = self.sender(chan, false)?;
                let (id, value) = self.value();
                let does = reference::Act::TrySend { chan, value: Some(id) };
                (End::Sender, Act::TrySend(tx, Some(value)), does)
            }
            ActSpec::TryLease { .. } => {
                let rx = self.receiver(chan)?;
                (End::Receiver, Act::TryLease(rx), reference::Act::TryLease { chan })
            }
            ActSpec::TryRecv { .. } => {
                let rx = self.receiver(chan)?;
                (End::Receiver, Act::TryRecv(rx), reference::Act::TryRecv { chan })
            }
            ActSpec::Close { .. } => {
                let tx = self.sender(chan, false)?;
                (End::Sender, Act::Close(tx), reference::Act::Close { chan })
            }
        };
        handles.push((chan, end));
        Some((act, does))
    }
}
