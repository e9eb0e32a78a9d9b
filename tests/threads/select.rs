//! Selects that block a thread, and tasks with selects that move between threads.

use super::{EVER, panics_at, past, repeats};
use goit::select::{recv, send, send_from, wait};
use goit::sync::{Channel, Select, Sender, ThreadSelect, bounded, rendezvous, unbounded};
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

#[test]
fn a_select_waits_for_whichever_thread_comes() {
    let channels: Vec<_> = (0..4).map(bounded).collect();
    let (result, results) = rendezvous();
    let (each, ours) = (repeats(100), repeats(50));
    thread::scope(|scope| {
        for (n, (tx, _)) in channels.iter().enumerate() {
            scope.spawn(move || (0..each).for_each(|_| tx.send_blocking(n).unwrap()));
        }
        scope.spawn(|| assert_eq!(results.iter().take(ours).sum::<usize>(), ours * 7));
        let mut counts = [0; 5];
        let mut sent = 0;
        while counts.iter().sum::<usize>() < 4 * each + ours {
            let mut cases: Vec<_> = channels.iter().map(|(_, rx)| recv(rx, |got| got.unwrap())).collect();
            let open = (sent < ours).then_some(&result);
            let mut sending = send(&open, 7, |sent| sent.map(|()| 4).unwrap());
            let mut select = Select::new();
            for case in &mut cases {
                select.add(case);
            }
            select.add(&mut sending);
            let (number, got) = select.wait_blocking();
            assert_eq!(number, got);
            counts[number] += 1;
            sent += usize::from(number == 4);
        }
        assert_eq!(counts, [each, each, each, each, ours]);
    });
}

/// Two threads whose selects, made so between a send and a receive, can only meet each other: as much is sent as received.
/// The result of a side is what it received, less what it sent.
pub(super) fn only_meet_each_other(side: impl Fn(&Channel<u8>, &Channel<u8>) -> i64 + Sync) {
    let (a, b) = (Channel::rendezvous(), Channel::rendezvous());
    thread::scope(|scope| {
        let other = scope.spawn(|| side(&a, &b));
        let balance = side(&b, &a) + other.join().unwrap();
        assert_eq!(balance, 0);
    });
    assert!(a.try_recv().is_err() && b.try_recv().is_err());
}

#[test]
fn selects_on_two_threads_that_can_only_meet_each_other() {
    for _ in 0..repeats(20) {
        only_meet_each_other(|out, inward| {
            let mut balance = 0;
            for _ in 0..repeats(50) {
                let mut sending = send(out, 1, |sent| sent.map(|()| -1).unwrap());
                let mut receiving = recv(inward, |got| got.map(i64::from).unwrap());
                let mut select = Select::new();
                select.add(&mut sending);
                select.add(&mut receiving);
                balance += select.wait_blocking().1;
            }
            balance
        });
    }
}

#[test]
fn a_select_gives_up_in_time_and_keeps_its_values() {
    let (tx, rx) = rendezvous();
    let mut slot = Some("kept");
    let mut sending = send_from(&tx, &mut slot, |sent| format!("{sent:?}"));
    let mut select = Select::new();
    select.add(&mut sending);
    assert_eq!(select.wait_timeout(Duration::ZERO), None);
    assert_eq!(select.wait_deadline(past()), None);
    assert!(rx.try_recv().is_err(), "it stands in no line between its waits");
    thread::scope(|scope| {
        let receiver = scope.spawn(|| rx.recv_blocking());
        assert_eq!(select.wait_timeout(EVER), Some((0, "Ok(())".to_string())));
        assert_eq!(receiver.join().unwrap(), Ok("kept"));
    });
    drop(select);
    assert_eq!(slot, None);
    let mut slot = Some("back");
    let mut sending = send_from(&tx, &mut slot, |_| ());
    let mut select = Select::new();
    select.add(&mut sending);
    assert_eq!(select.wait_deadline(past()), None);
    drop(select);
    assert_eq!((slot, rx.try_recv().is_err()), (Some("back"), true));
}

#[test]
#[should_panic(expected = "would wait for ever: it has no cases")]
fn a_blocking_select_without_cases() {
    Select::<()>::new().wait_blocking();
}

/// Its cases, with all that they keep, stay on the thread.
#[test]
fn a_select_for_its_own_thread_takes_what_is_not_send() {
    let ((tx, rx), (out, results)) = (bounded(1), bounded(1));
    let seen = Rc::new(Cell::new(0));
    let mut receiving = recv(&rx, |n| seen.set(n.unwrap()));
    let mut sending = send(&out, Rc::new(7), |sent| sent.unwrap());
    let mut future = std::pin::pin!(async { seen.get() });
    let mut waiting = wait(future.as_mut(), |n| assert_eq!(n, 3));
    let mut select = ThreadSelect::new().biased();
    assert_eq!((select.add(&mut receiving), select.add(&mut sending)), (0, 1));
    assert_eq!(select.wait_blocking(), (1, ()));
    assert_eq!(select.wait_timeout(Duration::ZERO), None);
    thread::scope(|scope| {
        scope.spawn(|| tx.send_blocking(3).unwrap());
        assert_eq!(select.wait_timeout(EVER), Some((0, ())));
    });
    select.add(&mut waiting);
    assert_eq!(select.wait_deadline(past()), Some((2, ())));
    drop(select);
    assert_eq!((seen.get(), results.try_recv().map(|n| *n)), (3, Ok(7)));
}

#[test]
fn a_select_for_threads_owns_cases_adds_them_again_and_removes_them() {
    let ((tx, rx), (out, results)) = (bounded(1), bounded(1));
    let seen = Rc::new(Cell::new(0));
    let mut select = ThreadSelect::new();
    let receiving = select.recv(&rx, |n: Result<u32, _>| seen.set(seen.get() + n.unwrap()));
    let idle = select.recv(&results, |_: Result<Rc<u32>, _>| unreachable!("it is removed"));
    assert_eq!(select.wait_timeout(Duration::ZERO), None);
    assert!(select.remove(idle) && !select.remove(idle));
    thread::scope(|scope| {
        scope.spawn(|| (1..=3).for_each(|n| tx.send_blocking(n).unwrap()));
        for _ in 0..3 {
            assert_eq!(select.wait_blocking(), (receiving, ()));
            assert!(select.add_again(receiving));
        }
    });
    let sending = select.send(&out, Rc::new(7), |sent| sent.unwrap());
    assert_eq!(select.wait_blocking(), (sending, ()));
    let waiting = select.wait(async { seen.get() }, |n| assert_eq!(n, 6));
    assert_eq!(select.wait_deadline(past()), Some((waiting, ())));
    drop(select);
    assert_eq!(results.try_recv().map(|n| *n), Ok(7));
}

#[test]
fn cases_that_are_removed_while_threads_send_lose_nothing() {
    let each = repeats(500);
    for capacity in [0, 1] {
        let channels = [bounded(capacity), bounded(capacity)];
        thread::scope(|scope| {
            for (tx, _) in &channels {
                scope.spawn(move || (0..each).for_each(|n| tx.send_blocking(n).unwrap()));
            }
            let mut select = Select::new();
            let mut numbers = channels.each_ref().map(|(_, rx)| select.recv(rx, |n| n.unwrap()));
            let mut expected = [0; 2];
            for round in 0.. {
                match Pin::new(&mut select).poll(&mut Context::from_waker(Waker::noop())) {
                    Poll::Ready((number, n)) => {
                        let of = usize::from(number == numbers[1]);
                        assert_eq!(n, expected[of]);
                        expected[of] += 1;
                        assert!(select.add_again(number));
                        if expected == [each; 2] {
                            break;
                        }
                    }
                    Poll::Pending => {
                        thread::yield_now();
                        // One at a time, so that the other is parked, and then both, so that they can be added again.
                        let first = round % 2;
                        assert!(select.remove(numbers[first]) && select.remove(numbers[1 - first]));
                        numbers = channels.each_ref().map(|(_, rx)| select.recv(rx, |n| n.unwrap()));
                    }
                }
            }
        });
    }
}

#[test]
fn a_blocking_select_whose_cases_have_all_won_panics_where_it_waits() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let mut receiving = recv(&rx, |n| n.unwrap());
    let mut select = ThreadSelect::new();
    select.add(&mut receiving);
    assert_eq!(select.wait_blocking(), (0, 1));
    let here = format!("{}:{}", file!(), line!() + 1);
    let (at, words) = panics_at(|| select.wait_timeout(Duration::ZERO));
    assert_eq!(at, here);
    assert!(words.contains("all its cases have won"), "{words}");
}

#[test]
fn a_blocking_wait_inside_a_blocking_wait() {
    let (tx, rx) = bounded(1);
    let (inner_tx, inner_rx) = bounded(1);
    inner_tx.send_blocking(1).unwrap();
    let polled = AtomicUsize::new(0);
    let mut future = std::pin::pin!(std::future::poll_fn(|_| match polled.fetch_add(1, Ordering::Relaxed) {
        0 => {
            tx.send_blocking(inner_rx.recv_blocking().unwrap() + 1).unwrap();
            Poll::Pending
        }
        _ => Poll::Ready(0),
    }));
    let mut waiting = wait(future.as_mut(), |n| n);
    let mut receiving = recv(&rx, |got| got.unwrap());
    let mut select = Select::new().biased();
    select.add(&mut waiting);
    select.add(&mut receiving);
    assert_eq!(select.wait_blocking(), (1, 2));
}

fn sendable<Fut: Future + Send>(future: Fut) -> Fut {
    future
}

#[test]
fn a_task_with_selects_moves_between_threads() {
    let ((tx_a, a), (tx_b, b)) = (rendezvous(), unbounded());
    let task = sendable(async move {
        let mut slot = Some(3);
        let (_idle_tx, idle_rx) = rendezvous::<u8>();
        let first = goit::select! {
            recv(a) -> got => got,
            recv(b) -> got => got,
            send_from(None::<&Sender<i32>>, &mut slot) -> _ => unreachable!("it is nil"),
            wait(idle_rx.recv()) -> _ => unreachable!("nobody sends"),
        };
        let mut first_case = recv(&a, |got| got);
        let mut second_case = recv(&b, |got| got);
        let mut select = Select::new();
        select.add(&mut first_case);
        select.add(&mut second_case);
        (first, select.await.1)
    });
    let mut task = Box::pin(task);
    // First polled here, then finished elsewhere.
    assert!(task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let finished = thread::spawn(move || futures_executor::block_on(task));
    tx_b.send_blocking(1).unwrap();
    tx_a.send_blocking(2).unwrap();
    assert_eq!(finished.join().unwrap(), (Ok(1), Ok(2)));
}

/// A guard and a value that lock a mutex: the task is `Send`, and the mutex free while the select waits.
#[test]
fn a_task_whose_guard_locks_goes_to_another_thread() {
    let state = Arc::new(Mutex::new(Some(1)));
    let (tx, rx) = goit::sync::rendezvous();
    let task = {
        let state = state.clone();
        async move {
            goit::select! {
                send(tx, state.lock().unwrap().take()) -> sent, if state.lock().unwrap().is_some() => sent,
            }
        }
    };
    let task = thread::spawn(|| futures_executor::block_on(task));
    assert_eq!(rx.recv_blocking(), Ok(Some(1)));
    assert_eq!(*state.lock().unwrap(), None);
    assert_eq!(task.join().unwrap(), Ok(()));
}
