//! `until` between threads: what is sent arrives once, what is given up comes back, and nothing is lost between the two.

use super::repeats;
use futures_executor::block_on;
use goit::select::recv;
use goit::sync::{Select, bounded};
use std::future::poll_fn;
use std::task::Poll;
use std::thread;

/// Ready at its second poll.
async fn second_poll() {
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        cx.waker().wake_by_ref();
        if polls > 1 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Any executor will take it.
fn sendable<Fut: Future + Send>(future: Fut) -> Fut {
    future
}

#[test]
fn a_send_is_given_up_or_made() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = bounded(capacity);
        let values = repeats(500);
        let received: Vec<usize> = thread::scope(|scope| {
            scope.spawn(move || {
                for number in 0..values {
                    let mut value = number;
                    // Until a future that is ready at its second poll: again and again they meet.
                    while let Err(unsent) = block_on(sendable(tx.send(value).until(second_poll()))) {
                        value = unsent.value;
                    }
                }
            });
            let mut received = Vec::new();
            loop {
                // Every other receive waits as long as it takes, so that they meet.
                match block_on(rx.recv()) {
                    Ok(value) => received.push(value),
                    Err(_) => return received,
                }
                match block_on(sendable(rx.recv().until(second_poll()))) {
                    Ok(Ok(value)) => received.push(value),
                    Ok(Err(_)) => return received,
                    Err(_) => {}
                }
            }
        });
        assert_eq!(received, (0..values).collect::<Vec<_>>());
    }
}

#[test]
fn every_limited_operation_can_go_to_another_thread() {
    let (tx, rx) = bounded(1);
    let mut slot = Some(1);
    drop(sendable(tx.send_from(&mut slot).until(async {})));
    drop(sendable(tx.clone().into_send(2).until(async {})));
    drop(sendable(rx.clone().into_recv().until(async {})));
    drop(sendable(tx.closed().until(async {})));
    let mut receiving = recv(&rx, Result::unwrap);
    let mut select = Select::new();
    select.add(&mut receiving);
    drop(sendable(select.until(async {})));
}
