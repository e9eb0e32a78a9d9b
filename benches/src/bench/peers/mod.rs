//! The channels that are compared: what a scenario asks of one, and who takes part where. A peer's file says how it
//! does that and nothing else.

mod blocking;
mod goit;
mod local;
mod race;
mod raw;
mod sync;

pub use race::{Either, Race};

use std::future::Future;

/// The capacity of a channel without a bound.
pub const UNBOUNDED: usize = usize::MAX;

/// What is sent.
pub trait Value: Default + Clone + Send + Unpin + 'static {
    fn of(number: u64) -> Self;
    fn number(&self) -> u64;
}

impl Value for u64 {
    #[inline]
    fn of(number: u64) -> Self {
        number
    }

    #[inline]
    fn number(&self) -> u64 {
        *self
    }
}

/// A value of 256 bytes.
impl Value for [u64; 32] {
    #[inline]
    fn of(number: u64) -> Self {
        [number; 32]
    }

    #[inline]
    fn number(&self) -> u64 {
        self[17]
    }
}

/// What a send comes to.
pub trait Sent {
    fn check(self);
}

impl Sent for () {
    #[inline]
    fn check(self) {}
}

impl<E> Sent for Result<(), E> {
    #[inline]
    fn check(self) {
        assert!(self.is_ok(), "the channel is open");
    }
}

/// What a receive comes to.
pub trait Received<T> {
    fn value(self) -> T;
}

/// From peers whose channels are never closed.
impl<T> Received<T> for T {
    #[inline]
    fn value(self) -> T {
        self
    }
}

impl<T> Received<T> for Option<T> {
    #[inline]
    fn value(self) -> T {
        self.expect("the channel is open")
    }
}

impl<T, E> Received<T> for Result<T, E> {
    #[inline]
    fn value(self) -> T {
        self.ok().expect("the channel is open")
    }
}

/// The sending end.
pub trait Tx<T>: Sized + 'static {
    fn put(&mut self, value: T) -> impl Future<Output: Sent>;
    fn try_put(&mut self, value: T) -> bool;
    /// A second handle, where there may be several senders.
    fn another(&self) -> Option<Self>;
}

/// The receiving end.
pub trait Rx<T>: Sized + 'static {
    fn take(&mut self) -> impl Future<Output: Received<T>>;
    fn try_take(&mut self) -> Option<T>;
    /// A second handle, where there may be several receivers.
    fn another(&self) -> Option<Self>;
}

/// One channel of one crate.
pub trait Peer: 'static {
    /// The crate.
    const NAME: &'static str;
    /// A reference that is no channel: shown, but no peer to be compared with.
    const REFERENCE: bool = false;
    /// Whether it can send and receive without waiting.
    const TRIES: bool = true;
    /// Whether a receive, and a send, that is dropped has done nothing: else it cannot be raced.
    const RACES: bool = true;
    /// Whether a send or receive can wait.
    const WAITS: bool = true;

    type Tx<T: Value>: Tx<T>;
    type Rx<T: Value>: Rx<T>;

    /// A channel, if it has one of this capacity.
    fn channel<T: Value>(capacity: usize) -> Option<(Self::Tx<T>, Self::Rx<T>)>;

    /// Receives from the first of two channels that has something.
    fn select2<T: Value>(rxs: &mut [Self::Rx<T>; 2], race: &mut Race) -> impl Future<Output = T> {
        race::receives(rxs, race)
    }

    /// Receives from the first of eight channels that has something.
    fn select8<T: Value>(rxs: &mut [Self::Rx<T>; 8], race: &mut Race) -> impl Future<Output = T> {
        race::receives(rxs, race)
    }

    /// Receives or sends, whatever can be done first.
    fn exchange<T: Value>(
        rx: &mut Self::Rx<T>,
        tx: &mut Self::Tx<T>,
        value: T,
        race: &mut Race,
    ) -> impl Future<Output = Either<T>> {
        race::both(rx, tx, value, race)
    }
}

/// Is shown every peer of a list.
pub trait Visitor {
    fn peer<P: Peer>(&mut self);
}

/// Which peers a scenario is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Local,
    Sync,
    Blocking,
}

impl Field {
    /// Shows the peers of this field, `goit` first.
    pub fn show(self, visitor: &mut impl Visitor) {
        match self {
            Field::Local => {
                visitor.peer::<goit::Local>();
                local::show(visitor);
                sync::show_to_one_thread(visitor);
                raw::show(visitor);
            }
            Field::Sync => {
                visitor.peer::<goit::Sync>();
                sync::show(visitor);
            }
            Field::Blocking => blocking::show(visitor),
        }
    }
}

/// The ends of a channel by what their methods are called.
macro_rules! ends {
    ([$($generics:tt)*] $T:ident, $Tx:ty, $Rx:ty;
     put: |$ptx:ident, $value:ident| $put:expr, |$ttx:ident, $tvalue:ident| $try_put:expr, |$atx:ident| $tx:expr;
     take: |$prx:ident| $take:expr, |$trx:ident| $try_take:expr, |$arx:ident| $rx:expr;
    ) => {
        impl<$($generics)*> $crate::peers::Tx<$T> for $Tx {
            #[inline]
            fn put(&mut self, $value: $T) -> impl Future<Output: $crate::peers::Sent> {
                let $ptx = self;
                $put
            }

            #[inline]
            fn try_put(&mut self, $tvalue: $T) -> bool {
                let $ttx = self;
                $try_put
            }

            fn another(&self) -> Option<Self> {
                let $atx = self;
                $tx
            }
        }

        impl<$($generics)*> $crate::peers::Rx<$T> for $Rx {
            #[inline]
            fn take(&mut self) -> impl Future<Output: $crate::peers::Received<$T>> {
                let $prx = self;
                $take
            }

            #[inline]
            fn try_take(&mut self) -> Option<$T> {
                let $trx = self;
                $try_take
            }

            fn another(&self) -> Option<Self> {
                let $arx = self;
                $rx
            }
        }
    };
}
use ends;

/// A peer with the types of its ends and the way to make them.
macro_rules! peer {
    ($(#[$doc:meta])* [$($generics:tt)*] $Peer:ty = $name:literal { $($constants:tt)* }
     $T:ident => $Tx:ty, $Rx:ty; |$capacity:ident| $when:expr => $make:expr) => {
        $(#[$doc])*
        impl<$($generics)*> $crate::peers::Peer for $Peer {
            const NAME: &'static str = $name;
            $($constants)*
            type Tx<$T: $crate::peers::Value> = $Tx;
            type Rx<$T: $crate::peers::Value> = $Rx;

            #[inline]
            fn channel<$T: $crate::peers::Value>($capacity: usize) -> Option<($Tx, $Rx)> {
                if $when { Some($make) } else { None }
            }
        }
    };
}
use peer;

/// A capacity above 0 and below none: what most peers call bounded.
#[inline]
fn buffered(capacity: usize) -> bool {
    capacity != 0 && capacity != UNBOUNDED
}
