//! One select over two flavours.

use goit::{local, select, select_blocking, sync};

async fn both(a: local::Receiver<u8>, b: sync::Receiver<u8>) {
    select! {
        recv(a) -> _ => {}
        recv(b) -> _ => {}
    }
}

async fn both_ends(a: sync::Receiver<u8>, b: local::Sender<u8>) {
    select! {
        recv(a) -> _ => {}
        send(b, 1) -> _ => {}
    }
}

fn a_local_channel_and_a_thread(rx: local::Receiver<u8>) {
    select_blocking! {
        recv(rx) -> _ => {}
    }
}

fn main() {}
