//! Leases as arms of a select.

use super::support::*;
use crate::flavor::*;
use futures_util::FutureExt;
use goit::select;
use goit::select::{lease, recv};

#[test]
fn a_lease_is_an_arm() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        let (_quit, quit_rx) = bounded::<u8>(1);
        let mut send = Task::new(tx.send(1));
        let _ = send.poll();
        let mut select = Task::new(async {
            select! {
                lease(rx) -> lease => lease.unwrap().into_owned(),
                recv(quit_rx) -> _ => unreachable!(),
            }
        });
        let lease = select.ready();
        assert_eq!(*lease, 1);
        drop(lease);
        assert_eq!(rx.try_recv(), Ok(1));
    }
}

#[test]
fn an_arm_that_waits_is_chosen_for_a_send_and_for_what_comes_back() {
    for returned in [false, true] {
        let (tx, rx) = bounded(1);
        let (_quit, quit_rx) = bounded::<u8>(1);
        let held = returned.then(|| {
            tx.try_send(1).unwrap();
            rx.try_lease().unwrap()
        });
        let mut select = Task::parked(async {
            select! {
                lease(&rx) -> lease => lease.unwrap().take(),
                recv(quit_rx) -> _ => unreachable!(),
            }
        });
        match held {
            Some(held) => drop(held),
            None => tx.try_send(1).unwrap(),
        }
        assert_eq!(select.woken(), 1);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn an_arm_that_has_won_and_is_dropped_gives_its_value_back() {
    let (tx, rx) = bounded::<u8>(1);
    let (_quit, quit_rx) = bounded::<u8>(1);
    let select = Task::parked(async {
        select! { lease(rx) -> lease => lease.unwrap().take(), recv(quit_rx) -> _ => 0 }
    });
    tx.try_send(7).unwrap();
    assert_eq!(select.wakes(), 1);
    drop(select);
    assert_eq!(rx.try_recv(), Ok(7));
}

#[test]
fn an_arm_that_did_not_win_has_done_nothing() {
    let (tx, rx) = bounded(1);
    let (quit, quit_rx) = bounded::<u8>(1);
    let mut select = Task::parked(async {
        select! { lease(rx) -> _ => unreachable!(), recv(quit_rx) -> n => n.unwrap() }
    });
    quit.try_send(3).unwrap();
    tx.try_send(7).unwrap();
    assert_eq!(select.woken(), 3);
    assert_eq!(rx.try_recv(), Ok(7));
    tx.close();
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn arms_that_receive_wait_for_a_lease_of_a_closed_channel_and_those_that_send_do_not() {
    for seed in 0..32 {
        let (tx, rx) = rendezvous::<u8>();
        let mut send = Task::parked(tx.send(1));
        let held = rx.try_lease().unwrap();
        assert!(send.woken().is_ok());
        let mut select = Task::parked(async {
            select! {
                seeded(seed);
                recv(rx) -> _ => "received",
                lease(rx) -> _ => "leased",
                send(tx, 2) -> sent => { assert!(sent.is_err()); "closed" }
            }
        });
        tx.close();
        assert_eq!(select.woken(), "closed");
        let mut select = Task::parked(async {
            select! {
                seeded(seed);
                recv(rx) -> received => { assert!(received.is_err()); "received" }
                lease(rx) -> lease => { assert!(lease.is_err()); "leased" }
            }
        });
        held.take();
        assert!(["received", "leased"].contains(&select.woken()));
    }
}

#[test]
fn an_arm_beside_a_foreign_future_looks_again_for_what_came_back() {
    for poll in [1, 3] {
        let (tx, rx) = bounded(1);
        tx.try_send(7).unwrap();
        let mut held = Some(rx.try_lease().unwrap());
        let mut polls = 0;
        // The value comes back while the select polls, and so passes over its own arm.
        let foreign = std::future::poll_fn(|_| {
            polls += 1;
            if polls == poll {
                held = None;
            }
            std::task::Poll::<()>::Pending
        });
        let mut select = Task::new(async {
            select! { biased; lease(rx) -> lease => lease.unwrap().take(), wait(foreign) -> _ => 0 }
        });
        (1..poll).for_each(|_| select.pending());
        assert_eq!(select.ready(), 7);
    }
}

#[test]
fn guards_nothing_and_defaults() {
    let (tx, rx) = bounded::<u8>(1);
    let leased = |takes_part: bool| {
        async {
            select! {
                lease(rx) -> lease, if takes_part => Some(lease.unwrap().take()),
                lease(None::<&Receiver<u8>>) -> _ => unreachable!(),
                default => None,
            }
        }
        .now_or_never()
        .unwrap()
    };
    assert_eq!(leased(true), None);
    tx.try_send(1).unwrap();
    assert_eq!(leased(false), None);
    assert_eq!(leased(true), Some(1));
}

#[test]
fn a_case_of_the_builder_leases_again_and_again() {
    let (tx, rx) = bounded(2);
    let (_quit, quit_rx) = bounded::<u8>(1);
    let mut leasing = lease(&rx, |lease| Some(lease.unwrap()));
    let mut quitting = recv(&quit_rx, |_| None);
    for n in 0..3 {
        tx.try_send(n).unwrap();
        let mut select = Select::new();
        select.add(&mut leasing);
        select.add(&mut quitting);
        let (won, lease) = Task::new(&mut select).ready();
        assert_eq!((won, lease.unwrap().take()), (0, n));
    }
    let mut select = Select::new();
    select.add(&mut leasing);
    select.add(&mut quitting);
    let task = Task::parked(select);
    tx.try_send(7).unwrap();
    assert_eq!(task.wakes(), 1);
    drop(task); // what it has won goes back
    assert_eq!(rx.try_recv(), Ok(7));
}

#[test]
fn two_selects_hand_a_value_on_as_a_lease() {
    let ((tx, rx), (other, other_rx)) = (rendezvous(), rendezvous::<u8>());
    let mut leases = Task::parked(async {
        select! { lease(rx) -> lease => *lease.unwrap(), lease(other_rx) -> _ => 0 }
    });
    let mut sends = Task::new(async {
        select! { send(tx, 7) -> sent => sent.is_ok(), send(other, 8) -> sent => sent.is_ok() }
    });
    assert!(sends.ready());
    assert!([7, 0].contains(&leases.woken()));
    // Whichever it was, its lease was dropped.
    assert_eq!(rx.try_recv().is_ok(), other_rx.try_recv().is_err());
}
