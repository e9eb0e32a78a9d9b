//! Histories of selects with arms of many.

use super::*;

/// The outcome of an arm that receives many.
fn received<const N: usize>(values: [u32; N]) -> goit_shuttle::history::Outcome {
    ReceivedMany(0, values.into_iter().collect())
}

fn sends<const N: usize>() -> [Row; N] {
    std::array::from_fn(|n| (2 * n + 1, 2 * n + 2, try_send(0, n as u32 + 1), Sent(0)))
}

#[test]
fn an_arm_receives_all_up_to_its_limit_in_their_order() {
    for (limit, outcome, right) in [
        (3, received([1, 2, 3]), true),
        (4, received([1, 2, 3]), true),
        (2, received([1, 2]), true),
        (2, received([1, 2, 3]), false),
        (3, received([1, 3, 2]), false),
        (3, received([1, 3]), false),
        (3, received([1, 2, 2]), false),
        (3, received([2, 3]), false),
        (3, received([1, 2]), false),
        (3, received([1]), false),
        (3, received([]), false),
    ] {
        let [one, two, three] = sends();
        let select = (7, 8, Select(vec![RecvMany(0, limit)], Never), outcome);
        assert_eq!(is_right(&[3], [one, two, three, select]), right, "{limit} {outcome:?}");
    }
}

/// What comes while it is under way may be left, but not a part of it.
#[test]
fn an_arm_receives_at_one_instant() {
    for (outcome, left, right) in [
        (received([1]), [2, 3], true),
        (received([1, 2]), [3, 0], true),
        (received([1, 2, 3]), [0, 0], true),
        (received([1, 3]), [2, 0], false),
        (received([1, 2]), [2, 3], false),
        (received([1]), [3, 0], false),
    ] {
        let [one, two, three] = sends();
        let select = (2, 9, Select(vec![RecvMany(0, 3)], Limited), outcome);
        let [first, second] = left.map(|value| if value > 0 { Received(0, value) } else { Refused });
        let after = [(10, 11, try_recv(0), first), (12, 13, try_recv(0), second)];
        let [first, second] = after;
        assert_eq!(is_right(&[3], [one, two, three, select, first, second]), right, "{outcome:?} {left:?}");
    }
}

/// It was chosen with the first value, which another receive may take as long as there are more.
#[test]
fn an_arm_that_has_waited_collects_what_there_is() {
    for (other, outcome, right) in [
        (1, received([2, 3]), true),
        (1, received([2]), false),
        (1, received([3, 2]), false),
        (2, received([1, 3]), false),
        (3, received([1, 2]), false),
        (1, Refused, false),
    ] {
        let arms = vec![RecvMany(0, 2)];
        let waits = (1, 2, Start(arms.clone()), Refused);
        let [one, two, three] = sends().map(|(begin, end, call, sent)| (begin + 2, end + 2, call, sent));
        let takes = (9, 10, try_recv(0), Received(0, other));
        let collects = (11, 12, Again(0, arms), outcome);
        assert_eq!(is_right(&[3], [waits, one, two, three, takes, collects]), right, "{other} {outcome:?}");
    }
}

#[test]
fn nothing_of_others_comes_between_those_of_an_arm_that_sends_many() {
    for (order, right) in [([1, 2, 9], true), ([9, 1, 2], true), ([1, 9, 2], false), ([2, 1, 9], false)] {
        let many = (1, 4, Select(vec![SendSome(0, 1, 2)], Never), SentSome(0, 2));
        let other = (2, 3, try_send(0, 9), Sent(0));
        let mut rows = vec![many, other];
        rows.extend((5..).step_by(2).zip(order).map(|(at, n)| (at, at + 1, try_recv(0), Received(0, n))));
        assert_eq!(is_right::<5>(&[3], rows.try_into().unwrap()), right, "{order:?}");
    }
}

#[test]
fn an_arm_sends_what_there_is_room_for_or_one_if_it_has_waited() {
    for (sent, right) in [(0, false), (1, false), (2, true), (3, false)] {
        let many = (1, 2, Select(vec![SendSome(0, 1, 3)], Never), SentSome(0, sent));
        assert_eq!(is_right(&[2], [many]), right, "{sent}");
    }
    for (sent, right) in [(1, true), (2, false)] {
        let [one, two] = sends();
        let many = (5, 10, Select(vec![SendSome(0, 3, 2)], Limited), SentSome(0, sent));
        let first = (6, 7, try_recv(0), Received(0, 1));
        let refused = (8, 9, try_send(0, 9), Refused);
        assert_eq!(is_right(&[2], [one, two, many, first, refused]), right, "{sent}");
    }
}

#[test]
fn an_arm_of_many_that_did_not_win_has_moved_nothing() {
    for (left, right) in
        [([Received(0, 1), Received(0, 2), Refused], true), ([Received(0, 2), Refused, Refused], false)]
    {
        let [one, two] = sends();
        let arms = vec![RecvMany(0, 2), SendSome(1, 3, 2)];
        let select = (5, 6, Select(arms, Never), SentSome(1, 1));
        let [first, second, third] = left;
        let after = [(7, 8, first), (9, 10, second), (11, 12, third)];
        let [first, second, third] = after.map(|(begin, end, outcome)| (begin, end, try_recv(0), outcome));
        let other = (13, 14, try_recv(1), Received(0, 3));
        assert_eq!(is_right(&[2, 1], [one, two, select, first, second, third, other]), right, "{left:?}");
    }
}
