//! Select against select over channels without a buffer: they meet in one pair of arms, and in no other.
#![cfg(loom)]

use goit::select;
use goit_loom::{Channel, channel, complete, model_within, with};
use std::sync::Arc;

type Pair = (Arc<Channel<u8>>, Arc<Channel<u8>>);

fn pair() -> Arc<Pair> {
    Arc::new((channel(0), channel(0)))
}

/// What became of one of the two: its number, and what it received.
#[derive(Debug, PartialEq)]
enum Met {
    Sent(u8),
    Received(u8),
}

/// Each would send over one channel and receive over the other: one of the two values is transferred.
#[test]
fn a_send_and_a_receive_each() {
    model_within(3, || {
        let pair = pair();
        let other = with(&pair, |(a, b)| {
            complete(async {
                select! {
                    recv(**a) -> n => Met::Received(n.unwrap()),
                    send(**b, 2) -> sent => { sent.unwrap(); Met::Sent(2) }
                }
            })
        });
        let (a, b) = &*pair;
        let here = complete(async {
            select! {
                recv(**b) -> n => Met::Received(n.unwrap()),
                send(**a, 1) -> sent => { sent.unwrap(); Met::Sent(1) }
            }
        });
        match here {
            Met::Sent(n) => assert_eq!(other.join().unwrap(), Met::Received(n)),
            Met::Received(n) => assert_eq!(other.join().unwrap(), Met::Sent(n)),
        }
        assert!(a.try_recv().is_err() && b.try_recv().is_err());
    });
}

/// Both would send over either, or receive over either, named in opposite orders.
#[test]
fn two_sends_and_two_receives() {
    model_within(3, || {
        let pair = pair();
        let other = with(&pair, |(a, b)| {
            complete(async {
                select! {
                    biased;
                    recv(**b) -> n => n.unwrap(),
                    recv(**a) -> n => n.unwrap(),
                }
            })
        });
        let (a, b) = &*pair;
        let sent = complete(async {
            select! {
                biased;
                send(**a, 1) -> sent => { sent.unwrap(); 1 }
                send(**b, 2) -> sent => { sent.unwrap(); 2 }
            }
        });
        assert_eq!(other.join().unwrap(), sent);
        assert!(a.try_recv().is_err() && b.try_recv().is_err());
    });
}

/// A third comes between: one of the three stays behind, and is served afterwards.
#[test]
fn a_third_comes_between() {
    model_within(1, || {
        let pair = pair();
        let other = with(&pair, |(a, b)| {
            complete(async {
                select! {
                    biased;
                    recv(**a) -> n => n.unwrap(),
                    recv(**b) -> n => n.unwrap(),
                }
            })
        });
        let third = with(&pair, |(a, _)| a.try_send(3).is_ok());
        let (a, b) = &*pair;
        let mut slots = (Some(1), Some(2));
        let sent = complete(async {
            let (one, two) = (&mut slots.0, &mut slots.1);
            select! {
                biased;
                send_from(**a, one) -> _ => true,
                send_from(**b, two) -> _ => true,
                default => false,
            }
        });
        let third = third.join().unwrap();
        assert!(!(third && sent));
        if !third && !sent {
            complete(b.send(4)).unwrap();
        }
        let received = other.join().unwrap();
        match (third, sent) {
            (true, _) => assert_eq!(received, 3),
            (_, true) => assert_eq!(slots, if received == 1 { (None, Some(2)) } else { (Some(1), None) }),
            _ => assert_eq!(received, 4),
        }
    });
}
