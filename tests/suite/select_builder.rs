//! `Select`: cases that are values.

use super::support::*;
use crate::flavor::*;
use goit::select::{recv, send, send_from, wait};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::Context;

#[test]
fn cases_are_added_in_loops_and_the_winner_is_named() {
    for arms in [1, 2, 8, 9, 40] {
        let channels: Vec<_> = (0..arms).map(|_| bounded(1)).collect();
        for won in 0..arms {
            let mut receiving: Vec<_> =
                channels.iter().map(|(_, rx)| recv(rx, |received| received.unwrap())).collect();
            let mut select = Select::new();
            for (number, case) in receiving.iter_mut().enumerate() {
                assert_eq!(select.add(case), number);
            }
            let mut task = Task::parked(select);
            channels[won].0.try_send(100 + won).unwrap();
            assert_eq!(task.woken(), (won, 100 + won));
        }
    }
}

#[test]
fn cases_of_every_kind_stand_together() {
    for won in 0..4 {
        let (tx0, rx0) = rendezvous::<u8>();
        let (tx1, rx1) = rendezvous();
        let (tx2, rx2) = rendezvous();
        let (tx3, rx3) = bounded(1);
        let mut slot = Some("slot");
        let mut receiving = recv(&rx0, |received| format!("{received:?}"));
        let mut sending = send(&tx1, 'c', |sent| format!("{sent:?}"));
        let mut from = send_from(&tx2, &mut slot, |sent| format!("from {sent:?}"));
        let future = pin!(rx3.recv());
        let mut waiting = wait(future, |output| format!("{output:?}"));
        let mut select = Select::new();
        select.add(&mut receiving);
        select.add(&mut sending);
        select.add(&mut from);
        select.add(&mut waiting);
        let mut task = Task::parked(select);
        match won {
            0 => tx0.try_send(1).unwrap(),
            1 => assert_eq!(rx1.try_recv(), Ok('c')),
            2 => assert_eq!(rx2.try_recv(), Ok("slot")),
            _ => tx3.try_send(2.5).unwrap(),
        }
        let expected = ["Ok(1)", "Ok(())", "from Ok(())", "Ok(2.5)"][won];
        assert_eq!(task.woken(), (won, expected.to_string()));
        drop(task);
        assert_eq!(slot.is_none(), won == 2);
    }
}

#[test]
fn awaited_again_it_chooses_among_those_that_have_not_won() {
    run(async {
        let channels: Vec<_> = (0..5).map(|_| bounded(1)).collect();
        let mut receiving: Vec<_> = channels.iter().map(|(_, rx)| recv(rx, |got| got.unwrap())).collect();
        let mut select = Select::new();
        for case in &mut receiving {
            select.add(case);
        }
        for (n, (tx, _)) in channels.iter().enumerate() {
            tx.send(n).await.unwrap();
        }
        let mut won = Vec::new();
        for _ in 0..5 {
            let (number, got) = (&mut select).await;
            assert_eq!(number, got);
            won.push(number);
            // It is full again, but has had its turn.
            channels[number].0.send(99).await.unwrap();
        }
        won.sort_unstable();
        assert_eq!(won, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn cases_can_be_added_once_it_has_completed() {
    run(async {
        let ((tx_a, a), (tx_b, b)) = (bounded(1), bounded(1));
        tx_a.send('a').await.unwrap();
        tx_b.send('b').await.unwrap();
        let (mut first, mut second) = (recv(&a, |got| got), recv(&b, |got| got));
        let mut select = Select::new();
        assert_eq!(select.add(&mut first), 0);
        assert_eq!((&mut select).await, (0, Ok('a')));
        assert_eq!(select.add(&mut second), 1);
        assert_eq!((&mut select).await, (1, Ok('b')));
        assert_eq!(select.try_select(), None);
    });
}

#[test]
fn cases_outlive_a_select_and_serve_the_next() {
    let (tx, rx) = rendezvous();
    let mut sending = send(&tx, 1, |sent| sent.is_ok());
    {
        let mut select = Select::new();
        select.add(&mut sending);
        drop(Task::parked(select));
    }
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    let mut select = Select::new();
    select.add(&mut sending);
    let mut task = Task::parked(select);
    assert_eq!(rx.try_recv(), Ok(1));
    assert_eq!(task.woken(), (0, true));
}

#[test]
fn try_select_takes_what_is_ready_and_leaves_nothing_behind() {
    let (tx, rx) = rendezvous();
    let (idle_tx, idle_rx) = rendezvous::<u8>();
    let mut receiving = recv(&rx, |received| received.ok());
    let mut sending = send(&idle_tx, 1, |_| None);
    let mut select = Select::new();
    select.add(&mut sending);
    select.add(&mut receiving);
    assert_eq!(select.try_select(), None);
    assert!(tx.try_send(1).is_err() && idle_rx.try_recv().is_err());
    let mut parked = Task::parked(tx.send(2));
    assert_eq!(select.try_select(), Some((1, Some(2))));
    parked.woken().unwrap();
    assert_eq!(select.try_select(), None);
}

#[test]
fn a_select_that_waits_can_be_tried_and_stays_the_callers() {
    let (tx, rx) = bounded(1);
    let mut receiving = recv(&rx, |received| received.unwrap());
    let mut select = Select::new();
    select.add(&mut receiving);
    let task = Task::parked(&mut select);
    tx.try_send(1).unwrap();
    assert_eq!(task.wakes(), 1);
    drop(task);
    assert_eq!(select.try_select(), Some((0, 1)));
}

#[test]
fn handles_that_are_none_take_no_part() {
    let (tx, rx) = bounded(1);
    let (nil_rx, nil_tx) = (None::<Receiver<u8>>, None::<Sender<u8>>);
    let mut nothing = recv(&nil_rx, |_| unreachable!("it is nil"));
    let mut nobody = send(&nil_tx, 1, |_| unreachable!("it is nil"));
    let mut receiving = recv(&rx, |received| received.unwrap());
    let mut select = Select::new();
    select.add(&mut nothing);
    select.add(&mut nobody);
    select.add(&mut receiving);
    tx.try_send('v').unwrap();
    assert_eq!(select.try_select(), Some((2, 'v')));
}

#[test]
fn closures_borrow_and_those_that_are_called_once_may_move() {
    let (tx, rx) = bounded(2);
    let log = Mutex::new(Vec::new());
    let owned = String::from("owned");
    let mut receiving = recv(&rx, |received: Result<u8, _>| {
        log.lock().unwrap().push(received.unwrap());
        String::from("received")
    });
    let mut sending = send(&tx, 3, |_| owned);
    let mut select = Select::new().biased();
    select.add(&mut receiving);
    select.add(&mut sending);
    assert_eq!(select.try_select(), Some((1, "owned".to_string())));
    assert_eq!(select.try_select(), Some((0, "received".to_string())));
    drop(select);
    assert_eq!(format!("{receiving:?}"), "Case { won: true, .. }");
    assert_eq!(*log.lock().unwrap(), [3]);
}

#[test]
fn a_closure_that_panics_has_its_result_taken_and_spoils_nothing() {
    let (tx, rx) = bounded(2);
    let mut receiving = recv(&rx, |received: Result<u8, _>| panic!("got {received:?}"));
    let mut other = recv(&rx, |received| received.unwrap());
    let mut select = Select::new().biased();
    select.add(&mut receiving);
    select.add(&mut other);
    tx.try_send(1).unwrap();
    assert_eq!(panics(|| select.try_select()), "got Ok(1)");
    tx.try_send(2).unwrap();
    assert_eq!(select.try_select(), Some((1, 2)));
}

#[test]
fn a_decided_select_that_is_dropped_passes_its_value_on() {
    let (tx, rx) = bounded(1);
    let mut receiving = recv(&rx, |_| ());
    let mut select = Select::new();
    select.add(&mut receiving);
    let task = Task::parked(select);
    tx.try_send(1).unwrap();
    drop(task);
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn an_unsent_value_is_dropped_with_its_case_not_with_the_select() {
    let drops = Drops::new();
    let (tx, _rx) = rendezvous();
    let mut sending = send(&tx, drops.value(1), |_| ());
    let mut select = Select::new();
    select.add(&mut sending);
    drop(Task::parked(select));
    assert_eq!(drops.so_far(), []);
    drop(sending);
    assert_eq!(drops.so_far(), [1]);
}

#[test]
fn a_case_on_a_closed_channel_gets_the_error_and_its_value() {
    let (tx, rx) = bounded(1);
    rx.close();
    let mut sending = send(&tx, 5, |sent| sent.unwrap_err().into_inner());
    let mut receiving = recv(&rx, |received| if received.is_err() { 6 } else { 0 });
    let mut select = Select::new().biased();
    select.add(&mut sending);
    select.add(&mut receiving);
    assert_eq!(select.try_select(), Some((0, 5)));
    assert_eq!(select.try_select(), Some((1, 6)));
}

#[test]
fn one_list_of_boxed_futures() {
    let mut futures: Vec<Pin<Box<dyn Future<Output = usize> + std::marker::Send>>> =
        (0..3_usize).map(|n| Box::pin(async move { n }) as _).collect();
    let mut waiting: Vec<_> = futures.iter_mut().map(|future| wait(Pin::new(future), |n| n)).collect();
    let mut select = Select::new();
    for case in &mut waiting {
        select.add(case);
    }
    for _ in 0..3 {
        let (number, output) = select.try_select().unwrap();
        assert_eq!(number, output);
    }
    assert!(format!("{select:?}").contains("cases: 3"));
}

#[test]
fn a_try_leaves_a_select_that_waits_waiting() {
    let (tx, rx) = bounded(1);
    let mut receiving = recv(&rx, |received| received.unwrap());
    let mut select = Select::new();
    select.add(&mut receiving);
    let (waker, counts) = Hooks::none().waker();
    assert!(Pin::new(&mut select).poll(&mut Context::from_waker(&waker)).is_pending());
    assert_eq!(select.try_select(), None);
    tx.try_send(7).unwrap();
    assert_eq!(counts.wakes(), 1);
    assert_eq!(select.try_select(), Some((0, 7)));
}
