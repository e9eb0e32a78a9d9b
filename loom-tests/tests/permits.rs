//! Permits: room, or a receive that waits, goes to whoever is next in line, and no wake-up is lost on the way.
#![cfg(loom)]

use goit::select;
use goit_loom::{Wakes, channel, complete, model, model_within, poll, with};
use std::future::{Future, pending};
use std::pin::pin;
use std::task::{Context, Poll};

/// A permit is dropped while another thread closes: who waits for its room is told of one of the two, once.
#[test]
fn a_permit_is_dropped_while_the_channel_is_closed() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let channel = channel::<usize>(capacity);
            let receives = Wakes::new();
            let mut recv = channel.recv();
            if capacity == 0 {
                assert_eq!(poll(&mut recv, &receives.waker()), None);
            }
            let permit = channel.sender().clone().try_reserve_owned().unwrap();
            let wakes = Wakes::new();
            let mut reserve = channel.sender().reserve();
            assert!(poll(&mut reserve, &wakes.waker()).is_none());
            let closing = with(&channel, |channel| channel.sender().close());
            let closed = channel.sender().is_closed();
            drop(permit);
            assert!(closing.join().unwrap());
            assert_eq!(wakes.count(), 1);
            if let Ok(permit) = poll(&mut reserve, &wakes.waker()).expect("it was woken") {
                assert!(!closed);
                assert!(permit.send(7).is_err());
            }
            assert_eq!(receives.count(), usize::from(capacity == 0));
            assert!(channel.try_recv().unwrap_err().is_closed());
        });
    }
}

/// A permit sends while another thread receives: the value arrives, and its room is the next reserve's.
#[test]
fn a_permit_sends_while_another_receives() {
    model_within(3, || {
        let channel = channel(1);
        let permit = channel.sender().try_reserve().unwrap();
        let wakes = Wakes::new();
        let mut reserve = channel.sender().reserve();
        assert!(poll(&mut reserve, &wakes.waker()).is_none());
        let other = with(&channel, |channel| complete(channel.recv()));
        permit.send(1).unwrap();
        assert_eq!(other.join().unwrap(), Ok(1));
        assert_eq!(wakes.count(), 1);
        poll(&mut reserve, &wakes.waker()).expect("it was woken").unwrap().send(2).unwrap();
        assert_eq!(channel.try_recv(), Ok(2));
        assert_eq!(channel.sender().free_capacity(), Some(1));
    });
}

/// A reserve of many leaves the line while a receive makes room: the room is the next one's, whoever comes first.
#[test]
fn a_reserve_of_many_leaves_while_there_is_room_for_it() {
    model_within(3, || {
        let channel = channel(2);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let mut many = channel.sender().reserve_many(2);
        assert!(poll(&mut many, &Wakes::new().waker()).is_none());
        let wakes = Wakes::new();
        let mut send = channel.send(3);
        assert_eq!(poll(&mut send, &wakes.waker()), None);
        let other = with(&channel, |channel| channel.try_recv().unwrap());
        drop(many);
        assert_eq!(other.join().unwrap(), 1);
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut send, &wakes.waker()), Some(Ok(())));
        assert_eq!([channel.try_recv(), channel.try_recv()], [Ok(2), Ok(3)]);
        assert_eq!(channel.sender().free_capacity(), Some(2));
    });
}

/// Without a buffer a reserve waits for a receive: one of the two finds the other parked.
#[test]
fn a_reserve_and_a_receive_park_at_once() {
    model(|| {
        let channel = channel(0);
        let other = with(&channel, |channel| complete(channel.recv()));
        complete(channel.sender().reserve()).unwrap().send(7).unwrap();
        assert_eq!(other.join().unwrap(), Ok(7));
    });
}

/// The same as arms of selects.
#[test]
fn a_select_that_reserves_and_one_that_receives_park_at_once() {
    model_within(3, || {
        let channel = channel(0);
        let other = with(&channel, |channel| {
            complete(async {
                select! { recv(*channel) -> received => received }
            })
        });
        let permit = complete(async {
            select! { reserve(channel.sender()) -> permit => permit }
        });
        permit.unwrap().send(7).unwrap();
        assert_eq!(other.join().unwrap(), Ok(7));
    });
}

/// A reserve comes while a select polls its future: it gets the receive of that select before, or when that poll ends.
#[test]
fn a_reserve_beside_a_future() {
    model_within(3, || {
        let channel = channel(0);
        let wakes = Wakes::new();
        let waker = wakes.waker();
        let mut cx = Context::from_waker(&waker);
        let mut race = pin!(async {
            select! { recv(*channel) -> n => n, wait(pending::<()>()) -> _ => unreachable!() }
        });
        assert!(race.as_mut().poll(&mut cx).is_pending());
        let other = with(&channel, |channel| complete(channel.sender().reserve()).unwrap().send(7));
        let polled = race.as_mut().poll(&mut cx);
        assert_eq!(other.join().unwrap(), Ok(()));
        if polled.is_pending() {
            assert_eq!(wakes.count(), 1);
            assert_eq!(race.as_mut().poll(&mut cx), Poll::Ready(Ok(7)));
        } else {
            assert_eq!(polled, Poll::Ready(Ok(7)));
        }
    });
}

/// The same at the first poll, when the arms are parked.
#[test]
fn a_reserve_while_a_select_parks() {
    model_within(3, || {
        let channel = channel(0);
        let other = with(&channel, |channel| complete(channel.sender().reserve()).unwrap().send(7));
        let received = complete(async {
            select! { recv(*channel) -> n => n, wait(pending::<()>()) -> _ => unreachable!() }
        });
        assert_eq!(received, Ok(7));
        assert_eq!(other.join().unwrap(), Ok(()));
    });
}

/// A permit is dropped while the receive that it counts on leaves, or another parks: a send that waits meets who stays.
#[test]
fn a_permit_is_dropped_while_a_receive_leaves() {
    model_within(3, || {
        let channel = channel(0);
        let mut first = channel.recv();
        assert_eq!(poll(&mut first, &Wakes::new().waker()), None);
        let permit = channel.sender().clone().try_reserve_owned().unwrap();
        let wakes = Wakes::new();
        let mut send = channel.send(7);
        assert_eq!(poll(&mut send, &wakes.waker()), None);
        let other = with(&channel, |channel| complete(channel.recv()));
        drop(permit);
        drop(first);
        assert_eq!(other.join().unwrap(), Ok(7));
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut send, &wakes.waker()), Some(Ok(())));
    });
}

/// A select parks the receive that a reserve waits for: nobody who comes then goes ahead of that.
#[test]
fn nobody_goes_ahead_of_a_reserve_while_a_select_parks() {
    for sends in [false, true] {
        model_within(3, move || {
            let channel = channel(0);
            let mut reserve = channel.sender().reserve();
            assert!(poll(&mut reserve, &Wakes::new().waker()).is_none());
            let other = with(&channel, |channel| {
                let mut race = pin!(async {
                    select! { recv(*channel) -> n => n }
                });
                assert!(race.as_mut().poll(&mut Context::from_waker(&Wakes::new().waker())).is_pending());
            });
            if sends {
                assert!(channel.try_send(1).is_err());
            } else {
                assert!(channel.sender().try_reserve().is_err());
            }
            other.join().unwrap();
        });
    }
}
