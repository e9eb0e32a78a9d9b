//! At least once: workers that panic over a job, or hang and are cancelled, while nothing is lost. Each of them leases its
//! jobs; a job that is not taken for good comes back, before those that wait, and is tried again by whoever comes next. The
//! channel is closed early on, and ends only once every job is done.
//!
//! `cargo run --example at_least_once`

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::FutureExt;
use futures_util::future::{Either, join, join_all, pending, select};
use goit::local::{Lease, Receiver, bounded};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, set_hook};
use std::pin::pin;
use std::time::Duration;

const WORKERS: usize = 3;
const JOBS: usize = 40;
const PATIENCE: Duration = Duration::from_millis(20);

struct Job {
    number: usize,
    /// Written through the lease: what comes back is what became of the job.
    tries: usize,
}

#[derive(Default)]
struct Report {
    done: usize,
    panicked: usize,
    cancelled: usize,
}

/// Some jobs fail at the first try, some hang, and one does both.
async fn handle(mut job: Lease<'_, Job>, log: &RefCell<Vec<Job>>) {
    job.tries += 1;
    Delay::new(Duration::from_micros(100)).await;
    match (job.number, job.tries) {
        (number, 1) if number % 5 == 0 => panic!("job {number} cannot be done like this"),
        (number, 1) if number % 7 == 0 => pending().await,
        (20, 2) => pending().await,
        _ => log.borrow_mut().push(job.take()),
    }
}

async fn work(jobs: Receiver<Job>, log: &RefCell<Vec<Job>>) -> Report {
    let mut report = Report::default();
    while let Ok(job) = jobs.lease().await {
        // The lease goes with whatever becomes of this future.
        let handling = pin!(AssertUnwindSafe(handle(job, log)).catch_unwind());
        match select(handling, Delay::new(PATIENCE)).await {
            Either::Left((Ok(()), _)) => report.done += 1,
            Either::Left((Err(_), _)) => report.panicked += 1,
            Either::Right(((), _)) => report.cancelled += 1,
        }
    }
    report
}

fn main() {
    set_hook(Box::new(|panic| match panic.payload().downcast_ref::<String>() {
        Some(message) => println!("  {message}"),
        None => eprintln!("{panic}"),
    }));
    let log = RefCell::new(Vec::new());
    let (tx, rx) = bounded(4);
    let workers = join_all((0..WORKERS).map(|_| work(rx.clone(), &log)));
    drop(rx);
    let producer = async move {
        for number in 1..=JOBS {
            tx.send(Job { number, tries: 0 }).await.unwrap_or_else(|_| unreachable!("workers are there"));
        }
    };
    let ((), reports) = block_on(join(producer, workers));

    for (worker, report) in reports.iter().enumerate() {
        let Report { done, panicked, cancelled } = report;
        println!("worker {worker}: {done} done, {panicked} times a panic, {cancelled} times cancelled");
    }
    let mut done = log.into_inner();
    let tries: usize = done.iter().map(|job| job.tries).sum();
    println!("{} jobs done in {tries} tries", done.len());

    done.sort_by_key(|job| job.number);
    assert!(done.iter().map(|job| job.number).eq(1..=JOBS), "each job was done, and once");
    assert!(done[19].tries >= 3, "the twentieth has failed in both ways");
    let ended = reports.iter().map(|report| report.done + report.panicked + report.cancelled);
    assert_eq!(ended.sum::<usize>(), tries, "each try has ended in one way");
}
