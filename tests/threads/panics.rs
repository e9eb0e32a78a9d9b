//! Foreign code that panics in one thread, while others go on: nothing is poisoned.

use super::CAPACITIES;
use goit::select::recv;
use goit::sync::{Receiver, RecvError, Select, SendError, Sender, bounded, rendezvous};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

struct Hostile;

impl Wake for Hostile {
    fn wake(self: Arc<Self>) {
        panic!("a hostile waker");
    }
}

fn quiet<R>(f: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(f)).is_err()
}

/// The channel works for other threads.
fn goes_on(tx: &Sender<u32>, rx: &Receiver<u32>) {
    thread::scope(|scope| {
        let receiver = scope.spawn(|| (0..10).map(|_| rx.recv_blocking().unwrap()).collect::<Vec<_>>());
        (0..10).for_each(|n| tx.send_blocking(n).unwrap());
        assert_eq!(receiver.join().unwrap(), (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn a_waker_that_panics_poisons_nothing() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let waker = Waker::from(Arc::new(Hostile));
        let mut receive = Box::pin(rx.recv());
        assert!(receive.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        thread::scope(|scope| {
            assert!(scope.spawn(|| quiet(|| tx.send_blocking(1))).join().unwrap(), "the waker was called");
        });
        assert_eq!(receive.as_mut().poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(1)));
        drop(receive);
        goes_on(&tx, &rx);
    }
}

#[test]
fn a_value_that_panics_in_its_drop_poisons_nothing() {
    struct Bomb(bool);
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(!self.0, "a hostile value");
        }
    }
    let (tx, rx) = bounded(3);
    tx.send_blocking(Bomb(true)).unwrap_or_else(|_| unreachable!());
    tx.send_blocking(Bomb(false)).unwrap_or_else(|_| unreachable!());
    let other = tx.clone();
    assert!(thread::spawn(move || quiet(move || drop(rx))).join().unwrap());
    assert!(other.is_closed() && tx.send_blocking(Bomb(false)).is_err());
    assert_eq!(tx.receiver_count(), 0);
}

#[test]
fn a_thread_that_panics_with_its_handles_closes_as_if_it_had_returned() {
    let (tx, rx) = bounded::<u32>(1);
    let guard = tx.clone().close_on_drop();
    assert!(
        thread::spawn(move || {
            let _guard = guard;
            panic!("on the way");
        })
        .join()
        .is_err()
    );
    assert_eq!(tx.send_blocking(1), Err(SendError(1)));
    assert_eq!(rx.recv_blocking(), Err(RecvError));

    let (tx, rx) = rendezvous::<u32>();
    let receiver = thread::spawn(move || {
        rx.recv_blocking().unwrap();
        panic!("on the way");
    });
    tx.send_blocking(1).unwrap();
    assert!(receiver.join().is_err());
    assert_eq!(tx.send_blocking(2), Err(SendError(2)));
}

#[test]
fn a_closure_of_a_blocking_select_that_panics_poisons_nothing() {
    let (tx, rx) = bounded(2);
    tx.send_blocking(1).unwrap();
    assert!(quiet(|| {
        let mut receiving = recv(&rx, |got: Result<u32, _>| panic!("got {got:?}"));
        let mut select = Select::<()>::new();
        select.add(&mut receiving);
        select.wait_blocking();
    }));
    goes_on(&tx, &rx);
}
