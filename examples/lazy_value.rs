//! A value that is made only when there is room for it: readings of a sensor, each the latest one at the moment in which it
//! can be sent. A send would carry the reading of the moment in which it began to wait.
//!
//! `cargo run --example lazy_value`

use futures_executor::block_on;
use futures_util::future::join;
use goit::local::{bounded, rendezvous};
use goit::select;
use std::cell::Cell;

const READINGS: u32 = 5;

fn main() {
    let clock = Cell::new(0_u32);
    let (tx, readings) = bounded(1);
    let (quit, quitting) = rendezvous::<()>();

    let sensor = async {
        let mut made = 0;
        loop {
            select! {
                biased;
                recv(quitting) -> _ => return made,
                reserve(tx) -> permit => {
                    let Ok(permit) = permit else { return made };
                    made += 1;
                    permit.send(clock.get()).expect("the reader is there");
                }
            }
        }
    };
    let reader = async {
        for _ in 0..READINGS {
            let reading = readings.recv().await.expect("the sensor is there");
            println!("at {:2} a reading of {reading:2}", clock.get());
            assert!(clock.get() - reading <= 10, "made after the reading before it was taken");
            clock.set(clock.get() + 10); // the reader is slow
        }
        drop(quit);
    };
    let (made, ()) = block_on(join(sensor, reader));

    println!("{made} readings made, {READINGS} read");
    assert!(made <= READINGS + 1, "nothing is made to wait");
}
