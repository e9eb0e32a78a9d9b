//! The forms that block a thread. Their operations block inside the only poll of a future that is ready then, so
//! that every scenario runs on them as it stands, each task on a thread of its own.

use super::Visitor;
use crate::channel::{Either, Race, UNBOUNDED, Value, ends, peer};
use std::future::{Future, ready};

pub fn show(visitor: &mut impl Visitor) {
    visitor.peer::<Goit>();
    visitor.peer::<Crossbeam>();
    visitor.peer::<Kanal>();
    visitor.peer::<Flume>();
    visitor.peer::<Crossfire>();
    visitor.peer::<CrossfireUnbounded>();
    visitor.peer::<Loole>();
    visitor.peer::<FibreRendezvous>();
    visitor.peer::<Fibre>();
    visitor.peer::<AsyncChannel>();
}

/// An end whose operations block.
pub struct Blocks<E>(pub(super) E);

/// Ends with these methods that block.
macro_rules! blocking {
    ($Tx:ty, $send:ident, $Rx:ty, $recv:ident) => {
        ends! {
            [T: Value] T, Blocks<$Tx>, Blocks<$Rx>;
            put: |tx, value| ready(tx.0.$send(value)), |_tx, _value| false, |tx| Some(Blocks(tx.0.clone()));
            take: |rx| ready(rx.0.$recv()), |_rx| None, |rx| Some(Blocks(rx.0.clone()));
        }
    };
}

/// Selects of their own: between a receive and a send, over four receives and over four sends.
macro_rules! selects {
    ($($select:ident)::*) => {
        async fn exchange<T: Value>(
            rx: &mut Self::Rx<T>,
            tx: &mut Self::Tx<T>,
            value: T,
            _: &mut Race,
        ) -> Either<T> {
            $($select)::*! {
                recv(rx.0) -> received => Either::Received(received.expect("the channel is open")),
                send(tx.0, value) -> sent => {
                    assert!(sent.is_ok(), "the channel is open");
                    Either::Sent
                }
            }
        }

        async fn select4<T: Value>(rxs: &mut [Self::Rx<T>; 4], _: &mut Race) -> T {
            let received = $($select)::*! {
                recv(rxs[0].0) -> received => received,
                recv(rxs[1].0) -> received => received,
                recv(rxs[2].0) -> received => received,
                recv(rxs[3].0) -> received => received,
            };
            received.expect("the channel is open")
        }

        async fn send4<T: Value>(txs: &mut [Self::Tx<T>; 4], value: T, _: &mut Race) {
            let is_sent = $($select)::*! {
                send(txs[0].0, value.clone()) -> sent => sent.is_ok(),
                send(txs[1].0, value.clone()) -> sent => sent.is_ok(),
                send(txs[2].0, value.clone()) -> sent => sent.is_ok(),
                send(txs[3].0, value.clone()) -> sent => sent.is_ok(),
            };
            assert!(is_sent, "the channel is open");
        }
    };
}

fn both<S, R>((tx, rx): (S, R)) -> (Blocks<S>, Blocks<R>) {
    (Blocks(tx), Blocks(rx))
}

pub struct Goit;
ends! {
    [T: Value] T, Blocks<goit::sync::Sender<T>>, Blocks<goit::sync::Receiver<T>>;
    put: |tx, value| ready(tx.0.send_blocking(value)), |tx, value| tx.0.try_send(value).is_ok(),
        |tx| Some(Blocks(tx.0.clone()));
    take: |rx| ready(rx.0.recv_blocking()), |rx| rx.0.try_recv().ok(), |rx| Some(Blocks(rx.0.clone()));
}
peer! {
    [] Goit = "goit" {
        selects! { goit::select_blocking }
    }
    T => Blocks<goit::sync::Sender<T>>, Blocks<goit::sync::Receiver<T>>;
    |capacity| true => both(goit::sync::bounded(capacity))
}

pub struct Crossbeam;
ends! {
    [T: Value] T, Blocks<crossbeam_channel::Sender<T>>, Blocks<crossbeam_channel::Receiver<T>>;
    put: |tx, value| ready(tx.0.send(value)), |tx, value| tx.0.try_send(value).is_ok(), |tx| Some(Blocks(tx.0.clone()));
    take: |rx| ready(rx.0.recv()), |rx| rx.0.try_recv().ok(), |rx| Some(Blocks(rx.0.clone()));
}
peer! {
    [] Crossbeam = "crossbeam-channel" {
        selects! { crossbeam_channel::select }
    }
    T => Blocks<crossbeam_channel::Sender<T>>, Blocks<crossbeam_channel::Receiver<T>>;
    |capacity| true => both(match capacity {
        UNBOUNDED => crossbeam_channel::unbounded(),
        _ => crossbeam_channel::bounded(capacity),
    })
}

pub struct Kanal;
blocking!(kanal::Sender<T>, send, kanal::Receiver<T>, recv);
peer! {
    [] Kanal = "kanal" { const TRIES: bool = false; }
    T => Blocks<kanal::Sender<T>>, Blocks<kanal::Receiver<T>>;
    |capacity| true => both(match capacity {
        UNBOUNDED => kanal::unbounded(),
        _ => kanal::bounded(capacity),
    })
}

pub struct Flume;
blocking!(flume::Sender<T>, send, flume::Receiver<T>, recv);
peer! {
    [] Flume = "flume" { const TRIES: bool = false; }
    T => Blocks<flume::Sender<T>>, Blocks<flume::Receiver<T>>;
    |capacity| true => both(match capacity {
        UNBOUNDED => flume::unbounded(),
        _ => flume::bounded(capacity),
    })
}

pub struct Crossfire;
type CrossfireTx<T> = crossfire::MTx<crossfire::mpmc::Array<T>>;
type CrossfireRx<T> = crossfire::MRx<crossfire::mpmc::Array<T>>;
blocking!(CrossfireTx<T>, send, CrossfireRx<T>, recv);
peer! {
    [] Crossfire = "crossfire" { const TRIES: bool = false; }
    T => Blocks<CrossfireTx<T>>, Blocks<CrossfireRx<T>>;
    |capacity| crate::channel::buffered(capacity) => both(crossfire::mpmc::bounded_blocking(capacity))
}

pub struct CrossfireUnbounded;
type CrossfireListTx<T> = crossfire::MTx<crossfire::mpmc::List<T>>;
type CrossfireListRx<T> = crossfire::MRx<crossfire::mpmc::List<T>>;
blocking!(CrossfireListTx<T>, send, CrossfireListRx<T>, recv);
peer! {
    [] CrossfireUnbounded = "crossfire" { const TRIES: bool = false; }
    T => Blocks<CrossfireListTx<T>>, Blocks<CrossfireListRx<T>>;
    |capacity| capacity == UNBOUNDED => both(crossfire::mpmc::unbounded_blocking())
}

/// The many-to-one kind; only beside its own workloads, where both kinds are measured.
pub struct CrossfireMpsc;
pub struct CrossfireMpscUnbounded;

/// Ends with these methods that block, of which one receives.
macro_rules! to_one {
    ($Tx:ty, $Rx:ty) => {
        ends! {
            [T: Value] T, Blocks<$Tx>, Blocks<$Rx>;
            put: |tx, value| ready(tx.0.send(value)), |_tx, _value| false, |tx| Some(Blocks(tx.0.clone()));
            take: |rx| ready(rx.0.recv()), |_rx| None, |_rx| None;
        }
    };
}

type CrossfireMpscTx<T> = crossfire::MTx<crossfire::mpsc::Array<T>>;
type CrossfireMpscRx<T> = crossfire::Rx<crossfire::mpsc::Array<T>>;
to_one!(CrossfireMpscTx<T>, CrossfireMpscRx<T>);
peer! {
    [] CrossfireMpsc = "crossfire-mpsc" { const TRIES: bool = false; }
    T => Blocks<CrossfireMpscTx<T>>, Blocks<CrossfireMpscRx<T>>;
    |capacity| crate::channel::buffered(capacity) => both(crossfire::mpsc::bounded_blocking(capacity))
}

type CrossfireMpscListTx<T> = crossfire::MTx<crossfire::mpsc::List<T>>;
type CrossfireMpscListRx<T> = crossfire::Rx<crossfire::mpsc::List<T>>;
to_one!(CrossfireMpscListTx<T>, CrossfireMpscListRx<T>);
peer! {
    [] CrossfireMpscUnbounded = "crossfire-mpsc" { const TRIES: bool = false; }
    T => Blocks<CrossfireMpscListTx<T>>, Blocks<CrossfireMpscListRx<T>>;
    |capacity| capacity == UNBOUNDED => both(crossfire::mpsc::unbounded_blocking())
}

pub struct Loole;
blocking!(loole::Sender<T>, send, loole::Receiver<T>, recv);
peer! {
    [] Loole = "loole" { const TRIES: bool = false; }
    T => Blocks<loole::Sender<T>>, Blocks<loole::Receiver<T>>;
    |capacity| true => both(match capacity {
        UNBOUNDED => loole::unbounded(),
        _ => loole::bounded(capacity),
    })
}

pub struct FibreRendezvous;
type FibreNoneTx<T> = fibre::mpmc::rendezvous::RendezvousSyncSender<T>;
type FibreNoneRx<T> = fibre::mpmc::rendezvous::RendezvousSyncReceiver<T>;
blocking!(FibreNoneTx<T>, send, FibreNoneRx<T>, recv);
peer! {
    [] FibreRendezvous = "fibre" { const TRIES: bool = false; }
    T => Blocks<FibreNoneTx<T>>, Blocks<FibreNoneRx<T>>;
    |capacity| capacity == 0 => both(fibre::mpmc::rendezvous::rendezvous())
}

pub struct Fibre;
blocking!(fibre::mpmc::Sender<T>, send, fibre::mpmc::Receiver<T>, recv);
peer! {
    [] Fibre = "fibre" { const TRIES: bool = false; }
    T => Blocks<fibre::mpmc::Sender<T>>, Blocks<fibre::mpmc::Receiver<T>>;
    |capacity| crate::channel::buffered(capacity) => both(fibre::mpmc::bounded(capacity))
}

pub struct AsyncChannel;
blocking!(async_channel::Sender<T>, send_blocking, async_channel::Receiver<T>, recv_blocking);
peer! {
    [] AsyncChannel = "async-channel" { const TRIES: bool = false; }
    T => Blocks<async_channel::Sender<T>>, Blocks<async_channel::Receiver<T>>;
    |capacity| capacity != 0 => both(match capacity {
        UNBOUNDED => async_channel::unbounded(),
        _ => async_channel::bounded(capacity),
    })
}
