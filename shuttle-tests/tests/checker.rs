//! The checker refutes what is wrong: histories written by hand, each wrong one beside one that differs in little and is
//! right.
#![cfg(shuttle)]

#[path = "checker/many.rs"]
mod many;

use goit_shuttle::check::explain;
use goit_shuttle::history::{History, Operation, Outcome::*};
use goit_shuttle::program::Arm::{self, *};
use goit_shuttle::program::{Call, Call::*, End::*, Wait::*};

/// An operation: when it began and ended, what it called and what that came to.
type Row = (usize, usize, Call, goit_shuttle::history::Outcome);

/// Whether the contract explains this, for channels with two handles on each end.
fn is_right<const N: usize>(capacities: &[usize], rows: [Row; N]) -> bool {
    let mut history = History::new(capacities.to_vec(), 2);
    for (thread, (begin, end, call, outcome)) in rows.into_iter().enumerate() {
        history.operations.push(Operation { thread, call, begin, end: Some((end, outcome)) });
    }
    explain(&history).is_ok()
}

fn try_send(chan: usize, value: u32) -> Call {
    One(Send(chan, value), Never)
}

fn try_recv(chan: usize) -> Call {
    One(Recv(chan), Never)
}

fn try_lease(chan: usize) -> Call {
    One(Lease(chan), Never)
}

#[test]
fn a_value_is_received_once() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    let once = (3, 4, try_recv(0), Received(0, 1));
    assert!(is_right(&[2], [sent.clone(), once.clone(), (5, 6, try_recv(0), Refused)]));
    assert!(!is_right(&[2], [sent, once, (5, 6, try_recv(0), Received(0, 1))]));
}

#[test]
fn a_value_is_not_lost() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    assert!(is_right(&[2], [sent.clone(), (3, 4, try_recv(0), Received(0, 1))]));
    assert!(!is_right(&[2], [sent, (3, 4, try_recv(0), Refused)]));
}

#[test]
fn only_what_was_sent_is_received() {
    let refused = (1, 2, try_send(0, 1), Refused);
    assert!(is_right(&[0], [refused.clone(), (3, 4, try_recv(0), Refused)]));
    assert!(!is_right(&[0], [refused, (3, 4, try_recv(0), Received(0, 1))]));
}

#[test]
fn values_keep_their_order() {
    let received = [(7, 8, try_recv(0), Received(0, 2)), (9, 10, try_recv(0), Received(0, 1))];
    for (end, right) in [(2, false), (6, true)] {
        let [first, second] = received.clone();
        let sends = [(1, end, try_send(0, 1), Sent(0)), (3, 5, try_send(0, 2), Sent(0))];
        let [one, two] = sends;
        assert_eq!(is_right(&[2], [one, two, first, second]), right);
    }
}

#[test]
fn empty_is_true_at_one_instant() {
    for (end, right) in [(2, false), (4, true)] {
        let sent = (1, end, try_send(0, 1), Sent(0));
        assert_eq!(is_right(&[2], [sent, (3, 5, try_recv(0), Refused)]), right);
    }
}

#[test]
fn full_is_true_at_one_instant() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    for (end, right) in [(4, false), (6, true)] {
        let received = (3, end, try_recv(0), Received(0, 1));
        assert_eq!(is_right(&[1], [sent.clone(), received, (5, 7, try_send(0, 2), Refused)]), right);
    }
}

#[test]
fn closed_is_true_at_one_instant() {
    for (begin, right) in [(4, false), (2, true)] {
        let closed = (begin, 5, Close(0, Sender), Says(true));
        assert_eq!(is_right(&[2], [(1, 3, try_recv(0), Closed(0)), closed]), right);
    }
}

#[test]
fn what_is_left_is_received_after_a_close() {
    let begin = [(1, 2, try_send(0, 1), Sent(0)), (3, 4, Close(0, Receiver), Says(true))];
    for (outcome, right) in [(Received(0, 1), true), (Closed(0), false)] {
        let [sent, closed] = begin.clone();
        assert_eq!(is_right(&[2], [sent, closed, (5, 6, try_recv(0), outcome)]), right);
    }
}

#[test]
fn one_call_closes() {
    let closed = (1, 2, Close(0, Sender), Says(true));
    for (again, right) in [(false, true), (true, false)] {
        assert_eq!(is_right(&[2], [closed.clone(), (3, 4, Close(0, Receiver), Says(again))]), right);
    }
}

/// Each sends into one channel and then looks into the other.
#[test]
fn of_two_who_publish_and_look_one_sees() {
    for (seen, right) in [(Received(0, 1), true), (Refused, false)] {
        let rows = [
            (1, 3, try_send(0, 1), Sent(0)),
            (2, 6, try_send(1, 2), Sent(0)),
            (5, 8, try_recv(1), Refused),
            (7, 9, try_recv(0), seen),
        ];
        assert_eq!(is_right(&[2, 2], rows), right);
    }
}

/// There was an instant at which the one channel was empty, and one for the other, but none for both.
#[test]
fn a_default_is_true_of_all_arms_at_one_instant() {
    for (moved, right) in [(try_send(1, 2), false), (IsClosed(1, Sender), true)] {
        let outcome = if right { Says(false) } else { Sent(0) };
        let rows = [
            (1, 2, try_send(0, 1), Sent(0)),
            (3, 8, Select(vec![Recv(0), Recv(1)], Never), Refused),
            (4, 5, moved, outcome),
            (6, 7, try_recv(0), Received(0, 1)),
        ];
        assert_eq!(is_right(&[1, 1], rows), right);
    }
}

#[test]
fn an_arm_that_was_not_ready_does_not_win() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    let arms: Vec<Arm> = vec![Recv(0), Send(1, 2), Recv(1)];
    for (outcome, right) in
        [(Received(0, 1), true), (Sent(1), true), (Received(2, 1), false), (Refused, false)]
    {
        assert_eq!(is_right(&[1, 1], [sent.clone(), (3, 4, Select(arms.clone(), Never), outcome)]), right);
    }
}

#[test]
fn without_a_buffer_somebody_has_to_wait() {
    for (end, right) in [(2, false), (5, true)] {
        let waits = (1, end, One(Recv(0), Limited), if right { Received(0, 1) } else { Refused });
        assert_eq!(is_right(&[0], [waits, (3, 4, try_send(0, 1), Sent(0))]), right);
    }
}

#[test]
fn a_send_that_gave_up_has_sent_nothing() {
    for (outcome, right) in [(Sent(0), true), (Refused, false)] {
        let waits = (1, 4, One(Send(0, 1), Limited), outcome);
        assert_eq!(is_right(&[0], [waits, (2, 3, try_recv(0), Received(0, 1))]), right);
    }
}

/// Its time was over when it was chosen already.
#[test]
fn the_value_of_a_receive_that_gave_up_goes_to_the_next() {
    for (last, right) in [(Received(0, 1), true), (Refused, false)] {
        let rows = [
            (1, 4, One(Recv(0), Limited), Refused),
            (2, 3, try_send(0, 1), Sent(0)),
            (5, 6, try_recv(0), last),
        ];
        assert_eq!(is_right(&[0], rows), right);
    }
}

/// One that waits is told of the close, and no other way of its end is left.
#[test]
fn a_wait_ends_with_the_close() {
    for (outcome, right) in [(Closed(0), true), (Received(0, 1), false)] {
        let waits = (1, 4, One(Recv(0), Forever), outcome);
        assert_eq!(is_right(&[1], [waits, (2, 3, Close(0, Sender), Says(true))]), right);
    }
}

#[test]
fn the_oldest_is_evicted() {
    for (evicted, right) in [(Some(1), true), (Some(2), false), (None, false)] {
        let rows = [
            (1, 2, try_send(0, 1), Sent(0)),
            (3, 4, try_send(0, 2), Sent(0)),
            (5, 6, ForceSend(0, 3), Evicted(evicted)),
        ];
        assert_eq!(is_right(&[2], rows), right);
    }
}

#[test]
fn the_last_receiver_closes() {
    let rows = |outcome| {
        let drops = [(1, 2, Drop(0, Receiver), Dropped), (3, 4, Drop(0, Receiver), Dropped)];
        let [one, two] = drops;
        [one, two, (5, 6, try_send(0, 1), outcome)]
    };
    assert!(is_right(&[1], rows(Closed(0))));
    assert!(!is_right(&[1], rows(Sent(0))));
}

#[test]
fn a_length_is_exact_at_rest_and_possible_otherwise() {
    let sent = [1, 2].map(|n| (2 * n, 2 * n + 1, try_send(0, n as u32), Sent(0)));
    for len in [0, 1, 2, 3, usize::MAX / 32] {
        let [one, two] = sent.clone();
        let at_rest = [one, two, (6, 7, Len(0, Sender), Counts(len))];
        assert_eq!(is_right(&[2], at_rest.clone()), len == 2);
        assert_eq!(is_right(&[usize::MAX], at_rest), len == 2);
        let [one, two] = sent.clone();
        let meanwhile = [one, two, (1, 7, Len(0, Sender), Counts(len))];
        assert_eq!(is_right(&[2], meanwhile.clone()), len <= 2);
        assert_eq!(is_right(&[usize::MAX], meanwhile), len <= 2);
    }
}

#[test]
fn empty_and_full_agree_with_the_length() {
    let sent = [1, 2].map(|n| (2 * n, 2 * n + 1, try_send(0, n as u32), Sent(0)));
    for (call, says) in [(IsEmpty(0, Sender), false), (IsFull(0, Receiver), true)] {
        for said in [false, true] {
            let [one, two] = sent.clone();
            assert_eq!(is_right(&[2], [one, two, (6, 7, call.clone(), Says(said))]), said == says);
        }
    }
    for said in [false, true] {
        assert_eq!(is_right(&[0], [(1, 2, IsEmpty(0, Sender), Says(said))]), said);
        assert_eq!(is_right(&[0], [(1, 2, IsFull(0, Sender), Says(said))]), said);
    }
}

#[test]
fn a_permit_holds_its_room() {
    let reserved = (1, 2, One(Reserve(0, 1), Never), Reserved);
    for (end, outcome, right) in [(Release(0), Dropped, true), (Fill(0, 1), Sent(0), false)] {
        let sends = |first, second| {
            let during = (3, 4, try_send(0, 2), first);
            [reserved.clone(), during, (5, 6, end.clone(), outcome), (7, 8, try_send(0, 3), second)]
        };
        assert_eq!(is_right(&[1], sends(Refused, Sent(0))), right);
        assert_eq!(is_right(&[1], sends(Refused, Refused)), !right);
        assert!(!is_right(&[1], sends(Sent(0), Refused)));
    }
}

#[test]
fn a_permit_without_a_buffer_counts_on_a_receive() {
    let waits = (1, 8, One(Recv(0), Forever), Received(0, 1));
    let reserved = (3, 4, One(Reserve(0, 1), Never), Reserved);
    let filled = (7, 8, Fill(0, 1), Sent(0));
    assert!(is_right(
        &[0],
        [waits.clone(), reserved.clone(), (5, 6, try_send(0, 2), Refused), filled.clone()]
    ));
    assert!(!is_right(&[0], [waits, reserved.clone(), (5, 6, try_send(0, 2), Sent(0)), filled]));
    assert!(!is_right(&[0], [reserved]));
}

#[test]
fn what_comes_back_stands_before_all_others_in_its_first_order() {
    let leases = [(9, 10, try_lease(0), Leased(1)), (11, 12, try_lease(0), Leased(2))];
    let back = [(13, 14, GiveBack(0, 2), Dropped), (15, 16, GiveBack(0, 1), Dropped)];
    for (order, right) in [([1, 2, 3], true), ([2, 1, 3], false), ([3, 1, 2], false), ([1, 3, 2], false)] {
        let mut rows: Vec<Row> = (1..4).map(|n| (2 * n, 2 * n + 1, try_send(0, n as u32), Sent(0))).collect();
        rows.extend(leases.clone());
        rows.extend(back.clone());
        rows.extend((20..).step_by(2).zip(order).map(|(at, n)| (at, at + 1, try_recv(0), Received(0, n))));
        assert_eq!(is_right::<10>(&[3], rows.try_into().unwrap()), right, "{order:?}");
    }
}

#[test]
fn a_closed_channel_is_not_at_its_end_while_a_lease_is_out() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    let leased = (3, 4, try_lease(0), Leased(1));
    let closed = (5, 6, Close(0, Sender), Says(true));
    for (outcome, right) in [(Refused, true), (Closed(0), false)] {
        let received = (7, 8, try_recv(0), outcome);
        assert_eq!(is_right(&[1], [sent.clone(), leased.clone(), closed.clone(), received]), right);
    }
    for (outcome, right) in [(Refused, false), (Closed(0), true)] {
        let taken = (7, 8, Take(0, 1), Dropped);
        let received = (9, 10, try_recv(0), outcome);
        assert_eq!(is_right(&[1], [sent.clone(), leased.clone(), closed.clone(), taken, received]), right);
    }
}

#[test]
fn nothing_of_others_comes_between_those_of_a_send_of_many() {
    for (order, right) in [([1, 2, 9], true), ([9, 1, 2], true), ([1, 9, 2], false), ([2, 1, 9], false)] {
        let many = (1, 20, One(SendMany(0, 1, 2), Forever), SentMany { sent: 2, closed: false });
        let other = (2, 19, One(Send(0, 9), Forever), Sent(0));
        let received = [5, 8, 11].into_iter().zip(order);
        let [one, two, three] = received
            .map(|(at, n)| (at, at + 1, try_recv(0), Received(0, n)))
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        assert_eq!(is_right(&[1], [many, other, one, two, three]), right, "{order:?}");
    }
}

#[test]
fn what_a_send_of_many_has_not_sent_is_left() {
    for (sent, right) in [(0, false), (1, true), (2, false)] {
        let many = (1, 2, One(SendMany(0, 1, 2), Limited), SentMany { sent, closed: false });
        let received = (3, 4, try_recv(0), Received(0, 1));
        assert_eq!(is_right(&[1], [many, received, (5, 6, try_recv(0), Refused)]), right, "{sent}");
    }
}

#[test]
fn a_reserve_waits_in_the_line_of_sends() {
    let full = (1, 2, try_send(0, 1), Sent(0));
    let waiting = (3, 12, One(Reserve(0, 1), Forever), Reserved);
    for (outcome, right) in [(Refused, true), (Sent(0), false)] {
        let received = (6, 7, try_recv(0), Received(0, 1));
        let refused = (8, 9, try_send(0, 2), outcome);
        let filled = (13, 14, Fill(0, 3), Sent(0));
        let after = (15, 16, try_recv(0), Received(0, 3));
        assert_eq!(is_right(&[1], [full.clone(), waiting.clone(), received, refused, filled, after]), right);
    }
}

#[test]
fn many_are_reserved_at_once_or_none() {
    let sent = (1, 2, try_send(0, 1), Sent(0));
    for (capacity, outcome, right) in [(3, Reserved, true), (2, Reserved, false), (2, Refused, true)] {
        assert_eq!(is_right(&[capacity], [sent.clone(), (3, 4, One(Reserve(0, 2), Never), outcome)]), right);
    }
}
