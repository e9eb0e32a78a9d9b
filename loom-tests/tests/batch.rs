//! Batches that are received: nobody else receives from between their values.
#![cfg(loom)]

use goit_loom::{channel, model_within, with};

#[test]
fn what_comes_while_a_batch_makes_memory_stays_behind_it() {
    model_within(3, || {
        let channel = channel::<u8>(2);
        let other = with(&channel, |channel| {
            _ = channel.try_send(1);
            _ = channel.try_send(2);
            _ = channel.try_recv();
            _ = channel.try_send(3);
        });
        let mut batch = Vec::with_capacity(1);
        _ = channel.receiver().try_recv_many(&mut batch, 3);
        other.join().unwrap();
        assert!(batch.windows(2).all(|pair| pair[1] == pair[0] + 1), "{batch:?}");
    });
}
