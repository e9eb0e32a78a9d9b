//! Arms that cannot be read.

use goit::local::{Receiver, Sender};
use goit::select;
use std::time::{Duration, Instant};

async fn nothing() {
    select! {}
}

async fn biased_and_a_comma(rx: Receiver<u8>) {
    select! {
        biased,
        recv(rx) -> _ => {}
    }
}

async fn seeded_and_a_comma(rx: Receiver<u8>) {
    select! {
        seeded(7),
        recv(rx) -> _ => {}
    }
}

async fn biased_that_is_not_first(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        biased;
        recv(rx) -> _ => {}
    }
}

async fn else_for_default(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        else => {}
    }
}

async fn wildcard_for_default(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        _ => {}
    }
}

async fn no_comma(a: Receiver<u8>, b: Receiver<u8>) {
    let sum = |a: Result<u8, _>| a.unwrap();
    select! {
        recv(a) -> a => sum(a)
        recv(b) -> b => sum(b),
    };
}

async fn no_comma_behind_a_match(a: Receiver<u8>) {
    select! {
        recv(a) -> a => match a { Ok(n) => n, Err(_) => 0 }
        default => 0,
    };
}

async fn no_body(a: Receiver<u8>) {
    select! {
        recv(a) -> a =>
    };
}

async fn no_comma_before_a_guard(rx: Receiver<u8>, open: bool) {
    select! {
        recv(rx) -> _ if open => {}
        default => {}
    }
}

async fn a_guard_of_the_default(rx: Receiver<u8>, open: bool) {
    select! {
        recv(rx) -> _ => {}
        default, if open => {}
    }
}

async fn two_defaults(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        default => {}
        default => {}
    }
}

async fn an_arm_of_another_select(rx: Receiver<u8>) {
    select! {
        n = rx.recv() => drop(n),
    }
}

async fn a_pattern_without_an_arrow(rx: Receiver<u8>) {
    select! {
        recv(rx) n => drop(n),
    }
}

async fn an_unknown_kind(rx: Receiver<u8>) {
    select! {
        receive(rx) -> n => drop(n),
    }
}

async fn a_send_without_a_value(tx: Sender<u8>) {
    select! {
        send(tx) -> n => drop(n),
    }
}

async fn a_time_in_a_task(rx: Receiver<u8>) {
    select! {
        recv(rx) -> _ => {}
        default(Duration::from_secs(1)) => {}
    }
}

async fn a_pattern_for_some_results(rx: Receiver<u8>, tx: Sender<u8>) {
    select! {
        recv(rx) -> Ok(n) => drop(n),
        send(tx, 1) -> _ => {}
    }
    select! {
        recv(rx) -> _ => {}
        send(tx, 1) -> Err(_), if true => {}
    }
    select! {
        wait(std::future::ready(Some(7))) -> Some(n) => drop(n),
    }
}

fn two_limits(rx: goit::sync::Receiver<u8>) {
    goit::select_blocking! {
        recv(rx) -> _ => {}
        default(Duration::ZERO) => {}
        deadline(Instant::now()) => {}
    }
}

fn an_arm_of_a_blocking_select(rx: goit::sync::Receiver<u8>) {
    goit::select_blocking! {
        recv(rx) -> n => drop(n)
        default(Duration::ZERO) => {}
    }
}

fn main() {}
