//! A merge and foreign code: wakers and keys that use the channels of the merge, or panic.

use super::support::*;
use crate::flavor::*;
use goit::{RecvError, TryRecvError};
use std::cell::Cell;
use std::cmp::Ordering;
use std::rc::Rc;

/// A switch that makes something panic once.
#[derive(Clone, Default)]
struct Trap(Rc<Cell<bool>>);

impl Trap {
    fn set(&self) {
        self.0.set(true);
    }

    fn step(&self) {
        if self.0.take() {
            panic!("trapped");
        }
    }

    fn is_set(&self) -> bool {
        self.0.get()
    }
}

#[test]
fn a_waker_that_panics_when_it_is_cloned_leaves_a_merge_that_wakes() {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| bounded(1)).unzip();
    let mut merge: Merge<_, _> = receivers.iter().cloned().enumerate().collect();
    Task::new(merge.recv()).pending();
    let mut behind = Task::parked(receivers[1].recv());
    senders[1].try_send(1).unwrap();
    let trap = Trap::default();
    let sprung = trap.clone();
    let mut receive = Task::with(merge.recv(), Hooks::none().clone(move || sprung.step()));
    // The value of member 1 is there: nothing has to be cloned.
    assert_eq!(receive.ready(), (1, Ok(1)));
    drop(receive);
    let sprung = trap.clone();
    let mut receive = Task::with(merge.recv(), Hooks::none().clone(move || sprung.step()));
    trap.set();
    assert_eq!(panics(|| receive.poll()), "trapped");
    assert!(!trap.is_set());
    drop(receive);
    let mut receive = Task::parked(merge.recv());
    senders[2].try_send(2).unwrap();
    assert_eq!(receive.woken(), (2, Ok(2)));
    drop(receive);
    senders[1].try_send(3).unwrap();
    assert_eq!(behind.woken(), Ok(3));
    let mut receive = Task::parked(merge.recv());
    senders[0].try_send(4).unwrap();
    assert_eq!(receive.woken(), (0, Ok(4)));
}

#[test]
fn a_waker_that_panics_when_it_is_woken_loses_no_value() {
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..2).map(|_| bounded(1)).unzip();
    let mut merge: Merge<_, _> = receivers.into_iter().enumerate().collect();
    let mut receive = Task::with(merge.recv(), Hooks::none().wake(|| panic!("woken")));
    receive.pending();
    assert_eq!(panics(|| senders[0].try_send(1)), "woken");
    senders[1].try_send(2).unwrap();
    assert_eq!(receive.ready(), (0, Ok(1)));
    drop(receive);
    assert_eq!(merge.try_recv(), Ok((1, Ok(2))));
    let mut receive = Task::parked(merge.recv());
    senders[1].try_send(3).unwrap();
    assert_eq!(receive.woken(), (1, Ok(3)));
}

#[test]
fn a_merge_that_is_dropped_leaves_all_lines_though_what_it_passes_on_meets_a_panic() {
    for removed in [false, true] {
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| bounded(1)).unzip();
        let mut merge: Merge<_, _> = receivers.iter().cloned().enumerate().collect();
        Task::new(merge.recv()).pending();
        let mut behind: Vec<_> = receivers
            .iter()
            .enumerate()
            .map(|(n, rx)| {
                let hooks = Hooks::none().wake(move || assert!(n != 1, "the second one"));
                let mut receive = Task::with(rx.recv(), hooks);
                receive.pending();
                receive
            })
            .collect();
        for (n, tx) in senders.iter().enumerate() {
            tx.try_send(n).unwrap();
        }
        if removed {
            assert_eq!(panics(|| merge.remove(&1)), "the second one");
            assert!(merge.keys().eq(&[0, 2]));
            drop(merge);
        } else {
            assert_eq!(panics(|| drop(merge)), "the second one");
        }
        for (n, receive) in behind.iter_mut().enumerate() {
            assert_eq!(receive.woken(), Ok(n));
        }
    }
}

#[test]
fn a_sender_whose_waker_panics_leaves_the_member_in_its_turn() {
    let (tx, rx) = bounded(1);
    tx.try_send(1).unwrap();
    let mut first = Task::with(tx.send(2), Hooks::none().wake(|| panic!("woken")));
    first.pending();
    let mut second = Task::parked(tx.send(3));
    let mut merge = Merge::from_iter([((), rx)]);
    assert_eq!(panics(|| merge.try_recv()), "woken");
    assert_eq!(merge.try_recv(), Ok(((), Ok(2))));
    first.ready().unwrap();
    second.woken().unwrap();
    assert_eq!(merge.try_recv(), Ok(((), Ok(3))));
}

/// A key whose clone, comparison or drop panics when its trap is set.
struct Key {
    number: u32,
    clone: Trap,
    compare: Trap,
    drop: Trap,
}

impl Key {
    fn like(&self, number: u32) -> Self {
        let (clone, compare, drop) = (self.clone.clone(), self.compare.clone(), self.drop.clone());
        Key { number, clone, compare, drop }
    }

    fn first() -> Self {
        Key { number: 0, clone: Trap::default(), compare: Trap::default(), drop: Trap::default() }
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        self.clone.step();
        self.like(self.number)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.drop.step();
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare.step();
        self.number.cmp(&other.number)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.number.fmt(f)
    }
}

/// Two members, whose numbers are 0 and 1.
fn two() -> (Key, [Sender<u32>; 2], Merge<Key, u32>) {
    let key = Key::first();
    let [(a, a_rx), (b, b_rx)] = [bounded(1), bounded(1)];
    let merge = Merge::from_iter([(key.like(0), a_rx), (key.like(1), b_rx)]);
    (key, [a, b], merge)
}

fn try_recv(merge: &mut Merge<Key, u32>) -> Result<(u32, Result<u32, RecvError>), TryRecvError> {
    merge.try_recv().map(|(key, received)| (key.number, received))
}

#[test]
fn a_key_that_panics_when_it_is_cloned_leaves_its_value_where_it_is() {
    for parked in [false, true] {
        let (key, [a, b], mut merge) = two();
        if parked {
            assert!(merge.try_recv().is_err());
        }
        a.try_send(1).unwrap();
        b.try_send(2).unwrap();
        key.clone.set();
        assert_eq!(panics(|| merge.try_recv()), "trapped");
        assert_eq!([try_recv(&mut merge), try_recv(&mut merge)], [Ok((0, Ok(1))), Ok((1, Ok(2)))]);
    }
}

#[test]
fn a_key_that_panics_when_it_is_compared_leaves_the_set_as_it_is() {
    let (key, [a, b], mut merge) = two();
    let (c, rx) = bounded(1);
    key.compare.set();
    assert_eq!(panics(|| merge.insert(key.like(2), rx.clone())), "trapped");
    key.compare.set();
    assert_eq!(panics(|| merge.remove(&key.like(0))), "trapped");
    assert!(merge.keys().map(|key| key.number).eq([0, 1]));
    assert!(merge.insert(key.like(2), rx).is_none());
    // One that leaves because it is closed does so at the next try.
    a.close();
    key.compare.set();
    assert_eq!(panics(|| merge.try_recv()), "trapped");
    assert_eq!(try_recv(&mut merge), Ok((0, Err(RecvError))));
    c.try_send(1).unwrap();
    b.try_send(2).unwrap();
    assert_eq!([try_recv(&mut merge), try_recv(&mut merge)], [Ok((1, Ok(2))), Ok((2, Ok(1)))]);
    assert!(merge.keys().map(|key| key.number).eq([1, 2]));
}

#[test]
fn a_key_that_panics_when_it_is_dropped_leaves_the_rest() {
    let (key, [a, b], mut merge) = two();
    assert!(merge.try_recv().is_err());
    key.drop.set();
    assert_eq!(panics(|| merge.remove(&key.like(0))), "trapped");
    b.try_send(2).unwrap();
    assert_eq!(try_recv(&mut merge), Ok((1, Ok(2))));
    drop(a);
    let (c, rx) = bounded(1);
    merge.insert(key.like(3), rx);
    key.drop.set();
    assert_eq!(panics(|| drop(merge)), "trapped");
    assert!(b.is_closed() && c.is_closed());
}

#[test]
fn a_key_may_use_the_channels_while_it_is_cloned() {
    let (tx, rx) = bounded(1);
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    struct Thief;
    thread_local!(static LOOT: std::cell::RefCell<Option<Receiver<u32>>> = const { std::cell::RefCell::new(None) });
    impl Clone for Thief {
        fn clone(&self) -> Self {
            LOOT.with_borrow(|rx| rx.as_ref().map(Receiver::try_recv));
            Thief
        }
    }
    let mut merge = Merge::from_iter([(Thief, rx.clone())]);
    LOOT.set(Some(rx));
    tx.try_send(1).unwrap();
    assert!(merge.try_recv().is_err());
    tx.try_send(2).unwrap();
    // This one was sent to a member that waits: nobody else gets it.
    assert!(merge.try_recv().is_ok_and(|(_, received)| received == Ok(2)));
    LOOT.set(None);
}
