//! Hand-off: a value that is sent while a receive waits, or room that is made while a send waits, goes to the one who
//! has waited longest; that one is woken, once, and nobody overtakes it.
#![cfg(loom)]

use goit_loom::{Channel, Wakes, channel, complete, model, model_within, poll, with};

/// Each waits for the other, whoever comes first.
#[test]
fn rendezvous() {
    model(|| {
        let channel = channel(0);
        let other = with(&channel, |channel| complete(channel.send(7)));
        assert_eq!(complete(channel.recv()), Ok(7));
        assert!(other.join().unwrap().is_ok());
    });
}

#[test]
fn buffered() {
    model(|| {
        let channel = channel(1);
        let other = with(&channel, |channel| complete(channel.send(7)));
        assert_eq!(complete(channel.recv()), Ok(7));
        assert!(other.join().unwrap().is_ok());
    });
}

/// The second send waits for room, the receives for values; the order is that of the sends.
#[test]
fn in_order_through_one_place() {
    model_within(3, || {
        let channel = channel(1);
        let other = with(&channel, |channel| {
            complete(channel.send(1)).unwrap();
            complete(channel.send(2)).unwrap();
        });
        assert_eq!(complete(channel.recv()), Ok(1));
        assert_eq!(complete(channel.recv()), Ok(2));
        other.join().unwrap();
        assert!(channel.is_empty());
    });
}

/// A receive that makes room lets in the send that waits for it.
#[test]
fn room_goes_to_the_send_that_waits() {
    room_goes_to_the_send(|_| {});
}

/// The same where a send finds a line to park in.
#[test]
fn room_goes_to_the_send_that_parks_in_a_line() {
    room_goes_to_the_send(|channel| channel.preallocate(1));
}

fn room_goes_to_the_send(prepare: fn(&Channel<u8>)) {
    model(move || {
        let channel = channel(1);
        prepare(&channel);
        channel.try_send(1).unwrap();
        let other = with(&channel, |channel| complete(channel.send(2)));
        assert_eq!(complete(channel.recv()), Ok(1));
        other.join().unwrap().unwrap();
        assert_eq!(channel.try_recv(), Ok(2));
    });
}

/// One of two who come at once has the place.
#[test]
fn one_place_is_given_once() {
    model(|| {
        let channel = channel(1);
        let other = with(&channel, |channel| channel.try_send(1).is_ok());
        let sent = [channel.try_send(2).is_ok(), other.join().unwrap()];
        assert_ne!(sent[0], sent[1]);
        assert_eq!(channel.len(), 1);
    });
}

/// Two wait, two values come: each goes to one, in the order of the line.
#[test]
fn two_who_wait_are_both_served() {
    model_within(3, || {
        let channel = channel(2);
        let (first, second) = (Wakes::new(), Wakes::new());
        let (mut one, mut two) = (channel.recv(), channel.recv());
        assert_eq!(poll(&mut one, &first.waker()), None);
        assert_eq!(poll(&mut two, &second.waker()), None);
        let threads = [1, 2].map(|n| with(&channel, move |channel| channel.try_send(n).unwrap()));
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!((first.count(), second.count()), (1, 1));
        let sum = poll(&mut one, &first.waker()).unwrap().unwrap()
            + poll(&mut two, &second.waker()).unwrap().unwrap();
        assert_eq!(sum, 3);
    });
}

/// The value of a chosen receive is reserved: a receive that does not wait passes it by, at every capacity.
#[test]
fn nobody_overtakes_the_chosen() {
    for capacity in [0, 1, usize::MAX] {
        model(move || {
            let channel = channel(capacity);
            let wakes = Wakes::new();
            let mut recv = channel.recv();
            assert_eq!(poll(&mut recv, &wakes.waker()), None);
            let sender = with(&channel, |channel| channel.try_send(1).unwrap());
            assert!(channel.try_recv().is_err());
            sender.join().unwrap();
            assert_eq!(wakes.count(), 1);
            assert_eq!(poll(&mut recv, &wakes.waker()), Some(Ok(1)));
        });
    }
}

/// A send that does not wait stands behind one that does, also while a receive makes room.
#[test]
fn nobody_overtakes_a_send_that_waits() {
    model(|| {
        let channel = channel(1);
        channel.try_send(1).unwrap();
        let wakes = Wakes::new();
        let mut send = channel.send(2);
        assert_eq!(poll(&mut send, &wakes.waker()), None);
        let other = with(&channel, |channel| channel.try_recv());
        assert!(channel.try_send(3).is_err());
        assert_eq!(other.join().unwrap(), Ok(1));
        assert_eq!(wakes.count(), 1);
        assert_eq!(poll(&mut send, &wakes.waker()), Some(Ok(())));
        assert_eq!(channel.try_recv(), Ok(2));
    });
}

/// A receive moves to another task while it is being chosen: one of the two polls finds the value, or the new task is
/// woken.
#[test]
fn a_receive_moves_to_another_task() {
    model_within(4, || {
        let channel = channel(1);
        let mut recv = channel.recv();
        assert_eq!(poll(&mut recv, &Wakes::new().waker()), None);
        let other = with(&channel, |channel| channel.try_send(1).unwrap());
        assert_eq!(complete(&mut recv), Ok(1));
        other.join().unwrap();
    });
}

#[test]
fn a_send_moves_to_another_task() {
    model_within(4, || {
        let channel = channel(0);
        let mut send = channel.send(1);
        assert_eq!(poll(&mut send, &Wakes::new().waker()), None);
        let other = with(&channel, |channel| channel.try_recv());
        assert_eq!(complete(&mut send), Ok(()));
        assert_eq!(other.join().unwrap(), Ok(1));
    });
}
