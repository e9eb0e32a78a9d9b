//! Wakers that poll the task they wake inside `wake`.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::cell::RefCell;
use std::rc::Rc;

const CAPACITIES: [usize; 4] = [0, 1, 2, usize::MAX];

#[test]
fn a_receiver_that_is_polled_inside_wake_gets_everything_in_order() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let received = Rc::new(RefCell::new(Vec::new()));
        let sink = received.clone();
        let receiver = Inline::start(async move {
            while let Ok(n) = rx.recv().await {
                sink.borrow_mut().push(n);
            }
        });
        for n in 0..repeats(100) {
            assert_eq!(tx.try_send(n), Ok(()));
            assert_eq!(received.borrow().len(), n + 1);
        }
        drop(tx);
        assert!(receiver.is_done());
        assert_eq!(*received.borrow(), (0..repeats(100)).collect::<Vec<_>>());
    }
}

#[test]
fn a_sender_that_is_polled_inside_wake_sends_everything_in_order() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = bounded(capacity);
        let sender = Inline::start(async move {
            for n in 0..repeats(100) {
                tx.send(n).await.unwrap();
            }
        });
        for n in 0..repeats(100) {
            assert_eq!(rx.try_recv(), Ok(n));
        }
        assert!(sender.is_done());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn two_tasks_that_poll_each_other_inside_wake_finish() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let (back_tx, back_rx) = bounded(capacity);
        let first = Inline::start(async move {
            for n in 0..repeats(50) {
                tx.send(n).await.unwrap();
                assert_eq!(back_rx.recv().await, Ok(n));
            }
        });
        let second = Inline::start(async move {
            while let Ok(n) = rx.recv().await {
                back_tx.send(n).await.unwrap();
            }
        });
        assert!(first.is_done() && second.is_done());
    }
}

#[test]
fn a_close_that_polls_those_it_wakes_tells_everybody() {
    let (tx, rx) = rendezvous::<u8>();
    let told: Vec<_> = (0..5)
        .map(|_| {
            let (rx, closed_rx) = (rx.clone(), rx.clone());
            let receiver = Inline::start(async move { assert_eq!(rx.recv().await, Err(RecvError)) });
            let watcher = Inline::start(async move { closed_rx.closed().await });
            (receiver, watcher)
        })
        .collect();
    tx.close();
    assert!(told.iter().all(|(receiver, watcher)| receiver.is_done() && watcher.is_done()));
}

#[test]
fn selects_that_are_polled_inside_wake_receive_everything() {
    for capacity in CAPACITIES {
        let (tx_a, rx_a) = bounded(capacity);
        let (tx_b, rx_b) = bounded(capacity);
        let received = Rc::new(RefCell::new(Vec::new()));
        let sink = received.clone();
        let fan_in = Inline::start(async move {
            loop {
                let got = select! { recv(rx_a) -> got => got, recv(rx_b) -> got => got };
                match got {
                    Ok(n) => sink.borrow_mut().push(n),
                    Err(RecvError) => break,
                }
            }
        });
        for n in 0..repeats(100) {
            if n % 3 == 0 { &tx_a } else { &tx_b }.try_send(n).unwrap();
            assert_eq!(received.borrow().len(), n + 1);
        }
        drop(tx_b);
        assert!(fan_in.is_done());
        assert_eq!(*received.borrow(), (0..repeats(100)).collect::<Vec<_>>());
        drop(tx_a);
    }
}

#[test]
fn two_selects_that_poll_each_other_inside_wake_meet() {
    let (tx_a, rx_a) = rendezvous();
    let (tx_b, rx_b) = rendezvous();
    let passed = Rc::new(RefCell::new([0, 0]));
    let side = |tx: Sender<u8>, rx: Receiver<u8>| {
        let passed = passed.clone();
        async move {
            for _ in 0..repeats(100) {
                select! {
                    send(tx, 1) -> sent => { sent.unwrap(); passed.borrow_mut()[0] += 1; }
                    recv(rx) -> received => { received.unwrap(); passed.borrow_mut()[1] += 1; }
                }
            }
        }
    };
    let left = Inline::start(side(tx_a, rx_b));
    let right = Inline::start(side(tx_b, rx_a));
    assert!(left.is_done() && right.is_done());
    assert_eq!(*passed.borrow(), [repeats(100); 2]);
}
