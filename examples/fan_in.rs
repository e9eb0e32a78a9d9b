//! Rob Pike's fan-in: several channels multiplexed into one, here by a forwarding task each. The example
//! `fan_in_select` does it in one task.
//!
//! `cargo run --example fan_in`

use futures_executor::{LocalPool, LocalSpawner};
use futures_util::StreamExt;
use futures_util::task::LocalSpawnExt;
use goit::local::{Receiver, bounded, rendezvous};

const EACH: u32 = 5;

fn talk(name: &'static str, spawner: &LocalSpawner) -> Receiver<(&'static str, u32)> {
    let (tx, rx) = rendezvous();
    let talk = async move {
        for n in 0..EACH {
            tx.send((name, n)).await.expect("somebody listens");
        }
    };
    spawner.spawn_local(talk).expect("the pool is running");
    rx
}

fn fan_in<T: 'static>(inputs: Vec<Receiver<T>>, spawner: &LocalSpawner) -> Receiver<T> {
    let (tx, rx) = bounded(1);
    for input in inputs {
        // Each stream is forwarded through a sink of its own; the last one to end closes the output.
        let forward = input.map(Ok).forward(tx.clone().into_sink());
        let done = async move { forward.await.expect("the output has a receiver") };
        spawner.spawn_local(done).expect("the pool is running");
    }
    rx
}

fn main() {
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let inputs = ["joe", "ann", "kim"].map(|name| talk(name, &spawner)).into();
    let all: Vec<_> = pool.run_until(fan_in(inputs, &spawner).collect());

    for (name, n) in &all {
        println!("{name} {n}");
    }
    for name in ["joe", "ann", "kim"] {
        let heard: Vec<_> = all.iter().filter(|(who, _)| *who == name).map(|(_, n)| *n).collect();
        assert!(heard.into_iter().eq(0..EACH), "each one's words arrive once and in order");
    }
    println!("{} messages from 3 talkers, each in its own order", all.len());
    assert_eq!(all.len() as u32, 3 * EACH);
}
