use crate::{Dropped, panics};
use crossbeam_channel as crossbeam;
use goit::select_blocking;
use std::cell::Cell;
use std::time::Duration;

#[test]
fn the_value_of_a_send_arm() {
    let made = Cell::new(0);
    let make = || made.set(made.get() + 1);

    let (full, _keep) = crossbeam::bounded(0);
    crossbeam::select! {
        send(full, make()) -> _ => unreachable!(),
        default => {}
    }
    assert_eq!(made.get(), 0);

    let (full, _keep) = goit::sync::bounded(0);
    select_blocking! {
        send(full, make()) -> _ => unreachable!(),
        default => {}
    }
    assert_eq!(made.get(), 1);
}

#[test]
fn an_operation_that_is_selected_has_to_be_completed() {
    let (tx, rx) = crossbeam::bounded(1);
    tx.send(1).unwrap();
    let mut select = crossbeam::Select::new();
    select.recv(&rx);
    assert!(panics(|| select.select()));

    let (tx, rx) = goit::sync::bounded(1);
    tx.try_send(1).unwrap();
    let mut select = goit::sync::ThreadSelect::new();
    select.recv(&rx, |received| received.unwrap());
    assert_eq!(select.wait_blocking(), (0, 1));
}

#[test]
fn a_bound_that_no_memory_is_enough_for() {
    type Large = [u8; 1 << 10];
    assert!(panics(|| crossbeam::bounded::<Large>(1 << 60)));
    assert_eq!(goit::sync::bounded::<Large>(1 << 60).0.capacity(), Some(1 << 60));
}

#[test]
fn values_without_receivers() {
    let dropped = Dropped::default();
    let (tx, rx) = crossbeam::bounded(1);
    tx.send(dropped.clone()).unwrap();
    drop(rx);
    assert_eq!(dropped.count(), 0);
    drop(tx);
    assert_eq!(dropped.count(), 1);

    let dropped = Dropped::default();
    let (tx, rx) = crossbeam::unbounded();
    tx.send(dropped.clone()).unwrap();
    drop(rx);
    assert_eq!(dropped.count(), 1);
    drop(tx);

    for (tx, rx) in [goit::sync::bounded(1), goit::sync::unbounded()] {
        let dropped = Dropped::default();
        tx.try_send(dropped.clone()).unwrap();
        drop(rx);
        assert_eq!(dropped.count(), 1);
        drop(tx);
    }
}

#[test]
fn names() {
    let limit = Duration::from_millis(5);
    let (tx, rx) = crossbeam::bounded(1);
    tx.send(1).unwrap();
    assert_eq!(tx.send_timeout(2, limit), Err(crossbeam::SendTimeoutError::Timeout(2)));
    assert_eq!(rx.try_iter().collect::<Vec<_>>(), [1]);
    assert_eq!(rx.recv_timeout(limit), Err(crossbeam::RecvTimeoutError::Timeout));
    assert!(crossbeam::never::<u8>().try_recv().is_err());
    assert!(crossbeam::after(limit).recv().is_ok());
    drop(tx);
    assert_eq!(rx.recv_timeout(limit), Err(crossbeam::RecvTimeoutError::Disconnected));
    assert_eq!(rx.try_recv(), Err(crossbeam::TryRecvError::Disconnected));

    let (tx, rx) = goit::sync::bounded(1);
    tx.send_blocking(1).unwrap();
    assert_eq!(tx.send_timeout(2, limit), Err(goit::SendTimeoutError::Timeout(2)));
    assert_eq!(rx.try_iter().collect::<Vec<_>>(), [1]);
    assert_eq!(rx.recv_timeout(limit), Err(goit::RecvTimeoutError::Timeout));
    drop(tx);
    assert_eq!(rx.recv_timeout(limit), Err(goit::RecvTimeoutError::Closed));
    assert_eq!(rx.try_recv(), Err(goit::TryRecvError::Closed));
}
