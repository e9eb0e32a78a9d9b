//! Many values at a time: what a batch takes, whom it wakes, what it leaves, and that nothing is lost with it.

use super::support::*;
use crate::flavor::*;
use futures_util::future::FusedFuture;
use futures_util::{FutureExt, StreamExt};
use goit::select;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const CAPACITIES: [usize; 5] = [0, 1, 3, 64, usize::MAX];

/// A receive of many that is ready: how many it received, and what is in the buffer then.
#[track_caller]
fn received<T: Clone>(rx: &Receiver<T>, limit: usize) -> (Result<usize, RecvError>, Vec<T>) {
    let mut batch = Vec::new();
    let result = Task::new(rx.recv_many(&mut batch, limit)).ready();
    (result, batch)
}

#[test]
fn a_batch_takes_what_is_there_in_order_up_to_its_limit() {
    for capacity in [7, 64, 1000, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        (0..7).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(received(&rx, 3), (Ok(3), vec![0, 1, 2]));
        assert_eq!(received(&rx, 1), (Ok(1), vec![3]));
        assert_eq!(rx.len(), 3);
        assert_eq!(received(&rx, usize::MAX), (Ok(3), vec![4, 5, 6]));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn a_batch_goes_around_the_end_of_the_memory() {
    let (tx, rx) = bounded(5);
    let mut batch = Vec::new();
    let mut sent = 0..;
    for limit in (1..=5).cycle().take(50) {
        while tx.free_capacity() > Some(0) {
            tx.try_send(sent.next().unwrap()).unwrap();
        }
        assert_eq!(rx.try_recv_many(&mut batch, limit), Ok(limit));
    }
    assert_eq!(batch, (0..150).collect::<Vec<_>>());
}

#[test]
fn a_batch_is_added_to_what_the_buffer_holds() {
    let (tx, rx) = bounded(4);
    let mut batch = vec![7];
    tx.try_send(8).unwrap();
    assert_eq!(Task::new(rx.recv_many(&mut batch, 4)).ready(), Ok(1));
    tx.try_send(9).unwrap();
    assert_eq!(rx.try_recv_many(&mut batch, 4), Ok(1));
    assert_eq!(batch, [7, 8, 9]);
}

#[test]
fn a_batch_of_none_does_nothing_at_once() {
    let (tx, rx) = bounded(1);
    for closed in [false, true] {
        assert_eq!(received(&rx, 0), (Ok(0), vec![]));
        assert_eq!(rx.try_recv_many(&mut Vec::new(), 0), Ok(0));
        if !closed {
            tx.try_send(1).unwrap();
            assert_eq!(received(&rx, 0), (Ok(0), vec![]));
            assert_eq!(rx.try_recv(), Ok(1));
            tx.close();
        }
    }
    assert_eq!(received(&rx, 1), (Err(RecvError), vec![]));
}

#[test]
fn a_batch_that_does_not_wait_says_why_it_is_none() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded::<u8>(capacity);
        let mut batch = Vec::new();
        assert_eq!(rx.try_recv_many(&mut batch, 8), Err(TryRecvError::Empty));
        tx.close();
        assert_eq!(rx.try_recv_many(&mut batch, 8), Err(TryRecvError::Closed));
        assert!(batch.is_empty());
    }
}

#[test]
fn a_batch_waits_for_the_first_value_and_takes_what_has_come_since() {
    for capacity in [1, 3, 64, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut batch = Vec::new();
        let mut task = Task::parked(rx.recv_many(&mut batch, 8));
        let most = capacity.min(5) + 1; // the first one takes no room
        (0..most).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(task.woken(), Ok(most));
        drop(task);
        assert_eq!(batch, (0..most).collect::<Vec<_>>());
    }
    let (tx, rx) = rendezvous();
    let mut batch = Vec::new();
    let mut task = Task::parked(rx.recv_many(&mut batch, 8));
    tx.try_send(1).unwrap();
    let mut send = Task::parked(tx.send(2));
    assert_eq!(task.woken(), Ok(2));
    assert_eq!(send.woken(), Ok(()));
    drop(task);
    assert_eq!(batch, [1, 2]);
}

#[test]
fn a_batch_takes_the_values_of_sends_that_wait_and_wakes_each_once() {
    let mut case = 0;
    for capacity in [0, 1, 2, 5] {
        for waiting in [1, 2, 15, 16, 17, 33, 40] {
            for limit in [1, 2, capacity + 1, 16, 17, capacity + waiting, usize::MAX] {
                case += 1;
                if !sampled(case, 4 * 7 * 7) {
                    continue;
                }
                let (tx, rx) = bounded(capacity);
                (0..capacity).for_each(|n| tx.try_send(n).unwrap());
                let mut sends: Vec<_> =
                    (capacity..capacity + waiting).map(|n| Task::parked(tx.send(n))).collect();
                let taken = limit.min(capacity + waiting);
                assert_eq!(received(&rx, limit), (Ok(taken), (0..taken).collect()));
                // Each value that was taken has made room for one.
                for (at, send) in sends.iter_mut().enumerate() {
                    if at < taken {
                        assert_eq!(send.woken(), Ok(()));
                    } else {
                        assert_eq!(send.wakes(), 0);
                        send.pending();
                    }
                }
                let left: Vec<_> = (taken..capacity + waiting).collect();
                assert_eq!(rx.drain().collect::<Vec<_>>(), left);
            }
        }
    }
}

#[test]
fn a_batch_takes_the_arms_of_selects() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let (other, other_rx) = rendezvous();
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        let select = |value| {
            let (tx, other) = (tx.clone(), other.clone());
            Task::parked(async move {
                select! { send(tx, value) -> sent => sent.is_ok(), send(other, value) -> _ => false }
            })
        };
        let (mut first, mut gone, mut last) = (select(1), select(2), select(3));
        let mut send = Task::parked(tx.send(4));
        assert_eq!(other_rx.try_recv(), Ok(1));
        assert!(!first.woken());
        // The first has been decided elsewhere.
        let expected = if capacity == 0 { vec![2, 3, 4] } else { vec![0, 2, 3, 4] };
        assert_eq!(received(&rx, 8), (Ok(expected.len()), expected));
        assert!(gone.woken() && last.woken());
        assert_eq!(send.woken(), Ok(()));
    }
}

#[test]
fn arms_that_were_decided_elsewhere_are_nothing_to_take() {
    let (tx, rx) = rendezvous();
    let (other, other_rx) = rendezvous();
    let mut selects: Vec<_> = (0..20)
        .map(|n| {
            let (tx, other) = (tx.clone(), other.clone());
            Task::parked(async move {
                select! { send(tx, n) -> _ => {} send(other, n) -> _ => {} }
            })
        })
        .collect();
    assert_eq!(other_rx.drain().len(), 20);
    let mut batch = Vec::new();
    assert_eq!(rx.try_recv_many(&mut batch, 8), Err(TryRecvError::Empty));
    let mut task = Task::parked(rx.recv_many(&mut batch, 8));
    selects.iter_mut().for_each(|select| select.woken());
    tx.try_send(1).unwrap();
    assert_eq!(task.woken(), Ok(1));
}

#[test]
fn a_batch_of_a_closed_channel_takes_what_was_buffered_and_nothing_else() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let buffered = capacity.min(5);
        (0..buffered).for_each(|n| tx.try_send(n).unwrap());
        let mut send = (capacity < 5).then(|| Task::parked(tx.send(100)));
        tx.close();
        if buffered > 0 {
            assert_eq!(received(&rx, 2), (Ok(buffered.min(2)), (0..buffered.min(2)).collect()));
        }
        if buffered > 2 {
            assert_eq!(received(&rx, 8), (Ok(buffered - 2), (2..buffered).collect()));
        }
        assert_eq!(received(&rx, 8), (Err(RecvError), vec![]));
        if let Some(send) = &mut send {
            assert_eq!(send.woken(), Err(SendError(100)));
        }
    }
}

#[test]
fn a_close_ends_a_batch_that_waits() {
    for capacity in CAPACITIES {
        for chosen in [false, true] {
            let (tx, rx) = bounded(capacity);
            let mut batch = Vec::new();
            let mut task = Task::parked(rx.recv_many(&mut batch, 8));
            if chosen {
                tx.try_send(1).unwrap();
            }
            tx.close();
            assert_eq!(task.woken(), if chosen { Ok(1) } else { Err(RecvError) });
            drop(task);
            assert_eq!(batch.len(), usize::from(chosen));
        }
    }
}

#[test]
fn a_batch_is_told_of_a_close_that_comes_while_its_waker_is_cloned() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded::<u8>(capacity);
        let closing = tx.clone();
        let mut batch = Vec::new();
        let hooks = Hooks::none().clone(move || assert!(closing.close()));
        assert_eq!(Task::with(rx.recv_many(&mut batch, 2), hooks).ready(), Err(RecvError));
    }
}

#[test]
fn a_dropped_batch_loses_nothing() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut batch = vec![0];
        drop(rx.recv_many(&mut batch, 8));
        let waiting = Task::parked(rx.recv_many(&mut batch, 8));
        drop(waiting);
        assert_eq!(tx.try_send(1).is_ok(), capacity > 0, "it has left the line");
        assert_eq!(rx.drain().count(), capacity.min(1));

        let chosen = Task::parked(rx.recv_many(&mut batch, 8));
        let mut behind = Task::parked(rx.recv());
        tx.try_send(2).unwrap();
        tx.try_send(3).unwrap();
        drop(chosen);
        assert_eq!(behind.woken(), Ok(2));
        assert_eq!(received(&rx, 8), (Ok(1), vec![3]));
        assert_eq!(batch, [0]);
    }
}

#[test]
fn a_batch_stands_in_line_as_one_receive() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let (mut one, mut two) = (Vec::new(), Vec::new());
        let mut first = Task::parked(rx.recv_many(&mut one, 8));
        let mut second = Task::parked(rx.recv());
        let mut third = Task::parked(rx.recv_many(&mut two, 8));
        (1..=3).for_each(|n| tx.try_send(n).unwrap());
        // What the others were chosen for is theirs.
        assert_eq!(first.woken(), Ok(1));
        assert_eq!(third.woken(), Ok(1));
        assert_eq!(second.woken(), Ok(3), "whoever collects first has the front");
        drop((first, third));
        assert_eq!((one, two), (vec![1], vec![2]));
        assert!(rx.is_empty());
    }
}

#[test]
fn a_batch_leaves_what_others_were_chosen_for() {
    let (tx, rx) = bounded(8);
    let mut chosen = Task::parked(rx.recv());
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    assert_eq!(rx.len(), 2);
    assert_eq!(received(&rx, 8), (Ok(2), vec![1, 2]));
    assert_eq!(rx.try_recv_many(&mut Vec::new(), 8), Err(TryRecvError::Empty));
    assert_eq!(chosen.woken(), Ok(3));
}

#[test]
fn a_batch_gives_up_the_place_of_its_stream() {
    let (tx, mut rx) = bounded(8);
    Task::new(rx.next()).pending();
    tx.try_send(1).unwrap();
    assert_eq!(received(&rx, 8), (Ok(1), vec![1]));
    Task::new(rx.next()).pending();
    tx.try_send(2).unwrap();
    assert_eq!(rx.drain().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_batch_that_is_polled_for_nothing_waits_on_also_with_another_waker() {
    let (tx, rx) = bounded(8);
    let mut batch = Vec::new();
    let mut task = Task::parked(rx.recv_many(&mut batch, 8));
    task.pending();
    let first = task.moved();
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(first.wakes(), 0);
    assert_eq!(task.woken(), Ok(1));
}

#[test]
fn a_batch_that_is_complete_says_so_and_is_not_polled_again() {
    let (tx, rx) = bounded(8);
    tx.try_send(1).unwrap();
    for limit in [0, 8] {
        let mut batch = Vec::new();
        let mut receiving = rx.recv_many(&mut batch, limit);
        assert!(!receiving.is_terminated());
        assert!((&mut receiving).now_or_never().is_some());
        assert!(receiving.is_terminated());
        assert!(panics(|| (&mut receiving).now_or_never()).contains("has completed"));
    }
}

#[test]
fn no_batch_is_held_up_by_senders_that_go_on() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let sent = Rc::new(Cell::new(0));
        let count = sent.clone();
        // Whoever is woken sends again at once, inside `wake`.
        let _sender = Inline::start(async move {
            while tx.send(count.get()).await.is_ok() {
                count.set(count.get() + 1);
            }
        });
        let first = 2 * capacity + 1 - capacity;
        assert_eq!(received(&rx, usize::MAX), (Ok(first), (0..first).collect()));
        assert_eq!(rx.drain().count(), first);
    }
}

#[test]
fn who_waits_without_a_value_does_not_make_a_batch_wait_for_one() {
    for capacity in [0, 1] {
        for behind in [false, true] {
            for reserves in [false, true] {
                let (tx, rx) = bounded(capacity);
                let (other, other_rx) = rendezvous();
                (0..capacity).for_each(|_| tx.try_send(0).unwrap());
                let next = Cell::new(capacity);
                let sends = tx.clone();
                let start = || {
                    Inline::start(async move {
                        while sends.send(next.get()).await.is_ok() {
                            next.set(next.get() + 1);
                        }
                    })
                };
                let wait = || {
                    Task::parked(async {
                        if reserves {
                            tx.reserve().await.map(drop).unwrap();
                        } else {
                            select! { send(tx, 100) -> _ => {}, send(other, 100) -> _ => {} }
                        }
                    })
                };
                // In line, but without a value, or without one that can be had.
                let waits;
                let _sender;
                if behind {
                    _sender = start();
                    waits = wait();
                } else {
                    waits = wait();
                    _sender = start();
                }
                assert_eq!(other_rx.try_recv().is_ok(), !reserves);
                assert_eq!(received(&rx, 8), (Ok(capacity + 1), (0..=capacity).collect()));
                drop(waits);
            }
        }
    }
}

#[test]
fn the_channel_is_free_while_a_batch_wakes_senders() {
    let channel = Channel::bounded(1);
    let seen = Rc::new(RefCell::new(Vec::new()));
    channel.try_send(0).unwrap();
    let mut sends: Vec<_> = (1..=3)
        .map(|n| {
            let (inside, seen) = (channel.clone(), seen.clone());
            let hooks = Hooks::none().wake(move || {
                let found = (inside.len(), inside.try_recv());
                seen.borrow_mut().push(found);
            });
            let mut send = Task::with(channel.send(n), hooks);
            send.pending();
            send
        })
        .collect();
    assert_eq!(received(channel.receiver(), 2), (Ok(2), vec![0, 1]));
    // Both were committed before anybody was woken; the first one's waker has received from the third one, woken within it.
    assert_eq!(*seen.borrow(), [(1, Ok(3)), (1, Ok(2)), (0, Err(TryRecvError::Empty))]);
    sends.iter_mut().for_each(|send| assert_eq!(send.woken(), Ok(())));
    // Gives the wakers back, which have the channel.
    channel.close();
}

#[test]
fn a_batch_is_received_at_once_also_where_a_permit_counts_on_another_receive() {
    let channel = Channel::bounded(0);
    let mut other = Task::parked(channel.recv());
    let permit = channel.sender().try_reserve().unwrap();
    let mut sends: Vec<_> = (0..6)
        .map(|n| {
            let inside = channel.clone();
            let hooks = Hooks::none().wake(move || assert_eq!(inside.try_recv(), Err(TryRecvError::Empty)));
            let mut send = Task::with(channel.send(n), hooks);
            send.pending();
            send
        })
        .collect();
    assert_eq!(received(channel.receiver(), usize::MAX), (Ok(6), (0..6).collect()));
    sends.iter_mut().for_each(|send| assert_eq!(send.woken(), Ok(())));
    permit.send(6).unwrap();
    assert_eq!(other.woken(), Ok(6));
    // Gives the wakers back, which have the channel.
    channel.close();
}

#[test]
fn a_waker_that_panics_keeps_nobody_from_being_woken_and_no_value() {
    for capacity in [0, 1] {
        for panicking in [0, 1, 15, 16, 19] {
            let (tx, rx) = bounded(capacity);
            (0..capacity).for_each(|_| tx.try_send(100).unwrap());
            let mut sends: Vec<_> = (0..20)
                .map(|n| {
                    let hooks = Hooks::none();
                    let hooks = if n == panicking { hooks.wake(|| panic!("a waker")) } else { hooks };
                    let mut send = Task::with(tx.send(n), hooks);
                    send.pending();
                    send
                })
                .collect();
            let mut batch = Vec::new();
            let mut receiving = rx.recv_many(&mut batch, usize::MAX);
            assert_eq!(panics(|| (&mut receiving).now_or_never()), "a waker");
            assert!(receiving.is_terminated());
            drop(receiving);
            batch.extend(rx.drain());
            let expected = (0..capacity).map(|_| 100).chain(0..20);
            assert_eq!(batch, expected.collect::<Vec<_>>());
            sends.iter_mut().for_each(|send| assert_eq!(send.woken(), Ok(())));
        }
    }
}

#[test]
fn a_waker_that_panics_keeps_no_value_from_a_batch_without_room() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|n| tx.try_send(n).unwrap());
        let mut first = Task::with(tx.send(capacity), Hooks::none().wake(|| panic!("a hostile waker")));
        first.pending();
        let mut others = [1, 2, 3, 4, 5, 6, 7].map(|n| Task::parked(tx.send(capacity + n)));
        let mut batch = Vec::new();
        assert!(panics(|| rx.try_recv_many(&mut batch, 99)).contains("a hostile waker"));
        assert_eq!(batch, (0..capacity + 8).collect::<Vec<_>>());
        assert_eq!(others.each_mut().map(Task::woken), [Ok(()); 7]);
    }
}

#[test]
fn a_batch_into_a_buffer_with_room_allocates_nothing() {
    for capacity in [0, 4, 100] {
        let (tx, rx) = bounded(capacity);
        let mut batch = Vec::with_capacity(300);
        let mut round = || {
            (0..capacity).for_each(|n| tx.try_send(n).unwrap());
            let sends: Vec<_> = (0..40).map(|n| Task::parked(tx.send(n))).collect();
            let used = allocations(|| assert_eq!(rx.try_recv_many(&mut batch, 300), Ok(capacity + 40)));
            drop(sends);
            batch.clear();
            let mut task = Task::new(rx.recv_many(&mut batch, 300));
            let waited = allocations(|| task.pending());
            tx.try_send(1).unwrap();
            let woken = allocations(|| assert_eq!(task.woken(), Ok(1)));
            drop(task);
            batch.clear();
            [used, waited, woken]
        };
        round();
        assert_eq!(round(), [0; 3], "capacity {capacity}");
    }
}

#[test]
fn a_buffer_grows_once_for_what_is_there() {
    let (tx, rx) = unbounded();
    (0..1000).for_each(|n| tx.try_send(n).unwrap());
    let mut batch = Vec::new();
    assert_eq!(allocations(|| rx.try_recv_many(&mut batch, usize::MAX).unwrap()), 1);
    assert_eq!((batch.len(), batch.capacity()), (1000, 1000));
    tx.try_send(0).unwrap();
    let mut other = Vec::new();
    rx.try_recv_many(&mut other, usize::MAX).unwrap();
    assert!(other.capacity() < 100, "a limit is no reason to grow");
}

#[test]
fn a_batch_gives_back_what_a_burst_has_taken() {
    let (tx, rx) = unbounded::<usize>();
    let mut batch = Vec::with_capacity(repeats(10_000));
    let (kept, ()) = usage(|| {
        (0..repeats(10_000)).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(rx.try_recv_many(&mut batch, usize::MAX), Ok(repeats(10_000)));
    });
    assert!(kept.bytes <= 1024, "{kept:?}");
}

#[test]
fn values_without_a_size_come_in_batches() {
    for capacity in [0, 5, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        (0..capacity.min(5)).for_each(|_| tx.try_send(()).unwrap());
        let sends: Vec<_> =
            (0..if capacity < 6 { 3 } else { 0 }).map(|_| Task::parked(tx.send(()))).collect();
        let expected = capacity.min(5) + sends.len();
        assert_eq!(received(&rx, usize::MAX), (Ok(expected), vec![(); expected]));
    }
}

#[test]
fn every_value_is_dropped_once() {
    let drops = Drops::new();
    let (tx, rx) = bounded(3);
    (0..3).for_each(|n| tx.try_send(drops.value(n)).unwrap());
    let sends: Vec<_> = (3..5).map(|n| Task::parked(tx.send(drops.value(n)))).collect();
    let mut batch = Vec::new();
    assert_eq!(rx.try_recv_many(&mut batch, 4).unwrap(), 4);
    drop(sends);
    assert!(drops.so_far().is_empty());
    drop(batch);
    assert_eq!(drops.so_far(), [0, 1, 2, 3]);
    let mut drain = rx.drain();
    assert_eq!(drain.len(), 1);
    (5..8).for_each(|n| tx.try_send(drops.value(n)).unwrap());
    assert_eq!(drain.next().map(|value| value.number), Some(4));
    drop(rx.drain());
    assert_eq!(drops.so_far(), [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_drain_has_what_was_there_when_it_was_made() {
    let (tx, rx) = bounded(4);
    assert_eq!(rx.drain().len(), 0);
    (0..4).for_each(|n| tx.try_send(n).unwrap());
    let mut send = Task::parked(tx.send(4));
    let mut drain = rx.drain();
    assert_eq!(send.woken(), Ok(()));
    tx.try_send(5).unwrap();
    assert_eq!((drain.size_hint(), drain.next(), drain.next_back()), ((5, Some(5)), Some(0), Some(4)));
    assert_eq!(format!("{drain:?}"), "Drain { len: 3 }");
    assert_eq!(drain.collect::<Vec<_>>(), [1, 2, 3]);
    tx.close();
    assert_eq!(rx.drain().chain(rx.drain()).collect::<Vec<_>>(), [5]);
}

#[test]
fn a_try_iter_goes_on_with_what_comes() {
    let (tx, rx) = bounded(2);
    tx.try_send(1).unwrap();
    let mut values = rx.try_iter();
    assert_eq!((values.next(), values.next()), (Some(1), None));
    tx.try_send(2).unwrap();
    tx.try_send(3).unwrap();
    let mut send = Task::parked(tx.send(4));
    assert_eq!(values.collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(send.woken(), Ok(()));
    assert_eq!(rx.try_iter().next(), None);
}

#[test]
fn batches_and_single_receives_share_a_channel() {
    for capacity in CAPACITIES {
        for seed in 0..repeats(100) as u64 {
            let got = Rc::new(RefCell::new(Vec::new()));
            let all = got.clone();
            run_shuffled(seed, async move {
                let (tx, rx) = bounded(capacity);
                for sender in 0..3 {
                    let tx = tx.clone();
                    go(async move {
                        for n in 0..10 {
                            tx.send(10 * sender + n).await.unwrap();
                        }
                    });
                }
                for limit in [1, 3, usize::MAX] {
                    let (rx, got) = (rx.clone(), got.clone());
                    go(async move {
                        let mut batch = Vec::new();
                        while let Ok(received) = rx.recv_many(&mut batch, limit).await {
                            assert!((1..=limit).contains(&received) && batch.len() == received);
                            got.borrow_mut().append(&mut batch);
                            if let Ok(value) = rx.recv().await {
                                got.borrow_mut().push(value);
                            }
                        }
                    });
                }
                drop((tx, rx));
            });
            let mut all = all.take();
            all.sort_unstable();
            assert_eq!(all, (0..30).collect::<Vec<_>>());
        }
    }
}
