//! The prime sieve: a chain of filters that grows while it runs.

use crate::flavor::*;
use crate::suite::support::*;

fn generate() -> Receiver<u32> {
    let (tx, rx) = rendezvous();
    go(async move {
        for n in 2.. {
            if tx.send(n).await.is_err() {
                break;
            }
        }
    });
    rx
}

fn filter(from: Receiver<u32>, prime: u32) -> Receiver<u32> {
    let (tx, rx) = rendezvous();
    go(async move {
        while let Ok(n) = from.recv().await {
            if n % prime != 0 && tx.send(n).await.is_err() {
                break;
            }
        }
    });
    rx
}

async fn primes(count: usize) -> Vec<u32> {
    let mut rest = generate();
    let mut primes = Vec::new();
    while primes.len() < count {
        let prime = rest.recv().await.unwrap();
        primes.push(prime);
        rest = filter(rest, prime);
    }
    primes
}

#[test]
fn the_first_primes() {
    let found = run(primes(25));
    assert_eq!(found[..10], [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
    assert_eq!(found[24], 97);
}

#[test]
fn every_stage_ends_when_the_last_receiver_goes() {
    // Every task has to end by itself: the close runs back through all filters.
    assert_eq!(run_to_end(primes(200)).last(), Some(&1223));
}
