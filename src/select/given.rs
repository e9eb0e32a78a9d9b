//! What the macros ask of the handles in their arms, in such a way that the compiler's errors underline what stands in the arm,
//! and are about that: by methods, named like the arm, and called by its own word.

use super::handle::{AsReceiver, AsSender};
use crate::flavor::Flavor;
use crate::handle::{Receiver, Sender};
use core::future::{Future, IntoFuture};
use core::marker::PhantomData;

/// The flavour of a select.
pub struct Of<F>(PhantomData<fn() -> F>);

impl<F: Flavor> Of<F> {
    /// The flavour of its arms.
    #[allow(clippy::new_without_default, reason = "for the macros")]
    #[inline]
    pub const fn new() -> Self {
        Of(PhantomData)
    }
}

impl<F> Clone for Of<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Of<F> {}

/// That a handle's flavour is the select's.
#[diagnostic::on_unimplemented(
    message = "this arm's channel is of the flavour `{Self}`, and the select's of `{F}`",
    label = "another flavour",
    note = "all arms of one select belong to one flavour, `goit::local` or `goit::sync`; those of `select_blocking!` to `goit::sync`"
)]
pub trait Same<F: Flavor>: Flavor {
    /// The same sender.
    fn sender<T>(tx: &Sender<T, Self>) -> &Sender<T, F>;
    /// The same receiver.
    fn receiver<T>(rx: &Receiver<T, Self>) -> &Receiver<T, F>;
}

impl<F: Flavor> Same<F> for F {
    #[inline]
    fn sender<T>(tx: &Sender<T, F>) -> &Sender<T, F> {
        tx
    }

    #[inline]
    fn receiver<T>(rx: &Receiver<T, F>) -> &Receiver<T, F> {
        rx
    }
}

/// What stands in an arm for its handle, in a select of a flavour.
pub struct Given<'a, H: ?Sized, F>(&'a H, Of<F>);

/// Borrows it, whatever it is.
pub trait Give {
    /// Borrows it.
    #[inline]
    fn __give<F>(&self, of: Of<F>) -> Given<'_, Self, F> {
        Given(self, of)
    }
}

impl<H: ?Sized> Give for H {}

impl<'a, H: ?Sized, F: Flavor> Given<'a, H, F> {
    /// The receiver, if it takes part.
    #[inline]
    pub fn recv<T>(self) -> Option<&'a Receiver<T, F>>
    where
        H: AsReceiver<Item = T>,
        H::Flavor: Same<F>,
    {
        self.0.as_receiver().map(Same::receiver)
    }

    /// The receiver, if it takes part.
    #[inline]
    pub fn recv_many<T>(self) -> Option<&'a Receiver<T, F>>
    where
        H: AsReceiver<Item = T>,
        H::Flavor: Same<F>,
    {
        self.recv()
    }

    /// The receiver, if it takes part.
    #[inline]
    pub fn lease<T>(self) -> Option<&'a Receiver<T, F>>
    where
        H: AsReceiver<Item = T>,
        H::Flavor: Same<F>,
    {
        self.recv()
    }

    /// The sender, if it takes part.
    #[inline]
    pub fn send<T>(self) -> Option<&'a Sender<T, F>>
    where
        H: AsSender<Item = T>,
        H::Flavor: Same<F>,
    {
        self.0.as_sender().map(Same::sender)
    }

    /// The sender, if it takes part.
    #[inline]
    pub fn reserve<T>(self) -> Option<&'a Sender<T, F>>
    where
        H: AsSender<Item = T>,
        H::Flavor: Same<F>,
    {
        self.send()
    }

    /// The sender, if it takes part.
    #[inline]
    pub fn send_many<T>(self) -> Option<&'a Sender<T, F>>
    where
        H: AsSender<Item = T>,
        H::Flavor: Same<F>,
    {
        self.send()
    }

    /// The sender, if it takes part.
    #[inline]
    pub fn send_from<T>(self) -> Option<&'a Sender<T, F>>
    where
        H: AsSender<Item = T>,
        H::Flavor: Same<F>,
    {
        self.send()
    }
}

/// What a sender would send. Never runs: it tells the compiler the type of a value before the sender is evaluated.
pub fn item<T, F: Flavor>(_: Option<&Sender<T, F>>) -> T {
    unreachable!("only its type is asked for")
}

/// The future of what stands in an arm for one.
#[inline]
pub fn future<U: Awaits<A, V, O>, A, V, O>(given: U) -> V {
    given.awaits()
}

/// That something can be waited for. There are two ways, one of which nothing takes: so the compiler asks which one before it
/// goes on, and where there is none, it does not go on with something that is no future.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a future", label = "not a future")]
pub trait Awaits<A, V, O> {
    /// The future.
    fn awaits(self) -> V;
}

impl<U: IntoFuture<IntoFuture = V, Output = O>, V: Future<Output = O>, O> Awaits<Yes, V, O> for U {
    #[inline]
    fn awaits(self) -> V {
        self.into_future()
    }
}

impl<U: Never> Awaits<No, U, ()> for U {
    fn awaits(self) -> U {
        self
    }
}

/// The one way.
pub enum Yes {}

/// The other way.
pub enum No {}

/// Nothing is this.
pub trait Never {}
