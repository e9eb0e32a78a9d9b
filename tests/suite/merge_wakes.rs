//! A merge and wakers: each commit wakes at most one task, a woken one finds an event, nobody is woken for nothing; and
//! what a value costs, in memory, in wakers and in keys.

use super::memory::{poll, steady};
use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use std::cell::Cell;
use std::cmp::Ordering;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

fn channels(capacity: usize, n: usize) -> (Vec<Sender<usize>>, Merge<usize, usize>) {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..n).map(|_| bounded(capacity)).unzip();
    (senders, receivers.into_iter().enumerate().collect())
}

#[test]
fn the_first_of_several_commits_wakes_the_merge_and_the_others_wake_nobody() {
    for capacity in [0, 1, usize::MAX] {
        let (senders, mut merge) = channels(capacity, 4);
        let mut receive = Task::parked(merge.recv());
        for (n, tx) in senders.iter().enumerate() {
            tx.try_send(n).unwrap();
            assert_eq!(receive.wakes(), 1);
        }
        assert_eq!(receive.woken(), (0, Ok(0)));
        drop(receive);
        // In the order in which they were committed, without another wake-up.
        for n in 1..4 {
            let mut receive = Task::new(merge.recv());
            assert_eq!(receive.ready(), (n, Ok(n)));
            assert_eq!(receive.wakes(), 0);
        }
        let mut receive = Task::parked(merge.recv());
        senders[2].try_send(7).unwrap();
        assert_eq!(receive.woken(), (2, Ok(7)));
    }
}

#[test]
fn a_commit_whose_value_was_received_already_wakes_nobody() {
    for capacity in [0, 2] {
        let (tx, rx) = bounded(capacity);
        let mut merge = Merge::from_iter([(0, rx.clone()), (1, rx)]);
        let (polls, received) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let (polled, counted) = (polls.clone(), received.clone());
        let _task = Inline::start(poll_fn(move |cx| {
            polled.set(polled.get() + 1);
            while let Poll::Ready(Some(_)) = merge.poll_next_unpin(cx) {
                counted.set(counted.get() + 1);
            }
            Poll::Pending
        }));
        Task::new(tx.send_many(&mut [1, 2].into())).ready().unwrap();
        assert_eq!((polls.get(), received.get()), (2, 2), "capacity {capacity}");
    }
}

#[test]
fn a_close_wakes_the_merge_once() {
    let (senders, mut merge) = channels(1, 3);
    let mut receive = Task::parked(merge.recv());
    senders.iter().for_each(|tx| assert!(tx.close()));
    assert!(receive.woken().1.is_err());
}

#[test]
fn a_merge_that_is_not_awaited_any_more_is_not_woken() {
    let (senders, mut merge) = channels(1, 2);
    let receive = Task::parked(merge.recv());
    let counts = receive.counts().clone();
    drop(receive);
    senders[0].try_send(0).unwrap();
    let mut receive = Task::new(merge.recv());
    let again = receive.counts().clone();
    assert_eq!(receive.ready(), (0, Ok(0)));
    senders[1].try_send(1).unwrap();
    assert_eq!((counts.wakes(), again.wakes()), (0, 0));
}

#[test]
fn the_waker_of_the_latest_poll_is_woken() {
    let (senders, mut merge) = channels(1, 2);
    let mut receive = Task::parked(merge.recv());
    let first = receive.moved();
    receive.pending();
    let second = receive.moved();
    receive.pending();
    senders[1].try_send(1).unwrap();
    assert_eq!((first.wakes(), second.wakes()), (0, 0));
    assert_eq!(receive.woken(), (1, Ok(1)));
}

#[test]
fn spurious_polls_change_nothing_and_clone_nothing() {
    let (senders, mut merge) = channels(1, 2);
    let mut receive = Task::parked(merge.recv());
    assert_eq!(receive.counts().clones(), 1);
    (0..5).for_each(|_| receive.pending());
    assert_eq!((receive.counts().clones(), receive.wakes()), (1, 0));
    senders[0].try_send(1).unwrap();
    assert_eq!(receive.woken(), (0, Ok(1)));
}

#[test]
fn a_merge_that_is_polled_while_it_is_woken_misses_nothing() {
    let (senders, mut merge) = channels(0, 3);
    let got = Rc::new(Cell::new(0));
    let sum = got.clone();
    let inline = Inline::start(async move {
        while !merge.is_empty() {
            sum.set(sum.get() + merge.recv().await.1.unwrap_or(100));
        }
    });
    for round in 1..=5 {
        senders.iter().for_each(|tx| tx.try_send(1).unwrap());
        assert_eq!(got.get(), round * 3);
    }
    drop(senders);
    assert!(inline.is_done());
    assert_eq!(got.get(), 15 + 300);
}

#[test]
fn waiting_and_receiving_allocate_nothing() {
    let waker = Hooks::none().waker().0;
    for capacity in [0, 1, 4, usize::MAX] {
        let (senders, mut merge) = channels(capacity, 20);
        let mut round = 0;
        let cycle = || {
            round += 1;
            {
                let mut receive = pin!(merge.recv());
                assert!(poll(receive.as_mut(), &waker).is_pending());
                for tx in senders.iter().cycle().skip(round).take(5) {
                    tx.try_send(round).unwrap();
                }
                assert!(poll(receive, &waker).is_ready());
            }
            for _ in 1..5 {
                assert!(merge.try_recv().is_ok());
            }
        };
        assert_eq!(steady(cycle), 0, "capacity {capacity}");
    }
}

#[test]
fn a_member_costs_few_allocations_and_all_memory_is_given_back() {
    let n = repeats(400);
    let (_senders, receivers): (Vec<_>, Vec<_>) = (0..n).map(|_| bounded::<usize>(1)).unzip();
    let (used, ()) = usage(|| {
        let mut merge: Merge<_, _> = receivers.into_iter().enumerate().collect();
        assert!(merge.try_recv().is_err());
        for key in 0..n {
            assert!(merge.remove(&key).is_some());
        }
    });
    assert!(used.calls <= n + n / 2 + 30, "{} allocations for {n} members", used.calls);
    let (kept, ()) = usage(|| {
        let (senders, mut merge) = channels(1, n);
        assert!(merge.try_recv().is_err());
        senders.iter().for_each(|tx| tx.try_send(1).unwrap());
        assert!(merge.try_recv().is_ok());
    });
    assert_eq!(kept.bytes, 0);
}

/// A key, and how often it and its like were cloned and compared.
struct Counted(usize, Rc<[Cell<usize>; 2]>);

impl Clone for Counted {
    fn clone(&self) -> Self {
        self.1[0].set(self.1[0].get() + 1);
        Counted(self.0, self.1.clone())
    }
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Counted {}

impl PartialOrd for Counted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Counted {
    fn cmp(&self, other: &Self) -> Ordering {
        self.1[1].set(self.1[1].get() + 1);
        self.0.cmp(&other.0)
    }
}

#[test]
fn a_value_costs_one_clone_of_its_key_and_no_comparison_however_many_members_there_are() {
    for n in [1, 2, repeats(1000)] {
        let counts: Rc<[Cell<usize>; 2]> = Rc::default();
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..n).map(|_| bounded(1)).unzip();
        let keys = (0..n).map(|key| Counted(key, counts.clone()));
        let mut merge: Merge<_, _> = keys.zip(receivers).collect();
        counts.iter().for_each(|count| count.set(0));
        assert!(merge.try_recv().is_err());
        for round in 0..3 {
            let tx = &senders[n / 2];
            let mut receive = Task::parked(merge.recv());
            tx.try_send(round).unwrap();
            let (key, received) = receive.woken();
            assert_eq!((key.0, received), (n / 2, Ok(round)));
        }
        let [cloned, compared] = &*counts;
        assert_eq!((cloned.get(), compared.get()), (3, 0));
    }
}
