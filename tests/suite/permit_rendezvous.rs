//! Permits where nothing is buffered: each counts on one receive that waits.

use super::support::*;
use crate::flavor::*;
use futures_util::{FutureExt, StreamExt};
use goit::select;
use std::future::pending;
use std::pin::pin;

#[test]
fn a_permit_counts_on_one_receive_that_waits() {
    let (tx, rx) = rendezvous();
    assert!(tx.try_reserve().unwrap_err().is_full());
    let mut first = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    assert!(tx.try_reserve().unwrap_err().is_full());
    assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)), "the last receive is the permit's");
    assert_eq!(tx.force_send(9), Ok(Some(9)));
    let mut second = Task::parked(rx.recv());
    assert_eq!(tx.try_send(1), Ok(()), "there is another one now");
    assert_eq!(first.woken(), Ok(1), "first come, first served");
    assert_eq!(permit.send(2), Ok(()));
    assert_eq!(second.woken(), Ok(2));
}

#[test]
fn a_permit_keeps_its_receive_when_another_one_is_used_or_dropped() {
    for used in [false, true] {
        let (tx, rx) = rendezvous();
        let mut receives = [(); 2].map(|()| Task::parked(rx.recv()));
        let [first, second] = [(); 2].map(|()| tx.try_reserve().unwrap());
        if used {
            first.send(1).unwrap();
        } else {
            drop(first);
            tx.try_send(1).unwrap();
        }
        assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)));
        second.send(2).unwrap();
        assert_eq!(receives.each_mut().map(Task::woken), [Ok(1), Ok(2)]);
    }
}

#[test]
fn the_value_of_a_permit_whose_receive_has_gone_is_the_next_receives() {
    let (tx, rx) = rendezvous();
    let receive = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    let mut send = Task::parked(tx.send(2));
    drop(receive);
    assert_eq!(permit.send(1), Ok(()));
    assert_eq!(rx.len(), 0);
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(send.woken(), Ok(()));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_dropped_permit_whose_receive_has_gone_wakes_nobody() {
    let (tx, rx) = rendezvous();
    let receive = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    let mut send = Task::parked(tx.send(1));
    let mut reserve = Task::parked(tx.reserve());
    drop(receive);
    drop(permit);
    assert_eq!((send.wakes(), reserve.wakes()), (0, 0));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
    reserve.pending();
}

#[test]
fn a_dropped_permit_leaves_its_receive_to_the_next_in_line() {
    let (tx, rx) = rendezvous();
    let mut receive = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    let mut send = Task::parked(tx.send(1));
    drop(permit);
    assert_eq!((receive.wakes(), send.wakes()), (0, 0));
    drop(reserve.woken().unwrap());
    assert_eq!(send.woken(), Ok(()));
    assert_eq!(receive.woken(), Ok(1));
}

#[test]
fn a_receive_that_parks_is_what_a_reserve_has_waited_for() {
    for moved in [false, true] {
        let (tx, rx) = rendezvous();
        if moved {
            // The receive's task has its place from before.
            let mut receive = Task::parked(rx.recv());
            tx.try_send(0).unwrap();
            assert_eq!(receive.woken(), Ok(0));
        }
        let mut reserve = Task::parked(tx.reserve());
        let mut other = Task::parked(tx.reserve());
        let mut receive = Task::parked(rx.recv());
        let permit = reserve.woken().unwrap();
        assert_eq!((other.wakes(), receive.wakes()), (0, 0));
        permit.send(1).unwrap();
        assert_eq!(receive.woken(), Ok(1));
        other.pending();
    }
}

#[test]
fn a_task_that_receives_again_and_again_serves_a_reserve_each_time() {
    let (tx, rx) = rendezvous();
    run_to_end(async move {
        go(async move {
            for n in 0..100 {
                tx.reserve().await.unwrap().send(n).unwrap();
            }
        });
        for n in 0..100 {
            assert_eq!(rx.recv().await, Ok(n));
        }
        assert_eq!(rx.recv().await, Err(RecvError));
    });
}

#[test]
fn every_kind_of_receive_serves_a_reserve() {
    let serves = |receive: &dyn Fn(Receiver<u8>) -> std::pin::Pin<Box<dyn Future<Output = u8>>>| {
        let (tx, rx) = rendezvous();
        let mut reserve = Task::parked(tx.reserve());
        let mut receive = Task::parked(receive(rx));
        reserve.woken().unwrap().send(7).unwrap();
        assert_eq!(receive.woken(), 7);
    };
    serves(&|rx| Box::pin(async move { rx.recv().await.unwrap() }));
    serves(&|rx| Box::pin(rx.into_recv().map(Result::unwrap)));
    serves(&|mut rx| Box::pin(async move { rx.next().await.unwrap() }));
    serves(&|rx| {
        Box::pin(async move {
            let mut batch = Vec::new();
            rx.recv_many(&mut batch, 3).await.unwrap();
            batch[0]
        })
    });
    serves(&|rx| {
        Box::pin(async move {
            select! { recv(rx) -> received => received.unwrap() }
        })
    });
    serves(&|rx| Box::pin(async move { rx.lease().await.unwrap().take() }));
    serves(&|rx| {
        Box::pin(async move {
            select! { lease(rx) -> lease => lease.unwrap().take() }
        })
    });
    serves(&|rx| {
        Box::pin(async move {
            select! {
                recv(rx) -> received => received.unwrap(),
                wait(pending::<u8>()) -> never => never,
            }
        })
    });
    serves(&|rx| {
        Box::pin(async move {
            let mut select = Select::new();
            select.recv(&rx, Result::unwrap);
            select.await.1
        })
    });
    serves(&|rx| {
        Box::pin(async move {
            let mut merge = Merge::new();
            merge.insert((), rx);
            merge.recv().await.1.unwrap()
        })
    });
}

#[test]
fn a_select_beside_a_foreign_future_serves_a_reserve_that_came_while_it_was_busy() {
    for poll in [1, 2] {
        let (tx, rx) = rendezvous::<u8>();
        let mut reserve = Task::new(tx.reserve());
        let reserving = &mut reserve;
        let mut polls = 0;
        // The reserve parks while this future is polled: its select's arm is passed over then.
        let future = std::future::poll_fn(move |_| {
            polls += 1;
            if polls == poll {
                reserving.pending();
            }
            std::task::Poll::<()>::Pending
        });
        let mut race = Box::pin(async {
            select! {
                biased;
                wait(future) -> _ => unreachable!(),
                recv(rx) -> received => received,
            }
        });
        let mut task = Task::new(&mut race);
        task.pending();
        task.pending();
        drop(task);
        drop(race);
        assert_eq!(reserve.wakes(), 1);
    }
}

#[test]
fn a_select_never_reserves_its_own_receive() {
    for seed in 0..8 {
        let (tx, rx) = rendezvous();
        let mut race = Task::parked(async {
            select! {
                seeded(seed);
                recv(rx) -> received => received.map(Some),
                reserve(tx) -> permit => permit.map(|permit| permit.send(1)).map(|_| None).map_err(|_| RecvError),
            }
        });
        assert_eq!(race.wakes(), 0);
        let permit = Task::new(tx.reserve()).ready().unwrap();
        assert_eq!(race.wakes(), 0, "it is another's receive");
        permit.send(5).unwrap();
        assert_eq!(race.woken(), Ok(Some(5)));
    }
}

#[test]
fn two_selects_meet_by_a_reserve_and_a_receive() {
    let (tx, rx) = rendezvous();
    let mut reserving = Task::parked(async {
        select! { reserve(tx) -> permit => permit.unwrap() }
    });
    let mut receiving = Task::parked(async {
        select! { recv(rx) -> received => received }
    });
    let permit = reserving.woken();
    assert_eq!(receiving.wakes(), 0);
    permit.send(3).unwrap();
    assert_eq!(receiving.woken(), Ok(3));
}

#[test]
fn a_reserve_of_many_waits_for_as_many_receives() {
    let (tx, rx) = rendezvous();
    let mut receives = vec![Task::parked(rx.recv())];
    let mut many = Task::parked(tx.reserve_many(3));
    assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)));
    for _ in 1..3 {
        assert_eq!(many.wakes(), 0);
        receives.push(Task::parked(rx.recv()));
    }
    for (n, permit) in many.woken().unwrap().enumerate() {
        permit.send(n).unwrap();
    }
    for (n, receive) in receives.iter_mut().enumerate() {
        assert_eq!(receive.woken(), Ok(n));
    }
    assert!(tx.try_reserve().unwrap_err().is_full());
}

#[test]
fn a_dropped_reserve_of_many_leaves_the_receives_to_others() {
    let (tx, rx) = rendezvous();
    let mut receives = [Task::parked(rx.recv()), Task::parked(rx.recv())];
    let many = Task::parked(tx.reserve_many(3));
    let mut sends = [Task::parked(tx.send(0)), Task::parked(tx.send(1)), Task::parked(tx.send(2))];
    drop(many);
    for (n, receive) in receives.iter_mut().enumerate() {
        assert_eq!(sends[n].woken(), Ok(()));
        assert_eq!(receive.woken(), Ok(n));
    }
    assert_eq!(sends[2].wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn close_revokes_a_permit_and_tells_its_receive() {
    let (tx, rx) = rendezvous();
    let mut receive = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    tx.close();
    assert_eq!(receive.woken(), Err(RecvError));
    assert_eq!(permit.send(7), Err(SendError(7)));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_receive_of_a_decided_select_is_no_receive() {
    let (tx, rx) = rendezvous();
    let (other, other_rx) = bounded(1);
    let race = Task::parked(async {
        select! { recv(rx) -> received => received, recv(other_rx) -> received => received }
    });
    other.try_send(1).unwrap();
    assert!(tx.try_reserve().unwrap_err().is_full());
    drop(race);
}

#[test]
fn a_waker_that_panics_keeps_no_receive_of_a_select_from_the_others() {
    for waits in [false, true] {
        let [(tx_a, rx_a), (tx_b, rx_b)] = [(); 2].map(|()| rendezvous::<u8>());
        let mut hostile = Task::with(tx_a.reserve(), Hooks::none().wake(|| panic!("a waker")));
        hostile.pending();
        let mut other = Task::parked(tx_b.reserve());
        let mut future = pin!(pending::<u8>());
        let mut select = Select::new();
        for rx in [&rx_a, &rx_b] {
            select.recv(rx, Result::unwrap);
        }
        if waits {
            select.wait(future.as_mut(), |never| never);
        }
        let mut race = Task::new(select);
        assert!(panics(|| race.poll()).contains("a waker"));
        other.woken().unwrap().send(7).unwrap();
        assert_eq!(race.ready(), (1, 7));
    }
}

#[test]
fn a_task_that_parks_where_it_has_parked_before_serves_a_reserve() {
    for many in [false, true] {
        let (tx, rx) = rendezvous();
        let mut receives = Task::parked(async {
            let mut values = vec![rx.recv().await.unwrap()];
            if many {
                assert_eq!(rx.recv_many(&mut values, 2).await, Ok(1));
            } else {
                values.push(rx.recv().await.unwrap());
            }
            values
        });
        tx.try_send(1).unwrap();
        let mut reserve = Task::parked(tx.reserve());
        receives.pending();
        reserve.woken().unwrap().send(2).unwrap();
        assert_eq!(receives.ready(), [1, 2]);
    }
}

#[test]
fn a_select_that_looks_again_takes_no_send_past_a_permit() {
    for leases in [false, true] {
        let (tx, rx) = rendezvous::<i32>();
        let mut race = Task::parked(async {
            if leases {
                select! {
                    lease(rx) -> lease => lease.unwrap().take(),
                    wait(pending::<i32>()) -> never => never,
                }
            } else {
                select! {
                    recv(rx) -> received => received.unwrap(),
                    wait(pending::<i32>()) -> never => never,
                }
            }
        });
        let permit = tx.try_reserve().unwrap();
        let mut send = Task::parked(tx.send(2));
        race.pending();
        assert_eq!(send.wakes(), 0);
        permit.send(7).unwrap();
        assert_eq!(race.woken(), 7);
        assert_eq!(rx.try_recv(), Ok(2));
        assert_eq!(send.woken(), Ok(()));
    }
}

#[test]
fn a_permit_counts_on_a_select_however_many_arms_it_has_there() {
    let (tx, rx) = rendezvous::<u8>();
    let mut batch = Vec::new();
    let mut race = Task::parked(async {
        select! {
            recv(rx) -> received => received.map(|n| vec![n]),
            recv_many(rx, &mut batch, 1) -> received => received.map(|_| batch),
            lease(rx) -> lease => lease.map(|lease| vec![lease.take()]),
        }
    });
    assert!(tx.try_reserve_many(2).unwrap_err().is_full());
    let permit = tx.try_reserve().unwrap();
    assert!(tx.try_reserve().unwrap_err().is_full());
    assert_eq!(tx.try_send(1), Err(TrySendError::Full(1)));
    assert!(Task::new(tx.send(1)).poll().is_pending());
    let mut receive = Task::parked(rx.recv());
    let second = tx.try_reserve().unwrap();
    permit.send(2).unwrap();
    second.send(3).unwrap();
    assert_eq!((race.woken(), receive.woken()), (Ok(vec![2]), Ok(3)));
    assert!(rx.try_recv().unwrap_err().is_empty());
}

#[test]
fn a_select_that_looks_again_is_told_of_a_close_whatever_is_reserved() {
    let (tx, rx) = rendezvous::<u8>();
    let mut polls = 0;
    let foreign = std::future::poll_fn(|_| {
        polls += 1;
        if polls == 2 {
            tx.close();
        }
        std::task::Poll::<()>::Pending
    });
    let mut race = Task::parked(async {
        select! { biased; wait(foreign) -> _ => unreachable!(), recv(rx) -> received => received }
    });
    let permit = tx.try_reserve().unwrap();
    assert_eq!(race.ready(), Err(RecvError));
    assert_eq!(permit.send(7), Err(SendError(7)));
}

#[test]
fn a_select_that_looks_again_takes_a_send_where_the_permit_has_another_receive() {
    let (tx, rx) = rendezvous();
    let mut send = Task::new(tx.send(1));
    let sending = &mut send;
    let mut polls = 0;
    let foreign = std::future::poll_fn(move |_| {
        polls += 1;
        if polls == 2 {
            sending.pending();
        }
        std::task::Poll::<()>::Pending
    });
    let mut race = Box::pin(async {
        select! { biased; wait(foreign) -> _ => unreachable!(), recv(rx) -> received => received }
    });
    let mut task = Task::parked(&mut race);
    let mut receive = Task::parked(rx.recv());
    let permit = tx.try_reserve().unwrap();
    assert_eq!(task.ready(), Ok(1));
    drop(task);
    drop(race);
    assert_eq!(send.woken(), Ok(()));
    permit.send(2).unwrap();
    assert_eq!(receive.woken(), Ok(2));
}

/// As a leaked permit does: its receive waits until the close, and others meet beside it.
#[test]
fn a_leaked_reserve_keeps_the_receive_it_speaks_for() {
    let (tx, rx) = rendezvous();
    Task::parked(tx.reserve()).forget();
    let mut spoken_for = Task::parked(rx.recv());
    assert_eq!(tx.try_send(1), Err(TrySendError::Full(1)));
    let mut sending = Task::parked(tx.send(1));
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(sending.woken().is_ok());
    let mut second = Task::parked(rx.recv());
    assert_eq!(tx.try_send(2), Ok(()));
    assert_eq!(spoken_for.woken(), Ok(2), "first come, first served");
    tx.close();
    assert!(second.woken().is_err());
}

#[test]
fn a_leaked_reserve_keeps_room_for_one() {
    let (tx, rx) = bounded(2);
    (0..2).for_each(|value| tx.try_send(value).unwrap());
    Task::parked(tx.reserve()).forget();
    assert_eq!((rx.try_recv(), rx.try_recv()), (Ok(0), Ok(1)));
    for value in 2..5 {
        assert_eq!(tx.try_send(value), Ok(()));
        assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)));
        assert_eq!(rx.try_recv(), Ok(value));
    }
}
