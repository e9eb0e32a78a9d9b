//! A send of many: each value arrives once, in order, with nothing of others between, and what is not sent is given back.
#![cfg(loom)]

use goit::select;
use goit_loom::{Wakes, channel, complete, model_within, opened, with};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::{Context, Poll};

/// The sender is woken once, by whoever takes the last value.
#[test]
fn all_arrive_as_they_are_received() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| [(); 3].map(|()| complete(channel.recv()).unwrap()));
            let mut queue = VecDeque::from([0, 1, 2]);
            complete(channel.sender().send_many(&mut queue)).unwrap();
            assert!(queue.is_empty());
            assert_eq!(other.join().unwrap(), [0, 1, 2]);
        });
    }
}

/// It is given up while somebody receives.
#[test]
fn what_is_not_sent_is_given_back() {
    for capacity in [0, 1, 2] {
        model_within(3, move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| [(); 2].map(|()| channel.try_recv().ok()));
            let mut queue = VecDeque::from([0, 1, 2]);
            {
                let mut sending = pin!(channel.sender().send_many(&mut queue));
                let waker = Wakes::new().waker();
                _ = sending.as_mut().poll(&mut Context::from_waker(&waker));
            }
            let mut all: Vec<usize> = other.join().unwrap().into_iter().flatten().collect();
            all.extend(std::iter::from_fn(|| channel.try_recv().ok()));
            all.extend(queue);
            assert_eq!(all, [0, 1, 2]);
        });
    }
}

/// Another one makes room and sends meanwhile: what is sent together stands together.
#[test]
fn nothing_of_others_comes_between() {
    for capacity in [1, 3] {
        model_within(3, move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| (channel.try_recv().ok(), channel.try_send(9).is_ok()));
            let mut queue = VecDeque::from([0, 1]);
            let mut received = Vec::new();
            {
                let mut sending = pin!(channel.sender().send_many(&mut queue));
                let waker = Wakes::new().waker();
                let mut cx = Context::from_waker(&waker);
                let polled = sending.as_mut().poll(&mut cx);
                let (first, sent) = other.join().unwrap();
                received.extend(first);
                received.extend(std::iter::from_fn(|| channel.try_recv().ok()));
                assert!(polled.is_ready() || sending.as_mut().poll(&mut cx).is_ready());
                assert_eq!(received.len(), 2 + sent as usize);
            }
            assert!(queue.is_empty());
            let first = received.iter().position(|&number| number == 0).unwrap();
            assert_eq!(received[first + 1], 1, "{received:?}");
        });
    }
}

/// The channel is closed meanwhile.
#[test]
fn a_close_leaves_the_rest() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| {
                let first = channel.try_recv().ok();
                channel.close();
                first
            });
            let mut queue = VecDeque::from([0, 1, 2]);
            let sent = {
                let mut sending = pin!(channel.sender().send_many(&mut queue));
                let wakes = Wakes::new();
                let waker = wakes.waker();
                let mut cx = Context::from_waker(&waker);
                let first = sending.as_mut().poll(&mut cx);
                if first.is_pending() {
                    let received = other.join().unwrap();
                    assert_eq!(wakes.count(), 1);
                    let Poll::Ready(sent) = sending.as_mut().poll(&mut cx) else {
                        unreachable!("it was told")
                    };
                    (sent, received)
                } else {
                    let Poll::Ready(sent) = first else { unreachable!("just seen") };
                    (sent, other.join().unwrap())
                }
            };
            assert!(sent.0.is_err());
            let mut all: Vec<usize> = sent.1.into_iter().collect();
            all.extend(std::iter::from_fn(|| channel.try_recv().ok()));
            all.extend(queue);
            assert_eq!(all, [0, 1, 2]);
        });
    }
}

/// A select that sends many meets one that receives many, on two channels: each says how many, and nothing is lost or doubled.
#[test]
fn selects_of_many_tell_what_passed() {
    for capacity in [0, 1, 2] {
        model_within(2, move || {
            let (a, b) = (channel(capacity), channel::<usize>(0));
            let other = {
                let b = b.clone();
                with(&a, move |a| {
                    let mut batch = Vec::new();
                    let received = complete(async {
                        select! {
                            recv_many(*a, &mut batch, 2) -> received => received.unwrap(),
                            recv(*b) -> _ => unreachable!(),
                        }
                    });
                    assert_eq!(received, batch.len());
                    batch
                })
            };
            let mut queue = VecDeque::from([0, 1]);
            let sent = complete(async {
                select! {
                    send_many(a.sender(), &mut queue) -> sent => sent.unwrap(),
                    recv(*b) -> _ => unreachable!(),
                }
            });
            assert_eq!((sent, queue.len()), (sent.max(1), 2 - sent));
            let mut all = other.join().unwrap();
            all.extend(std::iter::from_fn(|| a.try_recv().ok()));
            all.extend(queue);
            assert_eq!(all, [0, 1]);
        });
    }
}

/// A select that waits for them is decided elsewhere meanwhile: nobody has counted on it.
#[test]
fn a_select_that_is_decided_elsewhere_was_not_counted_on() {
    model_within(3, || {
        let (a, b) = (channel(0), channel(0));
        let mut select = pin!(async {
            select! {
                recv(*a) -> received => received.unwrap(),
                recv(*b) -> received => received.unwrap(),
            }
        });
        let waker = Wakes::new().waker();
        let mut cx = Context::from_waker(&waker);
        assert!(select.as_mut().poll(&mut cx).is_pending());
        let other = with(&b, |b| b.try_send(9).is_ok());
        let mut queue = VecDeque::from([0]);
        let sent = pin!(a.sender().send_many(&mut queue)).as_mut().poll(&mut cx).is_ready();
        assert_eq!(sent, !other.join().unwrap());
        assert_eq!(select.as_mut().poll(&mut cx), Poll::Ready(if sent { 0 } else { 9 }));
        assert_eq!(queue.is_empty(), sent);
    });
}

/// The ends are open: many are sent without the lock, beside one who sends one and one who receives.
#[test]
fn many_pass_an_open_end_together() {
    for receives in [false, true] {
        model_within(3, move || {
            let channel = opened(4, 0);
            channel.try_send(0).unwrap();
            let other = with(&channel, move |channel| match receives {
                true => (channel.try_recv().ok(), false),
                false => (None, channel.try_send(9).is_ok()),
            });
            let mut queue = VecDeque::from([1, 2]);
            complete(channel.sender().send_many(&mut queue)).unwrap();
            let (first, sent) = other.join().unwrap();
            let mut all = Vec::from_iter(first);
            all.extend(std::iter::from_fn(|| channel.try_recv().ok()));
            let at = all.iter().position(|&number| number == 1).unwrap();
            assert_eq!(all[at + 1], 2, "{all:?}");
            all.retain(|&number| number < 9);
            assert_eq!((all, sent), (vec![0, 1, 2], !receives));
        });
    }
}
