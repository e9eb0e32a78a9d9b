//! A merge across threads: whoever commits a member's receive adds it to the list of those that are ready, and the first of
//! them wakes the task that waits.
#![cfg(loom)]

use futures_core::Stream;
use goit::TryRecvError;
use goit::sync::Merge;
use goit_loom::{Channel, Flag, Wakes, channel, complete, model, model_within, poll, with};
use std::pin::Pin;
use std::sync::Arc;

type Pair = Arc<(Arc<Channel<u8>>, Arc<Channel<u8>>)>;

/// Two channels, and a merge whose members wait in them.
fn parked() -> (Pair, Merge<u8, u8>) {
    let pair = Arc::new((channel(1), channel(1)));
    let mut merge = Merge::from_iter([(1, pair.0.receiver().clone()), (2, pair.1.receiver().clone())]);
    assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
    (pair, merge)
}

/// One poll of the merge as a stream, which goes on waiting when this is dropped.
fn next(
    merge: &mut Merge<u8, u8>,
) -> impl Future<Output = Option<(u8, Result<u8, goit::RecvError>)>> + Unpin {
    std::future::poll_fn(|cx| Pin::new(&mut *merge).poll_next(cx))
}

#[test]
fn a_commit_races_with_a_task_that_comes_to_wait() {
    model(|| {
        let (pair, mut merge) = parked();
        let other = with(&pair, |(a, _)| a.try_send(1).unwrap());
        assert_eq!(complete(merge.recv()), (1, Ok(1)));
        other.join().unwrap();
    });
}

#[test]
fn two_commits_race_with_a_task_that_comes_to_wait() {
    model_within(2, || {
        let (pair, mut merge) = parked();
        let one = with(&pair, |(a, _)| a.try_send(1).unwrap());
        let two = with(&pair, |(_, b)| b.try_send(2).unwrap());
        let mut received = [complete(merge.recv()), complete(merge.recv())];
        received.sort_by_key(|(key, _)| *key);
        assert_eq!(received, [(1, Ok(1)), (2, Ok(2))]);
        assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
        one.join().unwrap();
        two.join().unwrap();
    });
}

#[test]
fn two_commits_wake_a_task_that_waits_once_and_lose_no_value() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let wakes = Wakes::new();
        let mut receive = merge.recv();
        assert_eq!(poll(&mut receive, &wakes.waker()), None);
        let other = with(&pair, |(a, _)| a.try_send(1).unwrap());
        pair.1.try_send(2).unwrap();
        other.join().unwrap();
        assert_eq!(wakes.count(), 1);
        let first = poll(&mut receive, &wakes.waker()).unwrap();
        drop(receive);
        let mut received = [first, merge.try_recv().unwrap()];
        received.sort_by_key(|(key, _)| *key);
        assert_eq!(received, [(1, Ok(1)), (2, Ok(2))]);
        assert_eq!(wakes.count(), 1);
    });
}

#[test]
fn a_commit_races_with_a_poll_by_another_waker() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let (before, after) = (Wakes::new(), Wakes::new());
        let mut receive = merge.recv();
        assert_eq!(poll(&mut receive, &before.waker()), None);
        let other = with(&pair, |(a, _)| a.try_send(1).unwrap());
        let polled = poll(&mut receive, &after.waker());
        other.join().unwrap();
        // The commit either found the second poll, or was found by it.
        assert_eq!(after.count(), usize::from(polled.is_none()));
        assert!(before.count() <= usize::from(polled.is_some()));
        assert_eq!(polled.or_else(|| poll(&mut receive, &after.waker())), Some((1, Ok(1))));
    });
}

/// Another than the task that waits receives: that task goes on waiting, or was woken, and is woken once.
#[test]
fn a_commit_races_with_another_who_receives() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let wakes = Wakes::new();
        assert_eq!(poll(&mut next(&mut merge), &wakes.waker()), None);
        let other = with(&pair, |(a, _)| a.try_send(1).unwrap());
        let received = merge.try_recv();
        other.join().unwrap();
        assert!(matches!(received, Ok((1, Ok(1))) | Err(TryRecvError::Empty)));
        pair.1.try_send(2).unwrap();
        assert_eq!(wakes.count(), 1);
    });
}

#[test]
fn a_close_races_with_a_task_that_comes_to_wait() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let other = with(&pair, |(a, _)| assert!(a.close()));
        let (key, received) = complete(merge.recv());
        assert!(key == 1 && received.is_err());
        assert!(merge.keys().eq(&[2]));
        other.join().unwrap();
    });
}

#[test]
fn a_commit_races_with_the_member_that_leaves() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let other = with(&pair, |(a, _)| a.try_send(1).unwrap());
        let rx = merge.remove(&1).unwrap();
        // The index goes to another one, which has nothing.
        merge.insert(3, channel(1).receiver().clone());
        assert!(merge.try_recv() != Ok((3, Ok(1))));
        other.join().unwrap();
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

/// That no member is ready is true at an instant, as that a channel is empty.
#[test]
fn a_merge_is_not_empty_for_one_whom_its_sender_has_not_seen() {
    model_within(3, || {
        let (pair, mut merge) = parked();
        let flag = Flag::new();
        let raised = flag.clone();
        let other = with(&pair, move |(a, _)| {
            a.try_send(1).unwrap();
            raised.is_raised()
        });
        flag.raise();
        let received = merge.try_recv();
        let seen = other.join().unwrap();
        assert!(seen || received == Ok((1, Ok(1))));
    });
}
