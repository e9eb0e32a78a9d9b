//! Which auto traits the handles and futures have, and that the futures are fused.

use super::support::*;
use crate::flavor::future::{Closed, OwnedRecv, OwnedSend, Recv, RecvMany, Send, SendFrom};
use crate::flavor::*;
use futures_util::future::FusedFuture;
use futures_util::stream::FusedStream;
use goit::select;
use std::cell::Cell;
use std::marker;
use std::rc::Rc;

macro_rules! each {
    ($T:ty, $with:ident!($($args:tt)*)) => {
        $with! { $($args)*
            Sender<$T>, Receiver<$T>, Channel<$T>, WeakSender<$T>, WeakReceiver<$T>, Send<'static, $T>, OwnedSend<$T>,
            SendFrom<'static, $T>, Recv<'static, $T>, OwnedRecv<$T>, Closed<'static, $T>, SendSink<$T>,
            SendSinkRef<'static, $T>, CloseGuard<Sender<$T>>, Merge<u8, $T>, select::MergeRecv<'static, u8, $T, F>,
            RecvMany<'static, $T>, TryIter<'static, $T>
        }
    };
}

macro_rules! check {
    ($Trait:path, $expected:expr; $($Type:ty),* $(,)?) => {
        $(assert_eq!(implements!($Type: $Trait), $expected, "{}: {}", stringify!($Type), stringify!($Trait));)*
    };
}

#[test]
fn local_is_neither_send_nor_sync_and_sync_is_both() {
    each!(u8, check!(marker::Send, SYNC;));
    check!(marker::Send, SYNC; Select<'static, 'static, u8>);
    macro_rules! check_sync {
        ($($Type:ty),* $(,)?) => { check!(marker::Sync, SYNC; $($Type),*); };
    }
    check!(marker::Send, false; Merge<Rc<u8>, u8>);
    check_sync!(Merge<u8, u8>);
    check_sync!(Sender<u8>, Receiver<u8>, Channel<u8>, WeakSender<u8>, WeakReceiver<u8>, Send<'static, u8>);
    check_sync!(
        OwnedSend<u8>,
        Recv<'static, u8>,
        OwnedRecv<u8>,
        Closed<'static, u8>,
        RecvMany<'static, u8>,
        CloseGuard<Receiver<u8>>
    );
}

#[test]
fn sending_a_value_across_threads_needs_a_value_that_can_be_sent() {
    each!(Rc<u8>, check!(marker::Send, false;));
    check!(marker::Sync, false; Sender<Rc<u8>>, Receiver<Rc<u8>>, Channel<Rc<u8>>);
    // `Send` is enough: no value is ever shared.
    check!(marker::Send, SYNC; Sender<Cell<u8>>, Receiver<Cell<u8>>, Channel<Cell<u8>>, Recv<'static, Cell<u8>>);
    check!(marker::Sync, SYNC; Sender<Cell<u8>>, Receiver<Cell<u8>>, Channel<Cell<u8>>);
}

#[test]
fn everything_is_unpin_whatever_the_value() {
    each!(u8, check!(marker::Unpin, true;));
    each!(marker::PhantomPinned, check!(marker::Unpin, true;));
    check!(marker::Unpin, true; Merge<marker::PhantomPinned, u8>);
}

#[test]
fn the_flavour_is_the_modules() {
    fn of<T, G: goit::Flavor>(_: &goit::handle::Sender<T, G>) -> std::any::TypeId {
        std::any::TypeId::of::<G>()
    }
    let (tx, _rx) = bounded::<u8>(1);
    assert_eq!(of(&tx), std::any::TypeId::of::<F>());
}

#[test]
fn futures_are_terminated_once_they_have_completed() {
    let (tx, rx) = bounded(1);
    let mut send = Task::new(tx.send(1));
    assert!(!send.future().is_terminated());
    send.ready().unwrap();
    assert!(send.future().is_terminated());
    let mut slot = Some(2);
    let mut send = Task::new(tx.send_from(&mut slot));
    send.pending();
    assert!(!send.future().is_terminated());
    let mut receive = Task::new(rx.recv());
    assert!(!receive.future().is_terminated());
    receive.ready().unwrap();
    assert!(receive.future().is_terminated());
    send.ready().unwrap();
    assert!(send.future().is_terminated());
    let mut closed = Task::new(tx.closed());
    closed.pending();
    assert!(!closed.future().is_terminated());
    rx.close();
    closed.ready();
    assert!(closed.future().is_terminated());
    let mut owned = Task::new(tx.clone().into_send(1));
    assert!(owned.ready().is_err() && owned.future().is_terminated());
    rx.try_recv().unwrap();
    let mut owned = Task::new(rx.clone().into_recv());
    assert!(owned.ready().is_err() && owned.future().is_terminated());
}

#[test]
fn fused_futures_work_in_the_select_of_futures_util() {
    run(async {
        let (tx, mut rx) = bounded::<u8>(1);
        let (_quit, stopped) = rendezvous::<u8>();
        tx.send(1).await.unwrap();
        let mut stopped = stopped.recv();
        futures_util::select_biased! {
            _ = stopped => unreachable!("nobody sends"),
            received = futures_util::StreamExt::next(&mut rx) => assert_eq!(received, Some(1)),
        }
        assert!(!rx.is_terminated());
    });
}

#[test]
fn futures_can_be_stored_with_their_handles() {
    struct Holds {
        receive: OwnedRecv<u8>,
        send: OwnedSend<u8>,
    }
    let (tx, rx) = rendezvous();
    let holds = Holds { receive: rx.into_recv(), send: tx.into_send(1) };
    run(async {
        let Holds { receive, send } = holds;
        go(async move { send.await.unwrap() });
        select! { wait(receive) -> received => assert_eq!(received, Ok(1)) }
    });
}
