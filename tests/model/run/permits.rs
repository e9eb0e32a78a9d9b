//! Room that is reserved.

use super::super::permits;
use super::super::reference::{Outcome, What};
use super::super::schedule::{End, ReserveForm};
use super::super::tasks::Mailbox;
use super::waiting::Started;
use super::{Checked, World};

impl World {
    pub(super) fn start_reserve(&mut self, chan: usize, form: ReserveForm, takes: bool) -> Option<Started> {
        let tx = self.sender(chan, takes)?;
        let form = match (form, tx.capacity()) {
            (ReserveForm::Many(number), Some(capacity @ 1..)) => ReserveForm::Many(number.min(capacity)),
            _ => form,
        };
        let number = if let ReserveForm::Many(number) = form { number } else { 1 };
        let sink = matches!(form, ReserveForm::Sink);
        let mail = Mailbox::default();
        let body = permits::reserve(tx, form, mail.clone());
        let renews = !matches!(form, ReserveForm::Owned | ReserveForm::Sink);
        let what = What::Reserve { chan, number, held: 0, sink };
        Started::single(what, body, mail, (chan, End::Sender), renews)
    }

    pub(super) fn try_reserve(&mut self, chan: usize, number: usize) -> Checked {
        let Some(tx) = self.sender(chan, false) else { return Ok(()) };
        let mail = Mailbox::default();
        let body = permits::try_reserve(tx, number, mail.clone());
        self.try_to_keep((chan, End::Sender), body, mail, |world| {
            world.model.reserve(chan, number).map(|()| Outcome::Reserved(number))
        })
    }
}
