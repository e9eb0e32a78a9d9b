//! Memory: what allocates, how much, and when it is given back.

use super::support::*;
use crate::flavor::future::{Recv, RecvMany, Send};
use crate::flavor::*;
use goit::select;
use goit::select::{recv, send};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

const CAPACITIES: [usize; 5] = [0, 1, 2, 64, usize::MAX];

pub(super) fn poll<Fut: Future>(future: Pin<&mut Fut>, waker: &Waker) -> Poll<Fut::Output> {
    future.poll(&mut Context::from_waker(waker))
}

/// Allocations of many rounds, once some rounds have warmed up what they use.
pub(super) fn steady(mut round: impl FnMut()) -> usize {
    for _ in 0..20 {
        round();
    }
    allocations(|| (0..repeats(100)).for_each(|_| round()))
}

#[test]
fn creating_a_channel_is_one_allocation() {
    assert_eq!(allocations(|| bounded::<u64>(7)), 1);
    assert_eq!(allocations(rendezvous::<u64>), 1);
    assert_eq!(allocations(unbounded::<[u64; 100]>), 1);
    assert_eq!(allocations(|| Channel::<String>::bounded(0)), 1);
}

#[test]
fn handles_allocate_nothing() {
    let (tx, rx) = bounded::<u64>(7);
    assert_eq!(
        allocations(|| {
            let weak = (tx.downgrade(), rx.downgrade());
            let again = (weak.0.upgrade(), weak.1.upgrade(), tx.clone(), rx.clone().close_on_drop());
            drop((weak, again, tx.send(1), rx.recv(), tx.sink()));
        }),
        0
    );
}

#[test]
fn a_channel_gives_all_its_memory_back() {
    for capacity in CAPACITIES {
        let (kept, _) = usage(|| {
            let (tx, rx) = bounded(capacity);
            let sends: Vec<_> = (0..repeats(100)).map(|n| Task::new(tx.send(n))).collect();
            for mut send in sends {
                let _ = send.poll();
            }
            let receives: Vec<_> = (0..repeats(200)).map(|_| Task::new(rx.recv())).collect();
            for mut receive in receives {
                let _ = receive.poll();
            }
            let _ = Task::new(rx.closed()).poll();
        });
        assert_eq!(kept.bytes, 0, "capacity {capacity}");
    }
}

#[test]
fn buffered_traffic_allocates_nothing() {
    for capacity in [1, 2, 64, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let fill = capacity.min(50) as u64;
        assert_eq!(
            steady(|| {
                (0..fill).for_each(|n| tx.try_send(n).unwrap());
                (0..fill).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
            }),
            0,
            "capacity {capacity}"
        );
    }
}

#[test]
fn parked_receives_allocate_nothing() {
    for waker in [Waker::noop().clone(), Hooks::none().waker().0] {
        for capacity in CAPACITIES {
            let (tx, rx) = bounded(capacity);
            assert_eq!(
                steady(|| {
                    let mut receives = [(); 8].map(|()| rx.recv());
                    for receive in &mut receives {
                        assert!(poll(Pin::new(receive), &waker).is_pending());
                    }
                    (0..8).for_each(|n| tx.try_send(n).unwrap());
                    for (n, receive) in receives.iter_mut().enumerate() {
                        assert_eq!(poll(Pin::new(receive), &waker), Poll::Ready(Ok(n)));
                    }
                }),
                0,
                "capacity {capacity}"
            );
        }
    }
}

#[test]
fn parked_sends_and_cancelled_operations_allocate_nothing() {
    let waker = Hooks::none().waker().0;
    for capacity in [0, 1, 2] {
        let (tx, rx) = bounded(capacity);
        (0..capacity).for_each(|n| tx.try_send(n).unwrap());
        assert_eq!(
            steady(|| {
                let mut sends = [1, 2, 3, 4].map(|n| tx.send(n));
                for send in &mut sends {
                    assert!(poll(Pin::new(send), &waker).is_pending());
                }
                rx.try_recv().unwrap();
                rx.try_recv().unwrap();
                drop(sends);
                (capacity == 2).then(|| assert_eq!(rx.len(), 2));
            }),
            0,
            "capacity {capacity}"
        );
    }
}

#[test]
fn a_rendezvous_between_two_tasks_allocates_nothing() {
    let waker = Hooks::none().waker().0;
    let (tx, rx) = rendezvous();
    let mut sending = pin!(async {
        for n in 0_u64.. {
            tx.send(n).await.unwrap();
        }
    });
    let mut receiving = pin!(async {
        loop {
            rx.recv().await.unwrap();
        }
    });
    assert_eq!(
        steady(|| {
            assert!(poll(sending.as_mut(), &waker).is_pending());
            assert!(poll(receiving.as_mut(), &waker).is_pending());
        }),
        0
    );
}

#[test]
fn a_select_of_8_arms_allocates_nothing_ready_or_parked() {
    let waker = Hooks::none().waker().0;
    let channels = [0; 8].map(bounded::<u64>);
    let [c0, c1, c2, c3, c4, c5, c6, c7] = &channels;
    let mut won = 0;
    assert_eq!(
        steady(|| {
            // Sends and receives on channels that nobody else uses: it waits until one of them is met.
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
                }
            });
            assert!(poll(race.as_mut(), &waker).is_pending());
            won = (won + 1) % 8;
            if won % 2 == 0 {
                channels[won].0.try_send(9).unwrap();
            } else {
                assert_eq!(channels[won].1.try_recv(), Ok(won as u64));
            }
            assert_eq!(poll(race, &waker), Poll::Ready(won));
        }),
        0
    );
}

#[test]
fn a_builder_of_8_cases_allocates_nothing_ready_or_parked() {
    let waker = Hooks::none().waker().0;
    let channels = [0; 4].map(bounded::<u64>);
    let mut won = 0;
    let mut first = false;
    assert_eq!(
        steady(|| {
            let mut receiving = [0, 1, 2, 3].map(|n| recv(&channels[n].1, |received| received.unwrap()));
            let mut sending =
                [0, 1, 2, 3].map(|n| send(&channels[n].0, n as u64, |sent| sent.map(|()| 99).unwrap()));
            let mut select = Select::new();
            for case in &mut receiving {
                select.add(case);
            }
            for case in &mut sending {
                select.add(case);
            }
            won = (won + 1) % 8;
            first ^= won == 0;
            let mut meet = pin!(async {
                match won {
                    0..4 => channels[won].0.send(7).await.unwrap(),
                    _ => drop(channels[won - 4].1.recv().await.unwrap()),
                }
            });
            // The select finds its partner waiting, or waits for it.
            let parked = if first { poll(meet.as_mut(), &waker).is_pending() } else { false };
            assert!(parked || poll(Pin::new(&mut select), &waker).is_pending());
            assert!(parked || poll(meet.as_mut(), &waker).is_ready());
            let Poll::Ready((case, _)) = poll(Pin::new(&mut select), &waker) else { panic!("it was met") };
            assert!(!parked || poll(meet, &waker).is_ready());
            assert_eq!(case, won);
        }),
        0
    );
}

#[test]
fn a_select_that_does_not_wait_allocates_nothing() {
    let (tx, rx) = bounded::<u64>(1);
    let waker = Waker::noop();
    assert_eq!(
        steady(|| {
            let race = pin!(async {
                select! {
                    recv(rx) -> _ => 1,
                    send(tx, 1), if false => 2,
                    default => 3,
                }
            });
            assert_eq!(poll(race, waker), Poll::Ready(3));
        }),
        0
    );
}

#[test]
fn close_allocates_nothing_however_many_wait() {
    let waker = Hooks::none().waker().0;
    let (tx, rx) = rendezvous::<u64>();
    let mut sends: Vec<_> = (0..repeats(100) as u64).map(|n| tx.send(n)).collect();
    for send in &mut sends {
        assert!(poll(Pin::new(send), &waker).is_pending());
    }
    assert_eq!(allocations(|| rx.close()), 0);
    assert_eq!(allocations(|| drop(sends)), 0);
}

#[test]
fn a_huge_bound_costs_nothing_until_it_is_used() {
    for capacity in [1 << 20, 1 << 30, usize::MAX / 2, usize::MAX - 1] {
        let (kept, (tx, _rx)) = usage(|| bounded::<[u64; 8]>(capacity));
        assert_eq!(kept.calls, 1);
        let (used, ()) = usage(|| tx.try_send([0; 8]).unwrap());
        assert!(kept.bytes + used.bytes < 2048, "{kept:?} {used:?}");
    }
}

#[test]
fn a_buffer_grows_to_its_bound_and_no_further() {
    let (tx, rx) = bounded::<[u64; 8]>(10);
    let before = usage(|| ()).0.bytes;
    let (grown, ()) = usage(|| (0..10).for_each(|_| tx.try_send([0; 8]).unwrap()));
    assert_eq!(before, 0);
    assert_eq!(grown.bytes, 10 * 64);
    drop(rx);
}

#[test]
fn a_send_that_waits_makes_no_room_in_the_buffer() {
    for capacity in [1, 5, 10] {
        let (tx, _rx) = bounded::<u64>(capacity);
        (0..capacity).for_each(|_| tx.try_send(0).unwrap());
        // The first one makes the line of sends.
        Task::new(tx.send(1)).pending();
        let mut send = Task::new(tx.send(1));
        assert_eq!(allocations(|| send.pending()), 0);
    }
}

#[test]
fn the_memory_of_a_burst_is_given_back_once_it_is_drained() {
    for capacity in [100_000, usize::MAX] {
        let (tx, rx) = bounded::<usize>(capacity);
        let (kept, ()) = usage(|| {
            (0..repeats(100_000)).for_each(|n| tx.try_send(n).unwrap());
            (0..repeats(100_000)).for_each(|n| assert_eq!(rx.try_recv(), Ok(n)));
        });
        assert!(kept.bytes <= 1024, "capacity {capacity}: {kept:?}");
    }
}

#[test]
fn the_last_receiver_frees_the_buffer_while_senders_live() {
    let (tx, rx) = unbounded::<usize>();
    let (kept, ()) = usage(|| {
        (0..repeats(10_000)).for_each(|n| tx.try_send(n).unwrap());
        drop(rx);
    });
    assert_eq!(kept.bytes, 0);
}

#[test]
fn zero_sized_values_need_no_buffer() {
    for capacity in [1, 1000, usize::MAX - 1, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let fill = capacity.min(repeats(1000));
        assert_eq!(allocations(|| (0..fill).for_each(|_| tx.try_send(()).unwrap())), 0);
        assert_eq!(rx.len(), fill);
        assert_eq!(tx.try_send(()).is_err(), fill == capacity);
        while rx.try_recv().is_ok() {}
        let mut receive = Task::parked(rx.recv());
        assert_eq!(tx.try_send(()), Ok(()));
        assert_eq!(receive.woken(), Ok(()));
    }
}

#[test]
fn futures_and_handles_are_small() {
    let at_most = |most, size| assert!(size <= most, "{size} bytes, not {most}");
    at_most(24, size_of::<Send<'_, u64>>());
    at_most(16, size_of::<Recv<'_, u64>>());
    at_most(32, size_of::<RecvMany<'_, u64>>());
    at_most(16, size_of::<Receiver<u64>>());
    at_most(16, size_of::<Sender<u64>>());
}

/// Beside what they borrow: a reference to the receivers.
#[test]
fn a_select_is_small() {
    let receivers: [Receiver<u64>; 8] = core::array::from_fn(|_| bounded(1).1);
    let rxs = &receivers;
    let two = async move {
        select! { recv(rxs[0]) -> n => n, recv(rxs[1]) -> n => n }
    };
    let eight = async move {
        select! {
            recv(rxs[0]) -> n => n,
            recv(rxs[1]) -> n => n,
            recv(rxs[2]) -> n => n,
            recv(rxs[3]) -> n => n,
            recv(rxs[4]) -> n => n,
            recv(rxs[5]) -> n => n,
            recv(rxs[6]) -> n => n,
            recv(rxs[7]) -> n => n,
        }
    };
    for (size, most) in [(size_of_val(&two), 104), (size_of_val(&eight), 224)] {
        assert!(size - size_of::<&[Receiver<u64>; 8]>() <= most, "{size} bytes");
    }
}

/// What a channel's one allocation holds beside its state: counts of those who share it and of handles, weak ones too, the dice, the
/// capacity.
const BESIDE: isize = 64;

#[test]
fn a_channel_is_small() {
    let (made, _channel) = usage(|| bounded::<u64>(16));
    let state = made.bytes - BESIDE;
    assert!(state <= if SYNC { 320 } else { 192 }, "{state} bytes");
}
