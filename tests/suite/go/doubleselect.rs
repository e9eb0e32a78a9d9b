//! Values that are sent by selects over several channels and received by selects over the same ones arrive once each.

use crate::flavor::*;
use crate::suite::support::*;
use goit::select;

/// Sends 0 to `count` in this order, each through whichever channel is ready first.
async fn sender(count: usize, tx: [Sender<usize>; 4]) {
    for n in 0..count {
        select! {
            send(tx[0], n) -> sent => sent.unwrap(),
            send(tx[1], n) -> sent => sent.unwrap(),
            send(tx[2], n) -> sent => sent.unwrap(),
            send(tx[3], n) -> sent => sent.unwrap(),
        }
    }
}

/// Passes on what comes from four channels until all are closed, two arms on each.
async fn multiplex(rx: [Receiver<usize>; 4], out: Sender<usize>) {
    let mut open = rx.map(Some);
    while open.iter().any(Option::is_some) {
        let (arm, received) = select! {
            recv(open[0]) -> n => (0, n),
            recv(open[1]) -> n => (1, n),
            recv(open[2]) -> n => (2, n),
            recv(open[3]) -> n => (3, n),
            recv(open[0]) -> n => (0, n),
            recv(open[1]) -> n => (1, n),
            recv(open[2]) -> n => (2, n),
            recv(open[3]) -> n => (3, n),
        };
        match received {
            Ok(n) => out.send(n).await.unwrap(),
            Err(RecvError) => open[arm] = None,
        }
    }
}

fn double(capacity: usize, seed: u64, multiplexers: usize) {
    const COUNT: usize = 1000;
    run_shuffled(seed, async move {
        let ends: [_; 4] = std::array::from_fn(|_| bounded(capacity));
        let (out, all) = rendezvous();
        for _ in 0..multiplexers {
            go(multiplex(ends.each_ref().map(|(_, rx)| rx.clone()), out.clone()));
        }
        drop(out);
        go(sender(COUNT, ends.map(|(tx, _)| tx)));
        let mut seen = vec![false; COUNT];
        let mut last = None;
        while let Ok(n) = all.recv().await {
            assert!(!std::mem::replace(&mut seen[n], true), "{n} came twice");
            if multiplexers == 1 && capacity == 0 {
                // One task received them from one task, one at a time: in order.
                assert!(last.replace(n).is_none_or(|last| last + 1 == n));
            }
        }
        assert!(seen.iter().all(|&seen| seen), "some never came");
    });
}

#[test]
fn every_value_comes_once_over_rendezvous() {
    for seed in 0..5 {
        double(0, seed, 1);
        double(0, seed, 3);
    }
}

#[test]
fn every_value_comes_once_over_buffers() {
    for seed in 0..5 {
        double(1, seed, 1);
        double(2, seed, 3);
        double(usize::MAX, seed, 2);
    }
}
