//! Order: values come out as they went in, through one channel and through a chain of tasks.

use crate::flavor::*;
use crate::suite::support::*;

const N: usize = 10;

#[test]
fn a_buffered_channel_is_first_in_first_out() {
    run(async {
        let channel = Channel::bounded(N);
        for round in 0..3 {
            for n in 0..N {
                channel.send(round * N + n).await.unwrap();
            }
            for n in 0..N {
                assert_eq!(channel.recv().await, Ok(round * N + n));
            }
        }
    });
}

#[test]
fn a_chain_of_tasks_hands_over_in_turn() {
    async fn link(channel: Channel<usize>, n: usize, before: Receiver<()>, after: Sender<()>) {
        before.recv().await.unwrap();
        assert_eq!(channel.recv().await, Ok(n));
        after.send(()).await.unwrap();
    }
    run_to_end(async {
        let channel = Channel::rendezvous();
        let (start, mut before) = rendezvous();
        for n in 0..N {
            let (after, next) = rendezvous();
            go(link(channel.clone(), n, std::mem::replace(&mut before, next), after));
        }
        start.send(()).await.unwrap();
        for n in 0..N {
            channel.send(n).await.unwrap();
        }
        before.recv().await.unwrap();
    });
}

#[test]
fn a_chain_of_thousands_of_tasks() {
    run_to_end(async {
        let (first, mut right) = rendezvous();
        for _ in 0..10_000 {
            let (tx, rx) = rendezvous();
            let from = std::mem::replace(&mut right, rx);
            go(async move { tx.send(from.recv().await.unwrap() + 1).await.unwrap() });
        }
        first.send(0).await.unwrap();
        assert_eq!(right.recv().await, Ok(10_000));
    });
}
