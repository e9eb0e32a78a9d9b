//! Request and reply: each request carries the channel on which its answer is awaited.
//!
//! `cargo run --example request_reply`

use futures_executor::block_on;
use futures_util::future::join3;
use goit::local::{Receiver, Sender, bounded};

struct Request {
    number: u64,
    reply: Sender<u64>,
}

/// Answers one request after the other, until no client is left.
async fn square(requests: Receiver<Request>) -> u32 {
    let mut answered = 0;
    while let Ok(Request { number, reply }) = requests.recv().await {
        // A client that no longer waits has dropped its receiver; that is no concern of the worker's.
        if reply.send(number * number).await.is_ok() {
            answered += 1;
        }
    }
    answered
}

async fn ask(worker: &Sender<Request>, number: u64) -> u64 {
    // Room for the one answer: the worker never waits for a client.
    let (reply, answer) = bounded(1);
    worker.send(Request { number, reply }).await.unwrap_or_else(|_| panic!("the worker is there"));
    answer.recv().await.expect("the worker answers every request")
}

async fn client(name: &str, worker: Sender<Request>, numbers: std::ops::Range<u64>) -> u64 {
    let mut sum = 0;
    for number in numbers {
        let answer = ask(&worker, number).await;
        println!("{name}: {number} squared is {answer}");
        assert_eq!(answer, number * number);
        sum += answer;
    }
    sum
}

fn main() {
    let (worker, requests) = bounded(4);
    let (answered, ann, joe) = block_on(join3(
        square(requests),
        client("ann", worker.clone(), 1..5),
        client("joe", worker, 100..103),
    ));
    println!("{answered} requests answered; ann's squares add up to {ann}, joe's to {joe}");
    assert_eq!((answered, ann, joe), (7, 30, 30605));
}
