//! A merge of receivers: who is in it, what it receives, in which order, and what it leaves to others.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use futures_util::future::FusedFuture;
use futures_util::stream::FusedStream;
use goit::{RecvError, TryRecvError, select};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

const CAPACITIES: [usize; 4] = [0, 1, 2, usize::MAX];

/// Senders of `n` channels, and a merge of their receivers under their numbers, all of which wait.
fn parked(capacity: usize, n: usize) -> (Vec<Sender<u32>>, Merge<usize, u32>) {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..n).map(|_| bounded(capacity)).unzip();
    let mut merge: Merge<_, _> = receivers.into_iter().enumerate().collect();
    Task::new(merge.recv()).pending();
    (senders, merge)
}

#[test]
fn a_value_comes_with_the_key_of_its_member() {
    for capacity in CAPACITIES {
        let (senders, mut merge) = parked(capacity, 3);
        for (n, tx) in senders.iter().enumerate().rev() {
            tx.try_send(n as u32 * 10).unwrap();
            assert_eq!(Task::new(merge.recv()).ready(), (n, Ok(n as u32 * 10)));
            assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
        }
    }
}

#[test]
fn newcomers_that_are_always_ready_come_behind_those_who_wait_for_their_turn() {
    for weight in [1, 2] {
        let (tx, rx) = unbounded();
        (0..100).for_each(|n| tx.try_send(n).unwrap());
        let ready = |values: u32| {
            let (tx, rx) = unbounded();
            (0..values).for_each(|n| tx.try_send(n).unwrap());
            rx
        };
        // Closed ones that leave by themselves, ones that are taken out, and ones that are replaced.
        for leaves in [0, 1, 2] {
            let mut merge = Merge::new();
            let values = if leaves == 0 { 0 } else { 5 };
            merge.insert_weighted(1, ready(values), weight);
            merge.insert_weighted(0, rx.clone(), weight);
            let mut steady = 0;
            let mut next = 2;
            for _ in 0..40 {
                let (key, _) = merge.try_recv().unwrap();
                if key == 0 {
                    steady += 1;
                    continue;
                }
                if leaves == 1 {
                    merge.remove(&key);
                }
                let key = if leaves == 2 { key } else { next };
                merge.insert_weighted(key, ready(values), weight);
                next += 1;
            }
            assert!(steady >= 20, "{steady} of 40, weight {weight}, {leaves}");
            tx.try_send(0).unwrap();
            (0..steady).for_each(|n| tx.try_send(n).unwrap());
        }
    }
}

#[test]
fn members_that_have_never_waited_are_ready_at_once() {
    for capacity in [1, 2, usize::MAX] {
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| bounded(capacity)).unzip();
        let mut merge: Merge<_, _> = receivers.into_iter().enumerate().collect();
        senders[1].try_send(1).unwrap();
        assert_eq!(Task::new(merge.recv()).ready(), (1, Ok(1)));
    }
    let (tx, rx) = rendezvous();
    let mut send = Task::parked(tx.send(1));
    let mut merge = Merge::from_iter([((), rx)]);
    assert_eq!(Task::new(merge.recv()).ready(), ((), Ok(1)));
    send.woken().unwrap();
}

#[test]
fn the_values_of_a_member_come_in_order_and_its_close_behind_them() {
    for capacity in CAPACITIES {
        let (senders, mut merge) = parked(capacity, 2);
        let mut got = Vec::new();
        let mut sends: Vec<_> = (0..4).map(|n| Task::new(senders[0].send(n))).collect();
        for send in &mut sends {
            let _ = send.poll();
        }
        for _ in 0..4 {
            got.push(Task::new(merge.recv()).ready());
        }
        drop(sends);
        assert!(got.into_iter().eq((0..4).map(|n| (0, Ok(n)))));
        if capacity > 0 {
            senders[0].try_send(4).unwrap();
        }
        senders[0].close();
        if capacity > 0 {
            assert_eq!(merge.try_recv(), Ok((0, Ok(4))));
        }
        assert_eq!(merge.try_recv(), Ok((0, Err(RecvError))));
        assert!(merge.keys().eq([&1]));
        assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn a_close_while_all_wait_is_an_event_of_each_member_once() {
    let (senders, mut merge) = parked(1, 3);
    senders[2].close();
    drop(senders);
    let mut closed: Vec<_> = (0..3).map(|_| Task::new(merge.recv()).ready()).collect();
    closed.sort_by_key(|(key, _)| *key);
    assert!(closed.into_iter().eq((0..3).map(|n| (n, Err(RecvError)))));
    assert!(merge.is_empty());
}

#[test]
fn a_value_that_comes_back_to_a_closed_channel_is_received_before_its_close() {
    let (tx, rx) = bounded(1);
    let first = Task::parked(rx.recv());
    let mut merge = Merge::from_iter([((), rx.clone())]);
    Task::new(merge.recv()).pending();
    tx.try_send(1).unwrap();
    tx.close();
    drop(first);
    assert_eq!(merge.try_recv(), Ok(((), Ok(1))));
    assert_eq!(merge.try_recv(), Ok(((), Err(RecvError))));
}

#[test]
fn without_members_recv_waits_and_the_stream_ends() {
    let mut merge = Merge::<u8, u32>::new();
    assert_eq!(merge.try_recv(), Err(TryRecvError::Closed));
    Task::new(merge.recv()).pending();
    assert_eq!(Task::new(merge.next()).ready(), None);
    assert!(merge.is_terminated());
    let (tx, rx) = bounded(1);
    merge.insert(1, rx);
    assert!(!merge.is_terminated());
    Task::new(merge.next()).pending();
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!(Task::new(merge.next()).ready(), Some((1, Ok(1))));
    assert_eq!(Task::new(merge.next()).ready(), Some((1, Err(RecvError))));
    assert_eq!(Task::new(merge.next()).ready(), None);
}

#[test]
fn keys_are_looked_up_and_listed() {
    let (_tx, rx) = bounded::<u32>(1);
    let mut merge = Merge::<String, u32>::default();
    merge.extend(["c", "a", "b", "a"].map(|key| (key.to_string(), rx.clone())));
    assert_eq!((merge.len(), merge.is_empty()), (3, false));
    assert!(merge.contains_key("a") && !merge.contains_key("d"));
    assert!(merge.remove("a").is_some() && merge.remove("a").is_none());
    assert!(merge.keys().eq(&["b", "c"]));
    assert_eq!(format!("{merge:?}"), r#"Merge { keys: ["b", "c"], .. }"#);
}

#[test]
fn an_insert_gives_the_receiver_of_the_same_key_back() {
    for won in [false, true] {
        let (senders, mut merge) = parked(1, 2);
        let (tx, rx) = bounded(1);
        if won {
            senders[0].try_send(1).unwrap();
        }
        let before = merge.insert(0, rx).unwrap();
        if !won {
            senders[0].try_send(1).unwrap();
        }
        assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
        assert_eq!(before.try_recv(), Ok(1));
        tx.try_send(2).unwrap();
        assert_eq!(merge.try_recv(), Ok((0, Ok(2))));
        assert_eq!(merge.len(), 2);
    }
}

#[test]
fn an_index_that_was_given_back_is_not_taken_for_the_one_before() {
    for told in [false, true] {
        let (senders, mut merge) = parked(1, 2);
        if told {
            senders[0].close();
        } else {
            senders[0].try_send(1).unwrap();
        }
        assert!(merge.remove(&0).is_some());
        let (tx, rx) = bounded(1);
        merge.insert(7, rx);
        assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
        tx.try_send(2).unwrap();
        senders[1].try_send(3).unwrap();
        assert_eq!([merge.try_recv(), merge.try_recv()], [Ok((7, Ok(2))), Ok((1, Ok(3)))]);
        assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn two_members_may_share_a_channel() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut merge = Merge::from_iter([('a', rx.clone()), ('b', rx)]);
        Task::new(merge.recv()).pending();
        tx.try_send(1).unwrap();
        tx.try_send(2).unwrap();
        let mut got = [merge.try_recv().unwrap(), merge.try_recv().unwrap()];
        got.sort_by_key(|(key, _)| *key);
        assert_eq!(got, [('a', Ok(1)), ('b', Ok(2))]);
        drop(tx);
        assert!(merge.try_recv().unwrap().1.is_err() && merge.try_recv().unwrap().1.is_err());
        assert!(merge.is_empty());
    }
}

#[test]
fn members_keep_their_places_while_the_merge_is_awaited_again_and_again() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut merge = Merge::from_iter([((), rx.clone())]);
        Task::new(merge.recv()).pending();
        let mut behind = Task::parked(rx.recv());
        let (_idle, idle) = rendezvous::<u32>();
        for _ in 0..3 {
            Task::new(merge.recv()).pending();
            Task::new(async {
                select! { recv(idle) -> _ => {} wait(merge.recv()) -> _ => {} }
            })
            .pending();
        }
        tx.try_send(1).unwrap();
        assert_eq!(behind.wakes(), 0);
        assert_eq!(merge.try_recv(), Ok(((), Ok(1))));
        tx.try_send(2).unwrap();
        assert_eq!(behind.woken(), Ok(2));
    }
}

#[test]
fn what_was_kept_for_a_member_passes_on_when_it_goes() {
    for capacity in CAPACITIES {
        for with_merge in [false, true] {
            let (tx, rx) = bounded(capacity);
            let mut merge = Merge::from_iter([((), rx.clone())]);
            Task::new(merge.recv()).pending();
            let mut next = Task::parked(rx.recv());
            tx.try_send(1).unwrap();
            tx.try_send(2).unwrap_or_else(|_| unreachable!("two receives wait"));
            assert_eq!(next.wakes(), 1);
            let mut last = Task::parked(rx.recv());
            if with_merge {
                drop(merge);
            } else {
                drop(merge.remove(&()));
            }
            assert_eq!((next.woken(), last.woken()), (Ok(1), Ok(2)));
        }
    }
}

#[test]
fn what_was_kept_for_a_member_stays_at_the_front_when_nobody_waits() {
    for capacity in CAPACITIES {
        let (senders, merge) = parked(capacity, 1);
        let (tx, mut merge) = (&senders[0], merge);
        let rx = merge.remove(&0).unwrap();
        merge.insert(1, rx.clone());
        Task::new(merge.recv()).pending();
        tx.try_send(1).unwrap();
        let _ = tx.try_send(2);
        drop(merge);
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(rx.try_recv().is_ok(), capacity > 0);
    }
}

#[test]
fn a_receiver_that_waits_as_a_stream_gives_that_place_up() {
    let (tx, mut rx) = bounded(1);
    Task::new(rx.next()).pending();
    let mut merge = Merge::from_iter([((), rx)]);
    tx.try_send(1).unwrap();
    assert_eq!(merge.try_recv(), Ok(((), Ok(1))));
}

#[test]
fn ready_members_take_turns() {
    let (senders, mut merge) = parked(usize::MAX, 5);
    for (n, tx) in senders.iter().enumerate() {
        (0..20).for_each(|_| tx.try_send(n as u32).unwrap());
    }
    for round in 0..20 {
        let mut keys: Vec<_> = (0..5).map(|_| merge.try_recv().unwrap().0).collect();
        keys.sort();
        assert_eq!(keys, [0, 1, 2, 3, 4], "round {round}");
    }
}

#[test]
fn one_that_becomes_ready_waits_for_one_round_of_the_others_at_most() {
    let (senders, mut merge) = parked(usize::MAX, 5);
    for tx in &senders[1..] {
        (0..20).for_each(|_| tx.try_send(0).unwrap());
    }
    (0..10).for_each(|_| _ = merge.try_recv().unwrap());
    senders[0].try_send(7).unwrap();
    let turns = (0..5).map(|_| merge.try_recv().unwrap()).filter(|event| *event == (0, Ok(7))).count();
    assert_eq!(turns, 1);
}

#[test]
fn shares_are_as_the_weights() {
    let channels = [(1, unbounded()), (2, unbounded()), (5, unbounded())];
    let mut merge = Merge::new();
    for (weight, (tx, rx)) in &channels {
        (0..100).for_each(|_| tx.try_send(()).unwrap());
        merge.insert_weighted(*weight, rx.clone(), *weight);
    }
    let mut counts = [0; 6];
    (0..80).for_each(|_| counts[merge.try_recv().unwrap().0 as usize] += 1);
    assert_eq!((counts[1], counts[2], counts[5]), (10, 20, 50));
    // What a member has not used of its turn is not kept.
    let (senders, mut merge) = parked(usize::MAX, 1);
    let (tx, rx) = unbounded();
    merge.insert_weighted(9, rx, 3);
    for _ in 0..2 {
        tx.try_send(0).unwrap();
        assert_eq!([merge.try_recv(), merge.try_recv()], [Ok((9, Ok(0))), Err(TryRecvError::Empty)]);
    }
    (0..9).for_each(|_| tx.try_send(0).unwrap());
    (0..9).for_each(|_| senders[0].try_send(0).unwrap());
    let keys: Vec<_> = (0..8).map(|_| merge.try_recv().unwrap().0).collect();
    assert_eq!(keys, [9, 9, 9, 0, 9, 9, 9, 0]);
}

#[test]
#[should_panic(
    expected = "a member of weight 0 would never have its turn; leave it out, or give it a weight of at least 1"
)]
fn a_weight_of_nothing_is_refused() {
    let (_tx, rx) = bounded::<u32>(1);
    Merge::new().insert_weighted((), rx, 0);
}

#[test]
fn a_completed_receive_of_a_merge_that_is_polled_again_panics() {
    let (senders, mut merge) = parked(1, 1);
    senders[0].try_send(1).unwrap();
    let mut receive = Task::new(merge.recv());
    assert!(!receive.future().is_terminated());
    receive.ready().1.unwrap();
    assert!(receive.future().is_terminated());
    assert!(panics(|| receive.poll()).contains("has completed"));
}

#[test]
fn a_select_with_a_merge_loses_nothing_whoever_wins() {
    for seed in 0..repeats(repeats(100)) as u64 {
        run_shuffled(seed, async move {
            let (control, changes) = bounded(1);
            go(async move {
                for n in 0..20 {
                    let (tx, rx) = bounded(n % 3);
                    control.send((n, rx)).await.unwrap();
                    go(async move {
                        for value in 0..n {
                            tx.send(value).await.unwrap();
                        }
                    });
                }
            });
            let mut merge = Merge::new();
            let mut changes = Some(changes);
            let (mut next, mut closed) = ([0; 20], 0);
            while changes.is_some() || !merge.is_empty() {
                select! {
                    recv(changes) -> change => match change {
                        Ok((key, rx)) => assert!(merge.insert(key, rx).is_none()),
                        Err(_) => changes = None,
                    },
                    wait(merge.recv()) -> (key, received) => match received {
                        Ok(value) => {
                            assert_eq!(value, next[key]);
                            next[key] += 1;
                        }
                        Err(RecvError) => {
                            assert_eq!(next[key], key);
                            closed += 1;
                        }
                    },
                }
            }
            assert_eq!(closed, 20);
        });
    }
}

#[test]
fn a_leaked_receive_and_a_leaked_merge_leave_the_channels_usable() {
    let (senders, mut merge) = parked(1, 2);
    Task::parked(merge.recv()).forget();
    senders[0].try_send(1).unwrap();
    assert_eq!(merge.try_recv(), Ok((0, Ok(1))));
    let (tx, rx) = bounded(1);
    let mut merge = Merge::from_iter([((), rx.clone())]);
    Task::new(merge.recv()).pending();
    std::mem::forget(merge);
    // One value stays behind for the leaked merge, and nothing else is lost.
    for n in 1..=4 {
        tx.try_send(n).unwrap();
        assert_eq!(rx.try_recv().ok(), Some(n - 1).filter(|&before| before > 0));
    }
}

type Shared = Rc<RefCell<Merge<usize, u32>>>;
type Next = Option<(usize, Result<u32, RecvError>)>;

/// A merge that several tasks use, none of them while another one does: one waits for it, as for a stream.
fn shared() -> (Sender<u32>, Shared, Task<impl Future<Output = Next>>) {
    let (tx, rx) = bounded(1);
    let merge = Rc::new(RefCell::new(Merge::from_iter([(0, rx)])));
    let stream = merge.clone();
    let next = Task::parked(std::future::poll_fn(move |cx| {
        futures_util::Stream::poll_next(Pin::new(&mut *stream.borrow_mut()), cx)
    }));
    (tx, merge, next)
}

#[test]
fn a_task_that_waits_is_woken_by_an_insert_of_a_member_that_is_ready_alone() {
    let (_tx, merge, mut next) = shared();
    let (tx, rx) = bounded(1);
    merge.borrow_mut().insert(1, rx);
    assert_eq!(next.wakes(), 0);
    tx.try_send(5).unwrap();
    assert_eq!(next.woken(), Some((1, Ok(5))));
    let (_tx, merge, mut next) = shared();
    let (tx, rx) = bounded(1);
    tx.try_send(5).unwrap();
    merge.borrow_mut().insert(1, rx);
    assert_eq!(next.woken(), Some((1, Ok(5))));
}

#[test]
fn a_task_that_waits_is_woken_when_the_last_member_goes() {
    let (tx, merge, mut next) = shared();
    let (_other, rx) = bounded(1);
    merge.borrow_mut().insert(1, rx);
    drop(merge.borrow_mut().remove(&0));
    assert_eq!(next.wakes(), 0);
    drop(merge.borrow_mut().remove(&1));
    assert_eq!(next.woken(), None);
    assert!(tx.is_closed());
}

#[test]
fn a_task_that_waits_is_woken_again_for_what_others_have_left() {
    let (tx, merge, mut next) = shared();
    tx.try_send(1).unwrap();
    assert_eq!(merge.borrow_mut().try_recv(), Ok((0, Ok(1))));
    next.pending();
    tx.try_send(2).unwrap();
    assert_eq!(next.ready(), Some((0, Ok(2))));
}
