//! A rate limit by select: a request is taken only while there is a token for it, and a timer adds tokens, up to a
//! burst. Requests that must wait stay in their channel, and hold their senders back once it is full.
//!
//! `cargo run --example rate_limit`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::join;
use goit::local::{Receiver, bounded};
use goit::select;
use std::time::{Duration, Instant};

const PERIOD: Duration = Duration::from_millis(20);
const BURST: u32 = 3;
const REQUESTS: u32 = 8;

/// Serves until the channel is closed; when each request was served.
async fn serve(requests: Receiver<u32>) -> Vec<Duration> {
    let start = Instant::now();
    let mut served = Vec::new();
    let mut tokens = BURST;
    let mut tick = Delay::new(PERIOD);
    loop {
        select! {
            // By reference: a tick that did not win goes on in the next round.
            wait(&mut tick) => {
                tokens = BURST.min(tokens + 1);
                tick.reset(PERIOD);
            }
            recv(requests) -> request, if tokens > 0 => {
                let Ok(request) = request else { return served };
                tokens -= 1;
                println!("request {request} served after {:3} ms", start.elapsed().as_millis());
                served.push(start.elapsed());
            }
        }
    }
}

fn main() {
    let (tx, requests) = bounded(2);
    let ask = async move {
        for request in 1..=REQUESTS {
            tx.send(request).await.expect("the server is there");
        }
    };
    let (served, ()) = block_on(join(serve(requests), ask));

    assert_eq!(served.len() as u32, REQUESTS);
    for (waited_for, at) in (1..).zip(&served[BURST as usize..]) {
        assert!(*at >= PERIOD * waited_for, "a request past the burst waits for its token");
    }
    println!("{REQUESTS} requests: {BURST} at once, then one for each {} ms", PERIOD.as_millis());
}
