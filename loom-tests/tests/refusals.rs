//! A refusal is true at an instant that stands in the one order of sequentially consistent operations: of two who each do
//! something and then look whether the other one has, one finds it done.
#![cfg(loom)]

use goit::select;
use goit_loom::{Channel, Flag, channel, complete, model_within, opened, poll, with};
use std::sync::Arc;
use std::task::Waker;

/// Two threads, each of which does something to a channel of its own and then looks at the other's. What each of the two
/// looks came to.
fn each<X: 'static, O: 'static>(
    make: impl Fn() -> Arc<Channel<X>>,
    act: impl Fn(&Channel<X>) + Copy + 'static,
    look: impl Fn(&Channel<X>) -> O + Copy + 'static,
) -> (O, O) {
    let pair = Arc::new((make(), make()));
    let other = with(&pair, move |(a, b)| {
        act(b);
        look(a)
    });
    let (a, b) = &*pair;
    act(a);
    let seen = look(b);
    (seen, other.join().unwrap())
}

/// A thread that does something to a channel and then looks at a flag, against one that raises it and then looks at the
/// channel: what the first one has seen, and what the second one has.
fn flagged<X: 'static, O: 'static>(
    channel: Arc<Channel<X>>,
    act: impl Fn(&Channel<X>) + 'static,
    look: impl Fn(&Channel<X>) -> O,
) -> (bool, O) {
    let flag = Flag::new();
    let raised = flag.clone();
    let other = with(&channel, move |channel| {
        act(channel);
        raised.is_raised()
    });
    flag.raise();
    let seen = look(&channel);
    (other.join().unwrap(), seen)
}

fn full(channel: Arc<Channel<u8>>) -> Arc<Channel<u8>> {
    while channel.try_send(0).is_ok() {}
    channel
}

fn parked_send(channel: &Channel<u8>) {
    // Leaked, so that it stays in line.
    assert_eq!(poll(Box::leak(Box::new(channel.send(1))), Waker::noop()), None);
}

fn send(channel: &Channel<u8>) {
    channel.try_send(1).unwrap();
}

fn recv(channel: &Channel<u8>) {
    channel.try_recv().unwrap();
}

/// By a select that tries this channel only if it may be ready.
fn selected(channel: &Channel<u8>) -> bool {
    let idle = goit_loom::channel::<u8>(1);
    complete(async {
        select! { biased; recv(*idle) -> _ => true, recv(*channel) -> _ => true, default => false }
    })
}

#[test]
fn two_selects_do_not_both_find_nothing_through_open_ends() {
    model_within(3, || {
        let (one, two) = each(|| opened(2, 0), send, selected);
        assert!(one || two);
    });
}

#[test]
fn two_selects_do_not_both_find_nothing_under_the_lock() {
    model_within(3, || {
        let (one, two) = each(|| channel(1), send, selected);
        assert!(one || two);
    });
}

#[test]
fn two_channels_are_not_both_empty_through_open_ends() {
    model_within(3, || {
        let (one, two) = each(|| opened(2, 0), send, |channel| channel.try_recv());
        assert!(one.is_ok() || two.is_ok());
    });
}

#[test]
fn two_channels_are_not_both_empty_under_the_lock() {
    model_within(3, || {
        let (one, two) = each(|| channel(1), send, |channel| channel.try_recv());
        assert!(one.is_ok() || two.is_ok());
    });
}

#[test]
fn two_channels_are_not_both_empty_where_sends_wait() {
    model_within(3, || {
        let (one, two) = each(|| channel(0), parked_send, |channel| channel.try_recv());
        assert!(one.is_ok() || two.is_ok());
    });
}

#[test]
fn two_channels_are_not_both_full() {
    for capacity in [1, 2] {
        model_within(3, move || {
            let (one, two) = each(|| full(opened(capacity, 0)), recv, |channel| channel.try_send(2));
            assert!(one.is_ok() || two.is_ok());
        });
    }
}

#[test]
fn two_channels_are_not_both_open() {
    for capacity in [0, 2] {
        model_within(3, move || {
            let close = |channel: &Channel<u8>| assert!(channel.close());
            let (one, two) = each(|| channel(capacity), close, |channel| channel.try_recv());
            assert!(one.unwrap_err().is_closed() || two.unwrap_err().is_closed());
        });
    }
}

#[test]
fn who_finds_nothing_was_seen_by_who_sends() {
    for capacity in [1, 2] {
        model_within(3, move || {
            let (seen, found) = flagged(opened(capacity, 0), send, |channel| channel.try_recv());
            assert!(seen || found.is_ok());
        });
    }
}

#[test]
fn who_finds_no_room_was_seen_by_who_receives() {
    for capacity in [1, 2] {
        model_within(3, move || {
            let (seen, found) = flagged(full(opened(capacity, 0)), recv, |channel| channel.try_send(2));
            assert!(seen || found.is_ok());
        });
    }
}

#[test]
fn who_finds_it_open_was_seen_by_who_closes() {
    for capacity in [1, 2] {
        model_within(3, move || {
            let close = |channel: &Channel<u8>| assert!(channel.close());
            let (seen, found) = flagged(opened(capacity, 0), close, |channel| channel.try_recv());
            assert!(seen || found.unwrap_err().is_closed());
        });
    }
}
