//! Selects and foreign code: wakers, futures and values that use the channels of the select, or panic.
//!
//! `hostile` and `hostile_inline` have selects among those who wait, `hostile_values` among the places of a value; here
//! is what is a select's own.

use super::support::*;
use crate::flavor::*;
use futures_util::future::poll_fn;
use goit::select;
use goit::select::{recv, send_from, wait};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

/// Runs `deed` when the waker is cloned for the first time.
fn on_first_clone(deed: impl Fn() + 'static) -> Hooks {
    let armed = Cell::new(true);
    Hooks::none().clone(move || {
        if armed.take() {
            deed();
        }
    })
}

#[test]
fn an_arm_that_becomes_ready_while_the_select_parks_is_not_missed() {
    for capacity in [1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let (_idle, idle) = rendezvous::<u8>();
        let race = async {
            select! { recv(idle) -> _ => Err(RecvError), recv(rx) -> received => received }
        };
        let sender = tx.clone();
        let mut race = Task::with(race, on_first_clone(move || sender.try_send(1).unwrap()));
        let polled = race.poll();
        assert!(polled.is_ready() || race.wakes() > 0, "a value is there, and nobody is told");
        assert_eq!(if let Poll::Ready(got) = polled { got } else { race.ready() }, Ok(1));
    }
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let race = async {
        select! { send(tx, 2) -> sent => sent }
    };
    let receiver = rx.clone();
    let mut race = Task::with(race, on_first_clone(move || assert_eq!(receiver.try_recv(), Ok(1))));
    let polled = race.poll();
    assert!(polled.is_ready() || race.wakes() > 0);
    assert_eq!(if let Poll::Ready(sent) = polled { sent } else { race.ready() }, Ok(()));
    assert_eq!(rx.try_recv(), Ok(2));
}

#[test]
fn a_close_while_the_select_parks_is_not_missed() {
    let (tx, rx) = rendezvous::<u8>();
    let closer = tx.clone();
    let race = async {
        select! { recv(rx) -> received => received }
    };
    let mut race = Task::with(race, on_first_clone(move || assert!(closer.close())));
    let polled = race.poll();
    assert!(polled.is_ready() || race.wakes() > 0);
    assert_eq!(if let Poll::Ready(got) = polled { got } else { race.ready() }, Err(RecvError));
}

#[test]
fn a_select_whose_waker_panics_when_cloned_is_not_parked() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let mut slot = Some(drops.value(1));
    let two = drops.value(2);
    let race = async {
        select! { send_from(tx, &mut slot) -> _ => {}, send(tx, two) -> _ => {} }
    };
    let mut race = Task::with(race, on_first_clone(|| panic!("a hostile waker")));
    assert_eq!(panics(|| race.poll()), "a hostile waker");
    assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Empty);
    drop(race);
    assert_eq!(slot.as_ref().map(|value| value.number), Some(1));
    assert_eq!(drops.so_far(), [2]);
}

#[test]
fn a_waker_that_panics_when_a_select_is_decided_loses_no_value() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let (_idle, idle) = rendezvous::<u8>();
        let race = async {
            select! { recv(idle) -> _ => Err(RecvError), recv(rx) -> received => received }
        };
        let mut race = Task::with(race, Hooks::none().wake(|| panic!("a hostile waker")));
        race.pending();
        assert_eq!(panics(|| tx.try_send(1)), "a hostile waker");
        assert_eq!(race.ready(), Ok(1));
    }
}

#[test]
fn a_decided_select_that_passes_its_value_to_a_panicking_waker_has_left_every_line() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    let (other_tx, other_rx) = rendezvous();
    let mut slot = Some(drops.value(9));
    let mut race = Task::new(async {
        select! { recv(rx) -> _ => {}, send_from(other_tx, &mut slot) -> _ => {} }
    });
    race.pending();
    let mut behind = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
    behind.pending();
    tx.try_send(drops.value(1)).unwrap();
    assert_eq!(panics(|| drop(race)), "a hostile waker");
    assert_eq!(slot.map(|value| value.number), Some(9));
    assert!(other_rx.try_recv().is_err());
    assert_eq!(behind.ready().unwrap().number, 1);
}

#[test]
fn a_future_that_panics_leaves_every_value_with_its_owner() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let polls = Cell::new(0);
    let mut slot = Some(drops.value(1));
    let future = poll_fn(|_| {
        polls.set(polls.get() + 1);
        assert!(polls.get() < 2, "a hostile future");
        Poll::<()>::Pending
    });
    let mut race = Task::new(async {
        select! { wait(future) -> _ => {}, send_from(tx, &mut slot) -> _ => {} }
    });
    race.pending();
    assert_eq!(panics(|| race.poll()), "a hostile future");
    assert!(rx.try_recv().is_err(), "the panicked select is in no line");
    drop(race);
    assert_eq!(slot.map(|value| value.number), Some(1));
}

#[test]
fn a_future_that_panics_after_a_channel_arm_was_decided_is_not_polled() {
    let (tx, rx) = bounded(1);
    let polls = Cell::new(0);
    let future = poll_fn(|_| {
        polls.set(polls.get() + 1);
        assert!(polls.get() < 2, "a hostile future");
        Poll::<()>::Pending
    });
    let mut race = Task::parked(async {
        select! { wait(future) -> _ => Err(RecvError), recv(rx) -> got => got }
    });
    tx.try_send(1).unwrap();
    assert_eq!(race.woken(), Ok(1));
}

#[test]
fn a_future_that_closes_and_drops_the_channels_of_its_select() {
    let ends = Rc::new(RefCell::new(Some(rendezvous::<u8>())));
    let (tx, rx) = ends.borrow().clone().unwrap();
    let inside = ends.clone();
    let future = poll_fn(move |_| {
        if let Some((tx, rx)) = inside.take() {
            tx.close();
            drop((tx, rx));
        }
        Poll::<()>::Pending
    });
    let mut race = Task::new(async {
        select! { biased; wait(future) -> _ => unreachable!(), recv(rx) -> got => got.is_err(), send(tx, 1) -> _ => false }
    });
    assert!(race.ready());
}

#[test]
fn selects_inside_the_future_of_a_select_on_the_same_channels() {
    run_to_end(async {
        let (tx, rx) = rendezvous();
        let (inner_tx, inner_rx) = (tx.clone(), rx.clone());
        go(async move {
            for n in 0..20 {
                tx.send(n).await.unwrap();
            }
        });
        let mut got = Vec::new();
        while got.len() < 20 {
            let inner = async {
                select! { recv(inner_rx) -> got => got, send(inner_tx, 99), if false => Ok(0) }
            };
            select! {
                wait(inner) -> n => got.push(n.unwrap()),
                recv(rx) -> n => got.push(n.unwrap()),
            }
        }
        assert_eq!(got, (0..20).collect::<Vec<_>>());
    });
}

#[test]
fn a_value_whose_drop_uses_the_select_channels_when_the_select_goes() {
    let (tx, rx) = rendezvous::<OnDrop>();
    let (log_tx, log) = unbounded();
    let (weak, log_value) = (rx.downgrade(), log_tx.clone());
    let value = OnDrop::new(move || {
        // The select has left: its other value is in no line.
        let found = weak.upgrade().is_some_and(|rx| rx.try_recv().is_ok());
        log_value.try_send(found).unwrap();
    });
    let other = OnDrop::quiet();
    let race = Task::parked(async {
        select! { send(tx, value) -> _ => {}, send(tx, other) -> _ => {} }
    });
    drop(race);
    assert_eq!(log.try_recv(), Ok(false));
    drop((rx, log_tx));
}

#[test]
fn a_builder_whose_future_panics_can_be_used_again() {
    let (tx, rx) = bounded(1);
    let mut slot = Some(7);
    let (out_tx, out_rx) = rendezvous();
    let first = AtomicBool::new(true);
    let future = pin!(poll_fn(|_| {
        assert!(!first.swap(false, Ordering::Relaxed), "a hostile future");
        Poll::<u8>::Pending
    }));
    let mut waiting = wait(future, |n| n);
    let mut receiving = recv(&rx, |received| received.unwrap());
    let mut sending = send_from(&out_tx, &mut slot, |_| 0);
    let mut select = Select::new().biased();
    select.add(&mut waiting);
    select.add(&mut receiving);
    select.add(&mut sending);
    assert_eq!(panics(|| select.try_select()), "a hostile future");
    assert_eq!(select.try_select(), None);
    tx.try_send(1).unwrap();
    assert_eq!(select.try_select(), Some((1, 1)));
    drop(select);
    assert!(out_rx.try_recv().is_err());
    assert_eq!(slot, Some(7));
}

#[test]
fn a_kept_waker_that_panics_when_it_is_dropped_holds_up_no_select() {
    let drops = Drops::new();
    let armed = Rc::new(Cell::new(false));
    let ((tx_a, a), (tx_b, b), (tx_c, c)) = (bounded(1), bounded(1), rendezvous());
    let trap = armed.clone();
    let hooks = Hooks::none().drop(move || assert!(!trap.take(), "a hostile waker"));
    // This select's waker stays with the first channel.
    let mut first = Task::with(
        async {
            select! { recv(a) -> _ => {}, recv(b) -> _ => {} }
        },
        hooks,
    );
    first.pending();
    tx_a.try_send(drops.value(1)).unwrap();
    first.ready();
    drop(first);
    armed.set(true);
    // The next one starts elsewhere, so that the waker has to make room.
    let mut slot = Some(drops.value(2));
    let mut second = Task::new(async {
        select! { recv(b) -> got => Some(got), recv(a) -> got => Some(got), send_from(tx_c, &mut slot) -> _ => None }
    });
    let mut run = || {
        if second.poll().is_pending() {
            tx_b.try_send(drops.value(3)).unwrap();
            let _ = second.poll();
        }
    };
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&mut run));
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(second)));
    armed.set(false);
    assert!(c.try_recv().is_err());
    assert_eq!(slot.take().map(|value| value.number), Some(2), "the unsent value is back");
    drop((tx_a, a, tx_b, b, tx_c, c));
    assert_eq!(drops.sorted().len(), 1 + 1 + usize::from(drops.so_far().contains(&3)));
}

#[test]
fn the_waker_of_a_select_that_has_gone_may_use_the_channel_when_the_close_drops_it() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded::<u8>(capacity);
        let met = Rc::new(Cell::new(0));
        let (seen, other) = (met.clone(), tx.clone());
        let hooks = Hooks::none().drop(move || {
            seen.set(seen.get() + usize::from(other.try_send(1).is_err_and(|error| error.is_closed())));
        });
        let mut task = Task::with(
            async {
                select! { recv(rx) -> got => _ = got }
            },
            hooks,
        );
        task.pending();
        drop(task);
        assert_eq!(met.get(), 0);
        while rx.try_recv().is_ok() {}
        tx.close();
        assert_eq!(met.get(), 1, "capacity {capacity}");
    }
}

/// What has won is there already when the values of the others are dropped.
#[test]
fn a_value_whose_drop_panics_in_an_arm_that_lost_leaks_nothing() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    let (full, _full_rx) = bounded(1);
    full.try_send(OnDrop::quiet()).unwrap();
    for number in 0..2 {
        let hostile = OnDrop::new(|| panic!("a hostile value"));
        tx.try_send(drops.value(number)).unwrap();
        let race = async {
            select! {
                recv(rx) -> _, if number == 0 => unreachable!(),
                lease(rx) -> _, if number == 1 => unreachable!(),
                send(full, hostile) -> _ => unreachable!(),
            }
        };
        assert_eq!(panics(|| Task::new(race).poll().is_ready()), "a hostile value");
    }
    assert_eq!(drops.so_far(), [0]);
    assert_eq!(rx.try_recv().unwrap().number, 1, "a lease gives its value back");
}
