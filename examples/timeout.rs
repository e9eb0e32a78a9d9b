//! A receive with a time limit: `until` a timer is over, here that of `futures-timer`; any future will do.
//!
//! `cargo run --example timeout`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::join;
use goit::local::{Receiver, Sender, bounded};
use std::time::Duration;

/// The next value; `None` if it does not come in time.
async fn within<T>(limit: Duration, rx: &Receiver<T>) -> Option<T> {
    rx.recv().until(Delay::new(limit)).await.ok()?.ok()
}

async fn answer(tx: Sender<&str>, after: Duration) {
    Delay::new(after).await;
    tx.send("42").await.expect("the channel is open");
}

fn main() {
    let (short, long) = (Duration::from_millis(20), Duration::from_secs(60));
    block_on(async {
        let (tx, rx) = bounded(1);
        let (quick, ()) = join(within(long, &rx), answer(tx, short)).await;
        println!("answered after 20 ms, waited for 60 s at most: {quick:?}");
        assert_eq!(quick, Some("42"));

        let (tx, rx) = bounded::<&str>(1);
        let none = within(short, &rx).await;
        println!("never answered, waited for 20 ms: {none:?}");
        assert_eq!(none, None);

        // The receive that was given up has left the line: the next value goes to the next receive.
        tx.send("late").await.expect("the channel is open");
        let late = within(long, &rx).await;
        println!("what comes later is still received: {late:?}");
        assert_eq!(late, Some("late"));
    });
}
