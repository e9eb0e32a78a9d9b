//! Operations that are given up for any future: `until`.

use super::support::*;
use crate::flavor::future::Send;
use crate::flavor::*;
use futures_util::FutureExt;
use futures_util::future::{poll_fn, ready};
use goit::select::{recv, send_from};
use goit::{Interrupted, RecvError, SendError};
use std::cell::Cell;
use std::future::pending;
use std::marker::PhantomPinned;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

/// A future that cannot be moved once it was polled, and is ready from its second poll on.
async fn second_poll() -> &'static str {
    let pinned = PhantomPinned;
    let mut polls = 0;
    poll_fn(|_| {
        polls += 1;
        if polls > 1 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let _ = pinned;
    "over"
}

#[test]
fn the_result_comes_first() {
    let (tx, rx) = bounded(4);
    let (other_tx, other_rx) = (tx.clone(), rx.clone());
    let mut slot = Some(3);
    assert_eq!(Task::new(tx.send(1).until(ready("over"))).ready(), Ok(Ok(())));
    assert_eq!(Task::new(other_tx.into_send(2).until(ready("over"))).ready(), Ok(Ok(())));
    assert_eq!(Task::new(tx.send_from(&mut slot).until(ready("over"))).ready(), Ok(Ok(())));
    assert_eq!(slot, None);
    tx.try_send(4).unwrap();
    assert_eq!(Task::new(rx.recv().until(ready("over"))).ready(), Ok(Ok(1)));
    assert_eq!(Task::new(other_rx.into_recv().until(ready("over"))).ready(), Ok(Ok(2)));
    let mut receiving = recv(&rx, Result::unwrap);
    let mut select = Select::new().biased();
    select.add(&mut receiving);
    assert_eq!(Task::new(select.until(ready("over"))).ready(), Ok((0, 3)));
    drop(select);
    rx.close();
    assert_eq!(Task::new(rx.closed().until(ready("over"))).ready(), Ok(()));
    assert_eq!(Task::new(tx.send(5).until(ready("over"))).ready(), Ok(Err(SendError(5))));
    slot = Some(6);
    assert_eq!(Task::new(tx.send_from(&mut slot).until(ready("over"))).ready(), Ok(Err(SendError(()))));
    assert_eq!(slot, Some(6));
    assert_eq!(Task::new(rx.recv().until(ready("over"))).ready(), Ok(Ok(4)));
    assert_eq!(Task::new(rx.recv().until(ready("over"))).ready(), Ok(Err(RecvError)));
}

#[test]
fn the_output_comes_with_the_value_that_was_not_sent() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        let unsent = Err(Interrupted { output: "over", value: 1 });
        assert_eq!(Task::new(tx.send(1).until(ready("over"))).ready(), unsent);
        assert_eq!(Task::new(tx.clone().into_send(1).until(ready("over"))).ready(), unsent);
        let mut slot = Some(1);
        let kept = Err(Interrupted { output: "over", value: () });
        assert_eq!(Task::new(tx.send_from(&mut slot).until(ready("over"))).ready(), kept);
        assert_eq!(slot, Some(1));
        assert_eq!(
            Task::new(tx.closed().until(ready("over"))).ready(),
            Err(Interrupted { output: "over", value: () })
        );
        (0..capacity).for_each(|_| assert_eq!(rx.try_recv(), Ok(0)));
        let nothing = Err(Interrupted { output: "over", value: () });
        assert_eq!(Task::new(rx.recv().until(ready("over"))).ready(), nothing);
        assert_eq!(Task::new(rx.clone().into_recv().until(ready("over"))).ready(), nothing);
        // Nobody has been left behind in a line.
        assert_eq!(tx.try_send(2).is_ok(), capacity == 1);
        assert_eq!(rx.try_recv().is_ok(), capacity == 1);
    }
}

#[test]
fn any_future_will_do_pinned_or_not() {
    let (tx, rx) = bounded::<u8>(1);
    let over = Err(Interrupted { output: "over", value: () });
    assert_eq!(Task::parked(rx.recv().until(second_poll())).ready(), over);
    assert_eq!(Task::parked(rx.recv().until(Box::pin(second_poll()))).ready(), over);
    // One that is given by reference goes on.
    let mut limit = pin!(second_poll());
    Task::parked(rx.recv().until(limit.as_mut()));
    assert_eq!(Task::new(rx.recv().until(limit.as_mut())).ready(), over);
    // An operation is one too.
    let mut receiving = Task::parked(rx.recv().until(tx.closed()));
    rx.close();
    assert_eq!(receiving.ready(), Ok(Err(RecvError)));
}

/// Whether a limit is reached; and how often it was asked.
#[derive(Clone, Default)]
struct Limit(Rc<(Cell<bool>, Cell<usize>)>);

impl Limit {
    fn reach(&self) {
        self.0.0.set(true);
    }

    fn polls(&self) -> usize {
        self.0.1.get()
    }

    fn future(&self) -> impl Future<Output = &'static str> + use<> {
        let Limit(state) = self.clone();
        poll_fn(move |_| {
            state.1.set(state.1.get() + 1);
            if state.0.get() { Poll::Ready("over") } else { Poll::Pending }
        })
    }
}

#[test]
fn what_was_decided_beats_a_future_that_is_ready_in_the_same_poll() {
    let limit = Limit::default();
    let (tx, rx) = rendezvous();
    let mut sending = Task::parked(tx.send(1).until(limit.future()));
    assert_eq!(rx.try_recv(), Ok(1));
    let mut receiving = Task::parked(rx.recv().until(limit.future()));
    tx.try_send(2).unwrap();
    let mut slot = Some(3);
    let (full, full_rx) = bounded(1);
    full.try_send(0).unwrap();
    let mut from_slot = Task::parked(full.send_from(&mut slot).until(limit.future()));
    assert_eq!(full_rx.try_recv(), Ok(0));
    let (selected, selected_rx) = rendezvous();
    let mut case = recv(&selected_rx, Result::unwrap);
    let mut select = Select::new();
    select.add(&mut case);
    let mut selecting = Task::parked(select.until(limit.future()));
    selected.try_send(4).unwrap();
    let mut closing = Task::parked(full.closed().until(limit.future()));
    full_rx.close();

    let polls = limit.polls();
    limit.reach();
    assert_eq!(sending.woken(), Ok(Ok(())));
    assert_eq!(receiving.woken(), Ok(Ok(2)));
    assert_eq!(from_slot.woken(), Ok(Ok(())));
    assert_eq!(selecting.woken(), Ok((0, 4)));
    assert_eq!(closing.woken(), Ok(()));
    drop(from_slot);
    assert_eq!(slot, None);
    assert_eq!(limit.polls(), polls, "a future is polled only while its operation waits");
}

#[test]
fn a_future_may_use_the_channel_that_its_operation_waits_for() {
    // It finds nothing of a send that it limits: that is sent, or comes back with its output.
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        let drains = |output: Poll<&'static str>| {
            let rx = rx.clone();
            poll_fn(move |_| {
                while rx.try_recv().is_ok() {}
                output
            })
        };
        let given_up = Task::new(tx.send(1).until(drains(Poll::Ready("over")))).ready();
        assert_eq!(given_up, Err(Interrupted { output: "over", value: 1 }));
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        let mut goes_on = Task::new(tx.send(2).until(drains(Poll::Pending)));
        if capacity == 0 {
            goes_on.pending();
            assert_eq!(rx.try_recv(), Ok(2));
        }
        assert_eq!(goes_on.ready(), Ok(Ok(())));
    }
    // What it sends to a receive that it limits, and ends, is for the next one.
    let (tx, rx) = bounded(1);
    let sends = async { tx.try_send(3) };
    assert_eq!(Task::new(rx.recv().until(sends)).ready().unwrap_err().output, Ok(()));
    assert_eq!(rx.try_recv(), Ok(3));
}

#[test]
fn a_receive_keeps_its_place_however_often_it_is_polled() {
    let (tx, rx) = bounded(1);
    let limit = Limit::default();
    let mut first = Task::parked(rx.recv().until(limit.future()));
    let mut second = Task::parked(rx.recv());
    for _ in 0..3 {
        first.pending();
    }
    assert_eq!(limit.polls(), 4);
    tx.try_send(1).unwrap();
    assert_eq!(first.woken(), Ok(Ok(1)));
    second.pending();
}

#[test]
fn whatever_is_dropped_while_it_waits_has_done_nothing() {
    let (tx, rx) = rendezvous();
    let drops = Drops::default();
    let mut slot = Some(drops.value(1));
    drop(Task::parked(tx.send_from(&mut slot).until(pending::<()>())));
    assert_eq!(slot.as_ref().map(|value| value.number), Some(1));
    drop(Task::parked(tx.send(drops.value(2)).until(pending::<()>())));
    assert_eq!(drops.so_far(), [2]);
    assert!(rx.try_recv().is_err());
    drop(Task::parked(rx.recv().until(pending::<()>())));
    assert!(tx.try_send(drops.value(3)).is_err());
    // Made and not polled.
    drop(tx.send(drops.value(4)).until(pending::<()>()));
    assert_eq!(drops.so_far(), [2, 3, 4]);
}

#[test]
fn an_operation_that_was_polled_before_goes_on() {
    let (tx, rx) = rendezvous();
    let limit = Limit::default();
    fn polled<T>(mut sending: Send<'_, T>) -> Send<'_, T> {
        assert!((&mut sending).now_or_never().is_none());
        sending
    }
    // Not decided, decided, and failed before its limit is set.
    let mut waits = Task::parked(polled(tx.send(1)).until(limit.future()));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(waits.woken(), Ok(Ok(())));
    let sent = polled(tx.send(2));
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(Task::new(sent.until(ready("over"))).ready(), Ok(Ok(())));
    let unsent = Task::new(polled(tx.send(3)).until(ready("over"))).ready();
    assert_eq!(unsent, Err(Interrupted { output: "over", value: 3 }));
    let mut slot = Some(7);
    let mut sending = tx.send_from(&mut slot);
    assert!((&mut sending).now_or_never().is_none());
    let unsent = Task::new(sending.until(ready("over"))).ready();
    assert_eq!((unsent, slot), (Err(Interrupted { output: "over", value: () }), Some(7)));
    let mut received = rx.recv();
    assert!((&mut received).now_or_never().is_none());
    tx.try_send(4).unwrap();
    assert_eq!(Task::new(received.until(ready("over"))).ready(), Ok(Ok(4)));
    let failed = polled(tx.send(5));
    tx.close();
    assert_eq!(Task::new(failed.until(ready("over"))).ready(), Ok(Err(SendError(5))));
    // One that has completed is not to be polled again.
    let mut complete = tx.send(6);
    assert!((&mut complete).now_or_never().is_some());
    let again = panics(|| Task::new(complete.until(ready("over"))).poll());
    assert!(again.contains("this future has completed"), "{again}");
}

#[test]
fn a_select_goes_on_after_its_limit() {
    let ((tx_a, rx_a), (tx_b, rx_b)) = (rendezvous(), bounded(1));
    tx_b.try_send(0).unwrap();
    let mut slot = Some(2);
    {
        let mut receiving = recv(&rx_a, |received| received.unwrap());
        let mut sending = send_from(&tx_b, &mut slot, |_| unreachable!("the channel is full"));
        let mut select = Select::new();
        select.add(&mut receiving);
        select.add(&mut sending);
        let limit = Limit::default();
        let mut selecting = Task::parked(select.until(limit.future()));
        limit.reach();
        assert_eq!(selecting.ready().unwrap_err().output, "over");
        drop(selecting);
        assert!(tx_a.try_send(1).is_err(), "no arm is left in a line");
        // One that is dropped while it waits waits on.
        drop(Task::parked(select.until(pending::<()>())));
        tx_a.try_send(1).unwrap();
        assert_eq!(Task::new(select.until(ready("over"))).ready(), Ok((0, 1)));
    }
    assert_eq!(slot, Some(2));
    assert_eq!(rx_b.try_recv(), Ok(0));
    // Without any case there is the future.
    assert_eq!(
        Task::new(Select::<'_, '_, u8>::new().until(ready("over"))).ready().unwrap_err().output,
        "over"
    );
}

#[test]
fn a_fair_select_chooses_the_limit_too_and_a_biased_one_only_while_it_waits() {
    let (tx, rx) = bounded(1);
    let mut chosen = [0; 2];
    for round in 0..200 {
        tx.try_send(round).unwrap();
        let mut receiving = recv(&rx, Result::unwrap);
        let mut select = Select::new();
        select.add(&mut receiving);
        let by_limit = Task::new(select.until(ready("over"))).ready_in_turn().is_err();
        chosen[by_limit as usize] += 1;
        drop(select);
        assert_eq!(rx.try_recv().is_ok(), by_limit);
    }
    assert!(chosen.iter().all(|&times| times > 50), "{chosen:?}");
}

#[test]
fn a_future_that_panics_loses_nothing() {
    let (tx, rx) = rendezvous();
    let hostile = || async { panic!("a hostile future") };
    let drops = Drops::default();
    let mut slot = Some(drops.value(1));
    panics(|| Task::new(tx.send_from(&mut slot).until(hostile())).poll());
    assert!(slot.is_some());
    panics(|| Task::new(tx.send(drops.value(2)).until(hostile())).poll());
    assert_eq!(drops.so_far(), [2]);
    panics(|| Task::new(rx.recv().until(hostile())).poll());
    let mut receiving = recv(&rx, |received| received.unwrap());
    let mut select = Select::new();
    select.add(&mut receiving);
    panics(|| Task::new(select.until(hostile())).poll());
    let mut selecting = Task::parked(select.until(pending::<()>()));
    tx.try_send(drops.value(3)).unwrap();
    assert!(selecting.woken().is_ok());
    drop(selecting);
    drop(select);
    assert!(rx.try_recv().is_err());
}

#[test]
fn a_limit_gets_its_turn_beside_a_channel_that_is_never_empty() {
    if !SYNC {
        return;
    }
    let (tx, rx) = unbounded();
    (0..1000).for_each(|n| tx.try_send(n).unwrap());
    let mut limit = pin!(async {});
    let mut task = Task::new(async {
        loop {
            if rx.recv().until(limit.as_mut()).await.is_err() {
                return;
            }
        }
    });
    task.ready();
    assert_eq!(rx.len(), 1000 - 128);
}

#[test]
fn many_at_a_time_can_be_given_up_too() {
    for capacity in [0, 1, 4] {
        let (tx, rx) = bounded(capacity);
        let mut batch = Vec::new();
        let mut receiving = Task::new(rx.recv_many(&mut batch, 8).until(std::future::ready("stop")));
        assert_eq!(receiving.ready().unwrap_err().output, "stop");
        drop(receiving);
        let mut queue: std::collections::VecDeque<_> = (0..9).collect();
        let mut sending = Task::new(tx.send_many(&mut queue).until(std::future::ready("stop")));
        assert_eq!(sending.ready().unwrap_err().output, "stop");
        drop(sending);
        assert_eq!(queue, (capacity..9).collect::<Vec<_>>());
        if capacity > 0 {
            let mut receiving = Task::new(rx.recv_many(&mut batch, 8).until(std::future::ready("stop")));
            assert_eq!(receiving.ready(), Ok(Ok(capacity)));
            drop(receiving);
        }
        assert_eq!(batch, (0..capacity).collect::<Vec<_>>());
    }
}

#[test]
fn a_merge_is_given_up_and_keeps_its_members_places() {
    let (tx, rx) = rendezvous();
    let mut merge = Merge::from_iter([("mill", rx)]);
    let mut stop = Task::new(merge.recv().until(std::future::ready("stop")));
    assert_eq!(stop.ready().unwrap_err().output, "stop");
    drop(stop);
    tx.try_send(7).unwrap();
    assert_eq!(Task::new(merge.recv().until(std::future::ready("stop"))).ready(), Ok(("mill", Ok(7))));
}
