//! The executors: those of this package, timed, and those that programs use. Of the latter those on one thread cannot
//! tell that they have stalled, so they are used only for what has passed on one of this package before.

use cpu_time::ThreadTime;
use futures_util::task::LocalSpawnExt;
use goit_bench::executor::{Run, Stalled, Task, lanes, minimal, wait};
use std::future::Future;
use std::hint;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// An executor.
pub trait Executor {
    const RUN: Run;
    /// One of this package, for the same tasks: counts polls, wake-ups and clones, and notices when it stalls.
    const COUNTING: Run;
    /// Whether what `COUNTING` counts is what this one does too.
    const OWN: bool = false;
}

/// One thread, as little as an executor can cost.
pub struct Minimal;

impl Executor for Minimal {
    const RUN: Run = timed::<false>;
    const COUNTING: Run = timed::<true>;
    const OWN: bool = true;
}

fn timed<const COUNT: bool>(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let start = ThreadTime::now();
    minimal::<COUNT>(tasks)?;
    Ok(start.elapsed())
}

/// Threads that look so many times for a woken task before they park; each has one task, or one side of the channel.
pub struct Lanes<const SPINS: u32, const EACH: bool = false>;

impl<const SPINS: u32, const EACH: bool> Executor for Lanes<SPINS, EACH> {
    const RUN: Run = lanes::<SPINS, EACH, false>;
    const COUNTING: Run = lanes::<SPINS, EACH, true>;
    const OWN: bool = true;
}

/// Another one beside as many threads as there are processors, which have other work without end.
pub struct Busy<E>(PhantomData<E>);

impl<E: Executor> Executor for Busy<E> {
    const RUN: Run = beside_others::<E>;
    const COUNTING: Run = E::COUNTING;
}

fn beside_others<E: Executor>(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    hint::spin_loop();
                }
            });
        }
        let run = (E::RUN)(tasks);
        done.store(true, Ordering::Relaxed);
        run
    })
}

pub struct TokioLocalSet;

impl Executor for TokioLocalSet {
    const RUN: Run = tokio_local_set;
    const COUNTING: Run = Minimal::COUNTING;
}

fn tokio_local_set(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a tokio runtime");
    let set = tokio::task::LocalSet::new();
    let handles: Vec<_> = tasks.into_iter().map(|task| set.spawn_local(task.future)).collect();
    let start = ThreadTime::now();
    runtime.block_on(set);
    let elapsed = start.elapsed();
    if handles.iter().all(|handle| handle.is_finished()) { Ok(elapsed) } else { Err(Stalled) }
}

pub struct FuturesLocalPool;

impl Executor for FuturesLocalPool {
    const RUN: Run = futures_local_pool;
    const COUNTING: Run = Minimal::COUNTING;
}

fn futures_local_pool(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let mut pool = futures_executor::LocalPool::new();
    for task in tasks {
        pool.spawner().spawn_local(task.future).expect("the pool is there");
    }
    let start = ThreadTime::now();
    pool.run();
    Ok(start.elapsed())
}

pub struct SmolLocalExecutor;

impl Executor for SmolLocalExecutor {
    const RUN: Run = smol_local_executor;
    const COUNTING: Run = Minimal::COUNTING;
}

fn smol_local_executor(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let executor = async_executor::LocalExecutor::new();
    let handles: Vec<_> = tasks.into_iter().map(|task| executor.spawn(task.future)).collect();
    let start = ThreadTime::now();
    futures_executor::block_on(executor.run(async {
        for handle in handles {
            handle.await;
        }
    }));
    Ok(start.elapsed())
}

/// Tokio with so many worker threads, one or two.
pub struct TokioWorkers<const WORKERS: usize>;

/// A task on its way to a worker, and from one to another.
struct Moved(Pin<Box<dyn Future<Output = ()>>>);

// SAFETY: only futures over ends whose own futures are `Send` come here, which `peers::sync` has the compiler check.
unsafe impl Send for Moved {}

impl Future for Moved {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        self.0.as_mut().poll(cx)
    }
}

impl<const WORKERS: usize> Executor for TokioWorkers<WORKERS> {
    const RUN: Run = tokio_workers::<WORKERS>;
    const COUNTING: Run = Lanes::<0>::COUNTING;
}

/// The runtime of so many workers; of 0: of as many as there are processors, tokio's default.
fn runtime(workers: usize) -> &'static tokio::runtime::Runtime {
    static RUNTIMES: [OnceLock<tokio::runtime::Runtime>; 3] = [const { OnceLock::new() }; 3];
    RUNTIMES[workers].get_or_init(|| {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        if workers > 0 {
            runtime.worker_threads(workers);
        }
        runtime.build().expect("a tokio runtime")
    })
}

fn tokio_workers<const WORKERS: usize>(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let runtime = runtime(WORKERS);
    let (done, ended) = mpsc::channel();
    let left = tasks.len();
    let start = Instant::now();
    for task in tasks {
        let (task, done) = (Moved(task.future), done.clone());
        runtime.spawn(async move {
            task.await;
            let _ = done.send(());
        });
    }
    drop(done);
    // Tasks that have stalled stay behind; the process ends without them.
    wait(&ended, left)?;
    Ok(start.elapsed())
}

/// A program on tokio, with a worker for each processor: its main function is the last task, beside the workers, and
/// spawns the others. With `THREADS` those of the first lane, which never wait, are threads.
pub struct TokioMain<const THREADS: bool = false>;

impl<const THREADS: bool> Executor for TokioMain<THREADS> {
    const RUN: Run = tokio_main::<THREADS>;
    const COUNTING: Run = tokio_main::<THREADS>;
}

fn tokio_main<const THREADS: bool>(mut tasks: Vec<Task>) -> Result<Duration, Stalled> {
    let runtime = runtime(0);
    let (done, ended) = mpsc::channel();
    let left = tasks.len();
    let main = tasks.pop();
    let start = Instant::now();
    for task in tasks {
        let lane = task.lane;
        let (task, done) = (Moved(task.future), done.clone());
        let task = async move {
            task.await;
            let _ = done.send(());
        };
        if THREADS && lane == 0 {
            thread::spawn(move || futures_executor::block_on(task));
        } else {
            runtime.spawn(task);
        }
    }
    if let Some(main) = main {
        let main = Moved(main.future);
        thread::spawn(move || {
            runtime.block_on(main);
            let _ = done.send(());
        });
    }
    wait(&ended, left)?;
    Ok(start.elapsed())
}

/// Tokio with a worker for each processor, all tasks on them.
pub struct TokioAll;

impl Executor for TokioAll {
    const RUN: Run = tokio_workers::<0>;
    const COUNTING: Run = tokio_workers::<0>;
}
