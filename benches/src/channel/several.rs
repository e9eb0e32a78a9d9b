//! What a shape asks of several channels at once, of the peers that have a form for it.

use super::{Either, Peer, Tx};
use std::future::Future;

/// A select over `K` receives.
pub trait Selects<const K: usize>: Peer {
    /// Waits for the first value.
    fn select(rxs: &mut [Self::Rx<u64>; K]) -> impl Future<Output = u64>;

    /// Takes a value that is there.
    fn try_select(rxs: &mut [Self::Rx<u64>; K]) -> impl Future<Output = Option<u64>>;
}

/// A select over four receives and four sends.
pub trait Exchanges: Peer {
    /// Receives or sends, whatever can be done first.
    fn exchange8(
        rxs: &mut [Self::Rx<u64>; 4],
        txs: &mut [Self::Tx<u64>; 4],
        value: u64,
    ) -> impl Future<Output = Either<u64>>;
}

/// A set of any number of receivers.
pub trait Merges: Sized + 'static {
    /// What makes it a set.
    const NAME: &'static str;
    /// Whether a value costs a look at every member: then few are moved.
    const LOOKS_AT_ALL: bool = false;
    /// Whether it looks at the members until one has a value.
    const SEARCHES: bool = false;

    type Tx: Tx<u64>;

    /// A set of so many channels that hold one value.
    fn of(members: usize) -> (Vec<Self::Tx>, Self);

    /// Waits for the first value.
    fn next(&mut self) -> impl Future<Output = u64>;
}
