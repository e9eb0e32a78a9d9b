//! Several arms of one parked select on one channel become ready together, by a commit or a close: each has its share,
//! as Go's specification has it.

use super::support::*;
use crate::flavor::*;
use goit::select;
use goit::select::{recv, send};

const ROUNDS: usize = 3000;

/// How often each of `N` arms has won.
fn shares<const N: usize>(mut round: impl FnMut() -> usize) -> [usize; N] {
    let mut won = [0; N];
    (0..ROUNDS).for_each(|_| won[round()] += 1);
    won
}

/// Each has at least four fifths of what it would have on an average.
#[track_caller]
fn assert_shared<const N: usize>(round: impl FnMut() -> usize) {
    let won = shares::<N>(round);
    assert!(won.iter().all(|&share| share >= ROUNDS * 4 / 5 / N), "{won:?}");
}

/// The arm that wins when `meet` comes to the parked select.
fn parked(race: impl Future<Output = usize>, meet: impl FnOnce()) -> usize {
    let mut race = Task::parked(race);
    meet();
    race.woken()
}

#[test]
fn three_receives_share_what_is_sent() {
    for capacity in [0, 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        assert_shared::<3>(|| {
            let race = async {
                select! { recv(rx) -> _ => 0, recv(rx) -> _ => 1, recv(rx) -> _ => 2 }
            };
            parked(race, || tx.try_send(()).unwrap())
        });
    }
}

#[test]
fn three_sends_share_what_is_received() {
    for capacity in [0, 1] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        assert_shared::<3>(|| {
            let race = async {
                select! { send(tx, 0) -> _ => 0, send(tx, 1) -> _ => 1, send(tx, 2) -> _ => 2 }
            };
            let mut received = None;
            let won = parked(race, || received = rx.try_recv().ok());
            assert!(capacity > 0 || received == Some(won), "the value that was sent is the winner's");
            won
        });
    }
}

#[test]
fn three_receives_share_what_selects_send() {
    let (tx, rx) = rendezvous();
    assert_shared::<3>(|| {
        let race = async {
            select! { recv(rx) -> _ => 0, recv(rx) -> _ => 1, recv(rx) -> _ => 2 }
        };
        let partner = async {
            select! { send(tx, 0) -> sent => sent, send(tx, 1) -> sent => sent }
        };
        parked(race, || Task::new(partner).ready().unwrap())
    });
}

#[test]
fn three_receives_share_a_close() {
    assert_shared::<3>(|| {
        let (tx, rx) = bounded::<u8>(1);
        let race = async {
            select! {
                recv(rx) -> got => { got.unwrap_err(); 0 }
                recv(rx) -> got => { got.unwrap_err(); 1 }
                recv(rx) -> got => { got.unwrap_err(); 2 }
            }
        };
        parked(race, || assert!(tx.close()))
    });
}

#[test]
fn three_sends_share_a_close() {
    assert_shared::<3>(|| {
        let (tx, rx) = rendezvous();
        let race = async {
            select! {
                send(tx, 0) -> sent => sent.unwrap_err().into_inner(),
                send(tx, 1) -> sent => sent.unwrap_err().into_inner(),
                send(tx, 2) -> sent => sent.unwrap_err().into_inner(),
            }
        };
        parked(race, || assert!(rx.close()))
    });
}

#[test]
fn a_receive_and_a_send_of_one_rendezvous_share_its_close() {
    assert_shared::<2>(|| {
        let (tx, rx) = rendezvous::<u8>();
        let race = async {
            select! { recv(rx) -> _ => 0, send(tx, 1) -> _ => 1 }
        };
        parked(race, || assert!(tx.close()))
    });
}

#[test]
fn two_receives_and_a_send_of_one_rendezvous_share_its_close() {
    assert_shared::<3>(|| {
        let (tx, rx) = rendezvous::<u8>();
        let race = async {
            select! { recv(rx) -> _ => 0, send(tx, 1) -> _ => 1, recv(rx) -> _ => 2 }
        };
        parked(race, || assert!(rx.close()))
    });
}

#[test]
fn three_receives_share_beside_arms_of_other_channels() {
    let ((tx, rx), (idle_tx, idle)) = (rendezvous(), rendezvous::<u8>());
    assert_shared::<3>(|| {
        let race = async {
            select! {
                recv(rx) -> _ => 0,
                recv(idle) -> _ => unreachable!("nobody sends"),
                recv(rx) -> _ => 1,
                send(idle_tx, 1) -> _ => unreachable!("nobody receives"),
                recv(rx) -> _ => 2,
            }
        };
        parked(race, || tx.try_send(()).unwrap())
    });
}

#[test]
fn cases_of_a_builder_share_what_is_sent_and_received() {
    let (tx, rx) = rendezvous();
    assert_shared::<3>(|| {
        let mut cases = [0, 1, 2].map(|n| recv(&rx, move |_| n));
        let mut select = Select::new();
        cases.iter_mut().for_each(|case| _ = select.add(case));
        parked(async { select.await.1 }, || tx.try_send(0).unwrap())
    });
    assert_shared::<3>(|| {
        let mut cases = [0, 1, 2].map(|n| send(&tx, n, move |_| n));
        let mut select = Select::new();
        cases.iter_mut().for_each(|case| _ = select.add(case));
        parked(async { select.await.1 }, || _ = rx.try_recv().unwrap())
    });
}

#[test]
fn biased_takes_the_first_of_them() {
    let (tx, rx) = rendezvous();
    let by_send = shares(|| {
        let race = async {
            select! { biased; recv(rx) -> _ => 0, recv(rx) -> _ => 1, recv(rx) -> _ => 2 }
        };
        parked(race, || tx.try_send(0).unwrap())
    });
    assert_eq!(by_send, [ROUNDS, 0, 0]);
    let by_receive = shares(|| {
        let race = async {
            select! { biased; send(tx, 5) -> _ => 0, send(tx, 6) -> _ => 1, send(tx, 7) -> _ => 2 }
        };
        parked(race, || assert_eq!(rx.try_recv(), Ok(5)))
    });
    assert_eq!(by_receive, [ROUNDS, 0, 0]);
}

#[test]
fn biased_takes_the_first_at_a_close() {
    let won = shares(|| {
        let (tx, rx) = rendezvous::<u8>();
        let race = async {
            select! { biased; recv(rx) -> _ => 0, send(tx, 1) -> _ => 1, recv(rx) -> _ => 2 }
        };
        parked(race, || assert!(tx.close()))
    });
    assert_eq!(won, [ROUNDS, 0, 0]);
    let won = shares(|| {
        let (tx, rx) = rendezvous::<u8>();
        let race = async {
            select! { biased; send(tx, 1) -> _ => 0, recv(rx) -> _ => 1, send(tx, 2) -> _ => 2 }
        };
        parked(race, || assert!(rx.close()))
    });
    assert_eq!(won, [ROUNDS, 0, 0]);
}

/// Which of three parked receives wins, with this seed.
fn seeded(seed: u64) -> usize {
    let (tx, rx) = rendezvous();
    let race = async {
        select! { seeded(seed); recv(rx) -> _ => 0, recv(rx) -> _ => 1, recv(rx) -> _ => 2 }
    };
    parked(race, || tx.try_send(()).unwrap())
}

#[test]
fn a_seed_decides_among_them_and_seeds_share() {
    let mut seeds = 0..ROUNDS as u64;
    assert_shared::<3>(|| seeded(seeds.next().unwrap()));
    assert!((0..100).all(|seed| seeded(seed) == seeded(seed)));
}
