//! The concurrent prime sieve: a chain of filters, one task for each prime, that grows as primes are found.
//!
//! `cargo run --example prime_sieve`

use futures_executor::{LocalPool, LocalSpawner};
use futures_util::task::LocalSpawnExt;
use goit::local::{Receiver, rendezvous};

const PRIMES: usize = 50;

/// 2, 3, 4, ... for as long as somebody listens.
fn count(spawner: &LocalSpawner) -> Receiver<u32> {
    let (tx, rx) = rendezvous();
    let count = async move {
        for n in 2.. {
            if tx.send(n).await.is_err() {
                break;
            }
        }
    };
    spawner.spawn_local(count).expect("the pool is running");
    rx
}

/// The numbers of `numbers` that `prime` does not divide.
fn filter(numbers: Receiver<u32>, prime: u32, spawner: &LocalSpawner) -> Receiver<u32> {
    let (tx, rx) = rendezvous();
    let filter = async move {
        while let Ok(n) = numbers.recv().await {
            if n % prime != 0 && tx.send(n).await.is_err() {
                break;
            }
        }
    };
    spawner.spawn_local(filter).expect("the pool is running");
    rx
}

fn main() {
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let primes = pool.run_until(async {
        let mut numbers = count(&spawner);
        let mut primes = Vec::new();
        while primes.len() < PRIMES {
            let prime = numbers.recv().await.expect("there is always another prime");
            primes.push(prime);
            numbers = filter(numbers, prime, &spawner);
        }
        primes
    });
    println!("{primes:?}");
    let divides_none = |n: &u32| (2..*n).all(|d| n % d != 0);
    assert!(primes.iter().copied().eq((2..).filter(divides_none).take(PRIMES)));

    // The last receiver is gone, so every filter's send fails, one after the other, and the chain folds up.
    pool.run();
    println!("{PRIMES} primes, and all {} tasks have ended", PRIMES + 1);
}
