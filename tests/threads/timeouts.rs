//! Sends and receives that wait only so long.

use super::{EVER, past, repeats};
use goit::select::wait;
use goit::sync::{Select, bounded, rendezvous};
use goit::{RecvError, RecvTimeoutError, SendError, SendTimeoutError};
use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_time_that_is_over_does_what_needs_no_waiting_and_nothing_else() {
    let (tx, rx) = bounded(1);
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    assert_eq!(rx.recv_deadline(past()), Err(RecvTimeoutError::Timeout));
    assert_eq!(tx.send_deadline(1, past()), Ok(()));
    assert_eq!(tx.send_timeout(2, Duration::ZERO), Err(SendTimeoutError::Timeout(2)));
    assert_eq!(tx.send_deadline(3, past()), Err(SendTimeoutError::Timeout(3)));
    assert_eq!(rx.recv_timeout(Duration::ZERO), Ok(1));
    // Whoever gave up has left its line.
    assert_eq!(rx.try_recv().ok(), None);
    assert_eq!(tx.try_send(4), Ok(()));
    assert_eq!(rx.recv_deadline(past()), Ok(4));

    let (tx, rx) = rendezvous();
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
    assert_eq!(tx.send_timeout(1, Duration::ZERO), Err(SendTimeoutError::Timeout(1)));
    assert!(tx.try_send(2).is_err() && rx.try_recv().is_err());
}

#[test]
fn a_closed_channel_beats_a_time_that_is_over() {
    let (tx, rx) = bounded(2);
    tx.send_blocking(1).unwrap();
    tx.close();
    assert_eq!(tx.send_timeout(2, Duration::ZERO), Err(SendTimeoutError::Closed(2)));
    assert_eq!(tx.send_deadline(3, past()), Err(SendTimeoutError::Closed(3)));
    assert_eq!(rx.recv_deadline(past()), Ok(1));
    assert_eq!(rx.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Closed));
    assert_eq!(rx.recv_deadline(past()), Err(RecvTimeoutError::Closed));
}

#[test]
fn what_has_come_by_the_deadline_is_found_by_a_last_look() {
    let mut looks = 0;
    let mut future = poll_fn(|_| {
        looks += 1;
        if looks == 1 { Poll::Pending } else { Poll::Ready(7) }
    });
    let mut waiting = wait(Pin::new(&mut future), |n| n);
    let mut select = Select::new();
    select.add(&mut waiting);
    assert_eq!(select.wait_deadline(past()), Some((0, 7)));
}

#[test]
fn a_long_time_is_no_time_limit() {
    for time in [EVER, Duration::MAX] {
        let (tx, rx) = rendezvous();
        thread::scope(|scope| {
            let sender = scope.spawn(|| tx.send_timeout(1, time));
            assert_eq!(rx.recv_timeout(time), Ok(1));
            assert_eq!(sender.join().unwrap(), Ok(()));
            let receiver = scope.spawn(|| rx.recv_deadline(Instant::now() + EVER));
            assert_eq!(tx.send_deadline(2, Instant::now() + EVER), Ok(()));
            assert_eq!(receiver.join().unwrap(), Ok(2));
        });
    }
}

#[test]
fn many_threads_that_give_up_lose_no_value() {
    for capacity in [0, 1, 3] {
        let (tx, rx) = bounded(capacity);
        let (sent, received) = thread::scope(|scope| {
            let senders: Vec<_> = (0..2)
                .map(|_| tx.clone())
                .map(|tx| {
                    scope.spawn(move || {
                        let sent = |n: &u64| tx.send_timeout(*n, Duration::from_micros(n % 3)).is_ok();
                        (0..repeats(2000) as u64).filter(sent).sum::<u64>()
                    })
                })
                .collect();
            let receivers: Vec<_> = (0..2)
                .map(|_| rx.clone())
                .map(|rx| {
                    scope.spawn(move || {
                        let mut sum = 0;
                        loop {
                            match rx.recv_timeout(Duration::from_micros(sum % 3)) {
                                Ok(n) => sum += n,
                                Err(RecvTimeoutError::Timeout) => {}
                                Err(RecvTimeoutError::Closed) => break sum,
                            }
                        }
                    })
                })
                .collect();
            let sent: u64 = senders.into_iter().map(|sender| sender.join().unwrap()).sum();
            tx.close();
            (sent, receivers.into_iter().map(|receiver| receiver.join().unwrap()).sum::<u64>())
        });
        assert_eq!(sent, received);
    }
}

#[test]
fn the_errors_of_timeouts_say_what_they_mean() {
    struct Opaque;
    assert_eq!(RecvTimeoutError::Timeout.to_string(), "waited too long to receive from an empty channel");
    assert_eq!(RecvTimeoutError::Closed.to_string(), "receiving from an empty and closed channel");
    assert_eq!(SendTimeoutError::Timeout(Opaque).to_string(), "waited too long to send into a full channel");
    assert_eq!(SendTimeoutError::Closed(Opaque).to_string(), "sending into a closed channel");
    assert_eq!(
        format!("{:?} {:?}", SendTimeoutError::Timeout(Opaque), SendTimeoutError::Closed(Opaque)),
        "Timeout(..) Closed(..)"
    );
    assert!(SendTimeoutError::Timeout(1).is_timeout() && SendTimeoutError::Closed(1).is_closed());
    assert!(RecvTimeoutError::Timeout.is_timeout() && RecvTimeoutError::Closed.is_closed());
    assert_eq!(SendTimeoutError::Timeout(1).into_inner() + SendTimeoutError::Closed(2).into_inner(), 3);
    let errors: [Box<dyn Error>; 2] =
        [Box::new(RecvTimeoutError::Timeout), Box::new(SendTimeoutError::Closed(1))];
    assert!(errors.iter().all(|error| error.source().is_none()));
}

#[test]
fn the_errors_of_waits_without_a_limit_become_those_of_timeouts() {
    fn question_marks(fails: bool) -> Result<(), SendTimeoutError<u8>> {
        if fails { Err(SendError(1))? } else { Ok(()) }
    }
    assert_eq!(question_marks(true), Err(SendTimeoutError::Closed(1)));
    assert_eq!(question_marks(false), Ok(()));
    assert_eq!(RecvTimeoutError::from(RecvError), RecvTimeoutError::Closed);
}
