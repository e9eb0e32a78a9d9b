//! Selects that are polled again after a waker has panicked, when it was cloned or when an old one was dropped, or a future. They
//! complete, are woken, keep what they received, and hand nothing broken to the next select.

use super::support::*;
use crate::flavor::*;
use futures_util::future::poll_fn;
use goit::select::{recv, send, wait};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

/// Polls a parked select as another task, whose waker panics when it is cloned.
#[track_caller]
fn refuse_a_clone<Fut: Future + Unpin>(task: &mut Task<Fut>) {
    let (waker, _) = Hooks::none().clone(|| panic!("a hostile waker")).waker();
    let poll = || Pin::new(task.future()).poll(&mut Context::from_waker(&waker)).is_ready();
    assert_eq!(panics(poll), "a hostile waker");
}

/// A waker that panics when it, or a clone of it, is dropped while armed; that disarms it.
fn armed_drop() -> (Hooks, Rc<Cell<bool>>) {
    let armed = Rc::new(Cell::new(false));
    let trap = armed.clone();
    (Hooks::none().drop(move || assert!(!trap.take(), "a hostile waker")), armed)
}

/// The output of a task that was decided: its poll may panic once.
fn output<Fut: Future>(task: &mut Task<Fut>) -> Fut::Output {
    match catch_unwind(AssertUnwindSafe(|| task.poll())) {
        Ok(Poll::Ready(output)) => output,
        Ok(Poll::Pending) => panic!("it was decided, and waits"),
        Err(_) => task.ready(),
    }
}

/// A select that receives from one channel, in a fresh binding.
macro_rules! receiving {
    ($task:ident from $rx:expr, with $hooks:expr) => {
        let mut case = recv($rx, |got: Result<u8, RecvError>| got);
        let mut select = Select::new();
        select.add(&mut case);
        let mut $task = Task::with(select, $hooks);
        $task.pending();
    };
}

#[test]
fn a_parked_select_whose_new_waker_panics_when_cloned_is_woken_once_it_was_polled_again() {
    let (tx, rx) = bounded(1);
    receiving!(task from &rx, with Hooks::none());
    refuse_a_clone(&mut task);
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(task.woken(), (0, Ok(1)));
}

#[test]
fn a_parked_select_whose_new_waker_panics_when_cloned_completes_if_it_is_decided_then() {
    let (tx, rx) = bounded(1);
    receiving!(task from &rx, with Hooks::none());
    refuse_a_clone(&mut task);
    tx.try_send(1).unwrap();
    assert_eq!(task.ready(), (0, Ok(1)));
}

#[test]
fn a_select_whose_waker_panics_when_cloned_at_its_first_poll_can_be_polled_again() {
    let (tx, rx) = bounded(1);
    for round in 0..3 {
        let mut case = recv(&rx, |got| got);
        let mut select = Select::new();
        select.add(&mut case);
        let mut task = Task::new(select);
        refuse_a_clone(&mut task);
        task.pending();
        tx.try_send(round).unwrap();
        assert_eq!(task.woken(), (0, Ok(round)));
    }
}

#[test]
fn a_select_whose_future_panicked_can_be_polled_again() {
    let (tx, rx) = bounded(1);
    let mut armed = true;
    let future = pin!(poll_fn(|_| {
        assert!(!std::mem::take(&mut armed), "a future panics");
        Poll::<u8>::Pending
    }));
    let mut receiving = recv(&rx, |got| got.unwrap());
    let mut waiting = wait(future, |output| output);
    let mut select = Select::new();
    select.add(&mut receiving);
    select.add(&mut waiting);
    let mut task = Task::new(select);
    assert_eq!(panics(|| task.poll()), "a future panics");
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(task.woken(), (0, 1));
}

#[test]
fn what_a_panicking_clone_left_is_not_lent_to_the_next_select() {
    for decided in [false, true] {
        let (tx, rx) = bounded(1);
        {
            receiving!(task from &rx, with Hooks::none());
            refuse_a_clone(&mut task);
            if decided {
                tx.try_send(0).unwrap();
                task.ready().1.unwrap();
            }
        }
        receiving!(next from &rx, with Hooks::none());
        tx.try_send(1).unwrap();
        assert_eq!(next.woken(), (0, Ok(1)), "decided: {decided}");
    }
}

#[test]
fn what_a_panicking_clone_left_in_a_sending_select_is_not_lent_to_the_next_one() {
    let (tx, rx) = rendezvous();
    let mut sending = send(&tx, 1, |sent| sent);
    {
        let mut select = Select::new();
        select.add(&mut sending);
        let mut task = Task::parked(select);
        refuse_a_clone(&mut task);
    }
    let mut select = Select::new();
    select.add(&mut sending);
    let mut task = Task::parked(select);
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(task.woken(), (0, Ok(())));
}

#[test]
fn a_parked_select_whose_old_waker_panics_when_it_is_replaced_is_woken_once_it_was_polled_again() {
    let (tx, rx) = bounded(1);
    let (hooks, armed) = armed_drop();
    receiving!(task from &rx, with hooks);
    task.moved();
    armed.set(true);
    assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(task.woken(), (0, Ok(1)));
}

#[test]
fn what_an_old_waker_left_that_panicked_when_it_was_replaced_is_not_lent_to_the_next_select() {
    let (tx, rx) = bounded(1);
    let (hooks, armed) = armed_drop();
    {
        receiving!(task from &rx, with hooks);
        task.moved();
        armed.set(true);
        assert_eq!(panics(|| task.poll().is_ready()), "a hostile waker");
    }
    receiving!(next from &rx, with Hooks::none());
    tx.try_send(1).unwrap();
    assert_eq!(next.woken(), (0, Ok(1)));
}

#[test]
fn a_select_that_finds_the_waker_of_one_before_and_its_drop_panics_can_be_polled_again() {
    let (tx, rx) = bounded(1);
    let (hooks, armed) = armed_drop();
    {
        receiving!(_cancelled from &rx, with hooks);
    }
    armed.set(true);
    let mut case = recv(&rx, |got| got);
    let mut select = Select::new();
    select.add(&mut case);
    let mut task = Task::new(select);
    let first = catch_unwind(AssertUnwindSafe(|| task.poll().is_ready()));
    assert!(!matches!(first, Ok(true)), "there is nothing to receive");
    armed.set(false);
    task.pending();
    tx.try_send(1).unwrap();
    assert_eq!(task.woken(), (0, Ok(1)));
}

#[test]
fn a_decided_select_whose_old_waker_panics_when_it_is_dropped_reports_what_it_received() {
    let (tx, rx) = unbounded();
    let (hooks, armed) = armed_drop();
    receiving!(first from &rx, with Hooks::none());
    tx.try_send(1).unwrap();
    receiving!(second from &rx, with hooks);
    tx.try_send(2).unwrap();
    assert_eq!(first.woken(), (0, Ok(1)));
    armed.set(true);
    assert_eq!(output(&mut second), (0, Ok(2)));
    armed.set(false);
    assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
}

#[test]
fn a_decided_select_whose_old_waker_panicked_and_that_is_dropped_then_leaves_its_value_with_the_case() {
    let (tx, rx) = unbounded();
    let (hooks, armed) = armed_drop();
    receiving!(first from &rx, with Hooks::none());
    tx.try_send(1).unwrap();
    let mut case = recv(&rx, |got| got);
    let mut select = Select::new();
    select.add(&mut case);
    let mut second = Task::with(select, hooks);
    second.pending();
    tx.try_send(2).unwrap();
    assert_eq!(first.woken(), (0, Ok(1)));
    armed.set(true);
    let polled = catch_unwind(AssertUnwindSafe(|| second.poll()));
    armed.set(false);
    drop(second);
    let got = match polled {
        Ok(Poll::Ready((_, got))) => Some(got),
        _ => {
            let mut select = Select::new();
            select.add(&mut case);
            select.try_select().map(|(_, got)| got)
        }
    };
    assert_eq!(got, Some(Ok(2)));
    assert_eq!((tx.len(), rx.try_recv()), (0, Err(TryRecvError::Empty)));
}
