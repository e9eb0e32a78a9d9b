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

#[test]
#[should_panic(
    expected = "this select would wait for ever: no arm takes part; enable an arm, or add `default`"
)]
fn a_select_of_an_empty_slot_alone() {
    let (tx, _rx) = bounded::<u8>(1);
    let mut slot = None;
    run(async move {
        select! { send_from(tx, &mut slot) -> _ => {} }
    });
}

#[test]
#[should_panic(
    expected = "this select would wait for ever: no arm takes part; enable an arm, or add `default`"
)]
fn a_select_in_which_no_arm_takes_part() {
    run(async {
        let (_tx, rx) = bounded::<u8>(1);
        select! {
            recv(rx) -> _, if false => {}
            recv(None::<&Receiver<u8>>) -> _ => {}
        }
    });
}

#[test]
#[should_panic(expected = "this select would wait for ever: no arm takes part")]
fn a_builder_without_cases() {
    run(async {
        Select::<()>::new().await;
    });
}

#[test]
#[should_panic(expected = "this select would wait for ever: no arm takes part")]
fn a_builder_whose_cases_have_all_won() {
    run(async {
        let (tx, rx) = bounded(1);
        tx.try_send(1).unwrap();
        let mut receiving = recv(&rx, |received| received.unwrap());
        let mut select = Select::new();
        select.add(&mut receiving);
        assert_eq!((&mut select).await, (0, 1));
        select.await;
    });
}

#[test]
#[should_panic(expected = "this select would wait for ever: no arm takes part")]
fn a_builder_whose_future_has_won() {
    run(async {
        let future = pin!(async { 1 });
        let mut waiting = wait(future, |output| output);
        let mut select = Select::new();
        select.add(&mut waiting);
        assert_eq!((&mut select).await, (0, 1));
        select.await;
    });
}

#[test]
#[should_panic(expected = "this select would wait for ever: no arm takes part")]
fn a_select_of_a_future_that_takes_no_part() {
    run(async {
        let (_tx, rx) = bounded::<u8>(1);
        select! {
            recv(rx) -> _, if false => {}
            wait(async {}) -> _, if false => {}
        }
    });
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
