//! A select that is dropped, leaked or told of a close at any point: nothing is lost, nothing is left in a line.

use super::support::*;
use crate::flavor::*;
use goit::select;

#[test]
fn a_select_dropped_undecided_has_done_nothing() {
    for polls in 0..3 {
        let drops = Drops::new();
        let (tx, rx) = rendezvous();
        let (tx_full, rx_full) = bounded(1);
        tx_full.try_send(drops.value(0)).unwrap();
        let (tx_idle, rx_idle) = bounded::<Value>(1);
        let mut slot = Some(drops.value(2));
        let (one, three) = (drops.value(1), drops.value(3));
        let mut race = Task::new(async {
            select! {
                send(tx, one) -> _ => {}
                send_from(tx_full, &mut slot) -> _ => {}
                recv(rx_idle) -> _ => {}
                send(tx_full, three) -> _ => {}
            }
        });
        for _ in 0..polls {
            race.pending();
        }
        drop(race);
        assert_eq!(slot.take().map(|value| value.number), Some(2));
        assert_eq!(drops.sorted(), [1, 2, 3]);
        // Every arm has left its line.
        assert!(rx.try_recv().is_err());
        assert_eq!(rx_full.try_recv().unwrap().number, 0);
        assert!(rx_full.try_recv().is_err());
        tx_idle.try_send(drops.value(4)).unwrap();
        assert_eq!(rx_idle.len(), 1);
    }
}

#[test]
fn a_select_dropped_after_a_send_was_decided_has_sent() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let (other_tx, other_rx) = rendezvous();
    let mut slot = Some(drops.value(1));
    let two = drops.value(2);
    let race = Task::parked(async {
        select! { send_from(tx, &mut slot) -> _ => {}, send(other_tx, two) -> _ => {} }
    });
    assert_eq!(rx.try_recv().unwrap().number, 1);
    drop(race);
    assert!(slot.is_none());
    assert_eq!(drops.so_far(), [1, 2]);
    assert!(other_rx.try_recv().is_err());
}

#[test]
fn a_select_dropped_after_a_receive_was_decided_passes_it_on() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let (_idle, other) = rendezvous::<u8>();
        let race = || async {
            select! { recv(rx) -> received => received, recv(other) -> _ => Err(RecvError) }
        };
        // To the next in line,
        let first = Task::parked(race());
        let mut second = Task::parked(race());
        let mut third = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        drop(first);
        assert_eq!(third.wakes(), 0);
        assert_eq!(second.woken(), Ok(1));
        tx.try_send(2).unwrap();
        assert_eq!(third.woken(), Ok(2));
        // or to whoever comes.
        let only = Task::parked(race());
        tx.try_send(3).unwrap();
        drop(only);
        assert_eq!(rx.try_recv(), Ok(3));
    }
}

#[test]
fn a_leaked_select_costs_at_most_what_it_holds() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    let (other_tx, other_rx) = rendezvous();
    let value = drops.value(1);
    let race = async {
        select! { recv(rx) -> _ => {}, send(other_tx, value) -> _ => {} }
    };
    let (tx, other_rx, rx) = (tx.clone(), other_rx.clone(), rx.clone());
    Task::parked(race).forget();
    tx.try_send(drops.value(2)).unwrap();
    tx.try_send(drops.value(3)).unwrap();
    // Decided for its receive, it never collects; the other value is there, its send is not.
    assert_eq!(rx.try_recv().unwrap().number, 2);
    assert!(other_rx.try_recv().is_err());
    let mut receive = Task::parked(other_rx.recv());
    other_rx.close();
    assert!(receive.woken().is_err());
}

#[test]
fn a_closed_channel_makes_its_arm_ready_with_the_error() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    rx.close();
    let receive = || async {
        select! { recv(rx) -> received => received }
    };
    assert_eq!(Task::new(receive()).ready(), Ok(1));
    assert_eq!(Task::new(receive()).ready(), Err(RecvError));
    assert_eq!(
        Task::new(async {
            select! { send(tx, 7) -> sent => sent }
        })
        .ready(),
        Err(SendError(7))
    );
    let mut slot = Some(8);
    let send = async {
        select! { send_from(tx, &mut slot) -> sent => sent, default => unreachable!() }
    };
    assert_eq!(Task::new(send).ready(), Err(SendError(())));
    assert_eq!(slot, Some(8));
}

#[test]
fn a_close_decides_a_parked_select_once() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let (other_tx, other_rx) = rendezvous::<Value>();
    let mut slot = Some(drops.value(2));
    let one = drops.value(1);
    let mut race = Task::parked(async {
        select! {
            send(tx, one) -> sent => sent.map_err(|refused| refused.into_inner().number),
            recv(other_rx) -> _ => unreachable!("it is open"),
            send_from(other_tx, &mut slot) -> _ => unreachable!("it is open"),
        }
    });
    rx.close();
    other_rx.close();
    assert_eq!(race.woken(), Err(1));
    drop(race);
    assert_eq!(slot.map(|value| value.number), Some(2));
    assert_eq!(drops.so_far(), [1, 2]);
}

#[test]
fn a_close_decides_a_parked_receive() {
    let (tx, rx) = bounded::<u8>(1);
    let (_idle, other) = rendezvous::<u8>();
    let race = || async {
        select! { recv(other) -> _ => unreachable!(), recv(rx) -> received => received }
    };
    let mut first = Task::parked(race());
    let mut second = Task::parked(race());
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!((first.woken(), second.woken()), (Ok(1), Err(RecvError)));
}
