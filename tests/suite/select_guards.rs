//! What stands in the arms of a `select!` is borrowed no longer than needed: a guard and a value keep nothing alive while the
//! select waits.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::cell::RefCell;

#[test]
fn a_guard_borrows_nothing_while_the_select_waits() {
    let state = RefCell::new(true);
    let (tx, rx) = bounded(1);
    let mut waits = Task::new(async {
        select! {
            recv(rx) -> received, if *state.borrow() => received,
            wait(std::future::pending::<()>()), if state.borrow().then_some(()).is_some() => unreachable!(),
        }
    });
    waits.pending();
    *state.borrow_mut() = false;
    tx.try_send(1).unwrap();
    assert_eq!(waits.woken(), Ok(1));
}

#[test]
fn a_guard_looks_at_the_slot_that_its_arm_borrows() {
    run(async {
        let (tx, rx) = bounded(1);
        let mut slot = Some(1);
        for _ in 0..2 {
            select! {
                send_from(tx, &mut slot) -> sent, if slot.is_some() => assert_eq!(sent, Ok(())),
                default => {}
            }
            assert_eq!(slot, None);
        }
        assert_eq!(rx.try_recv(), Ok(1));
    });
}

#[test]
fn a_guard_looks_at_what_its_future_borrows() {
    struct Jobs(Vec<u8>);
    impl Jobs {
        async fn next(&mut self) -> Option<u8> {
            self.0.pop()
        }
    }
    run(async {
        let mut jobs = Jobs(vec![7]);
        let (_tx, rx) = bounded::<u8>(1);
        for done in [Some(7), None] {
            let next = select! {
                wait(jobs.next()) -> job, if !jobs.0.is_empty() => job,
                recv(rx) -> _ => unreachable!("nothing is sent"),
                default => None,
            };
            assert_eq!(next, done);
        }
    });
}

#[test]
fn a_value_borrows_nothing_while_the_select_waits() {
    let state = RefCell::new(vec![1, 2]);
    let (tx, rx) = rendezvous();
    let mut waits = Task::new(async {
        // Each by itself: the second borrow comes after the first.
        select! {
            send(tx, state.borrow_mut().remove(0)) -> sent => sent,
            send(tx, state.borrow_mut().remove(0)) -> sent => sent,
        }
    });
    waits.pending();
    assert!(state.borrow_mut().is_empty());
    assert!(matches!(rx.try_recv(), Ok(1 | 2)));
    assert_eq!(waits.woken(), Ok(()));
}

#[test]
fn what_leaves_an_arm_leaves_the_function() {
    async fn send_some(tx: &Sender<u8>, value: Option<u8>) -> Option<()> {
        select! {
            send(tx, value?) -> sent, if value? > 1 => sent.ok(),
            default => None,
        }
    }
    run(async {
        let (tx, rx) = bounded(1);
        assert_eq!(send_some(&tx, None).await, None);
        assert_eq!(send_some(&tx, Some(1)).await, None);
        assert_eq!(send_some(&tx, Some(2)).await, Some(()));
        assert_eq!(rx.try_recv(), Ok(2));
    });
}
