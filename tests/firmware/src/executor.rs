//! An executor for a handful of tasks. It knows of no channel, and uses no atomic operation but load and store.

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, RawWaker, RawWakerVTable, Waker};

/// How many tasks there can be at once.
pub const TASKS: usize = 8;

/// Which tasks have been woken. Interrupt handlers set them too.
static WOKEN: [AtomicBool; TASKS] = [const { AtomicBool::new(false) }; TASKS];

/// Tasks, and their places; one executor at a time.
#[derive(Default)]
pub struct Executor<'a> {
    tasks: [Option<Pin<Box<dyn Future<Output = ()> + 'a>>>; TASKS],
}

impl<'a> Executor<'a> {
    /// Without tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a task.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + 'a) {
        let place = self.tasks.iter().position(Option::is_none).expect("there are eight places");
        self.tasks[place] = Some(Box::pin(task));
        WOKEN[place].store(true, Ordering::Relaxed);
    }

    /// Drops the task in this place, finished or not.
    pub fn cancel(&mut self, place: usize) {
        self.tasks[place] = None;
    }

    /// Polls tasks that were woken until none is; how many are left.
    pub fn run_until_stalled(&mut self) -> usize {
        while WOKEN.iter().any(|woken| woken.load(Ordering::Relaxed)) {
            for (place, task) in self.tasks.iter_mut().enumerate() {
                // Cleared before the poll: a wake during the poll counts.
                if WOKEN[place].load(Ordering::Relaxed) {
                    WOKEN[place].store(false, Ordering::Relaxed);
                    let done = task.as_mut().is_some_and(|task| {
                        task.as_mut().poll(&mut Context::from_waker(&waker(place))).is_ready()
                    });
                    if done {
                        *task = None;
                    }
                }
            }
        }
        self.tasks.iter().flatten().count()
    }

    /// Runs all tasks to their ends; `idle` waits until an interrupt handler may have woken one.
    pub fn run(&mut self, mut idle: impl FnMut()) {
        while self.run_until_stalled() > 0 {
            idle();
        }
    }

    /// Runs all tasks to their ends, where they have only each other to wait for.
    pub fn run_alone(&mut self) {
        self.run(|| panic!("the tasks that are left wait for nobody"));
    }
}

fn waker(place: usize) -> Waker {
    static VTABLE: RawWakerVTable =
        RawWakerVTable::new(|woken| RawWaker::new(woken, &VTABLE), wake, wake, |_| {});

    fn wake(woken: *const ()) {
        // SAFETY: the pointer is that of a static.
        unsafe { &*woken.cast::<AtomicBool>() }.store(true, Ordering::Relaxed);
    }

    let woken: *const AtomicBool = &WOKEN[place];
    // SAFETY: the functions have no state but the pointer to a static, and may be called from anywhere.
    unsafe { Waker::from_raw(RawWaker::new(woken.cast(), &VTABLE)) }
}
