//! The buffer cannot grow.

use super::{drain, poll};
use crate::flavor::*;
use goit::select::send;
use goit_allocation::{Drops, Ended, Value, refusing};

/// Some way of sending a value without waiting; whether it was sent.
type Way = for<'v> fn(&Sender<Value<'v>>, Value<'v>) -> bool;

const WAYS: [(&str, Way); 5] = [
    ("try_send", |tx, value| tx.try_send(value).is_ok()),
    ("send", |tx, value| poll(&mut tx.send(value)).is_ready()),
    ("send_from", |tx, value| {
        let mut slot = Some(value);
        poll(&mut tx.send_from(&mut slot)).is_ready() && slot.is_none()
    }),
    ("force_send", |tx, value| matches!(tx.force_send(value), Ok(None))),
    ("select", |tx, value| {
        let mut sending = send(tx, value, |sent| sent.is_ok());
        let mut select = Select::new();
        select.add(&mut sending);
        select.try_select() == Some((0, true))
    }),
];

/// How many allocations of one operation are refused in turn.
const REFUSALS: usize = 4;

#[test]
fn a_buffer_that_cannot_grow_keeps_what_it_holds_and_goes_on() {
    for (name, way) in WAYS {
        for capacity in [40, usize::MAX] {
            for held in 0..34 {
                for granted in 0..REFUSALS {
                    let drops = Drops::default();
                    let (tx, rx) = bounded(capacity);
                    (0..held).for_each(|number| tx.try_send(drops.value(number)).unwrap());
                    let ended = refusing(granted, || way(&tx, drops.value(held)));
                    let case =
                        format!("{name}, capacity {capacity}, {held} held, {granted} granted: {ended:?}");
                    println!("{case}");
                    let sent = matches!(ended, Ended::Granted(true) | Ended::Coped(true));
                    assert_eq!(tx.len(), held + usize::from(sent));
                    (held + 1..held + 6).for_each(|number| tx.try_send(drops.value(number)).unwrap());
                    let expected: Vec<_> = (0..held + 6).filter(|&number| sent || number != held).collect();
                    assert_eq!(drain(&rx), expected);
                    drop((tx, rx));
                    drops.assert_each_once(held + 6);
                }
            }
        }
    }
}

#[test]
fn a_receive_is_not_chosen_for_a_value_that_found_no_memory() {
    for (name, way) in WAYS {
        for capacity in [0, 1, usize::MAX] {
            for granted in 0..REFUSALS {
                let drops = Drops::default();
                let (tx, rx) = bounded(capacity);
                let mut receive = rx.recv();
                assert!(poll(&mut receive).is_pending());
                let ended = refusing(granted, || way(&tx, drops.value(0)));
                println!("{name}, capacity {capacity}, {granted} granted: {ended:?}");
                let sent = matches!(ended, Ended::Granted(true) | Ended::Coped(true));
                assert_eq!(tx.len(), 0);
                assert_eq!(poll(&mut receive).is_ready(), sent);
                if !sent {
                    tx.try_send(drops.value(1)).unwrap();
                    assert!(poll(&mut receive).is_ready());
                }
                drop(receive);
                assert_eq!(drain(&rx), []);
                drop((tx, rx));
                drops.assert_each_once(if sent { 1 } else { 2 });
            }
        }
    }
}

#[test]
fn a_parked_send_that_finds_no_memory_when_it_is_committed_loses_nothing() {
    for granted in 0..REFUSALS {
        let drops = Drops::default();
        let (tx, rx) = bounded(1);
        tx.try_send(drops.value(0)).unwrap();
        let mut send = tx.send(drops.value(1));
        assert!(poll(&mut send).is_pending());
        let received = refusing(granted, || rx.try_recv());
        println!("{granted} granted: {received:?}");
        drop(received);
        let mut rest = drain(&rx);
        let _ = poll(&mut send);
        rest.extend(drain(&rx));
        assert_eq!(rest.last(), Some(&1));
        drop(send);
        drop((tx, rx));
        drops.assert_each_once(2);
    }
}
