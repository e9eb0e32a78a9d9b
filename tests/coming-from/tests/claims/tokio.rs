use crate::panics;
use futures_util::{FutureExt, StreamExt};
use goit::{Interrupted, SendError, TryRecvError, select};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, broadcast, mpsc, oneshot, watch};
use tokio::time::sleep;

const LIMIT: Duration = Duration::from_millis(5);

#[test]
fn capacity_0() {
    assert!(panics(|| mpsc::channel::<u8>(0)));
    assert_eq!(goit::sync::bounded::<u8>(0).0.capacity(), Some(0));
}

#[tokio::test]
async fn a_send_that_is_given_up_drops_its_value_and_one_with_a_limit_gives_it_back() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.send(1).await.unwrap();
    assert!(tx.send(2).now_or_never().is_none());
    assert_eq!(tx.send_timeout(3, LIMIT).await.unwrap_err().into_inner(), 3);
    assert_eq!(rx.recv().await, Some(1));
    assert!(rx.try_recv().is_err());

    let (tx, rx) = goit::sync::bounded(1);
    tx.send(1).await.unwrap();
    assert!(tx.send(2).now_or_never().is_none());
    assert_eq!(tx.send(3).until(sleep(LIMIT)).await, Err(Interrupted { output: (), value: 3 }));
    assert_eq!(rx.recv().await, Ok(1));
    assert!(rx.try_recv().is_err());
}

#[tokio::test]
async fn sends_are_served_in_turn() {
    let (tx, mut rx) = mpsc::channel(1);
    tx.send(1).await.unwrap();
    let mut second = Box::pin(tx.send(2));
    assert!((&mut second).now_or_never().is_none());
    assert_eq!(rx.recv().await, Some(1));
    assert!(tx.try_send(3).is_err());

    let (tx, rx) = goit::sync::bounded(1);
    tx.send(1).await.unwrap();
    let mut second = tx.send(2);
    assert!((&mut second).now_or_never().is_none());
    assert_eq!(rx.recv().await, Ok(1));
    assert!(tx.try_send(3).is_err());
}

#[tokio::test]
async fn the_end_of_many() {
    let mut many = Vec::new();
    let (tx, mut rx) = mpsc::channel::<u8>(1);
    drop(tx);
    assert_eq!(rx.recv_many(&mut many, 4).await, 0);
    assert_eq!(rx.try_recv(), Err(mpsc::error::TryRecvError::Disconnected));

    let (tx, rx) = goit::sync::bounded::<u8>(1);
    drop(tx);
    assert!(rx.recv_many(&mut many, 4).await.is_err());
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[tokio::test]
async fn permits_and_the_close() {
    let (tx, mut rx) = mpsc::channel(1);
    let permit = tx.reserve().await.unwrap();
    rx.close();
    permit.send(1);
    assert_eq!(rx.recv().await, Some(1));

    let (tx, rx) = goit::sync::bounded(1);
    let permit = tx.reserve().await.unwrap();
    rx.close();
    assert_eq!(permit.send(1), Err(SendError(1)));
    assert!(rx.recv().await.is_err());
}

#[tokio::test]
async fn blocking_in_a_task() {
    let (_tx, mut rx) = mpsc::channel::<u8>(1);
    assert!(panics(|| rx.blocking_recv()));

    let (tx, rx) = goit::sync::bounded(1);
    tx.try_send(1).unwrap();
    assert_eq!(rx.recv_blocking(), Ok(1)); // it would block the thread, were there no value
}

#[tokio::test]
async fn names() {
    let (tx, rx) = mpsc::channel(4);
    tx.send(1).await.unwrap();
    assert_eq!((tx.capacity(), tx.max_capacity()), (3, 4));
    let weak = tx.downgrade();
    assert_eq!((tx.strong_count(), tx.weak_count()), (1, 1));
    drop(rx);
    tx.closed().await;
    assert!(weak.upgrade().is_some());

    let (tx, rx) = goit::sync::bounded(4);
    tx.send(1).await.unwrap();
    assert_eq!((tx.free_capacity(), tx.capacity()), (Some(3), Some(4)));
    let weak = tx.downgrade();
    assert_eq!((tx.sender_count(), tx.weak_sender_count(), tx.receiver_count()), (1, 1, 1));
    drop(rx);
    tx.closed().await;
    assert!(weak.upgrade().is_some());
    assert_eq!(goit::sync::unbounded::<u8>().0.capacity(), None);

    let (tx, mut rx) = goit::sync::unbounded();
    tx.try_send(1).unwrap();
    assert_eq!(rx.next().await, Some(1));
}

#[tokio::test]
async fn a_task_that_never_waits() {
    // In a task: the budget is not looked at outside.
    let (tx, mut rx) = mpsc::unbounded_channel();
    (0..1000).for_each(|n| tx.send(n).unwrap());
    let task = async move { (0..1000).position(|_| rx.recv().now_or_never().is_none()) };
    assert_eq!(tokio::spawn(task).await.unwrap(), Some(128));

    let (tx, rx) = goit::sync::unbounded();
    (0..1000).for_each(|n| tx.try_send(n).unwrap());
    let task = async move { (0..1000).position(|_| rx.recv().now_or_never().is_none()) };
    assert_eq!(tokio::spawn(task).await.unwrap(), Some(128));

    let (tx, mut rx) = mpsc::channel(1000);
    let task = async move { (0..1000).position(|n| tx.send(n).now_or_never().is_none()) };
    assert_eq!(tokio::spawn(task).await.unwrap(), Some(128));
    assert_eq!(rx.recv().await, Some(0));

    let (tx, rx) = goit::sync::bounded(1000);
    let task = async move { (0..1000).position(|n| tx.send(n).now_or_never().is_none()) };
    assert_eq!(tokio::spawn(task).await.unwrap(), None);
    assert_eq!(rx.recv().await, Ok(0));
}

#[tokio::test]
async fn select_without_an_arm_and_tokios_select_over_goit() {
    async fn nothing(rx: &goit::sync::Receiver<u8>) {
        select! { recv(rx) -> _, if false => {} }
    }
    let (tx, rx) = goit::sync::bounded::<u8>(1);
    assert!(panics(|| nothing(&rx).now_or_never()));

    tx.send(1).await.unwrap();
    let received = tokio::select! {
        received = rx.recv() => received.ok(),
        () = sleep(Duration::from_secs(60)) => None,
    };
    assert_eq!(received, Some(1));

    let (tx, mut rx) = mpsc::channel(1);
    tx.send(1).await.unwrap();
    let (_keep, other) = goit::sync::bounded::<u8>(1);
    let received = select! {
        wait(rx.recv()) -> received => received,
        recv(other) -> _ => None,
    };
    assert_eq!(received, Some(1));
}

#[tokio::test]
async fn its_other_channels_are_arms() {
    let (_oneshot, once) = oneshot::channel::<()>();
    let (_broadcast, mut all) = broadcast::channel::<()>(1);
    let (latest, mut seen) = watch::channel(());
    let notify = Notify::new();
    let semaphore = Semaphore::new(0);
    latest.send(()).unwrap();
    let won = select! {
        wait(once) -> _ => "oneshot",
        wait(all.recv()) -> _ => "broadcast",
        wait(seen.changed()) -> changed => changed.map_or("closed", |()| "watch"),
        wait(notify.notified()) => "notify",
        wait(semaphore.acquire()) -> _ => "semaphore",
    };
    assert_eq!(won, "watch");
}

#[tokio::test]
async fn notify_one_and_the_latest_value() {
    let notify = Notify::new();
    notify.notify_one();
    notify.notify_one();
    notify.notified().await;
    assert!(notify.notified().now_or_never().is_none());

    let (notify, notified) = goit::sync::bounded(1);
    let _ = notify.try_send(());
    let _ = notify.try_send(());
    notified.recv().await.unwrap();
    assert!(notified.recv().now_or_never().is_none());

    let (latest, seen) = goit::sync::bounded(1);
    for n in 1..=3 {
        latest.force_send(n).unwrap();
    }
    assert_eq!(seen.recv().await, Ok(3));
}
