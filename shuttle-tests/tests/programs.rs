//! Random programs, each under many schedules: the contract explains every history.
#![cfg(shuttle)]

use goit_shuttle::search::{Scheduler, random_programs};

#[test]
fn under_random_schedules() {
    random_programs(Scheduler::Random, 12000, 50);
}

#[test]
fn under_schedules_with_few_preemptions() {
    random_programs(Scheduler::Pct(4), 12000, 50);
}
