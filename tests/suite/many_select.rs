//! Receives and sends of many values as arms of a select.

use super::support::*;
use crate::flavor::*;
use goit::select;
use goit::select::{recv_many, send_many};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

fn queue(numbers: std::ops::Range<u32>) -> VecDeque<u32> {
    numbers.collect()
}

#[test]
fn an_arm_receives_what_is_available_up_to_its_limit() {
    for (limit, expected) in [(1, vec![9, 0]), (3, vec![9, 0, 1, 2]), (8, vec![9, 0, 1, 2, 3, 4])] {
        let (tx, rx) = bounded(8);
        let (_idle, idle) = rendezvous::<u8>();
        Task::new(tx.send_many(&mut queue(0..5))).ready().unwrap();
        let mut batch = vec![9];
        let race = async {
            select! {
                recv_many(rx, &mut batch, limit) -> received => received,
                recv(idle) -> _ => unreachable!(),
            }
        };
        assert_eq!(Task::new(race).ready(), Ok(expected.len() - 1));
        assert_eq!(batch, expected);
        assert_eq!(rx.len(), 5 - limit.min(5));
    }
}

#[test]
fn an_arm_that_waits_is_woken_once_and_receives_all_that_has_come_by_then() {
    let (tx, rx) = bounded(8);
    let (_idle, idle) = rendezvous::<u8>();
    let mut batch = Vec::new();
    let mut race = Task::parked(async {
        select! { recv_many(rx, &mut batch, 3) -> received => received, recv(idle) -> _ => unreachable!() }
    });
    Task::new(tx.send_many(&mut queue(0..5))).ready().unwrap();
    assert_eq!(race.woken(), Ok(3));
    drop(race);
    assert_eq!(batch, [0, 1, 2]);
    assert_eq!(rx.drain().collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn an_arm_wakes_each_send_that_it_receives_once() {
    let (tx, rx) = rendezvous();
    let mut sends: Vec<_> = (0..4).map(|n| Task::parked(tx.send(n))).collect();
    let mut batch = Vec::new();
    let race = async {
        select! { recv_many(rx, &mut batch, 3) -> received => received }
    };
    assert_eq!(Task::new(race).ready(), Ok(3));
    assert_eq!(batch, [0, 1, 2]);
    assert_eq!(sends.iter().map(Task::wakes).collect::<Vec<_>>(), [1, 1, 1, 0]);
    sends.iter_mut().take(3).for_each(|send| assert_eq!(send.ready(), Ok(())));
}

#[test]
fn an_arm_that_did_not_win_has_received_nothing() {
    let (tx, rx) = bounded(8);
    let (stop, stopped) = bounded(1);
    let mut batch = Vec::new();
    let mut race = Task::parked(async {
        select! { recv_many(rx, &mut batch, 8) -> _ => Ok(0), recv(stopped) -> received => received }
    });
    stop.try_send(7).unwrap();
    tx.try_send(1).unwrap();
    assert_eq!(race.woken(), Ok(7));
    drop(race);
    assert!(batch.is_empty());
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn an_arm_that_was_chosen_and_is_dropped_passes_its_claim_on() {
    let (tx, rx) = bounded(8);
    let mut batch = Vec::new();
    let race = Task::parked(async {
        select! { recv_many(rx, &mut batch, 8) -> received => received }
    });
    let mut next = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    assert_eq!((race.wakes(), next.wakes()), (1, 0));
    drop(race);
    assert_eq!(next.woken(), Ok(1));
    assert!(batch.is_empty());
}

#[test]
fn an_arm_with_a_limit_of_0_and_one_with_an_empty_queue_take_no_part() {
    let (tx, rx) = bounded(8);
    tx.try_send(1).unwrap();
    let (mut batch, mut empty) = (vec![1, 2], VecDeque::new());
    let race = async {
        select! {
            recv_many(rx, &mut batch, 2 - batch.len()) -> _ => "received",
            send_many(tx, &mut empty) -> _ => "sent",
            default => "nothing",
        }
    };
    assert_eq!(Task::new(race).ready(), "nothing");
    rx.close();
    let race = async {
        select! { send_many(tx, &mut empty) -> _ => "sent", default => "nothing" }
    };
    assert_eq!(Task::new(race).ready(), "nothing");
    let mut race = Task::new(async {
        select! { send_many(tx, &mut empty) -> _ => "sent" }
    });
    assert!(panics(|| race.poll().is_ready()).contains("no arm takes part"));
}

#[test]
fn an_arm_that_receives_gets_what_was_buffered_before_the_close() {
    let (tx, rx) = bounded(8);
    tx.try_send(1).unwrap();
    tx.close();
    let mut batch = Vec::new();
    for expected in [Ok(1), Err(RecvError)] {
        let race = async {
            select! { recv_many(rx, &mut batch, 8) -> received => received }
        };
        assert_eq!(Task::new(race).ready(), expected);
    }
    let (tx, rx) = bounded::<u8>(8);
    let mut batch = Vec::new();
    let mut race = Task::parked(async {
        select! { recv_many(rx, &mut batch, 8) -> received => received }
    });
    tx.close();
    assert_eq!(race.woken(), Err(RecvError));
}

#[test]
fn an_arm_sends_what_there_is_room_for_and_keeps_the_rest() {
    for (capacity, sent) in [(1, 1), (3, 3), (5, 5), (8, 5), (usize::MAX, 5)] {
        let (tx, rx) = bounded(capacity);
        let (_idle, idle) = rendezvous::<u8>();
        let mut values = queue(0..5);
        let race = async {
            select! {
                send_many(tx, &mut values) -> sent => sent,
                recv(idle) -> _ => unreachable!(),
            }
        };
        assert_eq!(Task::new(race).ready(), Ok(sent as usize), "capacity {capacity}");
        assert_eq!(rx.drain().collect::<Vec<_>>(), Vec::from_iter(0..sent));
        assert_eq!(values, queue(sent..5));
    }
}

#[test]
fn an_arm_sends_to_each_receive_that_waits_and_wakes_it_once() {
    let (tx, rx) = rendezvous();
    let mut receives: Vec<_> = (0..3).map(|_| Task::parked(rx.recv())).collect();
    let mut values = queue(0..5);
    let race = async {
        select! { send_many(tx, &mut values) -> sent => sent }
    };
    assert_eq!(Task::new(race).ready(), Ok(3));
    for (n, receive) in receives.iter_mut().enumerate() {
        assert_eq!(receive.woken(), Ok(n as u32));
    }
    assert_eq!(values, queue(3..5));
}

#[test]
fn an_arm_that_waits_sends_at_least_one_and_stands_in_line() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut filling = queue(10..10 + capacity as u32);
        Task::new(tx.send_many(&mut filling)).ready().unwrap();
        let mut values = queue(0..3);
        let mut race = Task::parked(async {
            select! { send_many(tx, &mut values) -> sent => sent }
        });
        let mut behind = Task::parked(tx.send(20));
        let mut got = rx.drain().collect::<Vec<_>>();
        got.extend(rx.try_recv());
        assert_eq!(race.woken(), Ok(1));
        drop(race);
        got.extend(rx.try_recv());
        assert_eq!(behind.woken(), Ok(()));
        got.retain(|&n| n < 10 || n == 20);
        assert_eq!(got, [0, 20]);
        assert_eq!(values, queue(1..3));
    }
}

#[test]
fn an_arm_that_did_not_win_has_sent_nothing() {
    let (tx, rx) = rendezvous();
    let (stop, stopped) = bounded(1);
    let mut values = queue(0..3);
    for dropped in [false, true] {
        let mut race = Task::parked(async {
            select! { send_many(tx, &mut values) -> sent => sent.unwrap(), recv(stopped) -> got => got.unwrap() }
        });
        if !dropped {
            stop.try_send(7).unwrap();
            assert_eq!(race.woken(), 7);
        }
        drop(race);
        assert_eq!(values, queue(0..3));
        assert!(rx.try_recv().is_err());
    }
}

#[test]
fn an_arm_that_was_received_from_and_is_dropped_has_sent_one() {
    let (tx, rx) = rendezvous();
    let mut values = queue(0..3);
    let race = Task::parked(async {
        select! { send_many(tx, &mut values) -> sent => sent }
    });
    assert_eq!(rx.try_recv(), Ok(0));
    drop(race);
    assert_eq!(values, queue(1..3));
}

#[test]
fn an_arm_that_sends_keeps_its_queue_where_the_channel_is_closed() {
    for before in [true, false] {
        let (tx, rx) = rendezvous();
        let mut values = queue(0..3);
        let race = async {
            select! { send_many(tx, &mut values) -> sent => sent }
        };
        let mut race = Task::new(race);
        if before {
            rx.close();
            assert_eq!(race.ready(), Err(SendError(())));
        } else {
            race.pending();
            rx.close();
            assert_eq!(race.woken(), Err(SendError(())));
        }
        drop(race);
        assert_eq!(values, queue(0..3));
    }
}

#[test]
fn arms_keep_their_places_beside_a_foreign_future() {
    let (tx, rx) = bounded(1);
    let mut batch = Vec::new();
    let mut receiving = Task::parked(async {
        select! {
            recv_many(rx, &mut batch, 8) -> received => received,
            wait(std::future::pending::<()>()) => unreachable!(),
        }
    });
    let mut behind = Task::parked(rx.recv());
    receiving.pending();
    tx.try_send(1).unwrap();
    assert_eq!((receiving.woken(), behind.wakes()), (Ok(1), 0));
    tx.try_send(2).unwrap();
    assert_eq!(behind.woken(), Ok(2));

    tx.try_send(3).unwrap();
    let mut values = queue(10..13);
    let mut sending = Task::parked(async {
        select! {
            send_many(tx, &mut values) -> sent => sent,
            wait(std::future::pending::<()>()) => unreachable!(),
        }
    });
    let behind = Task::parked(tx.send(4));
    sending.pending();
    assert_eq!(rx.try_recv(), Ok(3));
    assert_eq!((sending.woken(), behind.wakes()), (Ok(1), 0));
    drop(sending);
    assert_eq!((rx.try_recv(), values), (Ok(10), queue(11..13)));
}

/// What comes while a foreign future of its select is polled passes the arm by; it is tried once more before the select waits.
#[test]
fn arms_find_what_came_while_a_foreign_future_was_polled() {
    let ((tx, rx), (other, others)) = (bounded(1), rendezvous());
    let sender = tx.clone();
    let mut batch = Vec::new();
    let mut polls = 0;
    let mut receiving = Task::parked(async {
        let foreign = std::future::poll_fn(|_| {
            polls += 1;
            if polls == 2 {
                sender.try_send(1).unwrap();
            }
            std::task::Poll::<()>::Pending
        });
        select! { recv_many(rx, &mut batch, 8) -> received => received, wait(foreign) => unreachable!() }
    });
    assert_eq!(receiving.ready(), Ok(1));
    drop(receiving);
    assert_eq!(batch, [1]);

    let mut values = queue(0..3);
    let (mut polls, receiver) = (0, others.clone());
    let receiving = RefCell::new(Task::new(receiver.recv()));
    let mut sending = Task::parked(async {
        let foreign = std::future::poll_fn(|_| {
            polls += 1;
            if polls == 2 {
                receiving.borrow_mut().pending();
            }
            std::task::Poll::<()>::Pending
        });
        select! { send_many(other, &mut values) -> sent => sent, wait(foreign) => unreachable!() }
    });
    assert_eq!(sending.ready(), Ok(1));
    drop(sending);
    assert_eq!(receiving.borrow_mut().woken(), Ok(0));
    assert_eq!(values, queue(1..3));
}

#[test]
fn arms_find_what_a_foreign_future_makes_possible_in_the_first_poll() {
    let (tx, rx) = bounded(1);
    let mut batch = Vec::new();
    let foreign = std::future::poll_fn(|_| {
        tx.try_send(1).unwrap();
        std::task::Poll::<()>::Pending
    });
    let race = async {
        select! {
            biased;
            recv_many(rx, &mut batch, 8) -> received => received,
            wait(foreign) => unreachable!(),
        }
    };
    assert_eq!(Task::new(race).ready(), Ok(1));
    assert_eq!(batch, [1]);

    tx.try_send(2).unwrap();
    let mut values = queue(3..5);
    let foreign = std::future::poll_fn(|_| {
        assert_eq!(rx.try_recv(), Ok(2));
        std::task::Poll::<()>::Pending
    });
    let race = async {
        select! { biased; send_many(tx, &mut values) -> sent => sent, wait(foreign) => unreachable!() }
    };
    assert_eq!(Task::new(race).ready(), Ok(1));
    assert_eq!((values, rx.try_recv()), (queue(4..5), Ok(3)));
}

#[test]
fn cases_can_win_again() {
    let (tx, rx) = bounded(2);
    let mut values = queue(0..5);
    let mut sending = send_many(&tx, &mut values, |sent| sent.unwrap());
    let mut batch = Vec::new();
    let mut receiving = recv_many(&rx, &mut batch, 8, |received| received.unwrap());
    for expected in [2, 2, 1] {
        let mut select = Select::new();
        select.add(&mut sending);
        assert_eq!(Task::new(select).ready(), (0, expected));
        let mut select = Select::new();
        select.add(&mut receiving);
        assert_eq!(Task::new(select).ready(), (0, expected));
    }
    let mut own = Vec::new();
    let mut select = Select::new();
    select.add(&mut sending);
    let waiting = select.recv_many(&rx, &mut own, 8, |received| received.unwrap());
    let mut task = Task::parked(&mut select);
    tx.try_send(9).unwrap();
    assert_eq!(task.woken(), (waiting, 1));
    drop(task);
    drop(select);
    assert_eq!(batch, [0, 1, 2, 3, 4]);
    assert!(values.is_empty());
}

#[test]
fn a_waker_that_panics_loses_and_doubles_nothing() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let hooks = Hooks::none().wake(|| panic!("a hostile waker"));
    let mut receiver = Task::with(rx.recv(), hooks);
    receiver.pending();
    let mut second = Task::parked(rx.recv());
    let mut values = VecDeque::from_iter((0..4).map(|n| drops.value(n)));
    let mut select = Select::new();
    select.send_many(&tx, &mut values, |sent| sent);
    let mut race = Task::new(select);
    assert_eq!(panics(|| race.poll().is_ready()), "a hostile waker");
    assert_eq!(race.ready(), (0, Ok(2)), "what it came to is told by the next poll");
    drop(race);
    assert_eq!(receiver.ready().unwrap().number, 0);
    assert_eq!(second.woken().unwrap().number, 1);

    let hooks = Hooks::none().wake(|| panic!("a hostile waker"));
    let mut sender = Task::with(tx.send(values.pop_front().unwrap()), hooks);
    sender.pending();
    let other = Task::parked(tx.send(values.pop_front().unwrap()));
    let mut batch = Vec::new();
    let mut select = Select::new();
    select.recv_many(&rx, &mut batch, 8, |received| received);
    let mut race = Task::new(select);
    assert_eq!(panics(|| race.poll().is_ready()), "a hostile waker");
    assert_eq!(race.ready(), (0, Ok(2)));
    drop(race);
    assert_eq!(batch.iter().map(|value| value.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(other.wakes(), 1);
}

#[test]
fn a_leaked_select_loses_at_most_the_value_that_its_arm_waits_with() {
    let (tx, rx) = bounded(1);
    tx.try_send(9).unwrap();
    let mut values = queue(0..3);
    Task::parked(async {
        select! { send_many(tx, &mut values) -> sent => sent }
    })
    .forget();
    assert_eq!(values, queue(1..3));
    assert_eq!(rx.try_recv(), Ok(9));
    assert_eq!(rx.try_recv(), Ok(0));

    let mut batch = Vec::new();
    Task::parked(async {
        select! { recv_many(rx, &mut batch, 8) -> received => received }
    })
    .forget();
    tx.try_send(1).unwrap();
    assert_eq!((batch.len(), rx.len()), (0, 0));
    drop((tx, rx));
}

/// Selects of many values on both ends, in any order: each value passes once, and those of one queue in order.
#[test]
fn selects_of_many_pass_every_value_once_and_in_order() {
    for seed in 0..repeats(40) as u64 {
        for capacity in [0, 1, 5] {
            let got = Rc::new(RefCell::new(vec![Vec::new(); 3]));
            let all = got.clone();
            run_shuffled(seed, async move {
                let (a, b) = (bounded(capacity), bounded(capacity));
                for task in 0..3_u32 {
                    let (a, b) = (a.0.clone(), b.0.clone());
                    go(async move {
                        let (mut left, mut right) = (queue(0..20), queue(20..40));
                        while !(left.is_empty() && right.is_empty()) {
                            let mut to_a = left.drain(..).map(|n| (task, n)).collect();
                            let mut to_b = right.drain(..).map(|n| (task, n)).collect();
                            select! {
                                send_many(a, &mut to_a) -> sent => assert!(sent.unwrap() > 0),
                                send_many(b, &mut to_b) -> sent => assert!(sent.unwrap() > 0),
                            }
                            left.extend(to_a.into_iter().map(|(_, n)| n));
                            right.extend(to_b.into_iter().map(|(_, n)| n));
                        }
                    });
                }
                for _ in 0..2 {
                    let (a, b, got) = (a.1.clone(), b.1.clone(), got.clone());
                    go(async move {
                        let (mut a, mut b) = (Some(a), Some(b));
                        while a.is_some() || b.is_some() {
                            let (mut from_a, mut from_b) = (Vec::new(), Vec::new());
                            select! {
                                recv_many(a, &mut from_a, 3) -> received => if received.is_err() { a = None },
                                recv_many(b, &mut from_b, 3) -> received => if received.is_err() { b = None },
                            }
                            for (task, n) in from_a.into_iter().chain(from_b) {
                                got.borrow_mut()[task as usize].push(n);
                            }
                        }
                    });
                }
            });
            for got in all.borrow().iter() {
                let (a, b): (Vec<u32>, Vec<u32>) = got.iter().partition(|&&n| n < 20);
                let sorted = |mut values: Vec<u32>| {
                    values.sort_unstable();
                    values
                };
                assert_eq!(sorted(a), Vec::from_iter(0..20), "seed {seed}, capacity {capacity}");
                assert_eq!(sorted(b), Vec::from_iter(20..40), "seed {seed}, capacity {capacity}");
            }
        }
    }
}
