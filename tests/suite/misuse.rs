//! Wrong use panics, with a message that says what to do instead.

use super::support::*;
use crate::flavor::*;
use futures_util::{Sink, SinkExt};
use goit::select;
use goit::select::{recv, wait};
use std::pin::{Pin, pin};

#[test]
fn a_completed_future_that_is_polled_again() {
    let (tx, rx) = bounded(4);
    let expected = "this future has completed; start a new operation instead of polling it again";
    let mut send = Task::new(tx.send(1));
    send.ready().unwrap();
    assert_eq!(panics(|| send.poll()), expected);
    let mut slot = Some(2);
    let mut send = Task::new(tx.send_from(&mut slot));
    send.ready().unwrap();
    assert_eq!(panics(|| send.poll()), expected);
    let mut send = Task::new(tx.clone().into_send(3));
    send.ready().unwrap();
    assert_eq!(panics(|| send.poll()), expected);
    let mut receive = Task::new(rx.recv());
    receive.ready().unwrap();
    assert_eq!(panics(|| receive.poll()), expected);
    let mut receive = Task::new(rx.clone().into_recv());
    receive.ready().unwrap();
    assert_eq!(panics(|| receive.poll()), expected);
    rx.close();
    let mut closed = Task::new(rx.closed());
    closed.ready();
    assert_eq!(panics(|| closed.poll()), expected);
    // None of it took a value more than it should have.
    assert_eq!(rx.try_recv(), Ok(3));
}

#[test]
fn a_parked_future_that_completed_and_is_polled_again() {
    let (tx, rx) = rendezvous();
    let mut receive = Task::parked(rx.recv());
    let mut send = Task::new(tx.send(1));
    send.ready().unwrap();
    receive.woken().unwrap();
    assert!(panics(|| receive.poll()).contains("has completed"));
    assert!(panics(|| send.poll()).contains("has completed"));
    // The channel goes on.
    let mut receive = Task::parked(rx.recv());
    tx.try_send(2).unwrap();
    assert_eq!(receive.woken(), Ok(2));
}

#[test]
#[should_panic(expected = "send_from needs a value: put `Some(value)` into the slot first")]
fn send_from_with_an_empty_slot() {
    let (tx, _rx) = bounded::<u8>(1);
    drop(tx.send_from(&mut None));
}

/// `file:line` of a line of this file.
macro_rules! here {
    ($line:expr) => {
        format!("{}:{}", file!(), $line)
    };
}

const NO_ARM: &str = "this select would wait for ever: no arm takes part; enable an arm, or add `default`";

#[test]
fn a_select_in_which_no_arm_takes_part_panics_at_its_line() {
    let (tx, rx) = bounded::<u8>(1);
    let (mut slot, mut line) = (None, 0);
    let at = panics_at(|| {
        let select = async {
            line = line!() + 1;
            select! {
                recv(rx) -> _, if false => {}
                recv(None::<&Receiver<u8>>) -> _ => {}
                send_from(tx, &mut slot) -> _ => {}
                wait(async {}) -> _, if false => {}
            }
        };
        Task::new(select).poll()
    });
    assert_eq!(at, (here!(line), NO_ARM.to_string()));
}

#[test]
fn a_builder_that_would_wait_for_ever_says_why() {
    async fn once(select: &mut Select<'_, '_, u8>) -> (usize, u8) {
        select.await
    }
    let (tx, rx) = bounded(1);
    let nobody = None::<Receiver<u8>>;
    let mut future = pin!(async { 2 });
    let (mut receiving, mut waiting) =
        (recv(&rx, |received| received.unwrap()), wait(future.as_mut(), |output| output));
    let mut nil = recv(&nobody, |received| received.unwrap());
    let made = format!("the select that was made at {}", here!(line!() + 1));
    let mut select = Select::new();
    let says = |select: &mut Select<'_, '_, u8>, words: &str| {
        let said = panics(|| Task::new(once(select)).poll());
        let rest = said.strip_prefix(&made).and_then(|rest| rest.split_once(' '));
        assert_eq!(rest.map(|(_column, rest)| rest), Some(words), "{said}");
    };
    says(&mut select, "would wait for ever: it has no cases; add some before it is awaited");
    select.add(&mut receiving);
    select.add(&mut waiting);
    tx.try_send(1).unwrap();
    assert_eq!(Task::new(&mut select).ready().1 + Task::new(&mut select).ready().1, 3);
    let won = "would wait for ever: all its cases have won; add new ones, or these again, or stop when none is left";
    says(&mut select, won);
    says(&mut select, won);
    select.add(&mut nil);
    let left = "would wait for ever: no case takes part; those that have not won have no handle or no value";
    says(&mut select, left);
    assert_eq!(select.try_select(), None);
}

#[test]
fn a_builder_panics_where_it_is_awaited() {
    let mut line = 0;
    let (at, said) = panics_at(|| {
        let select = async {
            line = line!() + 1;
            Select::<()>::new().await;
        };
        Task::new(select).poll()
    });
    assert_eq!(at, here!(line));
    assert!(said.contains("it has no cases"));
}

#[test]
fn a_builder_without_cases_does_not_block_without_waiting() {
    assert_eq!(Select::<()>::new().try_select(), None);
}

#[test]
#[should_panic(expected = "this select is waiting; add its cases before it is awaited")]
fn a_case_added_to_a_select_that_waits() {
    let (_tx, rx) = bounded::<u8>(1);
    let mut first = recv(&rx, |_| ());
    let mut second = recv(&rx, |_| ());
    let mut select = Select::new();
    select.add(&mut first);
    let mut task = Task::new(select);
    task.pending();
    task.future().add(&mut second);
}

#[test]
#[should_panic(expected = "start_send needs a sink that poll_ready has found ready")]
fn a_sink_that_is_filled_twice() {
    let (tx, _rx) = rendezvous();
    let mut sink = tx.sink();
    Pin::new(&mut sink).start_send(1).unwrap();
    let _ = Pin::new(&mut sink).start_send(2);
}

#[test]
#[should_panic(expected = "this sink was closed; make another one to go on sending")]
fn a_sink_that_is_used_after_its_close() {
    let (tx, _rx) = bounded(1);
    let mut sink = tx.into_sink();
    Task::new(sink.close()).ready().unwrap();
    let _ = Pin::new(&mut sink).start_send(2);
}
