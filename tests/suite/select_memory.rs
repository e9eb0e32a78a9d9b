//! Selects of up to 16 arms over up to 16 channels allocate nothing in the steady state.

use super::memory::{poll, steady};
use super::support::*;
use crate::flavor::*;
use goit::select;
use goit::select::{recv, send};
use std::pin::{Pin, pin};
use std::task::Poll;

#[test]
fn a_select_of_16_arms_over_16_channels_allocates_nothing_ready_or_parked() {
    let waker = Hooks::none().waker().0;
    let channels = [0; 16].map(bounded::<u64>);
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15] = &channels;
    let round = |won: usize, first: bool| {
        let mut race = pin!(async {
            select! {
                recv(c0.1) -> _ => 0,
                send(c1.0, 1) -> _ => 1,
                recv(c2.1) -> _ => 2,
                send(c3.0, 3) -> _ => 3,
                recv(c4.1) -> _ => 4,
                send(c5.0, 5) -> _ => 5,
                recv(c6.1) -> _ => 6,
                send(c7.0, 7) -> _ => 7,
                recv(c8.1) -> _ => 8,
                send(c9.0, 9) -> _ => 9,
                recv(c10.1) -> _ => 10,
                send(c11.0, 11) -> _ => 11,
                recv(c12.1) -> _ => 12,
                send(c13.0, 13) -> _ => 13,
                recv(c14.1) -> _ => 14,
                send(c15.0, 15) -> _ => 15,
            }
        });
        let mut meet = pin!(async {
            match won % 2 {
                0 => channels[won].0.send(0).await.unwrap(),
                _ => assert_eq!(channels[won].1.recv().await, Ok(won as u64)),
            }
        });
        // The select finds its partner waiting, or waits for it.
        assert!(!first || poll(meet.as_mut(), &waker).is_pending());
        assert!(first || poll(race.as_mut(), &waker).is_pending());
        assert!(first || poll(meet.as_mut(), &waker).is_ready());
        assert_eq!(poll(race, &waker), Poll::Ready(won));
        assert!(!first || poll(meet, &waker).is_ready());
    };
    let cycle = || (0..16).for_each(|won| [false, true].into_iter().for_each(|first| round(won, first)));
    assert_eq!(steady(cycle), 0);
}

/// Allocations of a builder with 16 cases over channels of this capacity, of which each is met in turn.
fn builder_rounds(capacity: usize) -> usize {
    let waker = Hooks::none().waker().0;
    let channels = [capacity; 16].map(bounded::<u64>);
    let round = |won: usize| {
        let mut receiving: [_; 8] = std::array::from_fn(|n| recv(&channels[n].1, |got| got.unwrap()));
        let mut sending: [_; 8] =
            std::array::from_fn(|n| send(&channels[n + 8].0, 1, |sent| sent.map(|()| 99).unwrap()));
        let mut select = Select::new();
        receiving.iter_mut().for_each(|case| _ = select.add(case));
        sending.iter_mut().for_each(|case| _ = select.add(case));
        for (tx, _) in &channels[8..] {
            (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        }
        assert!(poll(Pin::new(&mut select), &waker).is_pending());
        match won {
            0..8 => channels[won].0.try_send(7).unwrap(),
            _ => assert!(channels[won].1.try_recv().is_ok()),
        }
        let Poll::Ready((case, _)) = poll(Pin::new(&mut select), &waker) else { panic!("it was met") };
        assert_eq!(case, won);
        for (_, rx) in &channels[8..] {
            while rx.try_recv().is_ok() {}
        }
    };
    steady(|| (0..16).for_each(round))
}

#[test]
fn a_builder_of_16_cases_over_16_channels_allocates_nothing_while_it_waits() {
    assert_eq!(builder_rounds(0), 0);
    assert_eq!(builder_rounds(1), 0);
}

#[test]
fn a_builder_of_16_ready_cases_over_16_channels_allocates_nothing() {
    let channels = [1; 16].map(bounded::<u64>);
    channels.iter().for_each(|(tx, _)| tx.try_send(1).unwrap());
    assert_eq!(
        steady(|| {
            let mut cases: [_; 16] = std::array::from_fn(|n| recv(&channels[n].1, |got| got.unwrap()));
            let mut select = Select::new();
            cases.iter_mut().for_each(|case| _ = select.add(case));
            let (won, got) = select.try_select().unwrap();
            channels[won].0.try_send(got).unwrap();
        }),
        0
    );
}

#[test]
fn a_builder_of_16_cases_that_is_cancelled_allocates_nothing() {
    let waker = Hooks::none().waker().0;
    let channels = [0; 16].map(bounded::<u64>);
    assert_eq!(
        steady(|| {
            let mut cases: [_; 16] = std::array::from_fn(|n| send(&channels[n].0, 1, |_| ()));
            let mut select = Select::new();
            cases.iter_mut().for_each(|case| _ = select.add(case));
            assert!(poll(Pin::new(&mut select), &waker).is_pending());
        }),
        0
    );
}

#[test]
fn a_builder_of_16_cases_on_one_channel_allocates_nothing() {
    let waker = Hooks::none().waker().0;
    let (tx, rx) = rendezvous();
    assert_eq!(
        steady(|| {
            let mut cases: [_; 16] = std::array::from_fn(|_| recv(&rx, |got| got.unwrap()));
            let mut select = Select::new();
            cases.iter_mut().for_each(|case| _ = select.add(case));
            assert!(poll(Pin::new(&mut select), &waker).is_pending());
            tx.try_send(1).unwrap();
            assert!(poll(Pin::new(&mut select), &waker).is_ready());
        }),
        0
    );
}

#[test]
fn a_case_that_the_select_owns_costs_one_allocation_and_its_future_another() {
    let (tx, rx) = bounded::<u64>(1);
    assert_eq!(allocations(|| _ = Select::new().recv(&rx, |got| got.unwrap())), 1);
    assert_eq!(allocations(|| _ = Select::new().send(&tx, 1, |_| ())), 1);
    assert_eq!(allocations(|| _ = Select::new().wait(rx.recv(), |got| got.unwrap())), 2);
    let mut select = Select::new();
    let number = select.recv(&rx, |got| got.unwrap());
    let again = || {
        tx.try_send(1).unwrap();
        assert_eq!(select.try_select(), Some((number, 1)));
        assert!(select.add_again(number));
    };
    assert_eq!(steady(again), 0);
}
