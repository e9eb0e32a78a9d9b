//! A task that finds its channel ready again and again gives way to others: after 128 receives in a row that did not wait,
//! in `sync` and only there.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use goit::select;
use goit::select::{recv, wait};
use std::cell::Cell;
use std::future::pending;
use std::pin::pin;

/// The receives in a row that need not wait.
const ROW: usize = 128;

/// A channel with so many values.
fn filled(values: usize) -> (Sender<usize>, Receiver<usize>) {
    let (tx, rx) = unbounded();
    (0..values).for_each(|n| tx.try_send(n).unwrap());
    (tx, rx)
}

/// Receives so many values one after the other, none of which makes it wait or give way.
#[track_caller]
fn in_a_row(rx: &Receiver<usize>, values: usize) {
    for _ in 0..values {
        Task::new(rx.recv()).ready().unwrap();
    }
}

/// In `sync` the task is pending and has woken itself, once; then it completes, in `local` at once.
#[track_caller]
fn gives_way<Fut: Future>(mut task: Task<Fut>) -> Fut::Output {
    if SYNC {
        task.pending();
        assert_eq!(task.wakes(), 1);
    }
    let output = task.ready();
    assert_eq!(task.wakes(), SYNC as usize);
    assert_eq!(task.counts().clones(), task.counts().drops(), "no waker is kept");
    output
}

#[test]
fn a_task_that_never_waits_gives_way_after_each_128_receives() {
    let (_tx, rx) = filled(3 * ROW);
    let received = Cell::new(0);
    let mut task = Task::new(async {
        while received.get() < 3 * ROW {
            assert_eq!(rx.recv().await, Ok(received.get()));
            received.set(received.get() + 1);
        }
    });
    if SYNC {
        for turn in 1..3 {
            task.pending();
            assert_eq!((received.get(), task.wakes()), (turn * ROW, turn));
        }
    }
    task.ready();
    assert_eq!(received.get(), 3 * ROW);
}

#[test]
fn receives_that_wait_do_not_count() {
    let (tx, rx) = unbounded();
    let mut receives: Vec<_> = (0..2 * ROW).map(|_| Task::parked(rx.recv())).collect();
    assert!(receives.iter().all(|receive| receive.wakes() == 0));
    (0..2 * ROW).for_each(|n| tx.try_send(n).unwrap());
    receives.iter_mut().enumerate().for_each(|(n, receive)| assert_eq!(receive.woken(), Ok(n)));

    let mut batches = vec![Vec::new(); 2 * ROW];
    let mut receives: Vec<_> = batches.iter_mut().map(|batch| Task::parked(rx.recv_many(batch, 1))).collect();
    assert!(receives.iter().all(|receive| receive.wakes() == 0));
    (0..2 * ROW).for_each(|n| tx.try_send(n).unwrap());
    receives.iter_mut().for_each(|receive| assert_eq!(receive.woken(), Ok(1)));
    drop(receives);
    assert!(batches.concat().into_iter().eq(0..2 * ROW));
}

#[test]
fn batches_and_merges_count_as_receives() {
    let (_tx, rx) = filled(2 * ROW);
    let mut batch = Vec::new();
    (0..ROW).for_each(|_| assert_eq!(Task::new(rx.recv_many(&mut batch, 1)).ready(), Ok(1)));
    assert_eq!(gives_way(Task::new(rx.recv_many(&mut batch, 2))), Ok(2));
    in_a_row(&rx, ROW - 3);

    let (_tx, rx) = filled(2 * ROW);
    let mut merge = Merge::from_iter([((), rx)]);
    (0..ROW).for_each(|n| assert_eq!(Task::new(merge.recv()).ready(), ((), Ok(n))));
    assert_eq!(gives_way(Task::new(merge.recv())), ((), Ok(ROW)));
    (1..ROW).for_each(|n| assert_eq!(Task::new(merge.recv()).ready(), ((), Ok(ROW + n))));
}

#[test]
fn every_form_of_receive_counts_and_gives_way() {
    type Next = fn(&mut Receiver<usize>) -> Option<usize>;
    let forms: [Next; 7] = [
        |rx| gives_way(Task::new(rx.recv())).ok(),
        |rx| gives_way(Task::new(std::mem::replace(rx, unbounded().1).into_recv())).ok(),
        |rx| gives_way(Task::new(rx.next())),
        |rx| {
            gives_way(Task::new(async {
                select! { recv(rx) -> received => received.ok() }
            }))
        },
        |rx| {
            let rx = &*rx;
            gives_way(Task::new(async {
                select! {
                    biased;
                    recv(None::<&Receiver<usize>>) -> _ => unreachable!(),
                    wait(pending::<()>()) => unreachable!(),
                    recv(rx) -> received => received.ok(),
                }
            }))
        },
        |rx| {
            let never = pin!(pending());
            let (mut waiting, mut receiving) = (wait(never, |never| never), recv(&*rx, Result::ok));
            let mut select = Select::new();
            select.add(&mut waiting);
            select.add(&mut receiving);
            gives_way(Task::new(select)).1
        },
        |rx| {
            let mut receiving = recv(&*rx, Result::ok);
            let mut select = Select::new();
            select.add(&mut receiving);
            gives_way(Task::new(select.until(pending::<()>()))).unwrap().1
        },
    ];
    for (number, next) in forms.into_iter().enumerate() {
        let (_tx, mut rx) = filled(ROW + 1);
        in_a_row(&rx, ROW);
        assert_eq!(next(&mut rx), Some(ROW), "form {number}");
    }
    for form in 0..4 {
        let (_tx, mut rx) = filled(ROW + 1);
        for n in 0..ROW {
            let received = match form {
                0 => Task::new(rx.next()).ready(),
                1 => Task::new(async {
                    select! { recv(rx) -> received => received.ok() }
                })
                .ready(),
                2 => Task::new(async {
                    select! { wait(pending::<()>()) => None, recv(rx) -> received => received.ok() }
                })
                .ready(),
                _ => {
                    let mut receiving = recv(&rx, Result::ok);
                    let mut select = Select::new();
                    select.add(&mut receiving);
                    Task::new(select).ready().1
                }
            };
            assert_eq!(received, Some(n));
        }
        assert_eq!(gives_way(Task::new(rx.recv())), Ok(ROW), "form {form}");
    }
}

#[test]
fn a_select_counts_what_it_receives_by_any_of_its_arms() {
    let ((_a, from_a), (_b, from_b)) = (filled(ROW), filled(ROW));
    let (out, sent) = unbounded();
    let mut received = 0;
    let one = async |received: &mut usize| {
        select! {
            send(out, 0) -> _ => {}
            recv(from_a) -> _ => *received += 1,
            recv(from_b) -> _ => *received += 1,
        }
    };
    while received < ROW {
        Task::new(one(&mut received)).ready();
    }
    gives_way(Task::new(one(&mut received)));
    assert_eq!(from_a.len() + from_b.len() + received, 2 * ROW);
    drop(sent);
}

#[test]
fn a_receive_that_waited_ends_the_row() {
    let (tx, mut rx) = filled(ROW - 1);
    for form in 0..4 {
        in_a_row(&rx, ROW - 1);
        match form {
            0 => {
                let mut receiving = Task::parked(rx.recv());
                tx.try_send(0).unwrap();
                receiving.woken().unwrap();
            }
            1 => {
                let mut receiving = Task::parked(rx.next());
                tx.try_send(0).unwrap();
                receiving.woken().unwrap();
            }
            2 => {
                let mut select = Task::parked(async {
                    select! { recv(rx) -> received => received }
                });
                tx.try_send(0).unwrap();
                select.woken().unwrap();
            }
            _ => {
                // Where there are foreign futures, the arms are tried anew.
                let waits = async {
                    select! { recv(rx) -> received => received, wait(pending::<()>()) => unreachable!() }
                };
                let mut select = Task::parked(waits);
                tx.try_send(0).unwrap();
                select.ready().unwrap();
            }
        }
        (0..2 * ROW).for_each(|n| tx.try_send(n).unwrap());
        in_a_row(&rx, ROW);
        assert!(gives_way(Task::new(rx.recv())).is_ok(), "form {form}");
        // Of the row that begins with the last one.
        in_a_row(&rx, ROW - 1);
        Task::parked(rx.recv());
        (0..ROW - 1).for_each(|n| tx.try_send(n).unwrap());
    }
}

#[test]
fn what_does_not_wait_is_neither_counted_nor_refused() {
    let (_tx, rx) = filled(6 * ROW);
    let mut tries = 0;
    let mut try_all = || {
        for n in 0..ROW {
            let received = match n % 3 {
                0 => rx.try_recv().ok(),
                1 => Task::new(async {
                    select! { biased; recv(rx) -> received => received.ok(), default => None }
                })
                .ready(),
                _ => {
                    let mut receiving = recv(&rx, Result::ok);
                    let mut select = Select::new();
                    select.add(&mut receiving);
                    select.try_select().and_then(|(_, received)| received)
                }
            };
            assert!(received.is_some());
            tries += 1;
        }
    };
    try_all();
    in_a_row(&rx, ROW);
    try_all();
    assert!(gives_way(Task::new(rx.recv())).is_ok());
    assert_eq!(rx.len(), 6 * ROW - tries - ROW - 1);
}

#[test]
fn each_handle_counts_for_itself() {
    let (_tx, rx) = filled(3 * ROW);
    in_a_row(&rx, ROW);
    let clone = rx.clone();
    in_a_row(&clone, ROW);
    assert!(gives_way(Task::new(rx.recv())).is_ok());
    assert!(gives_way(Task::new(clone.recv())).is_ok());
}

#[test]
fn two_tasks_with_one_handle_share_a_row() {
    let (_tx, rx) = filled(2 * ROW);
    let task = || Task::new(async { while rx.recv().await.is_ok() {} });
    let (mut one, mut other) = (task(), task());
    if SYNC {
        one.pending();
        assert_eq!((rx.len(), one.wakes()), (ROW, 1));
        other.pending();
        assert_eq!((rx.len(), other.wakes()), (0, 1), "it receives, and then gives way");
        // What it could receive is gone meanwhile: now it waits.
        one.pending();
        assert_eq!(one.wakes(), 1);
    }
}

#[test]
fn who_gives_way_stands_in_no_line_and_has_nothing() {
    let (tx, rx) = filled(ROW);
    in_a_row(&rx, ROW);
    let clone = rx.clone();
    let mut gives_way = Task::parked(rx.recv());
    let mut behind = Task::parked(clone.recv());
    tx.try_send(1).unwrap();
    if SYNC {
        assert_eq!(behind.woken(), Ok(1));
        gives_way.pending();
        assert_eq!(gives_way.wakes(), 1);
    } else {
        assert_eq!(gives_way.woken(), Ok(1));
        behind.pending();
    }
}

#[test]
fn a_stream_that_has_ended_stays_so() {
    let (tx, mut rx) = filled(ROW);
    in_a_row(&rx, ROW - 1);
    tx.close();
    assert_eq!(Task::new(rx.next()).ready(), Some(ROW - 1));
    assert_eq!(gives_way(Task::new(rx.next())), None);
    for _ in 0..2 * ROW {
        assert!(Task::new(rx.recv()).ready().is_err());
        assert_eq!(Task::new(rx.next()).ready(), None);
    }
}

#[test]
fn a_stream_that_was_left_waiting_gives_its_place_up_as_ever() {
    let (tx, mut rx) = filled(ROW);
    in_a_row(&rx, ROW);
    let mut next = Task::new(rx.next());
    next.pending();
    if SYNC {
        next.pending();
    }
    drop(next);
    (0..2 * ROW).for_each(|n| tx.try_send(n).unwrap());
    in_a_row(&rx, ROW);
    assert_eq!(gives_way(Task::new(rx.recv())), Ok(ROW));
}

#[test]
fn a_waker_that_panics_when_a_task_gives_way_loses_nothing() {
    if !SYNC {
        return;
    }
    let hostile = || Hooks::none().wake(|| panic!("a hostile waker"));
    let (_tx, mut rx) = filled(3 * (ROW + 1));
    in_a_row(&rx, ROW);
    let mut receiving = Task::with(rx.recv(), hostile());
    assert_eq!(panics(|| receiving.poll()), "a hostile waker");
    assert_eq!(receiving.ready(), Ok(ROW));
    drop(receiving);
    in_a_row(&rx, ROW - 1);
    let mut next = Task::with(rx.next(), hostile());
    assert_eq!(panics(|| next.poll()), "a hostile waker");
    assert_eq!(next.ready(), Some(2 * ROW));
    drop(next);
    in_a_row(&rx, ROW - 1);
    let mut receiving = recv(&rx, Result::unwrap);
    let mut select = Select::new();
    select.add(&mut receiving);
    let mut select = Task::with(select, hostile());
    assert_eq!(panics(|| select.poll()), "a hostile waker");
    assert_eq!(select.ready(), (0, 3 * ROW));
}
