//! A line cannot grow, or a select's ticket is refused: who was to park does not, and those before and after it go on.

use super::{drain, poll};
use crate::flavor::*;
use goit::select::{recv, send};
use goit_allocation::{Drops, Ended, Value, refusing};

#[test]
fn a_send_that_finds_no_place_in_line_keeps_its_value_or_drops_it() {
    for parked in 0..6 {
        for granted in 0..3 {
            let drops = Drops::default();
            let (tx, rx) = rendezvous();
            let mut before: Vec<_> = (0..parked).map(|number| tx.send(drops.value(number))).collect();
            before.iter_mut().for_each(|send| assert!(poll(send).is_pending()));
            let mut send = tx.send(drops.value(parked));
            let ended = refusing(granted, || poll(&mut send).is_pending());
            println!("{parked} parked, {granted} granted: {ended:?}");
            let waits = ended != Ended::Panicked;
            let mut behind = tx.send(drops.value(parked + 1));
            assert!(poll(&mut behind).is_pending());
            let expected: Vec<_> = (0..parked + 2).filter(|&number| waits || number != parked).collect();
            assert_eq!(drain(&rx), expected);
            assert!(before.iter_mut().chain([&mut behind]).all(|send| poll(send).is_ready()));
            drop((before, send, behind));
            drop((tx, rx));
            drops.assert_each_once(parked + 2);
        }
    }
}

/// With so many receives parked before it one is polled, with so many allocations granted, and dropped: those before it and one behind it are served.
pub(super) fn holds_nobody_up(
    parked: usize,
    granted: usize,
    refused: impl FnOnce(&Receiver<Value<'_>>, usize) -> Ended<bool>,
) {
    let drops = Drops::default();
    let (tx, rx) = rendezvous();
    let mut before: Vec<_> = (0..parked).map(|_| rx.recv()).collect();
    before.iter_mut().for_each(|receive| assert!(poll(receive).is_pending()));
    println!("{parked} parked, {granted} granted: {:?}", refused(&rx, granted));
    let mut behind = rx.recv();
    assert!(poll(&mut behind).is_pending());
    (0..=parked).for_each(|number| tx.try_send(drops.value(number)).unwrap());
    assert!(before.iter_mut().chain([&mut behind]).all(|receive| poll(receive).is_ready()));
    drop((before, behind));
    assert_eq!(drain(&rx), []);
    drops.assert_each_once(parked + 1);
}

#[test]
fn a_receive_that_finds_no_place_in_line_holds_nobody_up() {
    for parked in 0..6 {
        for granted in 0..3 {
            holds_nobody_up(parked, granted, |rx, granted| {
                let mut refused = rx.recv();
                refusing(granted, || poll(&mut refused).is_pending())
            });
        }
    }
}

#[test]
fn a_select_that_is_refused_memory_while_it_parks_is_in_no_line() {
    for granted in 0..6 {
        let drops = Drops::default();
        let ((tx, rx), (other_tx, other_rx)) = (rendezvous(), rendezvous());
        let mut before = (tx.send(drops.value(0)), other_rx.recv());
        assert!(poll(&mut before.0).is_pending() && poll(&mut before.1).is_pending());
        let mut sending = send(&tx, drops.value(1), |sent| sent.is_ok());
        let mut receiving = recv(&other_rx, |got| got.is_ok());
        let mut select = Select::new();
        select.add(&mut sending);
        select.add(&mut receiving);
        let ended = refusing(granted, || poll(&mut select).is_pending());
        println!("{granted} granted: {ended:?}");
        drop(select);
        assert_eq!(drain(&rx), [0]);
        assert!(poll(&mut before.0).is_ready());
        other_tx.try_send(drops.value(2)).unwrap();
        assert!(poll(&mut before.1).is_ready());
        assert!(other_tx.try_send(drops.value(3)).is_err());
        drop((sending, receiving));
        drops.assert_each_once(4);
    }
}
