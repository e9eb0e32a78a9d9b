//! A single-threaded executor that polls a task only after it was woken, so that a lost wake-up is a stall, and a stall
//! a panic. Deterministic.

use super::Dice;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

type Queue = Arc<Mutex<VecDeque<usize>>>;

/// Wakes one task: puts it into the queue, unless it is there.
struct Entry {
    task: usize,
    queued: AtomicBool,
    queue: Queue,
}

impl Wake for Entry {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            self.queue.lock().unwrap().push_back(self.task);
        }
    }
}

struct Running {
    future: Pin<Box<dyn Future<Output = ()>>>,
    entry: Arc<Entry>,
    waker: Waker,
}

struct Executor {
    queue: Queue,
    tasks: RefCell<Vec<Option<Running>>>,
    unfinished: Cell<usize>,
    dice: RefCell<Option<Dice>>,
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Executor>>> = const { RefCell::new(None) };
}

impl Executor {
    fn new(dice: Option<Dice>) -> Rc<Self> {
        Rc::new(Executor {
            queue: Queue::default(),
            tasks: RefCell::default(),
            unfinished: Cell::new(0),
            dice: RefCell::new(dice),
        })
    }

    fn spawn(&self, future: Pin<Box<dyn Future<Output = ()>>>) {
        let mut tasks = self.tasks.borrow_mut();
        let queue = self.queue.clone();
        let entry = Arc::new(Entry { task: tasks.len(), queued: AtomicBool::new(false), queue });
        let waker = Waker::from(entry.clone());
        waker.wake_by_ref();
        tasks.push(Some(Running { future, entry, waker }));
        self.unfinished.set(self.unfinished.get() + 1);
    }

    /// The next woken task: the first in the queue, or any of them.
    fn next(&self) -> Option<usize> {
        let mut queue = self.queue.lock().unwrap();
        match &mut *self.dice.borrow_mut() {
            Some(dice) if !queue.is_empty() => {
                let picked = dice.below(queue.len());
                queue.swap_remove_back(picked)
            }
            _ => queue.pop_front(),
        }
    }

    fn run(&self, done: impl Fn() -> bool) {
        while !done() {
            let task = self.next();
            let waiting = self.unfinished.get();
            let task = task
                .unwrap_or_else(|| panic!("stalled: all of {waiting} tasks wait, and nobody will wake them"));
            let Some(mut running) = self.tasks.borrow_mut()[task].take() else { continue };
            running.entry.queued.store(false, Ordering::Relaxed);
            match running.future.as_mut().poll(&mut Context::from_waker(&running.waker)) {
                Poll::Ready(()) => self.unfinished.set(self.unfinished.get() - 1),
                Poll::Pending => self.tasks.borrow_mut()[task] = Some(running),
            }
        }
    }
}

/// Makes an executor the current one until it is dropped, and drops its tasks then: while they are dropped they may
/// still spawn.
struct Entered(Rc<Executor>);

impl Entered {
    fn new(executor: Rc<Executor>) -> Self {
        let before = CURRENT.replace(Some(executor.clone()));
        assert!(before.is_none(), "an executor runs on this thread already");
        Entered(executor)
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        loop {
            let tasks = self.0.tasks.take();
            if tasks.is_empty() {
                break;
            }
        }
        CURRENT.set(None);
    }
}

fn start<T: 'static>(dice: Option<Dice>, to_end: bool, main: impl Future<Output = T> + 'static) -> T {
    let entered = Entered::new(Executor::new(dice));
    let output = Rc::new(Cell::new(None));
    let finished = Rc::new(Cell::new(false));
    let (slot, flag) = (output.clone(), finished.clone());
    entered.0.spawn(Box::pin(async move {
        slot.set(Some(main.await));
        flag.set(true);
    }));
    entered.0.run(|| finished.get() && (!to_end || entered.0.unfinished.get() == 0));
    output.take().expect("the main task has finished")
}

/// Runs `main` and what it spawns with [`go`]. Ends when `main` does, as a program in Go; other tasks are dropped then.
#[track_caller]
pub fn run<T: 'static>(main: impl Future<Output = T> + 'static) -> T {
    start(None, false, main)
}

/// Like [`run`], but ends when every task has; that one waits for ever is a panic.
#[track_caller]
pub fn run_to_end<T: 'static>(main: impl Future<Output = T> + 'static) -> T {
    start(None, true, main)
}

/// Like [`run_to_end`], with woken tasks polled in an order that follows from `seed`.
#[track_caller]
pub fn run_shuffled<T: 'static>(seed: u64, main: impl Future<Output = T> + 'static) -> T {
    start(Some(Dice(seed)), true, main)
}

/// Spawns a task on the executor that runs on this thread.
pub fn go(future: impl Future<Output = ()> + 'static) {
    let current = CURRENT.with_borrow(|current| current.clone());
    current.expect("`go` is for tasks of `run`").spawn(Box::pin(future));
}

/// Lets the other woken tasks run first.
pub async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
