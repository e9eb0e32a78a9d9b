//! Leases: what a lease is to the channel, where a value that comes back stands, and whom it wakes.

use super::support::*;
use crate::flavor::future::Send;
use crate::flavor::*;
use futures_util::future::FusedFuture;
use futures_util::stream::FusedStream;
use futures_util::{FutureExt, StreamExt};
use std::panic::{AssertUnwindSafe, catch_unwind};

const CAPACITIES: [usize; 5] = [0, 1, 3, 64, usize::MAX];

/// A channel with as many of these values as it takes without waiting, and at capacity 0 sends that wait for the others.
fn filled<'a, T: Clone>(tx: &'a Sender<T>, values: &[T]) -> Vec<Task<Send<'a, T>>> {
    let mut sends = Vec::new();
    for value in values {
        let mut send = Task::new(tx.send(value.clone()));
        if send.poll().is_pending() {
            sends.push(send);
        }
    }
    sends
}

fn drained<T>(rx: &Receiver<T>) -> Vec<T> {
    std::iter::from_fn(|| rx.try_recv().ok()).collect()
}

#[test]
fn a_lease_that_is_taken_is_a_receive() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1, 2, 3]);
        assert_eq!(rx.try_lease().unwrap().take(), 1);
        assert_eq!(Task::new(rx.lease()).ready().unwrap().take(), 2);
        assert_eq!(Task::new(rx.clone().into_lease()).ready().unwrap().take(), 3);
        assert_eq!(rx.try_lease().unwrap_err(), TryRecvError::Empty);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn a_lease_is_used_as_its_value_and_gives_back_what_became_of_it() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[vec![1]]);
        let mut lease = rx.try_lease().unwrap();
        lease.push(2);
        assert_eq!((lease.len(), &lease[..]), (2, &[1, 2][..]));
        assert_eq!(format!("{lease:?}"), "Lease([1, 2])");
        drop(lease);
        let mut owned = rx.try_lease().unwrap().into_owned();
        owned.push(3);
        assert_eq!(format!("{owned:?}"), "OwnedLease([1, 2, 3])");
        drop(owned);
        assert_eq!(rx.try_recv(), Ok(vec![1, 2, 3]));
    }
}

#[test]
fn a_value_comes_back_before_everything_that_is_buffered() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1, 2, 3]);
        let lease = rx.try_lease().unwrap();
        let _more = filled(&tx, &[4]);
        drop(lease);
        assert_eq!(drained(&rx), [1, 2, 3, 4], "capacity {capacity}");
    }
}

#[test]
fn values_come_back_in_the_order_in_which_they_were_received_first() {
    // All orders in which four leases can end.
    let orders = (0..256).map(|n| [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6]);
    let orders = orders.filter(|order: &[usize; 4]| (0..4).all(|n| order.contains(&n)));
    for (case, order) in orders.enumerate() {
        for capacity in CAPACITIES {
            if !sampled(case, 24) {
                continue;
            }
            let (tx, rx) = bounded(capacity);
            let _sends = filled(&tx, &[0, 1, 2, 3, 4]);
            let mut leases: Vec<_> = (0..4).map(|_| rx.try_lease().ok()).collect();
            order.iter().for_each(|&n| leases[n] = None);
            assert_eq!(drained(&rx), [0, 1, 2, 3, 4], "{order:?}, capacity {capacity}");
        }
    }
}

#[test]
fn a_value_that_is_leased_again_keeps_its_place() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1, 2, 3]);
        let (first, second) = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
        drop(first);
        // The first one again, after the second.
        let again = rx.try_lease().unwrap();
        assert_eq!((*second, *again), (2, 1));
        drop(second);
        let third = rx.try_lease().unwrap();
        assert_eq!(*third, 2);
        drop(third);
        drop(again);
        assert_eq!(drained(&rx), [1, 2, 3]);
    }
}

#[test]
fn what_came_back_and_is_received_has_no_number_left() {
    let (tx, rx) = unbounded();
    (1..=4).for_each(|n| tx.try_send(n).unwrap());
    let (first, second) = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    drop((first, second));
    assert_eq!(rx.try_recv(), Ok(1));
    // The second is the only one left that has been received before.
    let third = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    assert_eq!((*third.0, *third.1), (2, 3));
    drop(third.1);
    drop(third.0);
    assert_eq!(drained(&rx), [2, 3, 4]);
    // And all goes on as if nothing had been.
    tx.try_send(5).unwrap();
    assert_eq!(rx.try_recv(), Ok(5));
}

#[test]
fn a_panic_and_a_cancelled_task_give_the_value_back() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1, 2]);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let lease = rx.try_lease().unwrap();
            assert_eq!(*lease, 2, "this handler fails");
        }));
        assert!(panicked.is_err());
        let mut task = Task::parked(async {
            let lease = rx.lease().await.unwrap();
            std::future::pending::<()>().await;
            lease.take()
        });
        task.pending();
        drop(task);
        assert_eq!(drained(&rx), [1, 2]);
    }
}

#[test]
fn a_lease_makes_room_and_a_value_comes_back_beyond_the_capacity() {
    let (tx, rx) = bounded(2);
    let mut sends = filled(&tx, &[1, 2, 3, 4]);
    let leases = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    sends.iter_mut().for_each(|send| send.woken().unwrap());
    assert_eq!((rx.len(), rx.is_full(), tx.free_capacity()), (2, true, Some(0)));
    drop(leases);
    assert_eq!((rx.len(), rx.is_full(), tx.free_capacity()), (4, true, Some(0)));
    assert_eq!(tx.try_send(5), Err(TrySendError::Full(5)));
    let mut send = Task::parked(tx.send(5));
    for n in [1, 2] {
        assert_eq!(rx.try_recv(), Ok(n));
        send.pending();
        assert_eq!(send.wakes(), 0);
    }
    // Now there is room.
    assert_eq!(rx.try_recv(), Ok(3));
    assert_eq!(send.woken(), Ok(()));
    assert_eq!((rx.len(), rx.is_full()), (2, true));
    assert_eq!(drained(&rx), [4, 5]);
    assert!(rx.is_empty());
}

#[test]
fn a_send_that_waits_is_let_in_as_what_came_back_makes_room() {
    for taken in 1..=3 {
        let (tx, rx) = bounded(3);
        (0..3).for_each(|n| tx.try_send(n).unwrap());
        let lease = rx.try_lease().unwrap();
        tx.try_send(3).unwrap();
        let mut sends: Vec<_> = (4..8).map(|n| Task::parked(tx.send(n))).collect();
        drop(lease);
        assert_eq!(rx.len(), 4);
        let mut batch = Vec::new();
        assert_eq!(rx.try_recv_many(&mut batch, taken), Ok(taken));
        assert_eq!(batch, (0..taken).collect::<Vec<_>>());
        for (at, send) in sends.iter_mut().enumerate() {
            assert_eq!(send.wakes(), usize::from(at + 1 < taken), "{taken} taken");
        }
        assert_eq!(drained(&rx), (taken..8).collect::<Vec<_>>());
        sends.iter_mut().for_each(|send| send.woken().unwrap());
    }
}

#[test]
fn at_capacity_0_a_value_that_came_back_is_received_before_sends_that_wait() {
    let (tx, rx) = rendezvous();
    let mut sends: Vec<_> = (1..=3).map(|n| Task::parked(tx.send(n))).collect();
    let lease = rx.try_lease().unwrap();
    assert_eq!(sends[0].woken(), Ok(()));
    drop(lease);
    assert_eq!((rx.len(), rx.is_empty(), rx.is_full()), (0, true, true));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(sends[1].wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(sends[1].woken(), Ok(()));
    let lease = rx.try_lease().unwrap();
    assert_eq!(tx.try_send(4), Err(TrySendError::Full(4)));
    drop(lease);
    assert_eq!(tx.try_send(4), Err(TrySendError::Full(4)));
    assert_eq!(rx.try_recv(), Ok(3));
}

#[test]
fn a_receive_that_waits_is_chosen_for_what_comes_back_and_woken_once() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1]);
        let lease = rx.try_lease().unwrap();
        let mut first = Task::parked(rx.recv());
        let mut second = Task::parked(rx.lease());
        drop(lease);
        assert_eq!((first.wakes(), second.wakes()), (1, 0));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty), "it is reserved");
        assert_eq!(first.woken(), Ok(1));
        assert!(tx.try_send(2).is_ok());
        let lease = second.woken().unwrap();
        let mut third = Task::parked(rx.lease());
        drop(lease);
        assert_eq!(third.woken().unwrap().take(), 2);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn what_comes_back_goes_before_what_is_reserved() {
    for capacity in [1, 3, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        tx.try_send(1).unwrap();
        let lease = rx.try_lease().unwrap();
        let mut first = Task::parked(rx.recv());
        let mut second = Task::parked(rx.recv());
        tx.try_send(2).unwrap(); // for the first
        drop(lease); // for the second
        // Whoever collects first has the front.
        assert_eq!(second.woken(), Ok(1));
        assert_eq!(first.woken(), Ok(2));
    }
}

#[test]
fn a_chosen_lease_that_is_dropped_passes_its_value_on() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let first = Task::parked(rx.lease());
        let mut second = Task::parked(rx.lease());
        tx.try_send(1).unwrap();
        assert_eq!((first.wakes(), second.wakes()), (1, 0));
        drop(first);
        let lease = second.woken().unwrap();
        assert_eq!(*lease, 1);
        let waiting = Task::parked(rx.lease());
        drop(waiting);
        drop(lease);
        assert_eq!(rx.try_recv(), Ok(1));
    }
}

#[test]
fn a_lease_that_waits_moves_to_another_task() {
    let (tx, rx) = bounded(1);
    let mut task = Task::parked(rx.lease());
    let before = task.moved();
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(before.wakes(), 0);
    assert_eq!(task.woken().unwrap().take(), 1);
}

#[test]
fn force_send_evicts_what_came_back_as_the_oldest() {
    let (tx, rx) = bounded(2);
    (1..=2).for_each(|n| tx.try_send(n).unwrap());
    let leases = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    tx.try_send(3).unwrap();
    drop(leases);
    assert_eq!(tx.force_send(4), Ok(Some(1)));
    assert_eq!(rx.len(), 3);
    assert_eq!(*rx.try_lease().unwrap(), 2);
    assert_eq!(tx.force_send(5), Ok(Some(2)));
    assert_eq!(tx.force_send(6), Ok(Some(3)));
    assert_eq!(drained(&rx), [4, 5, 6]);
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let lease = rx.try_lease().unwrap();
    let mut recv = Task::parked(rx.recv());
    drop(lease);
    tx.try_send(2).unwrap();
    // The one that came back is reserved.
    assert_eq!(tx.force_send(3), Ok(Some(2)));
    assert_eq!(recv.woken(), Ok(1));
    assert_eq!(drained(&rx), [3]);
}

#[test]
fn batches_take_what_came_back_first() {
    for capacity in CAPACITIES {
        for limit in 1..=6 {
            let (tx, rx) = bounded(capacity);
            let _sends = filled(&tx, &[1, 2, 3, 4, 5]);
            let leases: Vec<_> = (0..3).map(|_| rx.try_lease().unwrap()).collect();
            drop(leases);
            let mut batch = Vec::new();
            assert_eq!(Task::new(rx.recv_many(&mut batch, limit)).ready(), Ok(limit.min(5)));
            batch.extend(rx.drain());
            assert_eq!(batch, [1, 2, 3, 4, 5], "capacity {capacity}, {limit} at a time");
        }
    }
    let (tx, rx) = bounded(4);
    tx.try_send(1).unwrap();
    let lease = rx.try_lease().unwrap();
    let mut batch = Vec::new();
    let mut task = Task::parked(rx.recv_many(&mut batch, 4));
    drop(lease);
    tx.try_send(2).unwrap();
    assert_eq!(task.woken(), Ok(2));
    drop(task);
    assert_eq!(batch, [1, 2]);
}

#[test]
fn streams_receive_what_came_back() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut stream = rx.clone();
        let _sends = filled(&tx, &[1, 2]);
        let lease = rx.try_lease().unwrap();
        drop(lease);
        assert_eq!(Task::new(stream.next()).ready(), Some(1));
        let mut leases = rx.leases();
        let lease = Task::new(leases.next()).ready().unwrap();
        let mut next = Task::parked(leases.next());
        drop(lease);
        let lease = next.woken().unwrap();
        assert_eq!(*lease, 2);
        drop(next);
        assert!(!leases.is_terminated());
        assert_eq!(lease.take(), 2);
        tx.close();
        assert!(Task::new(leases.next()).ready().is_none());
        assert!(leases.is_terminated());
        assert!(Task::new(leases.next()).ready().is_none());
    }
}

#[test]
fn a_stream_of_leases_that_is_dropped_gives_its_place_up() {
    let (tx, rx) = bounded(1);
    let mut leases = rx.leases();
    Task::parked(leases.next());
    let mut recv = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    recv.pending();
    drop(leases);
    assert_eq!(recv.woken(), Ok(1));
}

#[test]
fn a_place_that_the_receiver_left_as_a_stream_is_given_up_for_a_lease() {
    let (tx, mut rx) = bounded(1);
    Task::parked(rx.next());
    tx.try_send(1).unwrap();
    assert_eq!(rx.try_lease().unwrap().take(), 1);
    Task::parked(rx.next());
    tx.try_send(2).unwrap();
    assert_eq!(Task::new(rx.lease()).ready().unwrap().take(), 2);
}

#[test]
fn the_owned_forms_keep_their_receiver() {
    let (tx, rx) = bounded(1);
    let mut leasing = Task::parked(rx.into_lease());
    assert_eq!(tx.receiver_count(), 1);
    tx.try_send(1).unwrap();
    let lease = leasing.woken().unwrap();
    drop(leasing);
    assert!(!tx.is_closed());
    let other = tx.clone();
    assert_eq!(other.receiver_count(), 1);
    // It comes back to a channel which nobody can receive from any more.
    drop(lease);
    assert!(tx.is_closed());

    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let owned = rx.try_lease().unwrap().into_owned();
    assert_eq!(tx.receiver_count(), 2);
    drop(rx);
    assert_eq!(owned.take(), 1);
    assert!(tx.is_closed());
}

#[test]
fn an_owned_lease_that_waits_and_is_dropped_leaves_the_line() {
    for chosen in [false, true] {
        let (tx, rx) = bounded(1);
        let leasing = Task::parked(rx.clone().into_lease());
        if chosen {
            tx.try_send(1).unwrap();
            drop(leasing);
        } else {
            drop(leasing);
            tx.try_send(1).unwrap();
        }
        assert_eq!(rx.try_recv(), Ok(1));
    }
}

#[test]
fn leases_are_terminated_once_they_have_completed() {
    let (tx, rx) = bounded(1);
    let (mut leasing, mut owned) = (rx.lease(), rx.clone().into_lease());
    assert!(!leasing.is_terminated() && !owned.is_terminated());
    tx.try_send(1).unwrap();
    assert!((&mut leasing).now_or_never().is_some());
    assert!((&mut owned).now_or_never().is_some());
    assert!(leasing.is_terminated() && owned.is_terminated());
    assert!(panics(|| (&mut leasing).now_or_never()).contains("completed"));
    assert!(panics(|| (&mut owned).now_or_never()).contains("completed"));
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn a_lease_that_is_made_and_not_polled_does_nothing() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    drop((rx.lease(), rx.clone().into_lease(), rx.leases()));
    assert_eq!(rx.len(), 1);
}

#[test]
fn a_leaked_lease_loses_its_value_alone() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let _sends = filled(&tx, &[1, 2, 3]);
        std::mem::forget(rx.try_lease().unwrap());
        drop(rx.try_lease().unwrap());
        assert_eq!(drained(&rx), [2, 3]);
        let mut recv = Task::parked(rx.recv());
        tx.try_send(4).unwrap();
        assert_eq!(recv.woken(), Ok(4));
    }
}

#[test]
fn a_leaked_lease_that_waits_keeps_its_place() {
    let (tx, rx) = bounded(2);
    Task::parked(rx.lease()).forget();
    tx.try_send(1).unwrap(); // for the one that is leaked
    tx.try_send(2).unwrap();
    assert_eq!(rx.try_lease().unwrap().take(), 1);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn many_leases_at_once_come_back_in_order() {
    let many = repeats(1000) as u32;
    for capacity in [0, 1, 10, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let values: Vec<_> = (0..many).collect();
        let _sends = filled(&tx, &values);
        let mut leases: Vec<_> = (0..many).map(|_| rx.try_lease().unwrap()).collect();
        let mut dice = Dice(1);
        while !leases.is_empty() {
            drop(leases.swap_remove(dice.below(leases.len())));
        }
        assert_eq!(drained(&rx), values);
    }
}

#[test]
fn values_without_size_come_back() {
    let (tx, rx) = bounded(2);
    (0..2).for_each(|_| tx.try_send(()).unwrap());
    let leases = (rx.try_lease().unwrap(), rx.try_lease().unwrap());
    drop(leases);
    assert_eq!(drained(&rx).len(), 2);
}

#[test]
fn a_send_of_many_leaves_memory_for_what_comes_back() {
    for capacity in [2, 3, 5, 64] {
        let (tx, rx) = bounded(capacity);
        tx.try_send(0).unwrap();
        let lease = rx.try_lease().unwrap();
        let mut values = (1..=capacity).collect();
        assert_eq!(Task::new(tx.send_many(&mut values)).ready(), Ok(()));
        drop(lease);
        assert_eq!(drained(&rx), (0..=capacity).collect::<Vec<_>>());
    }
}
