//! The forms of `select!`: what can be written, and that it means what it says.

use super::support::*;
use crate::flavor::*;
use goit::select;

/// A channel with one value in it.
fn with<T>(value: T) -> (Sender<T>, Receiver<T>) {
    let (tx, rx) = bounded(1);
    tx.try_send(value).unwrap_or_else(|_| unreachable!());
    (tx, rx)
}

#[test]
fn bodies_are_expressions_or_blocks_with_or_without_commas() {
    run(async {
        let (_tx, rx) = with(1);
        let (_idle, idle) = rendezvous::<u8>();
        let value = select! {
            recv(idle) -> _ => { 0 }
            recv(idle) -> _ => { 0 },
            recv(idle) -> _ => 0,
            recv(idle) => if true { 0 } else { 1 },
            recv(rx) -> received => match received { Ok(n) => n + 1, Err(_) => 0 },
            recv(idle) -> _ => { let zero = 0; zero * 2 }
            recv(idle) => 0
        };
        assert_eq!(value, 2);
        let unit: () = select! { default => {} };
        select! { default => unit, };
        select! { recv(idle,) => unreachable!(), default => () }
    });
}

#[test]
fn patterns_take_results_apart() {
    run(async {
        let (tx, rx) = with(3);
        let shown = select! { wait(std::future::ready((1, "one"))) -> (n, name) => format!("{n} {name}") };
        assert_eq!(shown, "1 one");
        select! { recv(rx) -> ref received @ (Ok(_) | Err(RecvError)) => assert_eq!(*received, Ok(3)) }
        rx.close();
        select! { send(tx, 4) -> Ok(()) | Err(SendError(_)) => {} }
    });
}

#[test]
fn break_and_continue_reach_the_loop_around() {
    run(async {
        let (tx, rx) = bounded(10);
        (0..10).for_each(|n| tx.try_send(n).unwrap());
        let mut odd = Vec::new();
        let last = 'outer: loop {
            #[allow(clippy::never_loop, reason = "the label is what is tested")]
            loop {
                select! {
                    recv(rx) -> received => {
                        let n = received.unwrap();
                        if n == 7 {
                            break 'outer n;
                        }
                        if n % 2 == 0 {
                            continue 'outer;
                        }
                        odd.push(n);
                    }
                }
                break;
            }
        };
        assert_eq!((last, odd), (7, vec![1, 3, 5]));
    });
}

#[test]
fn return_and_question_mark_leave_the_function() {
    async fn next(rx: &Receiver<u8>, limit: u8) -> Result<Option<u8>, RecvError> {
        select! {
            recv(rx) -> received => {
                let n = received?;
                if n > limit {
                    return Ok(None);
                }
                Ok(Some(n))
            }
        }
    }
    run(async {
        let (tx, rx) = bounded(3);
        tx.try_send(1).unwrap();
        tx.try_send(9).unwrap();
        drop(tx);
        assert_eq!(next(&rx, 5).await, Ok(Some(1)));
        assert_eq!(next(&rx, 5).await, Ok(None));
        assert_eq!(next(&rx, 5).await, Err(RecvError));
    });
}

#[test]
fn bodies_may_await_and_use_the_channels_of_the_select() {
    run(async {
        let (tx, rx) = with(1);
        let value = select! {
            recv(rx) -> received => {
                tx.send(received.unwrap() + 1).await.unwrap();
                select! { recv(rx) -> received => received.unwrap() + 1 }
            }
        };
        assert_eq!((value, rx.len()), (3, 0));
    });
}

#[test]
fn several_bodies_borrow_and_one_moves_what_all_name() {
    run(async {
        let (_tx, rx) = with(1);
        let (_idle, idle) = rendezvous::<u8>();
        let mut log = Vec::new();
        let owned = String::from("moved");
        select! {
            recv(idle) -> _ => { log.push(0); drop(owned) }
            recv(rx) -> received => { log.push(received.unwrap()); drop(owned) }
            default => { log.push(9); drop(owned) }
        }
        assert_eq!(log, [1]);
    });
}

#[test]
fn handles_are_given_by_value_reference_option_and_more() {
    run(async {
        let (tx, rx) = bounded::<u8>(9);
        let channel = Channel::<u8>::bounded(9);
        let mut own = rx.clone();
        let guard = rx.clone().close_on_drop();
        let (some, some_ref, none) = (Some(rx.clone()), Some(&rx), None::<Receiver<u8>>);
        let boxed = Some(tx.clone());
        let receivers = [rx.clone(), rx.clone()];
        for _ in 0..40 {
            select! {
                send(tx, 1) -> sent => sent.unwrap(),
                send(&tx, 1) -> sent => sent.unwrap(),
                send(boxed, 1) -> sent => sent.unwrap(),
                send(boxed.as_ref(), 1) -> sent => sent.unwrap(),
                send(channel, 1) -> sent => sent.unwrap(),
                send(tx.clone(), 1) -> sent => sent.unwrap(),
                recv(rx) => {}
                recv(&&rx) => {}
                recv(&mut own) => {}
                recv(guard) => {}
                recv(&guard) => {}
                recv(some) => {}
                recv(some_ref) => {}
                recv(&some_ref) => {}
                recv(channel) => {}
                recv(receivers[0]) => {}
                recv(receivers.first()) => {}
                recv(none) => unreachable!("it is nil"),
            }
        }
        // All handles are still the caller's.
        let handles = (tx.sender_count(), rx.receiver_count());
        drop((tx, rx, channel, own, some, boxed, none, receivers, guard));
        assert_eq!(handles, (2, 6));
    });
}

#[test]
fn guards_are_any_condition() {
    run(async {
        let (_tx, rx) = with(1);
        let (count, slot) = (3, None::<u8>);
        select! {
            recv(rx) -> _, if count > 5 || slot.is_some() => unreachable!("shut"),
            recv(rx) -> received, if { let open = 3; count == open } => assert_eq!(received, Ok(1)),
            recv(rx), if false => unreachable!("shut"),
        }
        let (tx, _rx) = bounded::<u8>(1);
        let mut slot = None;
        select! {
            send_from(tx, &mut slot) -> _, if false => unreachable!("shut"),
            default => slot = Some(1),
        }
        assert_eq!(slot, Some(1));
    });
}

#[test]
fn guards_values_and_handles_are_evaluated_once_in_order_also_behind_a_false_guard() {
    use std::cell::RefCell;
    let log = RefCell::new(Vec::new());
    let (tx, rx) = rendezvous();
    let note = |n| log.borrow_mut().push(n);
    let mut race = Task::new(async {
        select! {
            recv({ note(1); &rx }) -> _ => {}
            send({ note(2); &tx }, { note(3); 7 }) -> _ => {}
            send(tx, { note(4); 8 }) -> _, if { note(5); false } => {}
            wait({ note(6); std::future::pending::<()>() }) => {}
        }
    });
    assert_eq!(*log.borrow(), []);
    race.pending();
    race.pending();
    assert_eq!(*log.borrow(), [5, 3, 4, 1, 2, 6]);
}

#[test]
fn arms_have_types_of_their_own_and_bodies_one() {
    run(async {
        let (_a, numbers) = with(1_u64);
        let (_b, names) = with(String::from("one"));
        let (flags, _c) = bounded(1);
        for _ in 0..3 {
            let shown: String = select! {
                recv(numbers) -> n, if !numbers.is_empty() => n.unwrap().to_string(),
                recv(names) -> name, if !names.is_empty() => name.unwrap(),
                send(flags, true) -> sent, if !flags.is_full() => format!("{sent:?}"),
                wait(std::future::pending::<[u8; 3]>()) -> bytes => format!("{bytes:?}"),
            };
            assert!(["1", "one", "Ok(())"].contains(&&*shown));
        }
    });
}

#[test]
fn sixty_four_arms_need_no_recursion_limit() {
    run(async {
        let channels: Vec<_> = (0..64).map(|_| bounded(1)).collect();
        let c: Vec<_> = channels.iter().map(|(_, rx)| rx).collect();
        for n in (0..64).rev() {
            channels[n].0.try_send(n).unwrap();
            let won = select! {
                recv(c[0]) -> n => n, recv(c[1]) -> n => n, recv(c[2]) -> n => n, recv(c[3]) -> n => n,
                recv(c[4]) -> n => n, recv(c[5]) -> n => n, recv(c[6]) -> n => n, recv(c[7]) -> n => n,
                recv(c[8]) -> n => n, recv(c[9]) -> n => n, recv(c[10]) -> n => n, recv(c[11]) -> n => n,
                recv(c[12]) -> n => n, recv(c[13]) -> n => n, recv(c[14]) -> n => n, recv(c[15]) -> n => n,
                recv(c[16]) -> n => n, recv(c[17]) -> n => n, recv(c[18]) -> n => n, recv(c[19]) -> n => n,
                recv(c[20]) -> n => n, recv(c[21]) -> n => n, recv(c[22]) -> n => n, recv(c[23]) -> n => n,
                recv(c[24]) -> n => n, recv(c[25]) -> n => n, recv(c[26]) -> n => n, recv(c[27]) -> n => n,
                recv(c[28]) -> n => n, recv(c[29]) -> n => n, recv(c[30]) -> n => n, recv(c[31]) -> n => n,
                recv(c[32]) -> n => n, recv(c[33]) -> n => n, recv(c[34]) -> n => n, recv(c[35]) -> n => n,
                recv(c[36]) -> n => n, recv(c[37]) -> n => n, recv(c[38]) -> n => n, recv(c[39]) -> n => n,
                recv(c[40]) -> n => n, recv(c[41]) -> n => n, recv(c[42]) -> n => n, recv(c[43]) -> n => n,
                recv(c[44]) -> n => n, recv(c[45]) -> n => n, recv(c[46]) -> n => n, recv(c[47]) -> n => n,
                recv(c[48]) -> n => n, recv(c[49]) -> n => n, recv(c[50]) -> n => n, recv(c[51]) -> n => n,
                recv(c[52]) -> n => n, recv(c[53]) -> n => n, recv(c[54]) -> n => n, recv(c[55]) -> n => n,
                recv(c[56]) -> n => n, recv(c[57]) -> n => n, recv(c[58]) -> n => n, recv(c[59]) -> n => n,
                recv(c[60]) -> n => n, recv(c[61]) -> n => n, recv(c[62]) -> n => n, recv(c[63]) -> n => n,
            };
            assert_eq!(won, Ok(n));
        }
    });
}

#[test]
fn a_value_becomes_what_the_channel_carries() {
    run(async {
        let (tx, rx) = bounded::<Box<dyn Fn(u8) -> u8>>(2);
        let (texts, text) = bounded::<&dyn std::fmt::Display>(1);
        select! { send(tx, Box::new(|n| n + 1)) -> sent => assert!(sent.is_ok()) }
        let handle = || Some(&texts);
        select! { send(handle(), &"water") -> sent => assert!(sent.is_ok()) }
        assert_eq!(rx.recv().await.unwrap()(1), 2);
        assert_eq!(text.recv().await.unwrap().to_string(), "water");
    });
}

#[test]
fn a_handle_that_is_moved_into_its_arm_is_evaluated_once() {
    run(async {
        let (tx, rx) = bounded(1);
        let (mut counts, kept) = (0, tx.clone());
        select! {
            send({ counts += 1; tx }, 7) -> sent => sent.unwrap(),
        }
        assert_eq!((counts, rx.recv().await), (1, Ok(7)));
        assert_eq!(kept.sender_count(), 1);
    });
}

#[test]
fn names_in_bodies_are_not_those_of_the_macro() {
    run(async {
        let (a, r) = with(1);
        let (o, p, arms, race) = (10, 20, 30, 40);
        let sum = select! {
            recv(r) -> received => received.unwrap() + o + p + arms + race,
            send(a, o) -> _ => unreachable!("it is full"),
        };
        assert_eq!(sum, 101);
    });
}

#[test]
fn biased_and_seeded_stand_on_the_first_line() {
    run(async {
        let (_a, first) = with(1);
        let (_b, second) = with(2);
        let got = select! { biased; recv(second) -> n => n, recv(first) -> n => n };
        assert_eq!(got, Ok(2));
        let got = select! { seeded(3 + 4); recv(first) -> n => n };
        assert_eq!(got, Ok(1));
    });
}

#[test]
fn owned_futures_references_and_async_blocks_can_be_waited_for() {
    run(async {
        let (_tx, rx) = bounded::<u8>(1);
        let mut later = std::pin::pin!(async { 3 });
        assert_eq!(select! { wait(async { 1 }) -> n => n, recv(rx) => 0 }, 1);
        assert_eq!(select! { wait(std::future::ready(2)) -> n => n, recv(rx) => 0 }, 2);
        assert_eq!(select! { wait(&mut later) -> n => n, recv(rx) => 0 }, 3);
        assert!(select! { wait(rx.clone().into_recv()) -> _ => false, wait(yield_now()) => true });
    });
}

#[test]
fn a_select_can_be_used_through_code_for_every_flavour() {
    async fn either<T, G: goit::Flavor>(
        a: &goit::handle::Receiver<T, G>,
        b: &goit::handle::Receiver<T, G>,
    ) -> Result<T, RecvError> {
        select! { recv(a) -> received => received, recv(b) -> received => received }
    }
    let ((_a, a), (_b, b)) = (with(1), bounded(1));
    assert_eq!(Task::new(either(&a, &b)).ready(), Ok(1));
}
