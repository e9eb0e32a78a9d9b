//! Rob Pike's daisy chain: a whisper through 100,000 tasks, each of which adds one and passes it on.
//!
//! `cargo run --release --example daisy_chain`

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use goit::local::rendezvous;
use std::time::Instant;

const STAGES: u32 = 100_000;

fn main() {
    let start = Instant::now();
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();

    let (leftmost, result) = rendezvous();
    let mut left = leftmost;
    for _ in 0..STAGES {
        let (next, right) = rendezvous();
        let to = std::mem::replace(&mut left, next);
        let stage = async move {
            let n: u32 = right.recv().await.expect("the right neighbour whispers");
            to.send(n + 1).await.expect("the left neighbour listens");
        };
        spawner.spawn_local(stage).expect("the pool is running");
    }
    let rightmost = left;
    spawner
        .spawn_local(async move { rightmost.send(1).await.expect("the rightmost stage listens") })
        .expect("the pool is running");

    let whisper = pool.run_until(result.recv());
    println!("{whisper:?} after {STAGES} stages in {:.0?}", start.elapsed());
    assert_eq!(whisper, Ok(STAGES + 1));
}
