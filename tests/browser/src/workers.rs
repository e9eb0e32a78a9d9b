//! `goit::sync` between the page's own thread, which awaits, and workers, which block.

use crate::page::say;
use gloo_timers::future::TimeoutFuture;
use goit::select;
use goit::sync::{bounded, rendezvous, unbounded};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
export function start(module, memory, work) {
  const worker = new Worker("worker.js", { type: "module" });
  worker.onerror = (error) => console.error(error.message);
  worker.postMessage({ module, memory, work });
}
"#)]
extern "C" {
    fn start(module: JsValue, memory: JsValue, work: *mut Work);
}

type Work = Box<dyn FnOnce() + Send>;

/// What a worker calls with what it was sent.
///
/// # Safety
///
/// `work` is from `spawn`, and nobody else has it.
#[wasm_bindgen]
pub unsafe fn work(work: *mut Work) {
    // SAFETY: this is the only owner.
    unsafe { Box::from_raw(work)() }
}

/// Runs this on a worker of its own.
fn spawn(work: impl FnOnce() + Send + 'static) {
    let work: Work = Box::new(work);
    start(wasm_bindgen::module(), wasm_bindgen::memory(), Box::into_raw(Box::new(work)));
}

/// Workers receive numbers from the page and send their squares back, over every kind of channel.
pub(crate) async fn feed_the_page() {
    const WORKERS: u64 = 3;
    const NUMBERS: u64 = 20_000;

    for (name, (jobs, queue), (result, results)) in [
        ("rendezvous", rendezvous::<u64>(), rendezvous::<u64>()),
        ("bounded(1)", bounded(1), bounded(1)),
        ("bounded(64)", bounded(64), bounded(64)),
        ("unbounded", unbounded(), unbounded()),
    ] {
        let (ended, ends) = unbounded();
        for _ in 0..WORKERS {
            let (queue, result, ended) = (queue.clone(), result.clone(), ended.clone());
            spawn(move || {
                let mut done = 0_u64;
                for n in &queue {
                    result.send_blocking(n * n).unwrap();
                    done += 1;
                }
                ended.send_blocking(done).unwrap();
            });
        }
        drop((queue, result, ended));

        let (mut jobs, mut next, mut last, mut sum, mut ticks) = (Some(jobs), Some(1), 1, 0, 0);
        let mut timer = TimeoutFuture::new(1);
        loop {
            select! {
                send_from(jobs, &mut next) -> sent => {
                    sent.unwrap();
                    if last == NUMBERS {
                        jobs = None; // the last sender: the workers end
                    } else {
                        last += 1;
                        next = Some(last);
                    }
                }
                recv(results) -> square => match square {
                    Ok(square) => sum += square,
                    Err(_) => break, // no worker is left
                },
                wait(&mut timer) => {
                    ticks += 1;
                    timer = TimeoutFuture::new(1);
                }
            }
        }
        assert_eq!(sum, NUMBERS * (NUMBERS + 1) * (2 * NUMBERS + 1) / 6);
        let mut done = Vec::new();
        while let Ok(n) = ends.recv().await {
            done.push(n);
        }
        assert_eq!(done.iter().sum::<u64>(), NUMBERS);
        say(&format!("workers, {name}: {done:?}, {ticks} ticks of the page's timer"));
    }
}
