//! Select, line by line of the contract: exactly one arm, and an arm that did not win has done nothing.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::task::Poll;

// ---- Exactly one ---------------------------------------------------------------------------------------------------

#[test]
fn of_many_ready_arms_exactly_one_is_done() {
    for capacity in [1, 2, usize::MAX] {
        for _ in 0..50 {
            let full: [_; 3] = std::array::from_fn(|n| {
                let (tx, rx) = bounded(capacity);
                tx.try_send(n).unwrap();
                (tx, rx)
            });
            let empty: [_; 3] = std::array::from_fn(|_| bounded(capacity));
            let won = Task::new(async {
                select! {
                    recv(full[0].1) -> received => received.unwrap(),
                    recv(full[1].1) -> received => received.unwrap(),
                    recv(full[2].1) -> received => received.unwrap(),
                    send(empty[0].0, 3_usize) -> sent => sent.map(|()| 3).unwrap(),
                    send(empty[1].0, 4) -> sent => sent.map(|()| 4).unwrap(),
                    send(empty[2].0, 5) -> sent => sent.map(|()| 5).unwrap(),
                }
            })
            .ready();
            for n in 0..3 {
                assert_eq!(full[n].1.len(), usize::from(won != n));
                assert_eq!(empty[n].1.try_recv().ok(), (won == n + 3).then_some(won));
            }
        }
    }
}

#[test]
fn a_parked_select_is_decided_once_whoever_comes() {
    let (tx0, rx0) = rendezvous();
    let (tx1, rx1) = bounded::<u8>(1);
    let (tx2, rx2) = rendezvous::<u8>();
    let mut race = Task::parked(async {
        select! {
            recv(rx0) -> received => (0, received),
            recv(rx1) -> received => (1, received),
            send(tx2, 2) -> sent => (2, sent.map(|()| 2).map_err(|_| RecvError)),
        }
    });
    assert_eq!(tx1.try_send(1), Ok(()));
    // Decided: the others meet nobody any more.
    assert_eq!(tx0.try_send(0), Err(TrySendError::Full(0)));
    assert_eq!(rx2.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(tx1.try_send(9), Ok(()));
    assert_eq!(race.woken(), (1, Ok(1)));
    assert_eq!(rx1.try_recv(), Ok(9));
}

#[test]
fn every_arm_of_a_parked_select_can_win() {
    for won in 0..4 {
        let (tx0, rx0) = rendezvous();
        let (tx1, rx1) = bounded(3);
        let (tx2, rx2) = rendezvous();
        let (tx3, rx3) = bounded(1);
        tx3.try_send("full").unwrap();
        let mut race = Task::parked(async {
            select! {
                recv(rx0) -> received => { assert_eq!(received, Ok(0)); 0 }
                recv(rx1) -> received => { assert_eq!(received, Ok('1')); 1 }
                send(tx2, 2.0) -> sent => { assert_eq!(sent, Ok(())); 2 }
                send(tx3, "3") -> sent => { assert_eq!(sent, Ok(())); 3 }
            }
        });
        match won {
            0 => tx0.try_send(0).unwrap(),
            1 => tx1.try_send('1').unwrap(),
            2 => assert_eq!(rx2.try_recv(), Ok(2.0)),
            _ => assert_eq!(rx3.try_recv(), Ok("full")),
        }
        assert_eq!(race.woken(), won);
        drop(race);
        assert_eq!(rx3.try_recv().ok(), if won == 3 { Some("3") } else { Some("full") });
        assert_eq!((rx2.try_recv().is_ok(), tx0.try_send(0).is_ok()), (false, false));
    }
}

#[test]
fn a_select_keeps_its_place_among_the_others() {
    let (tx, rx) = rendezvous();
    let (_idle, other) = rendezvous::<u8>();
    let mut before = Task::parked(rx.recv());
    let mut race = Task::parked(async {
        select! { recv(rx) -> received => received, recv(other) -> _ => unreachable!("nobody sends") }
    });
    let mut after = Task::parked(rx.recv());
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    assert_eq!((before.woken(), race.woken(), after.woken()), (Ok(1), Ok(2), Ok(3)));
}

#[test]
fn an_arm_of_any_kind_that_is_ready_wins_behind_one_that_waits() {
    let ((_idle, idle), (start, started)) = (rendezvous::<u8>(), bounded(1));
    let (tx, rx) = bounded(4);
    let (mut batch, mut queue) = (Vec::new(), [4].into());
    let mut task = Task::parked(async {
        // The selects after this one have its ticket, and in it the task's waker.
        select! { recv(idle) -> _ => unreachable!(), recv(started) -> received => assert_eq!(received, Ok(())) }
        select! { biased; recv(idle) -> _ => unreachable!(), send(tx, 1) -> sent => sent.unwrap() }
        select! { biased; recv(idle) -> _ => unreachable!(), recv(rx) -> received => assert_eq!(received, Ok(1)) }
        let mut slot = Some(2);
        select! { biased; recv(idle) -> _ => unreachable!(), send_from(tx, &mut slot) -> sent => sent.unwrap() }
        select! { biased; recv(idle) -> _ => unreachable!(), lease(rx) -> lease => assert_eq!(lease.unwrap().take(), 2) }
        select! { biased; recv(idle) -> _ => unreachable!(), reserve(tx) -> permit => permit.unwrap().send(3).unwrap() }
        select! { biased; recv(idle) -> _ => unreachable!(), send_many(tx, &mut queue) -> sent => assert_eq!(sent, Ok(1)) }
        select! {
            biased;
            recv(idle) -> _ => unreachable!(),
            recv_many(rx, &mut batch, 4) -> received => assert_eq!(received, Ok(2)),
        }
    });
    start.try_send(()).unwrap();
    task.woken();
    drop(task);
    assert_eq!(batch, [3, 4]);
}

#[test]
fn an_arm_of_any_kind_is_told_of_a_close_behind_one_that_waits() {
    let ((_idle, idle), (start, started)) = (rendezvous::<u8>(), bounded(1));
    let (tx, rx) = bounded(4);
    let (mut batch, mut queue, mut slot) = (Vec::new(), [2].into(), Some(1));
    tx.close();
    let mut task = Task::parked(async {
        // The selects after this one have its ticket, and in it the task's waker.
        select! { recv(idle) -> _ => unreachable!(), recv(started) -> received => assert_eq!(received, Ok(())) }
        [
            select! { biased; recv(idle) -> _ => false, recv(rx) -> received => received.is_err() },
            select! { biased; recv(idle) -> _ => false, lease(rx) -> lease => lease.is_err() },
            select! { biased; recv(idle) -> _ => false, recv_many(rx, &mut batch, 4) -> received => received.is_err() },
            select! { biased; recv(idle) -> _ => false, send(tx, 0) -> sent => sent.is_err() },
            select! { biased; recv(idle) -> _ => false, send_from(tx, &mut slot) -> sent => sent.is_err() },
            select! { biased; recv(idle) -> _ => false, send_many(tx, &mut queue) -> sent => sent.is_err() },
            select! { biased; recv(idle) -> _ => false, reserve(tx) -> permit => permit.is_err() },
        ]
    });
    start.try_send(()).unwrap();
    assert_eq!(task.woken(), [true; 7]);
}

#[test]
fn a_select_does_not_overtake_those_who_wait() {
    let (tx, rx) = bounded(1);
    let mut waits = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    let nothing = Task::new(async {
        select! { recv(rx) -> _ => false, default => true }
    })
    .ready();
    assert!(nothing, "the value is the parked receive's");
    assert_eq!(waits.woken(), Ok(1));
    tx.try_send(2).unwrap();
    let mut full = Task::parked(tx.send(3));
    let nothing = Task::new(async {
        select! { send(tx, 4) -> _ => false, default => true }
    })
    .ready();
    assert!(nothing);
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(2), Ok(3)]);
    full.woken().unwrap();
}

#[test]
fn a_select_decided_elsewhere_is_passed_over() {
    let (tx0, rx0) = rendezvous();
    let (tx1, rx1) = rendezvous();
    let mut race = Task::parked(async {
        select! { recv(rx0) -> received => received, recv(rx1) -> received => received }
    });
    let mut behind = Task::parked(rx1.recv());
    tx0.try_send(0).unwrap();
    // `race` still stands in the second line, in front; this send is for the one behind it.
    tx1.try_send(1).unwrap();
    assert_eq!(behind.woken(), Ok(1));
    assert_eq!(race.woken(), Ok(0));
}

// ---- Default, nil channels -----------------------------------------------------------------------------------------

#[test]
fn default_runs_when_no_arm_is_ready_and_leaves_nothing_behind() {
    let (tx, rx) = rendezvous();
    let mut attempt = Task::new(async {
        select! { recv(rx) -> _ => 1, send(tx, 2) -> _ => 2, wait(std::future::pending::<()>()) => 3, default => 4 }
    });
    assert_eq!((attempt.ready(), attempt.wakes()), (4, 0));
    assert!(tx.try_send(1).is_err() && rx.try_recv().is_err());
    let mut parked = Task::parked(tx.send(5));
    let got = Task::new(async {
        select! { recv(rx) -> received => received, default => Ok(0) }
    })
    .ready();
    assert_eq!(got, Ok(5));
    parked.woken().unwrap();
    assert_eq!(
        Task::new(async {
            select! { default => 7 }
        })
        .ready(),
        7
    );
}

#[test]
fn arms_without_a_handle_or_with_a_false_guard_take_no_part() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let (nil_rx, nil_tx) = (None::<Receiver<u8>>, None::<&Sender<u8>>);
    let mut empty = None;
    let mut race = Task::parked(async {
        select! {
            recv(nil_rx) -> _ => unreachable!("it is nil"),
            send(nil_tx, 1) -> _ => unreachable!("it is nil"),
            send_from(nil_tx, &mut empty) -> _ => unreachable!("it is nil"),
            recv(rx) -> _, if false => unreachable!("it is shut"),
            wait(async { unreachable!("it is shut") }) -> (), if false => {}
            send(tx, 2) -> sent => sent.unwrap(),
        }
    });
    assert_eq!(rx.try_recv(), Ok(1));
    race.woken();
    assert_eq!(race.counts().clones(), race.counts().clones().min(1));
    drop(race);
    assert!(matches!(Task::new(rx.recv()).poll(), Poll::Ready(Ok(2))));
}

// ---- Wakers --------------------------------------------------------------------------------------------------------

#[test]
fn a_select_keeps_one_waker_whatever_its_arms() {
    let channels: [_; 6] = std::array::from_fn(|_| rendezvous::<u8>());
    let mut race = Task::parked(async {
        select! {
            recv(channels[0].1) -> _ => {}
            recv(channels[1].1) -> _ => {}
            recv(channels[2].1) -> _ => {}
            send(channels[3].0, 1) -> _ => {}
            send(channels[4].0, 1) -> _ => {}
            send(channels[5].0, 1) -> _ => {}
        }
    });
    assert_eq!(race.counts().clones(), 1);
    (0..5).for_each(|_| race.pending());
    assert_eq!((race.counts().clones(), race.wakes()), (1, 0));
    let before = race.moved();
    race.pending();
    channels[4].1.try_recv().unwrap();
    assert_eq!(before.wakes(), 0);
    race.woken();
}
