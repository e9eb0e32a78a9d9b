//! Close: from either end, once, with nothing lost but what nobody can receive.

use super::support::*;
use crate::flavor::*;
use futures_util::future::pending;
use std::cell::RefCell;
use std::rc::Rc;

#[test]
fn either_end_closes_once() {
    let (tx, rx) = bounded::<u8>(1);
    assert_eq!([tx.close(), tx.close(), rx.close()], [true, false, false]);
    let (tx, rx) = bounded::<u8>(1);
    assert_eq!([rx.close(), tx.close()], [true, false]);
    assert!(tx.is_closed() && rx.is_closed());
    let channel = Channel::<u8>::bounded(1);
    assert_eq!([channel.close(), channel.close()], [true, false]);
}

#[test]
fn nothing_reopens() {
    let (tx, rx) = bounded(1);
    rx.close();
    let (more_tx, more_rx) = (tx.clone(), rx.clone());
    assert!(tx.downgrade().upgrade().unwrap().is_closed());
    assert_eq!(more_tx.try_send(1), Err(TrySendError::Closed(1)));
    assert_eq!(more_rx.try_recv(), Err(TryRecvError::Closed));
    drop((tx, more_tx));
    assert!(!rx.close());
}

#[test]
fn parked_sends_fail_and_give_their_values_back() {
    for capacity in [0, 1, 2] {
        let (tx, rx) = bounded(capacity);
        for n in 0..capacity {
            tx.try_send(n).unwrap();
        }
        let mut slot = Some(8);
        let mut first = Task::parked(tx.send(7));
        let mut second = Task::parked(tx.send_from(&mut slot));
        assert!(rx.close());
        assert_eq!(first.woken(), Err(SendError(7)));
        assert_eq!(second.woken(), Err(SendError(())));
        drop(second);
        assert_eq!(slot, Some(8));
        for n in 0..capacity {
            assert_eq!(rx.try_recv(), Ok(n));
        }
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_send_told_of_the_close_and_dropped_drops_its_value() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let send = Task::parked(tx.send(drops.value(1)));
    rx.close();
    assert_eq!(drops.so_far(), []);
    drop(send);
    assert_eq!(drops.so_far(), [1]);
}

#[test]
fn parked_receives_that_were_not_chosen_fail() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut chosen = Task::parked(rx.recv());
        let mut others = [Task::parked(rx.recv()), Task::parked(rx.recv())];
        tx.try_send(1).unwrap();
        tx.close();
        for other in &mut others {
            assert_eq!(other.woken(), Err(RecvError));
        }
        assert_eq!(chosen.woken(), Ok(1));
    }
}

#[test]
fn a_chosen_receive_dropped_after_close_leaves_its_value_to_the_next() {
    for capacity in [0, 1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let chosen = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        tx.close();
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
        drop(chosen);
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    }
}

#[test]
fn a_parked_send_does_not_slip_in_after_close() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let mut send = Task::parked(tx.send(2));
    rx.close();
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(send.woken(), Err(SendError(2)));
}

#[test]
fn the_last_sender_closes() {
    let (tx, rx) = bounded::<u8>(2);
    let other = tx.clone();
    let mut receive = Task::parked(rx.recv());
    drop(tx);
    receive.pending();
    assert!(!rx.is_closed());
    drop(other);
    assert_eq!(receive.woken(), Err(RecvError));
    assert!(rx.is_closed());
}

#[test]
fn buffered_values_outlive_the_last_sender() {
    let (tx, rx) = bounded(2);
    tx.try_send(1).unwrap();
    tx.try_send(2).unwrap();
    drop(tx);
    assert_eq!([rx.try_recv(), rx.try_recv()], [Ok(1), Ok(2)]);
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn the_last_receiver_closes_and_drops_what_is_buffered_at_once() {
    let drops = Drops::new();
    let (tx, rx) = bounded(2);
    let other = rx.clone();
    tx.try_send(drops.value(1)).unwrap();
    tx.try_send(drops.value(2)).unwrap();
    let mut send = Task::parked(tx.send(drops.value(3)));
    drop(rx);
    assert_eq!(drops.so_far(), []);
    assert!(!tx.is_closed());
    drop(other);
    assert_eq!(drops.so_far(), [1, 2]);
    assert!(tx.is_closed());
    assert_eq!(tx.len(), 0);
    let back = send.woken().unwrap_err().into_inner();
    assert_eq!((back.number, drops.so_far()), (3, vec![1, 2]));
}

#[test]
fn what_was_buffered_before_a_close_goes_with_the_last_receiver() {
    let drops = Drops::new();
    let (tx, rx) = unbounded();
    tx.try_send(drops.value(1)).unwrap();
    rx.close();
    assert_eq!(drops.so_far(), []);
    drop(rx);
    assert_eq!(drops.so_far(), [1]);
    drop(tx);
}

#[test]
fn values_in_flight_are_dropped_once_when_everything_goes() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    tx.try_send(drops.value(1)).unwrap();
    let send = tx.clone().into_send(drops.value(2));
    let mut send = Task::new(send);
    assert!(send.poll().is_pending());
    drop((tx, rx));
    drop(send);
    assert_eq!(drops.sorted(), [1, 2]);
}

#[test]
fn closed_waits_for_the_close_from_every_handle() {
    let channel = Channel::<u8>::bounded(1);
    let (tx, rx) = channel.clone().split();
    let mut tasks = [Task::parked(channel.closed()), Task::parked(tx.closed()), Task::parked(rx.closed())];
    tx.try_send(1).unwrap();
    for task in &mut tasks {
        assert_eq!(task.wakes(), 0);
        task.pending();
    }
    channel.close();
    for task in &mut tasks {
        task.woken();
    }
    // One that begins later is ready at once.
    Task::new(rx.closed()).ready();
}

#[test]
fn closed_sees_the_last_handle_go() {
    let (tx, rx) = bounded::<u8>(1);
    let mut closed = Task::parked(tx.closed());
    drop(rx);
    closed.woken();
    let (tx, rx) = bounded::<u8>(1);
    let mut closed = Task::parked(rx.closed());
    drop(tx);
    closed.woken();
}

#[test]
fn closed_can_be_dropped_and_moved() {
    let (tx, rx) = bounded::<u8>(1);
    let gone = Task::parked(tx.closed());
    let counts = gone.counts().clone();
    let mut stays = Task::parked(tx.closed());
    drop(gone);
    let before = stays.moved();
    stays.pending();
    rx.close();
    assert_eq!((counts.wakes(), before.wakes()), (0, 0));
    stays.woken();
}

#[test]
fn a_guard_closes_at_the_end_of_its_scope() {
    let (tx, rx) = bounded(2);
    {
        let guard = tx.clone().close_on_drop();
        guard.try_send(1).unwrap();
        assert!(!rx.is_closed());
    }
    assert!(tx.is_closed());
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn every_handle_makes_a_guard() {
    let (tx, rx) = bounded::<u8>(2);
    drop(rx.close_on_drop());
    assert!(tx.is_closed());
    let channel = Channel::<u8>::bounded(1);
    let other = channel.clone();
    drop(channel.close_on_drop());
    assert!(other.is_closed());
}

#[test]
fn a_guard_closes_on_return_question_mark_panic_and_cancel() {
    fn early(tx: Sender<u8>, fail: bool) -> Result<(), TrySendError<u8>> {
        let tx = tx.close_on_drop();
        if fail {
            Err(TrySendError::Full(0))?;
        }
        tx.try_send(1)
    }
    for fail in [false, true] {
        let (tx, rx) = bounded(1);
        let _ = early(tx.clone(), fail);
        assert!(rx.is_closed());
    }

    let (tx, rx) = bounded::<u8>(1);
    let kept = tx.clone();
    assert_eq!(
        panics(move || {
            let _guard = tx.close_on_drop();
            panic!("on the way");
        }),
        "on the way"
    );
    assert!(rx.is_closed());
    drop(kept);

    let (tx, rx) = bounded::<u8>(1);
    let kept = tx.clone();
    let cancelled = Task::parked(async move {
        let _guard = tx.close_on_drop();
        pending::<()>().await;
    });
    assert!(!rx.is_closed());
    drop(cancelled);
    assert!(rx.is_closed());
    drop(kept);
}

#[test]
fn a_guard_gives_its_handle_back_open() {
    let (tx, rx) = bounded(1);
    let tx = CloseGuard::into_inner(tx.close_on_drop());
    assert!(!rx.is_closed());
    tx.try_send(1).unwrap();
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn owned_futures_keep_their_channel_open() {
    let (tx, rx) = rendezvous();
    let mut send = Task::parked(tx.into_send(1));
    assert_eq!((rx.is_closed(), rx.sender_count()), (false, 1));
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(send.woken(), Ok(()));
    drop(send);
    assert!(rx.is_closed());

    let (tx, rx) = rendezvous();
    let mut receive = Task::parked(rx.into_recv());
    assert!(!tx.is_closed());
    tx.try_send(2).unwrap();
    assert_eq!(receive.woken(), Ok(2));
    drop(receive);
    assert!(tx.is_closed());
}

#[test]
fn a_chosen_receive_that_goes_while_others_are_told_of_the_close_leaves_its_value_at_the_front() {
    let (tx, rx) = bounded(2);
    let chosen = Rc::new(RefCell::new(Some(Task::parked(rx.clone().into_recv()))));
    let leaves = chosen.clone();
    let mut second = Task::with(rx.recv(), Hooks::none().wake(move || drop(leaves.take())));
    second.pending();
    let mut third = Task::parked(rx.recv());
    tx.try_send(1).unwrap();
    tx.close();
    assert!(chosen.borrow().is_none());
    assert_eq!([second.woken(), third.woken()], [Err(RecvError); 2]);
    assert_eq!(rx.try_recv(), Ok(1));
}
