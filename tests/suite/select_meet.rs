//! Selects that meet selects, in pairs, rings and crowds, and never themselves.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn two_selects_that_can_only_meet_each_other_meet_in_both_directions() {
    let mut directions = [0, 0];
    for round in 0..repeats(200) {
        let (tx_a, rx_a) = rendezvous();
        let (tx_b, rx_b) = rendezvous();
        let mut left = Task::new(async {
            select! {
                send(tx_a, 'a') -> sent => { sent.unwrap(); ('a', true) }
                recv(rx_b) -> received => (received.unwrap(), false),
            }
        });
        let mut right = Task::new(async {
            select! {
                send(tx_b, 'b') -> sent => { sent.unwrap(); ('b', true) }
                recv(rx_a) -> received => (received.unwrap(), false),
            }
        });
        let (l, r) = if round % 2 == 0 {
            left.pending();
            (right.ready(), left.woken())
        } else {
            right.pending();
            (left.ready(), right.woken())
        };
        assert_eq!(l.0, r.0, "one value passed");
        assert!(l.1 != r.1, "one has sent it, the other received it");
        directions[usize::from(l.0 == 'a')] += 1;
        drop((left, right));
        assert!(rx_a.try_recv().is_err() && rx_b.try_recv().is_err());
    }
    assert!(directions[0] > 0 && directions[1] > 0, "{directions:?}");
}

#[test]
fn a_ring_of_selects_passes_every_value_once() {
    for seed in 0..repeats(30) as u64 {
        let tasks = 2 + seed as usize % 6;
        run_shuffled(seed, async move {
            let channels: Rc<[_]> = (0..tasks).map(|_| rendezvous::<usize>()).collect();
            for n in 0..tasks {
                let channels = channels.clone();
                // Each sends ten and receives ten: a value that is lost or comes twice leaves somebody waiting.
                go(async move {
                    let (tx, rx) = (&channels[n].0, &channels[(n + 1) % tasks].1);
                    let (mut to_send, mut to_receive) = (10, 10);
                    while to_send + to_receive > 0 {
                        select! {
                            send(tx, n) -> sent, if to_send > 0 => { sent.unwrap(); to_send -= 1; }
                            recv(rx) -> received, if to_receive > 0 => {
                                assert_eq!(received, Ok((n + 1) % tasks));
                                to_receive -= 1;
                            }
                        }
                    }
                });
            }
        });
    }
}

#[test]
fn many_selects_over_the_same_channels_lose_nothing() {
    for seed in 0..repeats(10) as u64 {
        let sum = Rc::new(Cell::new(0));
        let total = sum.clone();
        run_shuffled(seed, async move {
            let (a, b) = (Channel::rendezvous(), Channel::bounded(1));
            for n in 0..20_u64 {
                let (to_a, to_b, from_a, from_b) = (a.clone(), b.clone(), a.clone(), b.clone());
                let sum = sum.clone();
                go(async move {
                    for _ in 0..10 {
                        select! { send(to_a, n) -> sent => sent.unwrap(), send(to_b, n) -> sent => sent.unwrap() }
                    }
                });
                go(async move {
                    for _ in 0..10 {
                        let got = select! { recv(from_a) -> got => got, recv(from_b) -> got => got };
                        sum.set(sum.get() + got.unwrap());
                    }
                });
            }
        });
        assert_eq!(total.get(), 1900);
    }
}

#[test]
fn a_select_never_pairs_with_itself() {
    let (tx, rx) = rendezvous();
    let race = || async {
        select! {
            send(tx, 1) -> sent => { sent.unwrap(); 10 }
            recv(rx) -> received => received.unwrap(),
        }
    };
    let mut first = Task::parked(race());
    first.pending();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(first.woken(), 10);
    let mut first = Task::parked(race());
    tx.try_send(2).unwrap();
    assert_eq!(first.woken(), 2);
    // Two of them meet.
    let mut first = Task::parked(race());
    let second = Task::new(race()).ready();
    assert_eq!(first.woken() + second, 11);
}

#[test]
fn two_arms_on_one_end_get_one_value() {
    let (tx, rx) = bounded(2);
    let mut race = Task::parked(async {
        select! { recv(rx) -> received => (0, received), recv(&rx) -> received => (1, received) }
    });
    tx.try_send(1).unwrap();
    tx.try_send(2).unwrap();
    assert_eq!(race.woken().1, Ok(1));
    drop(race);
    assert_eq!(rx.try_recv(), Ok(2));

    let (tx, rx) = rendezvous();
    let mut race = Task::parked(async {
        select! { send(tx, 1) -> sent => sent, send(tx, 2) -> sent => sent }
    });
    assert!([Ok(1), Ok(2)].contains(&rx.try_recv()));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(race.woken(), Ok(()));
}
