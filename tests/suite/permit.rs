//! Permits: room before the value exists. Who gets it, who waits for it, and what becomes of it.

use super::support::*;
use crate::flavor::*;
use futures_util::Sink;
use std::cell::Cell;
use std::mem;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Waker};

const BUFFERED: [usize; 3] = [1, 3, usize::MAX];

#[test]
fn a_permit_holds_room_that_nobody_else_gets() {
    for capacity in [1, 2, 5] {
        let (tx, rx) = bounded(capacity);
        let permits: Vec<_> = (0..capacity).map(|_| tx.try_reserve().unwrap()).collect();
        assert_eq!((tx.len(), tx.free_capacity(), tx.is_full()), (0, Some(0), false));
        assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)));
        assert_eq!(tx.try_reserve().unwrap_err(), TrySendError::Full(()));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
        for (n, permit) in permits.into_iter().enumerate() {
            permit.send(n).unwrap();
            assert_eq!((tx.len(), tx.free_capacity()), (n + 1, Some(0)));
        }
        for n in 0..capacity {
            assert_eq!(rx.try_recv(), Ok(n));
            assert_eq!(tx.free_capacity(), Some(n + 1));
        }
    }
}

#[test]
fn values_leave_in_the_order_in_which_they_were_sent_not_reserved() {
    for capacity in [3, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let (first, second) = (tx.try_reserve().unwrap(), tx.try_reserve().unwrap());
        tx.try_send(1).unwrap();
        second.send(2).unwrap();
        first.send(3).unwrap();
        assert_eq!([(); 3].map(|()| rx.try_recv()), [Ok(1), Ok(2), Ok(3)]);
    }
}

#[test]
fn a_dropped_permit_gives_its_room_to_the_next_in_line() {
    let (tx, rx) = bounded(1);
    let permit = tx.try_reserve().unwrap();
    let mut send = Task::parked(tx.send(1));
    let mut reserve = Task::parked(tx.reserve());
    let mut last = Task::parked(tx.send(2));
    drop(permit);
    assert_eq!(send.woken(), Ok(()));
    assert_eq!((reserve.wakes(), last.wakes()), (0, 0));
    assert_eq!(rx.try_recv(), Ok(1));
    let permit = reserve.woken().unwrap();
    assert_eq!(rx.try_recv(), Ok(2), "with all room reserved, a send's value is passed on");
    assert_eq!(last.woken(), Ok(()));
    assert_eq!(permit.send(3), Ok(()));
    assert_eq!(rx.try_recv(), Ok(3));
}

#[test]
fn a_receive_that_waits_gets_the_value_and_the_next_reserve_the_room() {
    for capacity in [1, 2] {
        let (tx, rx) = bounded(capacity);
        let mut permits: Vec<_> = (0..capacity).map(|_| tx.try_reserve().unwrap()).collect();
        let mut receive = Task::parked(rx.recv());
        let mut reserve = Task::parked(tx.reserve());
        permits.pop().unwrap().send(1).unwrap();
        assert_eq!(receive.woken(), Ok(1));
        reserve.woken().unwrap().send(2).unwrap();
        assert_eq!(rx.try_recv(), Ok(2));
        assert_eq!(tx.free_capacity(), Some(1));
    }
}

#[test]
fn a_send_reaches_a_receive_that_waits_whatever_is_reserved() {
    let (tx, rx) = bounded(1);
    let permit = tx.try_reserve().unwrap();
    let mut receive = Task::parked(rx.recv());
    assert_eq!(tx.try_send(1), Ok(()));
    permit.send(2).unwrap();
    assert_eq!(receive.woken(), Ok(1));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn close_revokes_permits() {
    for capacity in BUFFERED {
        let (tx, rx) = bounded(capacity);
        let permits = [(); 1].map(|()| tx.try_reserve().unwrap());
        let owned = tx.clone();
        rx.close();
        for permit in permits {
            assert_eq!(permit.send(7), Err(SendError(7)));
        }
        assert!(owned.try_reserve_owned().unwrap_err().is_closed());
        assert_eq!(tx.try_reserve().unwrap_err(), TrySendError::Closed(()));
        assert_eq!(Task::new(tx.reserve()).ready().unwrap_err(), SendError(()));
        assert_eq!(Task::new(tx.reserve_many(1)).ready().unwrap_err(), SendError(()));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_full_closed_channel_is_closed_to_reserves_not_full() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded::<u8>(capacity);
        let held = (capacity > 0).then(|| tx.try_reserve().unwrap());
        rx.close();
        assert!(tx.try_reserve().unwrap_err().is_closed());
        assert!(tx.try_reserve_many(9).unwrap_err().is_closed());
        drop(held);
        assert!(tx.try_reserve().unwrap_err().is_closed());
    }
}

#[test]
fn a_reserve_that_waits_is_told_of_a_close_once_and_of_nothing_after_it() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded::<u8>(capacity);
        let held = (capacity > 0).then(|| tx.try_reserve().unwrap());
        let mut one = Task::parked(tx.reserve());
        let mut many = Task::parked(tx.reserve_many(1));
        let mut owned = Task::parked(tx.clone().reserve_owned());
        rx.close();
        drop(held);
        assert_eq!(one.woken().unwrap_err(), SendError(()));
        assert_eq!(many.woken().unwrap_err(), SendError(()));
        assert_eq!(owned.woken().unwrap_err(), SendError(()));
        assert_eq!([one.wakes(), many.wakes(), owned.wakes()], [1; 3]);
    }
}

#[test]
fn a_reserve_that_was_granted_and_then_revoked_says_closed_at_its_send() {
    let (tx, rx) = bounded(1);
    let held = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    drop(held);
    rx.close();
    assert_eq!(reserve.woken().unwrap().send(7), Err(SendError(7)));
}

#[test]
fn a_dropped_reserve_leaves_the_line_or_passes_on_what_it_had_coming() {
    for granted in [false, true] {
        let (tx, rx) = bounded(1);
        let held = tx.try_reserve().unwrap();
        let first = Task::parked(tx.reserve());
        let mut second = Task::parked(tx.reserve());
        let mut send = Task::parked(tx.send(3));
        if granted {
            drop(held);
            assert_eq!(first.wakes(), 1);
            drop(first);
        } else {
            drop(first);
            assert_eq!(second.wakes(), 0);
            drop(held);
        }
        second.woken().unwrap().send(2).unwrap();
        assert_eq!(send.wakes(), 0);
        assert_eq!(rx.try_recv(), Ok(2));
        assert_eq!(send.woken(), Ok(()));
    }
}

#[test]
fn a_dropped_owned_reserve_drops_its_sender() {
    let (tx, rx) = bounded::<u8>(1);
    let held = tx.clone().try_reserve_owned().unwrap();
    let reserve = Task::parked(tx.reserve_owned());
    drop(held);
    assert!(!rx.is_closed());
    drop(reserve);
    assert!(rx.is_closed());
}

#[test]
fn a_dropped_owned_reserve_leaves_its_room_to_others() {
    for granted in [false, true] {
        let (tx, _rx) = bounded::<u8>(1);
        let held = tx.try_reserve().unwrap();
        let reserve = Task::parked(tx.clone().reserve_owned());
        if granted {
            drop((held, reserve));
        } else {
            drop((reserve, held));
        }
        assert_eq!(tx.free_capacity(), Some(1));
    }
}

#[test]
fn an_owned_permit_gives_its_sender_back() {
    for capacity in [1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let tx = tx.try_reserve_owned().unwrap().release();
        let permit = Task::new(tx.reserve_owned()).ready().unwrap();
        assert_eq!(rx.sender_count(), 1);
        let tx = permit.send(1).unwrap();
        assert_eq!((rx.sender_count(), rx.try_recv()), (1, Ok(1)));
        let permit = tx.try_reserve_owned().unwrap();
        rx.close();
        assert_eq!(permit.send(2).unwrap_err(), SendError(2));
        assert_eq!(rx.sender_count(), 0);
    }
}

#[test]
fn a_leaked_permit_costs_its_room_until_the_close() {
    let (tx, rx) = bounded(2);
    mem::forget(tx.try_reserve().unwrap());
    for n in 0..10 {
        assert_eq!(tx.try_send(n), Ok(()));
        assert_eq!(tx.try_send(n), Err(TrySendError::Full(n)));
        assert_eq!(rx.try_recv(), Ok(n));
    }
    tx.try_send(7).unwrap();
    tx.close();
    assert_eq!(rx.try_recv(), Ok(7));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_leaked_reserve_costs_what_it_had_coming() {
    let (tx, rx) = bounded(2);
    let held = tx.try_reserve_many(2).unwrap();
    Task::parked(tx.reserve()).forget();
    let mut behind = Task::parked(tx.send(1));
    drop(held);
    assert_eq!(behind.woken(), Ok(()));
    assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(tx.try_send(3), Ok(()));
}

#[test]
fn nothing_is_forced_into_room_that_is_reserved() {
    let (tx, rx) = bounded(2);
    let permit = tx.try_reserve().unwrap();
    assert_eq!(tx.force_send(1), Ok(None));
    assert_eq!(tx.force_send(2), Ok(Some(1)));
    let other = tx.try_reserve();
    assert!(other.is_err());
    permit.send(3).unwrap();
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(2), Ok(3)]);
    let _both = tx.try_reserve_many(2).unwrap();
    assert_eq!(tx.force_send(4), Ok(Some(4)), "there is no value to evict");
}

// ---- Many -------------------------------------------------------------------------------------------------

#[test]
fn many_permits_are_reserved_all_or_none() {
    let (tx, rx) = bounded(4);
    tx.try_send(0).unwrap();
    assert!(tx.try_reserve_many(4).unwrap_err().is_full());
    assert!(tx.try_reserve_many(usize::MAX).unwrap_err().is_full());
    assert_eq!(tx.free_capacity(), Some(3));
    let mut permits = tx.try_reserve_many(3).unwrap();
    assert_eq!((permits.len(), tx.free_capacity()), (3, Some(0)));
    permits.next().unwrap().send(1).unwrap();
    drop(permits.next());
    assert_eq!((permits.len(), tx.free_capacity()), (1, Some(1)));
    drop(permits);
    assert_eq!(tx.free_capacity(), Some(2));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(0), Ok(1)]);
    assert_eq!(tx.try_reserve_many(0).unwrap().count(), 0);
}

#[test]
fn a_reserve_of_many_takes_room_as_it_becomes_free_and_nobody_goes_ahead() {
    let (tx, rx) = bounded(3);
    (0..3).for_each(|n| tx.try_send(n).unwrap());
    let mut many = Task::parked(tx.reserve_many(3));
    let mut send = Task::parked(tx.send(9));
    for n in 0..3 {
        assert_eq!(many.wakes(), 0);
        assert_eq!(rx.try_recv(), Ok(n));
        assert_eq!(tx.try_send(8), Err(TrySendError::Full(8)));
    }
    let permits = many.woken().unwrap();
    assert_eq!(permits.len(), 3);
    assert_eq!(send.wakes(), 0);
    for (permit, n) in permits.zip(3..) {
        permit.send(n).unwrap();
    }
    assert_eq!(rx.try_recv(), Ok(3));
    assert_eq!(send.woken(), Ok(()));
    assert_eq!([(); 3].map(|()| rx.try_recv()), [Ok(4), Ok(5), Ok(9)]);
}

#[test]
fn a_reserve_of_many_begins_with_the_room_that_there_is() {
    let (tx, rx) = bounded(3);
    tx.try_send(0).unwrap();
    let mut many = Task::parked(tx.reserve_many(3));
    assert_eq!(tx.free_capacity(), Some(0));
    assert_eq!(tx.try_send(1), Err(TrySendError::Full(1)));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(many.woken().unwrap().len(), 3);
    assert_eq!(tx.free_capacity(), Some(3));
}

#[test]
fn two_reserves_of_many_do_not_keep_each_other_waiting() {
    let (tx, rx) = bounded::<u8>(2);
    let held = [tx.try_reserve().unwrap(), tx.try_reserve().unwrap()];
    let mut first = Task::parked(tx.reserve_many(2));
    let mut second = Task::parked(tx.reserve_many(2));
    held.into_iter().for_each(drop);
    assert_eq!(second.wakes(), 0);
    drop(first.woken().unwrap());
    assert_eq!(second.woken().unwrap().len(), 2);
    drop(rx);
}

#[test]
fn a_dropped_reserve_of_many_passes_on_what_it_has_taken() {
    for free in 0..=2 {
        let (tx, rx) = bounded(3);
        (0..3).for_each(|n| tx.try_send(n).unwrap());
        let many = Task::parked(tx.reserve_many(3));
        let mut send = Task::parked(tx.send(3));
        let mut reserve = Task::parked(tx.reserve());
        (0..free).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        assert_eq!((many.wakes(), send.wakes()), (0, 0));
        drop(many);
        assert_eq!((send.wakes(), reserve.wakes()), ((free >= 1) as usize, (free >= 2) as usize));
        (free..3).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        assert_eq!(send.woken(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(3));
        reserve.woken().unwrap().send(4).unwrap();
        assert_eq!((rx.try_recv(), tx.free_capacity()), (Ok(4), Some(3)));
    }
}

#[test]
fn what_a_granted_reserve_of_many_had_coming_passes_on_to_all_who_fit() {
    let (tx, rx) = bounded(3);
    (0..3).for_each(|n| tx.try_send(n).unwrap());
    let many = Task::parked(tx.reserve_many(2));
    let mut others = [Task::parked(tx.send(3)), Task::parked(tx.send(4))];
    (0..2).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
    assert_eq!(many.wakes(), 1);
    drop(many);
    others.iter_mut().for_each(|send| assert_eq!(send.woken(), Ok(())));
    assert_eq!([(); 3].map(|()| rx.try_recv()), [Ok(2), Ok(3), Ok(4)]);
}

#[test]
fn a_waker_that_panics_keeps_no_room_from_the_others() {
    let (tx, rx) = bounded::<u8>(2);
    let permits = tx.try_reserve_many(2).unwrap();
    let mut hostile = Task::with(tx.reserve(), Hooks::none().wake(|| panic!("a waker")));
    hostile.pending();
    let mut second = Task::parked(tx.reserve());
    assert!(panics(|| drop(permits)).contains("a waker"));
    let second = second.woken().unwrap();
    drop(hostile);
    assert_eq!(tx.free_capacity(), Some(1));
    drop(second);
    assert_eq!(tx.free_capacity(), Some(2));
    drop(rx);
}

#[test]
fn a_waker_that_panics_at_a_permits_send_does_not_undo_it() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut receive = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a waker")));
        receive.pending();
        let permit = tx.try_reserve().unwrap();
        assert!(panics(|| _ = permit.send(1)).contains("a waker"));
        assert_eq!(receive.ready(), Ok(1));
        assert_eq!(tx.free_capacity(), Some(capacity));
    }
}

#[test]
fn more_than_the_capacity_is_refused_at_the_callers_line() {
    let (tx, _rx) = bounded::<u8>(2);
    let line = line!() + 1;
    let (at, message) = panics_at(|| drop(tx.reserve_many(3)));
    assert_eq!(at, format!("{}:{line}", file!()));
    assert!(message.contains("reserve_many(3) would wait for ever"), "{message}");
}

#[test]
fn permits_of_an_unbounded_channel_never_wait() {
    let (tx, rx) = unbounded();
    let permits = Task::new(tx.reserve_many(1000)).ready().unwrap();
    assert_eq!(tx.free_capacity(), None);
    tx.try_send(0).unwrap();
    permits.zip(1..).for_each(|(permit, n)| permit.send(n).unwrap());
    (0..=1000).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
    assert!(rx.is_empty());
}

#[test]
fn a_task_that_moves_while_it_reserves_is_woken_where_it_is() {
    let (tx, rx) = bounded::<u8>(1);
    let held = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    let before = reserve.moved();
    reserve.pending();
    drop(held);
    assert_eq!(before.wakes(), 0);
    assert!(reserve.woken().is_ok());
    drop(rx);
}

#[test]
fn no_permit_is_lost_among_many_tasks() {
    for capacity in [0, 1, 2, 7] {
        run_to_end(async move {
            let (tx, rx) = bounded(capacity);
            for task in 0..8 {
                let tx = tx.clone();
                go(async move {
                    for n in 0..50 {
                        match n % 4 {
                            0 => tx.send((task, n)).await.unwrap(),
                            1 => tx.reserve().await.unwrap().send((task, n)).unwrap(),
                            2 => {
                                drop(tx.reserve().await.unwrap());
                                tx.send((task, n)).await.unwrap();
                            }
                            _ => {
                                let mut permits = tx.reserve_many(capacity.clamp(1, 2)).await.unwrap();
                                permits.next().unwrap().send((task, n)).unwrap();
                            }
                        }
                    }
                });
            }
            drop(tx);
            let mut next = [0; 8];
            while let Ok((task, n)) = rx.recv().await {
                assert_eq!(n, mem::replace(&mut next[task], n + 1));
            }
            assert_eq!(next, [50; 8]);
        });
    }
}

/// A waker whose clone gives this permit back, and then panics when that clone is dropped.
fn hostile_clone(held: OwnedPermit<u8>) -> Hooks {
    let held = Rc::new(Cell::new(Some(held)));
    let armed = Rc::new(Cell::new(false));
    let arms = armed.clone();
    let freed = move || arms.set(held.take().is_some());
    let panic_once = move || {
        if armed.replace(false) {
            panic!("a waker");
        }
    };
    Hooks::none().clone(freed).drop(panic_once)
}

#[test]
fn room_that_a_reserve_gets_while_its_waker_panics_is_for_others() {
    for parked in [false, true] {
        let (tx, rx) = bounded(1);
        let held = tx.clone().try_reserve_owned().unwrap();
        let (hostile, _) = hostile_clone(held).waker();
        let mut reserve = Box::pin(tx.reserve());
        if parked {
            assert!(reserve.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let mut cx = Context::from_waker(&hostile);
        assert!(panics(|| _ = reserve.as_mut().poll(&mut cx).is_ready()).contains("a waker"));
        assert_eq!(tx.free_capacity(), Some(1));
        drop(reserve);
        assert_eq!(tx.free_capacity(), Some(1));
        drop(rx);
    }
}

#[test]
fn a_sink_that_gets_room_while_its_waker_panics_has_none() {
    for parked in [false, true] {
        let (mut tx, rx) = bounded(1);
        let held = tx.clone().try_reserve_owned().unwrap();
        let (hostile, _) = hostile_clone(held).waker();
        if parked {
            assert!(Pin::new(&mut tx).poll_ready(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        let mut cx = Context::from_waker(&hostile);
        assert!(panics(|| _ = Pin::new(&mut tx).poll_ready(&mut cx)).contains("a waker"));
        assert_eq!(rx.free_capacity(), Some(1));
        assert!(panics(|| Pin::new(&mut tx).start_send(0)).contains("poll_ready"));
        let mut cx = Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut tx).poll_ready(&mut cx).is_ready());
        assert_eq!(rx.free_capacity(), Some(0));
        drop(tx);
        assert_eq!(rx.free_capacity(), Some(1));
    }
}

#[test]
fn a_value_that_comes_back_takes_no_room_that_is_reserved() {
    let (tx, rx) = bounded(2);
    tx.try_send(1).unwrap();
    let lease = rx.try_lease().unwrap();
    let permits = tx.try_reserve_many(2).unwrap();
    drop(lease);
    assert_eq!((rx.len(), tx.free_capacity()), (1, Some(0)));
    let mut send = Task::parked(tx.send(4));
    permits.zip(2..).for_each(|(permit, n)| permit.send(n).unwrap());
    assert_eq!(rx.len(), 3, "one beyond the capacity");
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(send.woken(), Ok(()));
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(3), Ok(4)]);
}

#[test]
fn a_dropped_permit_gives_no_room_that_a_value_has_taken_which_came_back() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let lease = rx.try_lease().unwrap();
    let permit = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    drop(lease);
    drop(permit);
    assert_eq!(reserve.wakes(), 0);
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(reserve.woken().unwrap().send(2), Ok(()));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_closed_channel_with_a_lease_out_grants_nothing() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let lease = rx.try_lease().unwrap();
    let held = tx.try_reserve().unwrap();
    let mut reserve = Task::parked(tx.reserve());
    tx.close();
    let mut receive = Task::parked(rx.recv());
    assert!(tx.try_reserve().unwrap_err().is_closed());
    assert_eq!(reserve.woken().unwrap_err(), SendError(()));
    drop(held);
    drop(lease);
    assert_eq!(receive.woken(), Ok(1));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn at_capacity_0_a_closed_channel_with_a_lease_out_grants_nothing() {
    let (tx, rx) = rendezvous();
    let mut send = Task::parked(tx.send(1));
    let lease = rx.try_lease().unwrap();
    assert_eq!(send.woken(), Ok(()));
    let mut reserve = Task::parked(tx.reserve());
    tx.close();
    let mut receive = Task::parked(rx.recv());
    assert_eq!(reserve.woken().unwrap_err(), SendError(()));
    drop(lease);
    assert_eq!(receive.woken(), Ok(1));
}

#[test]
fn an_unbounded_channel_has_room_whatever_is_held() {
    let (tx, rx) = unbounded();
    let all = tx.try_reserve_many(usize::MAX).unwrap();
    assert_eq!(tx.try_send(1), Ok(()));
    let some = tx.try_reserve_many(usize::MAX).unwrap();
    drop((all, some)); // at once
    tx.try_reserve().unwrap().send(2).unwrap();
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2)]);
}

#[test]
fn what_nobody_waits_for_is_given_back_at_once() {
    let (tx, rx) = bounded::<u8>(usize::MAX / 2);
    drop(tx.try_reserve_many(usize::MAX / 2).unwrap());
    assert_eq!(tx.free_capacity(), Some(usize::MAX / 2));
    drop(rx);
}
