//! Leases and foreign code: wakers and drops of values that use the channel or panic, and memory.

use super::support::*;
use crate::flavor::future::{Leasing, OwnedLeasing};
use crate::flavor::*;
use futures_util::StreamExt;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

#[test]
fn a_waker_that_is_woken_by_a_lease_uses_the_channel() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        let (tx, rx) = (Rc::new(tx), Rc::new(rx));
        let mut send = Task::new(tx.send(1));
        let _ = send.poll();
        let lease = rx.try_lease().unwrap();
        let used = {
            let (tx, rx) = (tx.clone(), rx.clone());
            move || {
                let _ = (rx.try_lease().map(|lease| lease.take()), tx.try_send(9), rx.len(), rx.try_recv());
            }
        };
        let mut recv = Task::with(rx.recv(), Hooks::none().wake(used));
        recv.pending();
        drop(lease);
        // Whoever comes first has the front.
        assert_eq!(recv.woken(), if capacity == 0 { Ok(1) } else { Ok(9) });
        tx.close(); // gives the waker back, which has the channel
    }
}

#[test]
fn a_waker_that_panics_as_a_lease_ends_leaves_the_channel_as_it_is() {
    for taken in [false, true] {
        let (tx, rx) = bounded(1);
        tx.try_send(1).unwrap();
        let lease = rx.try_lease().unwrap();
        tx.close();
        let mut first = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
        first.pending();
        let mut second = Task::parked(rx.recv());
        let ended =
            catch_unwind(AssertUnwindSafe(|| if taken { assert_eq!(lease.take(), 1) } else { drop(lease) }));
        assert!(ended.is_err());
        assert_eq!(first.woken(), if taken { Err(RecvError) } else { Ok(1) });
        assert_eq!(second.woken(), Err(RecvError));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_lease_whose_send_has_a_waker_that_panics_goes_back() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity as u32).for_each(|n| tx.try_send(n).unwrap());
        let mut send = Task::with(tx.send(7), Hooks::none().wake(|| panic!("a hostile waker")));
        send.pending();
        let leased = catch_unwind(AssertUnwindSafe(|| rx.try_lease().map(|lease| lease.take())));
        assert!(leased.is_err());
        assert_eq!(send.ready(), Ok(()));
        let expected: Vec<_> = (0..capacity as u32).chain([7]).collect();
        assert_eq!(rx.drain().collect::<Vec<_>>(), expected);
        rx.close();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_value_is_dropped_once_and_where_its_drop_can_use_the_channel() {
    let (tx, rx) = bounded(2);
    let weak = rx.downgrade();
    let looked = Rc::new(std::cell::Cell::new(0));
    let value = || {
        let (weak, looked) = (weak.clone(), looked.clone());
        OnDrop::new(move || {
            looked.set(looked.get() + 1);
            if let Some(rx) = weak.upgrade() {
                let _ = (rx.len(), rx.try_lease().is_ok());
            }
        })
    };
    tx.try_send(value()).unwrap();
    tx.try_send(value()).unwrap();
    drop(rx.try_lease().unwrap().take());
    assert_eq!(looked.get(), 1);
    drop(rx.try_lease().unwrap());
    assert_eq!(looked.get(), 1);
    drop(rx.try_lease().unwrap().into_owned());
    drop(rx);
    assert_eq!(looked.get(), 2);
    drop(tx);
}

#[test]
fn an_end_of_a_lease_allocates_nothing_and_a_lease_nothing_once_as_many_have_been_out() {
    for capacity in [0, 1, 3, 64, 100, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let turn = |measured: bool| {
            let mut sends: Vec<_> = (0..5).map(|n| Task::new(tx.send(n))).collect();
            sends.iter_mut().for_each(|send| _ = send.poll());
            let mut leases = Vec::with_capacity(5);
            let made = allocations(|| leases.extend((0..5).map(|_| rx.try_lease().unwrap())));
            let more: Vec<_> = (5..7).map(|n| tx.try_send(n).is_ok()).collect();
            let ended = allocations(|| {
                drop(leases.swap_remove(1));
                drop(leases.remove(0));
                leases.pop().unwrap().take();
                leases.clear();
            });
            let received = allocations(|| while rx.try_recv().is_ok() {});
            assert_eq!(ended, 0, "capacity {capacity}");
            if measured {
                assert_eq!((made, received), (0, 0), "capacity {capacity}");
            }
            drop(more);
        };
        (0..3).for_each(|_| turn(false));
        (0..3).for_each(|_| turn(true));
    }
}

#[test]
fn pushes_leave_the_memory_for_what_may_come_back() {
    for capacity in [1, 3, 64, 100, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let number = capacity.min(200) as u32;
        (0..number).for_each(|n| tx.try_send(n).unwrap());
        let leases: Vec<_> = (0..number).map(|_| rx.try_lease().unwrap()).collect();
        (number..2 * number).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(allocations(|| drop(leases)), 0);
        assert_eq!(rx.len(), 2 * number as usize);
        assert_eq!(rx.drain().collect::<Vec<_>>(), (0..2 * number).collect::<Vec<_>>());
        // A burst that is over is given back, also where its values came back.
        (0..number).for_each(|n| tx.try_send(n).unwrap());
        let lease = rx.try_lease().unwrap();
        while rx.try_recv().is_ok() {}
        drop(lease);
        assert_eq!(rx.try_recv(), Ok(0));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    }
}

#[test]
fn a_channel_without_leases_is_as_small_and_as_cheap_as_before() {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let allocated = allocations(|| {
        for n in 1..100 {
            assert_eq!(rx.try_recv(), Ok(n - 1));
            tx.try_send(n).unwrap();
        }
    });
    assert_eq!(allocated, 0);
    assert!(size_of::<Leasing<'_, u64>>() <= 16 && size_of::<OwnedLeasing<u64>>() <= 24);
    assert!(size_of::<Lease<'_, u64>>() <= 32 && size_of::<OwnedLease<u64>>() <= 40);
}

#[test]
fn a_value_that_is_taken_is_dropped_once_though_the_close_that_comes_with_it_panics() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    tx.try_send(drops.value(1)).unwrap();
    let lease = rx.try_lease().unwrap().into_owned();
    drop(rx);
    tx.try_send(drops.value(2)).unwrap();
    let mut send = Task::with(tx.send(drops.value(3)), Hooks::none().wake(|| panic!("a waker")));
    send.pending();
    panics(|| lease.take());
    drop(send);
    let mut dropped = drops.so_far();
    dropped.sort_unstable();
    assert_eq!(dropped, [1, 2, 3]);
}

#[test]
fn a_waker_that_leases_while_others_are_told_of_the_close_keeps_them_waiting() {
    let cases = [(1, false, Ok(1)), (1, true, Err(RecvError)), (2, false, Ok(1)), (2, true, Ok(2))];
    for (values, taken, expected) in cases {
        let (tx, rx) = bounded::<u8>(2);
        let chosen: Vec<_> = (0..values).map(|_| Task::parked(rx.clone().into_recv())).collect();
        let (chosen, lease) = (Cell::new(chosen), Rc::new(Cell::new(None)));
        let (other, leased) = (rx.clone(), lease.clone());
        let wake = move || {
            drop(chosen.take());
            leased.set(Some(other.try_lease().unwrap().into_owned()));
        };
        let mut told = Task::with(rx.recv(), Hooks::none().wake(wake));
        told.pending();
        let mut rest = Task::parked(rx.recv());
        (1..=values).for_each(|n| tx.try_send(n).unwrap());
        tx.close();
        assert_eq!(told.woken(), Err(RecvError));
        assert_eq!(rest.wakes(), usize::from(values > 1), "chosen for what is left");
        match lease.take().unwrap() {
            lease if taken => assert_eq!(lease.take(), 1),
            lease => drop(lease),
        }
        assert_eq!(rest.woken(), expected);
    }
}

/// A value comes while the waker is cloned; the clone is not needed then.
#[test]
fn a_waker_that_panics_when_its_clone_is_dropped_leaves_the_value_in_the_channel() {
    for form in 0..3 {
        let (tx, rx) = bounded(1);
        let armed = Cell::new(true);
        let sender = tx.clone();
        let send = move || {
            if armed.take() {
                sender.try_send(7).unwrap();
            }
        };
        let hooks = || Hooks::none().clone(send).drop(|| panic!("a hostile waker"));
        match form {
            0 => dropped_by_a_panic(Task::with(rx.lease(), hooks())),
            1 => dropped_by_a_panic(Task::with(rx.clone().into_lease(), hooks())),
            _ => dropped_by_a_panic(Task::with(rx.leases().into_future(), hooks())),
        }
        assert_eq!(rx.try_recv(), Ok(7));
        tx.close();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

fn dropped_by_a_panic<Fut: Future>(mut task: Task<Fut>) {
    assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    // Its waker itself panics when it is dropped, too.
    assert_eq!(panics(|| drop(task)), "a hostile waker");
}
