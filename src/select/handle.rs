//! What can stand for a channel's end in a select: a handle, a reference to one, an `Option` of either.

use crate::flavor::Flavor;
use crate::handle::{Channel, Close, CloseGuard, Receiver, Sender};

/// A sender, or what stands for one, in a select.
///
/// `None` stands for a sender that takes no part, Go's nil channel.
///
/// ```
/// # futures_executor::block_on(async {
/// use goit::select;
///
/// let (tx, rx) = goit::local::bounded(1);
/// let nobody = None::<goit::local::Sender<i32>>;
/// select! {
///     send(nobody, 1) -> _ => unreachable!(),
///     send(&tx, 2) -> sent => sent.unwrap(),
/// }
/// assert_eq!(rx.recv().await, Ok(2));
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the sender of a select's arm",
    label = "not a sender",
    note = "give a `Sender`, a `Channel`, a `CloseGuard` of one, a reference to one, or an `Option` of one"
)]
pub trait AsSender {
    /// What it sends.
    type Item;
    /// Its flavour.
    type Flavor: Flavor;
    /// The sender, if it takes part.
    fn as_sender(&self) -> Option<&Sender<Self::Item, Self::Flavor>>;
}

/// A receiver, or what stands for one, in a select.
///
/// `None` stands for a receiver that takes no part, Go's nil channel.
///
/// ```
/// # futures_executor::block_on(async {
/// use goit::select;
///
/// let (tx, rx) = goit::local::bounded(1);
/// tx.send(1).await.unwrap();
/// let mut more = Some(rx);
/// select! {
///     recv(more) -> received => assert_eq!(received, Ok(1)),
/// }
/// more = None;
/// select! {
///     recv(more) -> _ => unreachable!(),
///     default => {}
/// }
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the receiver of a select's arm",
    label = "not a receiver",
    note = "give a `Receiver`, a `Channel`, a `CloseGuard` of one, a reference to one, or an `Option` of one"
)]
pub trait AsReceiver {
    /// What it receives.
    type Item;
    /// Its flavour.
    type Flavor: Flavor;
    /// The receiver, if it takes part.
    fn as_receiver(&self) -> Option<&Receiver<Self::Item, Self::Flavor>>;
}

macro_rules! stands_for {
    ($As:ident, $Handle:ident, $as:ident, $end:ident) => {
        impl<T, F: Flavor> $As for $Handle<T, F> {
            type Item = T;
            type Flavor = F;
            fn $as(&self) -> Option<&$Handle<T, F>> {
                Some(self)
            }
        }

        impl<T, F: Flavor> $As for Channel<T, F> {
            type Item = T;
            type Flavor = F;
            fn $as(&self) -> Option<&$Handle<T, F>> {
                Some(self.$end())
            }
        }

        impl<H: $As + Close> $As for CloseGuard<H> {
            type Item = H::Item;
            type Flavor = H::Flavor;
            fn $as(&self) -> Option<&$Handle<H::Item, H::Flavor>> {
                (**self).$as()
            }
        }

        impl<H: $As> $As for Option<H> {
            type Item = H::Item;
            type Flavor = H::Flavor;
            fn $as(&self) -> Option<&$Handle<H::Item, H::Flavor>> {
                self.as_ref()?.$as()
            }
        }

        impl<H: $As + ?Sized> $As for &H {
            type Item = H::Item;
            type Flavor = H::Flavor;
            fn $as(&self) -> Option<&$Handle<H::Item, H::Flavor>> {
                (**self).$as()
            }
        }

        impl<H: $As + ?Sized> $As for &mut H {
            type Item = H::Item;
            type Flavor = H::Flavor;
            fn $as(&self) -> Option<&$Handle<H::Item, H::Flavor>> {
                (**self).$as()
            }
        }
    };
}

stands_for!(AsSender, Sender, as_sender, sender);
stands_for!(AsReceiver, Receiver, as_receiver, receiver);
