//! A select keeps its place in every line from its first poll to its end, also while it polls foreign futures, and is passed
//! over meanwhile.

use super::support::*;
use crate::flavor::*;
use futures_util::future::{pending, poll_fn};
use goit::select;
use std::cell::Cell;
use std::pin::pin;
use std::task::Poll;

/// A select that receives from `$rx`, and waits for a future that is never ready.
macro_rules! beside_a_future {
    ($rx:expr) => {
        async {
            select! { recv($rx) -> received => received, wait(pending::<()>()) -> _ => unreachable!() }
        }
    };
}

#[test]
fn a_receive_beside_a_future_is_served_in_its_turn() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut first = Task::parked(rx.recv());
        let mut race = Task::parked(beside_a_future!(rx));
        let mut last = Task::parked(rx.recv());
        // Woken by its future again and again, it stays where it is.
        (0..10).for_each(|_| race.pending());
        (1..=3).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!((first.woken(), race.woken(), last.woken()), (Ok(1), Ok(2), Ok(3)), "capacity {capacity}");
    }
}

#[test]
fn a_send_beside_a_future_is_served_in_its_turn() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        let mut first = Task::parked(tx.send(1));
        let mut race = Task::parked(async {
            select! { send(tx, 2) -> sent => sent, wait(pending::<()>()) -> _ => unreachable!() }
        });
        let mut last = Task::parked(tx.send(3));
        (0..10).for_each(|_| race.pending());
        let received: Vec<_> = (0..3 + capacity).map(|_| rx.try_recv().unwrap()).collect();
        assert_eq!(received[capacity..], [1, 2, 3], "capacity {capacity}");
        assert_eq!((first.woken(), race.woken(), last.woken()), (Ok(()), Ok(()), Ok(())));
    }
}

#[test]
fn of_a_thousand_values_it_gets_its_share() {
    let (tx, rx) = rendezvous();
    let got = Cell::new(0);
    let start = || Task::parked(beside_a_future!(rx));
    let mut race = start();
    let (mut one, mut two) = (Task::parked(rx.recv()), Task::parked(rx.recv()));
    for n in 0..repeats(999) {
        race.poll().is_ready().then(|| unreachable!("it was not its turn"));
        tx.try_send(n).unwrap();
        match n % 3 {
            0 => {
                assert_eq!(race.woken(), Ok(n));
                got.set(got.get() + 1);
                race = start();
            }
            1 => {
                assert_eq!(one.woken(), Ok(n));
                one = Task::parked(rx.recv());
            }
            _ => {
                assert_eq!(two.woken(), Ok(n));
                two = Task::parked(rx.recv());
            }
        }
    }
    assert_eq!(got.get(), repeats(999) / 3);
}

/// A future that is never ready, and does something in its second poll.
macro_rules! acting {
    ($act:expr) => {{
        let polls = Cell::new(0);
        let act = $act;
        poll_fn(move |_| {
            polls.set(polls.get() + 1);
            if polls.get() == 2 {
                act();
            }
            Poll::<()>::Pending
        })
    }};
}

#[test]
fn while_its_future_is_polled_others_pass_and_it_stays() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut future = pin!(acting!(|| tx.try_send(1).unwrap()));
        let mut race = Task::parked(async {
            select! { recv(rx) -> received => received, wait(future.as_mut()) -> _ => unreachable!() }
        });
        let mut behind = Task::parked(rx.recv());
        race.pending();
        assert_eq!(behind.woken(), Ok(1));
        assert_eq!(race.wakes(), 0);
        let mut last = Task::parked(rx.recv());
        tx.try_send(2).unwrap();
        assert_eq!(race.woken(), Ok(2));
        tx.try_send(3).unwrap();
        assert_eq!(last.woken(), Ok(3));
    }
}

#[test]
fn what_was_passed_by_is_taken_in_the_same_poll() {
    // A value, room, and a close.
    let (tx, rx) = bounded(1);
    let mut future = pin!(acting!(|| tx.try_send(1).unwrap()));
    let mut race = Task::parked(async {
        select! { recv(rx) -> received => received, wait(future.as_mut()) -> _ => unreachable!() }
    });
    assert_eq!((race.ready(), race.wakes()), (Ok(1), 0));
    drop(race);

    tx.try_send(1).unwrap();
    let mut future = pin!(acting!(|| assert_eq!(rx.try_recv(), Ok(1))));
    let mut race = Task::parked(async {
        select! { send(tx, 2) -> sent => sent, wait(future.as_mut()) -> _ => unreachable!() }
    });
    assert_eq!((race.ready(), race.wakes()), (Ok(()), 0));
    drop(race);
    assert_eq!(rx.try_recv(), Ok(2));

    let mut slot = Some(3);
    tx.try_send(1).unwrap();
    let mut future = pin!(acting!(|| assert!(tx.close())));
    let mut race = Task::parked(async {
        select! { send_from(tx, &mut slot) -> sent => sent.is_err(), wait(future.as_mut()) -> _ => unreachable!() }
    });
    assert_eq!((race.ready(), race.wakes()), (true, 0));
    drop(race);
    assert_eq!((slot, rx.try_recv(), rx.try_recv().is_err()), (Some(3), Ok(1), true));
}

#[test]
fn two_selects_that_poll_futures_meet_afterwards() {
    // The future of the one uses the other one's channel while that one is parked, and while its own select is held.
    let (tx, rx) = rendezvous();
    let mut receives = Task::parked(beside_a_future!(rx));
    let mut sends = Task::new(async {
        select! { send(tx, 7) -> sent => sent, wait(pending::<()>()) -> _ => unreachable!() }
    });
    assert_eq!(sends.ready(), Ok(()));
    assert_eq!(receives.woken(), Ok(7));
}

#[test]
fn a_select_with_both_ends_of_a_channel_does_not_meet_itself_between_two_polls() {
    let (tx, rx) = rendezvous();
    let mut race = Task::parked(async {
        select! {
            send(tx, 1) -> _ => "sent",
            recv(rx) -> _ => "received",
            wait(pending::<()>()) -> _ => unreachable!(),
        }
    });
    (0..5).for_each(|_| race.pending());
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(race.woken(), "sent");
}

#[test]
fn beside_a_future_it_is_woken_where_it_was_polled_last() {
    let (tx, rx) = bounded(1);
    let mut race = Task::parked(beside_a_future!(rx));
    let before = race.moved();
    race.pending();
    tx.try_send(1).unwrap();
    assert_eq!(before.wakes(), 0);
    assert_eq!(race.woken(), Ok(1));
}

#[test]
fn a_future_that_panics_leaves_its_select_passed_over() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut future = pin!(acting!(|| panic!("as it likes")));
        let mut cases = (goit::select::recv(&rx, Some), goit::select::wait(future.as_mut(), |()| None));
        let mut select = Select::new();
        select.add(&mut cases.0);
        select.add(&mut cases.1);
        let mut race = Task::parked(select);
        let mut behind = Task::parked(rx.recv());
        assert_eq!(panics(|| race.poll()), "as it likes");
        tx.try_send(1).unwrap();
        assert_eq!(behind.woken(), Ok(1));
        // Polled again it stands in line again.
        race.pending();
        tx.try_send(2).unwrap();
        assert_eq!(race.woken(), (0, Some(Ok(2))));
    }
}

#[test]
fn dropped_between_two_polls_it_keeps_nothing() {
    let (tx, rx) = bounded(1);
    let mut race = Task::parked(beside_a_future!(rx));
    race.pending();
    drop(race);
    tx.try_send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));

    let race = Task::parked(beside_a_future!(rx));
    tx.try_send(2).unwrap();
    let mut behind = Task::parked(rx.recv());
    drop(race);
    // What the dropped one was chosen for passes on.
    assert_eq!(behind.woken(), Ok(2));
}

#[test]
fn a_leaked_case_whose_value_is_gone_takes_no_part_beside_a_future() {
    let (tx, rx) = rendezvous();
    let mut case = goit::select::send(&tx, 1, |_| "sent");
    let mut select = Select::new();
    select.add(&mut case);
    let race = Task::parked(select);
    assert_eq!(rx.try_recv(), Ok(1));
    race.forget();
    assert!(tx.close());
    let mut future = pin!(pending::<()>());
    let mut never = goit::select::wait(future.as_mut(), |()| "never");
    let mut select = Select::new();
    select.add(&mut case);
    select.add(&mut never);
    Task::new(select).pending();
}
