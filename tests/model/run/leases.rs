//! Values that are received on trial.

use super::super::leases;
use super::super::reference::{How, Outcome, What};
use super::super::schedule::{End, LeaseForm};
use super::super::tasks::Mailbox;
use super::waiting::Started;
use super::{Checked, World};

impl World {
    pub(super) fn start_lease(&mut self, chan: usize, form: LeaseForm, takes: bool) -> Option<Started> {
        let (rx, row) = self.receiver_and_row(chan, takes)?;
        let mail = Mailbox::default();
        let how = match form {
            LeaseForm::Borrowed => How::Lease,
            LeaseForm::Owned => How::OwnedLease,
            LeaseForm::Stream => How::Leases,
        };
        let body = leases::lease(rx, form, mail.clone());
        Started::single(
            What::Recv { chan, row, how },
            body,
            mail,
            (chan, End::Receiver),
            how != How::OwnedLease,
        )
    }

    pub(super) fn try_lease(&mut self, chan: usize) -> Checked {
        let Some(rx) = self.receiver(chan) else { return Ok(()) };
        let mail = Mailbox::default();
        let body = leases::try_lease(rx, mail.clone());
        self.try_to_keep((chan, End::Receiver), body, mail, |world| {
            world.model.lease(chan).map(Outcome::Leased)
        })
    }
}
