//! Operations that do not wait: they tell what they found, on channels of several types, with and without a buffer.

use crate::flavor::*;
use crate::suite::support::*;
use goit::select;
use std::fmt::Debug;

async fn try_receive<T>(rx: &Receiver<T>) -> Option<T> {
    select! { recv(rx) -> received => received.ok(), default => None }
}

async fn try_to_send<T>(tx: &Sender<T>, value: T) -> bool {
    let mut slot = Some(value);
    select! { send_from(tx, &mut slot) -> sent => sent.is_ok(), default => false }
}

/// Both forms, the methods and `select!` with `default`, on a channel of one type.
fn check<T: Clone + PartialEq + Debug + 'static>(value: T) {
    run_to_end(async move {
        for capacity in [0, 1] {
            let (tx, rx) = bounded(capacity);
            assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
            assert_eq!(try_receive(&rx).await, None);
            if capacity == 0 {
                assert_eq!(tx.try_send(value.clone()), Err(TrySendError::Full(value.clone())));
                assert!(!try_to_send(&tx, value.clone()).await);
            }

            // A task that waits for a value, met by a send that does not wait.
            for form in 0..2 {
                let (waiting, expected) = (rx.clone(), value.clone());
                go(async move { assert_eq!(waiting.recv().await, Ok(expected)) });
                yield_now().await;
                let sent = if form == 0 {
                    tx.try_send(value.clone()).is_ok()
                } else {
                    try_to_send(&tx, value.clone()).await
                };
                assert!(sent);
                yield_now().await;
            }

            // A task that waits with a value, met by a receive that does not wait.
            for form in 0..2 {
                let (waiting, sent) = (tx.clone(), value.clone());
                go(async move { waiting.send(sent).await.unwrap() });
                yield_now().await;
                let received = if form == 0 { rx.try_recv().ok() } else { try_receive(&rx).await };
                assert_eq!(received, Some(value.clone()));
            }

            // A full buffer takes no more.
            assert_eq!(try_to_send(&tx, value.clone()).await, capacity == 1);
            assert!(!try_to_send(&tx, value.clone()).await);
            assert_eq!(try_receive(&rx).await.is_some(), capacity == 1);
        }
    });
}

#[test]
fn on_channels_of_numbers() {
    check(123_i8);
    check(u64::MAX);
    check(1.5_f64);
}

#[test]
fn on_channels_of_strings_flags_and_structures() {
    check(String::from("hello"));
    check(true);
    check(());
    check((1_u8, [2_u64; 16], "three"));
    check(Some(Box::new(4)));
}
