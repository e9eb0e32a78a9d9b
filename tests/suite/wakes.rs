//! Wake-ups: each commit wakes at most one task, a woken task finds its operation complete, and nobody is woken for
//! nothing. Also what is cloned and kept of wakers.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};

const CAPACITIES: [usize; 4] = [0, 1, 2, usize::MAX];

#[test]
fn each_send_wakes_one_receive() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut receives: Vec<_> = (0..4).map(|_| Task::parked(rx.recv())).collect();
        for n in 0..4 {
            tx.try_send(n).unwrap();
            assert_eq!(receives.iter().map(Task::wakes).sum::<usize>(), n + 1);
        }
        for (n, receive) in receives.iter_mut().enumerate() {
            assert_eq!(receive.woken(), Ok(n));
        }
    }
}

#[test]
fn each_receive_wakes_one_send() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = bounded(capacity);
        for n in 0..capacity {
            tx.try_send(n).unwrap();
        }
        let mut sends: Vec<_> = (0..4).map(|n| Task::parked(tx.send(n))).collect();
        for n in 0..4 {
            rx.try_recv().unwrap();
            assert_eq!(sends.iter().map(Task::wakes).sum::<usize>(), n + 1);
        }
        for send in &mut sends {
            assert_eq!(send.woken(), Ok(()));
        }
    }
}

#[test]
fn collecting_a_value_wakes_nobody() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut first = Task::parked(rx.recv());
        let second = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        assert_eq!(first.woken(), Ok(1));
        assert_eq!((first.wakes(), second.wakes()), (1, 0));
    }
}

#[test]
fn force_send_that_evicts_wakes_nobody() {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let send = Task::parked(tx.send(1));
    let closed = Task::parked(rx.closed());
    tx.force_send(2).unwrap();
    assert_eq!((send.wakes(), closed.wakes()), (0, 0));
}

#[test]
fn a_dropped_waiter_that_was_not_chosen_wakes_nobody() {
    let (tx, rx) = rendezvous();
    let sends = [Task::parked(tx.send(1)), Task::parked(tx.send(2))];
    let [first, second] = sends;
    drop(first);
    assert_eq!(second.wakes(), 0);
    drop(second);
    let [first, second] = [Task::parked(rx.recv()), Task::parked(rx.recv())];
    drop(first);
    assert_eq!(second.wakes(), 0);
}

#[test]
fn close_wakes_each_waiter_once() {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let mut sends: Vec<_> = (0..3).map(|n| Task::parked(tx.send(n))).collect();
    let mut watchers: Vec<_> = (0..3).map(|_| Task::parked(rx.closed())).collect();
    rx.close();
    tx.close();
    for send in &mut sends {
        assert!(send.woken().is_err());
    }
    for watcher in &mut watchers {
        watcher.woken();
    }
    let (tx, rx) = bounded::<u8>(1);
    let mut receives: Vec<_> = (0..3).map(|_| Task::parked(rx.recv())).collect();
    drop(tx);
    for receive in &mut receives {
        assert!(receive.woken().is_err());
    }
}

#[test]
fn spurious_polls_change_nothing() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut first = Task::parked(rx.recv());
        let mut second = Task::parked(rx.recv());
        for _ in 0..5 {
            second.pending();
            first.pending();
        }
        assert_eq!((first.wakes(), second.wakes()), (0, 0));
        tx.try_send(1).unwrap();
        tx.try_send(2).unwrap();
        assert_eq!((first.woken(), second.woken()), (Ok(1), Ok(2)));
    }
    let (tx, rx) = rendezvous();
    let mut first = Task::parked(tx.send(1));
    let mut second = Task::parked(tx.send(2));
    for _ in 0..5 {
        second.pending();
        first.pending();
    }
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2)]);
    assert_eq!((first.woken(), second.woken()), (Ok(()), Ok(())));
}

#[test]
fn the_waker_of_the_latest_poll_is_woken() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut receive = Task::parked(rx.recv());
        let first = receive.moved();
        receive.pending();
        let second = receive.moved();
        receive.pending();
        tx.try_send(1).unwrap();
        assert_eq!((first.wakes(), second.wakes()), (0, 0));
        assert_eq!(receive.woken(), Ok(1));
    }
    let (tx, rx) = rendezvous();
    let mut send = Task::parked(tx.send(1));
    let before = send.moved();
    send.pending();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(before.wakes(), 0);
    assert_eq!(send.woken(), Ok(()));
}

#[test]
fn a_moved_waiter_keeps_its_place() {
    let (tx, rx) = bounded(1);
    let mut first = Task::parked(rx.recv());
    let second = Task::parked(rx.recv());
    first.moved();
    first.pending();
    tx.try_send(1).unwrap();
    assert_eq!(first.woken(), Ok(1));
    assert_eq!(second.wakes(), 0);
}

#[test]
fn polling_again_with_the_same_waker_clones_nothing() {
    let (tx, rx) = bounded::<u8>(1);
    let mut receive = Task::parked(rx.recv());
    let cloned = receive.counts().clones();
    assert_eq!(cloned, 1);
    for _ in 0..10 {
        receive.pending();
    }
    assert_eq!(receive.counts().clones(), cloned);
    drop(tx);
}

#[test]
fn an_operation_that_completes_at_once_clones_no_waker() {
    for capacity in [1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut send = Task::new(tx.send(1));
        send.ready().unwrap();
        let mut receive = Task::new(rx.recv());
        receive.ready().unwrap();
        assert_eq!((send.counts().clones(), receive.counts().clones()), (0, 0));
    }
}

#[test]
fn a_vacated_place_keeps_at_most_its_last_waker() {
    let (tx, rx) = rendezvous();
    let mut kept = Vec::new();
    for n in 0..10 {
        let mut receive = Task::parked(rx.recv());
        tx.try_send(n).unwrap();
        receive.ready().unwrap();
        kept.push(receive.counts().clone());
    }
    let alive = kept.iter().filter(|counts| counts.drops() < counts.clones() + 1).count();
    assert!(alive <= 1, "{alive} wakers are kept for one place");
}

#[test]
fn one_task_that_parks_again_and_again_clones_its_waker_a_bounded_number_of_times() {
    let (tx, rx) = bounded(1);
    let rounds = repeats(100);
    let mut task = Task::new(async {
        for _ in 0..rounds {
            rx.recv().await.unwrap();
        }
    });
    for n in 0..rounds {
        task.pending();
        tx.try_send(n).unwrap();
    }
    task.ready();
    let bound = if crate::flavor::SYNC { rounds } else { 1 };
    assert!(task.counts().clones() <= bound, "{} clones", task.counts().clones());
}

#[test]
fn tasks_that_park_in_turn_clone_no_waker_twice_also_when_some_of_them_have_ended() {
    let (tx, rx) = bounded(1);
    let mut tasks: Vec<_> = [10, 30, 30, 10, 10, 30, 30, 30]
        .map(|values| {
            let rx = rx.clone();
            Task::new(async move {
                for _ in 0..values {
                    rx.recv().await.unwrap();
                }
            })
        })
        .into();
    tasks.iter_mut().for_each(Task::pending);
    while !tasks.is_empty() {
        (0..tasks.len()).for_each(|n| _ = tx.try_send(n));
        tasks.retain_mut(|task| task.poll().is_pending());
        for task in &tasks {
            let bound = if crate::flavor::SYNC { 30 } else { 1 };
            assert!(task.counts().clones() <= bound, "{} clones", task.counts().clones());
        }
    }
}

/// Polls of each side while `messages` pass through a channel between two tasks.
fn polls(capacity: usize, messages: usize) -> (usize, usize) {
    let (sender, receiver) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let counted = |polls: Rc<Cell<usize>>, task: std::pin::Pin<Box<dyn Future<Output = ()>>>| {
        let mut task = task;
        std::future::poll_fn(move |cx| {
            polls.set(polls.get() + 1);
            task.as_mut().poll(cx)
        })
    };
    let (polls_sent, polls_received) = (sender.clone(), receiver.clone());
    run_to_end(async move {
        let (tx, rx) = bounded(capacity);
        let sending = Box::pin(async move {
            for n in 0..messages {
                tx.send(n).await.unwrap();
            }
        });
        let receiving = Box::pin(async move {
            for n in 0..messages {
                assert_eq!(rx.recv().await, Ok(n));
            }
        });
        go(counted(sender, sending));
        go(counted(receiver, receiving));
    });
    (polls_sent.get(), polls_received.get())
}

#[test]
fn a_hand_over_costs_at_most_one_poll_a_message() {
    let messages = repeats(3000);
    let (sent, received) = polls(0, messages);
    assert!(sent + received <= messages + 3, "capacity 0: {sent} + {received}");
    let (sent, received) = polls(1, messages);
    assert!(sent + received <= messages * 2 / 3 + 3, "capacity 1: {sent} + {received}");
    let (sent, received) = polls(64, messages);
    assert!(sent + received <= messages / 16, "capacity 64: {sent} + {received}");
    assert_eq!(polls(usize::MAX, messages).0, 1);
}

#[test]
fn many_tasks_on_each_side_are_polled_no_more_than_woken() {
    let sum = Rc::new(Cell::new(0));
    let total = sum.clone();
    run_to_end(async move {
        let (tx, rx) = bounded(3);
        for _ in 0..50 {
            let (tx, rx, total) = (tx.clone(), rx.clone(), total.clone());
            go(async move {
                for n in 0..20 {
                    tx.send(n).await.unwrap();
                }
            });
            go(async move {
                let mut receive = rx.recv();
                let mut polls = 0;
                while let Ok(n) = std::future::poll_fn(|cx| {
                    polls += 1;
                    std::pin::Pin::new(&mut receive).poll(cx)
                })
                .await
                {
                    // Once to park, once when it was woken: a woken receive finds its value.
                    assert!(polls <= 2);
                    polls = 0;
                    total.set(total.get() + n);
                    receive = rx.recv();
                }
            });
        }
    });
    assert_eq!(sum.get(), 50 * 190);
}

#[test]
fn two_streams_over_one_channel_do_not_share_a_waker() {
    let (tx, mut rx) = bounded(1);
    let mut other = rx.clone();
    let mut first = Task::parked(rx.next());
    let mut second = Task::parked(other.next());
    tx.try_send(1).unwrap();
    assert_eq!((first.wakes(), second.wakes()), (1, 0));
    assert_eq!(first.woken(), Some(1));
    second.pending();
    tx.try_send(2).unwrap();
    assert_eq!(second.woken(), Some(2));
}

#[test]
fn a_future_polled_before_it_is_woken_still_completes() {
    let (tx, rx) = bounded(1);
    let mut receive = Task::new(rx.recv());
    assert_eq!(receive.poll(), Poll::Pending);
    tx.try_send(1).unwrap();
    assert_eq!(receive.poll(), Poll::Ready(Ok(1)));
}

#[test]
fn a_task_that_gives_up_and_waits_again_finds_its_waker_in_the_line() {
    let (_tx, rx) = bounded::<u8>(1);
    let (waker, counts) = Hooks::none().waker();
    for _ in 0..10 {
        assert!(pin!(rx.recv()).poll(&mut Context::from_waker(&waker)).is_pending());
    }
    if !SYNC {
        assert_eq!(counts.clones(), 1);
    }
}
