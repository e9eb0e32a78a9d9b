//! A crate that turns `sync` on.

use goit::sync::{Receiver, bounded};
use std::thread;

/// Squares, made by another thread.
pub fn squares(numbers: std::ops::Range<u64>) -> Receiver<u64> {
    let (tx, rx) = bounded(2);
    thread::spawn(move || {
        for number in numbers {
            if tx.send_blocking(number * number).is_err() {
                break;
            }
        }
    });
    rx
}
