//! How long the memory of bursts is kept: what comes again and again is, what came once or long ago is not.

use super::support::*;
use crate::flavor::*;

/// A long burst, and a shorter one where it is interpreted.
const LONG: u64 = if cfg!(miri) { 3000 } else { 10_000 };

/// Puts so many values into an unbounded channel, and takes them out.
fn burst((tx, rx): &(Sender<u64>, Receiver<u64>), size: u64) {
    (0..size).for_each(|n| tx.try_send(n).unwrap());
    (0..size).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
}

#[test]
fn bursts_that_come_again_and_again_allocate_nothing() {
    for size in [LONG / 100, LONG / 10, LONG] {
        let channel = unbounded();
        (0..3).for_each(|_| burst(&channel, size));
        assert_eq!(allocations(|| (0..10).for_each(|_| burst(&channel, size))), 0, "bursts of {size}");
    }
}

#[test]
fn the_memory_of_bursts_is_given_back_once_they_have_stopped() {
    let channel = unbounded();
    let (kept, ()) = usage(|| {
        (0..3).for_each(|_| burst(&channel, LONG));
        (0..100).for_each(|_| burst(&channel, 1));
    });
    assert!(kept.bytes <= 1024, "{kept:?}");
}

#[test]
fn a_burst_counts_as_one_if_the_last_like_it_was_long_ago() {
    let channel = unbounded();
    let (kept, ()) = usage(|| {
        burst(&channel, LONG);
        (0..100).for_each(|_| burst(&channel, 200));
        burst(&channel, LONG);
    });
    assert!(kept.bytes <= 1024, "{kept:?}");
}
