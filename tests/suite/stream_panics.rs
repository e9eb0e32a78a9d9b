//! Streams and sinks whose poll panics in foreign code: the drop of a waker that had to make room. Their place in line
//! is known all the same, and nothing is kept for nobody.

use super::support::*;
use crate::flavor::*;
use futures_util::{SinkExt, StreamExt};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Lets a task wait and be met, whose waker panics once it is dropped after this.
fn leave_a_hostile_waker<Fut: Future>(waiting: Fut, meet: impl FnOnce()) -> Rc<Cell<bool>> {
    let armed = Rc::new(Cell::new(false));
    let trap = armed.clone();
    let mut task = Task::with(waiting, Hooks::none().drop(move || assert!(!trap.take(), "a hostile waker")));
    task.pending();
    meet();
    assert!(task.poll().is_ready());
    drop(task);
    armed.set(true);
    armed
}

/// A stream that was polled and had to wait; the poll has panicked where the channel had kept a waker.
fn parked_stream() -> (Sender<u8>, Receiver<u8>) {
    let (tx, mut rx) = bounded(2);
    let armed = leave_a_hostile_waker(rx.clone().into_recv(), || tx.try_send(0).unwrap());
    let polled = catch_unwind(AssertUnwindSafe(|| Task::new(rx.next()).poll().is_ready()));
    assert!(!matches!(polled, Ok(true)), "there is nothing to receive");
    armed.set(false);
    (tx, rx)
}

#[test]
fn a_stream_that_panicked_while_it_parked_gets_the_next_value() {
    let (tx, mut rx) = parked_stream();
    let mut next = Task::parked(rx.next());
    tx.try_send(1).unwrap();
    assert_eq!(next.woken(), Some(1));
    assert_eq!(tx.len(), 0);
}

#[test]
fn a_stream_that_panicked_while_it_parked_is_polled_again_after_a_value_came() {
    let (tx, mut rx) = parked_stream();
    tx.try_send(1).unwrap();
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
    tx.try_send(2).unwrap();
    assert_eq!(Task::new(rx.next()).ready(), Some(2));
}

#[test]
fn a_handle_whose_stream_panicked_while_it_parked_can_be_used_otherwise() {
    let (tx, rx) = parked_stream();
    tx.try_send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));
    tx.try_send(2).unwrap();
    assert_eq!(Task::new(rx.recv()).ready(), Ok(2));
    assert_eq!(tx.len(), 0);
}

#[test]
fn nothing_is_kept_for_a_stream_that_panicked_while_it_parked_and_was_dropped() {
    let (tx, rx) = parked_stream();
    let other = rx.clone();
    drop(rx);
    tx.try_send(1).unwrap();
    assert_eq!((tx.len(), other.try_recv()), (1, Ok(1)));
    let mut receive = Task::parked(other.recv());
    tx.try_send(2).unwrap();
    assert_eq!(receive.woken(), Ok(2));
}

#[test]
fn what_a_stream_that_panicked_while_it_parked_was_chosen_for_passes_on_when_it_is_dropped() {
    let (tx, rx) = parked_stream();
    let other = rx.clone();
    tx.try_send(1).unwrap();
    drop(rx);
    assert_eq!(other.try_recv(), Ok(1));
}

#[test]
fn a_stream_that_panicked_while_it_parked_ends_with_the_channel() {
    let (tx, mut rx) = parked_stream();
    tx.try_send(1).unwrap();
    drop(tx);
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
    assert_eq!(Task::new(rx.next()).ready(), None);
}

#[test]
fn a_sink_that_panicked_while_it_parked_sends_its_value_once() {
    let (tx, rx) = rendezvous();
    let armed = leave_a_hostile_waker(tx.clone().into_send(0), || assert_eq!(rx.try_recv(), Ok(0)));
    let mut sink = tx.into_sink();
    assert_eq!(Task::new(sink.feed(1)).ready(), Ok(()));
    let polled = catch_unwind(AssertUnwindSafe(|| Task::new(sink.flush()).poll().is_ready()));
    assert!(!matches!(polled, Ok(true)), "nobody receives");
    armed.set(false);
    Task::new(sink.flush()).pending();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(Task::new(sink.flush()).ready(), Ok(()));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
}

#[test]
fn a_stream_whose_partner_panicked_when_it_was_woken_goes_on() {
    let (tx, mut rx) = rendezvous();
    let hooks = Hooks::none().wake(|| panic!("a hostile waker"));
    let mut first = Task::with(tx.send(1), hooks);
    first.pending();
    assert_eq!(panics(|| Task::new(rx.next()).poll()), "a hostile waker");
    assert_eq!(first.ready(), Ok(()));
    let mut second = Task::parked(tx.send(2));
    assert_eq!(Task::new(rx.next()).ready(), Some(2));
    assert_eq!(second.woken(), Ok(()));
}
