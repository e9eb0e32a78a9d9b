//! Futures that own their handle, and sinks that borrow theirs, leave their line as all others do.

use super::support::*;
use crate::flavor::*;
use futures_util::SinkExt;
use futures_util::future::FusedFuture;

const CAPACITIES: [usize; 3] = [0, 1, 7];

/// A full channel, and how many values it holds.
fn full(capacity: usize) -> (Sender<u32>, Receiver<u32>) {
    let (tx, rx) = bounded(capacity);
    (0..capacity as u32).for_each(|n| tx.try_send(n).unwrap());
    (tx, rx)
}

#[test]
fn a_receive_that_owns_its_handle_leaves_the_line() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        drop(Task::parked(rx.clone().into_recv()));
        let mut next = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        assert_eq!(next.woken(), Ok(1));
    }
}

#[test]
fn a_send_that_owns_its_handle_leaves_the_line() {
    for capacity in CAPACITIES {
        let (tx, rx) = full(capacity);
        drop(Task::parked(tx.clone().into_send(99)));
        (0..capacity as u32).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        assert!(rx.try_recv().unwrap_err().is_empty());
    }
}

#[test]
fn a_sink_that_borrows_its_handle_leaves_the_line() {
    for capacity in CAPACITIES {
        let (tx, rx) = full(capacity);
        let mut sink = tx.sink();
        drop(Task::parked(sink.send(99)));
        drop(sink);
        (0..capacity as u32).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        assert!(rx.try_recv().unwrap_err().is_empty());
    }
}

#[test]
fn futures_that_own_their_handle_are_terminated_once_they_have_completed() {
    let (tx, rx) = bounded(1);
    let mut send = tx.clone().into_send(1);
    assert!(!send.is_terminated());
    assert_eq!(Task::new(&mut send).ready(), Ok(()));
    assert!(send.is_terminated());
    let mut receive = rx.clone().into_recv();
    assert!(!receive.is_terminated());
    assert_eq!(Task::new(&mut receive).ready(), Ok(1));
    assert!(receive.is_terminated());
}
