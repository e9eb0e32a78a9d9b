//! `default` runs only where no arm is ready, all at one instant: what is always in one of two channels is found, wherever it is
//! when each of them is looked at.
#![cfg(loom)]

use goit::select;
use goit_loom::{Channel, channel, complete, model_within, opened, with};
use std::sync::Arc;

/// A value moves between two channels three times, and is never in none of them.
fn moving(make: impl Fn() -> Arc<Channel<u8>> + Send + Sync + 'static) {
    model_within(4, move || {
        let pair = Arc::new((make(), make()));
        pair.1.try_send(1).unwrap();
        let other = with(&pair, move |(a, b)| {
            for (to, from) in [(a, b), (b, a), (a, b)] {
                // Once it was found it is nowhere.
                if to.try_send(1).is_err() || from.try_recv().is_err() {
                    return;
                }
            }
        });
        let (a, b) = &*pair;
        assert!(complete(async {
            select! { biased; recv(**a) -> _ => true, recv(**b) -> _ => true, default => false }
        }));
        other.join().unwrap();
    });
}

#[test]
fn a_value_that_moves_under_the_locks_is_found() {
    moving(|| channel(1));
}

#[test]
fn a_value_that_moves_through_open_ends_is_found() {
    moving(|| opened(2, 0));
}
