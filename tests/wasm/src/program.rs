//! What is run: the checks of both flavours, and tasks that wait for channels and promises at once.

use crate::host::{Kind, Promise, say};
use alloc::format;
use alloc::vec::Vec;
use core::pin::pin;
use goit::{Flavor, Local, Synchronized, handle::Channel, select};
use goit_firmware::{checks, executor::Executor};

pub(crate) fn spawn(executor: &mut Executor<'static>) {
    say(&format!("local: {} checks passed", checks::all::<Local>()));
    say(&format!("sync: {} checks passed", checks::all::<Synchronized>()));
    merge::<Local>(executor, "local");
    merge::<Synchronized>(executor, "sync");
}

/// Two tasks send what promises resolve to; a third receives from both by one select, beside a promise that never
/// resolves and, in the end, one that wins over a channel that stays silent.
fn merge<F: Flavor>(executor: &mut Executor<'static>, flavor: &'static str) {
    const EACH: usize = 5;

    let (jobs, from_jobs) = Channel::<u32, F>::bounded(0).split();
    let (ticks, from_ticks) = Channel::<u32, F>::bounded(2).split();
    for (kind, tx) in [(Kind::Job, jobs), (Kind::Timer, ticks)] {
        executor.spawn(async move {
            for _ in 0..EACH {
                tx.send(Promise::new(kind).await).await.unwrap();
            }
        });
    }
    executor.spawn(async move {
        let (mut jobs, mut ticks) = (Some(from_jobs), Some(from_ticks));
        let (mut from_jobs, mut from_ticks) = (Vec::new(), Vec::new());
        let mut never = pin!(Promise::new(Kind::Never));
        while jobs.is_some() || ticks.is_some() {
            select! {
                recv(jobs) -> got => match got {
                    Ok(value) => from_jobs.push(value),
                    Err(_) => jobs = None,
                },
                recv(ticks) -> got => match got {
                    Ok(value) => from_ticks.push(value),
                    Err(_) => ticks = None,
                },
                wait(never.as_mut()) -> value => unreachable!("resolved to {value}"),
            }
        }
        // The host resolves a promise to its kind.
        assert_eq!((from_jobs, from_ticks), ([0; EACH].into(), [1; EACH].into()));

        let (_silent, nothing) = Channel::<u32, F>::bounded(1).split();
        select! {
            recv(nothing) -> got => unreachable!("nobody sent {got:?}"),
            wait(Promise::new(Kind::Timer)) -> value => assert_eq!(value, 1),
        }
        say(&format!("{flavor}: channels and selects driven by promises: passed"));
    });
}
