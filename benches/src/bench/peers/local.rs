//! The peers that stay on one thread.

use super::Visitor;
use crate::channel::{UNBOUNDED, Value, buffered, ends, peer};
use embassy_sync::blocking_mutex::raw::NoopRawMutex;
use embassy_sync::channel::Channel as EmbassyChannel;
use futures_intrusive::buffer::RealArray;
use futures_intrusive::channel::LocalChannel as IntrusiveChannel;
use std::future::ready;
use std::rc::Rc;

pub fn show(visitor: &mut impl Visitor) {
    visitor.peer::<Embassy<1>>();
    visitor.peer::<Embassy<16>>();
    visitor.peer::<Embassy<64>>();
    visitor.peer::<Embassy<1024>>();
    visitor.peer::<Intrusive<0>>();
    visitor.peer::<Intrusive<1>>();
    visitor.peer::<Intrusive<16>>();
    visitor.peer::<Intrusive<64>>();
    visitor.peer::<Intrusive<1024>>();
    visitor.peer::<Unsync>();
    visitor.peer::<UnsyncUnbounded>();
    visitor.peer::<AsyncUnsync>();
    visitor.peer::<AsyncUnsyncUnbounded>();
    visitor.peer::<LocalSync>();
    visitor.peer::<LocalSyncUnbounded>();
    visitor.peer::<LocalChannel>();
}

/// The capacity is part of the type; no close, no counts.
pub struct Embassy<const N: usize>;

ends! {
    [T: Value, const N: usize] T, EmbassyTx<T, N>, EmbassyRx<T, N>;
    put: |tx, value| tx.0.send(value), |tx, value| tx.0.try_send(value).is_ok(),
        |tx| Some(EmbassyTx(tx.0.clone()));
    take: |rx| rx.0.receive(), |rx| rx.0.try_receive().ok(), |rx| Some(EmbassyRx(rx.0.clone()));
}

pub struct EmbassyTx<T, const N: usize>(Rc<EmbassyChannel<NoopRawMutex, T, N>>);
pub struct EmbassyRx<T, const N: usize>(Rc<EmbassyChannel<NoopRawMutex, T, N>>);

peer! {
    [const N: usize] Embassy<N> = "embassy-sync" {  }
    T => EmbassyTx<T, N>, EmbassyRx<T, N>;
    |capacity| capacity == N => {
        let channel = Rc::new(EmbassyChannel::new());
        (EmbassyTx(channel.clone()), EmbassyRx(channel))
    }
}

/// The capacity is part of the type.
pub struct Intrusive<const N: usize>;

/// An array of any length, which `futures-intrusive` asks to be marked as such.
pub struct Array<T, const N: usize>([T; N]);

impl<T, const N: usize> AsRef<[T]> for Array<T, N> {
    fn as_ref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const N: usize> AsMut<[T]> for Array<T, N> {
    fn as_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

// SAFETY: it is an array of this length and nothing else.
unsafe impl<T, const N: usize> RealArray<T> for Array<T, N> {
    const LEN: usize = N;
}

pub struct IntrusiveTx<T: 'static, const N: usize>(Rc<IntrusiveChannel<T, Array<T, N>>>);
pub struct IntrusiveRx<T: 'static, const N: usize>(Rc<IntrusiveChannel<T, Array<T, N>>>);

ends! {
    [T: Value, const N: usize] T, IntrusiveTx<T, N>, IntrusiveRx<T, N>;
    put: |tx, value| tx.0.send(value), |tx, value| tx.0.try_send(value).is_ok(),
        |tx| Some(IntrusiveTx(tx.0.clone()));
    take: |rx| rx.0.receive(), |rx| rx.0.try_receive().ok(), |rx| Some(IntrusiveRx(rx.0.clone()));
}

peer! {
    [const N: usize] Intrusive<N> = "futures-intrusive" {  }
    T => IntrusiveTx<T, N>, IntrusiveRx<T, N>;
    |capacity| capacity == N => {
        let channel = Rc::new(IntrusiveChannel::new());
        (IntrusiveTx(channel.clone()), IntrusiveRx(channel))
    }
}

/// One sender and one receiver.
pub struct Unsync;
pub struct UnsyncUnbounded;

ends! {
    [T: Value] T, unsync::spsc::Sender<T>, unsync::spsc::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |_tx| None;
    take: |rx| rx.recv(), |_rx| None, |_rx| None;
}

peer! {
    [] Unsync = "unsync" { const TRIES: bool = false; }
    T => unsync::spsc::Sender<T>, unsync::spsc::Receiver<T>;
    |capacity| buffered(capacity) => unsync::spsc::channel(capacity)
}

peer! {
    [] UnsyncUnbounded = "unsync" { const TRIES: bool = false; }
    T => unsync::spsc::Sender<T>, unsync::spsc::Receiver<T>;
    |capacity| capacity == UNBOUNDED => unsync::spsc::unbounded()
}

pub struct AsyncUnsync;
pub struct AsyncUnsyncUnbounded;

ends! {
    [T: Value] T, async_unsync::bounded::Sender<T>, async_unsync::bounded::Receiver<T>;
    put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] AsyncUnsync = "async-unsync" {  }
    T => async_unsync::bounded::Sender<T>, async_unsync::bounded::Receiver<T>;
    |capacity| buffered(capacity) => async_unsync::bounded::channel(capacity).into_split()
}

ends! {
    [T: Value] T, async_unsync::unbounded::UnboundedSender<T>, async_unsync::unbounded::UnboundedReceiver<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] AsyncUnsyncUnbounded = "async-unsync" {  }
    T => async_unsync::unbounded::UnboundedSender<T>, async_unsync::unbounded::UnboundedReceiver<T>;
    |capacity| capacity == UNBOUNDED => async_unsync::unbounded::channel().into_split()
}

/// Its bounded channel has no `try_send`, and a send that is dropped while it waits panics.
pub struct LocalSync;
pub struct LocalSyncUnbounded;

ends! {
    [T: Value] T, local_sync::mpsc::bounded::Tx<T>, local_sync::mpsc::bounded::Rx<T>;
    put: |tx, value| tx.send(value), |_tx, _value| false, |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] LocalSync = "local-sync" { const TRIES: bool = false; const RACES: bool = false; }
    T => local_sync::mpsc::bounded::Tx<T>, local_sync::mpsc::bounded::Rx<T>;
    |capacity| buffered(capacity) => local_sync::mpsc::bounded::channel(capacity)
}

ends! {
    [T: Value] T, local_sync::mpsc::unbounded::Tx<T>, local_sync::mpsc::unbounded::Rx<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |_rx| None;
}

peer! {
    [] LocalSyncUnbounded = "local-sync" {  }
    T => local_sync::mpsc::unbounded::Tx<T>, local_sync::mpsc::unbounded::Rx<T>;
    |capacity| capacity == UNBOUNDED => local_sync::mpsc::unbounded::channel()
}

/// Unbounded only.
pub struct LocalChannel;

ends! {
    [T: Value] T, local_channel::mpsc::Sender<T>, local_channel::mpsc::Receiver<T>;
    put: |tx, value| ready(tx.send(value)), |tx, value| tx.send(value).is_ok(), |tx| Some(tx.clone());
    take: |rx| rx.recv(), |_rx| None, |_rx| None;
}

peer! {
    [] LocalChannel = "local-channel" { const TRIES: bool = false; }
    T => local_channel::mpsc::Sender<T>, local_channel::mpsc::Receiver<T>;
    |capacity| capacity == UNBOUNDED => local_channel::mpsc::channel()
}
