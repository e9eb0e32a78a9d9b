//! Arms of wrong types.

use goit::local::{Receiver, Sender};
use goit::select;
use std::future::pending;

async fn not_a_receiver(tx: Sender<u8>) {
    select! {
        recv(tx) -> _ => {}
        wait(pending()) -> () => {}
    }
}

async fn not_a_sender(rx: Receiver<u8>) {
    select! {
        send(&rx, 1) -> _ => {}
        send(Some(7), 1) -> _ => {}
    }
}

async fn another_value(tx: Sender<u8>) {
    select! {
        recv(None::<Receiver<u8>>) -> _ => {}
        send(tx, "seven") -> _ => {}
    }
}

async fn another_slot(tx: Sender<u8>) {
    let mut slot = Some("seven");
    select! {
        recv(None::<Receiver<u8>>) -> _ => {}
        send_from(tx, &mut slot) -> _ => {}
    }
}

async fn a_slot_without_a_reference(tx: Sender<u8>) {
    let slot = Some(7);
    select! {
        send_from(tx, slot) -> _ => {}
    }
}

async fn not_a_future(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        wait(7) -> _ => {}
    }
}

async fn not_a_condition(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _, if 7 => {}
    }
}

async fn bodies_of_two_types(rx: Receiver<u8>) {
    let number = select! {
        recv(rx) -> n => n.unwrap(),
        wait(pending::<()>()) -> _ => "none",
        default => 0,
    };
    drop(number);
}

async fn a_body_of_another_type(rx: Receiver<u8>) -> u8 {
    select! {
        recv(rx) -> n => n,
        default => 0,
    }
}

async fn a_pattern_of_another_type(rx: Receiver<u8>) {
    select! {
        recv(rx) -> (a, b) => drop((a, b)),
    }
}

async fn a_result_that_is_used_as_a_value(rx: Receiver<u8>) -> u8 {
    select! {
        recv(rx) -> n => n + 1,
    }
}

async fn a_moved_handle(rx: Receiver<u8>) {
    drop(rx);
    select! {
        recv(rx) -> _ => {}
    }
}

async fn no_such_name() {
    select! {
        recv(nothing) -> _ => {}
    }
}

fn main() {}
