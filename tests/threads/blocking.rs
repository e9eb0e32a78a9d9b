//! Blocking sends, receives and iterators.

use super::{CAPACITIES, repeats};
use goit::sync::{Receiver, RecvError, SendError, bounded, rendezvous};
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

/// Three senders and three receivers, which receive so, each by its number: every value arrives once, and what one receiver
/// gets from one sender is in order.
fn arrives_once(receive: impl Fn(usize, Receiver<(u32, usize)>) -> Vec<(u32, usize)> + Sync) {
    let each = repeats(500);
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let received = thread::scope(|scope| {
            for sender in 0..3 {
                let tx = tx.clone();
                scope.spawn(move || (0..each).for_each(|n| tx.send_blocking((sender, n)).unwrap()));
            }
            drop(tx);
            let receivers = [0, 1, 2].map(|number| {
                let (rx, receive) = (rx.clone(), &receive);
                scope.spawn(move || receive(number, rx))
            });
            receivers.map(|receiver| receiver.join().unwrap())
        });
        for from_one in &received {
            for sender in 0..3 {
                let numbers: Vec<_> = from_one.iter().filter(|(from, _)| *from == sender).collect();
                assert!(numbers.is_sorted());
            }
        }
        let all: BTreeSet<_> = received.iter().flatten().collect();
        assert_eq!((all.len(), received.iter().map(Vec::len).sum::<usize>()), (3 * each, 3 * each));
    }
}

#[test]
fn every_value_arrives_once_between_many_threads() {
    arrives_once(|_, rx| rx.iter().collect());
}

#[test]
fn every_value_arrives_once_in_batches_between_many_threads() {
    arrives_once(|number, rx| {
        let limit = [2, 7, usize::MAX][number];
        let mut all = Vec::new();
        while let Ok(received) = rx.recv_many_blocking(&mut all, limit) {
            assert!((1..=limit).contains(&received));
            all.extend(rx.recv_blocking());
            if limit == 7 {
                all.extend(rx.drain());
            }
        }
        all
    });
}

#[test]
fn a_blocked_batch_is_released_by_a_send_and_by_a_close() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        thread::scope(|scope| {
            let receiver = scope.spawn(|| {
                let mut batch = Vec::new();
                let received = rx.recv_many_blocking(&mut batch, 8);
                (received, rx.recv_many_blocking(&mut batch, 8), batch)
            });
            tx.send_blocking(1).unwrap();
            tx.close();
            assert_eq!(receiver.join().unwrap(), (Ok(1), Err(RecvError), vec![1]));
        });
    }
}

#[test]
fn a_blocked_receive_is_released_by_a_send_and_by_a_close() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        thread::scope(|scope| {
            let receiver = scope.spawn(|| (rx.recv_blocking(), rx.recv_blocking()));
            tx.send_blocking(1).unwrap();
            tx.close();
            assert_eq!(receiver.join().unwrap(), (Ok(1), Err(RecvError)));
        });
    }
}

#[test]
fn a_blocked_send_is_released_by_a_receive_and_by_a_close() {
    let (tx, rx) = rendezvous();
    thread::scope(|scope| {
        let sender = scope.spawn(|| (tx.send_blocking(1), tx.send_blocking(2)));
        assert_eq!(rx.recv_blocking(), Ok(1));
        rx.close();
        assert_eq!(sender.join().unwrap(), (Ok(()), Err(SendError(2))));
    });
}

#[test]
fn the_last_handle_that_a_thread_drops_releases_the_others() {
    let (tx, rx) = rendezvous::<u8>();
    let receiver = thread::spawn(move || rx.recv_blocking());
    thread::spawn(move || drop(tx)).join().unwrap();
    assert_eq!(receiver.join().unwrap(), Err(RecvError));
}

#[test]
fn a_blocking_round_trip_between_two_threads() {
    let (to, from_main) = rendezvous();
    let (back, to_main) = rendezvous();
    let echo =
        thread::spawn(move || from_main.into_iter().for_each(|n: usize| back.send_blocking(n + 1).unwrap()));
    for n in 0..repeats(1000) {
        to.send_blocking(n).unwrap();
        assert_eq!(to_main.recv_blocking(), Ok(n + 1));
    }
    drop(to);
    echo.join().unwrap();
}

#[test]
fn threads_and_tasks_share_a_channel() {
    let (tx, rx) = bounded(1);
    let thread = thread::spawn(move || (0..100).for_each(|n| tx.send_blocking(n).unwrap()));
    let sum = futures_executor::block_on(async {
        let mut sum = 0;
        while let Ok(n) = rx.recv().await {
            sum += n;
        }
        sum
    });
    thread.join().unwrap();
    assert_eq!(sum, 4950);
}

#[test]
fn iterators_end_with_the_channel() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let sender = thread::spawn(move || (0..100).for_each(|n| tx.send_blocking(n).unwrap()));
        assert_eq!(rx.iter().take(10).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
        let mut more = Vec::new();
        for n in &rx {
            more.push(n);
            if n == 49 {
                break;
            }
        }
        assert_eq!(more, (10..50).collect::<Vec<_>>());
        assert_eq!(rx.into_iter().collect::<Vec<_>>(), (50..100).collect::<Vec<_>>());
        sender.join().unwrap();
    }
}

#[test]
fn a_send_and_two_closes_race() {
    for _ in 0..repeats(100) {
        let (tx, rx) = bounded::<u8>(1);
        let barrier = Barrier::new(3);
        thread::scope(|scope| {
            let closers: Vec<_> = (0..2)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        rx.close()
                    })
                })
                .collect();
            barrier.wait();
            let sent = tx.send_blocking(1);
            let closed = closers.into_iter().map(|closer| closer.join().unwrap());
            assert_eq!(closed.filter(|&closed| closed).count(), 1, "one of them closed it");
            assert_eq!(rx.recv_blocking().is_ok(), sent.is_ok());
        });
    }
}
