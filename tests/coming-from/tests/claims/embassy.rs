use crate::Dropped;
use embassy_sync::blocking_mutex::raw::NoopRawMutex;
use embassy_sync::channel::{Channel, TryReceiveError, TrySendError};
use futures_util::FutureExt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Wake};

/// A task that counts how often it is woken.
#[derive(Default)]
struct Task(AtomicU32);

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Two tasks receive from one channel, and one value comes: how often each has been woken before and after.
fn woken<T>(
    first: impl Future<Output = T>,
    second: impl Future<Output = T>,
    send: impl FnOnce(),
) -> [u32; 4] {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let tasks = [Arc::new(Task::default()), Arc::new(Task::default())];
    let count = |n: usize| tasks[n].0.load(Ordering::Relaxed);
    assert!(first.as_mut().poll(&mut Context::from_waker(&tasks[0].clone().into())).is_pending());
    assert!(second.as_mut().poll(&mut Context::from_waker(&tasks[1].clone().into())).is_pending());
    let before = [count(0), count(1)];
    send();
    [before[0], before[1], count(0) - before[0], count(1) - before[1]]
}

#[test]
fn tasks_that_wait_at_one_end() {
    let channel = Channel::<NoopRawMutex, u8, 1>::new();
    let woken_there = woken(channel.receive(), channel.receive(), || channel.try_send(1).unwrap());
    assert_eq!(woken_there, [1, 0, 0, 1]); // the first one by the second's wait; it will do so in turn

    let (tx, rx) = goit::local::bounded(1);
    let woken_here = woken(rx.recv(), rx.recv(), || tx.try_send(1).unwrap());
    assert_eq!(woken_here, [0, 0, 1, 0]);
}

#[test]
fn a_send_that_loses_drops_its_value() {
    let dropped = Dropped::default();
    let channel = Channel::<NoopRawMutex, Dropped, 1>::new();
    assert!(channel.try_send(dropped.clone()).is_ok());
    assert!(channel.send(dropped.clone()).now_or_never().is_none());
    assert_eq!(dropped.count(), 1);
}

#[test]
fn names() {
    let channel = Channel::<NoopRawMutex, u8, 2>::new();
    let (tx, rx) = (channel.sender(), channel.receiver());
    assert_eq!(tx.send(1).now_or_never(), Some(()));
    assert_eq!((tx.len(), tx.capacity(), tx.free_capacity(), tx.is_full()), (1, 2, 1, false));
    assert_eq!(rx.try_peek(), Ok(1));
    assert_eq!(rx.receive().now_or_never(), Some(1));
    match rx.try_receive() {
        Ok(_) => unreachable!(),
        Err(TryReceiveError::Empty) => {} // and no other
    }
    tx.try_send(2).unwrap();
    tx.try_send(3).unwrap();
    match tx.try_send(4) {
        Ok(()) => unreachable!(),
        Err(TrySendError::Full(value)) => assert_eq!(value, 4),
    }
    channel.clear();
    assert!(channel.is_empty());

    let (tx, rx) = goit::local::bounded(2);
    assert_eq!(tx.send(1).now_or_never(), Some(Ok(())));
    assert_eq!((tx.len(), tx.capacity(), tx.free_capacity(), tx.is_full()), (1, Some(2), Some(1), false));
    assert_eq!(rx.try_lease().as_deref(), Ok(&1)); // looked at, and back
    assert_eq!(rx.recv().now_or_never(), Some(Ok(1)));
    assert_eq!(rx.try_recv(), Err(goit::TryRecvError::Empty));
    tx.try_send(2).unwrap();
    tx.try_send(3).unwrap();
    assert_eq!(tx.try_send(4), Err(goit::TrySendError::Full(4)));
    drop(rx.drain());
    assert!(rx.is_empty());
}
