//! Operations that block a thread give way to nobody.

use super::past;
use goit::select::recv;
use goit::sync::{Select, unbounded};
use std::time::Duration;

#[test]
fn what_blocks_a_thread_is_not_put_off() {
    const ROW: usize = 128;
    let (tx, rx) = unbounded();
    for form in 0..5 {
        (0..=ROW).for_each(|n| tx.try_send(n).unwrap());
        // With a deadline that is over a blocking select that waits for anything fails.
        for _ in 0..ROW {
            let mut receiving = recv(&rx, Result::unwrap);
            let mut select = Select::new();
            select.add(&mut receiving);
            assert!(select.wait_deadline(past()).is_some());
        }
        let last = match form {
            0 => rx.recv_blocking().ok(),
            1 => rx.recv_timeout(Duration::ZERO).ok(),
            2 => rx.recv_deadline(past()).ok(),
            3 => rx.iter().next(),
            _ => {
                let mut receiving = recv(&rx, Result::unwrap);
                let mut select = Select::new();
                select.add(&mut receiving);
                select.wait_deadline(past()).map(|(_, received)| received)
            }
        };
        assert_eq!(last, Some(ROW), "form {form}");
    }
}
