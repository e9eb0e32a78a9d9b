//! Cancellation: each row of its table, at every capacity, and leaks.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;

const CAPACITIES: [usize; 4] = [0, 1, 2, usize::MAX];

fn filled(capacity: usize, drops: &Drops) -> (Sender<Value>, Receiver<Value>) {
    let (tx, rx) = bounded(capacity);
    for n in 0..capacity {
        tx.try_send(drops.value(n as u32)).unwrap();
    }
    (tx, rx)
}

#[test]
fn a_send_that_was_never_polled_has_done_nothing() {
    for capacity in CAPACITIES {
        let drops = Drops::new();
        let (tx, rx) = bounded(capacity);
        drop(tx.send(drops.value(1)));
        assert_eq!(drops.so_far(), [1]);
        let mut slot = Some(drops.value(2));
        drop(tx.send_from(&mut slot));
        assert_eq!(slot.map(|value| value.number), Some(2));
        drop(tx.clone().into_send(drops.value(3)));
        assert_eq!(drops.so_far(), [1, 2, 3]);
        assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Empty);
    }
}

#[test]
fn a_parked_send_drops_its_value_with_it_and_never_delivers_it() {
    for capacity in [0, 1, 2] {
        let drops = Drops::new();
        let (tx, rx) = filled(capacity, &drops);
        let first = Task::parked(tx.send(drops.value(10)));
        let mut second = Task::parked(tx.send(drops.value(11)));
        let third = Task::parked(tx.send(drops.value(12)));
        drop(third);
        drop(first);
        assert_eq!(drops.so_far(), [12, 10]);
        let mut received = Vec::new();
        while let Ok(value) = rx.try_recv() {
            received.push(value.number);
        }
        assert_eq!(received, (0..capacity as u32).chain([11]).collect::<Vec<_>>());
        assert!(second.woken().is_ok());
    }
}

#[test]
fn a_parked_send_from_puts_its_value_back() {
    for capacity in [0, 1, 2] {
        let drops = Drops::new();
        let (tx, rx) = filled(capacity, &drops);
        let mut slot = Some(drops.value(10));
        drop(Task::parked(tx.send_from(&mut slot)));
        assert_eq!(slot.as_ref().map(|value| value.number), Some(10));
        // It can be sent again, and arrives once.
        for _ in 0..capacity {
            rx.try_recv().unwrap();
        }
        let mut send = Task::new(tx.send_from(&mut slot));
        let _ = send.poll();
        assert_eq!(rx.try_recv().unwrap().number, 10);
        drop(send);
        assert!(slot.is_none());
    }
}

#[test]
fn a_committed_send_that_is_not_polled_again_was_sent() {
    for capacity in [0, 1, 2] {
        let drops = Drops::new();
        let (tx, rx) = filled(capacity, &drops);
        let mut slot = Some(drops.value(11));
        let first = Task::parked(tx.send(drops.value(10)));
        let second = Task::parked(tx.send_from(&mut slot));
        let mut received = vec![rx.try_recv().unwrap().number, rx.try_recv().unwrap().number];
        drop((first, second));
        assert!(slot.is_none());
        while let Ok(value) = rx.try_recv() {
            received.push(value.number);
        }
        assert_eq!(received, (0..capacity as u32).chain([10, 11]).collect::<Vec<_>>());
    }
}

#[test]
fn a_receive_that_was_not_chosen_leaves_the_line() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let first = Task::parked(rx.recv());
        let mut second = Task::parked(rx.recv());
        let third = Task::parked(rx.recv());
        let counts = [first.counts().clone(), third.counts().clone()];
        drop((first, third));
        tx.try_send(1).unwrap();
        assert_eq!(second.woken(), Ok(1));
        assert_eq!(counts.map(|counts| counts.wakes()), [0, 0]);
        // With nobody left in line, a rendezvous has nobody to meet.
        assert_eq!(tx.try_send(2).is_err(), capacity == 0);
    }
}

#[test]
fn a_chosen_receive_passes_its_reservation_to_the_next() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut receives: Vec<_> = (0..4).map(|_| Task::parked(rx.recv())).collect();
        tx.try_send(1).unwrap();
        assert_eq!(receives.iter().map(Task::wakes).collect::<Vec<_>>(), [1, 0, 0, 0]);
        drop(receives.remove(0));
        assert_eq!(receives.iter().map(Task::wakes).collect::<Vec<_>>(), [1, 0, 0]);
        drop(receives.remove(0));
        assert_eq!(receives[0].woken(), Ok(1));
        assert_eq!(receives[1].wakes(), 0);
        receives[1].pending();
    }
}

#[test]
fn a_chosen_receive_leaves_its_value_at_the_front() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let chosen = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        let after = tx.try_send(2);
        drop(chosen);
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(rx.try_recv(), if after.is_ok() { Ok(2) } else { Err(TryRecvError::Empty) });
    }
}

#[test]
fn of_several_chosen_receives_any_can_go_and_nothing_is_reordered() {
    for gone in 0..3 {
        for capacity in CAPACITIES {
            let (tx, rx) = bounded(capacity);
            let mut receives: Vec<_> = (0..3).map(|_| Task::parked(rx.recv())).collect();
            for n in 0..3 {
                tx.try_send(n).unwrap();
            }
            drop(receives.remove(gone));
            assert_eq!(receives[0].woken(), Ok(0));
            assert_eq!(receives[1].woken(), Ok(1));
            assert_eq!(rx.try_recv(), Ok(2));
        }
    }
}

#[test]
fn a_value_at_capacity_0_survives_the_receive_it_was_chosen_for() {
    let (tx, rx) = rendezvous();
    let chosen = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    drop(chosen);
    // The channel buffers nothing: until that value is out, a send waits for a receive as ever.
    assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
    let mut behind = Task::parked(tx.send(3));
    assert_eq!(Task::new(rx.recv()).ready(), Ok(1));
    assert_eq!(behind.wakes(), 0);
    assert_eq!(Task::new(rx.recv()).ready(), Ok(3));
    assert_eq!(behind.woken(), Ok(()));
}

#[test]
fn a_stream_that_waits_keeps_its_place_and_passes_it_on_when_dropped() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut streaming = rx.clone();
        Task::new(streaming.next()).pending();
        let mut behind = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        assert_eq!(behind.wakes(), 0);
        drop(streaming);
        assert_eq!(behind.woken(), Ok(1));
    }
}

#[test]
fn the_other_receives_of_a_streaming_handle_take_its_place_first() {
    for capacity in CAPACITIES {
        let (tx, mut rx) = bounded(capacity);
        Task::new(rx.next()).pending();
        tx.try_send(1).unwrap();
        // What was chosen for the stream is the handle's: nobody is waiting before this receive.
        assert_eq!(rx.try_recv(), Ok(1));
        Task::new(rx.next()).pending();
        tx.try_send(2).unwrap();
        assert_eq!(Task::new(rx.recv()).ready(), Ok(2));
    }
}

#[test]
fn a_dropped_sink_drops_what_it_had_not_sent() {
    use futures_util::SinkExt;
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let mut sink = tx.clone().into_sink();
    Task::new(sink.send(drops.value(1))).poll().is_pending().then_some(()).unwrap();
    assert_eq!(drops.so_far(), []);
    drop(sink);
    assert_eq!(drops.so_far(), [1]);
    assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Empty);
}

// ---- Leaks ----------------------------------------------------------------------------------------------------

#[test]
fn a_leaked_parked_receive_costs_at_most_one_reservation() {
    for capacity in [1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        Task::parked(rx.recv()).forget();
        // The leaked receive is first in line: it is chosen, and never collects. Values pass it by.
        for n in 0..10 {
            tx.try_send(n).unwrap();
            if n > 0 {
                assert_eq!(rx.try_recv(), Ok(n - 1));
            }
        }
        tx.close();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_leaked_parked_send_is_delivered_and_nothing_hangs() {
    for capacity in [0, 1] {
        let drops = Drops::new();
        let (tx, rx) = filled(capacity, &drops);
        Task::parked(tx.send(drops.value(10))).forget();
        let mut behind = Task::parked(tx.send(drops.value(11)));
        let received: Vec<_> = std::iter::from_fn(|| rx.try_recv().ok()).map(|value| value.number).collect();
        assert_eq!(received, (0..capacity as u32).chain([10, 11]).collect::<Vec<_>>());
        assert!(behind.woken().is_ok());
    }
}

#[test]
fn a_leaked_send_from_loses_its_value_at_most() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let mut slot = Some(drops.value(1));
    Task::parked(tx.send_from(&mut slot)).forget();
    assert!(slot.is_none());
    rx.close();
    drop((tx, rx));
    // The channel itself went: the leaked future only borrowed a handle.
    assert_eq!(drops.so_far(), [1]);
}

#[test]
fn a_leaked_place_survives_close_and_the_last_handles() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    Task::parked(rx.recv()).forget();
    tx.try_send(drops.value(1)).unwrap();
    tx.try_send(drops.value(2)).unwrap();
    Task::parked(tx.send(drops.value(3))).forget();
    let mut last = Task::parked(tx.send(drops.value(4)));
    rx.close();
    assert_eq!(last.woken().unwrap_err().into_inner().number, 4);
    drop(last);
    assert_eq!(rx.try_recv().unwrap().number, 1);
    drop(rx);
    assert_eq!(drops.sorted(), [1, 2, 4]);
    drop(tx);
    assert_eq!(drops.sorted(), [1, 2, 3, 4]);
}
