//! Many values sent at a time: all of them, nothing of others between them, whatever the capacity, and what was not sent is the
//! caller's.

use super::support::*;
use crate::flavor::*;
use futures_util::future::FusedFuture;
use goit::select;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Poll;

const CAPACITIES: [usize; 5] = [0, 1, 3, 64, usize::MAX];

fn queue(numbers: std::ops::Range<u32>) -> VecDeque<u32> {
    numbers.collect()
}

#[test]
fn what_fits_is_sent_at_once() {
    for capacity in [5, 64, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut values = queue(0..5);
        assert_eq!(Task::new(tx.send_many(&mut values)).ready(), Ok(()));
        assert!(values.is_empty());
        assert_eq!(rx.drain().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}

#[test]
fn more_is_sent_than_there_is_memory_for_yet() {
    for capacity in [8, 100, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        for sent in [1, 5, 8] {
            assert_eq!(tx.try_send(99), Ok(()));
            assert_eq!(rx.try_recv(), Ok(99));
            let mut values = queue(0..sent);
            assert_eq!(Task::new(tx.send_many(&mut values)).ready(), Ok(()), "capacity {capacity}");
            assert_eq!(rx.drain().collect::<Vec<_>>(), Vec::from_iter(0..sent));
        }
    }
}

#[test]
fn more_than_the_channel_buffers_is_sent_as_room_becomes_free_and_wakes_the_sender_once() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        let mut values = queue(0..10);
        let mut sending = Task::parked(tx.send_many(&mut values));
        let mut behind = Task::parked(tx.send(10));
        for n in 0..10 {
            let left = 10 - n as usize > capacity;
            assert_eq!(sending.wakes(), !left as usize, "capacity {capacity}, before {n}");
            if left {
                assert_eq!(tx.try_send(99), Err(TrySendError::Full(99)));
            }
            assert_eq!(rx.try_recv(), Ok(n));
        }
        assert_eq!(sending.woken(), Ok(()));
        drop(sending);
        assert!(values.is_empty());
        assert_eq!(rx.try_recv(), Ok(10));
        assert_eq!(behind.woken(), Ok(()));
    }
}

#[test]
fn one_value_waits_as_many_do() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        (0..capacity as u32).for_each(|n| tx.try_send(n).unwrap());
        let mut values = queue(7..8);
        let mut sending = Task::parked(tx.send_many(&mut values));
        for n in (0..capacity as u32).chain([7]) {
            assert_eq!(rx.try_recv(), Ok(n));
        }
        assert_eq!(sending.woken(), Ok(()));
    }
}

#[test]
fn nothing_of_others_comes_between() {
    for capacity in [0, 1, 2, 7] {
        run_to_end(async move {
            let (tx, rx) = bounded(capacity);
            for task in 0..4 {
                let tx = tx.clone();
                go(async move {
                    for round in 0..20 {
                        if round % 4 == 3 {
                            tx.send((task, round, 0)).await.unwrap();
                            drop(tx.reserve().await.unwrap());
                            tx.send((task, round, 0)).await.unwrap();
                            continue;
                        }
                        let mut values: VecDeque<_> = (0..5).map(|n| (task, round, n)).collect();
                        tx.send_many(&mut values).await.unwrap();
                        assert!(values.is_empty());
                    }
                });
            }
            drop(tx);
            let mut received = Vec::new();
            let mut batch = Vec::new();
            while let Ok(value) = rx.recv().await {
                received.push(value);
                _ = rx.try_recv_many(&mut batch, 3);
                received.append(&mut batch);
            }
            assert_eq!(received.len(), 4 * (15 * 5 + 5 * 2));
            let mut at = 0;
            while at < received.len() {
                let (task, round, n) = received[at];
                assert_eq!(n, 0);
                if round % 4 == 3 {
                    at += 1;
                    continue;
                }
                let expected: Vec<_> = (0..5).map(|n| (task, round, n)).collect();
                assert_eq!(received[at..at + 5], expected);
                at += 5;
            }
        });
    }
}

#[test]
fn each_receive_that_waits_is_woken_once() {
    for capacity in CAPACITIES {
        for receives in [1, 3, 40] {
            let (tx, rx) = bounded(capacity);
            let mut waiting: Vec<_> = (0..receives).map(|_| Task::parked(rx.recv())).collect();
            let mut values = queue(0..receives + 2);
            let mut sending = Task::new(tx.send_many(&mut values));
            assert_eq!(sending.poll().is_ready(), capacity >= 2);
            for (n, receive) in (0..).zip(&mut waiting) {
                assert_eq!(receive.woken(), Ok(n));
            }
            assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(receives), Ok(receives + 1)]);
            assert_eq!(sending.wakes(), (capacity < 2) as usize);
        }
    }
}

#[test]
fn receives_for_which_there_is_no_value_wait_on() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut waiting = [(); 3].map(|()| Task::parked(rx.recv()));
        assert_eq!(Task::new(tx.send_many(&mut queue(0..2))).ready(), Ok(()));
        assert_eq!(waiting.each_ref().map(Task::wakes), [1, 1, 0]);
        tx.try_send(2).unwrap();
        assert_eq!(waiting.each_mut().map(Task::woken), [Ok(0), Ok(1), Ok(2)]);
    }
}

#[test]
fn what_was_not_sent_is_back_in_order_when_it_is_dropped() {
    for capacity in [0, 1, 3] {
        for taken in 0..5 {
            let (tx, rx) = bounded(capacity);
            let mut values = queue(0..8);
            let sending = Task::parked(tx.send_many(&mut values));
            (0..taken).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
            drop(sending);
            let sent = taken + capacity as u32;
            assert_eq!(values, queue(sent..8));
            (taken..sent).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
            assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        }
    }
}

#[test]
fn one_that_is_dropped_unpolled_or_complete_has_all_or_nothing() {
    let (tx, rx) = bounded(8);
    let mut values = queue(0..3);
    drop(tx.send_many(&mut values));
    assert_eq!(values, queue(0..3));
    let mut sending = Task::new(tx.send_many(&mut values));
    assert!(!sending.future().is_terminated());
    assert_eq!(sending.ready(), Ok(()));
    assert!(sending.future().is_terminated());
    assert!(panics(|| sending.poll()).contains("has completed"));
    drop(sending);
    assert!(values.is_empty());
    assert_eq!(rx.len(), 3);
}

#[test]
fn a_close_leaves_the_rest_with_the_caller() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        let mut values = queue(0..6);
        let mut sending = Task::parked(tx.send_many(&mut values));
        assert_eq!(rx.try_recv(), Ok(0));
        rx.close();
        assert_eq!(sending.woken(), Err(SendError(())));
        drop(sending);
        let sent = capacity as u32 + 1;
        assert_eq!(values, queue(sent..6));
        (1..sent).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        assert_eq!(Task::new(tx.send_many(&mut values)).ready(), Err(SendError(())));
        assert_eq!(values, queue(sent..6));
        values.clear();
        assert_eq!(Task::new(tx.send_many(&mut values)).ready(), Ok(()), "there is nothing to send");
    }
}

#[test]
fn a_batch_received_takes_all_that_is_there_also_of_one_that_waits() {
    for capacity in [0, 2] {
        let (tx, rx) = bounded(capacity);
        let mut values = queue(0..50);
        let mut sending = Task::parked(tx.send_many(&mut values));
        let mut behind = Task::parked(tx.send(50));
        let mut batch = Vec::new();
        assert_eq!(rx.try_recv_many(&mut batch, 10), Ok(10));
        assert_eq!(sending.wakes(), 0);
        assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), Ok(41));
        assert_eq!(batch, (0..=50).collect::<Vec<_>>());
        assert_eq!(sending.woken(), Ok(()));
        assert_eq!(behind.woken(), Ok(()));
    }
}

#[test]
fn a_batch_received_takes_all_of_several_that_wait_though_the_last_of_them_is_buffered_meanwhile() {
    let (tx, rx) = bounded(5);
    (0..5).for_each(|n| tx.try_send(n).unwrap());
    let mut values = [5, 12, 19].map(|first| queue(first..first + 7));
    let mut sending = values.each_mut().map(|values| Task::parked(tx.send_many(values)));
    let mut batch = Vec::new();
    assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), Ok(26));
    assert_eq!(batch, (0..26).collect::<Vec<_>>());
    sending.iter_mut().for_each(|sending| assert_eq!(sending.woken(), Ok(())));
}

#[test]
fn a_permit_that_is_released_gives_room_to_the_next_value_alone() {
    let (tx, rx) = bounded(2);
    let permits = tx.try_reserve_many(2).unwrap();
    let mut values = queue(0..3);
    let mut sending = Task::parked(tx.send_many(&mut values));
    let mut reserve = Task::parked(tx.reserve());
    drop(permits);
    assert_eq!((rx.len(), sending.wakes(), reserve.wakes()), (2, 0, 0));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(sending.woken(), Ok(()));
    assert_eq!(reserve.wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(1));
    reserve.woken().unwrap().send(3).unwrap();
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(2), Ok(3)]);
}

#[test]
fn at_capacity_0_permits_leave_their_receives_to_nobody_and_pass_them_on() {
    let (tx, rx) = rendezvous();
    let mut receives = [Task::parked(rx.recv()), Task::parked(rx.recv())];
    let permit = tx.try_reserve().unwrap();
    let mut values = queue(0..3);
    let mut sending = Task::parked(tx.send_many(&mut values));
    assert_eq!(receives[0].woken(), Ok(0));
    assert_eq!(receives[1].wakes(), 0);
    drop(permit);
    assert_eq!(receives[1].woken(), Ok(1));
    assert_eq!(sending.wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(sending.woken(), Ok(()));
}

#[test]
fn at_capacity_0_it_waits_behind_what_came_back() {
    let (tx, rx) = rendezvous();
    let mut send = Task::parked(tx.send(0));
    drop(rx.try_lease().unwrap());
    let mut values = queue(1..3);
    let mut sending = Task::parked(tx.send_many(&mut values));
    assert_eq!([(); 3].map(|()| rx.try_recv()), [Ok(0), Ok(1), Ok(2)]);
    assert_eq!((send.woken(), sending.woken()), (Ok(()), Ok(())));
}

#[test]
fn selects_receive_from_one_that_waits() {
    let (tx, rx) = rendezvous();
    let mut values = queue(0..3);
    let mut sending = Task::parked(tx.send_many(&mut values));
    for n in 0..3 {
        let race = async {
            select! { recv(rx) -> received => received }
        };
        assert_eq!(Task::new(race).ready(), Ok(n));
    }
    assert_eq!(sending.woken(), Ok(()));
}

#[test]
fn one_that_moves_to_another_task_is_woken_there() {
    let (tx, rx) = rendezvous();
    let mut values = queue(0..2);
    let mut sending = Task::parked(tx.send_many(&mut values));
    let before = sending.moved();
    assert_eq!(rx.try_recv(), Ok(0));
    sending.pending();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(before.wakes(), 0);
    assert_eq!(sending.woken(), Ok(()));
}

#[test]
fn a_waker_that_panics_loses_no_value_and_wakes_the_others() {
    let (tx, rx) = bounded(4);
    let mut hostile = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a waker")));
    hostile.pending();
    let mut other = Task::parked(rx.recv());
    let mut values = queue(0..3);
    assert!(panics(|| Task::new(tx.send_many(&mut values)).poll()).contains("a waker"));
    assert!(values.is_empty());
    assert_eq!(hostile.ready(), Ok(0));
    assert_eq!(other.woken(), Ok(1));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_leaked_one_is_sent_in_its_turn() {
    let (tx, rx) = bounded(1);
    let mut values = queue(0..3);
    Task::parked(tx.send_many(&mut values)).forget();
    assert!(values.is_empty());
    (0..3).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn values_are_dropped_once_whatever_becomes_of_them() {
    for taken in 0..6 {
        let drops = Drops::new();
        {
            let (tx, rx) = bounded(2);
            let mut values: VecDeque<_> = (0..6).map(|n| drops.value(n)).collect();
            let sending = Task::parked(tx.send_many(&mut values));
            (0..taken.min(4)).for_each(|n| assert_eq!(rx.try_recv().unwrap().number, n));
            if taken % 2 == 0 {
                drop(sending);
            } else {
                drop(rx);
                drop(sending);
            }
        }
        let mut dropped = drops.so_far();
        dropped.sort_unstable();
        assert_eq!(dropped, (0..6).collect::<Vec<_>>());
    }
}

#[test]
fn one_that_waits_again_and_again_allocates_nothing() {
    let (tx, rx) = bounded(2);
    let mut values = VecDeque::with_capacity(16);
    let mut sending = |wanted: usize| {
        values.extend(0..8_u32);
        let mut future = std::pin::pin!(tx.send_many(&mut values));
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(future.as_mut().poll(&mut cx).is_pending());
        while rx.try_recv().is_ok() {}
        assert_eq!(future.as_mut().poll(&mut cx), Poll::Ready(Ok(())));
        wanted
    };
    (0..3).for_each(|n| _ = sending(n));
    assert_eq!(allocations(|| (0..20).for_each(|n| _ = sending(n))), 0);
}

#[test]
fn what_has_room_already_is_sent_in_between() {
    let (tx, rx) = bounded(2);
    let permit = tx.try_reserve().unwrap();
    let mut values = queue(0..3);
    let mut sending = Task::parked(tx.send_many(&mut values));
    permit.send(9).unwrap();
    assert_eq!([(); 4].map(|()| rx.try_recv()), [Ok(0), Ok(9), Ok(1), Ok(2)]);
    assert_eq!(sending.woken(), Ok(()));
}

#[test]
fn nothing_comes_between_where_a_select_that_is_woken_has_counted_twice() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let others = Rc::new(RefCell::new(Vec::new()));
        let (other, sends) = (tx.clone(), others.clone());
        let hooks = Hooks::none().wake(move || {
            let mut send = Task::new(other.clone().into_send(9));
            send.pending();
            sends.borrow_mut().push(send);
        });
        let mut select = Select::new();
        select.recv(&rx, |received| received);
        select.recv(&rx, |received| received);
        let mut select = Task::with(select, hooks);
        select.pending();
        let last = 2 + capacity as u32;
        let mut values = queue(0..last);
        let mut sending = Task::parked(tx.send_many(&mut values));
        assert_eq!(others.borrow().len(), 1);
        assert_eq!(select.ready().1, Ok(0));
        for n in 1..last {
            assert_eq!(rx.try_recv(), Ok(n), "capacity {capacity}");
        }
        assert_eq!(sending.woken(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(9));
        // Gives the wakers back, which have the channel.
        tx.close();
        others.borrow_mut().clear();
    }
}
