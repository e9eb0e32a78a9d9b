//! Priorities by a biased select: the arms are taken in order, so bulk jobs run only while nothing is urgent.
//!
//! `cargo run --example priority`

use futures_executor::block_on;
use goit::local::bounded;
use goit::select;

fn main() {
    block_on(async {
        let (urgent, urgent_jobs) = bounded(4);
        let (bulk, bulk_jobs) = bounded(4);
        for job in ["bulk 1", "bulk 2", "bulk 3"] {
            bulk.send(job).await.expect("there is room");
        }
        for job in ["urgent 1", "urgent 2"] {
            urgent.send(job).await.expect("there is room");
        }
        drop(bulk);

        let mut done = Vec::new();
        loop {
            let job = select! {
                biased;
                recv(urgent_jobs) -> job => job,
                recv(bulk_jobs) -> job => job,
            };
            // Only the bulk ends; nothing is urgent then, or its arm would have come first.
            let Ok(job) = job else { break };
            println!("{job}");
            done.push(job);
            if job == "bulk 1" {
                // Something urgent comes up in the middle of the bulk, and overtakes the rest of it.
                urgent.send("urgent 3").await.expect("there is room");
            }
        }
        assert_eq!(done, ["urgent 1", "urgent 2", "bulk 1", "urgent 3", "bulk 2", "bulk 3"]);
    });
}
