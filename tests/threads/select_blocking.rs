//! `select_blocking!`: the forms of `select!` in threads, and the times that end a wait.

use super::select::only_meet_each_other;
use super::{EVER, panics_at, past, repeats};
use goit::sync::{Channel, Receiver, RecvError, Sender, bounded, rendezvous};
use goit::{SendError, select_blocking};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn all_arms_guards_and_patterns() {
    let ((tx, rx), (_idle, idle)) = (bounded(1), rendezvous::<u8>());
    let nobody = None::<Sender<u8>>;
    let mut slot = Some(2);
    let sent = select_blocking! {
        recv(idle) -> received, if slot.is_none() => received.map(|_| "received").unwrap(),
        send(nobody, 1) -> _ => "sent to nobody",
        send_from(tx, &mut slot) -> Ok(()) | Err(SendError(())) => { "sent" }
        wait(std::future::pending::<()>()) => "waited",
    };
    assert_eq!((sent, slot), ("sent", None));
    assert_eq!(select_blocking! { recv(&rx) -> received => received, default => Err(RecvError) }, Ok(2));
    assert!(select_blocking! { recv(Some(&rx)) => false, default => true });
    assert_eq!(select_blocking! { wait(std::future::ready((1, 2))) -> (a, b) => a + b }, 3);
    select_blocking! { send(tx, 3) -> sent => sent.unwrap(), recv(rx) => unreachable!("nothing is sent") }
    rx.close();
    assert_eq!(select_blocking! { send(tx, 4) -> sent => sent }, Err(SendError(4)));
    let got =
        select_blocking! { biased; recv(rx) -> first => first, recv(rx) -> second => second.map(|n| n + 1) };
    assert_eq!(got, Ok(3));
    assert_eq!(select_blocking! { seeded(7); recv(rx) -> received => received }, Err(RecvError));
}

#[test]
fn arms_of_many_values() {
    let (tx, rx) = bounded(8);
    let (_idle, idle) = rendezvous::<u8>();
    let consumer = thread::spawn(move || {
        let mut got = Vec::new();
        loop {
            select_blocking! {
                recv_many(rx, &mut got, 7) -> received => if received.is_err() { break got },
                recv(idle) -> _ => unreachable!(),
            }
        }
    });
    let mut queue = VecDeque::from_iter(0..100);
    while !queue.is_empty() {
        select_blocking! { send_many(tx, &mut queue) -> sent => assert!(sent.unwrap() > 0) }
    }
    assert!(!select_blocking! { send_many(tx, &mut queue) -> _ => true, default => false });
    drop(tx);
    assert_eq!(consumer.join().unwrap(), Vec::from_iter(0..100));
}

#[test]
fn bodies_break_continue_and_return() {
    fn sum(numbers: &Receiver<u8>, stop: &Receiver<()>) -> Result<u8, RecvError> {
        let mut sum = 0;
        let more = loop {
            select_blocking! {
                biased;
                recv(numbers) -> n => {
                    let n = n?;
                    if n == 0 {
                        continue;
                    }
                    if n == 9 {
                        return Ok(9);
                    }
                    sum += n;
                }
                recv(stop) -> _ => break 1,
            }
        };
        Ok(sum + more)
    }
    let ((tx, rx), (stop, stopped)) = (bounded(3), bounded(1));
    let send = |numbers: &[u8]| numbers.iter().for_each(|n| tx.try_send(*n).unwrap());
    send(&[1, 0, 2]);
    stop.try_send(()).unwrap();
    assert_eq!(sum(&rx, &stopped), Ok(4));
    send(&[1, 9]);
    assert_eq!(sum(&rx, &stopped), Ok(9));
    tx.close();
    assert_eq!(sum(&rx, &stopped), Err(RecvError));
}

#[test]
fn a_time_that_is_over_runs_the_default_and_leaves_no_arm_behind() {
    let (tx, rx) = rendezvous();
    let mut slot = Some("kept");
    for _ in 0..2 {
        assert!(select_blocking! { recv(rx) -> _ => false, default(Duration::ZERO) => true });
        assert!(select_blocking! { send_from(tx, &mut slot) -> _ => false, deadline(past()) => true });
    }
    assert_eq!(slot, Some("kept"));
    assert!(tx.try_send("early").is_err() && rx.try_recv().is_err());
}

#[test]
fn a_ready_arm_beats_a_time_that_is_over() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    assert_eq!(select_blocking! { recv(rx) -> n => n, default(Duration::ZERO) => Err(RecvError) }, Ok(1));
    assert!(select_blocking! { send(tx, 2) -> sent => sent.is_ok(), deadline(past()) => false });
    rx.close();
    assert_eq!(select_blocking! { recv(rx) -> n => n, deadline(past()) => Err(RecvError) }, Ok(2));
    assert!(select_blocking! { recv(rx) -> n => n.is_err(), deadline(past()) => false });
    // Ready at the second look, which is the last one.
    let mut looks = 0;
    let late = std::future::poll_fn(|_| {
        looks += 1;
        if looks == 1 { std::task::Poll::Pending } else { std::task::Poll::Ready(7) }
    });
    assert_eq!(select_blocking! { wait(late) -> n => n, deadline(past()) => 0 }, 7);
}

#[test]
fn a_time_to_come_waits_for_the_arms() {
    let (tx, rx) = rendezvous();
    for time in [EVER, Duration::MAX] {
        thread::scope(|scope| {
            let sender = scope
                .spawn(|| select_blocking! { send(tx, 1) -> sent => sent.is_ok(), default(time) => false });
            let deadline = Instant::now() + EVER;
            assert_eq!(select_blocking! { recv(rx) -> n => n, deadline(deadline) => Err(RecvError) }, Ok(1));
            assert!(sender.join().unwrap());
        });
    }
}

#[test]
fn where_no_arm_takes_part_the_time_passes() {
    let (_tx, rx) = rendezvous::<u8>();
    let mut slot = None;
    assert!(select_blocking! {
        recv(rx) -> _, if false => false,
        send_from(None::<Sender<u8>>, &mut slot) -> _ => false,
        wait(async {}) -> _, if false => false,
        default(Duration::from_nanos(1)) => true,
    });
    assert!(select_blocking! { deadline(past()) => true });
    assert!(select_blocking! { default => true });
}

#[test]
fn guards_come_first_then_values_then_times_then_handles() {
    let log = RefCell::new(Vec::new());
    let note = |n| log.borrow_mut().push(n);
    let (tx, rx) = rendezvous();
    select_blocking! {
        recv({ note(5); &rx }) -> _, if { note(1); true } => unreachable!(),
        default({ note(4); Duration::ZERO }) => note(8),
        send({ note(6); &tx }, { note(3); 7 }) -> _, if { note(2); false } => unreachable!(),
        wait({ note(7); std::future::pending::<()>() }) -> _ => unreachable!(),
    }
    assert_eq!(*log.borrow(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn nothing_in_the_arms_needs_to_go_to_another_thread() {
    let (tx, rx) = bounded(1);
    let shared = Rc::new(RefCell::new(Vec::new()));
    for n in 0..2 {
        let later = async { shared.borrow().len() };
        select_blocking! {
            biased;
            recv(rx) -> received => shared.borrow_mut().push(received.unwrap()),
            send(tx, Rc::new(n)) -> sent, if shared.borrow().is_empty() => sent.unwrap(),
            wait(later) -> len => assert_eq!(len, 7),
        }
    }
    assert_eq!(*shared.borrow(), [Rc::new(0)]);
}

#[test]
fn a_select_waits_for_whichever_thread_comes() {
    let (a, b, c) = (Channel::bounded(0), Channel::bounded(1), Channel::rendezvous());
    let each = repeats(200);
    thread::scope(|scope| {
        scope.spawn(|| (0..each).for_each(|n| a.sender().send_blocking(n).unwrap()));
        scope.spawn(|| (0..each).for_each(|n| b.sender().send_blocking(n).unwrap()));
        let sum = scope.spawn(|| (0..each).map(|_| c.receiver().recv_blocking().unwrap()).sum::<usize>());
        let (mut received, mut sent, mut waited) = (0, 0, 0);
        let mut left = 2 * each;
        while left > 0 || sent < each {
            select_blocking! {
                recv(a) -> n, if left > 0 => { received += n.unwrap(); left -= 1 }
                wait(b.recv()) -> n, if left > 0 => { waited += n.unwrap(); left -= 1 }
                send(c, sent) -> result, if sent < each => { result.unwrap(); sent += 1 }
            }
        }
        let expected = each * (each - 1) / 2;
        assert_eq!((received, waited, sum.join().unwrap()), (expected, expected, expected));
    });
}

#[test]
fn selects_on_two_threads_that_can_only_meet_each_other() {
    only_meet_each_other(|out, inward| {
        let mut balance = 0;
        for _ in 0..repeats(1000) {
            balance += select_blocking! {
                send(out, 1) -> sent => sent.map(|()| -1).unwrap(),
                recv(inward) -> got => got.map(i64::from).unwrap(),
            };
        }
        balance
    });
}

#[test]
fn threads_that_give_up_lose_no_value() {
    let (tx, rx) = bounded(1);
    let count = repeats(1000) as u64;
    let (sent, received) = thread::scope(|scope| {
        let sender = scope.spawn(|| {
            let mut slot = None;
            let mut sent = 0;
            for n in 0..count {
                slot.get_or_insert(n);
                let value = slot.unwrap();
                select_blocking! {
                    send_from(tx, &mut slot) -> result => { result.unwrap(); sent += value }
                    default(Duration::from_micros(n % 3)) => {}
                }
            }
            tx.close();
            sent
        });
        let mut received = 0;
        loop {
            select_blocking! {
                recv(rx) -> n => match n {
                    Ok(n) => received += n,
                    Err(RecvError) => break,
                },
                deadline(past()) => {}
            }
        }
        (sender.join().unwrap(), received)
    });
    assert_eq!(sent, received);
}

#[test]
fn a_select_in_which_no_arm_takes_part_panics_at_its_line() {
    let (_tx, rx) = rendezvous::<u8>();
    let mut line = 0;
    let at = panics_at(|| {
        line = line!() + 1;
        select_blocking! { recv(rx) -> _, if false => {} }
    });
    let words = "this select would wait for ever: no arm takes part; enable an arm, or add `default`";
    assert_eq!(at, (format!("{}:{line}", file!()), words.to_string()));
}
