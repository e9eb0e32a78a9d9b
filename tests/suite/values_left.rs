//! What is left in a channel when its last handle goes is dropped with it, each value once, whatever was done without a
//! pause before.

use super::support::*;
use crate::flavor::*;

/// Sends five values, lets some be received, and drops both ends.
fn drop_ends(capacity: usize, received: u32, drop_ends: impl FnOnce(Sender<Value>, Receiver<Value>)) {
    let drops = Drops::new();
    let (tx, rx) = bounded(capacity);
    (0..5).for_each(|n| tx.try_send(drops.value(n)).unwrap());
    (0..received).for_each(|n| assert_eq!(rx.try_recv().unwrap().number, n));
    drop_ends(tx, rx);
    assert_eq!(drops.so_far(), [0, 1, 2, 3, 4], "capacity {capacity}, {received} received");
}

#[test]
fn values_that_were_sent_and_not_received_are_dropped_once() {
    for capacity in [5, 8, usize::MAX] {
        for received in 0..=5 {
            drop_ends(capacity, received, |tx, rx| drop((tx, rx)));
            drop_ends(capacity, received, |tx, rx| drop((rx, tx)));
        }
    }
}

#[test]
fn values_that_are_received_after_the_last_sender_went_are_not_dropped_again() {
    for capacity in [5, 8, usize::MAX] {
        for after in 0..=3 {
            drop_ends(capacity, 2, |tx, rx| {
                drop(tx);
                (2..2 + after).for_each(|n| assert_eq!(rx.try_recv().unwrap().number, n));
            });
        }
    }
}
