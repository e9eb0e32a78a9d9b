//! Reserves as arms of a select.

use super::support::*;
use crate::flavor::*;
use goit::select;
use goit::select::reserve;

#[test]
fn an_arm_that_reserves_wins_when_there_is_room() {
    for capacity in [1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let (_idle, idle_rx) = rendezvous::<u8>();
        let race = async {
            select! {
                recv(idle_rx) -> _ => unreachable!(),
                reserve(tx) -> permit => permit.unwrap().send(1),
            }
        };
        assert_eq!(Task::new(race).ready(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(1));
    }
}

#[test]
fn an_arm_that_reserves_waits_in_the_line_of_sends() {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let mut race = Task::parked(async {
        select! { reserve(tx) -> permit => permit.unwrap() }
    });
    let mut send = Task::parked(tx.send(2));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(send.wakes(), 0);
    race.woken().send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
}

#[test]
fn an_arm_that_did_not_win_has_reserved_nothing() {
    let (tx, rx) = bounded::<u8>(1);
    let (stop, stopped) = bounded(1);
    let held = tx.try_reserve().unwrap();
    let mut race = Task::parked(async {
        select! { reserve(tx) -> _ => unreachable!(), recv(stopped) -> received => received }
    });
    stop.try_send(7).unwrap();
    drop(held);
    assert_eq!(race.woken(), Ok(7));
    assert_eq!(tx.free_capacity(), Some(1));
    drop(rx);
}

#[test]
fn a_select_that_is_dropped_gives_back_what_it_has_reserved() {
    for decided in [false, true] {
        let (tx, rx) = bounded::<u8>(1);
        let held = tx.try_reserve().unwrap();
        let race = Task::parked(async {
            select! { reserve(tx) -> permit => drop(permit) }
        });
        let mut behind = Task::parked(tx.reserve());
        if decided {
            drop(held);
            assert_eq!(race.wakes(), 1);
            drop(race);
        } else {
            drop(race);
            drop(held);
        }
        assert!(behind.woken().is_ok());
        assert_eq!(tx.free_capacity(), Some(1));
        drop(rx);
    }
}

#[test]
fn an_arm_that_reserves_is_told_of_the_close() {
    let (tx, rx) = bounded::<u8>(1);
    let _held = tx.try_reserve().unwrap();
    let mut race = Task::parked(async {
        select! { reserve(tx) -> permit => permit.unwrap_err() }
    });
    rx.close();
    assert_eq!(race.woken(), SendError(()));
}

#[test]
fn an_arm_that_reserves_keeps_its_place_beside_a_foreign_future() {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let mut race = Task::parked(async {
        select! {
            reserve(tx) -> permit => permit.unwrap(),
            wait(std::future::pending::<()>()) -> _ => unreachable!(),
        }
    });
    let mut send = Task::parked(tx.send(2));
    race.pending();
    assert_eq!(rx.try_recv(), Ok(0));
    race.woken().send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
    // One that came while the select was busy does not go ahead.
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_case_that_reserves_can_win_again() {
    let (tx, rx) = bounded(1);
    let mut sent = 0;
    let mut case = reserve(&tx, |permit| {
        sent += 1;
        permit.unwrap().send(sent).is_ok()
    });
    for n in 1..=3 {
        let mut select = Select::new();
        select.add(&mut case);
        let mut task = Task::new(select);
        assert_eq!(task.ready(), (0, true));
        assert_eq!(rx.try_recv(), Ok(n));
    }
    let mut select = Select::new();
    let owned = select.reserve(&tx, |permit| permit.unwrap().send(9).is_ok());
    assert_eq!(Task::new(&mut select).ready(), (owned, true));
    select.add_again(owned);
    let mut task = Task::parked(&mut select);
    assert_eq!(rx.try_recv(), Ok(9));
    assert_eq!(task.woken(), (owned, true));
}

#[test]
fn a_permit_can_be_had_or_not_without_waiting() {
    let (tx, rx) = bounded(1);
    for full in [false, true] {
        let race = async {
            select! { reserve(&tx) -> permit => permit.unwrap().send(1).is_ok(), default => false }
        };
        assert_eq!(Task::new(race).ready(), !full);
    }
    assert_eq!(rx.try_recv(), Ok(1));
    let nobody = None::<Sender<u8>>;
    let race = async {
        select! { reserve(&nobody) -> _ => unreachable!(), default => 1 }
    };
    assert_eq!(Task::new(race).ready(), 1);
    let mut race = Task::new(async {
        select! { reserve(nobody) -> _ => {} }
    });
    assert!(panics(|| race.poll().is_ready()).contains("no arm takes part"));
}

#[test]
fn a_permit_borrows_its_sender_alone() {
    let (tx, rx) = bounded(1);
    let (_other, other_rx) = rendezvous::<u8>();
    let kept;
    {
        let mut slot = Some(1);
        let nobody = None::<Sender<u8>>;
        let race = async {
            select! {
                reserve(tx) -> permit => permit.unwrap(),
                send_from(nobody, &mut slot) -> _ => unreachable!(),
                recv(other_rx) -> _ => unreachable!(),
            }
        };
        kept = Task::new(race).ready();
    }
    kept.send(7).unwrap();
    assert_eq!(rx.try_recv(), Ok(7));
}

#[test]
fn an_arm_that_reserves_finds_the_room_that_a_foreign_future_makes() {
    for poll in [1, 2] {
        let (tx, rx) = bounded(1);
        tx.try_send(0).unwrap();
        let mut polls = 0;
        let foreign = std::future::poll_fn(|_| {
            polls += 1;
            if polls == poll {
                assert_eq!(rx.try_recv(), Ok(0));
            }
            std::task::Poll::<()>::Pending
        });
        let mut race = Task::new(async {
            select! {
                biased;
                reserve(tx) -> permit => permit.unwrap().send(1),
                wait(foreign) -> _ => unreachable!(),
            }
        });
        (1..poll).for_each(|_| race.pending());
        assert_eq!(race.ready(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(1));
    }
}
