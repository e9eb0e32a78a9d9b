//! The peers across threads; most of them are also used on one.

use super::Visitor;
use crate::channel::{Peer, Rx, Tx, UNBOUNDED, Value, buffered, ends, peer};
use futures_util::{SinkExt, StreamExt};
use std::collections::VecDeque;
use std::future::{Future, ready};

/// Those that are compared on one thread too.
pub fn show_to_one_thread(visitor: &mut impl Visitor) {
    visitor.peer::<Kanal>();
    visitor.peer::<Tokio>();
    visitor.peer::<TokioUnbounded>();
    visitor.peer::<Flume>();
    visitor.peer::<AsyncChannel>();
    visitor.peer::<Crossfire>();
    visitor.peer::<CrossfireUnbounded>();
    visitor.peer::<Asyncband>();
    visitor.peer::<AsyncbandUnbounded>();
    visitor.peer::<AsyncbandMpsc>();
    visitor.peer::<AsyncbandMpscUnbounded>();
    visitor.peer::<Futures>();
    visitor.peer::<FuturesUnbounded>();
}

pub fn show(visitor: &mut impl Visitor) {
    show_to_one_thread(visitor);
    visitor.peer::<Tachyonix>();
    visitor.peer::<ThingBuf>();
    visitor.peer::<FibreRendezvous>();
    visitor.peer::<Fibre>();
    visitor.peer::<FibreUnbounded>();
    visitor.peer::<Loole>();
}

pub struct Kanal;

ends! {
    [T: Value] T, kanal::AsyncSender<T>, kanal::AsyncReceiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok_and(|sent| sent),
        |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok().flatten(), |rx| Some(rx.clone());
    many: |rx, values, _limit| ready(rx.drain_into(values));
    shut: |rx| rx.close().is_ok();
}

// A receive that is dropped after it was chosen drops its value.
peer! {
    [] Kanal = "kanal" { const RACES: bool = false; }
    T => kanal::AsyncSender<T>, kanal::AsyncReceiver<T>;
    |capacity| true => match capacity {
        UNBOUNDED => kanal::unbounded_async(),
        _ => kanal::bounded_async(capacity),
    }
}

pub struct Tokio;
pub struct TokioUnbounded;

ends! {
    [T: Value] T, tokio::sync::mpsc::Sender<T>, tokio::sync::mpsc::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone()),
        |tx, queue| send_reserved(tx, queue);
    reserve: |tx, value| async move { tx.reserve().await.map(|permit| permit.send(value)) },
        |tx, queue| send_reserved(tx, queue);
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
    many: |rx, values, limit| rx.recv_many(values, limit);
}

async fn send_reserved<T>(tx: &mut tokio::sync::mpsc::Sender<T>, queue: &mut VecDeque<T>) {
    let permits = tx.reserve_many(queue.len()).await.expect("the channel is open");
    permits.zip(queue.drain(..)).for_each(|(permit, value)| permit.send(value));
}

peer! {
    [] Tokio = "tokio" {}
    T => tokio::sync::mpsc::Sender<T>, tokio::sync::mpsc::Receiver<T>;
    |capacity| buffered(capacity) => tokio::sync::mpsc::channel(capacity)
}

ends! {
    [T: Value] T, tokio::sync::mpsc::UnboundedSender<T>, tokio::sync::mpsc::UnboundedReceiver<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] TokioUnbounded = "tokio" {}
    T => tokio::sync::mpsc::UnboundedSender<T>, tokio::sync::mpsc::UnboundedReceiver<T>;
    |capacity| capacity == UNBOUNDED => tokio::sync::mpsc::unbounded_channel()
}

pub struct Flume;

ends! {
    [T: Value] T, flume::Sender<T>, flume::Receiver<T>;
    put: |tx, value| tx.send_async(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv_async(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] Flume = "flume" {}
    T => flume::Sender<T>, flume::Receiver<T>;
    |capacity| true => match capacity {
        UNBOUNDED => flume::unbounded(),
        _ => flume::bounded(capacity),
    }
}

pub struct AsyncChannel;

ends! {
    [T: Value] T, async_channel::Sender<T>, async_channel::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
    shut: |rx| rx.close();
}

peer! {
    [] AsyncChannel = "async-channel" {}
    T => async_channel::Sender<T>, async_channel::Receiver<T>;
    |capacity| capacity != 0 => match capacity {
        UNBOUNDED => async_channel::unbounded(),
        _ => async_channel::bounded(capacity),
    }
}

/// The many-to-many kind.
pub struct Asyncband;
pub struct AsyncbandUnbounded;
/// The many-to-one kind.
pub struct AsyncbandMpsc;
pub struct AsyncbandMpscUnbounded;

ends! {
    [T: Value] T, asyncband::mpmc::BoundedSender<T>, asyncband::mpmc::BoundedReceiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] Asyncband = "asyncband" {}
    T => asyncband::mpmc::BoundedSender<T>, asyncband::mpmc::BoundedReceiver<T>;
    |capacity| buffered(capacity) => asyncband::mpmc::bounded(capacity)
}

ends! {
    [T: Value] T, asyncband::mpmc::UnboundedSender<T>, asyncband::mpmc::UnboundedReceiver<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] AsyncbandUnbounded = "asyncband" {}
    T => asyncband::mpmc::UnboundedSender<T>, asyncband::mpmc::UnboundedReceiver<T>;
    |capacity| capacity == UNBOUNDED => asyncband::mpmc::unbounded()
}

ends! {
    [T: Value] T, asyncband::mpsc::BoundedSender<T>, asyncband::mpsc::BoundedReceiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] AsyncbandMpsc = "asyncband-mpsc" {}
    T => asyncband::mpsc::BoundedSender<T>, asyncband::mpsc::BoundedReceiver<T>;
    |capacity| buffered(capacity) => asyncband::mpsc::bounded(capacity)
}

ends! {
    [T: Value] T, asyncband::mpsc::UnboundedSender<T>, asyncband::mpsc::UnboundedReceiver<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] AsyncbandMpscUnbounded = "asyncband-mpsc" {}
    T => asyncband::mpsc::UnboundedSender<T>, asyncband::mpsc::UnboundedReceiver<T>;
    |capacity| capacity == UNBOUNDED => asyncband::mpsc::unbounded()
}

/// The many-to-many kind: it is what the others here are.
pub struct Crossfire;
pub struct CrossfireUnbounded;

type CrossfireTx<T> = crossfire::MAsyncTx<crossfire::mpmc::Array<T>>;
type CrossfireRx<T> = crossfire::MAsyncRx<crossfire::mpmc::Array<T>>;

ends! {
    [T: Value] T, CrossfireTx<T>, CrossfireRx<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] Crossfire = "crossfire" {}
    T => CrossfireTx<T>, CrossfireRx<T>;
    |capacity| buffered(capacity) => crossfire::mpmc::bounded_async(capacity)
}

type CrossfireListTx<T> = crossfire::MTx<crossfire::mpmc::List<T>>;
type CrossfireListRx<T> = crossfire::MAsyncRx<crossfire::mpmc::List<T>>;

ends! {
    [T: Value] T, CrossfireListTx<T>, CrossfireListRx<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] CrossfireUnbounded = "crossfire" {}
    T => CrossfireListTx<T>, CrossfireListRx<T>;
    |capacity| capacity == UNBOUNDED => crossfire::mpmc::unbounded_async()
}

/// The many-to-one kind; only beside its own workloads, where both kinds are measured.
pub struct CrossfireMpsc;
pub struct CrossfireMpscUnbounded;

type CrossfireMpscTx<T> = crossfire::MAsyncTx<crossfire::mpsc::Array<T>>;
type CrossfireMpscRx<T> = crossfire::AsyncRx<crossfire::mpsc::Array<T>>;

ends! {
    [T: Value] T, CrossfireMpscTx<T>, CrossfireMpscRx<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] CrossfireMpsc = "crossfire-mpsc" {}
    T => CrossfireMpscTx<T>, CrossfireMpscRx<T>;
    |capacity| buffered(capacity) => crossfire::mpsc::bounded_async(capacity)
}

type CrossfireMpscListTx<T> = crossfire::MTx<crossfire::mpsc::List<T>>;
type CrossfireMpscListRx<T> = crossfire::AsyncRx<crossfire::mpsc::List<T>>;

ends! {
    [T: Value] T, CrossfireMpscListTx<T>, CrossfireMpscListRx<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] CrossfireMpscUnbounded = "crossfire-mpsc" {}
    T => CrossfireMpscListTx<T>, CrossfireMpscListRx<T>;
    |capacity| capacity == UNBOUNDED => crossfire::mpsc::unbounded_async()
}

/// Every sender adds one to the capacity, so its least one is 1.
pub struct Futures;
pub struct FuturesUnbounded;

ends! {
    [T: Value] T, futures_channel::mpsc::Sender<T>, futures_channel::mpsc::Receiver<T>;
    put: |tx, value| SinkExt::send(tx, value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.next(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] Futures = "futures-channel" {}
    T => futures_channel::mpsc::Sender<T>, futures_channel::mpsc::Receiver<T>;
    |capacity| buffered(capacity) => futures_channel::mpsc::channel(capacity - 1)
}

ends! {
    [T: Value] T, futures_channel::mpsc::UnboundedSender<T>, futures_channel::mpsc::UnboundedReceiver<T>;
    put: |tx, value| ready(tx.unbounded_send(value)), |tx, value| tx.unbounded_send(value).is_ok(),
        |tx| Some(tx.clone());
    take: |rx| rx.next(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] FuturesUnbounded = "futures-channel" {}
    T => futures_channel::mpsc::UnboundedSender<T>, futures_channel::mpsc::UnboundedReceiver<T>;
    |capacity| capacity == UNBOUNDED => futures_channel::mpsc::unbounded()
}

pub struct Tachyonix;

ends! {
    [T: Value] T, tachyonix::Sender<T>, tachyonix::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] Tachyonix = "tachyonix" {}
    T => tachyonix::Sender<T>, tachyonix::Receiver<T>;
    |capacity| buffered(capacity) => tachyonix::channel(capacity)
}

pub struct ThingBuf;

ends! {
    [T: Value] T, thingbuf::mpsc::Sender<T>, thingbuf::mpsc::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] ThingBuf = "thingbuf" {}
    T => thingbuf::mpsc::Sender<T>, thingbuf::mpsc::Receiver<T>;
    |capacity| buffered(capacity) => thingbuf::mpsc::channel(capacity)
}

pub struct FibreRendezvous;
pub struct Fibre;
pub struct FibreUnbounded;

type FibreNoneTx<T> = fibre::mpmc::rendezvous::RendezvousAsyncSender<T>;
type FibreNoneRx<T> = fibre::mpmc::rendezvous::RendezvousAsyncReceiver<T>;

ends! {
    [T: Value] T, FibreNoneTx<T>, FibreNoneRx<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] FibreRendezvous = "fibre" {}
    T => FibreNoneTx<T>, FibreNoneRx<T>;
    |capacity| capacity == 0 => fibre::mpmc::rendezvous::rendezvous_async()
}

ends! {
    [T: Value] T, fibre::mpmc::AsyncSender<T>, fibre::mpmc::AsyncReceiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] Fibre = "fibre" {}
    T => fibre::mpmc::AsyncSender<T>, fibre::mpmc::AsyncReceiver<T>;
    |capacity| buffered(capacity) => fibre::mpmc::bounded_async(capacity)
}

type FibreListTx<T> = fibre::mpmc::UnboundedAsyncSender<T>;
type FibreListRx<T> = fibre::mpmc::UnboundedAsyncReceiver<T>;

ends! {
    [T: Value] T, FibreListTx<T>, FibreListRx<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
}

peer! {
    [] FibreUnbounded = "fibre" {}
    T => FibreListTx<T>, FibreListRx<T>;
    |capacity| capacity == UNBOUNDED => fibre::mpmc::unbounded_async()
}

pub struct Loole;

ends! {
    [T: Value] T, loole::Sender<T>, loole::Receiver<T>;
    put: |tx, value| tx.send_async(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv_async(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
    shut: |rx| rx.close();
}

peer! {
    [] Loole = "loole" {}
    T => loole::Sender<T>, loole::Receiver<T>;
    |capacity| true => match capacity {
        UNBOUNDED => loole::unbounded(),
        _ => loole::bounded(capacity),
    }
}

/// Has the compiler check that what crosses threads may: the ends of each peer, and the futures that tasks hold
/// across an await. Generic code cannot say this of a trait's futures, so it is said here of each.
macro_rules! cross_threads {
    ($($Peer:ty),* $(,)?) => {
        const _: () = {
            fn sent<X: Send>(_: X) {}
            $({
                #[allow(unused)]
                fn check(mut tx: <$Peer as Peer>::Tx<u64>, mut rx: <$Peer as Peer>::Rx<u64>) {
                    sent(Tx::put(&mut tx, 0));
                    sent(Rx::take(&mut rx));
                    sent((tx, rx));
                }
            })*
        };
    };
}

cross_threads!(
    crate::channel::goit::Sync,
    Kanal,
    Tokio,
    TokioUnbounded,
    Flume,
    AsyncChannel,
    Crossfire,
    CrossfireUnbounded,
    CrossfireMpsc,
    CrossfireMpscUnbounded,
    Asyncband,
    AsyncbandUnbounded,
    AsyncbandMpsc,
    AsyncbandMpscUnbounded,
    Futures,
    FuturesUnbounded,
    Tachyonix,
    ThingBuf,
    FibreRendezvous,
    Fibre,
    FibreUnbounded,
    Loole,
);
