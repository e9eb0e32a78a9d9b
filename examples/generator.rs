//! Rob Pike's generator: a function that starts a task and returns the channel on which it speaks.
//!
//! `cargo run --example generator`

use futures_executor::{LocalPool, LocalSpawner};
use futures_util::task::LocalSpawnExt;
use goit::local::{Receiver, rendezvous};
use std::cell::Cell;
use std::rc::Rc;

/// Counts up for as long as somebody listens.
fn boring(name: &'static str, spawner: &LocalSpawner, said: Rc<Cell<u32>>) -> Receiver<String> {
    let (tx, rx) = rendezvous();
    let talk = async move {
        while tx.send(format!("{name} {}", said.get())).await.is_ok() {
            said.set(said.get() + 1);
        }
        println!("{name}: nobody listens any more");
    };
    spawner.spawn_local(talk).expect("the pool is running");
    rx
}

fn main() {
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let (said_by_joe, said_by_ann) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let joe = boring("joe", &spawner, said_by_joe.clone());
    let ann = boring("ann", &spawner, said_by_ann.clone());

    let heard = pool.run_until(async {
        let mut heard = Vec::new();
        for _ in 0..3 {
            heard.push(joe.recv().await.expect("joe never stops"));
            heard.push(ann.recv().await.expect("ann never stops"));
        }
        heard
    });
    println!("heard: {}", heard.join(", "));
    assert_eq!(heard, ["joe 0", "ann 0", "joe 1", "ann 1", "joe 2", "ann 2"]);

    drop((joe, ann));
    pool.run(); // ends because both generators do
    println!("said: joe {}, ann {}", said_by_joe.get(), said_by_ann.get());
    assert_eq!((said_by_joe.get(), said_by_ann.get()), (3, 3), "what nobody took does not count as said");
}
