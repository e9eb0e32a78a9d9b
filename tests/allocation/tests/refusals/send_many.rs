//! A send of many that finds no memory: what it has sent was sent, and whoever it was sent to is woken; the rest is the caller's.

use super::{drain, poll};
use crate::flavor::*;
use goit_allocation::{Drops, Ended, refusing};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Wake};

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_send_of_many_that_finds_no_memory_loses_nothing_and_wakes_whom_it_has_sent_to() {
    for (capacity, waiting) in [(0, 0), (0, 1), (0, 5), (0, 20), (2, 0), (2, 3), (2, 16), (70, 2)] {
        for granted in 0..8 {
            let drops = Drops::default();
            let (tx, rx) = bounded(capacity);
            let wakes: Vec<_> = (0..waiting).map(|_| Arc::new(Wakes::default())).collect();
            let mut receives: Vec<_> = wakes.iter().map(|_| rx.recv()).collect();
            for (receive, wakes) in receives.iter_mut().zip(&wakes) {
                let waker = wakes.clone().into();
                assert!(Future::poll(Pin::new(receive), &mut Context::from_waker(&waker)).is_pending());
            }
            let all = waiting + capacity + 3;
            let mut queue: VecDeque<_> = (0..all).map(|number| drops.value(number)).collect();
            let mut sending = tx.send_many(&mut queue);
            let ended = refusing(granted, || poll(&mut sending).is_pending());
            println!("capacity {capacity}, {waiting} wait, {granted} granted: {ended:?}");
            drop(sending);
            let mut received = Vec::new();
            for (receive, wakes) in receives.iter_mut().zip(&wakes) {
                let woken = wakes.0.load(Ordering::Relaxed);
                let polled = poll(receive);
                assert_eq!(woken, polled.is_ready() as usize, "who has a value was woken, and nobody else");
                if let std::task::Poll::Ready(value) = polled {
                    received.push(value.unwrap().number);
                }
            }
            drop(receives);
            received.extend(drain(&rx));
            if matches!(ended, Ended::Granted(_)) {
                assert_eq!(received.len(), waiting + capacity);
            }
            received.extend(queue.iter().map(|value| value.number));
            assert_eq!(received, (0..all).collect::<Vec<_>>());
            drop(queue);
            drop((tx, rx));
            drops.assert_each_once(all);
        }
    }
}
