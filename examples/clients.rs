//! A server whose clients come and go: each has a channel of its own, and all of them are the members of a merge.
//!
//! `cargo run --example clients`

use futures_executor::block_on;
use futures_util::future::{join, join_all};
use goit::local::{Merge, Receiver, Sender, bounded};
use goit::select;

type Words = Receiver<String>;

async fn client(name: &'static str, lines: usize, door: Sender<(&'static str, Words)>) {
    let (say, words) = bounded(1);
    door.send((name, words)).await.expect("the server is there");
    drop(door);
    for line in 0..lines {
        say.send(format!("{line}")).await.expect("the server listens");
    }
    // The client leaves: its channel is closed by the drop of its sender.
}

async fn serve(door: Receiver<(&'static str, Words)>) -> Vec<String> {
    let mut door = Some(door);
    let mut clients = Merge::new();
    let mut log = Vec::new();
    while door.is_some() || !clients.is_empty() {
        select! {
            recv(door) -> guest => match guest {
                Ok((name, words)) => {
                    clients.insert(name, words);
                    log.push(format!("{name} joins"));
                }
                Err(_) => door = None, // nobody will come any more
            },
            wait(clients.recv()) -> (name, words) => match words {
                Ok(words) => log.push(format!("{name}: {words}")),
                Err(_) => log.push(format!("{name} leaves")),
            },
        }
    }
    log
}

fn main() {
    let (open, door) = bounded(1);
    let guests = ["ada", "bob", "cy"].into_iter().zip([3, 0, 2]);
    let guests: Vec<_> = guests.map(|(name, lines)| client(name, lines, open.clone())).collect();
    drop(open);
    let (log, _) = block_on(join(serve(door), join_all(guests)));
    log.iter().for_each(|line| println!("{line}"));
    for (name, lines) in [("ada", 3), ("bob", 0), ("cy", 2)] {
        let own: Vec<_> = log.iter().filter(|line| line.starts_with(name)).collect();
        let said = (0..lines).map(|line| format!("{name}: {line}"));
        let expected = [format!("{name} joins")].into_iter().chain(said).chain([format!("{name} leaves")]);
        assert!(own.into_iter().eq(&expected.collect::<Vec<_>>()));
    }
}
