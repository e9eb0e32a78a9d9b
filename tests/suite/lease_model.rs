//! Random leases, returns, receives and sends of one channel against what they should come to, written down as lists.

use super::support::*;
use crate::flavor::future::{Leasing, Recv, Send};
use crate::flavor::*;
use std::collections::VecDeque;
use std::task::Poll;

/// What the channel should hold. Every value has its number; a value that came back stands before the others.
#[derive(Default)]
struct Expected {
    capacity: usize,
    /// Values that came back, with the order in which they were received first.
    returned: Vec<(usize, u32)>,
    buffer: VecDeque<u32>,
    /// Sends that wait.
    sends: VecDeque<u32>,
    /// Receives that wait, by the number of their task.
    recvs: VecDeque<usize>,
    /// Receives that were chosen.
    chosen: Vec<usize>,
    /// Receives that were told of the close.
    told: Vec<usize>,
    /// Those of all that make leases.
    leasing: Vec<usize>,
    firsts: usize,
    out: usize,
    closed: bool,
}

impl Expected {
    fn available(&self) -> usize {
        self.returned.len() + self.buffer.len() - self.chosen.len()
    }

    fn has_ended(&self) -> bool {
        self.closed && self.out == 0 && !self.chosen.iter().any(|task| self.leasing.contains(task))
    }

    fn close(&mut self) {
        self.closed = true;
        self.sends.clear();
        self.settle_end();
    }

    fn settle_end(&mut self) {
        if self.has_ended() {
            self.told.extend(self.recvs.drain(..));
        }
    }

    fn serve(&mut self) {
        while self.available() > 0 && !self.recvs.is_empty() {
            self.chosen.extend(self.recvs.pop_front());
        }
        while !self.closed && !self.sends.is_empty() && self.available() < self.capacity {
            self.buffer.extend(self.sends.pop_front());
        }
    }

    fn send(&mut self, value: u32) -> bool {
        let fits = !self.closed && (!self.recvs.is_empty() || self.available() < self.capacity);
        if fits {
            self.buffer.push_back(value);
            self.serve();
        }
        fits
    }

    /// The front, with its number if it has one.
    fn pop(&mut self) -> (u32, Option<usize>) {
        if self.returned.is_empty() {
            (self.buffer.pop_front().expect("there is a value"), None)
        } else {
            let (first, value) = self.returned.remove(0);
            (value, Some(first))
        }
    }

    fn recv(&mut self) -> Option<(u32, Option<usize>)> {
        if self.available() == 0 {
            // Without a buffer a send that waits is committed by this. The front may be what others were chosen for.
            self.buffer.push_back(self.sends.pop_front()?);
        }
        let popped = self.pop();
        self.serve();
        Some(popped)
    }

    fn lend(&mut self, (value, first): (u32, Option<usize>)) -> (usize, u32) {
        self.out += 1;
        self.firsts += 1;
        (first.unwrap_or(self.firsts), value)
    }

    fn give_back(&mut self, lease: (usize, u32)) {
        self.out -= 1;
        self.returned.push(lease);
        self.returned.sort_unstable();
        self.serve();
        self.settle_end();
    }
}

enum Waiting<'a> {
    Recv(Task<Recv<'a, u32>>),
    Lease(Task<Leasing<'a, u32>>),
}

fn play(seed: u64, capacity: usize) {
    let mut dice = Dice(seed);
    let (tx, rx) = bounded(capacity);
    let mut expected = Expected { capacity, ..Expected::default() };
    let mut sends: Vec<(u32, Task<Send<'_, u32>>)> = Vec::new();
    let mut waiting: Vec<(usize, Waiting<'_>)> = Vec::new();
    let mut leases: Vec<(Lease<'_, u32>, (usize, u32))> = Vec::new();
    let (mut values, mut tasks) = (0.., 0..);
    for _ in 0..60 {
        match dice.below(10) {
            0 | 1 => {
                let value = values.next().unwrap();
                assert_eq!(tx.try_send(value).is_ok(), expected.send(value));
            }
            2 if sends.len() < 3 => {
                let value = values.next().unwrap();
                let mut send = Task::new(tx.send(value));
                let sent = send.poll() == Poll::Ready(Ok(()));
                assert_eq!(sent, expected.send(value));
                if !sent && !expected.closed {
                    expected.sends.push_back(value);
                    sends.push((value, send));
                }
            }
            3 => {
                let refusal = if expected.has_ended() { TryRecvError::Closed } else { TryRecvError::Empty };
                assert_eq!(rx.try_recv(), expected.recv().map(|(value, _)| value).ok_or(refusal));
            }
            4 => {
                let popped = expected.recv();
                let leased = rx.try_lease().ok();
                assert_eq!(leased.as_deref().copied(), popped.map(|(value, _)| value));
                leases.extend(leased.zip(popped.map(|popped| expected.lend(popped))));
            }
            5 if !leases.is_empty() => {
                let (lease, record) = leases.swap_remove(dice.below(leases.len()));
                if dice.below(3) == 0 {
                    assert_eq!(lease.take(), record.1);
                    expected.out -= 1;
                    expected.settle_end();
                } else {
                    drop(lease);
                    expected.give_back(record);
                }
            }
            6 if waiting.len() < 4
                && expected.available() == 0
                && expected.sends.is_empty()
                && !expected.has_ended() =>
            {
                let task = tasks.next().unwrap();
                let parked = if dice.below(2) == 0 {
                    Waiting::Recv(Task::parked(rx.recv()))
                } else {
                    expected.leasing.push(task);
                    Waiting::Lease(Task::parked(rx.lease()))
                };
                waiting.push((task, parked));
                expected.recvs.push_back(task);
            }
            7 if !waiting.is_empty() => {
                let (task, parked) = waiting.swap_remove(dice.below(waiting.len()));
                let chosen = expected.chosen.iter().position(|&chosen| chosen == task);
                let told = expected.told.contains(&task);
                let wakes = usize::from(chosen.is_some() || told);
                if dice.below(2) == 0 {
                    // Cancelled.
                    drop(parked);
                    match chosen {
                        Some(at) => drop(expected.chosen.remove(at)),
                        None => expected.recvs.retain(|&other| other != task),
                    }
                    expected.serve();
                    expected.settle_end();
                    continue;
                }
                let popped = chosen.map(|at| {
                    expected.chosen.remove(at);
                    expected.pop()
                });
                match parked {
                    Waiting::Recv(mut recv) => {
                        assert_eq!(recv.wakes(), wakes);
                        match recv.poll() {
                            Poll::Ready(value) => assert_eq!(value.ok(), popped.map(|(value, _)| value)),
                            Poll::Pending => {
                                assert_eq!(wakes, 0);
                                waiting.push((task, Waiting::Recv(recv)));
                            }
                        }
                    }
                    Waiting::Lease(mut leasing) => {
                        assert_eq!(leasing.wakes(), wakes);
                        match leasing.poll() {
                            Poll::Ready(Err(RecvError)) => assert!(told),
                            Poll::Ready(Ok(lease)) => {
                                let record = expected.lend(popped.expect("it was chosen"));
                                assert_eq!(*lease, record.1);
                                leases.push((lease, record));
                            }
                            Poll::Pending => {
                                assert_eq!(wakes, 0);
                                waiting.push((task, Waiting::Lease(leasing)));
                            }
                        }
                    }
                }
            }
            8 if dice.below(3) == 0 => {
                let mut batch = Vec::new();
                let limit = 1 + dice.below(4);
                let taken = rx.try_recv_many(&mut batch, limit).unwrap_or(0);
                let values: Vec<_> =
                    (0..limit).map_while(|_| expected.recv()).map(|(value, _)| value).collect();
                assert_eq!((taken, batch), (values.len(), values));
            }
            9 if dice.below(8) == 0 => {
                assert_eq!(tx.close(), !expected.closed);
                expected.close();
            }
            _ => {}
        }
        // Sends that were committed are so.
        sends.retain_mut(|(value, send)| {
            let waits = expected.sends.contains(value);
            assert_eq!(send.wakes(), usize::from(!waits));
            waits
        });
        assert_eq!(rx.len(), if capacity == 0 { 0 } else { expected.available() });
        assert_eq!(rx.is_full(), capacity != usize::MAX && expected.available() >= capacity);
    }
    // The end: all that waits goes, and what is left comes in order.
    drop((waiting, sends));
    tx.close();
    expected.chosen.clear();
    expected.recvs.clear();
    expected.close();
    for (lease, record) in leases {
        assert!(rx.is_closed());
        drop(lease);
        expected.give_back(record);
    }
    let left: Vec<_> = std::iter::from_fn(|| rx.try_recv().ok()).collect();
    let returned = expected.returned.iter().map(|&(_, value)| value);
    assert_eq!(left, returned.chain(expected.buffer.iter().copied()).collect::<Vec<_>>());
    assert_eq!(rx.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn random_leases_come_to_what_they_should() {
    for capacity in [0, 1, 2, 5, 70, usize::MAX] {
        for seed in 0..if cfg!(miri) { 3 } else { 400 } {
            play(seed * 7 + capacity as u64 % 7, capacity);
        }
    }
}
