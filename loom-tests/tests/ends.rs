//! The open ends: sends and receives that do without the lock, against each other and against whoever takes the lock,
//! shuts the ends and has the channel to itself.
#![cfg(loom)]

use goit::{TryRecvError, TrySendError, select};
use goit_loom::{Drops, Memory, Wakes, bounded, complete, model, model_within, opened, poll, with};
use loom::thread;
use std::sync::Arc;

/// The value, and what was done before it was sent, comes through the ring.
#[test]
fn a_push_against_a_pop() {
    model(|| {
        let channel = opened(2, 0);
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.try_send(1).unwrap();
        });
        if let Ok(value) = channel.try_recv() {
            assert_eq!((value, memory.read()), (1, 7));
        }
        other.join().unwrap();
    });
}

/// A push that finds room finds it emptied.
#[test]
fn a_pop_against_a_push() {
    model_within(4, || {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            assert_eq!(channel.try_recv(), Ok(1));
        });
        if channel.try_send(3).is_ok() {
            assert_eq!(memory.read(), 7);
        }
        other.join().unwrap();
    });
}

#[test]
fn two_pushes() {
    model_within(3, || {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| channel.try_send(1).unwrap());
        channel.try_send(2).unwrap();
        other.join().unwrap();
        let both = [channel.try_recv().unwrap(), channel.try_recv().unwrap()];
        assert!(both == [1, 2] || both == [2, 1]);
        assert!(channel.try_recv().is_err());
    });
}

/// Who has found the tail taken takes it in the next moment, or finds it taken once more.
#[test]
fn two_pushes_against_one() {
    model_within(3, || {
        let channel = opened(3, 0);
        let other = with(&channel, |channel| {
            channel.try_send(1).unwrap();
            channel.try_send(2).unwrap();
        });
        channel.try_send(3).unwrap();
        other.join().unwrap();
        let mut all = [(); 3].map(|()| channel.try_recv().unwrap());
        all.sort();
        assert_eq!(all, [1, 2, 3]);
        assert!(channel.try_recv().is_err());
    });
}

#[test]
fn two_pops() {
    model_within(3, || {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let other = with(&channel, |channel| channel.try_recv().unwrap());
        let one = channel.try_recv().unwrap();
        assert_eq!(one + other.join().unwrap(), 3);
        assert!(channel.try_recv().is_err());
    });
}

/// A receive that is about to park: the push comes before, or finds it parked.
#[test]
fn a_push_against_a_park() {
    model_within(4, || {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| channel.try_send(1).unwrap());
        assert_eq!(complete(channel.recv()), Ok(1));
        other.join().unwrap();
    });
}

/// A send that is about to park: the pop comes before, or finds it parked.
#[test]
fn a_pop_against_a_park() {
    model_within(4, || {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let other = with(&channel, |channel| channel.try_recv());
        complete(channel.send(3)).unwrap();
        assert_eq!(other.join().unwrap(), Ok(1));
        assert_eq!([channel.try_recv(), channel.try_recv()], [Ok(2), Ok(3)]);
    });
}

/// The ends open when the chosen one collects; a push comes before, and is behind the lock, or after.
#[test]
fn a_push_against_the_opening() {
    model_within(3, || {
        let channel = opened(2, 0);
        let wakes = Wakes::new();
        let mut receiving = channel.recv();
        assert_eq!(poll(&mut receiving, &wakes.waker()), None);
        channel.try_send(1).unwrap();
        let other = with(&channel, |channel| channel.try_send(2).unwrap());
        assert_eq!(poll(&mut receiving, &wakes.waker()), Some(Ok(1)));
        drop(receiving);
        other.join().unwrap();
        assert_eq!(channel.try_recv(), Ok(2));
        assert_eq!(wakes.count(), 1);
    });
}

/// A pop at a head that has just been opened: it must not believe a tail that has not.
#[test]
fn a_pop_against_the_opening() {
    model_within(3, || {
        let channel = opened(2, 0);
        let wakes = Wakes::new();
        let mut receiving = channel.recv();
        assert_eq!(poll(&mut receiving, &wakes.waker()), None);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let other = with(&channel, |channel| [channel.try_recv().ok(), channel.try_recv().ok()]);
        let collected = poll(&mut receiving, &wakes.waker()).unwrap().ok();
        drop(receiving);
        let received = other.join().unwrap().into_iter().chain([collected, channel.try_recv().ok()]);
        let mut received: Vec<_> = received.flatten().collect();
        received.sort_unstable();
        assert_eq!(received, [1, 2]);
    });
}

/// The tail moves behind the lock, as a send that waited is let in: a pop at a head that has just been opened must not believe
/// where the tail was before.
#[test]
fn three_pops_against_the_opening() {
    model_within(3, || {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let wakes = Wakes::new();
        let mut sending = channel.send(3);
        assert_eq!(poll(&mut sending, &wakes.waker()), None);
        let other = with(&channel, |channel| [(); 3].map(|()| channel.try_recv().ok()));
        let here = channel.try_recv().ok();
        let received = other.join().unwrap().into_iter().chain([here, channel.try_recv().ok()]);
        let mut received: Vec<_> = received.flatten().collect();
        received.sort_unstable();
        assert_eq!(received, [1, 2, 3]);
        assert_eq!(poll(&mut sending, &wakes.waker()), Some(Ok(())));
    });
}

/// What was sent before the close can be received after it; what was refused cannot.
#[test]
fn a_push_against_a_close() {
    model(|| {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| channel.try_send(1).is_ok());
        channel.close();
        let sent = other.join().unwrap();
        assert_eq!(channel.try_recv().is_ok(), sent);
        assert!(channel.try_recv().unwrap_err().is_closed());
    });
}

#[test]
fn a_pop_against_a_close() {
    model(|| {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        let other = with(&channel, |channel| channel.try_recv());
        channel.close();
        assert_eq!(other.join().unwrap(), Ok(1));
        assert!(channel.try_recv().unwrap_err().is_closed());
    });
}

/// What is left of a closed channel is received without the lock, also while somebody has the lock, to be refused.
#[test]
fn a_pop_against_a_refused_push() {
    model_within(1, || {
        let channel = opened(3, 0);
        (1..3).for_each(|n| channel.try_send(n).unwrap());
        assert!(channel.close());
        let other = with(&channel, |channel| assert_eq!(channel.try_send(3), Err(TrySendError::Closed(3))));
        assert_eq!([channel.try_recv(), channel.try_recv()], [Ok(1), Ok(2)]);
        assert_eq!(channel.try_recv(), Err(TryRecvError::Closed));
        other.join().unwrap();
    });
}

/// A close that leaves something to be received is seen with what was done before it.
#[test]
fn a_look_against_a_close() {
    model_within(2, || {
        let channel = opened(3, 0);
        channel.try_send(1).unwrap();
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.close();
        });
        if channel.is_closed() {
            assert_eq!(memory.read(), 7);
        }
        other.join().unwrap();
    });
}

/// The last receiver takes along what is there, the sender keeps what it could not send: each value is dropped once.
#[test]
fn a_push_against_the_last_receiver() {
    model_within(3, || {
        let drops = Drops::new();
        let (tx, rx) = bounded(2);
        assert!(tx.try_send(drops.value(0)).is_ok());
        let value = drops.value(1);
        let other = thread::spawn(move || drop(tx.try_send(value)));
        drop(rx);
        other.join().unwrap();
        assert_eq!(drops.count(), 2);
    });
}

/// Positions go around a ring of two cells.
#[test]
fn around_a_ring_of_two() {
    model_within(2, || {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| {
            for n in 1..=3 {
                complete(channel.send(n)).unwrap();
            }
        });
        for n in 1..=3 {
            assert_eq!(complete(channel.recv()), Ok(n));
        }
        other.join().unwrap();
    });
}

/// The ring is moved to more memory while a receive is at work at its head.
#[test]
fn a_pop_against_more_memory() {
    model_within(3, || {
        let channel = opened(usize::MAX, 0);
        for n in 1..=4 {
            channel.try_send(n).unwrap();
        }
        let other = with(&channel, |channel| [channel.try_recv().unwrap(), channel.try_recv().unwrap()]);
        channel.try_send(5).unwrap();
        assert_eq!(other.join().unwrap(), [1, 2]);
        assert_eq!([3, 4, 5].map(|_| channel.try_recv().unwrap()), [3, 4, 5]);
    });
}

/// The select is decided by the push, or finds it.
#[test]
fn a_push_against_a_select() {
    model_within(2, || {
        let pair = Arc::new((opened(2, 0), opened(2, 0)));
        let other = with(&pair, |(_, b)| b.try_send(1).unwrap());
        let (a, b) = &*pair;
        let received = complete(async {
            select! { recv(**a) -> value => value, recv(**b) -> value => value }
        });
        assert_eq!(received, Ok(1));
        other.join().unwrap();
        assert!(a.is_empty() && b.is_empty());
    });
}

/// A batch finds what was pushed, and what was done before that.
#[test]
fn a_push_against_a_batch() {
    model_within(4, || {
        let channel = opened(3, 0);
        channel.try_send(1).unwrap();
        let memory = Memory::new();
        let written = memory.clone();
        let other = with(&channel, move |channel| {
            written.write(7);
            channel.try_send(2).unwrap();
        });
        let mut batch = Vec::with_capacity(3);
        let received = channel.receiver().try_recv_many(&mut batch, 3).unwrap();
        assert!(batch == [1, 2] || batch == [1]);
        if received == 2 {
            assert_eq!(memory.read(), 7);
        }
        other.join().unwrap();
        assert_eq!(channel.receiver().drain().len(), 2 - received);
    });
}

/// A push that finds room finds all emptied that the batch has taken.
#[test]
fn a_batch_against_a_push() {
    model_within(4, || {
        let channel = opened(2, 0);
        channel.try_send(1).unwrap();
        channel.try_send(2).unwrap();
        let other = with(&channel, |channel| {
            let mut batch = Vec::with_capacity(2);
            assert_eq!(channel.receiver().try_recv_many(&mut batch, 2), Ok(2));
            assert_eq!(batch, [1, 2]);
        });
        let sent = channel.try_send(3).is_ok();
        other.join().unwrap();
        assert_eq!(channel.try_recv().ok(), sent.then_some(3));
    });
}

/// Nobody receives while a batch is taken: it has what stands together.
#[test]
fn a_batch_against_a_pop() {
    model_within(4, || {
        let channel = opened(3, 0);
        (1..=3).for_each(|n| channel.try_send(n).unwrap());
        let other = with(&channel, |channel| channel.try_recv().unwrap());
        let mut batch = Vec::with_capacity(2);
        assert_eq!(channel.receiver().try_recv_many(&mut batch, 2), Ok(2));
        let popped = other.join().unwrap();
        assert!(batch == [1, 2] && popped == 3 || batch == [2, 3] && popped == 1);
    });
}

/// A batch that is about to park: the push comes before, or finds it parked.
#[test]
fn a_push_against_a_batch_that_parks() {
    model_within(3, || {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| channel.try_send(1).unwrap());
        let mut batch = Vec::with_capacity(2);
        assert_eq!(complete(channel.receiver().recv_many(&mut batch, 2)), Ok(1));
        other.join().unwrap();
        assert_eq!(batch, [1]);
    });
}

/// What everybody may ask counts no more than there is.
#[test]
fn the_length() {
    model(|| {
        let channel = opened(2, 0);
        let other = with(&channel, |channel| channel.try_send(1).unwrap());
        assert!(channel.len() <= 1);
        other.join().unwrap();
        assert_eq!(channel.len(), 1);
    });
}
