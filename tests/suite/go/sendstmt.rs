//! What a send statement may send: the value of any expression, computed before the send, channels and functions
//! included.

use crate::flavor::*;
use crate::suite::support::*;
use std::cell::Cell;

#[test]
fn a_comparison_is_sent_as_its_value() {
    run(async {
        let channel = Channel::bounded(1);
        let (a, b) = (1, 2);
        channel.send(a == b).await.unwrap();
        assert_eq!(channel.recv().await, Ok(false));
        channel.send(a < b && b < 3).await.unwrap();
        assert_eq!(channel.recv().await, Ok(true));
    });
}

#[test]
fn a_channel_is_sent_through_a_channel() {
    run(async {
        let channels = Channel::bounded(1);
        let inner = Channel::bounded(1);
        channels.send(inner.clone()).await.unwrap();
        inner.send("through").await.unwrap();
        assert_eq!(channels.recv().await.unwrap().recv().await, Ok("through"));
    });
}

#[test]
fn what_was_received_is_sent_on() {
    run(async {
        let (from, to) = (Channel::bounded(1), Channel::bounded(1));
        from.send(20).await.unwrap();
        to.send(from.recv().await.unwrap() + 1).await.unwrap();
        assert_eq!(to.recv().await, Ok(21));
    });
}

#[test]
fn functions_and_tuples_are_sent() {
    run(async {
        let channel = Channel::<(fn(u32) -> u32, u32)>::bounded(1);
        channel.send((|n| n * 2, 21)).await.unwrap();
        let (double, n) = channel.recv().await.unwrap();
        assert_eq!(double(n), 42);
    });
}

#[test]
fn the_value_is_computed_once_when_the_send_is_written_down() {
    let computed = Cell::new(0);
    let channel = Channel::rendezvous();
    let mut send = Task::new(channel.send({
        computed.set(computed.get() + 1);
        computed.get()
    }));
    assert_eq!(computed.get(), 1);
    send.pending();
    send.pending();
    assert_eq!(channel.try_recv(), Ok(1));
    assert_eq!((send.woken(), computed.get()), (Ok(()), 1));
}
