//! Wakers whose clone, wake or drop use the channel they wait on, or panic. After each the channel goes on, others were
//! woken, and every value was dropped once.
//!
//! Two wakers that panic during one close may abort the process: that is not tested.

use super::support::*;
use crate::flavor::*;
use futures_util::StreamExt;
use goit::select;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;

const CAPACITIES: [usize; 4] = [0, 1, 2, usize::MAX];

// ---- Wakers that use the channel, or panic --------------------------------------------------------------------

/// A channel, its values, and what foreign code may do with both.
struct World {
    ends: RefCell<Option<(Sender<Value>, Receiver<Value>)>>,
    drops: Drops,
    made: Cell<u32>,
}

impl World {
    fn new(capacity: usize) -> Rc<Self> {
        Rc::new(World {
            ends: RefCell::new(Some(bounded(capacity))),
            drops: Drops::new(),
            made: Cell::new(0),
        })
    }

    fn value(&self) -> Value {
        let number = self.made.replace(self.made.get() + 1);
        self.drops.value(number)
    }

    fn ends(&self) -> Option<(Sender<Value>, Receiver<Value>)> {
        self.ends.borrow().clone()
    }
}

/// What foreign code does, once.
type Deed = fn(&World);

const DEEDS: [(&str, Deed); 9] = [
    ("inquire", |world| {
        if let Some((tx, rx)) = world.ends() {
            let _ = (tx.len(), rx.is_full(), tx.is_closed(), tx.downgrade().upgrade(), format!("{rx:?}"));
        }
    }),
    ("try_send", |world| drop(world.ends().map(|(tx, _)| tx.try_send(world.value())))),
    ("try_recv", |world| drop(world.ends().map(|(_, rx)| rx.try_recv()))),
    ("force_send", |world| drop(world.ends().map(|(tx, _)| tx.force_send(world.value())))),
    ("close", |world| {
        world.ends().map(|(tx, _)| tx.close());
    }),
    ("park and leave", |world| {
        if let Some((tx, rx)) = world.ends() {
            let _ = (Task::new(rx.recv()).poll(), Task::new(tx.send(world.value())).poll());
            let _ = Task::new(rx.closed()).poll();
        }
    }),
    ("park an owned receive and leave", |world| {
        if let Some((_, rx)) = world.ends() {
            let mut receive = Task::new(rx.into_recv());
            let _ = receive.poll();
            drop(receive);
        }
    }),
    ("drop the handles", |world| drop(world.ends.take())),
    ("panic", |_| panic!("a hostile waker")),
];

#[derive(Debug, Clone, Copy)]
enum Hook {
    Clone,
    Wake,
    Drop,
}

impl Hook {
    fn hooks(self, deed: impl Fn() + 'static) -> Hooks {
        match self {
            Hook::Clone => Hooks::none().clone(deed),
            Hook::Wake => Hooks::none().wake(deed),
            Hook::Drop => Hooks::none().drop(deed),
        }
    }
}

/// What waits with the hostile waker, for whom others wait too.
#[derive(Debug, Clone, Copy)]
enum Waits {
    Send,
    Recv,
    Closed,
    SelectSend,
    SelectRecv,
}

type Boxed = Pin<Box<dyn Future<Output = ()>>>;

impl Waits {
    fn operation(self, world: &Rc<World>) -> Option<Boxed> {
        let (tx, rx) = world.ends()?;
        let value = matches!(self, Waits::Send | Waits::SelectSend).then(|| world.value());
        let (idle_tx, idle) = rendezvous::<u8>();
        Some(match self {
            Waits::Send => Box::pin(async move { drop(tx.into_send(value.unwrap()).await) }),
            Waits::Recv => Box::pin(async move { drop(rx.into_recv().await) }),
            Waits::Closed => Box::pin(async move { tx.closed().await }),
            Waits::SelectSend => Box::pin(async move {
                let mut value = value;
                select! { send(idle_tx, 1) -> _, if false => {}, send_from(tx, &mut value) -> _ => {}, recv(idle) -> _ => {} }
            }),
            Waits::SelectRecv => Box::pin(async move {
                select! { recv(idle) -> _ => {}, recv(rx) -> _ => {}, send(idle_tx, 1) -> _, if false => {} }
            }),
        })
    }

    /// What completes one of those who wait.
    fn meet(self, world: &World) {
        if let Some((tx, rx)) = world.ends() {
            match self {
                Waits::Send | Waits::SelectSend => drop(rx.try_recv()),
                Waits::Recv | Waits::SelectRecv => drop(tx.try_send(world.value())),
                Waits::Closed => {
                    tx.close();
                }
            }
        }
    }
}

/// One channel from the first send to the last drop, with a waker that does `deed` at `hook`, once.
fn hostile_waker(capacity: usize, waits: Waits, hook: Hook, deed: Deed) {
    let world = World::new(capacity);
    let step = |f: &mut dyn FnMut()| {
        let _ = catch_unwind(AssertUnwindSafe(f));
    };
    if matches!(waits, Waits::Send | Waits::SelectSend) {
        let (tx, _rx) = world.ends().unwrap();
        while capacity < 10 && tx.len() < capacity {
            tx.try_send(world.value()).unwrap();
        }
    }
    let (armed, inside) = (Cell::new(true), Rc::downgrade(&world));
    let hooks = hook.hooks(move || {
        if armed.take() {
            if let Some(world) = inside.upgrade() {
                deed(&world);
            }
        }
    });
    let mut victim = Some(Task::with(waits.operation(&world).unwrap(), hooks));
    let mut done = false;
    step(&mut || done |= victim.as_mut().unwrap().poll().is_ready());
    let mut behind: Vec<_> = (0..2).filter_map(|_| waits.operation(&world)).map(Task::new).collect();
    let mut finished = vec![false; behind.len()];
    for (task, finished) in behind.iter_mut().zip(&mut finished) {
        *finished = task.poll().is_ready();
    }
    step(&mut || waits.meet(&world));
    step(&mut || waits.meet(&world));
    step(&mut || {
        done = done || victim.as_mut().unwrap().poll().is_ready();
    });
    step(&mut || drop(victim.take()));
    goes_on(&world);
    // Whoever still waits is told by the close.
    if let Some((tx, _)) = world.ends() {
        tx.close();
    }
    drop(world.ends.take());
    for (task, finished) in behind.iter_mut().zip(finished) {
        assert!(finished || task.wakes() > 0, "a task waits, and nobody told it");
        assert!(finished || task.poll().is_ready(), "a task was woken for nothing");
    }
    drop(behind);
    assert_eq!(world.drops.sorted(), (0..world.made.get()).collect::<Vec<_>>(), "each value is dropped once");
}

/// The channel works as ever for those who come now.
fn goes_on(world: &World) {
    let Some((tx, rx)) = world.ends() else { return };
    while rx.try_recv().is_ok() {}
    if tx.is_closed() {
        assert!(tx.try_send(world.value()).unwrap_err().is_closed());
        assert!(rx.try_recv().unwrap_err().is_closed());
        Task::new(tx.closed()).ready();
        return;
    }
    // Others may be parked before these; each send serves one of them.
    let mut receive = Task::new(rx.recv());
    let mut sends = 0;
    while receive.poll().is_pending() {
        assert!(tx.try_send(world.value()).is_ok(), "a receive waits, and a send is refused");
        sends += 1;
        assert!(sends < 5, "a receive is passed over");
    }
    drop(receive);
    while rx.try_recv().is_ok() {}
    let mut send = Task::new(tx.send(world.value()));
    let mut receives = 0;
    while send.poll().is_pending() {
        assert!(rx.try_recv().is_ok(), "a send waits, and there is nothing to receive");
        receives += 1;
        assert!(receives < 5, "a send is passed over");
    }
}

#[test]
fn wakers_whose_clone_wake_or_drop_use_the_channel_or_panic() {
    let mut cases = 0..;
    for capacity in CAPACITIES {
        for waits in [Waits::Send, Waits::Recv, Waits::Closed, Waits::SelectSend, Waits::SelectRecv] {
            for hook in [Hook::Clone, Hook::Wake, Hook::Drop] {
                for (name, deed) in DEEDS {
                    if !cases.next().is_some_and(|case| sampled(case, 4 * 5 * 3 * 9)) {
                        continue;
                    }
                    println!("capacity {capacity}, {waits:?} waits, {hook:?} does: {name}");
                    hostile_waker(capacity, waits, hook, deed);
                }
            }
        }
    }
}

#[test]
fn a_waker_that_panics_in_a_close_keeps_nobody_from_being_told() {
    for panicking in 0..5 {
        let (tx, rx) = bounded(1);
        tx.try_send(0).unwrap();
        let operation = |n| {
            let (tx, rx) = (tx.clone(), rx.clone());
            async move { if n % 2 == 0 { assert!(tx.send(n).await.is_err()) } else { rx.closed().await } }
        };
        let mut tasks: Vec<_> = (0..5)
            .map(|n| {
                let hooks = Hooks::none().wake(move || assert!(n != panicking, "a hostile waker"));
                Task::with(operation(n), hooks)
            })
            .collect();
        tasks.iter_mut().for_each(Task::pending);
        assert_eq!(panics(|| tx.close()), "a hostile waker");
        for task in &mut tasks {
            task.woken();
        }
        assert!(!rx.close());
        assert_eq!(rx.try_recv(), Ok(0));
    }
}

#[test]
fn a_waker_that_panics_when_it_is_chosen_loses_no_value() {
    for capacity in CAPACITIES {
        let (tx, rx) = bounded(capacity);
        let mut receive = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
        receive.pending();
        assert_eq!(panics(|| tx.try_send(1)), "a hostile waker");
        // The value was committed before the waker ran.
        assert_eq!(receive.ready(), Ok(1));
        let mut receive = Task::parked(rx.recv());
        tx.try_send(2).unwrap();
        assert_eq!(receive.woken(), Ok(2));
    }
}

#[test]
fn a_send_whose_waker_panics_when_cloned_is_not_parked() {
    let drops = Drops::new();
    let (tx, rx) = rendezvous();
    let mut send = Task::with(tx.send(drops.value(1)), Hooks::none().clone(|| panic!("a hostile waker")));
    assert_eq!(panics(|| send.poll()), "a hostile waker");
    assert_eq!(rx.try_recv().unwrap_err(), TryRecvError::Empty);
    let mut slot = Some(drops.value(2));
    let mut from = Task::with(tx.send_from(&mut slot), Hooks::none().clone(|| panic!("a hostile waker")));
    assert_eq!(panics(|| from.poll()), "a hostile waker");
    drop(from);
    assert_eq!(slot.as_ref().map(|value| value.number), Some(2));
    drop(send);
    assert_eq!(drops.so_far(), [1]);
}

#[test]
fn the_last_handle_is_dropped_inside_wake() {
    let ends = Rc::new(RefCell::new(Some(rendezvous::<u8>())));
    let inside = ends.clone();
    let hooks = Hooks::none().wake(move || drop(inside.take()));
    let rx = ends.borrow().as_ref().unwrap().1.clone();
    let tx = ends.borrow().as_ref().unwrap().0.clone();
    let mut receive = Task::with(rx.into_recv(), hooks);
    receive.pending();
    // `tx` lives until the send has returned; then only the receive is left.
    assert_eq!(tx.try_send(1), Ok(()));
    assert!(ends.borrow().is_none());
    drop(tx);
    assert_eq!(receive.ready(), Ok(1));
}

#[test]
fn a_receiver_whose_drop_meets_a_panicking_waker_is_gone_all_the_same() {
    let (tx, rx) = bounded(1);
    let mut streaming = rx.clone();
    Task::new(streaming.next()).pending();
    let mut behind = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
    behind.pending();
    tx.try_send(1).unwrap();
    // What the stream had coming passes to the receive behind it.
    assert_eq!(panics(|| drop(streaming)), "a hostile waker");
    assert_eq!(behind.ready(), Ok(1));
    drop(behind);
    assert_eq!(tx.receiver_count(), 1);
    drop(rx);
    assert!(tx.is_closed());
}

#[test]
fn a_send_whose_partners_waker_panics_has_completed() {
    let (tx, rx) = rendezvous();
    let mut receiving = Task::with(rx.recv(), Hooks::none().wake(|| panic!("a hostile waker")));
    receiving.pending();
    let mut sending = Task::new(tx.send(1));
    assert_eq!(panics(|| _ = sending.poll()), "a hostile waker");
    let mut behind = Task::new(rx.recv());
    behind.pending();
    assert!(panics(|| _ = sending.poll()).contains("has completed"));
    assert_eq!(receiving.ready(), Ok(1));
    behind.pending();
}

#[test]
fn a_receive_whose_partners_waker_panics_has_completed() {
    let (tx, rx) = rendezvous();
    let mut sending = Task::with(tx.send(1), Hooks::none().wake(|| panic!("a hostile waker")));
    sending.pending();
    let mut receiving = Task::new(rx.recv());
    assert_eq!(panics(|| _ = receiving.poll()), "a hostile waker");
    assert!(panics(|| _ = receiving.poll()).contains("has completed"));
    assert_eq!(sending.ready(), Ok(()));
    assert!(tx.is_empty() && tx.try_send(2).unwrap_err().is_full());
}
