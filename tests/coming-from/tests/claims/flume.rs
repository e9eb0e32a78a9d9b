use crate::Dropped;
use flume::Selector;
use futures_util::FutureExt;
use goit::select_blocking;
use goit::sync::ThreadSelect;
use std::thread;
use std::time::Duration;

/// A thread selects from a send and a receive; once it waits, both become possible. Whether both were done, though the
/// select says that it has received.
fn both_are_done(
    select: impl FnOnce() -> &'static str + Send,
    give: impl FnOnce(),
    take: impl FnOnce() -> bool,
) -> bool {
    thread::scope(|scope| {
        let selecting = scope.spawn(select);
        thread::sleep(Duration::from_millis(1));
        give();
        let taken = take();
        selecting.join().unwrap() == "received" && taken
    })
}

#[test]
fn a_selector_may_do_two_things() {
    let both = (0..10_000).any(|_| {
        let (tx, sent) = flume::bounded(0);
        let (give, rx) = flume::bounded(1);
        both_are_done(
            || Selector::new().send(&tx, 1, |_| "sent").recv(&rx, |_| "received").wait(),
            || give.send(()).unwrap(),
            || sent.try_recv().is_ok(),
        )
    });
    assert!(both);

    for _ in 0..100 {
        let (tx, sent) = goit::sync::bounded(0);
        let (give, rx) = goit::sync::bounded(1);
        assert!(!both_are_done(
            || select_blocking! {
                send(tx, 1) -> _ => "sent",
                recv(rx) -> _ => "received",
            },
            || give.send_blocking(()).unwrap(),
            || sent.try_recv().is_ok(),
        ));
    }
}

#[test]
fn who_comes_later() {
    let (tx, rx) = flume::bounded(1);
    let mut waiting = rx.recv_async();
    assert!((&mut waiting).now_or_never().is_none());
    tx.send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1)); // what the receive was woken for
    assert!(waiting.now_or_never().is_none());

    let (tx, rx) = goit::sync::bounded(1);
    let mut waiting = rx.recv();
    assert!((&mut waiting).now_or_never().is_none());
    tx.send_blocking(1).unwrap();
    assert!(rx.try_recv().is_err());
    assert_eq!(waiting.now_or_never(), Some(Ok(1)));
}

#[test]
fn values_without_receivers() {
    let dropped = Dropped::default();
    let (tx, rx) = flume::bounded(1);
    tx.send(dropped.clone()).unwrap();
    drop(rx);
    assert!(tx.is_disconnected());
    assert_eq!(dropped.count(), 0);
    drop(tx);
    assert_eq!(dropped.count(), 1);

    let (tx, rx) = goit::sync::bounded(1);
    tx.try_send(dropped.clone()).unwrap();
    drop(rx);
    assert!(tx.is_closed());
    assert_eq!(dropped.count(), 2);
    drop(tx);
}

#[test]
fn a_selector_drops_the_value_of_a_send_that_loses() {
    let dropped = Dropped::default();
    let (tx, _rx) = flume::bounded(0);
    let selector = Selector::new().send(&tx, dropped.clone(), |_| ());
    assert!(selector.wait_timeout(Duration::ZERO).is_err());
    assert_eq!(dropped.count(), 1);

    let (tx, _rx) = goit::sync::bounded(0);
    let mut slot = Some(1);
    let mut select = ThreadSelect::new();
    select.send_from(&tx, &mut slot, |_| ());
    assert!(select.wait_timeout(Duration::ZERO).is_none());
    drop(select);
    assert_eq!(slot, Some(1));
}

#[test]
fn names() {
    let (tx, rx) = flume::bounded(1);
    assert_eq!(tx.send_async(1).now_or_never(), Some(Ok(())));
    assert_eq!(tx.try_send(2), Err(flume::TrySendError::Full(2)));
    assert_eq!(rx.recv_async().now_or_never(), Some(Ok(1)));
    tx.send(3).unwrap();
    assert_eq!(rx.drain().collect::<Vec<_>>(), [3]);
    assert!(tx.clone().into_send_async(4).now_or_never().is_some());
    assert_eq!(rx.clone().into_recv_async().now_or_never(), Some(Ok(4)));
    drop(tx);
    assert_eq!(rx.recv(), Err(flume::RecvError::Disconnected));
    assert_eq!(rx.try_recv(), Err(flume::TryRecvError::Disconnected));

    let (tx, rx) = goit::sync::bounded(1);
    assert_eq!(tx.send(1).now_or_never(), Some(Ok(())));
    assert_eq!(tx.try_send(2), Err(goit::TrySendError::Full(2)));
    assert_eq!(rx.recv().now_or_never(), Some(Ok(1)));
    tx.send_blocking(3).unwrap();
    assert_eq!(rx.drain().collect::<Vec<_>>(), [3]);
    assert!(tx.clone().into_send(4).now_or_never().is_some());
    assert_eq!(rx.clone().into_recv().now_or_never(), Some(Ok(4)));
    drop(tx);
    assert_eq!(rx.recv_blocking(), Err(goit::RecvError));
    assert_eq!(rx.try_recv(), Err(goit::TryRecvError::Closed));
}
