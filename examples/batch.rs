//! Batches by number or by time: up to 100 values, or what has come 50 ms after the first of them.
//!
//! `cargo run --example batch`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::join;
use goit::local::{Receiver, bounded};
use goit::select;
use std::time::Duration;

const MOST: usize = 100;
const LONGEST: Duration = Duration::from_millis(50);

/// The next batch; empty once the channel is closed and drained.
async fn collect(rx: &Receiver<u32>) -> Vec<u32> {
    let mut batch = Vec::with_capacity(MOST);
    if rx.recv_many(&mut batch, MOST).await.is_err() {
        return batch;
    }
    let mut over = Delay::new(LONGEST);
    while batch.len() < MOST {
        select! {
            recv(rx) -> received => {
                let Ok(first) = received else { break };
                batch.push(first);
                // And what else has come, in one access to the channel.
                let room = MOST - batch.len();
                _ = rx.try_recv_many(&mut batch, room);
            }
            wait(&mut over) => break,
        }
    }
    batch
}

fn main() {
    let (tx, rx) = bounded(1000);
    let produce = async move {
        for n in 0..250 {
            tx.send(n).await.expect("the consumer is there");
        }
        Delay::new(LONGEST * 4).await; // a lull
        for n in 250..260 {
            tx.send(n).await.expect("the consumer is there");
        }
    };
    let consume = async move {
        let mut batches = Vec::new();
        loop {
            let batch = collect(&rx).await;
            if batch.is_empty() {
                return batches;
            }
            println!("{} values, from {} to {}", batch.len(), batch[0], batch[batch.len() - 1]);
            batches.push(batch);
        }
    };
    let ((), batches) = block_on(join(produce, consume));

    assert_eq!(batches.concat(), (0..260).collect::<Vec<_>>());
    assert!(batches.iter().all(|batch| batch.len() <= MOST));
    assert!(batches.len() <= 5, "batches are full, or late");
}
