//! A select for tasks in a thread.

use goit::{select, sync};

fn a_select_without_async(rx: sync::Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
    }
}

fn main() {}
