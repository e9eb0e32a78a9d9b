//! Rob Pike's fan-in by select: one task multiplexes two channels. An input that has ended takes no part any more,
//! which is what Go's nil channel is for.
//!
//! `cargo run --example fan_in_select`

use futures_executor::block_on;
use futures_util::future::{join, join3};
use goit::local::{Receiver, Sender, bounded, rendezvous};
use goit::select;

type Words = (&'static str, u32);

async fn talk(name: &'static str, times: u32, tx: Sender<Words>) {
    for n in 0..times {
        tx.send((name, n)).await.expect("somebody listens");
    }
}

async fn fan_in(a: Receiver<Words>, b: Receiver<Words>, out: Sender<Words>) {
    let (mut a, mut b) = (Some(a), Some(b));
    while a.is_some() || b.is_some() {
        let words = select! {
            recv(a) -> words => words.inspect_err(|_| a = None),
            recv(b) -> words => words.inspect_err(|_| b = None),
        };
        if let Ok(words) = words {
            out.send(words).await.expect("somebody listens");
        }
    }
}

fn main() {
    let (joe, from_joe) = rendezvous();
    let (ann, from_ann) = rendezvous();
    let (out, all) = bounded(1);
    let listen = async {
        let mut heard = Vec::new();
        while let Ok((name, n)) = all.recv().await {
            println!("{name} {n}");
            heard.push((name, n));
        }
        heard
    };
    let talkers = join(talk("joe", 3, joe), talk("ann", 6, ann));
    let (_, (), mut heard) = block_on(join3(talkers, fan_in(from_joe, from_ann, out), listen));

    println!("{} messages from 2 talkers, each in its own order", heard.len());
    heard.sort_by_key(|(name, _)| *name); // stable
    let expected: Vec<Words> = (0..6).map(|n| ("ann", n)).chain((0..3).map(|n| ("joe", n))).collect();
    assert_eq!(heard, expected);
}
