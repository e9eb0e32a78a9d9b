//! What the inquiries say while other threads send and receive: never more than the channel can hold.

use goit::sync::{Sender, bounded};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Inquiries of each thread that asks.
const INQUIRIES: usize = 1_000_000;

/// The most that `inquire` says while others send and receive without a pause. There are more threads than processors, so
/// that some of those who ask are held up in the middle of it.
fn most_beside_traffic(capacity: usize, inquire: impl Fn(&Sender<u64>) -> usize + Sync) -> usize {
    let (tx, rx) = bounded(capacity);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let _ = tx.try_send(1);
            }
        });
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let _ = rx.try_recv();
            }
        });
        let asking = [(); 4].map(|()| scope.spawn(|| (0..INQUIRIES).map(|_| inquire(&tx)).max().unwrap()));
        let most = asking.map(|asking| asking.join().unwrap());
        done.store(true, Ordering::Relaxed);
        most.into_iter().max().unwrap()
    })
}

#[test]
fn a_channel_never_holds_more_than_its_capacity() {
    for capacity in [2, 64] {
        let most = most_beside_traffic(capacity, |tx| tx.len());
        assert!(most <= capacity, "{most} values in a channel of {capacity}");
    }
}
