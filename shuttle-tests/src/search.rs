//! Series of random programs, the schedules that each is run under, and what is said of one that fails.

use crate::check::explain;
use crate::history::Log;
use crate::program::{Dice, Program};
use crate::run::run;
use shuttle::scheduler::{PctScheduler, RandomScheduler};
use shuttle::{Config, FailurePersistence, Runner};
use std::cell::RefCell;
use std::env;
use std::fmt;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Once};
use std::time::{Instant, SystemTime};

/// How shuttle chooses among the threads.
#[derive(Clone, Copy, Debug)]
pub enum Scheduler {
    /// Any of them, each time.
    Random,
    /// By priorities, which change so often (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with
    /// probabilistic guarantees of finding bugs", 2010).
    Pct(usize),
}

/// Always run, beside one that each series draws anew.
const SEED: u64 = 1;

#[derive(Default)]
struct Counts {
    programs: AtomicUsize,
    histories: AtomicUsize,
    operations: AtomicUsize,
    states: AtomicUsize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} programs, {} schedules, each with its history explained: {} operations, {} states",
            self.programs.load(Relaxed),
            self.histories.load(Relaxed),
            self.operations.load(Relaxed),
            self.states.load(Relaxed),
        )
    }
}

thread_local! {
    /// What runs on this thread.
    static RUNNING: RefCell<Option<(Arc<Program>, Log)>> = const { RefCell::new(None) };
}

/// Says of a panic, wherever it comes from, in which program it was and what had happened before. At once: a run that
/// fails inside of the crate may not come to its end.
fn report_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            before(info);
            if let Some((program, log)) = RUNNING.with(|running| running.borrow_mut().take()) {
                eprintln!("{program}{}Run it again with GOIT_PROGRAM={}", log.history(), program.seed);
            }
        }));
    });
}

fn number(name: &str) -> Option<u64> {
    Some(env::var(name).ok()?.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Runs random programs, so many, each under so many schedules: `GOIT_PROGRAMS` and `GOIT_SCHEDULES` change the numbers,
/// `GOIT_SEED` the series, and `GOIT_PROGRAM` runs one program alone.
pub fn random_programs(scheduler: Scheduler, programs: u64, schedules: u64) {
    report_panics();
    let schedules = number("GOIT_SCHEDULES").unwrap_or(schedules) as usize;
    let counts = Arc::new(Counts::default());
    let begin = Instant::now();
    if let Some(seed) = number("GOIT_PROGRAM") {
        explore(seed, scheduler, schedules, &counts);
    } else {
        let seeds = number("GOIT_SEED").map_or_else(|| vec![SEED, drawn()], |seed| vec![seed]);
        let each = number("GOIT_PROGRAMS").unwrap_or(programs) / seeds.len() as u64;
        for seed in seeds {
            let mut series = Dice::new(seed);
            (0..each).for_each(|_| explore(series.throw(), scheduler, schedules, &counts));
        }
    }
    println!("{scheduler:?}: {counts} in {:.1} s", begin.elapsed().as_secs_f64());
}

fn drawn() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let drawn = Dice::new(now.map_or(0, |now| now.as_nanos() as u64)).throw();
    println!("also GOIT_SEED={drawn}");
    drawn
}

/// Runs the program of a seed; the schedules follow from the seed too.
fn explore(seed: u64, scheduler: Scheduler, schedules: usize, counts: &Arc<Counts>) {
    let (program, counted) = (Arc::new(Program::of(seed)), counts.clone());
    let test = move || {
        let history = run(&program, |log| {
            RUNNING.with(|running| *running.borrow_mut() = Some((program.clone(), log.clone())));
        });
        let states = explain(&history).unwrap_or_else(|stuck| {
            let stuck: Vec<_> = stuck.into_iter().map(|number| history.operations[number].begin).collect();
            panic!("the contract explains nothing that goes on with what began at one of {stuck:?}")
        });
        counted.histories.fetch_add(1, Relaxed);
        counted.operations.fetch_add(history.operations.len(), Relaxed);
        counted.states.fetch_add(states, Relaxed);
    };
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    config.stack_size = 1 << 18;
    match scheduler {
        Scheduler::Random => Runner::new(RandomScheduler::new_from_seed(seed, schedules), config).run(test),
        Scheduler::Pct(depth) => {
            Runner::new(PctScheduler::new_from_seed(seed, depth, schedules), config).run(test)
        }
    };
    RUNNING.with(|running| running.borrow_mut().take());
    counts.programs.fetch_add(1, Relaxed);
}
