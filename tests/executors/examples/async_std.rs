//! goit on async-std: `goit::local` with `spawn_local`, `goit::sync` with `spawn`. `cargo run --example async_std`
//!
//! For a program of its own, this needs `cargo add async-std --features unstable` (for `spawn_local`) and
//! `cargo add goit --features sync`.

use async_std::task;
use goit::{local, select, sync};
use std::pin::pin;
use std::time::Duration;

/// Tasks of one thread: values and handles need not be `Send`.
async fn one_thread() {
    let (tx, rx) = local::bounded(4);
    let producer = task::spawn_local(async move {
        for n in 1..=3 {
            tx.send(n).await?;
            task::sleep(Duration::from_millis(1)).await;
        }
        Ok::<(), goit::SendError<u32>>(())
    });

    let mut patience = pin!(task::sleep(Duration::from_secs(60)));
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
    producer.await.expect("we receive until the end");
}

/// Tasks that move between threads.
async fn threads() {
    let (jobs, queue) = sync::bounded(2);
    let (results, sums) = sync::unbounded();
    let workers = [(); 3].map(|()| {
        let (queue, results) = (queue.clone(), results.clone());
        task::spawn(async move {
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
        worker.await;
    }
    println!("threads: the squares add up to {sum}");
    assert_eq!(sum, 385);
}

fn main() {
    task::block_on(async {
        one_thread().await;
        threads().await;
    });
}
