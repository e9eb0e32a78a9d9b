//! A pool of threads that may die of a panic, and lose no job.
//!
//! A worker leases its job. A panic unwinds the thread and drops the lease, and with that the job is back, before all
//! others, for whoever is free. A new thread takes the place of the dead one. A job that kills whoever touches it is
//! put aside after a few tries. A closed queue does not end while a lease is out, so nobody leaves too early.

use goit::sync::{Receiver, Sender, bounded, unbounded};
use std::panic::resume_unwind;
use std::thread;

const TRIES: u32 = 3;

struct Job {
    number: u32,
    tries: u32,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Done(u32),
    GivenUp(u32),
}

/// Fails at the first try of each fifth job, and at every try of job 13. A program would panic by itself; this
/// unwinds likewise, and prints nothing.
fn compute(job: &Job) -> u32 {
    if job.number % 5 == 0 && job.tries == 1 || job.number == 13 {
        resume_unwind(Box::new("a bug"));
    }
    job.number * job.number
}

fn work(jobs: &Receiver<Job>, outcomes: &Sender<Outcome>) {
    while let Ok(mut job) = jobs.lease_blocking() {
        let outcome = if job.tries == TRIES {
            Outcome::GivenUp(job.number)
        } else {
            job.tries += 1; // the next worker will see it
            Outcome::Done(compute(&job))
        };
        outcomes.send_blocking(outcome).unwrap();
        job.take(); // only now: had anything above failed, the job would be done again
    }
}

/// Keeps one worker alive until there are no more jobs, and tells how many have died.
fn supervise(jobs: &Receiver<Job>, outcomes: &Sender<Outcome>) -> usize {
    let mut deaths = 0;
    while thread::scope(|scope| scope.spawn(|| work(jobs, outcomes)).join()).is_err() {
        deaths += 1;
    }
    deaths
}

fn main() {
    let (jobs_tx, jobs) = bounded(4); // main keeps `jobs`: the last receiver to go would take the jobs with it
    let (outcomes_tx, outcomes) = unbounded();
    let deaths = thread::scope(|scope| {
        let pool = [(); 3].map(|()| scope.spawn(|| supervise(&jobs, &outcomes_tx)));
        for number in 1..=30 {
            jobs_tx.send_blocking(Job { number, tries: 0 }).unwrap();
        }
        jobs_tx.close();
        pool.map(|supervisor| supervisor.join().unwrap()).iter().sum::<usize>()
    });

    let (mut done, mut given_up) = (Vec::new(), Vec::new());
    for outcome in outcomes.drain() {
        match outcome {
            Outcome::Done(square) => done.push(square),
            Outcome::GivenUp(number) => given_up.push(number),
        }
    }
    done.sort();
    println!("{} jobs done, {given_up:?} given up, {deaths} workers died", done.len());
    assert!(done.into_iter().eq((1..=30).filter(|&number| number != 13).map(|number| number * number)));
    assert_eq!(given_up, [13]);
    assert_eq!(deaths, 6 + 3);
}
