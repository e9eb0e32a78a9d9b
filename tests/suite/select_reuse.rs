//! Cases that are used again, whatever became of the select they were in: decided and dropped, leaked, or left by a
//! panic. What a case has done it reports once, and one whose value is gone takes no part.

use super::support::*;
use crate::flavor::future::OwnedRecv;
use crate::flavor::*;
use goit::select;
use goit::select::{Admits, recv, send, send_from};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a select of this case alone comes to, without waiting.
fn tried<'a, C, R>(case: &mut C) -> Option<R>
where
    F: Admits<'a, C, R>,
{
    let mut select = Select::new();
    select.add(case);
    select.try_select().map(|(_, result)| result)
}

/// A channel of capacity 1 that holds a 0.
fn full() -> (Sender<u8>, Receiver<u8>) {
    let (tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    (tx, rx)
}

#[derive(Debug, Clone, Copy)]
enum Left {
    Dropped,
    Forgotten,
}

impl Left {
    fn leave<Fut: Future>(self, task: Task<Fut>) {
        match self {
            Left::Dropped => drop(task),
            Left::Forgotten => task.forget(),
        }
    }
}

/// Sends the 1 of the case by a select that is decided while it is parked, and then left.
fn sent_and_left<'a, C>(case: &mut C, rx: &Receiver<u8>, left: Left)
where
    F: Admits<'a, C, bool>,
{
    let mut select = Select::new();
    select.add(case);
    let task = Task::parked(select);
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(task.wakes(), 1);
    left.leave(task);
    assert_eq!(rx.try_recv(), Ok(1));
}

/// With cases whose value is gone, each over a channel of capacity 1 that is empty; and beside it a rendezvous.
macro_rules! with_gone {
    (|$case:ident, $tx:ident, $rx:ident, $idle:ident| $check:block) => {
        for left in [Left::Dropped, Left::Forgotten] {
            {
                let (($tx, $rx), $idle) = (full(), rendezvous::<u8>());
                let mut $case = send(&$tx, 1, |sent| sent.is_ok());
                sent_and_left(&mut $case, &$rx, left);
                $check
            }
            {
                let (($tx, $rx), $idle) = (full(), rendezvous::<u8>());
                let mut slot = Some(1);
                {
                    let mut $case = send_from(&$tx, &mut slot, |sent| sent.is_ok());
                    sent_and_left(&mut $case, &$rx, left);
                    $check
                }
                assert_eq!(slot, None);
            }
        }
    };
}

#[test]
fn a_case_whose_value_is_gone_sends_nothing_where_there_is_room() {
    with_gone!(|case, tx, rx, _idle| {
        assert_eq!(tried(&mut case), None);
        assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
    });
}

#[test]
fn a_case_whose_value_is_gone_leaves_a_receive_that_waits_alone() {
    with_gone!(|case, tx, rx, _idle| {
        let mut receive = Task::parked(rx.recv());
        assert_eq!(tried(&mut case), None);
        assert_eq!((tx.len(), receive.wakes()), (0, 0));
        receive.pending();
        tx.try_send(2).unwrap();
        assert_eq!(receive.woken(), Ok(2));
    });
}

#[test]
fn a_case_whose_value_is_gone_does_not_park_at_a_full_channel() {
    with_gone!(|case, tx, rx, idle| {
        tx.try_send(2).unwrap();
        let mut receiving = recv(&idle.1, |got| got.is_ok());
        let mut select = Select::new();
        select.add(&mut case);
        select.add(&mut receiving);
        let mut task = Task::parked(select);
        assert_eq!((rx.try_recv(), rx.try_recv()), (Ok(2), Err(TryRecvError::Empty)));
        assert_eq!(task.wakes(), 0);
        idle.0.try_send(3).unwrap();
        assert_eq!(task.woken(), (1, true));
    });
}

#[test]
fn a_select_of_nothing_but_a_case_whose_value_is_gone_would_wait_for_ever() {
    with_gone!(|case, tx, _rx, _idle| {
        assert!(tx.is_empty());
        let mut select = Select::new();
        select.add(&mut case);
        assert!(panics(|| Task::new(select).poll().is_ready()).contains("no case takes part"));
    });
}

#[test]
fn an_arm_whose_slot_is_empty_takes_no_part() {
    let ((tx, rx), mut slot) = (bounded::<u8>(1), None);
    let race = async {
        select! { biased; send_from(tx, &mut slot) -> _ => "sent", default => "default" }
    };
    assert_eq!(Task::new(race).ready(), "default");
    let mut sending = send_from(&tx, &mut slot, |sent| sent.is_ok());
    assert_eq!(tried(&mut sending), None);
    assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
}

#[test]
fn a_case_that_was_leaked_while_parked_does_no_harm_in_the_next_select() {
    let (tx, rx) = full();
    let (idle_tx, idle_rx) = rendezvous::<u8>();
    let mut sending = send(&tx, 1, |sent| sent.is_ok());
    let mut select = Select::new();
    select.add(&mut sending);
    Task::parked(select).forget();
    let mut idle = recv(&idle_rx, |got| got.is_ok());
    let mut select = Select::new();
    select.add(&mut sending);
    select.add(&mut idle);
    let mut task = Task::parked(select);
    idle_tx.try_send(2).unwrap();
    assert_eq!(task.woken(), (1, true));
    drop(task);
    // The leaked value may be lost, nothing else.
    assert_eq!(rx.try_recv(), Ok(0));
    let late = rx.try_recv();
    assert!(matches!(late, Ok(1) | Err(TryRecvError::Empty)), "{late:?}");
    let mut receive = Task::parked(rx.recv());
    tx.try_send(3).unwrap();
    assert_eq!(receive.woken(), Ok(3));
    assert_eq!(tx.len(), 0);
}

#[test]
fn a_slot_that_a_leaked_select_had_borrowed_can_be_used_again() {
    let (tx, rx) = full();
    let mut slot = Some(1);
    {
        let mut sending = send_from(&tx, &mut slot, |sent| sent.is_ok());
        let mut select = Select::new();
        select.add(&mut sending);
        Task::parked(select).forget();
    }
    slot = Some(2);
    assert_eq!(rx.try_recv(), Ok(0));
    let mut rest: Vec<_> = std::iter::from_fn(|| rx.try_recv().ok()).collect();
    let mut sending = send_from(&tx, &mut slot, |sent| sent.is_ok());
    assert_eq!(tried(&mut sending), Some(true));
    rest.extend(rx.try_recv());
    assert!(rest == [2] || rest == [1, 2], "{rest:?}");
}

#[test]
fn a_receiving_case_that_was_leaked_costs_one_value_at_most() {
    let (tx, rx) = unbounded();
    let mut receiving = recv(&rx, |got| got.unwrap());
    let mut select = Select::new();
    select.add(&mut receiving);
    Task::parked(select).forget();
    let mut select = Select::new();
    select.add(&mut receiving);
    let mut task = Task::parked(select);
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    let mut got = vec![task.woken().1];
    drop(task);
    got.extend(std::iter::from_fn(|| rx.try_recv().ok()));
    assert!(got.len() >= 2 && got.is_sorted(), "{got:?}");
}

/// A receive that waits, and whose waker panics.
fn hostile(rx: &Receiver<u8>) -> Task<OwnedRecv<u8>> {
    let mut task = Task::with(rx.clone().into_recv(), Hooks::none().wake(|| panic!("a hostile waker")));
    task.pending();
    task
}

#[test]
fn a_send_that_was_made_before_a_panic_is_reported_by_the_next_select() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut sending = send(&tx, 1, |sent| sent.is_ok());
        let mut receive = hostile(&rx);
        assert_eq!(panics(|| tried(&mut sending)), "a hostile waker");
        assert_eq!(receive.ready(), Ok(1));
        assert_eq!(tried(&mut sending), Some(true), "capacity {capacity}");
        assert_eq!(tried(&mut sending), None);
        assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
    }
}

#[test]
fn a_send_from_a_slot_that_was_made_before_a_panic_is_reported_by_the_next_select() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut slot = Some(1);
        {
            let mut sending = send_from(&tx, &mut slot, |sent| sent.is_ok());
            let mut receive = hostile(&rx);
            assert_eq!(panics(|| tried(&mut sending)), "a hostile waker");
            assert_eq!(receive.ready(), Ok(1));
            assert_eq!(tried(&mut sending), Some(true), "capacity {capacity}");
            assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
        }
        assert_eq!(slot, None);
    }
}

#[test]
fn a_send_that_was_made_before_a_panic_is_not_made_to_a_second_receive() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut sending = send(&tx, 1, |sent| sent.is_ok());
        let mut receive = hostile(&rx);
        assert_eq!(panics(|| tried(&mut sending)), "a hostile waker");
        let mut innocent = Task::parked(rx.recv());
        assert_eq!(tried(&mut sending), Some(true), "capacity {capacity}");
        assert_eq!((tx.len(), innocent.wakes()), (0, 0));
        innocent.pending();
        assert_eq!(receive.ready(), Ok(1));
        tx.try_send(2).unwrap();
        assert_eq!(innocent.woken(), Ok(2));
    }
}

#[test]
fn a_value_that_was_received_before_a_panic_is_reported_by_the_next_select() {
    let drops = Drops::new();
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|_| tx.try_send(drops.value(0)).unwrap());
        let last = capacity as u32;
        let mut parked =
            Task::with(tx.send(drops.value(last)), Hooks::none().wake(|| panic!("a hostile waker")));
        parked.pending();
        let mut receiving = recv(&rx, |got| got.unwrap());
        assert_eq!(panics(|| tried(&mut receiving)), "a hostile waker");
        let got = tried(&mut receiving);
        assert_eq!(got.map(|value| value.number), Some(0), "capacity {capacity}");
        assert!(parked.ready().is_ok());
        assert_eq!(tx.len(), capacity);
    }
}

#[test]
fn a_select_whose_first_poll_panicked_after_its_send_reports_it_when_it_is_polled_again() {
    let (tx, rx) = rendezvous();
    let mut sending = send(&tx, 1, |sent| sent.is_ok());
    let mut select = Select::new();
    select.add(&mut sending);
    let mut task = Task::new(select);
    let mut receive = hostile(&rx);
    assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    let innocent = Task::parked(rx.recv());
    assert_eq!(task.ready(), (0, true));
    assert_eq!((receive.ready(), innocent.wakes()), (Ok(1), 0));
}

/// Parks an operation when the waker is cloned, that is while the select is about to park.
fn while_it_parks<Fut: Future + 'static>(
    park: impl Fn() -> Fut + 'static,
) -> (Hooks, Rc<RefCell<Option<Task<Fut>>>>) {
    let parked = Rc::new(RefCell::new(None));
    let (first, inside) = (Cell::new(true), parked.clone());
    let hooks = Hooks::none().clone(move || {
        if first.take() {
            let mut task = Task::with(park(), Hooks::none().wake(|| panic!("a hostile waker")));
            task.pending();
            inside.replace(Some(task));
        }
    });
    (hooks, parked)
}

#[test]
fn a_send_that_was_made_while_its_select_parked_is_reported_after_a_panic() {
    let (tx, rx) = rendezvous();
    let mut sending = send(&tx, 1, |sent| sent.is_ok());
    let mut select = Select::new();
    select.add(&mut sending);
    let receiver = rx.clone();
    let (hooks, parked) = while_it_parks(move || receiver.clone().into_recv());
    let mut task = Task::with(select, hooks);
    assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    drop(task);
    assert_eq!(tried(&mut sending), Some(true));
    assert_eq!(parked.take().map(|mut receive| receive.ready()), Some(Ok(1)));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_value_that_was_received_while_its_select_parked_is_reported_after_a_panic() {
    let (tx, rx) = rendezvous();
    let mut receiving = recv(&rx, |got| got.unwrap());
    let mut select = Select::new();
    select.add(&mut receiving);
    let sender = tx.clone();
    let (hooks, parked) = while_it_parks(move || sender.clone().into_send(1));
    let mut task = Task::with(select, hooks);
    assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    drop(task);
    assert_eq!(tried(&mut receiving), Some(1));
    assert_eq!(parked.take().map(|mut send| send.ready()), Some(Ok(())));
}
