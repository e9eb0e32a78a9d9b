//! The ticket: of all arms of one parked select exactly one is committed, whoever come at once.
#![cfg(loom)]

use goit::select;
use goit_loom::{Channel, Wakes, channel, complete, model, model_within, with};
use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

fn pair(capacity: usize) -> Arc<[Arc<Channel<usize>>; 2]> {
    Arc::new([channel(capacity), channel(capacity)])
}

/// Two partners, one for each receive: at capacity 0 one of the two finds nobody who waits, else its value stays.
#[test]
fn two_senders() {
    for capacity in [0, 1] {
        model(move || {
            let pair = pair(capacity);
            let [a, b] = &*pair;
            let wakes = Wakes::new();
            let waker = wakes.waker();
            let mut cx = Context::from_waker(&waker);
            let mut race = pin!(async {
                select! { recv(**a) -> n => n, recv(**b) -> n => n }
            });
            assert!(race.as_mut().poll(&mut cx).is_pending());
            let threads = [0, 1].map(|n| with(&pair, move |pair| pair[n].try_send(n).is_ok()));
            let sent = threads.map(|thread| thread.join().unwrap());
            assert_eq!(wakes.count(), 1);
            let Poll::Ready(Ok(received)) = race.as_mut().poll(&mut cx) else { unreachable!("it was woken") };
            let other = 1 - received;
            assert!(sent[received]);
            assert_eq!(sent[other], capacity == 1);
            assert!(pair[received].try_recv().is_err());
            assert_eq!(pair[other].try_recv().is_ok(), sent[other]);
        });
    }
}

/// Two partners, one for each send: the value of the other arm is still the caller's.
#[test]
fn two_receivers() {
    model_within(3, || {
        let pair = pair(0);
        let [a, b] = &*pair;
        let mut slots = [Some(0), Some(1)];
        let [zero, one] = &mut slots;
        let wakes = Wakes::new();
        let waker = wakes.waker();
        let mut cx = Context::from_waker(&waker);
        let received = {
            let mut race = pin!(async {
                select! {
                    send_from(**a, zero) -> sent => sent.map(|()| 0),
                    send_from(**b, one) -> sent => sent.map(|()| 1),
                }
            });
            assert!(race.as_mut().poll(&mut cx).is_pending());
            let threads = [0, 1].map(|n| with(&pair, move |pair| pair[n].try_recv().ok()));
            let received = threads.map(|thread| thread.join().unwrap());
            assert_eq!(wakes.count(), 1);
            let Poll::Ready(Ok(won)) = race.as_mut().poll(&mut cx) else { unreachable!("it was woken") };
            assert_eq!(received[won], Some(won));
            received
        };
        assert_eq!(slots[0].xor(received[0]), Some(0));
        assert_eq!(slots[1].xor(received[1]), Some(1));
        assert!(slots[0].is_some() != slots[1].is_some());
    });
}

/// One channel named twice, at both ends: the select never meets itself, and one partner is enough.
#[test]
fn both_ends_of_one_channel() {
    model_within(3, || {
        let channel = channel(0);
        let other = with(&channel, |channel| complete(channel.send(1)));
        let received = complete(async {
            select! {
                recv(*channel) -> n => n.unwrap(),
                send(*channel, 2) -> _ => unreachable!("nobody receives"),
            }
        });
        assert_eq!(received, 1);
        other.join().unwrap().unwrap();
    });
}

/// A select moves to another task while it is decided: that one is woken, or finds it decided.
#[test]
fn a_select_moves_to_another_task() {
    model_within(3, || {
        let pair = pair(1);
        let moving = with(&pair, |[a, b]| {
            let mut race = pin!(async {
                select! { recv(**a) -> n => n, recv(**b) -> n => n }
            });
            match race.as_mut().poll(&mut Context::from_waker(&Wakes::new().waker())) {
                Poll::Ready(received) => received,
                Poll::Pending => complete(race),
            }
        });
        pair[1].try_send(7).unwrap();
        assert_eq!(moving.join().unwrap(), Ok(7));
    });
}

/// A ticket that is used again is open, and is not used again as long as somebody who decided it may wake it.
#[test]
fn a_ticket_is_used_again_when_nobody_shares_it() {
    model_within(3, || {
        let pair = pair(1);
        let [a, b] = &*pair;
        let other = with(&pair, |pair| pair[0].try_send(7).unwrap());
        let next = Wakes::new();
        {
            // Not woken: polled again of its own, and so perhaps before the partner has come to wake it.
            let mut first = pin!(async {
                select! { biased; recv(**a) -> n => n, recv(**b) -> n => n }
            });
            let waker = Wakes::new().waker();
            let mut cx = Context::from_waker(&waker);
            if first.as_mut().poll(&mut cx).is_pending() {
                while first.as_mut().poll(&mut cx).is_pending() {
                    loom::thread::yield_now();
                }
            }
        }
        let mut second = pin!(async {
            select! { biased; recv(**a) -> n => n, recv(**b) -> n => n }
        });
        let waker = next.waker();
        let mut cx = Context::from_waker(&waker);
        assert!(second.as_mut().poll(&mut cx).is_pending());
        other.join().unwrap();
        assert_eq!(next.count(), 0);
        b.try_send(8).unwrap();
        assert_eq!(next.count(), 1);
        assert_eq!(second.as_mut().poll(&mut cx), Poll::Ready(Ok(8)));
    });
}

/// A value that is sent while the select polls its future is taken in that poll, or wakes it.
#[test]
fn a_send_beside_a_future() {
    for capacity in [0, 1] {
        model(move || {
            let channel = channel(capacity);
            let wakes = Wakes::new();
            let waker = wakes.waker();
            let mut cx = Context::from_waker(&waker);
            let mut race = pin!(async {
                select! { recv(*channel) -> n => n, wait(pending::<()>()) -> _ => unreachable!() }
            });
            assert!(race.as_mut().poll(&mut cx).is_pending());
            let other = with(&channel, |channel| channel.try_send(7).is_ok());
            let polled = race.as_mut().poll(&mut cx);
            let sent = other.join().unwrap();
            match polled {
                Poll::Ready(received) => assert!(received == Ok(7) && sent),
                // It was held, and there is no buffer.
                Poll::Pending if !sent => assert_eq!((wakes.count(), capacity), (0, 0)),
                Poll::Pending => {
                    assert_eq!(wakes.count(), 1);
                    assert_eq!(race.as_mut().poll(&mut cx), Poll::Ready(Ok(7)));
                }
            }
        });
    }
}

/// The same with a receive, and with a partner that waits.
#[test]
fn a_receive_beside_a_future() {
    model(|| {
        let channel = channel(0);
        let wakes = Wakes::new();
        let waker = wakes.waker();
        let mut cx = Context::from_waker(&waker);
        let mut race = pin!(async {
            select! { send(*channel, 7) -> sent => sent, wait(pending::<()>()) -> _ => unreachable!() }
        });
        assert!(race.as_mut().poll(&mut cx).is_pending());
        let other = with(&channel, |channel| complete(channel.recv()));
        if race.as_mut().poll(&mut cx).is_pending() {
            // Whoever finds it held parks, and is found by the poll that holds it; whoever does not has sent for it.
            assert_eq!(other.join().unwrap(), Ok(7));
            assert_eq!(wakes.count(), 1);
            assert_eq!(race.as_mut().poll(&mut cx), Poll::Ready(Ok(())));
        } else {
            assert_eq!(other.join().unwrap(), Ok(7));
        }
    });
}

/// A select gives its full channel up while that is drained: its arm, which nobody can commit any more, is in the line still,
/// and then it is not.
#[test]
fn a_send_given_up_beside_receives() {
    model_within(3, || {
        let channel = channel(2);
        (0..2).for_each(|n| channel.try_send(n).unwrap());
        let other = with(&channel, |channel| (0..3).map(|_| channel.try_recv().ok()).collect::<Vec<_>>());
        let mut polls = 0;
        let future = std::future::poll_fn(|_| {
            polls += 1;
            if polls > 1 { Poll::Ready(()) } else { Poll::Pending }
        });
        let sent = {
            let mut race = pin!(async {
                select! { biased; send(*channel, 2) -> sent => sent.is_ok(), wait(future) -> () => false }
            });
            let waker = Wakes::new().waker();
            let mut cx = Context::from_waker(&waker);
            match race.as_mut().poll(&mut cx) {
                Poll::Ready(sent) => sent,
                Poll::Pending => match race.as_mut().poll(&mut cx) {
                    Poll::Ready(sent) => sent,
                    Poll::Pending => unreachable!("its future is ready"),
                },
            }
        };
        let mut received = other.join().unwrap();
        received.extend((0..3).map(|_| channel.try_recv().ok()));
        let received: Vec<_> = received.into_iter().flatten().collect();
        assert_eq!(received, if sent { vec![0, 1, 2] } else { vec![0, 1] });
        channel.try_send(3).unwrap();
        assert_eq!(channel.try_recv(), Ok(3));
    });
}
