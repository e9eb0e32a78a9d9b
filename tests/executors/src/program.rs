//! The program, part by part; compiled once for each flavour. It decides by what arrives, never by how long it took.

use super::{Receiver, Sender, Task, bounded, rendezvous, unbounded};
use core::pin::pin;
use core::time::Duration;
use futures_util::future::abortable;
use futures_util::{SinkExt, StreamExt, stream};
use goit::{RecvError, SendError, select};

/// An executor: its own tasks and its own clock.
pub trait World: Sized + 'static {
    /// Runs a part of the program to its end.
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static);

    /// Spawns a task that goes on by itself.
    fn spawn(&self, task: impl Task);

    /// A timer.
    fn sleep(&self, time: Duration) -> impl Task;

    /// Spawns a task; calling what this returns cancels it. To be given where the executor has a way of its own.
    fn spawn_cancellable(&self, task: impl Task) -> Box<dyn FnOnce()> {
        let (task, abort) = abortable(task);
        self.spawn(async move { task.await.unwrap_or(()) });
        Box::new(move || abort.abort())
    }
}

/// Short, for timers that fire.
const SHORT: Duration = Duration::from_millis(1);

/// Longer than any run, for timers that do not.
const HOURS: Duration = Duration::from_secs(5 * 60 * 60);

pub(super) const CAPACITIES: [Option<usize>; 4] = [Some(0), Some(1), Some(3), None];

pub(super) fn channel<T>(capacity: Option<usize>) -> (Sender<T>, Receiver<T>) {
    capacity.map_or_else(unbounded, bounded)
}

/// A channel that cannot take another value.
fn full_channel(capacity: usize) -> (Sender<usize>, Receiver<usize>) {
    let (tx, rx) = bounded(capacity);
    (0..capacity).for_each(|n| tx.try_send(n).unwrap());
    (tx, rx)
}

/// All that is in a channel now.
fn drain<T>(rx: &Receiver<T>) -> Vec<T> {
    core::iter::from_fn(|| rx.try_recv().ok()).collect()
}

/// Every value arrives once, those of one producer in their order.
pub async fn producers_and_consumers(world: impl World) {
    const PRODUCERS: u32 = 4;
    const VALUES: u32 = 50;

    for capacity in CAPACITIES {
        let (tx, rx) = channel::<(u32, u32)>(capacity);
        let (report, reports) = unbounded::<Vec<(u32, u32)>>();
        for producer in 0..PRODUCERS {
            let tx = tx.clone();
            world.spawn(async move {
                for n in 0..VALUES {
                    tx.send((producer, n)).await.unwrap();
                }
            });
        }
        for _ in 0..3 {
            let (rx, report) = (rx.clone(), report.clone());
            world.spawn(async move {
                let mut got = Vec::new();
                while let Ok(value) = rx.recv().await {
                    got.push(value);
                }
                report.try_send(got).unwrap();
            });
        }
        drop((tx, rx, report));

        let mut all = Vec::new();
        while let Ok(got) = reports.recv().await {
            for producer in 0..PRODUCERS {
                let own: Vec<_> = got.iter().filter(|value| value.0 == producer).collect();
                assert!(own.is_sorted(), "{own:?}");
            }
            all.extend(got);
        }
        all.sort_unstable();
        let sent: Vec<_> = (0..PRODUCERS).flat_map(|p| (0..VALUES).map(move |n| (p, n))).collect();
        assert_eq!(all, sent);
    }
}

/// A sender is a sink, a receiver is a stream.
pub async fn streams_and_sinks(world: impl World) {
    for capacity in CAPACITIES {
        let (tx, rx) = channel::<u32>(capacity);
        world.spawn(async move {
            let mut sink = tx.into_sink();
            sink.send_all(&mut stream::iter(0..50).map(Ok)).await.unwrap();
            sink.close().await.unwrap();
        });
        assert_eq!(rx.collect::<Vec<_>>().await, (0..50).collect::<Vec<_>>());
    }
}

/// A task that merges two channels into a third by one select.
pub async fn select_merges(world: impl World) {
    for capacity in CAPACITIES {
        let (left, from_left) = channel::<u32>(capacity);
        let (right, from_right) = channel::<u32>(capacity);
        let (out, merged) = channel::<u32>(capacity);
        for (tx, first) in [(left, 0), (right, 1)] {
            world.spawn(async move {
                for n in (first..100).step_by(2) {
                    tx.send(n).await.unwrap();
                }
            });
        }
        world.spawn(async move {
            let (mut left, mut right, mut next) = (Some(from_left), Some(from_right), None);
            while left.is_some() || right.is_some() || next.is_some() {
                let full = next.is_some();
                select! {
                    recv(left) -> got, if !full => match got {
                        Ok(n) => next = Some(n),
                        Err(RecvError) => left = None,
                    },
                    recv(right) -> got, if !full => match got {
                        Ok(n) => next = Some(n),
                        Err(RecvError) => right = None,
                    },
                    send_from(out, &mut next) -> sent, if full => sent.unwrap(),
                }
            }
        });
        let mut all: Vec<_> = merged.collect().await;
        let own = |first| all.iter().copied().filter(move |n| n % 2 == first);
        assert!(own(0).is_sorted() && own(1).is_sorted());
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
    }
}

/// Two selects, each with a send to the other and a receive from it: every round is one transfer, in one direction.
pub async fn select_meets_select(world: impl World) {
    let (there, from_there) = rendezvous::<u32>();
    let (back, from_back) = rendezvous::<u32>();
    let (report, reports) = unbounded();
    for (side, tx, rx) in [(0, there, from_back), (1, back, from_there)] {
        let report = report.clone();
        world.spawn(async move {
            let (mut sent, mut received) = (Vec::new(), Vec::new());
            for n in 0..100 {
                select! {
                    send(tx, n) -> done => {
                        done.unwrap();
                        sent.push(n);
                    }
                    recv(rx) -> got => received.push(got.unwrap()),
                }
            }
            report.try_send((side, sent, received)).unwrap();
        });
    }
    drop(report);
    let mut both: Vec<_> = reports.collect().await;
    both.sort();
    let [(_, sent, received), (_, sent_back, received_back)] = &both[..] else { panic!("{both:?}") };
    assert_eq!(sent, received_back);
    assert_eq!(sent_back, received);
    assert_eq!(sent.len() + received.len(), 100);
}

/// The executor's timer wins while the channel stays silent.
pub async fn timer_arm_fires(world: impl World) {
    for capacity in CAPACITIES {
        let (tx, rx) = channel::<u32>(capacity);
        for _ in 0..3 {
            select! {
                recv(rx) -> got => panic!("nobody sent {got:?}"),
                wait(world.sleep(SHORT)) => {}
            }
        }
        drop(tx);
    }
    let (tx, rx) = full_channel(2);
    let mut slot = Some(2);
    select! {
        send_from(tx, &mut slot) -> _ => panic!("the channel is full"),
        wait(world.sleep(SHORT)) => {}
    }
    assert_eq!(slot, Some(2));
    assert_eq!(drain(&rx), [0, 1]);
}

/// One timer goes on through many selects while values arrive.
pub async fn timer_arm_waits_on(world: impl World) {
    for capacity in CAPACITIES {
        let (tx, rx) = channel::<u32>(capacity);
        let pause = world.sleep(SHORT);
        world.spawn(async move {
            pause.await;
            for n in 0..20 {
                tx.send(n).await.unwrap();
            }
        });
        let mut deadline = pin!(world.sleep(HOURS));
        let mut got = Vec::new();
        let end = loop {
            select! {
                wait(deadline.as_mut()) => panic!("hours have passed"),
                recv(rx) -> received => match received {
                    Ok(n) => got.push(n),
                    Err(end) => break end,
                },
            }
        };
        assert_eq!((got, end), ((0..20).collect(), RecvError));
    }
}

/// A task that is cancelled after a value was chosen for it: the value goes to the next receive.
pub async fn cancelled_receive_loses_nothing(world: impl World) {
    for capacity in CAPACITIES {
        let (tx, rx) = channel::<u32>(capacity);
        let (ready, is_ready) = unbounded();
        let (took, taken) = unbounded();
        let (alive, gone) = rendezvous::<()>();
        let mine = rx.clone();
        let cancel = world.spawn_cancellable(async move {
            let _alive = alive;
            ready.try_send(()).unwrap();
            took.try_send(mine.recv().await.unwrap()).unwrap();
        });
        is_ready.recv().await.unwrap();
        tx.send(7).await.unwrap();
        cancel();
        gone.closed().await;
        // On several threads the task may have been faster than its cancellation.
        let mut values = drain(&taken);
        values.extend(drain(&rx));
        assert_eq!(values, [7]);
        // The line is empty: the next value goes to the next receive.
        let (next, sent) = futures_util::join!(rx.recv(), tx.send(8));
        assert_eq!((next, sent), (Ok(8), Ok(())));
    }
}

/// A task that is cancelled while its send waits: the value is never delivered.
pub async fn cancelled_send_sends_nothing(world: impl World) {
    for capacity in CAPACITIES.into_iter().flatten() {
        let (tx, rx) = full_channel(capacity);
        let (ready, is_ready) = unbounded();
        let (alive, gone) = rendezvous::<()>();
        let mine = tx.clone();
        let cancel = world.spawn_cancellable(async move {
            let _alive = alive;
            ready.try_send(()).unwrap();
            mine.send(99).await.unwrap();
        });
        is_ready.recv().await.unwrap();
        cancel();
        gone.closed().await;
        assert_eq!(drain(&rx), (0..capacity).collect::<Vec<_>>());
        let (next, sent) = futures_util::join!(rx.recv(), tx.send(8));
        assert_eq!((next, sent), (Ok(8), Ok(())));
    }
}

/// A task that is cancelled in a select: no arm has done anything, and all have left.
pub async fn cancelled_select_does_nothing(world: impl World) {
    for capacity in CAPACITIES.into_iter().flatten() {
        let (input, mine) = bounded(capacity);
        let rest = mine.clone();
        let (tx, rx) = full_channel(capacity);
        let (ready, is_ready) = unbounded();
        let (alive, gone) = rendezvous::<()>();
        let timer = world.sleep(HOURS);
        let out = tx.clone();
        let cancel = world.spawn_cancellable(async move {
            let _alive = alive;
            ready.try_send(()).unwrap();
            select! {
                recv(mine) -> got => panic!("nobody sent {got:?}"),
                send(out, 99) -> _ => panic!("the channel is full"),
                wait(timer) => panic!("hours have passed"),
            }
        });
        is_ready.recv().await.unwrap();
        cancel();
        gone.closed().await;
        assert_eq!(drain(&rx), (0..capacity).collect::<Vec<_>>());
        let (next, sent) = futures_util::join!(rx.recv(), tx.send(8));
        assert_eq!((next, sent), (Ok(8), Ok(())));
        let (next, sent) = futures_util::join!(rest.recv(), input.send(9));
        assert_eq!((next, sent), (Ok(9), Ok(())));
    }
}

/// Every task that waits on a channel learns that it was closed, and what was not sent comes back.
pub async fn close_wakes_everybody(world: impl World) {
    for capacity in CAPACITIES.into_iter().flatten() {
        let (empty_tx, empty_rx) = bounded::<u32>(capacity);
        let (full_tx, full_rx) = full_channel(capacity);
        let (ready, is_ready) = unbounded();
        let (report, reports) = unbounded();

        let parts = || (ready.clone(), report.clone());
        let ((ready_1, report_1), rx) = (parts(), empty_rx.clone());
        world.spawn(async move {
            ready_1.try_send(()).unwrap();
            assert_eq!(rx.recv().await, Err(RecvError));
            report_1.try_send(1).unwrap();
        });
        let ((ready_2, report_2), tx) = (parts(), full_tx.clone());
        world.spawn(async move {
            ready_2.try_send(()).unwrap();
            assert_eq!(tx.send(99).await, Err(SendError(99)));
            report_2.try_send(2).unwrap();
        });
        let ((ready_3, report_3), tx) = (parts(), empty_tx.clone());
        world.spawn(async move {
            ready_3.try_send(()).unwrap();
            tx.closed().await;
            report_3.try_send(3).unwrap();
        });
        let ((ready_4, report_4), rx, tx) = (parts(), empty_rx.clone(), full_tx.clone());
        let timer = world.sleep(HOURS);
        world.spawn(async move {
            ready_4.try_send(()).unwrap();
            let mut slot = Some(99);
            select! {
                recv(rx) -> got => assert_eq!(got, Err(RecvError)),
                send_from(tx, &mut slot) -> sent => assert_eq!(sent, Err(SendError(()))),
                wait(timer) => panic!("hours have passed"),
            }
            assert_eq!(slot, Some(99));
            report_4.try_send(4).unwrap();
        });
        drop((ready, report));

        for _ in 0..4 {
            is_ready.recv().await.unwrap();
        }
        assert!(empty_tx.close());
        assert!(full_rx.close());
        assert!(!full_tx.close());
        let mut told: Vec<_> = reports.collect().await;
        told.sort_unstable();
        assert_eq!(told, [1, 2, 3, 4]);
        assert_eq!(drain(&full_rx), (0..capacity).collect::<Vec<_>>());
    }
}
