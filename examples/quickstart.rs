//! The first program: a producer and two consumers over a bounded channel, a rendezvous hand-over, a close.
//!
//! `cargo run --example quickstart`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::{join, join3};
use goit::local::{Receiver, bounded, rendezvous};
use std::time::Duration;

fn main() {
    block_on(async {
        share_jobs().await;
        hand_over().await;
        close().await;
    });
}

/// The producer waits where the buffer is full, the consumers where it is empty.
async fn share_jobs() {
    println!("bounded(2): a producer and two consumers");
    let (tx, rx) = bounded(2);
    let producer = async move {
        for job in 1..=6 {
            tx.send(job).await.expect("there are receivers");
            println!("  producer: sent job {job}");
        }
        println!("  producer: done");
        // The last sender is dropped here: that closes the channel.
    };
    let ((), ada, bob) = join3(producer, consume("ada", 20, rx.clone()), consume("bob", 35, rx)).await;

    println!("  ada did {ada:?}, bob did {bob:?}");
    let mut done = [ada, bob].concat();
    done.sort();
    assert_eq!(done, [1, 2, 3, 4, 5, 6], "each job is done exactly once");
}

async fn consume(name: &str, milliseconds: u64, jobs: Receiver<u32>) -> Vec<u32> {
    let mut done = Vec::new();
    while let Ok(job) = jobs.recv().await {
        println!("  {name}: takes job {job}");
        Delay::new(Duration::from_millis(milliseconds)).await;
        done.push(job);
    }
    println!("  {name}: the channel is closed and empty");
    done
}

/// Nothing is buffered: a send completes when a receive has been chosen for its value.
async fn hand_over() {
    println!("rendezvous(): from hand to hand");
    let (tx, rx) = rendezvous();
    assert!(tx.try_send("baton").is_err(), "nobody stands there to take it");
    println!("  nobody receives yet: try_send gives the baton back");
    let (sent, received) = join(tx.send("baton"), rx.recv()).await;
    println!("  sent: {sent:?}, received: {received:?}");
    assert_eq!((sent, received), (Ok(()), Ok("baton")));
}

/// After a close nothing gets in; what is in the channel still comes out.
async fn close() {
    println!("close(): what was sent still arrives");
    let (tx, rx) = bounded(2);
    tx.send("last words").await.expect("the channel is open");
    assert!(rx.close());
    let refused = tx.send("too late").await.expect_err("the channel is closed");
    println!("  refused: {:?}", refused.0);
    let (first, second) = (rx.recv().await, rx.recv().await);
    println!("  received: {first:?}, then {second:?}");
    assert_eq!((first, second), (Ok("last words"), Err(goit::RecvError)));
}
