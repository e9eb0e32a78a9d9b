//! Select over foreign futures: none of their outputs, and none of the values, is lost.

use super::support::*;
use crate::flavor::*;
use futures_util::future::{pending, poll_fn, ready};
use goit::select;
use std::cell::Cell;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

#[test]
fn a_future_that_is_ready_wins_and_the_channels_keep_theirs() {
    let (tx, rx) = rendezvous();
    let mut slot = Some(1);
    let won = Task::new(async {
        select! {
            recv(rx) -> _ => unreachable!("nobody sends"),
            wait(ready("done")) -> output => output,
            send_from(tx, &mut slot) -> _ => unreachable!("nobody receives"),
        }
    })
    .ready();
    assert_eq!((won, slot), ("done", Some(1)));
}

#[test]
fn a_future_wakes_the_select_it_is_in() {
    let (_tx, rx) = rendezvous::<u8>();
    let (done_tx, done) = bounded(1);
    let mut race = Task::parked(async {
        select! { recv(rx) -> _ => unreachable!("nobody sends"), wait(done.recv()) -> output => output }
    });
    done_tx.try_send("done").unwrap();
    assert_eq!(race.woken(), Ok("done"));
}

#[test]
fn a_decided_channel_beats_a_future_that_is_ready_in_the_same_poll() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let (open, polls) = (Cell::new(false), Cell::new(0));
        let future = poll_fn(|_| {
            polls.set(polls.get() + 1);
            if open.get() { Poll::Ready("output") } else { Poll::Pending }
        });
        let mut future = pin!(future);
        let mut race = Task::parked(async {
            select! { wait(future.as_mut()) -> _ => unreachable!("decided elsewhere"), recv(rx) -> received => received }
        });
        tx.try_send(1).unwrap();
        open.set(true);
        assert_eq!(race.woken(), Ok(1));
        drop(race);
        // It was not even polled: its output is still to be had.
        assert_eq!(polls.get(), 1);
        assert_eq!(Task::new(future).ready(), "output");
    }
}

#[test]
fn an_output_that_lost_no_race_is_never_dropped_unseen() {
    // Ready in the poll in which the channel arm is ready too: one of the two is taken, the other is still there.
    let drops = Drops::new();
    let mut outputs = 0;
    let (tx, rx) = bounded(1);
    for round in 0..100 {
        tx.try_send(drops.value(round)).unwrap();
        let mut output = Some(drops.value(1000 + round));
        let won = {
            let future = pin!(poll_fn(|_| output.take().map_or(Poll::Pending, Poll::Ready)));
            Task::new(async {
                select! { recv(rx) -> received => received.unwrap(), wait(future) -> output => output }
            })
            .ready()
        };
        assert_eq!(rx.len(), usize::from(won.number >= 1000));
        assert_eq!(output.is_none(), won.number >= 1000);
        outputs += usize::from(won.number >= 1000);
        let _ = rx.try_recv();
    }
    assert!(outputs > 0 && outputs < 100);
    assert_eq!(drops.so_far().len(), 200);
}

#[test]
fn a_future_may_use_the_channels_of_its_select() {
    for capacity in [0, 1, usize::MAX] {
        // Polled while the select waits, the future sends into its receive arm and receives from its send arm.
        let (tx, rx) = bounded(capacity);
        let (back_tx, back_rx) = rendezvous();
        let (step, got) = (Cell::new(0), Cell::new(None));
        let future = poll_fn(|cx| {
            step.set(step.get() + 1);
            cx.waker().wake_by_ref();
            match step.get() {
                2 => got.set(back_rx.try_recv().ok()),
                3 => drop(tx.try_send('v')),
                _ => {}
            }
            Poll::<()>::Pending
        });
        let future = pin!(future);
        let mut slot = Some('s');
        let mut race = Task::new(async {
            select! {
                biased;
                wait(future) -> _ => unreachable!("it is never ready"),
                send_from(back_tx, &mut slot) -> sent => { sent.unwrap(); '!' }
                recv(rx) -> received => received.unwrap(),
            }
        });
        let mut polls = 0;
        let won = loop {
            polls += 1;
            match race.poll() {
                Poll::Ready(won) => break Some(won),
                Poll::Pending if polls == 10 => break None,
                Poll::Pending => {}
            }
        };
        drop(race);
        // While its futures are polled a select is not parked: `try_recv` finds nobody, `try_send` needs a buffer.
        assert_eq!((got.get(), slot), (None, Some('s')));
        assert_eq!(won, (capacity > 0).then_some('v'));
        assert!(rx.try_recv().is_err());
    }
}

#[test]
fn a_future_that_completes_an_arm_of_its_select_and_itself_loses_neither() {
    let (tx, rx) = bounded(1);
    let future = poll_fn(|_| {
        tx.try_send(1).unwrap();
        Poll::Ready("output")
    });
    let future = pin!(future);
    let won = Task::new(async {
        select! { biased; wait(future) -> output => output, recv(rx) -> _ => "value" }
    })
    .ready();
    assert_eq!((won, rx.try_recv()), ("output", Ok(1)));
}

#[test]
fn a_future_given_by_reference_goes_on_in_the_next_select() {
    run(async {
        let (tx, rx) = bounded(1);
        let steps = Rc::new(Cell::new(0));
        let counted = steps.clone();
        let mut long: Pin<Box<dyn Future<Output = u32>>> = Box::pin(async move {
            for _ in 0..10 {
                counted.set(counted.get() + 1);
                yield_now().await;
            }
            counted.get()
        });
        let mut received = 0;
        let output = loop {
            let _ = tx.try_send(1);
            assert!(received < 1000, "the future is starved");
            select! {
                recv(rx) -> got => received += got.unwrap(),
                wait(&mut long) -> output => break output,
            }
        };
        assert_eq!((output, steps.get()), (10, 10));
        assert!(received > 0);
    });
}

#[test]
fn a_future_that_lost_is_dropped_with_the_select() {
    let dropped = Rc::new(Cell::new(false));
    let flag = dropped.clone();
    let value = OnDrop::new(move || flag.set(true));
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let mut race = Task::new(async {
        select! {
            biased;
            recv(rx) -> _ => assert!(dropped.get(), "it is gone before the body runs"),
            wait(async move { let _kept = value; pending::<()>().await }) => {}
        }
    });
    race.ready();
}

#[test]
fn futures_alone_are_a_select_too() {
    let won = Task::new(async {
        select! { wait(pending::<u8>()) -> n => n, wait(ready(7)) -> n => n }
    })
    .ready();
    assert_eq!(won, 7);
    let (mut first, mut second) = (0, 0);
    for _ in 0..1000 {
        Task::new(async {
            select! { wait(ready(())) => first += 1, wait(ready(())) => second += 1 }
        })
        .ready();
    }
    assert!(first > 350 && second > 350, "{first} to {second}");
}

// ---- Where other selects lose a value -------------------------------------------------------------------------

/// A race of futures drops the one that did not finish first, and a send holds its value.
#[test]
fn a_race_of_futures_drops_the_value_of_the_send_that_lost_and_goit_keeps_it() {
    run(async {
        let drops = Drops::new();
        let (tx, _rx) = bounded(1);
        let (stop, stopped) = bounded(1);
        tx.try_send(drops.value(0)).unwrap();

        stop.try_send(()).unwrap();
        let mut lost = tx.send(drops.value(1));
        futures_util::select_biased! {
            sent = lost => unreachable!("full: {sent:?}"),
            received = stopped.recv() => received.unwrap(),
        }
        drop(lost);
        assert_eq!(drops.so_far(), [1], "the value that was to be sent is gone");

        stop.try_send(()).unwrap();
        let mut kept = Some(drops.value(2));
        select! {
            biased;
            send_from(tx, &mut kept) -> sent => unreachable!("full: {sent:?}"),
            recv(stopped) -> received => received.unwrap(),
        }
        assert_eq!(kept.as_ref().map(|value| value.number), Some(2));
        assert_eq!(drops.so_far(), [1]);
    });
}

/// A race of futures polls each in turn, so two that were completed meanwhile are both done, and one is dropped: with a
/// receive that has taken its value out of the channel, as many channels' receive does, the value is gone.
#[test]
fn a_race_of_futures_does_two_things_where_goit_does_one() {
    run(async {
        let (tx_a, rx_a) = rendezvous();
        let (tx_b, rx_b) = rendezvous();
        let (mut receive_a, mut receive_b) = (rx_a.recv(), rx_b.recv());
        let mut raced = Task::parked(async {
            futures_util::select_biased! { a = receive_a => a, b = receive_b => b }
        });
        // Both senders are told that their values were taken.
        assert_eq!((tx_a.try_send('a'), tx_b.try_send('b')), (Ok(()), Ok(())));
        assert_eq!(raced.ready(), Ok('a'));
        drop(raced);

        let mut decided = Task::parked(async {
            select! { recv(rx_a) -> a => a, recv(rx_b) -> b => b }
        });
        assert_eq!((tx_a.try_send('c'), tx_b.try_send('d')), (Ok(()), Err(TrySendError::Full('d'))));
        assert_eq!(decided.woken(), Ok('c'));
    });
}
