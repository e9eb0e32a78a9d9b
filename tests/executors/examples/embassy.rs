//! goit on embassy-executor: `goit::local` between its tasks. `cargo run --example embassy`
//!
//! For a program of its own, this needs `cargo add embassy-executor --features platform-std,executor-thread`,
//! `cargo add embassy-time --features std`, `cargo add static_cell` and
//! `cargo add goit --no-default-features`. On a microcontroller the platform's features take the place of `platform-std`
//! and `std`, and a heap has to be set up first; the tasks stay as they are.

use embassy_executor::{Executor, Spawner};
use embassy_time::Timer;
use goit::local::{Receiver, Sender, bounded};
use goit::select;
use static_cell::StaticCell;
use std::pin::pin;

static EXECUTOR: StaticCell<Executor> = StaticCell::new();

#[embassy_executor::task]
async fn sensor(readings: Sender<u32>) {
    for n in 1..=3 {
        Timer::after_millis(1).await;
        readings.send(n).await.expect("the display is on");
    }
}

#[embassy_executor::task]
async fn display(readings: Receiver<u32>, done: Sender<()>) {
    let mut patience = pin!(Timer::after_secs(60));
    loop {
        select! {
            recv(readings) -> reading => match reading {
                Ok(n) => println!("reading {n}"),
                Err(_) => break, // the sensor is done, and nothing is left
            },
            wait(patience.as_mut()) => {
                println!("nothing more came");
                break;
            }
        }
    }
    done.send(()).await.expect("somebody waits for the end");
}

#[embassy_executor::task]
async fn start(spawner: Spawner) {
    let (readings, shown) = bounded(4);
    let (done, end) = bounded(1);
    spawner.spawn(sensor(readings).expect("this task is spawned once"));
    spawner.spawn(display(shown, done).expect("this task is spawned once"));
    end.recv().await.expect("the display says when it is done");
    std::process::exit(0); // embassy's executor itself never ends
}

fn main() {
    let executor = EXECUTOR.init(Executor::new());
    executor.run(|spawner| spawner.spawn(start(spawner).expect("this task is spawned once")));
}
