//! One piece of code for both flavours, select included: generic over `Flavor`, it runs on `goit::local` and, with the
//! feature `sync`, on `goit::sync`, where its other side may be a thread.
//!
//! `cargo run --example generic_flavor --features sync`

use futures_executor::block_on;
use futures_util::future::join;
use goit::handle::{Channel, Receiver, Sender};
use goit::{Flavor, Local, select};

/// Merges two streams of numbers in any order, doubled, and ends when both have ended.
async fn double<F: Flavor>(a: Receiver<u32, F>, b: Receiver<u32, F>, out: Sender<u32, F>) {
    let (mut a, mut b) = (Some(a), Some(b));
    while a.is_some() || b.is_some() {
        let number = select! {
            recv(a) -> number => number.inspect_err(|_| a = None),
            recv(b) -> number => number.inspect_err(|_| b = None),
        };
        if let Ok(number) = number {
            out.send(2 * number).await.expect("somebody listens");
        }
    }
}

/// A full channel of `numbers` whose sender is gone.
fn filled<F: Flavor>(numbers: std::ops::Range<u32>) -> Receiver<u32, F> {
    let (tx, rx) = Channel::bounded(numbers.len()).split();
    numbers.for_each(|number| tx.try_send(number).expect("there is room"));
    rx
}

async fn sum<F: Flavor>(numbers: Receiver<u32, F>) -> u32 {
    let mut sum = 0;
    while let Ok(number) = numbers.recv().await {
        sum += number;
    }
    sum
}

/// Two tasks of one executor.
fn on_one_thread<F: Flavor>() -> u32 {
    let (out, doubled) = Channel::<u32, F>::rendezvous().split();
    block_on(join(double(filled(0..10), filled(10..20), out), sum(doubled))).1
}

/// The same, with the summing on a thread of its own.
#[cfg(feature = "sync")]
fn on_two_threads() -> u32 {
    let (out, doubled) = goit::sync::rendezvous();
    let summing = std::thread::spawn(|| block_on(sum(doubled)));
    block_on(double(filled(0..10), filled(10..20), out));
    summing.join().expect("the sum is found")
}

fn main() {
    let local = on_one_thread::<Local>();
    println!("local: {local}");
    assert_eq!(local, 380);

    #[cfg(feature = "sync")]
    {
        let (tasks, threads) = (on_one_thread::<goit::Synchronized>(), on_two_threads());
        println!("sync: {tasks}; sync, across threads: {threads}");
        assert_eq!((tasks, threads), (380, 380));
    }
    #[cfg(not(feature = "sync"))]
    println!("add `--features sync` to run the same code across threads");
}
