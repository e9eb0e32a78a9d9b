//! A closed channel is not empty while a lease is out: who waits then, for what, and who is told at the end.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use goit::select;

const CAPACITIES: [usize; 4] = [0, 1, 3, usize::MAX];

/// A closed channel with the lease of its one value.
fn closed_with_a_lease(capacity: usize) -> (Receiver<u8>, OwnedLease<u8>) {
    let (tx, rx) = bounded(capacity);
    let mut send = Task::new(tx.send(1));
    let _ = send.poll();
    let lease = rx.try_lease().unwrap().into_owned();
    drop(send);
    drop(tx);
    (rx, lease)
}

#[test]
fn receives_wait_for_the_end_of_a_lease_and_are_told_when_it_was_taken() {
    for capacity in CAPACITIES {
        let (rx, lease) = closed_with_a_lease(capacity);
        let mut batch = Vec::new();
        assert!(rx.is_closed());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        assert_eq!(rx.try_lease().unwrap_err(), TryRecvError::Empty);
        assert_eq!(rx.try_recv_many(&mut batch, 8), Err(TryRecvError::Empty));
        assert_eq!(rx.drain().len(), 0);
        let (stream, other) = (rx.clone(), rx.clone());
        let mut recv = Task::parked(rx.recv());
        let mut leasing = Task::parked(rx.lease());
        let mut owned = Task::parked(rx.clone().into_lease());
        let mut many = Task::parked(rx.recv_many(&mut batch, 8));
        let mut stream = Task::parked(stream.into_future());
        let mut leases = rx.leases();
        let mut leases = Task::parked(leases.next());
        let mut select = Task::parked(async {
            select! { recv(other) -> received => received.is_err(), lease(other) -> lease => lease.is_err() }
        });
        assert_eq!(lease.take(), 1);
        assert_eq!(recv.woken(), Err(RecvError));
        assert_eq!(leasing.woken().unwrap_err(), RecvError);
        assert_eq!(owned.woken().unwrap_err(), RecvError);
        assert_eq!(many.woken(), Err(RecvError));
        assert!(stream.woken().0.is_none());
        assert!(leases.woken().is_none());
        assert!(select.woken());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        assert_eq!(rx.try_lease().unwrap_err(), TryRecvError::Closed);
        assert_eq!(Task::new(rx.recv()).ready(), Err(RecvError));
    }
}

#[test]
fn what_comes_back_to_a_closed_channel_is_received_and_the_others_are_told() {
    for capacity in CAPACITIES {
        let (rx, lease) = closed_with_a_lease(capacity);
        let mut first = Task::parked(rx.recv());
        let mut second = Task::parked(rx.recv());
        drop(lease);
        assert_eq!(first.woken(), Ok(1));
        assert_eq!(second.woken(), Err(RecvError));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

/// Told of the close because of its send, it does not fail where a value can be received by now.
#[test]
fn a_select_on_both_ends_does_not_miss_what_comes_back_to_a_closed_channel() {
    for capacity in [0, 1] {
        for chosen in [false, true] {
            let (tx, rx) = bounded(capacity);
            let mut leasing = Task::parked(rx.lease());
            tx.try_send(1).unwrap();
            let lease = (!chosen).then(|| leasing.woken().unwrap());
            // Nobody else sends meanwhile.
            let permit = (capacity > 0).then(|| tx.try_reserve().unwrap());
            let mut slot = Some(2);
            let (other_tx, other_rx) = (tx.clone(), rx.clone());
            let mut select = Task::parked(async {
                select! { biased;
                    recv(other_rx) -> received => Some(received),
                    send_from(other_tx, &mut slot) -> _ => None,
                }
            });
            assert!(tx.close());
            drop((lease, leasing));
            assert_eq!(select.woken(), None);
            drop(select);
            assert_eq!((rx.try_recv(), slot), (Ok(1), Some(2)));
            drop(permit);
        }
    }
}

#[test]
fn a_value_can_come_back_to_a_closed_channel_any_number_of_times() {
    for capacity in CAPACITIES {
        let (rx, lease) = closed_with_a_lease(capacity);
        drop(lease);
        for _ in 0..3 {
            assert_eq!(rx.len(), usize::from(capacity > 0));
            let lease = Task::new(rx.lease()).ready().unwrap();
            assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
            let mut waits = Task::parked(rx.lease());
            drop(lease);
            drop(waits.woken().unwrap());
        }
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn who_was_chosen_for_a_lease_keeps_the_others_waiting() {
    for capacity in CAPACITIES {
        // By the return of a lease to a closed channel, and by a send before the close.
        for returned in [false, true] {
            let (tx, rx) = bounded(capacity);
            let (mut first, mut second);
            if returned {
                let mut send = Task::new(tx.send(1));
                let _ = send.poll();
                let lease = rx.try_lease().unwrap();
                drop(send);
                tx.close();
                first = Task::parked(rx.lease());
                second = Task::parked(rx.recv());
                drop(lease);
            } else {
                first = Task::parked(rx.lease());
                second = Task::parked(rx.recv());
                tx.try_send(1).unwrap();
                tx.close();
            }
            assert_eq!((first.wakes(), second.wakes()), (1, 0));
            let lease = first.woken().unwrap();
            second.pending();
            drop(lease);
            assert_eq!(second.woken(), Ok(1));
            assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        }
    }
}

#[test]
fn who_was_chosen_for_a_lease_and_leaves_passes_it_on_and_the_others_are_told() {
    for capacity in CAPACITIES {
        let (rx, lease) = closed_with_a_lease(capacity);
        let first = Task::parked(rx.lease());
        let mut second = Task::parked(rx.recv());
        let mut third = Task::parked(rx.recv());
        drop(lease);
        assert_eq!((first.wakes(), second.wakes(), third.wakes()), (1, 0, 0));
        drop(first);
        assert_eq!(second.woken(), Ok(1));
        assert_eq!(third.woken(), Err(RecvError));
    }
}

#[test]
fn who_waits_for_a_lease_keeps_nobody_waiting() {
    let (tx, rx) = bounded::<u8>(1);
    let mut first = Task::parked(rx.lease());
    let mut second = Task::parked(rx.recv());
    tx.close();
    assert_eq!(first.woken().unwrap_err(), RecvError);
    assert_eq!(second.woken(), Err(RecvError));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn who_found_no_value_for_a_lease_keeps_nobody_waiting() {
    let (tx, rx) = bounded::<u8>(1);
    let _held = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    assert_eq!(rx.try_lease().unwrap_err(), TryRecvError::Empty);
    tx.close();
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(reserve.woken().unwrap_err(), SendError(()));
}

#[test]
fn everybody_else_is_told_of_the_close_at_once() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut first = Task::new(tx.send(0));
        let _ = first.poll();
        let lease = rx.try_lease().unwrap();
        if capacity > 0 {
            tx.try_send(1).unwrap();
        }
        let mut send = Task::parked(tx.send(2));
        let mut closed = Task::parked(tx.closed());
        assert!(rx.close());
        assert!(!rx.close());
        assert_eq!(send.woken(), Err(SendError(2)));
        closed.woken();
        assert_eq!(tx.try_send(3), Err(TrySendError::Closed(3)));
        drop(lease);
        assert_eq!(tx.try_send(3), Err(TrySendError::Closed(3)));
        assert_eq!(rx.drain().collect::<Vec<_>>(), (0..=capacity as i32).collect::<Vec<_>>());
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn receives_that_are_given_up_on_a_closed_channel_leave_nothing_behind() {
    let (rx, lease) = closed_with_a_lease(1);
    let mut waits = Task::parked(rx.recv());
    let before = usage(|| ()).0.bytes;
    let (used, ()) = usage(|| {
        for _ in 0..100 {
            drop(Task::parked(rx.recv()));
            drop(Task::parked(rx.lease()));
        }
    });
    assert!(used.bytes - before < 512, "{used:?}");
    drop(lease);
    assert_eq!(waits.woken(), Ok(1));
}

#[test]
fn a_closed_channel_that_has_come_to_its_end_keeps_no_memory() {
    for taken in [false, true] {
        let (tx, rx) = bounded(100);
        let (used, ()) = usage(|| {
            (0..100).for_each(|n| tx.try_send([n; 10]).unwrap());
            let lease = rx.try_lease().unwrap();
            tx.close();
            assert_eq!(rx.drain().len(), 99);
            if taken {
                lease.take();
            } else {
                drop(lease);
                assert_eq!(rx.drain().len(), 1);
            }
        });
        assert!(used.bytes < 600, "{used:?}");
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn when_the_last_receiver_goes_values_that_came_back_go_with_the_rest() {
    for capacity in CAPACITIES {
        let drops = Drops::new();
        let (tx, rx) = bounded(capacity);
        let mut sends: Vec<_> = (0..3).map(|n| Task::new(tx.send(drops.value(n)))).collect();
        sends.iter_mut().for_each(|send| _ = send.poll());
        drop(rx.try_lease().unwrap());
        let owned = rx.try_lease().unwrap().into_owned();
        drop(rx);
        assert!(!tx.is_closed());
        assert!(drops.so_far().is_empty());
        drop(owned);
        assert!(tx.is_closed());
        drop(sends);
        assert_eq!(drops.sorted(), [0, 1, 2]);
    }
}

#[test]
fn a_leaked_lease_keeps_a_closed_channel_from_its_end() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    std::mem::forget(rx.try_lease().unwrap());
    drop(tx);
    let mut recv = Task::parked(rx.recv());
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    recv.pending();
    drop(recv);
}

#[test]
fn a_merge_waits_for_a_lease_of_a_closed_member() {
    let (rx, lease) = closed_with_a_lease(1);
    let mut merge = Merge::from_iter([(7, rx)]);
    let mut recv = Task::parked(merge.recv());
    drop(lease);
    assert_eq!(recv.woken(), (7, Ok(1)));
    drop(recv);
    assert_eq!(Task::new(merge.recv()).ready(), (7, Err(RecvError)));
}

#[test]
fn the_bounds_of_a_stream_count_what_may_come_back() {
    let (rx, lease) = closed_with_a_lease(1);
    assert_eq!(futures_util::Stream::size_hint(&rx), (0, Some(1)));
    drop(lease);
    let (at_least, at_most) = futures_util::Stream::size_hint(&rx);
    assert!(at_least <= 1 && at_most == Some(1));
}
