//! Which of several ready arms: fairly, in order, or as a seed says.

use super::support::*;
use crate::flavor::*;
use goit::select;
use goit::select::{recv, wait};

const ROUNDS: usize = 10_000;

/// Each share within 15 % of a quarter.
#[track_caller]
fn assert_fair(won: [usize; 4]) {
    assert_eq!(won.iter().sum::<usize>(), ROUNDS);
    for share in won {
        assert!((ROUNDS * 85 / 400..=ROUNDS * 115 / 400).contains(&share), "{won:?}");
    }
}

/// Four channels that always have a value.
struct Ready {
    channels: [(Sender<usize>, Receiver<usize>); 4],
}

impl Ready {
    fn new() -> Self {
        let ready = Ready { channels: std::array::from_fn(|_| bounded(1)) };
        (0..4).for_each(|n| ready.refill(n));
        ready
    }

    fn refill(&self, n: usize) {
        self.channels[n].0.try_send(n).unwrap();
    }

    fn receivers(&self) -> [&Receiver<usize>; 4] {
        [0, 1, 2, 3].map(|n| &self.channels[n].1)
    }

    fn rounds(&self, mut round: impl AsyncFnMut([&Receiver<usize>; 4]) -> usize) -> [usize; 4] {
        let mut won = [0; 4];
        for _ in 0..ROUNDS {
            let n = Task::new(round(self.receivers())).ready_in_turn();
            won[n] += 1;
            self.refill(n);
        }
        won
    }
}

#[test]
fn the_macro_is_fair() {
    assert_fair(Ready::new().rounds(async |[a, b, c, d]| {
        select! {
            recv(a) -> n => n.unwrap(),
            recv(b) -> n => n.unwrap(),
            recv(c) -> n => n.unwrap(),
            recv(d) -> n => n.unwrap(),
        }
    }));
}

#[test]
fn the_builder_is_fair() {
    assert_fair(Ready::new().rounds(async |receivers| {
        let mut cases = receivers.map(|rx| recv(rx, |received| received.unwrap()));
        let mut select = Select::new();
        for case in &mut cases {
            select.add(case);
        }
        select.await.1
    }));
}

#[test]
fn sends_and_receives_together_are_fair() {
    let ((tx_a, rx_a), (tx_b, rx_b)) = (bounded(1), bounded(1));
    let ready = Ready::new();
    let mut won = [0; 4];
    for _ in 0..ROUNDS {
        let [c, d, ..] = ready.receivers();
        let n = Task::new(async {
            select! {
                send(tx_a, 0) -> sent => { sent.unwrap(); 0 }
                send(tx_b, 1) -> sent => { sent.unwrap(); 1 }
                recv(c) -> n => 2 + n.unwrap(),
                recv(d) -> n => 2 + n.unwrap(),
            }
        })
        .ready_in_turn();
        won[n] += 1;
        match n {
            0 => drop(rx_a.try_recv()),
            1 => drop(rx_b.try_recv()),
            _ => ready.refill(n - 2),
        }
    }
    assert_fair(won);
}

#[test]
fn channels_and_futures_together_are_fair() {
    let ready = Ready::new();
    let mut won = [0; 4];
    for _ in 0..ROUNDS {
        let [a, b, ..] = ready.receivers();
        let n = Task::new(async {
            select! {
                recv(a) -> n => n.unwrap(),
                recv(b) -> n => n.unwrap(),
                wait(std::future::ready(2)) -> n => n,
                wait(std::future::ready(3)) -> n => n,
            }
        })
        .ready_in_turn();
        won[n] += 1;
        if n < 2 {
            ready.refill(n);
        }
    }
    assert_fair(won);
}

#[test]
fn arms_that_take_no_part_do_not_skew_the_choice() {
    let ready = Ready::new();
    let nil = None::<Receiver<usize>>;
    assert_fair(ready.rounds(async |[a, b, c, d]| {
        select! {
            recv(a) -> n => n.unwrap(),
            recv(nil) -> _ => unreachable!("it is nil"),
            recv(b) -> n => n.unwrap(),
            recv(c) -> n => n.unwrap(),
            recv(a) -> _, if false => unreachable!("it is shut"),
            recv(d) -> n => n.unwrap(),
        }
    }));
}

#[test]
fn biased_takes_the_first_that_is_ready() {
    let ready = Ready::new();
    let won = ready.rounds(async |[a, b, c, d]| {
        select! {
            biased;
            recv(c) -> n => n.unwrap(),
            recv(a) -> n => n.unwrap(),
            recv(b) -> n => n.unwrap(),
            recv(d) -> n => n.unwrap(),
        }
    });
    assert_eq!(won, [0, 0, ROUNDS, 0]);
    let order: Vec<_> = (0..4)
        .map(|_| {
            let [a, b, c, d] = ready.receivers();
            let race = async {
                select! { biased; recv(d) -> n => n, recv(b) -> n => n, recv(a) -> n => n, recv(c) -> n => n }
            };
            Task::new(race).ready_in_turn().unwrap()
        })
        .collect();
    assert_eq!(order, [3, 1, 0, 2]);
}

#[test]
fn a_biased_builder_takes_the_first_that_is_ready() {
    let ready = Ready::new();
    let mut cases = ready.receivers().map(|rx| recv(rx, |received| received.unwrap()));
    let mut select = Select::new().biased();
    for case in cases.iter_mut().rev() {
        select.add(case);
    }
    let order: Vec<_> = std::iter::from_fn(|| select.try_select()).collect();
    assert_eq!(order, [(0, 3), (1, 2), (2, 1), (3, 0)]);
}

/// Which arms win in 200 rounds with these seeds.
fn seeded(first: u64) -> Vec<usize> {
    let ready = Ready::new();
    (first..first + 200)
        .map(|seed| {
            let [a, b, c, d] = ready.receivers();
            let won = Task::new(async {
                select! {
                    seeded(seed);
                    recv(a) -> n => n.unwrap(),
                    recv(b) -> n => n.unwrap(),
                    recv(c) -> n => n.unwrap(),
                    recv(d) -> n => n.unwrap(),
                }
            })
            .ready_in_turn();
            ready.refill(won);
            let mut cases = ready.receivers().map(|rx| recv(rx, |received| received.unwrap()));
            let mut select = Select::new().seeded(seed);
            for case in &mut cases {
                select.add(case);
            }
            let (_, built) = select.try_select().unwrap();
            assert_eq!(built, won, "one seed, one choice, in either form");
            ready.refill(won);
            won
        })
        .collect()
}

#[test]
fn a_seed_makes_the_choice_reproducible_and_is_fair_over_seeds() {
    let won = seeded(0);
    assert_eq!(won, seeded(0));
    assert_ne!(won, seeded(1000));
    for n in 0..4 {
        let share = won.iter().filter(|&&other| other == n).count();
        assert!((25..=75).contains(&share), "{share} of 200");
    }
}

#[test]
fn futures_alone_are_chosen_fairly() {
    let mut won = [0; 4];
    for _ in 0..ROUNDS {
        let mut futures: [_; 4] = std::array::from_fn(std::future::ready);
        let mut cases = futures.each_mut().map(|future| wait(std::pin::Pin::new(future), |n| n));
        let mut select = Select::new();
        for case in &mut cases {
            select.add(case);
        }
        won[select.try_select().unwrap().1] += 1;
    }
    assert_fair(won);
}

#[test]
fn a_busy_arm_does_not_starve_the_others() {
    run(async {
        let (busy_tx, busy) = unbounded();
        let (rare_tx, rare) = bounded(1);
        rare_tx.send(()).await.unwrap();
        let mut rounds = 0;
        loop {
            busy_tx.send(()).await.unwrap();
            rounds += 1;
            assert!(rounds < 64, "the other arm is starved");
            select! { recv(busy) -> _ => {}, recv(rare) -> _ => break }
        }
    });
}

#[test]
fn the_choice_is_fair_on_channels_that_are_used_once() {
    let mut first = 0;
    for _ in 0..1000 {
        let ((tx_a, rx_a), (tx_b, rx_b)) = (bounded(1), bounded(1));
        tx_a.try_send('a').unwrap();
        tx_b.try_send('b').unwrap();
        let won = Task::new(async {
            select! { recv(rx_a) -> a => a, recv(rx_b) -> b => b }
        })
        .ready_in_turn();
        first += usize::from(won == Ok('a'));
    }
    assert!((400..600).contains(&first), "{first} of 1000");
}
