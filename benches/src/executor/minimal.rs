//! One thread, a queue of woken tasks and a waker without atomics: as little as an executor can cost, so that what
//! is measured is the channel.

use super::waker;
use super::{Stalled, Task};
use crate::count;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Context;

/// What a task's wakers point to.
pub struct Node {
    task: usize,
    queued: Cell<bool>,
    woken: Rc<RefCell<VecDeque<usize>>>,
}

impl Node {
    #[inline]
    pub fn wake(&self) {
        if !self.queued.replace(true) {
            self.woken.borrow_mut().push_back(self.task);
        }
    }
}

/// Runs the tasks to their end; `COUNT` says whether it counts.
pub fn minimal<const COUNT: bool>(tasks: Vec<Task>) -> Result<(), Stalled> {
    let woken = Rc::new(RefCell::new(VecDeque::with_capacity(tasks.len())));
    let mut left = tasks.len();
    let mut tasks: Vec<_> = tasks
        .into_iter()
        .enumerate()
        .map(|(task, Task { future, .. })| {
            let node = Rc::new(Node { task, queued: Cell::new(false), woken: woken.clone() });
            node.wake();
            (node.clone(), waker::local::waker::<COUNT>(node), Some(future))
        })
        .collect();
    while left > 0 {
        let next = woken.borrow_mut().pop_front();
        let Some(task) = next else { return Err(Stalled) };
        let (node, waker, slot) = &mut tasks[task];
        node.queued.set(false);
        let Some(future) = slot else { continue };
        if COUNT {
            count::POLLS.add();
        }
        if future.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
            *slot = None;
            left -= 1;
        }
    }
    Ok(())
}
