//! A select is dropped while it is being decided: what it was chosen for passes on, what it did not send comes back.
#![cfg(loom)]

use goit::select;
use goit_loom::{Channel, Wakes, channel, complete, model_within, with};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};

fn pair(capacity: usize) -> Arc<[Arc<Channel<u8>>; 2]> {
    Arc::new([channel(capacity), channel(capacity)])
}

/// Polls a select once, which has to wait, and drops it when it has done the rest.
macro_rules! dropped {
    ({ $($arms:tt)* }, $rest:expr) => {{
        let mut race = Box::pin(async { select! { $($arms)* } });
        let waker = Wakes::new().waker();
        assert!(race.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        let rest = $rest;
        drop(race);
        rest
    }};
}

/// A receive that was chosen, dropped: the value is there for the next.
#[test]
fn the_value_stays() {
    for capacity in [0, 1] {
        model_within(3, move || {
            let pair = pair(capacity);
            let [a, b] = &*pair;
            let other = dropped!(
                { recv(**a) -> _ => {}, recv(**b) -> _ => {} },
                with(&pair, |pair| pair[1].try_send(7).is_ok())
            );
            let sent = other.join().unwrap();
            assert!(sent || capacity == 0);
            assert_eq!(pair[1].try_recv().ok(), sent.then_some(7));
        });
    }
}

/// It passes to a receive that waits behind the select.
#[test]
fn it_passes_to_the_next_in_line() {
    model_within(3, || {
        let pair = pair(1);
        let [a, b] = &*pair;
        let other = dropped!({ recv(**a) -> _ => {}, recv(**b) -> _ => {} }, {
            let receiver = with(&pair, |pair| complete(pair[0].recv()));
            pair[0].try_send(7).unwrap();
            receiver
        });
        assert_eq!(other.join().unwrap(), Ok(7));
    });
}

/// Two partners come while the select is dropped: one of its values is gone at most, and none is in two places.
#[test]
fn one_value_is_sent_at_most() {
    model_within(3, || {
        let pair = pair(0);
        let [a, b] = &*pair;
        let mut slots = [Some(0), Some(1)];
        let [zero, one] = &mut slots;
        let threads = dropped!(
            { send_from(**a, zero) -> _ => {}, send_from(**b, one) -> _ => {} },
            [0, 1].map(|n| with(&pair, move |pair| pair[n].try_recv().ok()))
        );
        let received = threads.map(|thread| thread.join().unwrap());
        assert!(received[0].is_none() || received[1].is_none());
        assert_eq!(slots[0].xor(received[0]), Some(0));
        assert_eq!(slots[1].xor(received[1]), Some(1));
    });
}

/// With a foreign future: polled again, the select closes its ticket before it polls that future; what a partner has
/// taken until then it has sent, and it sends nothing else.
#[test]
fn polled_again_for_a_foreign_future() {
    model_within(2, || {
        let pair = pair(0);
        let [a, b] = &*pair;
        let mut slots = [Some(0), Some(1)];
        let received;
        let won;
        {
            let [zero, one] = &mut slots;
            let mut polls = 0;
            let foreign = std::future::poll_fn(|_| {
                polls += 1;
                if polls == 1 { Poll::Pending } else { Poll::Ready(()) }
            });
            let mut race = pin!(async {
                select! {
                    biased;
                    send_from(**a, zero) -> _ => 0,
                    send_from(**b, one) -> _ => 1,
                    wait(foreign) -> _ => 2,
                }
            });
            let waker = Wakes::new().waker();
            let mut cx = Context::from_waker(&waker);
            assert!(race.as_mut().poll(&mut cx).is_pending());
            let threads = [0, 1].map(|n| with(&pair, move |pair| pair[n].try_recv().ok()));
            won = race.as_mut().poll(&mut cx);
            received = threads.map(|thread| thread.join().unwrap());
        }
        let Poll::Ready(won) = won else { unreachable!("the future is ready") };
        for n in [0, 1] {
            assert_eq!(received[n].is_some(), won == n);
            assert_eq!(slots[n].xor(received[n]), Some(n as u8));
        }
    });
}
