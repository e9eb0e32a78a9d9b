//! Values as foreign code: their drop sends, receives, closes or panics, and they hold handles of the channel they are
//! in.

use super::support::*;
use crate::flavor::*;
use goit::select;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a value does when it is dropped, given senders and receivers that may be gone by then.
type Deed = fn(&WeakSender<OnDrop>, &WeakReceiver<OnDrop>);

/// Puts values into some place of a channel and drops them there; the channel, if it is left.
type Place = fn(Ends, &dyn Fn(&Ends) -> OnDrop) -> Option<Ends>;

type Ends = (Sender<OnDrop>, Receiver<OnDrop>);

const DEEDS: [(&str, Deed); 6] = [
    ("sends", |tx, _| drop(tx.upgrade().map(|tx| tx.try_send(OnDrop::quiet())))),
    ("force-sends", |tx, _| drop(tx.upgrade().map(|tx| tx.force_send(OnDrop::quiet())))),
    ("receives", |_, rx| drop(rx.upgrade().map(|rx| rx.try_recv()))),
    ("closes", |tx, _| {
        tx.upgrade().map(|tx| tx.close());
    }),
    ("parks and leaves", |tx, rx| {
        let _ = tx.upgrade().map(|tx| Task::new(tx.send(OnDrop::quiet())).poll().is_ready());
        let _ = rx.upgrade().map(|rx| Task::new(rx.recv()).poll().is_ready());
    }),
    ("inquires", |tx, rx| {
        let _ = (tx.upgrade().map(|tx| tx.len()), rx.upgrade().map(|rx| rx.is_full()));
    }),
];

/// A value that does the deed when it is dropped, and counts that it was.
fn value(ends: &Ends, deed: Deed, dropped: &Rc<Cell<u32>>) -> OnDrop {
    let (tx, rx, dropped) = (ends.0.downgrade(), ends.1.downgrade(), dropped.clone());
    OnDrop::new(move || {
        dropped.set(dropped.get() + 1);
        deed(&tx, &rx);
    })
}

#[test]
fn values_dropped_in_any_place_may_use_their_channel() {
    let places: [(&str, Place); 9] = [
        ("buffered, with the last receiver", |ends, make| {
            (0..3).for_each(|_| ends.0.try_send(make(&ends)).unwrap_or_else(std::mem::forget));
            let (tx, rx) = ends;
            drop(rx);
            assert!(tx.is_closed());
            assert!(tx.try_send(OnDrop::quiet()).unwrap_err().is_closed());
            None
        }),
        ("an unsent future", |ends, make| {
            drop(ends.0.send(make(&ends)));
            Some(ends)
        }),
        ("a parked send", |ends, make| {
            let mut send = Task::new(ends.0.send(make(&ends)));
            let _ = send.poll();
            drop(send);
            Some(ends)
        }),
        ("a parked send, closed", |ends, make| {
            let mut send = Task::new(ends.0.send(make(&ends)));
            let _ = send.poll();
            ends.1.close();
            drop(send);
            Some(ends)
        }),
        ("refused", |ends, make| {
            drop(ends.0.try_send(make(&ends)));
            drop(ends.0.try_send(make(&ends)));
            Some(ends)
        }),
        ("evicted", |ends, make| {
            drop(ends.0.force_send(make(&ends)));
            drop(ends.0.force_send(make(&ends)));
            Some(ends)
        }),
        ("received", |ends, make| {
            let mut send = Task::new(ends.0.send(make(&ends)));
            let _ = send.poll();
            drop(ends.1.try_recv());
            drop(send);
            Some(ends)
        }),
        ("an arm that lost", |ends, make| {
            let value = make(&ends);
            let race = async {
                select! {
                    send(ends.0, value) -> _ => {}
                    wait(std::future::ready(())) => {}
                }
            };
            Task::new(race).ready();
            Some(ends)
        }),
        ("a parked select", |ends, make| {
            let (value, other) = (make(&ends), make(&ends));
            let race = async {
                select! {
                    send(ends.0, value) -> _ => {}
                    send(ends.0, other) -> _ => {}
                }
            };
            let mut race = Task::new(race);
            let _ = race.poll();
            drop(race);
            Some(ends)
        }),
    ];
    let mut cases = 0..;
    for capacity in [0, 1, 2, usize::MAX] {
        for (deed_name, deed) in DEEDS {
            for (place, put) in places {
                if !cases.next().is_some_and(|case| sampled(case, 4 * 6 * 9)) {
                    continue;
                }
                println!("capacity {capacity}: {place}, the value {deed_name}");
                let (made, dropped) = (Cell::new(0), Rc::new(Cell::new(0)));
                let ends = put(bounded(capacity), &|ends| {
                    made.set(made.get() + 1);
                    value(ends, deed, &dropped)
                });
                if let Some((tx, rx)) = &ends {
                    while rx.try_recv().is_ok() {}
                    if !tx.is_closed() {
                        let mut receive = Task::parked(rx.recv());
                        assert!(tx.try_send(OnDrop::quiet()).is_ok());
                        assert!(receive.woken().is_ok());
                    }
                }
                let forgotten = if ends.is_none() { 3_usize.saturating_sub(capacity) as u32 } else { 0 };
                drop(ends);
                assert_eq!(dropped.get(), made.get() - forgotten, "each value is dropped once");
            }
        }
    }
}

#[test]
fn a_value_whose_drop_panics_among_those_of_the_last_receiver() {
    for panicking in 0..4 {
        let (tx, rx) = bounded(4);
        let dropped = Rc::new(RefCell::new(Vec::new()));
        for n in 0..4 {
            let dropped = dropped.clone();
            let drop = move || {
                dropped.borrow_mut().push(n);
                assert!(n != panicking, "a hostile value");
            };
            assert!(tx.try_send(OnDrop::new(drop)).is_ok());
        }
        let mut send = Task::parked(tx.send(OnDrop::quiet()));
        assert_eq!(panics(|| drop(rx)), "a hostile value");
        assert_eq!(*dropped.borrow(), [0, 1, 2, 3]);
        // Those who waited were told before any value was dropped.
        assert!(send.woken().is_err());
        assert!(tx.is_closed());
    }
}

#[test]
fn a_value_whose_drop_panics_with_its_send() {
    let hostile = || OnDrop::new(|| panic!("a hostile value"));
    let (tx, rx) = rendezvous();
    let first = Task::parked(tx.send(hostile()));
    let mut second = Task::parked(tx.send(OnDrop::quiet()));
    assert_eq!(panics(|| drop(first)), "a hostile value");
    assert!(rx.try_recv().is_ok());
    assert!(second.woken().is_ok());
    assert!(rx.try_recv().is_err());
}

#[test]
fn the_last_receiver_is_dropped_with_values_that_hold_senders_of_the_channel() {
    struct Request(Option<Sender<Request>>);
    for capacity in [2, usize::MAX] {
        let (kept, ()) = usage(|| {
            let (tx, rx) = bounded(capacity);
            tx.try_send(Request(Some(tx.clone()))).unwrap_or_else(|_| unreachable!());
            tx.try_send(Request(None)).unwrap_or_else(|_| unreachable!());
            assert_eq!(rx.sender_count(), 2);
            drop(rx);
            assert_eq!((tx.sender_count(), tx.is_closed()), (1, true));
        });
        assert_eq!(kept.bytes, 0);
        // The last senders are those inside.
        let (kept, ()) = usage(|| {
            let (tx, rx) = bounded(capacity);
            tx.try_send(Request(Some(tx.clone()))).unwrap_or_else(|_| unreachable!());
            tx.clone().try_send(Request(Some(tx))).unwrap_or_else(|_| unreachable!());
            assert!(!rx.is_closed());
            let Ok(Request(inside)) = rx.try_recv() else { panic!("it was sent") };
            assert!(inside.is_some_and(|inside| inside.same_channel(&inside)));
            drop(rx);
        });
        assert_eq!(kept.bytes, 0);
    }
}

#[test]
fn a_parked_send_whose_value_holds_a_sender_of_the_channel() {
    struct Request(Option<Sender<Request>>);
    let (kept, ()) = usage(|| {
        let (tx, rx) = rendezvous();
        let mut send = Task::new(tx.clone().into_send(Request(Some(tx))));
        assert!(send.poll().is_pending());
        drop(rx);
        let Err(SendError(Request(inside))) = send.ready() else { panic!("the channel is closed") };
        assert_eq!(inside.map(|inside| inside.sender_count()), Some(2));
    });
    assert_eq!(kept.bytes, 0);
}

#[test]
fn a_received_value_that_holds_the_last_sender_closes_when_it_is_dropped() {
    struct Last(#[allow(dead_code, reason = "kept for its drop")] Sender<Last>);
    let (tx, rx) = bounded(1);
    let inside = Last(tx.clone());
    assert!(tx.try_send(inside).is_ok());
    drop(tx);
    assert!(!rx.is_closed());
    let value = rx.try_recv();
    assert!(!rx.is_closed());
    drop(value);
    assert!(rx.is_closed());
}
