//! Go's quit channel: a task that sends Fibonacci numbers until it is told to stop, and says goodbye.
//!
//! `cargo run --example quit`

use futures_executor::block_on;
use futures_util::future::join;
use goit::local::{Channel, rendezvous};
use goit::select;

fn main() {
    let (tx, numbers) = rendezvous();
    let quit = Channel::rendezvous();

    let fibonacci = async {
        let (mut x, mut y) = (0_u64, 1);
        loop {
            select! {
                send(tx, x) => (x, y) = (y, x + y),
                recv(quit) -> reason => {
                    println!("told to quit: {reason:?}");
                    quit.send("goodbye").await.expect("the other side waits for it");
                    return x;
                }
            }
        }
    };
    let listen = async {
        let mut heard = Vec::new();
        while heard.len() < 10 {
            heard.push(numbers.recv().await.expect("the numbers go on"));
        }
        quit.send("enough").await.expect("the other side listens");
        (heard, quit.recv().await)
    };

    let (next, (heard, goodbye)) = block_on(join(fibonacci, listen));
    println!("heard {heard:?}; {next} was offered and not sent");
    println!("answer: {goodbye:?}");
    assert_eq!(heard, [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]);
    assert_eq!((next, goodbye), (55, Ok("goodbye")));
}
