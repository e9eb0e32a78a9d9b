//! A chat server that no client can hold up.
//!
//! Each client has an outbox of its own with little room, and a policy for when that is full: the client is dropped, or
//! misses the oldest lines. The server never waits to send, but only for who comes in or says something.

use futures_executor::block_on;
use futures_util::future::join;
use goit::local::{Merge, Receiver, Sender, bounded, rendezvous};
use goit::select;
use std::collections::BTreeMap;
use std::rc::Rc;

type Line = Rc<str>;
type Client = (&'static str, Full, Receiver<String>, Sender<Line>); // receives what it says, sends what all say

enum Full {
    Drop,
    MissOldest,
}

/// Serves until the door is closed, and tells whom it has dropped.
async fn serve(door: Receiver<Client>) -> Vec<&'static str> {
    let (mut clients, mut words, mut dropped) = (BTreeMap::new(), Merge::new(), Vec::new());
    loop {
        let (name, said) = select! {
            recv(door) -> client => {
                let Ok((name, full, said, outbox)) = client else { return dropped };
                words.insert(name, said);
                clients.insert(name, (full, outbox));
                continue;
            }
            wait(words.recv()) -> line => line,
        };
        let Ok(said) = said else { continue }; // says no more, but may still listen
        let line = Line::from(format!("{name}: {said}"));
        clients.retain(|name, (full, outbox)| {
            let refused = match full {
                Full::Drop => outbox.try_send(line.clone()).is_err(),
                Full::MissOldest => outbox.force_send(line.clone()).is_err(), // has gone
            };
            if refused {
                words.remove(name);
                dropped.push(*name);
            }
            !refused
        });
    }
}

/// Lets a client in, with a sender for what it says and a receiver for what all say.
async fn enter(door: &Sender<Client>, name: &'static str, full: Full) -> (Sender<String>, Receiver<Line>) {
    let ((say, said), (outbox, hear)) = (bounded(1), bounded(4));
    door.send((name, full, said, outbox)).await.unwrap();
    (say, hear)
}

fn main() {
    let (door, guests) = rendezvous(); // a client that was sent is in
    let evening = async move {
        let ada = enter(&door, "ada", Full::Drop).await;
        let bob = enter(&door, "bob", Full::Drop).await;
        let carl = enter(&door, "carl", Full::Drop).await; // he and dora fall asleep
        let dora = enter(&door, "dora", Full::MissOldest).await;
        for n in 1..=10 {
            for (name, say) in [("ada", &ada.0), ("bob", &bob.0)] {
                say.send(n.to_string()).await.unwrap();
                for hear in [&ada.1, &bob.1] {
                    assert_eq!(*hear.recv().await.unwrap(), format!("{name}: {n}"));
                }
            }
        }
        assert!(carl.0.is_closed() && !dora.0.is_closed());
        [carl.1, dora.1] // the door is closed here
    };
    let (dropped, [carl, dora]) = block_on(join(serve(guests), evening));

    assert_eq!(dropped, ["carl"]);
    assert!(carl.drain().eq(["ada: 1", "bob: 1", "ada: 2", "bob: 2"].map(Line::from))); // what there was room for
    assert!(dora.drain().eq(["ada: 9", "bob: 9", "ada: 10", "bob: 10"].map(Line::from))); // the newest
}
