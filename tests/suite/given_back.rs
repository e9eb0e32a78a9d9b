//! What a channel gives back while a handle of it still lives: the wakers of an end whose last handle has gone, and the
//! buffer of a channel that is closed and empty.

use super::memory::poll;
use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use goit::select;
use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// What `park` leaves of its waker behind once `handle`, which it had, and everything else of that end have gone.
fn left<H>(handle: H, park: impl FnOnce(H, &Waker)) -> usize {
    let (waker, counts) = Hooks::none().waker();
    park(handle, &waker);
    drop(waker);
    Rc::strong_count(&counts) - 1
}

#[test]
fn the_last_receiver_takes_the_waker_of_a_receive_that_was_met_with_it() {
    let (tx, rx) = rendezvous();
    let left = left(rx, |rx, waker| {
        let mut receive = pin!(rx.recv());
        assert!(poll(receive.as_mut(), waker).is_pending());
        tx.try_send(1).unwrap();
        assert_eq!(poll(receive, waker), Poll::Ready(Ok(1)));
    });
    assert_eq!((left, tx.is_closed()), (0, true));
}

#[test]
fn the_last_receiver_takes_the_wakers_of_cancelled_receives_with_it() {
    let (tx, rx) = bounded::<u8>(1);
    let left = left(rx, |rx, waker| {
        let mut receives = [(); 5].map(|()| Box::pin(rx.recv()));
        receives.iter_mut().for_each(|receive| assert!(poll(receive.as_mut(), waker).is_pending()));
    });
    assert_eq!((left, tx.is_closed()), (0, true));
}

#[test]
fn the_last_receiver_takes_the_wakers_of_many_receives_with_it() {
    let (tx, rx) = unbounded();
    let left = left(rx, |rx, waker| {
        let mut receives = [(); 5].map(|()| Box::pin(rx.recv()));
        receives.iter_mut().for_each(|receive| assert!(poll(receive.as_mut(), waker).is_pending()));
        (0..5).for_each(|n| tx.try_send(n).unwrap());
        receives.iter_mut().for_each(|receive| assert!(poll(receive.as_mut(), waker).is_ready()));
    });
    assert_eq!((left, tx.is_closed()), (0, true));
}

#[test]
fn the_last_receiver_takes_the_waker_of_a_select_with_it() {
    for met in [false, true] {
        let (tx, rx) = bounded(1);
        let left = left(rx, |rx, waker| {
            let mut race = pin!(async {
                select! { recv(rx) -> got => got }
            });
            assert!(poll(race.as_mut(), waker).is_pending());
            if met {
                tx.try_send(1).unwrap();
                assert_eq!(poll(race, waker), Poll::Ready(Ok(1)));
            }
        });
        assert_eq!((left, tx.is_closed()), (0, true), "met: {met}");
    }
}

#[test]
fn the_last_sender_takes_the_waker_of_a_select_that_waited_elsewhere_with_it() {
    // The arm of the empty slot comes first, and takes no part.
    let (tx, rx) = bounded::<u8>(1);
    let (elsewhere, met) = bounded::<u8>(1);
    let left = left(tx, |tx, waker| {
        let mut race = pin!(async {
            select! {
                send_from(tx, &mut None) -> _ => unreachable!(),
                recv(met) -> got => got,
            }
        });
        assert!(poll(race.as_mut(), waker).is_pending());
        elsewhere.try_send(1).unwrap();
        assert_eq!(poll(race, waker), Poll::Ready(Ok(1)));
    });
    drop((elsewhere, met));
    assert_eq!((left, rx.is_closed()), (0, true));
}

#[test]
fn a_channel_that_a_waker_closes_keeps_not_even_that_waker() {
    let (tx, rx) = bounded(1);
    let closer = tx.clone();
    let (waker, counts) = Hooks::none().wake(move || _ = closer.close()).waker();
    let mut receive = pin!(rx.recv());
    assert!(poll(receive.as_mut(), &waker).is_pending());
    tx.try_send(1).unwrap();
    assert!(tx.is_closed());
    drop(waker);
    assert_eq!(Rc::strong_count(&counts), 1);
}

#[test]
fn a_receive_that_is_cancelled_while_others_are_told_of_the_close_leaves_no_waker() {
    let (tx, rx) = bounded::<u8>(1);
    let (waker, counts) = Hooks::none().waker();
    let second = Rc::new(Cell::new(None));
    let cancelled = second.clone();
    let mut first = Task::with(rx.recv(), Hooks::none().wake(move || drop(cancelled.take())));
    first.pending();
    let other = rx.clone();
    let mut receive = Box::pin(async move { other.recv().await });
    assert!(poll(receive.as_mut(), &waker).is_pending());
    second.set(Some(receive));
    tx.close();
    drop(waker);
    assert_eq!(Rc::strong_count(&counts), 1);
}

#[test]
fn the_last_receiver_takes_the_waker_of_its_stream_with_it() {
    let (tx, rx) = bounded::<u8>(1);
    let left = left(rx, |mut rx, waker| assert!(poll(pin!(rx.next()), waker).is_pending()));
    assert_eq!((left, tx.is_closed()), (0, true));
}

#[test]
fn the_last_sender_takes_the_waker_of_a_send_that_was_met_with_it() {
    let (tx, rx) = rendezvous();
    let left = left(tx, |tx, waker| {
        let mut send = pin!(tx.send(1));
        assert!(poll(send.as_mut(), waker).is_pending());
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(poll(send, waker), Poll::Ready(Ok(())));
    });
    assert_eq!((left, rx.is_closed()), (0, true));
}

#[test]
fn the_last_sender_takes_the_waker_of_a_select_with_it() {
    for met in [false, true] {
        let (tx, rx) = rendezvous();
        let left = left(tx, |tx, waker| {
            let mut race = pin!(async {
                select! { send(tx, 1) -> sent => sent }
            });
            assert!(poll(race.as_mut(), waker).is_pending());
            if met {
                assert_eq!(rx.try_recv(), Ok(1));
                assert_eq!(poll(race, waker), Poll::Ready(Ok(())));
            }
        });
        assert_eq!((left, rx.is_closed()), (0, true), "met: {met}");
    }
}

#[test]
fn the_last_sender_takes_the_waker_of_a_send_that_was_told_of_the_close_with_it() {
    let (tx, rx) = rendezvous();
    let left = left(tx, |tx, waker| {
        let mut send = pin!(tx.send(1));
        assert!(poll(send.as_mut(), waker).is_pending());
        rx.close();
        assert_eq!(poll(send, waker), Poll::Ready(Err(SendError(1))));
    });
    assert_eq!(left, 0);
}

// ---- Buffers ------------------------------------------------------------------------------------------------

/// The bytes that a channel keeps, whose handles live, after `work` on it.
fn kept(capacity: usize, work: impl FnOnce(&Sender<u64>, &mut Receiver<u64>)) -> isize {
    let (tx, mut rx) = bounded(capacity);
    usage(|| work(&tx, &mut rx)).0.bytes
}

fn fill(tx: &Sender<u64>) -> u64 {
    let number = tx.capacity().unwrap_or(50).min(50) as u64;
    (0..number).for_each(|n| tx.try_send(n).unwrap());
    number
}

const CAPACITIES: [usize; 4] = [1, 2, 64, usize::MAX];

#[test]
fn a_closed_channel_keeps_no_buffer_once_it_is_drained() {
    for capacity in CAPACITIES {
        let bytes = kept(capacity, |tx, rx| {
            let number = fill(tx);
            tx.close();
            (0..number).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        });
        assert_eq!(bytes, 0, "capacity {capacity}");
    }
}

#[test]
fn a_closed_channel_keeps_no_buffer_once_receives_streams_or_selects_have_drained_it() {
    let drains: [fn(&mut Receiver<u64>); 3] = [
        |rx| assert!(poll(pin!(rx.recv()), Waker::noop()).is_ready()),
        |rx| assert!(poll(pin!(rx.next()), Waker::noop()).is_ready()),
        |rx| {
            let race = pin!(async {
                select! { recv(*rx) -> got => got }
            });
            assert!(poll(race, Waker::noop()).is_ready());
        },
    ];
    for (number, drain) in drains.into_iter().enumerate() {
        for capacity in CAPACITIES {
            let bytes = kept(capacity, |tx, rx| {
                let number = fill(tx);
                tx.close();
                (0..number).for_each(|_| drain(rx));
            });
            assert_eq!(bytes, 0, "drain {number}, capacity {capacity}");
        }
    }
}

#[test]
fn a_channel_that_is_closed_when_it_is_empty_keeps_no_buffer() {
    for capacity in CAPACITIES {
        let bytes = kept(capacity, |tx, rx| {
            let number = fill(tx);
            (0..number).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
            rx.close();
        });
        assert_eq!(bytes, 0, "capacity {capacity}");
    }
}

#[test]
fn a_channel_whose_last_sender_goes_when_it_is_empty_keeps_no_buffer() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let (used, ()) = usage(|| {
            let number = fill(&tx);
            (0..number).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
            drop(tx);
        });
        assert_eq!(used.bytes, 0, "capacity {capacity}");
    }
}

#[test]
fn a_closed_channel_keeps_no_buffer_once_the_last_reserved_value_is_fetched() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut receive = Task::parked(rx.recv());
        let (used, ()) = usage(|| {
            tx.try_send(1).unwrap();
            tx.close();
            assert_eq!(receive.ready(), Ok(1));
        });
        assert_eq!(used.bytes, 0, "capacity {capacity}");
    }
}

#[test]
fn a_closed_channel_keeps_no_buffer_once_the_receive_that_the_last_value_was_for_is_cancelled() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let receive = Task::parked(rx.recv());
        let (used, ()) = usage(|| {
            tx.try_send(1).unwrap();
            tx.close();
        });
        drop(receive);
        let (given, ()) = usage(|| assert_eq!(rx.try_recv(), Ok(1)));
        assert_eq!(used.bytes + given.bytes, 0, "capacity {capacity}");
    }
}
