//! What a thread has got of a channel and holds while it makes other calls: permits and leases.

use crate::history::Outcome;
use crate::program::{Arm, Call, Chan, Wait};
use crate::run::{Thread, Value, back};
use goit::sync::{Lease, Permit, Select};
use goit::{TryRecvError, TrySendError};
use std::time::Duration;

/// Waits, as long as it may.
fn won<R>(mut select: Select<'_, '_, R>, wait: Wait) -> Option<R> {
    let won = match wait {
        Wait::Forever => Some(select.wait_blocking()),
        _ => select.wait_timeout(Duration::ZERO),
    };
    won.map(|(_, result)| result)
}

impl Thread {
    pub(crate) fn permits(&self, chan: Chan, wait: Wait, meanwhile: &[Call], values: &[Option<u32>]) {
        let mut permits = Vec::new();
        let arm = Arm::Reserve(chan, values.len());
        self.log.record(self.number, &Call::One(arm, wait), || {
            match self.reserve(chan, wait, values.len()) {
                Ok(reserved) => {
                    permits = reserved;
                    Outcome::Reserved
                }
                Err(refused) => refused,
            }
        });
        if permits.is_empty() {
            return;
        }
        for call in meanwhile {
            self.call(call);
        }
        for (permit, value) in permits.into_iter().zip(values) {
            match *value {
                Some(number) => self.log.record(self.number, &Call::Fill(chan, number), || {
                    match permit.send(self.value(number)) {
                        Ok(()) => Outcome::Sent(0),
                        Err(goit::SendError(value)) => back(number, value, Outcome::Closed(0)),
                    }
                }),
                None => self.log.record(self.number, &Call::Release(chan), || {
                    drop(permit);
                    Outcome::Dropped
                }),
            };
        }
    }

    fn reserve(&self, chan: Chan, wait: Wait, number: usize) -> Result<Vec<Permit<'_, Value>>, Outcome> {
        let tx = self.tx(chan);
        let reserved = match (wait, number) {
            (Wait::Never, 1) => tx.try_reserve().map(|permit| vec![permit]),
            (Wait::Never, _) => tx.try_reserve_many(number).map(Iterator::collect),
            _ => {
                let mut select = Select::new();
                select.reserve(tx, |reserved| reserved);
                let reserved = won(select, wait).ok_or(Outcome::Refused)?;
                return reserved.map(|permit| vec![permit]).map_err(|_| Outcome::Closed(0));
            }
        };
        reserved.map_err(|refused| match refused {
            TrySendError::Full(()) => Outcome::Refused,
            TrySendError::Closed(()) => Outcome::Closed(0),
        })
    }

    pub(crate) fn lease(&self, chan: Chan, wait: Wait, meanwhile: &[Call], takes: bool) {
        let mut lease = None;
        self.log.record(self.number, &Call::One(Arm::Lease(chan), wait), || match self.leased(chan, wait) {
            Ok(leased) => Outcome::Leased(lease.insert(leased).number),
            Err(refused) => refused,
        });
        let Some(lease) = lease else { return };
        for call in meanwhile {
            self.call(call);
        }
        let number = lease.number;
        if takes {
            self.log.record(self.number, &Call::Take(chan, number), || {
                back(number, lease.take(), Outcome::Dropped)
            });
        } else {
            self.log.record(self.number, &Call::GiveBack(chan, number), || {
                drop(lease);
                Outcome::Dropped
            });
        }
    }

    fn leased(&self, chan: Chan, wait: Wait) -> Result<Lease<'_, Value>, Outcome> {
        let rx = self.rx(chan);
        match wait {
            Wait::Never => rx.try_lease().map_err(|refused| match refused {
                TryRecvError::Empty => Outcome::Refused,
                TryRecvError::Closed => Outcome::Closed(0),
            }),
            Wait::Limited => {
                let mut select = Select::new();
                select.lease(rx, |leased| leased);
                won(select, wait).ok_or(Outcome::Refused)?.map_err(|_| Outcome::Closed(0))
            }
            Wait::Forever => rx.lease_blocking().map_err(|_| Outcome::Closed(0)),
        }
    }
}
