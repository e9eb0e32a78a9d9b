//! A `Select` whose cases change between its waits: cases that it owns, cases that are added again after they have won, and
//! cases that are removed, also while it waits.

use super::support::*;
use crate::flavor::*;
use goit::select::{recv, send_from};
use std::future::pending;
use std::pin::{Pin, pin};

#[test]
fn owned_cases_of_every_kind_stand_beside_borrowed_ones() {
    for won in 0..5 {
        let ((tx0, rx0), (tx1, rx1), (tx2, rx2)) = (rendezvous(), rendezvous(), rendezvous());
        let ((tx3, rx3), (tx4, rx4)) = (bounded(1), bounded(1));
        let mut slot = Some("slot");
        let mut borrowed = recv(&rx4, |received| format!("borrowed {received:?}"));
        let mut select = Select::new();
        assert_eq!(select.recv(&rx0, |received: Result<u8, _>| format!("{received:?}")), 0);
        assert_eq!(select.send(&tx1, 'c', |sent| format!("{sent:?}")), 1);
        assert_eq!(select.send_from(&tx2, &mut slot, |sent| format!("from {sent:?}")), 2);
        assert_eq!(select.wait(rx3.recv(), |output| format!("{output:?}")), 3);
        assert_eq!(select.add(&mut borrowed), 4);
        let mut task = Task::parked(select);
        match won {
            0 => tx0.try_send(1).unwrap(),
            1 => assert_eq!(rx1.try_recv(), Ok('c')),
            2 => assert_eq!(rx2.try_recv(), Ok("slot")),
            3 => tx3.try_send(2.5).unwrap(),
            _ => tx4.try_send(()).unwrap(),
        }
        let expected = ["Ok(1)", "Ok(())", "from Ok(())", "Ok(2.5)", "borrowed Ok(())"][won];
        assert_eq!(task.woken(), (won, expected.to_string()));
        drop(task);
        assert_eq!(slot.is_none(), won == 2);
    }
}

#[test]
fn cases_that_lease_reserve_and_pass_many_can_be_owned() {
    for won in 0..4 {
        let [(tx0, rx0), (tx1, rx1), (tx2, rx2), (tx3, rx3)] = [(); 4].map(|()| bounded(1));
        tx2.try_send(0).unwrap();
        tx3.try_send(0).unwrap();
        let (mut batch, mut queue) = (Vec::new(), [8].into());
        let mut select = Select::new();
        assert_eq!(select.lease(&rx0, |lease| lease.unwrap().take()), 0);
        assert_eq!(select.recv_many(&rx1, &mut batch, 3, |received| received.unwrap() + 1), 1);
        assert_eq!(select.send_many(&tx2, &mut queue, |sent| sent.unwrap() + 2), 2);
        assert_eq!(select.reserve(&tx3, |permit| 3 + usize::from(permit.unwrap().send(9).is_ok())), 3);
        let mut task = Task::parked(select);
        match won {
            0 => tx0.try_send(1).unwrap(),
            1 => tx1.try_send(7).unwrap(),
            2 => assert_eq!(rx2.try_recv(), Ok(0)),
            _ => assert_eq!(rx3.try_recv(), Ok(0)),
        }
        assert_eq!(task.woken(), (won, won + 1));
        drop(task);
        assert_eq!((batch.len(), queue.len()), (usize::from(won == 1), usize::from(won != 2)));
        assert_eq!((rx2.try_recv().unwrap(), rx3.try_recv().unwrap()), [(0, 0), (0, 0), (8, 0), (0, 9)][won]);
    }
}

#[test]
fn many_owned_cases_and_every_one_can_win() {
    for arms in [1, 16, 17, 40] {
        let channels: Vec<_> = (0..arms).map(|_| bounded(1)).collect();
        let mut select = Select::new();
        for (_, rx) in &channels {
            select.recv(rx, |received| received.unwrap());
        }
        for (won, (tx, _)) in channels.iter().enumerate() {
            let mut task = Task::parked(&mut select);
            tx.try_send(won).unwrap();
            assert_eq!(task.woken(), (won, won));
            drop(task);
            assert!(select.add_again(won));
        }
    }
}

#[test]
fn an_owned_case_that_goes_with_its_select_takes_value_closure_and_future_along() {
    let drops = Drops::new();
    let ((tx, _rx), mut slot) = (rendezvous(), Some(drops.value(4)));
    let (in_closure, in_future) = (drops.value(2), drops.value(3));
    let mut select = Select::new();
    select.send(&tx, drops.value(1), move |_| drop(in_closure));
    select.wait(async move { drop((pending::<()>().await, in_future)) }, |()| ());
    select.send_from(&tx, &mut slot, |_| ());
    drop(Task::parked(select));
    let mut gone = drops.so_far();
    gone.sort_unstable();
    assert_eq!(gone, [1, 2, 3]);
    assert_eq!(slot.map(|value| value.number), Some(4));
}

#[test]
fn a_receive_that_is_added_again_receives_again() {
    let (tx, rx) = bounded(1);
    let mut lent = recv(&rx, |received| received.unwrap());
    let (mut borrows, mut owns) = (Select::new(), Select::new());
    borrows.add(&mut lent);
    owns.recv(&rx, |received| received.unwrap());
    for mut select in [borrows, owns] {
        for n in 1..=3 {
            let mut task = Task::parked(&mut select);
            tx.try_send(n).unwrap();
            assert_eq!(task.woken(), (0, n));
            drop(task);
            tx.try_send(10).unwrap();
            assert_eq!(select.try_select(), None, "it has had its turn");
            assert!(select.add_again(0) && select.add_again(0));
            assert_eq!(select.try_select(), Some((0, 10)));
            assert!(select.add_again(0));
        }
    }
}

#[test]
fn a_receive_that_has_won_receives_again_in_the_next_select() {
    let (tx, rx) = bounded(1);
    let mut receiving = recv(&rx, |received| received.unwrap());
    for n in 1..=3 {
        let mut select = Select::new();
        select.add(&mut receiving);
        let mut task = Task::parked(select);
        tx.try_send(n).unwrap();
        assert_eq!(task.woken(), (0, n));
    }
}

#[test]
fn what_can_happen_once_is_not_added_again() {
    let (tx, rx) = bounded(2);
    let mut slot = Some(2);
    let nobody = None::<Receiver<u8>>;
    let mut select = Select::new().biased();
    let sending = select.send(&tx, 1, |sent| u8::from(sent.is_ok()));
    let from = select.send_from(&tx, &mut slot, |sent| u8::from(sent.is_ok()));
    let waiting = select.wait(async { 7 }, |output| output);
    let nil = select.recv(&nobody, |_| 0);
    for number in [sending, from, waiting] {
        assert!(select.add_again(number), "it has not won yet");
        assert_eq!(select.try_select().map(|(won, _)| won), Some(number));
        assert!(!select.add_again(number));
    }
    assert!(!select.add_again(nil) && !select.add_again(99));
    assert_eq!(select.try_select(), None);
    assert_eq!((rx.try_recv(), rx.try_recv(), rx.try_recv()), (Ok(1), Ok(2), Err(TryRecvError::Empty)));
}

#[test]
fn a_closed_channel_is_told_again_to_a_case_that_is_added_again() {
    let (tx, rx) = bounded::<u8>(1);
    let mut select = Select::new();
    let number = select.recv(&rx, |received| received.is_err());
    drop(tx);
    for _ in 0..2 {
        assert_eq!(select.try_select(), Some((number, true)));
        assert!(select.add_again(number));
    }
}

#[test]
fn a_closure_that_panicked_is_called_again_once_its_case_is_added_again() {
    let (tx, rx) = bounded(1);
    let mut select = Select::new();
    let number = select.recv(&rx, |received| {
        assert_ne!(received, Ok(1), "one");
        received.unwrap()
    });
    tx.try_send(1).unwrap();
    assert!(panics(|| select.try_select()).contains("one"));
    tx.try_send(2).unwrap();
    assert_eq!(select.try_select(), None);
    assert!(select.add_again(number));
    assert_eq!(select.try_select(), Some((number, 2)));
}

#[test]
fn a_number_that_was_removed_is_given_to_the_next_case() {
    for arms in [3, 20] {
        let channels: Vec<_> = (0..arms).map(|_| bounded(1)).collect();
        let last = arms - 1;
        let mut borrowed = recv(&channels[last].1, |received| received.unwrap());
        let mut select = Select::new();
        for (_, rx) in &channels {
            select.recv(rx, |received| received.unwrap());
        }
        assert!(select.remove(1) && select.remove(last));
        assert!(!select.remove(1) && !select.remove(last) && !select.remove(arms));
        assert!(!select.add_again(1));
        assert!(format!("{select:?}").contains(&format!("cases: {}", arms - 2)));
        channels[1].0.try_send('a').unwrap();
        channels[last].0.try_send('z').unwrap();
        assert_eq!(select.try_select(), None);
        assert_eq!(select.add(&mut borrowed), 1);
        assert_eq!(select.try_select(), Some((1, 'z')));
        assert_eq!(select.recv(&channels[1].1, |received| received.unwrap()), last);
        assert_eq!(select.try_select(), Some((last, 'a')));
        assert_eq!(select.recv(&channels[0].1, |received| received.unwrap()), arms);
        assert!(format!("{select:?}").contains(&format!("cases: {}", arms + 1)));
    }
}

#[test]
fn a_case_that_is_removed_is_dropped_if_it_is_owned_and_otherwise_its_callers() {
    let drops = Drops::new();
    let (tx, rx) = bounded(1);
    let mut slot = Some(drops.value(2));
    let mut borrowed = send_from(&tx, &mut slot, |sent| sent.is_ok());
    let mut select = Select::new();
    let owned = select.send(&tx, drops.value(1), |sent| sent.is_ok());
    let lent = select.add(&mut borrowed);
    assert!(select.remove(owned) && select.remove(lent));
    assert_eq!(drops.so_far(), [1]);
    assert_eq!(select.try_select(), None);
    drop(select);
    let mut select = Select::new();
    select.add(&mut borrowed);
    assert_eq!(select.try_select(), Some((0, true)));
    assert_eq!(rx.try_recv().unwrap().number, 2);
}

#[test]
fn a_case_that_is_removed_while_its_select_waits_leaves_its_line_and_the_others_keep_their_places() {
    for foreign in [false, true] {
        let ((tx_a, a), (tx_b, b)) = (bounded(1), bounded(1));
        let mut select = Select::new();
        let number_a = select.recv(&a, |received| received.unwrap());
        let number_b = select.recv(&b, |received| received.unwrap());
        if foreign {
            select.wait(pending::<u8>(), |output| output);
        }
        drop(Task::parked(&mut select));
        let (mut behind_a, mut behind_b) = (Task::parked(a.recv()), Task::parked(b.recv()));
        assert!(select.remove(number_a));
        tx_a.try_send(1).unwrap();
        assert_eq!(behind_a.woken(), Ok(1));
        tx_b.try_send(2).unwrap();
        assert_eq!(behind_b.wakes(), 0);
        assert_eq!(Task::new(&mut select).ready(), (number_b, 2));
        tx_b.try_send(3).unwrap();
        assert_eq!(behind_b.woken(), Ok(3));
    }
}

#[test]
fn a_value_of_a_removed_case_leaves_its_line() {
    let (tx, rx) = rendezvous();
    let (other_tx, other) = bounded(1);
    let mut slot = Some(1);
    let mut select = Select::new();
    let sending = select.send_from(&tx, &mut slot, |_| 0);
    select.recv(&other, |received| received.unwrap());
    let mut task = Task::parked(select);
    assert!(task.future().remove(sending));
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    other_tx.try_send(2).unwrap();
    assert_eq!(task.woken(), (1, 2));
    drop(task);
    assert_eq!(slot, Some(1));
}

#[test]
fn a_receive_that_had_won_passes_its_value_on_when_it_is_removed_and_its_select_begins_anew() {
    for foreign in [false, true] {
        let ((tx_a, a), (tx_b, b)) = (bounded(1), bounded(1));
        let mut select = Select::new();
        let won = select.recv(&a, |received| received.unwrap());
        let other = select.recv(&b, |received| received.unwrap());
        if foreign {
            select.wait(pending::<u8>(), |output| output);
        }
        let mut task = Task::parked(select);
        let mut next = Task::parked(a.recv());
        tx_a.try_send(1).unwrap();
        assert_eq!((task.wakes(), next.wakes()), (1, 0));
        assert!(task.future().remove(won));
        assert_eq!(next.woken(), Ok(1));
        // It was woken, and finds nothing; then it waits as before.
        task.pending();
        tx_b.try_send(2).unwrap();
        assert_eq!(task.ready(), (other, 2));
        assert_eq!(task.wakes(), 2);
    }
}

#[test]
fn a_send_that_had_won_was_made_when_it_is_removed() {
    let (tx, rx) = rendezvous();
    let (_other_tx, other) = bounded::<u8>(1);
    let mut slot = Some(1);
    let mut select = Select::new();
    let sending = select.send_from(&tx, &mut slot, |_| ());
    select.recv(&other, |_| ());
    let mut task = Task::parked(select);
    assert_eq!(rx.try_recv(), Ok(1));
    assert!(task.future().remove(sending));
    task.pending();
    assert_eq!(rx.try_recv(), Err(TryRecvError::Empty));
    drop(task);
    assert_eq!(slot, None);
}

#[test]
fn a_case_that_had_won_by_a_close_can_be_removed_beside_another_on_the_same_channel() {
    let (tx, rx) = bounded::<u8>(1);
    let mut select = Select::new();
    let numbers = [select.recv(&rx, |got| got.is_err()), select.recv(&rx, |got| got.is_err())];
    let mut task = Task::parked(select);
    drop(tx);
    assert!(task.future().remove(numbers[0]));
    assert_eq!(task.woken(), (numbers[1], true));
}

#[test]
fn a_value_that_a_removed_case_had_won_goes_to_another_case_on_the_same_channel() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        let mut select = Select::new().biased();
        let [won, other] = [select.recv(&rx, |n| n.unwrap()), select.recv(&rx, |n| n.unwrap())];
        let mut task = Task::parked(select);
        tx.try_send(1).unwrap();
        assert!(task.future().remove(won));
        assert_eq!(task.woken(), (other, 1));
    }
}

#[test]
fn the_winner_is_told_though_a_loser_is_removed() {
    let ((tx_a, a), (_tx_b, b)) = (bounded(1), bounded(1));
    let mut select = Select::new();
    let winner = select.recv(&a, |received| received.unwrap());
    let loser = select.recv(&b, |received| received.unwrap());
    let mut task = Task::parked(select);
    tx_a.try_send(1).unwrap();
    assert!(task.future().remove(loser));
    assert_eq!(task.woken(), (winner, 1));
}

#[test]
fn a_select_that_waits_drops_in_peace_though_its_winner_was_removed() {
    let (tx, rx) = bounded(1);
    let (_idle_tx, idle) = bounded(1);
    let mut select = Select::new();
    let won = select.recv(&rx, |received| received.unwrap());
    select.recv(&idle, |received| received.unwrap());
    let mut task = Task::parked(select);
    tx.try_send(1).unwrap();
    assert!(task.future().remove(won));
    drop(task);
    assert_eq!(rx.try_recv(), Ok(1));
}

#[test]
fn a_select_that_has_lost_its_last_place_does_not_wait_any_more() {
    let (tx, rx) = bounded(1);
    let mut select = Select::new();
    let number = select.recv(&rx, |received| received.unwrap());
    let mut task = Task::parked(select);
    assert!(task.future().remove(number));
    assert!(panics(|| task.poll()).contains("it has no cases"));
    tx.try_send(1).unwrap();
    assert_eq!(task.future().recv(&rx, |received| received.unwrap()), number);
    assert_eq!(task.ready(), (number, 1));
}

#[test]
fn a_future_that_waits_alone_is_left_waiting() {
    let (tx, rx) = bounded(1);
    let (done_tx, done) = bounded(1);
    let mut select = Select::new();
    let receiving = select.recv(&rx, |received| received.unwrap());
    let waiting = select.wait(done.recv(), |received| received.unwrap());
    let mut task = Task::parked(select);
    assert!(task.future().remove(receiving));
    tx.try_send(1).unwrap();
    assert_eq!(task.wakes(), 0);
    task.pending();
    done_tx.try_send(2).unwrap();
    assert_eq!(task.woken(), (waiting, 2));
}

#[test]
fn a_waker_that_panics_while_a_case_is_removed_spoils_nothing() {
    let ((tx, rx), (other_tx, other)) = (bounded(1), bounded(1));
    let mut select = Select::new();
    let won = select.recv(&rx, |received| received.unwrap());
    let left = select.recv(&other, |received| received.unwrap());
    let mut task = Task::parked(select);
    let mut next = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
    next.pending();
    tx.try_send(1).unwrap();
    assert_eq!(panics(|| task.future().remove(won)), "a hostile waker");
    assert!(!task.future().remove(won));
    assert_eq!(next.ready(), Ok(1));
    task.pending();
    other_tx.try_send(2).unwrap();
    assert_eq!(task.ready(), (left, 2));
}

#[test]
fn until_goes_on_with_a_set_that_has_changed() {
    let ((tx_a, a), (tx_b, b)) = (bounded(1), bounded(1));
    let mut select = Select::new();
    let number_a = select.recv(&a, |received| received.unwrap());
    let number_b = select.recv(&b, |received| received.unwrap());
    {
        let mut limited = pin!(select.until(pending::<()>()));
        assert!(Task::new(limited.as_mut()).poll().is_pending());
    }
    assert!(select.remove(number_a));
    tx_a.try_send(1).unwrap();
    {
        let mut limited = pin!(select.until(async { "stop" }));
        assert_eq!(Task::new(limited.as_mut()).ready().unwrap_err().output, "stop");
    }
    tx_b.try_send(2).unwrap();
    assert_eq!(Task::new(pin!(select.until(pending::<()>()))).ready(), Ok((number_b, 2)));
    assert_eq!(Pin::new(&mut select).try_select(), None);
}

#[test]
#[should_panic(expected = "this select is waiting; add its cases before it is awaited")]
fn an_owned_case_is_not_added_to_a_select_that_waits() {
    let (_tx, rx) = bounded::<u8>(1);
    let mut select = Select::new();
    select.recv(&rx, |_| ());
    let mut task = Task::parked(select);
    task.future().recv(&rx, |_| ());
}
