//! Threads that lease: a value that one of them fails with is another one's.

use goit::select_blocking;
use goit::sync::{RecvError, bounded};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

#[test]
fn what_a_thread_fails_with_is_done_by_another_once() {
    let jobs = super::repeats(300);
    for capacity in [0, 1, 16] {
        let (tx, rx) = bounded(capacity);
        let work = || {
            let mut done = Vec::new();
            while let Ok(mut job) = rx.lease_blocking() {
                let (number, tries): &mut (usize, usize) = &mut job;
                *tries += 1;
                let fails = *tries <= *number % 3;
                if fails {
                    let failed = catch_unwind(AssertUnwindSafe(move || {
                        let _job = job;
                        std::panic::resume_unwind(Box::new(()));
                    }));
                    assert!(failed.is_err());
                } else {
                    done.push(job.take());
                }
            }
            done
        };
        let mut done = thread::scope(|scope| {
            let workers = [(); 3].map(|()| scope.spawn(work));
            (0..jobs).for_each(|number| tx.send_blocking((number, 0)).unwrap());
            drop(tx);
            workers.map(|worker| worker.join().unwrap()).concat()
        });
        done.sort_unstable();
        assert_eq!(done, (0..jobs).map(|number| (number, number % 3 + 1)).collect::<Vec<_>>());
    }
}

#[test]
fn a_lease_is_an_arm_of_a_thread() {
    let (tx, rx) = bounded::<i32>(1);
    let (quit, quitting) = bounded::<()>(1);
    let leasing = thread::spawn(move || {
        let mut sum = 0;
        loop {
            select_blocking! {
                lease(rx) -> lease => match lease {
                    Ok(lease) => sum += lease.take(),
                    Err(RecvError) => break sum,
                },
                recv(quitting) -> _ => unreachable!("it stays open"),
            }
        }
    });
    (1..=100).for_each(|n| tx.send_blocking(n).unwrap());
    drop(tx);
    assert_eq!(leasing.join().unwrap(), 5050);
    drop(quit);
}
