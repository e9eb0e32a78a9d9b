//! The lock: one thread at a time is in a channel, it sees what those before it did, and nothing foreign runs inside.
#![cfg(loom)]

use goit::select;
use goit_loom::{acting, channel, complete, enter, model, model_within, poll, with};
use std::pin::pin;
use std::sync::Arc;
use std::task::Waker;

/// Both threads write the buffer, whose cell loom watches; each may find the lock taken.
#[test]
fn one_at_a_time() {
    model(|| {
        let channel = channel(2);
        let other = with(&channel, |channel| channel.try_send(1));
        assert!(channel.try_send(2).is_ok());
        assert!(other.join().unwrap().is_ok());
        assert_eq!(channel.try_recv().unwrap() + channel.try_recv().unwrap(), 3);
        assert_eq!(channel.len(), 0);
    });
}

/// Two wait for the lock that a third has: one of them is in next, not both.
#[test]
fn two_who_wait_for_it() {
    model_within(1, || {
        let channel = channel(3);
        let threads = [1, 2].map(|n| with(&channel, move |channel| channel.try_send(n).unwrap()));
        channel.try_send(3).unwrap();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!((0..3).map(|_| channel.try_recv().unwrap()).sum::<i32>(), 6);
    });
}

/// What the handles say without the lock is what was so at the last release of it.
#[test]
fn the_hint_is_that_of_the_last_release() {
    // The ends of the second one open.
    for capacity in [1, 2] {
        model(move || {
            let channel = channel(capacity);
            let other = with(&channel, |channel| {
                let _ = channel.try_send(1);
            });
            assert!(channel.close());
            assert!(channel.is_closed());
            other.join().unwrap();
            assert!(channel.is_closed());
            let hinted = channel.len();
            assert_eq!(channel.try_recv().is_ok(), hinted == 1);
            assert_eq!(channel.len(), 0);
        });
    }
}

/// A hand-over tells that nobody waits any more, and a receive that parks beside it that one does: in the order of the lock.
#[test]
fn the_hint_of_a_plain_release_comes_before_the_next_one() {
    model(|| {
        let channel = channel(0);
        let (mut first, mut second) = (channel.recv(), channel.recv());
        assert_eq!(poll(&mut first, Waker::noop()), None);
        let other = with(&channel, |channel| channel.try_send(1));
        assert_eq!(poll(&mut second, Waker::noop()), None);
        assert!(other.join().unwrap().is_ok());
        assert!(channel.try_send(2).is_ok());
    });
}

/// A waker uses the channel that wakes it.
#[test]
fn no_waker_is_woken_under_the_lock() {
    for forced in [false, true] {
        model_within(3, move || {
            let channel = channel::<u8>(1);
            let waker = acting({
                let channel = Arc::downgrade(&channel);
                move || enter(&channel.upgrade().unwrap())
            });
            let mut recv = channel.recv();
            assert_eq!(poll(&mut recv, &waker), None);
            let other = with(&channel, move |channel| {
                if forced {
                    assert_eq!(channel.sender().force_send(1), Ok(None));
                } else {
                    channel.try_send(1).unwrap();
                }
            });
            assert!(channel.try_recv().is_err());
            other.join().unwrap();
            assert_eq!(poll(&mut recv, &waker), Some(Ok(1)));
        });
    }
}

/// A waker uses a channel that a select holds when it finds a partner under both locks.
#[test]
fn no_waker_is_woken_under_several_locks() {
    model_within(3, || {
        let pair = Arc::new((channel::<u8>(0), channel::<u8>(0)));
        let other = with(&pair, |(a, b)| {
            let waker = acting({
                let (a, b) = (Arc::downgrade(a), Arc::downgrade(b));
                move || {
                    enter(&a.upgrade().unwrap());
                    enter(&b.upgrade().unwrap());
                }
            });
            poll(&mut a.recv(), &waker)
        });
        let (a, b) = &*pair;
        let sent = complete(async {
            select! {
                biased;
                send(**a, 1) -> sent => sent.is_ok(),
                recv(**b) -> _ => false,
                default => false,
            }
        });
        assert_eq!(other.join().unwrap(), None);
        // The receive was chosen for the value, and gave it back when it was dropped.
        assert_eq!(a.try_recv().is_ok(), sent);
    });
}

/// Two selects that wait name the same channels in opposite orders.
#[test]
fn several_locks_are_taken_in_one_order() {
    model_within(2, || {
        let pair = Arc::new((channel::<u8>(1), channel::<u8>(1)));
        let other = with(&pair, |(a, b)| {
            poll(
                &mut pin!(async {
                    select! { biased; recv(**b) -> _ => {}, recv(**a) -> _ => {} }
                }),
                Waker::noop(),
            )
        });
        let (a, b) = &*pair;
        let won = poll(
            &mut pin!(async {
                select! { biased; recv(**a) -> _ => {}, recv(**b) -> _ => {} }
            }),
            Waker::noop(),
        );
        assert_eq!((won, other.join().unwrap()), (None, None));
    });
}
