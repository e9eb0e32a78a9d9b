//! The first of three replicas wins, the others are cancelled, and nothing is lost: an answer is either with the client
//! or still with the replica that found it.
//!
//! `cargo run --example first_reply`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::{join, join_all};
use goit::local::{Receiver, Select, Sender, rendezvous};
use std::time::Duration;

const REPLICAS: u64 = 3;

/// Finds its answer and offers it, until it is taken or the client cancels; the answer, if it was not taken.
async fn replica(id: u64, client: Sender<u64>, cancelled: Receiver<()>) -> Option<u64> {
    Delay::new(Duration::from_millis(id)).await;
    let mut answer = Some(100 + id);
    goit::select! {
        send_from(client, &mut answer) => println!("replica {id}: my answer was taken"),
        recv(cancelled) => println!("replica {id}: cancelled"),
    }
    answer
}

/// The first answer, and the number of the replica that gave it; then all others are cancelled.
async fn first(replies: &[Receiver<u64>], cancel: Sender<()>) -> (usize, u64) {
    // All answers are ready before the client looks: each replica could win, and one does.
    Delay::new(Duration::from_millis(100)).await;
    let mut select = Select::new();
    for rx in replies {
        select.recv(rx, |reply| reply.expect("a replica answers"));
    }
    let winner = select.await;
    cancel.close();
    winner
}

fn main() {
    let (cancel, cancelled) = rendezvous();
    let (txs, rxs): (Vec<_>, Vec<_>) = (0..REPLICAS).map(|_| rendezvous()).unzip();
    let replicas = join_all((0..).zip(txs).map(|(id, tx)| replica(id, tx, cancelled.clone())));

    let ((winner, answer), kept) = block_on(join(first(&rxs, cancel), replicas));
    println!("the client has {answer}, of replica {winner}; the replicas kept {kept:?}");
    for (id, kept) in (0..).zip(kept) {
        let own = 100 + id as u64;
        if id == winner {
            assert_eq!((answer, kept), (own, None), "the answer that was taken is not with the replica too");
        } else {
            assert_eq!(kept, Some(own), "an answer that was not taken is still with its replica");
        }
    }
}
