use crate::{Dropped, panics};
use futures_util::{FutureExt, StreamExt};

#[test]
fn capacity_0() {
    assert!(panics(|| async_channel::bounded::<u8>(0)));
    assert_eq!(goit::sync::bounded::<u8>(0).0.capacity(), Some(0));
}

#[test]
fn who_comes_later() {
    let (tx, rx) = async_channel::bounded(1);
    tx.try_send(1).unwrap();
    let mut waiting = Box::pin(tx.send(2));
    assert!((&mut waiting).now_or_never().is_none());
    assert_eq!(rx.try_recv(), Ok(1)); // the send is woken,
    tx.try_send(3).unwrap(); // and too late
    assert!(waiting.now_or_never().is_none());

    let (tx, rx) = goit::sync::bounded(1);
    tx.try_send(1).unwrap();
    let mut waiting = tx.send(2);
    assert!((&mut waiting).now_or_never().is_none());
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(tx.try_send(3).unwrap_err().is_full());
    assert_eq!(waiting.now_or_never(), Some(Ok(())));

    let (tx, rx) = async_channel::bounded(1);
    let mut waiting = Box::pin(rx.recv());
    assert!((&mut waiting).now_or_never().is_none());
    tx.try_send(1).unwrap();
    assert_eq!(tx.force_send(2), Ok(Some(1))); // what the receive was woken for
    assert_eq!(waiting.now_or_never(), Some(Ok(2)));

    let (tx, rx) = goit::sync::bounded(1);
    let mut waiting = rx.recv();
    assert!((&mut waiting).now_or_never().is_none());
    tx.try_send(1).unwrap();
    tx.force_send(2).unwrap();
    assert_eq!(waiting.now_or_never(), Some(Ok(1)));
}

#[test]
fn values_without_receivers() {
    let dropped = Dropped::default();
    let (tx, rx) = async_channel::bounded(1);
    tx.try_send(dropped.clone()).unwrap();
    drop(rx);
    assert_eq!(dropped.count(), 0);
    drop(tx);
    assert_eq!(dropped.count(), 1);

    let dropped = Dropped::default();
    let (tx, rx) = goit::sync::bounded(1);
    tx.try_send(dropped.clone()).unwrap();
    drop(rx);
    assert_eq!(dropped.count(), 1);
    assert!(tx.is_closed());
}

#[test]
fn a_send_that_loses_a_race_drops_its_value() {
    let dropped = Dropped::default();
    let (tx, _rx) = async_channel::bounded(1);
    tx.try_send(dropped.clone()).unwrap();
    assert!(tx.send(dropped.clone()).now_or_never().is_none());
    assert_eq!(dropped.count(), 1);

    let (tx, _rx) = goit::sync::bounded(1);
    tx.try_send(1).unwrap();
    let mut slot = Some(2);
    assert!(tx.send_from(&mut slot).now_or_never().is_none());
    assert_eq!(slot, Some(2));
}

/// One piece of code that is compiled with the names of either.
macro_rules! with_either {
    ($channel:path) => {{
        use $channel::{RecvError, SendError, TryRecvError, TrySendError, bounded, unbounded};

        smol::block_on(async {
            let (tx, rx) = bounded(2);
            tx.send(1).await.unwrap();
            assert_eq!(tx.try_send(2), Ok(()));
            assert_eq!(tx.try_send(3), Err(TrySendError::Full(3)));
            assert_eq!(tx.force_send(4), Ok(Some(1)));
            assert_eq!((tx.len(), tx.capacity(), tx.is_full(), rx.is_empty()), (2, Some(2), true, false));
            assert_eq!(rx.recv_blocking(), Ok(2));
            tx.send_blocking(5).unwrap();
            let (weak_tx, weak_rx) = (tx.downgrade(), rx.downgrade());
            assert!(weak_tx.upgrade().unwrap().same_channel(&tx));
            assert!(weak_rx.upgrade().unwrap().same_channel(&rx));
            assert_eq!((tx.sender_count(), tx.receiver_count()), (1, 1));

            assert!(rx.close());
            assert!(!tx.close());
            tx.closed().await;
            assert_eq!(tx.send(6).await, Err(SendError(6)));
            assert_eq!(tx.try_send(7), Err(TrySendError::Closed(7)));
            assert_eq!(rx.recv().await, Ok(4));
            assert_eq!(rx.try_recv(), Ok(5));
            assert_eq!(rx.recv().await, Err(RecvError));
            assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
            assert!(rx.is_closed());

            let (tx, rx) = unbounded();
            tx.send(1).await.unwrap();
            drop(tx);
            assert_eq!(rx.collect::<Vec<_>>().await, [1]);
        });
    }};
}

#[test]
fn the_names_are_the_same() {
    with_either!(async_channel);
    with_either!(goit::sync);
}

#[test]
fn futures_and_streams_need_no_pin() {
    fn unpin<T: Unpin>(_: &T) {}
    let (tx, mut rx) = goit::sync::bounded::<u8>(1);
    unpin(&tx.send(1));
    unpin(&rx.recv());
    assert!(rx.next().now_or_never().is_none());
}
