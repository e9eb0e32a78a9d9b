//! Those that have a select of their own, and those that make one of many receivers.

use super::blocking::{Crossbeam, Goit};
use super::sync::{Futures, Tokio};
use crate::channel::goit::{Local, Sync};
use crate::channel::{Either, Exchanges, Merges, Peer, Selects};
use futures_util::FutureExt;
use futures_util::stream::{SelectAll, StreamExt, select_all};
use std::future::Future;
use tokio_stream::StreamMap;
use tokio_stream::wrappers::ReceiverStream;

/// Selects over 2, 8 and 64 receives: arms are written one by one.
macro_rules! selects {
    ($implement:ident!($($peer:tt)*) 2 $($more:tt)*) => {
        $implement! { [$($peer)*] 2: a b }
        selects! { $implement!($($peer)*) $($more)* }
    };
    ($implement:ident!($($peer:tt)*) 8 $($more:tt)*) => {
        $implement! { [$($peer)*] 8: a b c d e f g h }
        selects! { $implement!($($peer)*) $($more)* }
    };
    ($implement:ident!($($peer:tt)*) 64 $($more:tt)*) => {
        $implement! { [$($peer)*] 64:
            a0 a1 a2 a3 a4 a5 a6 a7 b0 b1 b2 b3 b4 b5 b6 b7 c0 c1 c2 c3 c4 c5 c6 c7 d0 d1 d2 d3 d4 d5 d6 d7
            e0 e1 e2 e3 e4 e5 e6 e7 f0 f1 f2 f3 f4 f5 f6 f7 g0 g1 g2 g3 g4 g5 g6 g7 h0 h1 h2 h3 h4 h5 h6 h7
        }
        selects! { $implement!($($peer)*) $($more)* }
    };
    ($implement:ident!($($peer:tt)*)) => {};
}

macro_rules! goit {
    ([$Peer:ty] $K:literal: $($rx:ident)*) => {
        impl Selects<$K> for $Peer {
            async fn select(rxs: &mut [Self::Rx<u64>; $K]) -> u64 {
                let [$($rx),*] = rxs;
                let received = goit::select! { $(recv($rx) -> received => received,)* };
                received.expect("the channel is open")
            }

            async fn try_select(rxs: &mut [Self::Rx<u64>; $K]) -> Option<u64> {
                let [$($rx),*] = rxs;
                goit::select! { $(recv($rx) -> received => received.ok(),)* default => None }
            }
        }
    };
}
selects! { goit!(Local) 2 8 64 }
selects! { goit!(Sync) 2 8 64 }

macro_rules! tokio {
    ([$Peer:ty] $K:literal: $($rx:ident)*) => {
        impl Selects<$K> for $Peer {
            async fn select(rxs: &mut [Self::Rx<u64>; $K]) -> u64 {
                let [$($rx),*] = rxs;
                let received = tokio::select! { $(received = $rx.recv() => received,)* };
                received.expect("the channel is open")
            }

            /// Has no default.
            async fn try_select(rxs: &mut [Self::Rx<u64>; $K]) -> Option<u64> {
                Self::select(rxs).now_or_never()
            }
        }
    };
}
selects! { tokio!(Tokio) 2 8 64 }

macro_rules! futures {
    ([$Peer:ty] $K:literal: $($rx:ident)*) => {
        impl Selects<$K> for $Peer {
            async fn select(rxs: &mut [Self::Rx<u64>; $K]) -> u64 {
                let [$($rx),*] = rxs;
                let received = futures_util::select! { $(received = $rx.next() => received,)* };
                received.expect("the channel is open")
            }

            async fn try_select(rxs: &mut [Self::Rx<u64>; $K]) -> Option<u64> {
                let [$($rx),*] = rxs;
                futures_util::select! { $(received = $rx.next() => received,)* default => None }
            }
        }
    };
}
selects! { futures!(Futures) 2 8 64 }

/// In threads, by a macro that has the grammar of both.
macro_rules! blocking {
    ([$Peer:ty: $($select:ident)::*] $K:literal: $($rx:ident)*) => {
        impl Selects<$K> for $Peer {
            async fn select(rxs: &mut [Self::Rx<u64>; $K]) -> u64 {
                let [$($rx),*] = rxs;
                let received = $($select)::*! { $(recv($rx.0) -> received => received,)* };
                received.expect("the channel is open")
            }

            async fn try_select(rxs: &mut [Self::Rx<u64>; $K]) -> Option<u64> {
                let [$($rx),*] = rxs;
                $($select)::*! { $(recv($rx.0) -> received => received.ok(),)* default => None }
            }
        }
    };
}
selects! { blocking!(Goit: goit::select_blocking) 2 8 }
selects! { blocking!(Crossbeam: crossbeam_channel::select) 2 8 }

macro_rules! exchanges {
    ($Peer:ty: $($select:ident)::*; $($rx:ident)*; $($tx:ident)*) => {
        impl Exchanges for $Peer {
            async fn exchange8(
                rxs: &mut [Self::Rx<u64>; 4],
                txs: &mut [Self::Tx<u64>; 4],
                value: u64,
            ) -> Either<u64> {
                let ([$($rx),*], [$($tx),*]) = (rxs, txs);
                $($select)::*! {
                    $(recv($rx.0) -> received => Either::Received(received.expect("the channel is open")),)*
                    $(send($tx.0, value) -> sent => {
                        sent.expect("the channel is open");
                        Either::Sent
                    })*
                }
            }
        }
    };
}
exchanges! { Goit: goit::select_blocking; a b c d; e f g h }
exchanges! { Crossbeam: crossbeam_channel::select; a b c d; e f g h }

/// A set by how it is made of receivers, and how a value comes out of it.
macro_rules! merge {
    ($(#[$doc:meta])* $Merges:ident = $name:literal { $($constants:tt)* } of $Peer:ty: $Set:ty;
     |$rxs:ident| $make:expr; |$set:ident| $next:expr) => {
        $(#[$doc])*
        pub struct $Merges($Set);

        impl Merges for $Merges {
            const NAME: &'static str = $name;
            $($constants)*
            type Tx = <$Peer as Peer>::Tx<u64>;

            fn of(members: usize) -> (Vec<Self::Tx>, Self) {
                let channel = |_| <$Peer>::channel::<u64>(1).expect("there is a capacity of 1");
                let (txs, $rxs): (Vec<_>, Vec<_>) = (0..members).map(channel).unzip();
                (txs, $Merges($make))
            }

            fn next(&mut self) -> impl Future<Output = u64> {
                let $set = &mut self.0;
                async move { $next.expect("the channel is open") }
            }
        }
    };
}

/// The receivers of one flavour in each kind of set.
macro_rules! merges {
    ($flavor:ident, $Peer:ident) => {
        /// Sets of receivers of this flavour.
        pub mod $flavor {
            use super::*;

            type Receiver = goit::$flavor::Receiver<u64>;

            merge! {
                Merge = "goit" {} of $Peer: goit::$flavor::Merge<usize, u64>;
                |rxs| {
                    let mut merge = goit::$flavor::Merge::new();
                    for (key, rx) in rxs.into_iter().enumerate() {
                        merge.insert(key, rx);
                    }
                    merge
                };
                |merge| merge.recv().await.1
            }
            merge! {
                All = "SelectAll" {} of $Peer: SelectAll<Receiver>;
                |rxs| select_all(rxs);
                |all| all.next().await
            }
            merge! {
                Map = "StreamMap" { const SEARCHES: bool = true; } of $Peer: StreamMap<usize, Receiver>;
                |rxs| rxs.into_iter().enumerate().collect();
                |map| map.next().await.map(|(_, value)| value)
            }
            merge! {
                /// Made anew for each value.
                Select = "Select" { const LOOKS_AT_ALL: bool = true; } of $Peer: Vec<Receiver>;
                |rxs| rxs;
                |rxs| {
                    let mut cases: Vec<_> =
                        rxs.iter().map(|rx| goit::select::recv(rx, |received| received)).collect();
                    let mut select = goit::$flavor::Select::new();
                    for case in &mut cases {
                        select.add(case);
                    }
                    select.await.1
                }
            }
        }
    };
}
merges! { local, Local }
merges! { sync, Sync }

merge! {
    FuturesAll = "SelectAll, futures-channel" {} of Futures: SelectAll<<Futures as Peer>::Rx<u64>>;
    |rxs| select_all(rxs);
    |all| all.next().await
}
merge! {
    TokioAll = "SelectAll, tokio" {} of Tokio: SelectAll<ReceiverStream<u64>>;
    |rxs| select_all(rxs.into_iter().map(ReceiverStream::new));
    |all| all.next().await
}
merge! {
    TokioMap = "StreamMap, tokio" { const SEARCHES: bool = true; }
    of Tokio: StreamMap<usize, ReceiverStream<u64>>;
    |rxs| rxs.into_iter().map(ReceiverStream::new).enumerate().collect();
    |map| map.next().await.map(|(_, value)| value)
}
