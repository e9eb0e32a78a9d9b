//! A value that was sent to a receive while the channel held no other one: it is the front, whatever becomes of the receive,
//! and needs no memory.

use super::memory::poll;
use super::support::*;
use crate::flavor::*;
use std::collections::VecDeque;
use std::iter;
use std::pin::pin;
use std::task::{Poll, Waker};

const CAPACITIES: [usize; 5] = [0, 1, 2, 8, usize::MAX];

/// What is left in a channel in which a receive was chosen for 1, and `more` sent after it.
fn chosen(
    capacity: usize,
    more: u32,
) -> (Sender<u32>, Receiver<u32>, Task<impl Future<Output = Result<u32, goit::RecvError>>>) {
    let (tx, rx) = bounded(capacity);
    let chosen = Task::parked(rx.clone().into_recv());
    (1..=1 + more).for_each(|n| tx.try_send(n).unwrap());
    (tx, rx, chosen)
}

fn rest(rx: &Receiver<u32>) -> Vec<u32> {
    iter::from_fn(|| rx.try_recv().ok()).collect()
}

#[test]
fn it_stays_at_the_front_when_its_receive_leaves() {
    for capacity in CAPACITIES {
        let more = capacity.min(4) as u32;
        let (tx, rx, chosen) = chosen(capacity, more);
        drop(chosen);
        assert_eq!(rx.len(), if capacity == 0 { 0 } else { 1 + more as usize }, "capacity {capacity}");
        if capacity <= 4 {
            assert!(tx.try_send(9).unwrap_err().is_full(), "capacity {capacity}");
        }
        assert_eq!(rest(&rx), Vec::from_iter(1..=1 + more), "capacity {capacity}");
        if capacity > 0 {
            tx.try_send(7).unwrap();
            assert_eq!(rx.try_recv(), Ok(7), "capacity {capacity}");
        }
    }
}

#[test]
fn it_takes_room_once_its_receive_has_left() {
    let (tx, rx, chosen) = chosen(2, 0);
    drop(chosen);
    tx.try_send(2).unwrap();
    assert!(tx.is_full() && tx.try_send(3).unwrap_err().is_full());
    assert_eq!(tx.free_capacity(), Some(0));
    let mut sent = Task::parked(tx.send(3));
    assert_eq!(rest(&rx), [1, 2, 3]);
    sent.woken().unwrap();
}

#[test]
fn it_passes_to_the_next_who_waits() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let first = Task::parked(rx.recv());
        let (mut second, mut third) = (Task::parked(rx.recv()), Task::parked(rx.recv()));
        tx.try_send(1).unwrap();
        drop(first);
        tx.try_send(2).unwrap();
        assert_eq!((second.woken(), third.woken()), (Ok(1), Ok(2)), "capacity {capacity}");
    }
}

#[test]
fn it_is_what_a_forced_send_evicts() {
    for capacity in [1, 2, 8] {
        let (tx, rx, chosen) = chosen(capacity, 0);
        drop(chosen);
        (2..=capacity as u32).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(tx.force_send(100), Ok(Some(1)), "capacity {capacity}");
        assert_eq!(rx.len(), capacity);
        assert!(tx.try_send(101).unwrap_err().is_full());
        assert_eq!(rest(&rx), Vec::from_iter((2..=capacity as u32).chain([100])), "capacity {capacity}");
        assert_eq!(rx.len(), 0);
    }
}

#[test]
fn it_leaves_with_many() {
    for capacity in CAPACITIES {
        let more = capacity.min(3) as u32;
        let (_tx, rx, chosen) = chosen(capacity, more);
        drop(chosen);
        let mut values = Vec::new();
        assert_eq!(rx.try_recv_many(&mut values, 1), Ok(1));
        assert_eq!(values, [1]);
        values.extend(rest(&rx));
        assert_eq!(values, Vec::from_iter(1..=1 + more), "capacity {capacity}");

        let (tx, rx) = bounded(capacity);
        let mut values = Vec::new();
        let mut many = Task::parked(rx.recv_many(&mut values, 8));
        (1..=1 + more).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(many.woken(), Ok(1 + more as usize), "capacity {capacity}");
        drop(many);
        assert_eq!(values, Vec::from_iter(1..=1 + more), "capacity {capacity}");
    }
}

#[test]
fn what_comes_back_stands_before_it() {
    for capacity in [1, 2, 8, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        tx.try_send(0).unwrap();
        let lease = rx.try_lease().unwrap();
        let mut chosen = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        drop(lease);
        assert_eq!(chosen.woken(), Ok(0), "capacity {capacity}");
        assert_eq!(rest(&rx), [1], "capacity {capacity}");
    }
}

#[test]
fn it_comes_back_itself() {
    for capacity in [1, 2, 8, usize::MAX] {
        let (tx, rx, chosen) = chosen(capacity, 0);
        drop(chosen);
        drop(rx.try_lease().unwrap());
        let lease = rx.try_lease().unwrap();
        assert_eq!(*lease, 1);
        (2..2 + capacity.min(4) as u32).for_each(|n| tx.try_send(n).unwrap());
        drop(lease);
        assert_eq!(rest(&rx), Vec::from_iter(1..2 + capacity.min(4) as u32), "capacity {capacity}");

        let mut leased = Task::parked(rx.lease());
        tx.try_send(5).unwrap();
        drop(leased.woken().unwrap());
        assert_eq!(rest(&rx), [5], "capacity {capacity}");
    }
}

#[test]
fn whoever_receives_first_has_it_and_the_chosen_one_the_next() {
    for capacity in [0, 1, 2] {
        let (tx, rx, mut chosen) = chosen(capacity, capacity as u32);
        let next = 2 + capacity as u32;
        let mut waits = Task::parked(tx.send(next));
        assert_eq!(rx.try_recv(), Ok(1), "capacity {capacity}");
        waits.woken().unwrap();
        assert_eq!(chosen.woken(), Ok(2), "capacity {capacity}");
        assert_eq!(rest(&rx), Vec::from_iter(3..=next), "capacity {capacity}");
    }
}

#[test]
fn a_close_leaves_it_to_its_receive_or_to_others() {
    for capacity in CAPACITIES {
        let (tx, rx, mut taken) = chosen(capacity, 0);
        tx.close();
        assert_eq!(taken.woken(), Ok(1), "capacity {capacity}");
        assert!(rx.try_recv().unwrap_err().is_closed(), "capacity {capacity}");

        let (tx, rx, left) = chosen(capacity, 0);
        tx.close();
        drop(left);
        assert_eq!(rx.try_recv(), Ok(1), "capacity {capacity}");
        assert!(rx.try_recv().unwrap_err().is_closed(), "capacity {capacity}");
    }
}

#[test]
fn a_leaked_receive_keeps_one_value_from_others_and_no_more() {
    for capacity in [1, 2, 8, usize::MAX] {
        let (tx, rx, chosen) = chosen(capacity, 0);
        std::mem::forget(chosen);
        let mut received = Vec::new();
        for n in 2..20 {
            tx.try_send(n).unwrap();
            received.extend(rx.try_recv());
            let mut again = Task::parked(rx.recv());
            tx.try_send(100 + n).unwrap();
            received.extend(again.woken());
        }
        let sent = iter::once(1).chain((2..20).flat_map(|n| [n, 100 + n]));
        assert_eq!(received, Vec::from_iter(sent.take(received.len())), "capacity {capacity}");
        assert_eq!(received.len(), 36, "capacity {capacity}");
    }
}

#[test]
fn what_is_left_is_dropped_in_order() {
    for capacity in [1, 2, 8, usize::MAX] {
        let drops = Drops::new();
        let (tx, rx) = bounded(capacity);
        let chosen = Task::parked(rx.recv());
        (1..=1 + capacity.min(3) as u32).for_each(|n| tx.try_send(drops.value(n)).unwrap());
        drop(chosen);
        assert_eq!(drops.so_far(), []);
        drop(rx);
        assert_eq!(drops.so_far(), Vec::from_iter(1..=1 + capacity.min(3) as u32), "capacity {capacity}");
    }
}

#[test]
fn many_are_sent_to_a_receive_that_waits_alone() {
    for capacity in [1, 2, 8, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut chosen = Task::parked(rx.recv());
        let mut queue = VecDeque::from_iter(1..=1 + capacity.min(4) as u32);
        Task::new(tx.send_many(&mut queue)).ready().unwrap();
        assert_eq!(chosen.woken(), Ok(1), "capacity {capacity}");
        assert_eq!(rest(&rx), Vec::from_iter(2..=1 + capacity.min(4) as u32), "capacity {capacity}");
    }
}

#[test]
fn from_hand_to_hand_nothing_is_allocated() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let hand_over = || {
            let mut recv = pin!(rx.recv());
            assert!(poll(recv.as_mut(), Waker::noop()).is_pending());
            tx.try_send(1).unwrap();
            assert_eq!(poll(recv, Waker::noop()), Poll::Ready(Ok(1)));
        };
        assert_eq!(allocations(|| (0..10).for_each(|_| hand_over())), 0, "capacity {capacity}");
    }
}

#[test]
fn the_memory_of_bursts_is_given_back_beside_it() {
    let (tx, rx) = bounded(1000);
    for _ in 0..2 {
        (0..300).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(rest(&rx).len(), 300);
    }
    for n in 0..200 {
        let mut chosen = Task::parked(rx.recv());
        tx.try_send(n).unwrap();
        assert_eq!(chosen.woken(), Ok(n));
        // Into what there is of the buffer now.
        tx.try_send(n).unwrap();
        assert_eq!(rx.try_recv(), Ok(n));
    }
}
