//! `cargo run --release --manifest-path tests/stress/Cargo.toml -- --seconds 300 --threads 16 [--seed N]`
//!
//! Rounds until the time is over, and what they have counted. A round that does not add up ends the program, and so does
//! a minute without progress. What the rounds do stands in the other files.

mod count;
mod dice;
mod round;
mod token;
mod worker;

use count::{Counts, PROGRESS};
use dice::Dice;
use std::sync::Mutex;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant, SystemTime};

/// The round that is running, for the watchdog's report.
static RUNNING: Mutex<String> = Mutex::new(String::new());

struct Options {
    seconds: u64,
    threads: usize,
    seed: u64,
}

impl Options {
    fn read() -> Result<Self, String> {
        let now =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
        let mut options = Options { seconds: 10, threads: 16, seed: now };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().and_then(|value| value.parse::<u64>().ok());
            let value = value.ok_or(format!("{name} needs a number"))?;
            match name.as_str() {
                "--seconds" => options.seconds = value,
                "--threads" => options.threads = value.max(2) as usize,
                "--seed" => options.seed = value,
                _ => return Err(format!("{name} is not known: --seconds, --threads, --seed")),
            }
        }
        Ok(options)
    }
}

fn main() {
    let options = Options::read().unwrap_or_else(|message| {
        eprintln!("{message}");
        std::process::exit(2);
    });
    println!("seed {}", options.seed);
    std::thread::spawn(watch);
    // A failed thread ends the program at once: the others may wait for it.
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        report(info);
        eprintln!("in {}", describe());
        std::process::exit(1);
    }));

    let mut dice = Dice::new(options.seed);
    let begin = Instant::now();
    let total = Counts::default();
    let mut rounds = 0u64;
    while begin.elapsed() < Duration::from_secs(options.seconds) {
        let plan = round::Plan::throw(&mut dice, options.threads);
        *RUNNING.lock().expect("nothing panics with it") = format!("round {rounds}: {plan:?}");
        let counts = round::run(&plan);
        counts.check();
        total.add(&counts);
        rounds += 1;
    }
    println!("{rounds} rounds in {:.1} s, all agree: {total}", begin.elapsed().as_secs_f64());
}

fn describe() -> String {
    RUNNING.try_lock().map(|running| running.clone()).unwrap_or_default()
}

/// Ends the program when no operation has ended for a minute.
fn watch() {
    let mut last = (PROGRESS.load(Relaxed), Instant::now());
    loop {
        std::thread::sleep(Duration::from_secs(1));
        let progress = PROGRESS.load(Relaxed);
        if progress != last.0 {
            last = (progress, Instant::now());
        } else if last.1.elapsed() > Duration::from_secs(60) {
            eprintln!("no progress for a minute after {progress} operations, in {}", describe());
            eprintln!("waiting: {:?}", worker::waiting());
            std::process::abort();
        }
    }
}
