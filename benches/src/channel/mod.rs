//! What a shape asks of a channel, and how a crate's channels are said to do that; `goit`'s own. It stands on nothing but
//! `goit`, for the program whose instructions are counted.

pub mod goit;
mod race;
mod several;

pub use race::{Either, Race};
pub use several::{Exchanges, Merges, Selects};

use std::collections::VecDeque;
use std::future::{Future, Ready};
use std::rc::Rc;

/// The capacity of a channel without a bound.
pub const UNBOUNDED: usize = usize::MAX;

/// What is sent.
pub trait Value: Default + Clone + Send + Unpin + 'static {
    /// Whether it has a number, by which a shape can check what has come.
    const NUMBERED: bool = true;

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

/// Nothing but that it was sent.
impl Value for () {
    const NUMBERED: bool = false;

    #[inline]
    fn of(_: u64) -> Self {}

    #[inline]
    fn number(&self) -> u64 {
        0
    }
}

/// A value of so many words.
macro_rules! words {
    ($($words:literal)*) => {$(
        impl Value for [u64; $words] {
            #[inline]
            fn of(number: u64) -> Self {
                [number; $words]
            }

            #[inline]
            fn number(&self) -> u64 {
                self[$words / 2 + 1]
            }
        }
    )*};
}
words! { 4 32 }

/// A text that many share, on one thread.
#[derive(Clone, Default)]
pub struct Text(Rc<String>);

// SAFETY: it is sent where everything stays on one thread, to peers some of which ask for more.
unsafe impl Send for Text {}

impl Value for Text {
    const NUMBERED: bool = false;

    fn of(number: u64) -> Self {
        Text(Rc::new(number.to_string()))
    }

    fn number(&self) -> u64 {
        self.0.len() as u64
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
pub trait Received<T>: Sized {
    /// The value, unless the channel is closed.
    fn unless_closed(self) -> Option<T>;

    #[inline]
    fn value(self) -> T {
        self.unless_closed().expect("the channel is open")
    }
}

/// From peers whose channels are never closed.
impl<T> Received<T> for T {
    #[inline]
    fn unless_closed(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Received<T> for Option<T> {
    #[inline]
    fn unless_closed(self) -> Option<T> {
        self
    }
}

impl<T, E> Received<T> for Result<T, E> {
    #[inline]
    fn unless_closed(self) -> Option<T> {
        self.ok()
    }
}

/// The sending end.
pub trait Tx<T>: Sized + 'static {
    fn put(&mut self, value: T) -> impl Future<Output: Sent>;
    fn try_put(&mut self, value: T) -> bool;
    /// A second handle, where there may be several senders.
    fn another(&self) -> Option<Self>;
    /// Sends all of these values, if it can do that at once.
    fn put_many<'a>(&'a mut self, _: &'a mut VecDeque<T>) -> Option<impl Future<Output: Sent>> {
        None::<Ready<()>>
    }
    /// Reserves room first, and then sends, if it knows of that.
    fn put_reserved(&mut self, _: T) -> Option<impl Future<Output: Sent>> {
        None::<Ready<()>>
    }
    /// Reserves room for all of these values first, and then sends them, if it knows of that.
    fn put_all_reserved<'a>(&'a mut self, _: &'a mut VecDeque<T>) -> Option<impl Future<Output: Sent>> {
        None::<Ready<()>>
    }
}

/// The receiving end.
pub trait Rx<T>: Sized + 'static {
    fn take(&mut self) -> impl Future<Output: Received<T>>;
    fn try_take(&mut self) -> Option<T>;
    /// A second handle, where there may be several receivers.
    fn another(&self) -> Option<Self>;
    /// Receives what is there, up to so many values, if it can do that at once.
    fn take_many<'a>(
        &'a mut self,
        _: &'a mut Vec<T>,
        _: usize,
    ) -> Option<impl Future<Output: Received<usize>>> {
        None::<Ready<usize>>
    }
    /// Closes the channel; whether this did it, which it never does where there is no such call.
    fn shut(&mut self) -> bool {
        false
    }
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

    /// Receives from the first of four channels that has something.
    fn select4<T: Value>(rxs: &mut [Self::Rx<T>; 4], race: &mut Race) -> impl Future<Output = T> {
        race::receives(rxs, race)
    }

    /// Sends into the first of four channels that has room.
    fn send4<T: Value>(txs: &mut [Self::Tx<T>; 4], value: T, race: &mut Race) -> impl Future<Output = ()> {
        race::sends(txs, value, race)
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

/// Both ends of one channel.
pub type Ends<P, T> = (<P as Peer>::Tx<T>, <P as Peer>::Rx<T>);

/// The ends of a channel by what their methods are called.
macro_rules! ends {
    ([$($generics:tt)*] $T:ident, $Tx:ty, $Rx:ty;
     put: |$ptx:ident, $value:ident| $put:expr, |$ttx:ident, $tvalue:ident| $try_put:expr, |$atx:ident| $tx:expr
        $(, |$mtx:ident, $queue:ident| $put_many:expr)?;
     $(reserve: |$rtx:ident, $rvalue:ident| $reserved:expr, |$ctx:ident, $cqueue:ident| $all_reserved:expr;)?
     take: |$prx:ident| $take:expr, |$trx:ident| $try_take:expr, |$arx:ident| $rx:expr;
     $(many: |$mrx:ident, $values:ident, $limit:ident| $many:expr;)?
     $(shut: |$srx:ident| $shut:expr;)?
    ) => {
        impl<$($generics)*> $crate::channel::Tx<$T> for $Tx {
            #[inline]
            fn put(&mut self, $value: $T) -> impl Future<Output: $crate::channel::Sent> {
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

            $(#[inline]
            fn put_many<'a>(
                &'a mut self,
                $queue: &'a mut std::collections::VecDeque<$T>,
            ) -> Option<impl Future<Output: $crate::channel::Sent>> {
                let $mtx = self;
                Some($put_many)
            })?

            $(#[inline]
            fn put_reserved(&mut self, $rvalue: $T) -> Option<impl Future<Output: $crate::channel::Sent>> {
                let $rtx = self;
                Some($reserved)
            }

            #[inline]
            fn put_all_reserved<'a>(
                &'a mut self,
                $cqueue: &'a mut std::collections::VecDeque<$T>,
            ) -> Option<impl Future<Output: $crate::channel::Sent>> {
                let $ctx = self;
                Some($all_reserved)
            })?
        }

        impl<$($generics)*> $crate::channel::Rx<$T> for $Rx {
            #[inline]
            fn take(&mut self) -> impl Future<Output: $crate::channel::Received<$T>> {
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

            $(#[inline]
            fn take_many<'a>(
                &'a mut self,
                $values: &'a mut Vec<$T>,
                $limit: usize,
            ) -> Option<impl Future<Output: $crate::channel::Received<usize>>> {
                let $mrx = self;
                Some($many)
            })?

            $(#[inline]
            fn shut(&mut self) -> bool {
                let $srx = self;
                $shut
            })?
        }
    };
}
pub(crate) use ends;

/// A peer with the types of its ends and the way to make them.
macro_rules! peer {
    ($(#[$doc:meta])* [$($generics:tt)*] $Peer:ty = $name:literal { $($constants:tt)* }
     $T:ident => $Tx:ty, $Rx:ty; |$capacity:ident| $when:expr => $make:expr) => {
        $(#[$doc])*
        impl<$($generics)*> $crate::channel::Peer for $Peer {
            const NAME: &'static str = $name;
            $($constants)*
            type Tx<$T: $crate::channel::Value> = $Tx;
            type Rx<$T: $crate::channel::Value> = $Rx;

            #[inline]
            fn channel<$T: $crate::channel::Value>($capacity: usize) -> Option<($Tx, $Rx)> {
                if $when { Some($make) } else { None }
            }
        }
    };
}
pub(crate) use peer;

/// A capacity above 0 and below none: what most peers call bounded.
#[inline]
pub fn buffered(capacity: usize) -> bool {
    capacity != 0 && capacity != UNBOUNDED
}
