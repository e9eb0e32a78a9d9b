//! What channels have to do here as anywhere, for either flavour: every capacity, select, cancellation, close. A check
//! panics where something is wrong.

use crate::executor::Executor;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::time::Duration;
use goit::handle::{Channel, Receiver, Sender};
use goit::{Flavor, RecvError, SendError, select};

/// The capacities to check; the last is unbounded.
const CAPACITIES: [usize; 4] = [0, 1, 3, usize::MAX];

fn channel<F: Flavor, T>(capacity: usize) -> (Sender<T, F>, Receiver<T, F>) {
    Channel::bounded(capacity).split()
}

/// All that is in a channel now.
fn drain<F: Flavor, T>(rx: &Receiver<T, F>) -> Vec<T> {
    core::iter::from_fn(|| rx.try_recv().ok()).collect()
}

/// All checks; how many.
pub fn all<F: Flavor>() -> usize {
    let checks = [
        producers_and_consumers::<F>,
        select_merges::<F>,
        select_meets_select::<F>,
        cancelled_tasks_leave::<F>,
        close_wakes_everybody::<F>,
    ];
    for check in checks {
        CAPACITIES.into_iter().for_each(check);
    }
    checks.len() * CAPACITIES.len()
}

/// Every value arrives once, those of one producer in their order.
fn producers_and_consumers<F: Flavor>(capacity: usize) {
    let all = RefCell::new(Vec::new());
    let all = &all;
    let (tx, rx) = channel::<F, (u8, u8)>(capacity);
    let mut executor = Executor::new();
    for producer in 0..2 {
        let tx = tx.clone();
        executor.spawn(async move {
            for n in 0..20 {
                tx.send((producer, n)).await.unwrap();
            }
        });
    }
    for _ in 0..2 {
        let rx = rx.clone();
        executor.spawn(async move {
            let mut last = [None; 2];
            while let Ok((producer, n)) = rx.recv().await {
                assert!(last[usize::from(producer)] < Some(n));
                last[usize::from(producer)] = Some(n);
                all.borrow_mut().push((producer, n));
            }
        });
    }
    drop((tx, rx));
    executor.run_alone();
    all.borrow_mut().sort_unstable();
    assert!(all.borrow().iter().copied().eq((0..2).flat_map(|p| (0..20).map(move |n| (p, n)))));
}

/// One select merges two channels into a third.
fn select_merges<F: Flavor>(capacity: usize) {
    let all = RefCell::new(Vec::new());
    let all = &all;
    let (left, from_left) = channel::<F, u8>(capacity);
    let (right, from_right) = channel::<F, u8>(capacity);
    let (out, merged) = channel::<F, u8>(capacity);
    let mut executor = Executor::new();
    for (tx, first) in [(left, 0), (right, 1)] {
        executor.spawn(async move {
            for n in (first..40).step_by(2) {
                tx.send(n).await.unwrap();
            }
        });
    }
    executor.spawn(async move {
        let (mut left, mut right, mut next) = (Some(from_left), Some(from_right), None);
        while left.is_some() || right.is_some() || next.is_some() {
            let full = next.is_some();
            select! {
                recv(left) -> got, if !full => match got {
                    Ok(n) => next = Some(n),
                    Err(RecvError) => left = None,
                },
                recv(right) -> got, if !full => match got {
                    Ok(n) => next = Some(n),
                    Err(RecvError) => right = None,
                },
                send_from(out, &mut next) -> sent, if full => sent.unwrap(),
            }
        }
    });
    executor.spawn(async move {
        while let Ok(n) = merged.recv().await {
            all.borrow_mut().push(n);
        }
    });
    executor.run_alone();
    all.borrow_mut().sort_unstable();
    assert!(all.borrow().iter().copied().eq(0..40));
}

/// Two selects, each with a send to the other and a receive from it: every round is one transfer.
fn select_meets_select<F: Flavor>(capacity: usize) {
    let totals = RefCell::new([(0, 0); 2]);
    let totals = &totals;
    let (there, from_there) = channel::<F, u8>(capacity);
    let (back, from_back) = channel::<F, u8>(capacity);
    let mut executor = Executor::new();
    for (side, tx, rx) in [(0, there, from_back.clone()), (1, back, from_there.clone())] {
        executor.spawn(async move {
            for n in 0..20 {
                let (sent, received) = select! {
                    send(tx, n) -> done => { done.unwrap(); (1, 0) }
                    recv(rx) -> got => { got.unwrap(); (0, 1) }
                };
                let total = &mut totals.borrow_mut()[side];
                *total = (total.0 + sent, total.1 + received);
            }
        });
    }
    executor.run_alone();
    let [(sent, received), (sent_back, received_back)] = *totals.borrow();
    assert_eq!((sent + received, sent_back + received_back), (20, 20));
    assert_eq!(sent - received_back, drain(&from_there).len());
    assert_eq!(sent_back - received, drain(&from_back).len());
}

/// Tasks dropped while they wait lose nothing, and nobody waits for them.
fn cancelled_tasks_leave<F: Flavor>(capacity: usize) {
    if capacity == usize::MAX {
        return;
    }
    let (tx, rx) = channel::<F, usize>(capacity);
    let (silent, nothing) = channel::<F, ()>(capacity);
    let (tx, rx, nothing) = (&tx, &rx, &nothing);
    let mut executor = Executor::new();

    // Chosen, and dropped before it is polled.
    executor.spawn(async { _ = rx.recv().await });
    executor.run_until_stalled();
    tx.try_send(7).unwrap();
    executor.cancel(0);
    assert_eq!(drain(rx), [7]);

    (0..capacity).for_each(|n| tx.try_send(n).unwrap());
    executor.spawn(async { tx.send(99).await.unwrap() });
    executor.spawn(async {
        select! {
            recv(nothing) -> _ => unreachable!(),
            send(tx, 98) -> _ => unreachable!(),
            wait(core::future::pending::<Duration>()) => {}
        }
    });
    assert_eq!(executor.run_until_stalled(), 2);
    executor.cancel(0);
    executor.cancel(1);
    assert!(drain(rx).into_iter().eq(0..capacity));
    drop(silent);
}

/// Every task that waits learns that the channel was closed, and what was not sent comes back.
fn close_wakes_everybody<F: Flavor>(capacity: usize) {
    if capacity == usize::MAX {
        return;
    }
    let (empty_tx, empty_rx) = channel::<F, usize>(capacity);
    let (full_tx, full_rx) = channel::<F, usize>(capacity);
    (0..capacity).for_each(|n| full_tx.try_send(n).unwrap());
    let mut executor = Executor::new();
    executor.spawn(async { assert_eq!(empty_rx.recv().await, Err(RecvError)) });
    executor.spawn(async { assert_eq!(full_tx.send(99).await, Err(SendError(99))) });
    executor.spawn(async { empty_tx.closed().await });
    executor.spawn(async {
        let mut slot = Some(99);
        select! {
            recv(empty_rx) -> got => assert_eq!(got, Err(RecvError)),
            send_from(full_tx, &mut slot) -> sent => assert_eq!(sent, Err(SendError(()))),
        }
        assert_eq!(slot, Some(99));
    });
    assert_eq!(executor.run_until_stalled(), 4);
    assert!(empty_tx.close());
    assert!(full_rx.close());
    executor.run_alone();
    drop(executor);
    assert!(drain(&full_rx).into_iter().eq(0..capacity));
}
