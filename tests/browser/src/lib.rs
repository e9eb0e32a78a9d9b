//! goit on a page. The page's own thread must not block: there tasks wait, as futures. With threads, workers send to it and
//! receive from it, and these may block.
#![cfg(target_family = "wasm")]

mod conformance;
mod page;
#[cfg(target_feature = "atomics")]
mod workers;

use gloo_timers::future::TimeoutFuture;
use goit::local::{Receiver, bounded};
use goit::select;
use page::{load, say};
use std::pin::pin;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What the page's script calls.
#[wasm_bindgen]
pub async fn run() {
    std::panic::set_hook(Box::new(|panic| say(&format!("FAILED: {panic}"))));
    promises_and_a_timer().await;
    conformance::local().await;
    conformance::sync().await;
    #[cfg(target_feature = "atomics")]
    workers::feed_the_page().await;
    say("passed");
}

/// A task awaits promises, another a timer; a third shows what they send.
async fn promises_and_a_timer() {
    let (file, files) = bounded(1);
    spawn_local(async move {
        for name in ["index.html", "worker.js"] {
            let length = JsFuture::from(load(name)).await.expect("the server has this file");
            file.send((name, length.as_f64().unwrap())).await.unwrap();
        }
    });
    let (tick, ticks) = bounded(1);
    spawn_local(async move {
        for n in 1..=3 {
            TimeoutFuture::new(5).await;
            tick.send(n).await.unwrap();
        }
    });
    assert_eq!(show(files, ticks).await, (2, 3));
}

/// Shows what comes until neither task is left; how much it was.
async fn show(files: Receiver<(&str, f64)>, ticks: Receiver<u32>) -> (u32, u32) {
    let (mut files, mut ticks) = (Some(files), Some(ticks));
    let mut shown = (0, 0);
    let mut patience = pin!(TimeoutFuture::new(60_000));
    while files.is_some() || ticks.is_some() {
        select! {
            recv(files) -> file => match file {
                Ok((name, length)) => {
                    say(&format!("{name}: {length} characters"));
                    shown.0 += 1;
                }
                Err(_) => files = None, // its task is done
            },
            recv(ticks) -> tick => match tick {
                Ok(n) => {
                    say(&format!("tick {n}"));
                    shown.1 += 1;
                }
                Err(_) => ticks = None,
            },
            wait(patience.as_mut()) => panic!("nothing came for a minute"),
        }
    }
    shown
}
