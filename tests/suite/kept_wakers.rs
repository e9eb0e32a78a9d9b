//! How long places in a line keep the wakers of tasks that have waited there.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::rc::Rc;

#[track_caller]
fn are_dropped(wakers: &[Rc<Counts>]) {
    for counts in wakers {
        // The task's own waker is the one more.
        assert_eq!(counts.drops(), counts.clones() + 1);
    }
}

#[test]
fn every_clone_of_a_waker_is_dropped_with_the_channel() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut counts = Vec::new();
        for n in 0..5 {
            let mut receive = Task::parked(rx.recv());
            tx.try_send(n).unwrap();
            receive.ready().unwrap();
            counts.push(receive.counts().clone());
            let closed = Task::parked(rx.closed());
            counts.push(closed.counts().clone());
        }
        drop((tx, rx));
        are_dropped(&counts);
    }
}

/// What is counted of the wakers of tasks that have waited in both lines, three at a time, and left.
fn waited(tx: &Sender<u8>, rx: &Receiver<u8>) -> Vec<Rc<Counts>> {
    let receives = [0; 3].map(|_| Task::parked(rx.recv()));
    let mut counts: Vec<_> = receives.iter().map(|task| task.counts().clone()).collect();
    drop(receives);
    let sends = [0; 3].map(|number| Task::parked(tx.send(number)));
    counts.extend(sends.iter().map(|task| task.counts().clone()));
    counts
}

/// Closes two channels in which tasks have waited, while an arm of a select stands in the line of receives of one and in that of
/// sends of the other: as it waits, or the select was `decided` elsewhere, or others have `found_out` that since.
fn close_beside(decided: bool, found_out: bool) {
    let (tx, rx) = bounded(0);
    let (other_tx, other_rx) = bounded(1);
    let wakers = waited(&tx, &rx);
    let receive = Task::parked(async {
        select! { recv(rx) -> _ => {}, recv(other_rx) -> _ => {} }
    });
    if decided {
        other_tx.try_send(()).unwrap();
        assert!(!found_out || tx.try_send(1).is_err());
    }
    let (second_tx, second_rx) = bounded(0);
    let more = waited(&second_tx, &second_rx);
    let send = Task::parked(async {
        select! { send(second_tx, 1) -> _ => {}, recv(other_rx) -> _ => {} }
    });
    if decided {
        other_tx.try_send(()).unwrap();
        assert!(!found_out || second_rx.try_recv().is_err());
    }
    assert!(rx.close() && second_tx.close());
    if !found_out {
        are_dropped(&wakers);
        are_dropped(&more);
    }
    drop((receive, send));
    are_dropped(&wakers);
    are_dropped(&more);
}

#[test]
fn a_close_drops_those_that_are_kept_beside_an_arm_of_a_select() {
    close_beside(false, false);
}

#[test]
fn a_close_drops_those_that_are_kept_beside_an_arm_that_was_decided_elsewhere() {
    close_beside(true, false);
}

#[test]
fn after_a_close_an_arm_leaves_none_behind() {
    close_beside(true, true);
}

#[test]
fn a_close_drops_those_that_are_kept_beside_a_member_of_a_merge() {
    let (tx, rx) = bounded(0);
    let wakers = waited(&tx, &rx);
    let mut merge = Merge::from_iter([(1, rx.clone())]);
    let receive = Task::parked(merge.recv());
    assert!(tx.close());
    are_dropped(&wakers);
    drop(receive);
    are_dropped(&wakers);
}
