//! Receivers as streams, senders as sinks.

use super::support::*;
use crate::flavor::*;
use futures_util::stream::FusedStream;
use futures_util::{Sink, SinkExt, Stream, StreamExt, stream};
use goit::select;
use std::pin::Pin;

#[test]
fn a_stream_yields_what_is_sent_and_ends() {
    for capacity in [0, 1, 2, usize::MAX] {
        run_to_end(async move {
            let (tx, rx) = bounded(capacity);
            go(async move {
                for n in 0..50 {
                    tx.send(n).await.unwrap();
                }
            });
            assert_eq!(rx.collect::<Vec<_>>().await, (0..50).collect::<Vec<_>>());
        });
    }
}

#[test]
fn a_stream_knows_how_much_is_left_of_it() {
    let (tx, mut rx) = bounded(4);
    assert_eq!(rx.size_hint(), (0, None));
    (1..=3).for_each(|n| tx.try_send(n).unwrap());
    assert_eq!(rx.size_hint(), (3, None));
    let other = rx.clone(); // which may take them all
    assert_eq!(rx.size_hint(), (0, None));
    tx.close();
    assert_eq!((rx.size_hint(), other.size_hint()), ((0, Some(3)), (0, Some(3))));
    drop(other);
    assert_eq!(rx.size_hint(), (3, Some(3)));
    (1..=3).for_each(|n| assert_eq!(Task::new(rx.next()).ready(), Some(n)));
    assert_eq!(rx.size_hint(), (0, Some(0)));
    assert_eq!(Task::new(rx.next()).ready(), None);
    assert_eq!(rx.size_hint(), (0, Some(0)));
}

#[test]
fn a_stream_counts_what_was_reserved_for_it_and_for_others() {
    for capacity in [0, 2] {
        let mut channel = Channel::bounded(capacity);
        let other = channel.receiver().clone();
        let receive = Task::parked(other.recv());
        Task::new(channel.next()).pending();
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        channel.close();
        assert_eq!(channel.size_hint(), (0, Some(2)), "the receive may leave, and its value be the stream's");
        drop(receive);
        drop(other);
        assert_eq!(channel.size_hint(), (1, Some(2)));
        assert_eq!(Task::new(channel.collect::<Vec<_>>()).ready(), [1, 2]);
    }
}

#[test]
fn a_stream_is_fused() {
    let (tx, mut rx) = bounded(2);
    tx.try_send(1).unwrap();
    assert!(!rx.is_terminated());
    tx.close();
    assert!(!rx.is_terminated());
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
    assert!(!rx.is_terminated());
    for _ in 0..3 {
        assert_eq!(Task::new(rx.next()).ready(), None);
        assert!(rx.is_terminated());
    }
}

#[test]
fn the_stream_of_both_ends_is_fused() {
    let mut channel = Channel::bounded(1);
    channel.try_send(1).unwrap();
    assert!(!channel.is_terminated());
    assert_eq!(Task::new(channel.next()).ready(), Some(1));
    channel.close();
    assert!(!channel.is_terminated());
    assert_eq!(Task::new(channel.next()).ready(), None);
    assert!(channel.is_terminated());
}

#[test]
fn a_clone_of_a_stream_is_a_stream_of_its_own() {
    let (tx, mut rx) = bounded(2);
    Task::new(rx.next()).pending();
    let mut clone = rx.clone();
    tx.try_send(1).unwrap();
    tx.try_send(2).unwrap();
    // One of the two values is the parked stream's; which one, the order of receiving says.
    assert_eq!(Task::new(clone.next()).ready(), Some(1));
    Task::new(clone.next()).pending();
    assert_eq!(Task::new(rx.next()).ready(), Some(2));
    tx.close();
    assert_eq!(Task::new(rx.next()).ready(), None);
    assert!(rx.is_terminated() && !rx.clone().is_terminated());
}

#[test]
fn a_parked_stream_keeps_its_place_between_nexts() {
    let (tx, mut rx) = rendezvous();
    let other = rx.clone();
    Task::new(rx.next()).pending();
    let mut behind = Task::parked(other.recv());
    Task::new(rx.next()).pending();
    tx.try_send(1).unwrap();
    assert_eq!(behind.wakes(), 0);
    behind.pending();
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
}

#[test]
fn a_stream_that_waits_can_be_turned_into_a_receive() {
    let (tx, mut rx) = rendezvous();
    Task::new(rx.next()).pending();
    let mut receive = Task::parked(rx.into_recv());
    tx.try_send(1).unwrap();
    assert_eq!(tx.try_send(2), Err(TrySendError::Full(2)));
    assert_eq!(receive.woken(), Ok(1));
}

#[test]
fn making_a_receive_leaves_a_stream_that_waits_in_its_place() {
    let (tx, mut rx) = bounded(1);
    let other = rx.clone();
    Task::new(rx.next()).pending();
    let behind = Task::parked(other.recv());
    tx.try_send(1).unwrap();
    drop(rx.recv());
    let _ = select::recv(&rx, |_| ());
    assert_eq!(behind.wakes(), 0, "nothing was given up");
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
}

#[test]
fn a_receive_that_is_polled_takes_what_its_stream_was_chosen_for() {
    let (tx, mut rx) = bounded(1);
    Task::new(rx.next()).pending();
    tx.try_send(1).unwrap();
    assert_eq!(Task::new(rx.recv()).ready(), Ok(1));
    Task::new(rx.next()).pending();
    tx.try_send(2).unwrap();
    let (_idle, other) = rendezvous::<u8>();
    let race = async {
        select! { biased; recv(other) -> _ => unreachable!(), recv(rx) -> received => received }
    };
    assert_eq!(Task::new(race).ready(), Ok(2));
}

#[test]
fn a_stream_works_on_after_its_handle_was_used_otherwise() {
    let (tx, mut rx) = bounded(1);
    Task::new(rx.next()).pending();
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    tx.try_send(1).unwrap();
    assert_eq!(Task::new(rx.next()).ready(), Some(1));
    let mut next = Task::parked(rx.next());
    tx.try_send(2).unwrap();
    assert_eq!(next.woken(), Some(2));
}

#[test]
fn sinks_forward_streams() {
    for capacity in [0, 1, 3, usize::MAX] {
        run_to_end(async move {
            let (tx, mut rx) = bounded(capacity);
            go(async move {
                stream::iter(0..20).map(Ok).forward(tx.into_sink()).await.unwrap();
            });
            for n in 0..20 {
                assert_eq!(rx.next().await, Some(n));
            }
            // `forward` closes its sink, and with the sink its sender went.
            assert_eq!(rx.next().await, None);
        });
    }
}

#[test]
fn a_borrowing_sink_leaves_the_sender_open() {
    run_to_end(async {
        let (tx, rx) = bounded(4);
        stream::iter(0..3).map(Ok).forward(tx.sink()).await.unwrap();
        assert!(!rx.is_closed());
        tx.send(3).await.unwrap();
        drop(tx);
        assert_eq!(rx.collect::<Vec<_>>().await, [0, 1, 2, 3]);
    });
}

#[test]
fn a_sink_is_ready_when_its_value_is_sent() {
    let (tx, rx) = rendezvous();
    let mut sink = tx.sink();
    let mut send = Task::parked(sink.send(1));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
    drop(send);
    let mut feed = Task::new(sink.feed(2));
    assert_eq!(feed.ready(), Ok(()));
    drop(feed);
    Task::new(sink.flush()).pending();
    assert_eq!(rx.try_recv(), Ok(2));
    assert_eq!(Task::new(sink.flush()).ready(), Ok(()));
}

#[test]
fn a_sink_gives_back_what_a_closed_channel_refuses() {
    let (tx, rx) = bounded(1);
    let mut sink = tx.clone().into_sink();
    tx.try_send(0).unwrap();
    let mut send = Task::parked(sink.send(1));
    rx.close();
    assert_eq!(send.woken(), Err(SendError(1)));
    drop(send);
    assert_eq!(Pin::new(&mut sink).start_send(2), Err(SendError(2)));
    assert_eq!(Task::new(sink.send(3)).ready(), Err(SendError(3)));
    // The sink has nothing left to send, so it can be closed.
    assert_eq!(Task::new(SinkExt::<i32>::close(&mut sink)).ready(), Ok(()));
}

#[test]
fn closing_a_sink_sends_what_it_holds_first() {
    let (tx, rx) = rendezvous();
    let mut sink = tx.into_sink();
    Pin::new(&mut sink).start_send(1).unwrap();
    let mut close = Task::new(sink.close());
    close.pending();
    assert!(!rx.is_closed());
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(close.woken(), Ok(()));
    assert!(rx.is_closed());
    drop(close);
    // Closing it again is no mistake.
    assert_eq!(Task::new(sink.close()).ready(), Ok(()));
}

// ---- A sender itself --------------------------------------------------------------------------------------

/// Asks a sender whether it is ready as a sink.
fn ready(tx: &mut Sender<u8>) -> impl Future<Output = Result<(), SendError<u8>>> {
    std::future::poll_fn(move |cx| Pin::new(&mut *tx).poll_ready(cx))
}

#[test]
fn a_sender_that_is_ready_holds_room() {
    let (mut tx, rx) = bounded(1);
    assert_eq!(Task::new(ready(&mut tx)).ready(), Ok(()));
    assert_eq!(Task::new(ready(&mut tx)).ready(), Ok(()), "the room that it has");
    assert_eq!(tx.try_send(9), Err(TrySendError::Full(9)));
    assert_eq!(Pin::new(&mut tx).start_send(1), Ok(()));
    assert_eq!(rx.len(), 1);
    let mut waits = Task::parked(ready(&mut tx));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(waits.woken(), Ok(()));
    drop(waits);
    assert_eq!(rx.free_capacity(), Some(0));
    assert_eq!(Task::new(SinkExt::<u8>::close(&mut tx)).ready(), Ok(()));
    assert_eq!(rx.free_capacity(), Some(1));
    assert!(!rx.is_closed());
}

#[test]
fn a_sender_forwards_a_stream_under_back_pressure() {
    for capacity in [0, 1, 3, usize::MAX] {
        run_to_end(async move {
            let (tx, rx) = bounded(capacity);
            go(async move { stream::iter(0..50_u8).map(Ok).forward(tx).await.unwrap() });
            assert_eq!(rx.collect::<Vec<_>>().await, (0..50).collect::<Vec<_>>());
        });
    }
}

#[test]
fn a_sender_gives_its_room_back_when_it_is_dropped() {
    for granted in [false, true] {
        let (tx, rx) = bounded(1);
        let (mut first, held) = (tx.clone(), tx.try_reserve().unwrap());
        Task::new(ready(&mut first)).pending();
        let mut behind = Task::parked(tx.send(7));
        if granted {
            drop(held);
            assert_eq!(behind.wakes(), 0);
            drop(first);
        } else {
            drop(first);
            drop(held);
        }
        assert_eq!(behind.woken(), Ok(()));
        assert_eq!(rx.try_recv(), Ok(7));
        assert_eq!(rx.sender_count(), 1);
    }
}

#[test]
fn a_sender_of_a_closed_channel_gives_values_back() {
    let (mut tx, rx) = bounded(1);
    tx.try_send(0).unwrap();
    let mut waits = Task::parked(ready(&mut tx));
    rx.close();
    assert_eq!(waits.woken(), Ok(()));
    drop(waits);
    for n in 1..3 {
        assert_eq!(Task::new(tx.feed(n)).ready(), Err(SendError(n)));
    }
    let mut clone = tx.clone();
    assert!(panics(|| Pin::new(&mut clone).start_send(3)).contains("poll_ready"));
    assert_eq!(rx.try_recv(), Ok(0));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn a_sender_as_a_sink_waits_for_a_receive_at_capacity_0() {
    let (mut tx, rx) = rendezvous();
    let mut sink = tx.clone();
    let mut feed = Task::parked(SinkExt::feed(&mut sink, 6));
    let mut receive = Task::parked(rx.recv());
    assert_eq!(feed.woken(), Ok(()));
    assert_eq!(receive.woken(), Ok(6));
    drop(feed);
    assert_eq!(Task::new(SinkExt::<u8>::flush(&mut tx)).ready(), Ok(()));
}

#[test]
fn a_sender_whose_room_wakes_a_waker_that_panics_is_counted_no_more() {
    for granted in [false, true] {
        let (tx, rx) = bounded(1);
        let mut sink = tx.clone();
        let held = granted.then(|| tx.try_reserve().unwrap());
        assert_eq!(Task::new(ready(&mut sink)).poll().is_ready(), !granted);
        drop(held);
        let mut send = Task::with(tx.clone().into_send(1), Hooks::none().wake(|| panic!("a waker")));
        send.pending();
        assert!(panics(|| drop(sink)).contains("a waker"));
        drop((send, tx));
        assert!(rx.is_closed());
    }
}
