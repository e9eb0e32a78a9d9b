//! Patterns that leave something out.

use goit::local::Receiver;
use goit::select;
use std::future::ready;

async fn a_receive(rx: Receiver<u8>) {
    select! {
        recv(rx) -> Ok(7) | Err(_) => {}
    }
}

async fn a_future() {
    select! {
        wait(ready((7, true))) -> (n, true) => drop(n),
    }
}

fn main() {}
