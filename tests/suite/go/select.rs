//! `select2` to `select7`: what is left behind, what waits, what is evaluated when, and leaving the middle of a line.

use crate::flavor::*;
use crate::suite::support::*;
use futures_util::future::{join, pending};
use goit::select;
use std::cell::RefCell;

#[test]
fn select2_rounds_of_selects_leave_no_memory_behind() {
    async fn rounds(count: usize) {
        let (a, b) = (Channel::rendezvous(), Channel::rendezvous());
        let sender = async {
            for n in 0..count {
                select! { send(a, n) -> sent => sent.unwrap(), send(b, n) -> sent => sent.unwrap() }
            }
        };
        let receiver = async {
            for n in 0..count {
                let got = select! { recv(a) -> got => got, recv(b) -> got => got, recv(None::<&Receiver<usize>>) => Ok(0) };
                assert_eq!(got, Ok(n));
            }
        };
        join(sender, receiver).await;
    }
    run(rounds(10));
    let (few, ()) = usage(|| run(rounds(100)));
    let (many, ()) = usage(|| run(rounds(50_000)));
    assert_eq!((many.bytes, few.bytes), (0, 0));
    assert_eq!(many.calls, few.calls, "what is allocated does not depend on the rounds");
}

/// Whether it waits, as `waits` says.
fn check(waits: bool, what: &str, operation: impl Future) {
    assert_eq!(Task::new(operation).poll().is_pending(), waits, "{what}");
}

#[test]
fn select3_what_waits_and_what_does_not() {
    let nil = None::<Channel<u8>>;
    check(true, "receive from nil", async {
        select! { recv(nil) => {}, wait(pending::<()>()) => {} }
    });
    check(true, "send to nil", async {
        select! { send(nil, 1) => {}, wait(pending::<()>()) => {} }
    });
    check(false, "nil with default", async {
        select! { recv(nil) => {}, send(nil, 1) => {}, default => {} }
    });

    let sync = Channel::rendezvous();
    check(true, "receive, nobody sends", sync.recv());
    check(true, "send, nobody receives", sync.send(1));
    check(true, "select, nobody there", async {
        select! { recv(sync) => {}, send(sync, 1) => {} }
    });
    check(false, "select with default", async {
        select! { recv(sync) => {}, send(sync, 1) => {}, default => {} }
    });

    let buffered = Channel::bounded(1);
    check(true, "receive from an empty buffer", buffered.recv());
    check(true, "the same in a select", async {
        select! { recv(buffered) => {} }
    });
    check(false, "send into an empty buffer", buffered.send(1));
    check(true, "send into a full buffer", buffered.send(2));
    check(true, "the same in a select", async {
        select! { send(buffered, 2) => {} }
    });
    check(false, "both ends of a full buffer", async {
        select! { recv(buffered) => {}, send(buffered, 2) => {} }
    });
    check(false, "both ends of an empty buffer", async {
        select! { recv(buffered) => {}, send(buffered, 2) => {} }
    });

    let closed = Channel::<u8>::rendezvous();
    closed.close();
    check(false, "receive from a closed channel", closed.recv());
    // Go panics here.
    check(false, "send to a closed channel", closed.send(1));
    check(false, "the same in a select", async {
        select! { recv(sync) => {}, send(closed, 1) => {} }
    });
    check(false, "a closed channel among others", async {
        select! { recv(sync) => {}, recv(closed) => {}, recv(nil) => {} }
    });
}

#[test]
fn select4_the_place_of_a_result_is_found_only_by_the_arm_that_won() {
    run(async {
        let (a, b) = (Channel::bounded(1), Channel::<u8>::bounded(1));
        a.send(42).await.unwrap();
        let place;
        let touched = RefCell::new(Vec::new());
        let at = |name| touched.borrow_mut().push(name);
        select! {
            recv(b) -> got => { at("b"); place = u32::from(got.unwrap()); }
            recv(a) -> got => { at("a"); place = got.unwrap(); }
        }
        assert_eq!((place, touched.into_inner()), (42, vec!["a"]));
    });
}

#[test]
fn select5_operands_are_evaluated_once_each_values_before_handles_and_bodies_only_for_the_winner() {
    run(async {
        let full = Channel::bounded(1);
        full.send(0).await.unwrap();
        let ready = Channel::bounded(1);
        let log = RefCell::new(String::new());
        let note = |letter| log.borrow_mut().push(letter);
        for _ in 0..20 {
            log.borrow_mut().clear();
            select! {
                send({ note('a'); &full }, { note('b'); 1 }) -> _ => note('A'),
                send({ note('c'); &ready }, { note('d'); 2 }) -> _ => note('C'),
                recv({ note('e'); None::<&Channel<u8>> }) -> _ => note('E'),
                send({ note('f'); None::<&Channel<u8>> }, { note('g'); 3 }) -> _ => note('F'),
                default => note('X'),
            }
            let ends = if ready.try_recv().is_ok() { 'C' } else { 'X' };
            assert_eq!(*log.borrow(), format!("bdgacef{ends}"));
        }
    });
}

#[test]
fn select6_a_select_that_leaves_the_middle_of_a_line_breaks_it_nowhere() {
    for waiters in 1..5 {
        for position in 0..=waiters {
            let (shared, decider) = (Channel::rendezvous(), Channel::rendezvous());
            let mut line: Vec<_> = (0..position).map(|_| Task::parked(shared.recv())).collect();
            let mut middle = Task::parked(async {
                select! { recv(shared) -> _ => unreachable!("decided elsewhere"), recv(decider) -> got => got }
            });
            line.extend((position..waiters).map(|_| Task::parked(shared.recv())));
            decider.try_send('x').unwrap();
            assert_eq!(middle.woken(), Ok('x'));
            // A second select comes and goes where the first one was.
            drop(Task::parked(async {
                select! { recv(shared) -> got => got }
            }));
            for (n, waiter) in line.iter_mut().enumerate() {
                shared.try_send(n).unwrap();
                assert_eq!(waiter.woken(), Ok(n));
            }
            assert!(shared.try_send(99).is_err());
        }
    }
}

#[test]
fn select7_selects_meet_plain_operations_and_each_other_in_every_form() {
    /// Receives one value, in one of three forms.
    async fn receive(channel: Channel<u8>, form: usize) -> u8 {
        let idle = Channel::<u8>::rendezvous();
        match form {
            0 => channel.recv().await.unwrap(),
            1 => select! { recv(channel) -> got => got.unwrap() },
            _ => select! { recv(idle) -> _ => unreachable!("idle"), recv(channel) -> got => got.unwrap() },
        }
    }
    async fn send(channel: Channel<u8>, form: usize) {
        let idle = Channel::<u8>::rendezvous();
        match form {
            0 => channel.send(1).await.unwrap(),
            1 => select! { send(channel, 1) -> sent => sent.unwrap() },
            _ => {
                select! { recv(idle) -> _ => unreachable!("idle"), send(channel, 1) -> sent => sent.unwrap() }
            }
        }
    }
    for (capacity, receiving, sending, send_first) in (0..2)
        .flat_map(|c| (0..3).flat_map(move |r| (0..3).flat_map(move |s| [(c, r, s, true), (c, r, s, false)])))
    {
        run_to_end(async move {
            let channel = Channel::bounded(capacity);
            let done = Channel::bounded(1);
            let (other, finished) = (channel.clone(), done.clone());
            if send_first {
                go(send(other, sending));
                yield_now().await;
                assert_eq!(receive(channel, receiving).await, 1);
            } else {
                go(async move { finished.send(receive(other, receiving).await).await.unwrap() });
                yield_now().await;
                send(channel, sending).await;
                assert_eq!(done.recv().await, Ok(1));
            }
        });
    }
}
