//! What a receive was chosen for, and has not fetched, is nobody else's as long as it is there.

use super::support::*;
use crate::flavor::*;
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn what_a_receive_was_chosen_for_is_given_to_nobody_else() {
    for capacity in [0, 1, 2, 8, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let mut chosen = Task::parked(rx.recv());
        tx.try_send(1).unwrap();
        assert!(rx.try_recv().unwrap_err().is_empty(), "capacity {capacity}");
        if capacity > 0 {
            tx.try_send(2).unwrap();
            assert_eq!((rx.len(), rx.try_recv()), (1, Ok(1)), "capacity {capacity}");
            assert!(rx.try_recv().unwrap_err().is_empty(), "capacity {capacity}");
        }
        assert_eq!(chosen.woken(), Ok(if capacity > 0 { 2 } else { 1 }), "capacity {capacity}");
    }
}

#[test]
fn after_a_close_it_stays_at_the_front_and_is_passed_to_no_one_who_waits() {
    for capacity in [0, 1, 2, 8, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let owned = |rx: &Receiver<u32>| Task::parked(rx.clone().into_recv());
        let chosen = Rc::new(Cell::new(Some(owned(&rx))));
        tx.try_send(1).unwrap();
        // Those who wait are told one by one: the first of them cancels the one that was chosen.
        let cancelled = chosen.clone();
        let mut first = Task::with(rx.recv(), Hooks::none().wake(move || drop(cancelled.take())));
        first.pending();
        let mut second = owned(&rx);
        tx.close();
        assert!(chosen.take().is_none());
        assert!(second.woken().is_err() && first.woken().is_err(), "capacity {capacity}");
        assert_eq!(rx.try_recv(), Ok(1), "capacity {capacity}");
    }
}
