//! What users of pychanasync know, under goit's names, and the right behaviour where that library errs.
//!
//! `push` is `send`, `pull` is `recv`, `push_nowait` is `try_send`, `pull_nowait` is `try_recv`; a loop over a channel
//! is a stream, `async with` is a guard.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use goit::select;
use std::cell::RefCell;
use std::rc::Rc;

#[test]
fn push_and_pull_on_a_buffered_channel() {
    run(async {
        let channel = Channel::bounded(3);
        for n in 0..3 {
            channel.send(n).await.unwrap();
        }
        assert!(channel.is_full());
        for n in 0..3 {
            assert_eq!(channel.recv().await, Ok(n));
        }
        assert!(channel.is_empty());
    });
}

#[test]
fn push_waits_until_there_is_room() {
    run_to_end(async {
        let channel = Channel::bounded(1);
        let log = Rc::new(RefCell::new(Vec::new()));
        let (producer, produced) = (channel.clone(), log.clone());
        go(async move {
            for n in 0..3 {
                producer.send(n).await.unwrap();
                produced.borrow_mut().push(n);
            }
        });
        yield_now().await;
        assert_eq!(*log.borrow(), [0]);
        for n in 0..3 {
            assert_eq!(channel.recv().await, Ok(n));
        }
    });
}

#[test]
fn an_unbuffered_push_waits_for_its_pull() {
    let channel = Channel::rendezvous();
    let mut push = Task::parked(channel.send("hello"));
    let mut pull = Task::new(channel.recv());
    assert_eq!(pull.ready(), Ok("hello"));
    assert_eq!(push.woken(), Ok(()));
}

#[test]
fn nowait_forms_say_full_and_empty() {
    let channel = Channel::bounded(1);
    assert_eq!(channel.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(channel.try_send(1), Ok(()));
    assert_eq!(channel.try_send(2), Err(TrySendError::Full(2)));
    assert_eq!(channel.try_recv(), Ok(1));
}

#[test]
fn nowait_forms_work_unbuffered_too() {
    let channel = Channel::rendezvous();
    assert_eq!(channel.try_send(1), Err(TrySendError::Full(1)));
    assert_eq!(channel.try_recv(), Err(TryRecvError::Empty));
    let mut pull = Task::parked(channel.recv());
    assert_eq!(channel.try_send(2), Ok(()));
    assert_eq!(pull.woken(), Ok(2));
    let mut push = Task::parked(channel.send(3));
    assert_eq!(channel.try_recv(), Ok(3));
    assert_eq!(push.woken(), Ok(()));
}

#[test]
fn iteration_ends_at_the_close() {
    run_to_end(async {
        let mut channel = Channel::bounded(2);
        let producer = channel.clone();
        go(async move {
            for n in 0..10 {
                producer.send(n).await.unwrap();
            }
            producer.close();
        });
        let mut pulled = Vec::new();
        while let Some(n) = channel.next().await {
            pulled.push(n);
        }
        assert_eq!(pulled, (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn the_context_manager_closes() {
    run(async {
        let channel = Channel::bounded(2);
        {
            let channel = channel.clone().close_on_drop();
            channel.send(1).await.unwrap();
        }
        assert_eq!(channel.send(2).await, Err(SendError(2)));
    });
}

#[test]
fn select_takes_the_first_that_is_ready() {
    run(async {
        let (first, second) = (Channel::<u8>::bounded(1), Channel::bounded(1));
        second.send("second").await.unwrap();
        select! {
            recv(first) -> _ => unreachable!("it is empty"),
            recv(second) -> received => assert_eq!(received, Ok("second")),
        }
    });
}

// ---- Where that library errs ----------------------------------------------------------------------------------

#[test]
fn values_buffered_before_close_arrive_after_it() {
    run(async {
        let mut channel = Channel::bounded(3);
        channel.send(1).await.unwrap();
        channel.send(2).await.unwrap();
        channel.send(3).await.unwrap();
        channel.close();
        assert_eq!(channel.recv().await, Ok(1));
        assert_eq!(channel.try_recv(), Ok(2));
        assert_eq!(channel.next().await, Some(3));
        assert_eq!(channel.recv().await, Err(RecvError));
        assert_eq!(channel.next().await, None);
    });
}

#[test]
fn a_send_to_a_cancelled_receiver_is_not_lost() {
    for capacity in [0, 1, usize::MAX] {
        let channel = Channel::bounded(capacity);
        // Cancelled while it waits: it is out of the line.
        drop(Task::parked(channel.recv()));
        let mut push = Task::new(channel.send(1));
        assert_eq!(push.poll().is_pending(), capacity == 0);
        assert_eq!(channel.try_recv(), Ok(1));
        drop(push);
        // Cancelled after it was chosen: the value waits for the next.
        let pull = Task::parked(channel.recv());
        channel.try_send(2).unwrap();
        drop(pull);
        assert_eq!(Task::new(channel.recv()).ready(), Ok(2));
    }
}

#[test]
fn a_receive_behind_a_cancelled_sender_does_not_hang() {
    for capacity in [0, 1] {
        let channel = Channel::bounded(capacity);
        (0..capacity).for_each(|_| channel.try_send(0).unwrap());
        let cancelled = Task::parked(channel.send(1));
        let mut waiting = Task::parked(channel.send(2));
        drop(cancelled);
        (0..capacity).for_each(|_| assert_eq!(channel.try_recv(), Ok(0)));
        assert_eq!(Task::new(channel.recv()).ready(), Ok(2));
        assert_eq!(waiting.woken(), Ok(()));
        Task::new(channel.recv()).pending();
    }
}

#[test]
fn a_close_with_cancelled_waiters_works() {
    let channel = Channel::<u8>::rendezvous();
    let (cancelled, mut waiting) = (Task::parked(channel.recv()), Task::parked(channel.recv()));
    drop(cancelled);
    assert!(channel.close());
    assert_eq!(waiting.woken(), Err(RecvError));

    let channel = Channel::rendezvous();
    let (cancelled, mut waiting) = (Task::parked(channel.send(1)), Task::parked(channel.send(2)));
    drop(cancelled);
    assert!(channel.close());
    assert_eq!(waiting.woken(), Err(SendError(2)));
}

#[test]
fn size_inquiries_work_at_every_capacity() {
    for capacity in [Some(0), Some(1), Some(5), None] {
        let channel = capacity.map_or_else(Channel::unbounded, Channel::bounded);
        assert_eq!((channel.capacity(), channel.len()), (capacity, 0));
        assert!(channel.is_empty());
        assert_eq!(channel.is_full(), capacity == Some(0));
        let sent = (0..3).filter(|&n| channel.try_send(n).is_ok()).count();
        assert_eq!(channel.len(), sent);
        assert_eq!(sent, capacity.unwrap_or(3).min(3));
    }
}

#[test]
fn bounded_0_is_unbuffered() {
    let channel = Channel::bounded(0);
    assert_eq!(channel.try_send(1), Err(TrySendError::Full(1)));
    let mut push = Task::parked(channel.send(1));
    assert_eq!(Task::new(channel.recv()).ready(), Ok(1));
    assert_eq!(push.woken(), Ok(()));
}

#[test]
fn a_select_that_loses_takes_nothing_from_the_other_channel() {
    run(async {
        let (first, second) = (Channel::bounded(1), Channel::bounded(1));
        first.send(1).await.unwrap();
        second.send(2).await.unwrap();
        let won = select! {
            recv(first) -> received => received.unwrap(),
            recv(second) -> received => received.unwrap(),
        };
        assert_eq!(first.len() + second.len(), 1);
        assert_eq!(if won == 1 { second.recv().await } else { first.recv().await }, Ok(3 - won));
    });
}
