//! Positions of the two ends that have come round, and those that stand still while the ends are shut.
#![cfg(loom)]

use goit_loom::{Channel, model_within, opened, poll, with};
use std::sync::Arc;
use std::task::Waker;

/// After so many positions a model comes round: `ROUND` of the crate's primitives.
const ROUND: usize = 32;

/// An open channel of capacity 2, empty, whose next position is this one.
fn at(position: usize) -> Arc<Channel<usize>> {
    let channel = opened(2, 0);
    for n in 1..position {
        channel.try_send(n).unwrap();
        assert_eq!(channel.try_recv(), Ok(n));
    }
    channel
}

/// One value each is sent and received where the round ends.
#[test]
fn around_the_end_of_a_round() {
    for full in [false, true] {
        model_within(1, move || {
            let channel = at(ROUND - 1);
            if full {
                (0..2).for_each(|n| channel.try_send(n).unwrap());
            }
            let other = with(&channel, |channel| [(); 2].map(|()| channel.try_recv().ok()));
            let sent = [7, 8].map(|n| channel.try_send(n).ok().map(|()| n));
            assert!(full || sent == [Some(7), Some(8)]);
            assert!(channel.len() <= 2);
            let mut received = Vec::from(other.join().unwrap());
            received.extend((0..2).map(|_| channel.try_recv().ok()));
            let before = if full { [Some(0), Some(1)] } else { [None; 2] };
            let sent: Vec<_> = before.into_iter().chain(sent).flatten().collect();
            assert_eq!(received.into_iter().flatten().collect::<Vec<_>>(), sent);
        });
    }
}

/// While a send waits, all goes through the lock, and the words of the ends stand still. When the ends open again, tail first,
/// a push at a full ring must not believe the head's position of then, which seems to be where the tail is, or just behind.
#[test]
fn a_push_at_a_full_ring_against_the_opening() {
    for passed in ROUND - 2..ROUND + 2 {
        model_within(2, move || {
            let channel = opened(2, 0);
            (0..2).for_each(|n| channel.try_send(n).unwrap());
            let park = |n| {
                let mut send = channel.send(n);
                assert_eq!(poll(&mut send, Waker::noop()), None);
                send
            };
            let mut waiting = park(2);
            for n in 0..passed {
                let next = park(n + 3);
                assert_eq!(channel.try_recv(), Ok(n));
                assert_eq!(poll(&mut waiting, Waker::noop()), Some(Ok(())));
                waiting = next;
            }
            let other = with(&channel, |channel| channel.try_send(99).is_ok());
            drop(waiting);
            assert!(!other.join().unwrap());
            assert_eq!([channel.try_recv(), channel.try_recv()], [Ok(passed), Ok(passed + 1)]);
            assert!(channel.try_recv().is_err());
        });
    }
}

/// The length is how many there are at one instant, and there is never more than one.
#[test]
fn the_length_of_one_at_a_time() {
    model_within(3, || {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| {
            channel.try_send(1).unwrap();
            channel.try_recv().unwrap();
            channel.try_send(2).unwrap();
        });
        assert!(channel.len() <= 1);
        other.join().unwrap();
    });
}

/// A value is pushed out while another one is received: there is never more than the capacity.
#[test]
fn the_length_of_a_full_channel() {
    model_within(2, || {
        let channel = opened(2, 0);
        (1..=2).for_each(|n| channel.try_send(n).unwrap());
        let other = with(&channel, |channel| {
            assert_eq!(channel.force_send(3), Ok(Some(1)));
            channel.try_recv().unwrap();
            channel.force_send(4).unwrap()
        });
        assert!((1..=2).contains(&channel.len()));
        assert_eq!(other.join().unwrap(), None);
    });
}

/// The ends open when a send that waited leaves. Who has received through them finds one less than then.
#[test]
fn a_length_against_the_opening() {
    model_within(3, || {
        let channel = opened(2, 0);
        (1..=2).for_each(|n| channel.try_send(n).unwrap());
        let mut send = channel.send(3);
        assert_eq!(poll(&mut send, Waker::noop()), None);
        let other = with(&channel, |channel| (channel.try_recv().unwrap(), channel.len()));
        drop(send);
        let (received, length) = other.join().unwrap();
        assert_eq!(received, 1);
        // Two, if the send was let in before it could leave.
        assert_eq!(length, channel.len());
    });
}
