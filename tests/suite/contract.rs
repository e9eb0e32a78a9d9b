//! The contract, line by line, but for what has a file of its own: close, cancellation, wake-ups, select.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;

/// A channel of this capacity that is as full as it gets.
fn filled(capacity: usize) -> (Sender<usize>, Receiver<usize>) {
    let (tx, rx) = bounded(capacity);
    for n in 0..capacity {
        tx.try_send(n).unwrap();
    }
    (tx, rx)
}

// ---- The table of operations: open, can complete -------------------------------------------------------------------

#[test]
fn send_completes_while_there_is_room() {
    for capacity in [1, 2, 5, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        for n in 0..capacity.min(100) {
            assert_eq!(Task::new(tx.send(n)).ready(), Ok(()));
        }
        for n in 0..capacity.min(100) {
            assert_eq!(Task::new(rx.recv()).ready(), Ok(n));
        }
    }
}

#[test]
fn try_send_and_send_from_complete_while_there_is_room() {
    for capacity in [1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        assert_eq!(tx.try_send(1), Ok(()));
        assert_eq!(rx.try_recv(), Ok(1));
        let mut slot = Some(2);
        assert_eq!(Task::new(tx.send_from(&mut slot)).ready(), Ok(()));
        assert_eq!(slot, None);
        assert_eq!(rx.try_recv(), Ok(2));
        assert_eq!(tx.force_send(3), Ok(None));
        assert_eq!(rx.try_recv(), Ok(3));
    }
}

#[test]
fn a_parked_receive_completes_every_kind_of_send() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut receive = Task::parked(rx.recv());
        assert_eq!(Task::new(tx.send(1)).ready(), Ok(()));
        assert_eq!(receive.woken(), Ok(1));

        let mut receive = Task::parked(rx.recv());
        assert_eq!(tx.try_send(2), Ok(()));
        assert_eq!(receive.woken(), Ok(2));

        let mut receive = Task::parked(rx.recv());
        let mut slot = Some(3);
        assert_eq!(Task::new(tx.send_from(&mut slot)).ready(), Ok(()));
        assert_eq!(slot, None);
        assert_eq!(receive.woken(), Ok(3));

        let mut receive = Task::parked(rx.recv());
        assert_eq!(tx.force_send(4), Ok(None));
        assert_eq!(receive.woken(), Ok(4));
    }
}

#[test]
fn a_parked_send_completes_every_kind_of_receive() {
    for capacity in [0, 1, 2] {
        let (tx, mut rx) = filled(capacity);
        let expect = |n| if capacity == 0 { 10 + n } else { n };
        let mut sends: Vec<_> = (10..16).map(|n| Task::parked(tx.send(n))).collect();
        assert_eq!(Task::new(rx.recv()).ready(), Ok(expect(0)));
        assert_eq!(sends[0].woken(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(if capacity == 1 { 10 } else { expect(1) }));
        assert_eq!(sends[1].woken(), Ok(()));
        assert!(Task::new(rx.next()).ready().is_some());
        assert_eq!(sends[2].woken(), Ok(()));
        sends[3].pending();
    }
}

// ---- The table of operations: open, cannot -------------------------------------------------------------------------

#[test]
fn without_room_sends_park_or_refuse() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = filled(capacity);
        assert_eq!(tx.try_send(7), Err(TrySendError::Full(7)));
        let mut slot = Some(8);
        Task::new(tx.send_from(&mut slot)).pending();
        assert_eq!(slot, Some(8));
        Task::new(tx.send(9)).pending();
        assert_eq!(rx.len(), capacity);
    }
}

#[test]
fn without_values_receives_park_or_refuse() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, mut rx) = bounded::<u8>(capacity);
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        Task::new(rx.recv()).pending();
        Task::new(rx.next()).pending();
        assert!(!tx.is_closed());
    }
}

#[test]
fn force_send_evicts_the_oldest_available_value() {
    let (tx, rx) = filled(3);
    assert_eq!(tx.force_send(10), Ok(Some(0)));
    assert_eq!(tx.force_send(11), Ok(Some(1)));
    assert_eq!([rx.try_recv(), rx.try_recv(), rx.try_recv()], [Ok(2), Ok(10), Ok(11)]);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn force_send_does_not_evict_what_a_woken_receive_has_coming() {
    let (tx, rx) = bounded(1);
    let mut receive = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    assert_eq!(tx.force_send(2), Ok(None));
    assert_eq!(tx.force_send(3), Ok(Some(2)));
    assert_eq!(receive.woken(), Ok(1));
    assert_eq!(rx.try_recv(), Ok(3));
}

#[test]
fn force_send_goes_ahead_of_parked_sends_and_wakes_none() {
    let (tx, rx) = filled(1);
    let mut parked = Task::parked(tx.send(10));
    assert_eq!(tx.force_send(20), Ok(Some(0)));
    assert_eq!(parked.wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(20));
    assert_eq!(parked.woken(), Ok(()));
    assert_eq!(rx.try_recv(), Ok(10));
}

#[test]
fn force_send_at_capacity_0_gives_its_value_back_when_nobody_waits() {
    let (tx, rx) = rendezvous();
    assert_eq!(tx.force_send(1), Ok(Some(1)));
    let mut parked = Task::parked(tx.send(2));
    assert_eq!(tx.force_send(3), Ok(Some(3)));
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(parked.woken(), Ok(()));
}

#[test]
fn force_send_never_evicts_from_an_unbounded_channel() {
    let (tx, rx) = unbounded();
    for n in 0..100 {
        assert_eq!(tx.force_send(n), Ok(None));
    }
    assert_eq!(rx.len(), 100);
}

// ---- The table of operations: closed -------------------------------------------------------------------------------

#[test]
fn closed_sends_fail_and_keep_or_return_the_value() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        rx.close();
        assert_eq!(Task::new(tx.send(1)).ready(), Err(SendError(1)));
        assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
        let mut slot = Some(3);
        assert_eq!(Task::new(tx.send_from(&mut slot)).ready(), Err(SendError(())));
        assert_eq!(slot, Some(3));
        assert_eq!(tx.force_send(4), Err(SendError(4)));
    }
}

#[test]
fn a_full_closed_channel_is_closed_to_sends_not_full() {
    let (tx, rx) = filled(1);
    rx.close();
    assert_eq!(tx.try_send(2), Err(TrySendError::Closed(2)));
    assert_eq!(tx.force_send(4), Err(SendError(4)));
    assert_eq!(rx.try_recv(), Ok(0));
}

#[test]
fn closed_receives_get_buffered_values_first() {
    let (tx, mut rx) = filled(5);
    tx.close();
    assert_eq!(Task::new(rx.recv()).ready(), Ok(0));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(Task::new(rx.next()).ready(), Some(2));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(3), Ok(4)]);
    assert_eq!(Task::new(rx.recv()).ready(), Err(RecvError));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(Task::new(rx.next()).ready(), None);
}

// ---- The laws ------------------------------------------------------------------------------------------------------

#[test]
fn values_leave_in_the_order_in_which_their_sends_committed() {
    for capacity in [0, 1, 2, 3, 7] {
        let (tx, rx) = bounded(capacity);
        let mut sends: Vec<_> = (0..10).map(|n| Task::new(tx.send(n))).collect();
        for send in &mut sends {
            let _ = send.poll();
        }
        for n in 0..10 {
            assert_eq!(rx.try_recv(), Ok(n));
        }
    }
}

#[test]
fn parked_receives_are_served_first_come_first_served() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut receives: Vec<_> = (0..5).map(|_| Task::parked(rx.recv())).collect();
        for n in 0..5 {
            tx.try_send(n).unwrap();
            let woken: Vec<_> = receives.iter().map(Task::wakes).collect();
            assert_eq!(woken.iter().sum::<usize>(), n + 1);
            assert_eq!(woken[n], 1, "capacity {capacity}: {woken:?}");
        }
        for (n, receive) in receives.iter_mut().enumerate() {
            assert_eq!(receive.ready(), Ok(n));
        }
    }
}

#[test]
fn parked_sends_are_served_first_come_first_served() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = filled(capacity);
        let mut sends: Vec<_> = (0..5).map(|n| Task::parked(tx.send(100 + n))).collect();
        for n in 0..5 {
            rx.try_recv().unwrap();
            let woken: Vec<_> = sends.iter().map(Task::wakes).collect();
            assert_eq!(woken.iter().sum::<usize>(), n + 1);
            assert_eq!(sends[n].woken(), Ok(()));
        }
    }
}

#[test]
fn no_receive_overtakes_a_woken_one() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, mut rx) = bounded(capacity);
        let other = rx.clone();
        let mut first = Task::parked(other.recv());
        tx.try_send(1).unwrap();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        Task::new(rx.recv()).pending();
        Task::new(rx.next()).pending();
        assert_eq!(first.woken(), Ok(1));
    }
}

#[test]
fn no_send_overtakes_a_parked_one() {
    for capacity in [1, 2] {
        let (tx, rx) = filled(capacity);
        let mut first = Task::parked(tx.send(10));
        rx.try_recv().unwrap();
        // The place that became free is the parked send's.
        assert_eq!(tx.try_send(11), Err(TrySendError::Full(11)));
        Task::new(tx.send(12)).pending();
        assert_eq!(first.woken(), Ok(()));
    }
}

#[test]
fn at_capacity_0_values_reach_receives_in_the_order_of_commits() {
    let (tx, rx) = rendezvous();
    let mut early = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    let mut parked = Task::parked(tx.send(2));
    // The receive that comes now gets a value at once; the one chosen before it gets the other.
    let mut got = vec![rx.try_recv().unwrap(), early.woken().unwrap()];
    got.sort_unstable();
    assert_eq!(got, [1, 2]);
    assert_eq!(parked.woken(), Ok(()));
}

#[test]
fn a_value_passes_at_the_commit_not_at_the_poll() {
    let (tx, rx) = filled(1);
    let send = Task::parked(tx.send(10));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(0), Ok(10)]);
    // The send was never polled again, and its value is out.
    drop(send);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn unbounded_sends_never_wait() {
    let (tx, rx) = unbounded();
    for n in 0..repeats(10_000) {
        assert_eq!(Task::new(tx.send(n)).ready(), Ok(()));
    }
    for n in 0..repeats(10_000) {
        assert_eq!(rx.try_recv(), Ok(n));
    }
}
