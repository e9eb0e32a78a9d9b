//! goit on tokio: `goit::local` on a `LocalSet`, `goit::sync` on the runtime's threads. `cargo run --example tokio`
//!
//! For a program of its own, this needs `cargo add tokio --features macros,rt-multi-thread,time` and
//! `cargo add goit --features sync`.

use goit::{local, select, sync};
use std::pin::pin;
use std::time::Duration;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::sleep;

/// Tasks of one thread: values and handles need not be `Send`.
async fn one_thread() {
    let (tx, rx) = local::bounded(4);
    let producer = spawn_local(async move {
        for n in 1..=3 {
            tx.send(n).await?;
            sleep(Duration::from_millis(1)).await;
        }
        Ok::<(), goit::SendError<u32>>(())
    });

    let mut patience = pin!(sleep(Duration::from_secs(60)));
    loop {
        select! {
            recv(rx) -> received => match received {
                Ok(n) => println!("one thread: {n}"),
                Err(_) => break, // the producer is done, and nothing is left
            },
            wait(patience.as_mut()) => {
                println!("one thread: nothing more came");
                break;
            }
        }
    }
    producer.await.expect("the producer does not panic").expect("we receive until the end");
}

/// Tasks that move between threads.
async fn threads() {
    let (jobs, queue) = sync::bounded(2);
    let (results, sums) = sync::unbounded();
    let workers = [(); 3].map(|()| {
        let (queue, results) = (queue.clone(), results.clone());
        tokio::spawn(async move {
            while let Ok(n) = queue.recv().await {
                results.send(n * n).await.expect("somebody adds up");
            }
        })
    });
    drop((queue, results)); // the workers have their own

    for n in 1..=10 {
        jobs.send(n).await.expect("there are workers");
    }
    drop(jobs); // the last sender: the channel is closed, and the workers end

    let mut sum = 0;
    while let Ok(square) = sums.recv().await {
        sum += square;
    }
    for worker in workers {
        worker.await.expect("no worker panics");
    }
    println!("threads: the squares add up to {sum}");
    assert_eq!(sum, 385);
}

#[tokio::main]
async fn main() {
    LocalSet::new().run_until(one_thread()).await;
    threads().await;
}
