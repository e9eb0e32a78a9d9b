//! How it is measured: each peer's run is sized to last about as long as everybody's, then all peers run in turn,
//! round after round, so that what disturbs the machine disturbs all of them; the median of the rounds counts.

use crate::apart;
use crate::peers::Field;
use crate::rows::{Cell, Row};
use crate::shapes::{Failure, Sample};
use goit_bench::count::{self, Counts};
use goit_bench::executor::PATIENCE;
use std::io::{IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// What was asked for on the command line.
pub struct Options {
    words: Vec<String>,
    quick: bool,
    report: bool,
    /// Whether nothing is measured, and the report is written anew from its own figures.
    pub render: bool,
    /// Whether figures are printed one a line, for other programs.
    pub plain: bool,
}

impl Options {
    pub fn of(args: impl Iterator<Item = String>) -> Self {
        let mut words: Vec<String> = args.filter(|arg| !arg.starts_with("--")).collect();
        let mut has = |word: &str| {
            let before = words.len();
            words.retain(|found| found != word);
            words.len() < before
        };
        let (quick, report, render, plain) = (has("quick"), has("report"), has("render"), has("plain"));
        Options { quick, report, render, plain, words }
    }

    /// What the words leave.
    pub fn filter(&self, rows: Vec<Row>) -> Vec<Row> {
        let named = |cell: &Cell, word: &str| cell.peer.starts_with(word);
        let in_name = |row: &Row, word: &str| row.name.split(' ').any(|part| part == word);
        let (words, peers): (Vec<_>, Vec<_>) =
            self.words.iter().partition(|word| rows.iter().any(|row| in_name(row, word)));
        let mut rows = rows;
        rows.retain(|row| words.iter().all(|word| in_name(row, word)));
        for row in &mut rows {
            row.cells.retain(|cell| {
                let wanted = peers.is_empty() || peers.iter().any(|word| named(cell, word));
                wanted || cell.peer == "goit"
            });
        }
        rows
    }

    /// A report says what everything was measured by at once: only a whole run writes it, unless it is asked for.
    pub fn writes_report(&self) -> bool {
        self.report || (self.words.is_empty() && !self.quick && !self.plain)
    }

    fn rounds(&self) -> usize {
        if self.quick || self.plain { 5 } else { 11 }
    }

    /// A run of as many messages as are asked for; few where it only has to be seen that it runs.
    fn shortened(&self, messages: u64) -> u64 {
        if self.quick { messages.div_ceil(1000) } else { messages }
    }

    /// A peer with so many messages is not run again after so long.
    fn enough(&self) -> Duration {
        Duration::from_secs(if self.quick { 0 } else { 1 })
    }

    fn sample(&self) -> Duration {
        Duration::from_millis(if self.quick || self.plain { 2 } else { 8 })
    }
}

/// What is known of one peer in one scenario.
pub struct Figure {
    pub peer: &'static str,
    pub reference: bool,
    /// The median, in nanoseconds per message; or why there is none.
    pub time: Result<f64, Failure>,
    /// Per message.
    pub counts: Option<[f64; 4]>,
}

/// What is known of one scenario.
pub struct Line {
    pub field: Field,
    pub name: String,
    pub figures: Vec<Figure>,
}

impl Line {
    pub fn goit(&self) -> Option<f64> {
        self.figures.iter().find(|figure| figure.peer == "goit")?.time.ok()
    }

    /// The fastest peer.
    pub fn best(&self) -> Option<(&'static str, f64)> {
        let peers = self.figures.iter().filter(|figure| figure.peer != "goit" && !figure.reference);
        peers.filter_map(|figure| Some((figure.peer, figure.time.ok()?))).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The time of goit as a multiple of the fastest peer's.
    pub fn ratio(&self) -> Option<f64> {
        Some(self.goit()? / self.best()?.1)
    }
}

/// The scenarios in which goit did not deliver what was sent.
pub fn broken(lines: &[Line]) -> Vec<&str> {
    let fails = |figure: &Figure| {
        figure.peer == "goit" && matches!(figure.time, Err(Failure::Stalled | Failure::Lost))
    };
    lines.iter().filter(|line| line.figures.iter().any(fails)).map(|line| line.name.as_str()).collect()
}

/// Measures all rows.
pub fn all(rows: &[Row], options: &Options) -> Vec<Line> {
    let name = |number: usize| format!("[{}/{}] {}", number + 1, rows.len(), rows[number].name);
    if let Some((number, stalled)) = apart::own() {
        apart::tell(&measure(&rows[number], options, &name(number), &stalled));
        std::process::exit(0);
    }
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let progress = name(number);
        show(&progress);
        let line = apart::measured(number, row);
        let figure = |time: Option<f64>| time.map_or("-".into(), |time| format!("{time:.1} ns"));
        let best = line.best().map_or("-".into(), |(peer, time)| format!("{peer} {time:.1} ns"));
        let ratio = line.ratio().map_or("-".into(), |ratio| format!("{ratio:.2}"));
        show("");
        eprintln!("{progress}: goit {}, best peer {best}, ratio {ratio}", figure(line.goit()));
        lines.push(line);
    }
    lines
}

/// The progress line.
fn show(text: &str) {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{text}");
    }
}

/// So many messages are counted.
const COUNTED: u64 = 8192;
/// So many seconds a run has at most whose messages were not chosen by how long they take.
const LONG: u64 = 900;
/// A peer that takes so many times as long as its first run says has stalled.
const STALLED: f64 = 20.0;

/// A peer whose run would take longer than this is not awaited, if it was so many times slower than the fastest at first.
const AWAITED: Duration = Duration::from_secs(10);
const SLOWER: f64 = 10.0;

/// A peer that has a run in each round.
struct Running<'a> {
    figure: usize,
    cell: &'a Cell,
    messages: u64,
    /// Nanoseconds per message of the first run.
    first: f64,
    times: Vec<f64>,
    spent: Duration,
}

fn measure(row: &Row, options: &Options, progress: &str, stalled: &[String]) -> Line {
    let mut figures = Vec::new();
    let mut running: Vec<Running> = Vec::new();
    for cell in &row.cells {
        // Where a later run may take long, a peer that stalls has to be found out before.
        let first = row.messages.map_or(COUNTED, |messages| COUNTED.max(messages / 500));
        let has_stalled = stalled.iter().any(|peer| peer == cell.peer);
        let (sample, counts) =
            count::counted(|| if has_stalled { Err(Failure::Stalled) } else { guarded(cell, first) });
        let sized = sample.and_then(|sample| {
            let counts: Counts = counts;
            let per = counts.map(|count| count as f64 / sample.messages as f64);
            let messages = match row.messages {
                Some(messages) => options.shortened(messages),
                None => size(cell, options.sample())?,
            };
            Ok((per, messages, sample.nanoseconds))
        });
        let figure = match sized {
            Err(Failure::Stalled) if !has_stalled => apart::stalled(cell.peer),
            // A crate may be listed with several kinds of channels, of which one is meant.
            Err(Failure::Absent) => continue,
            Err(failure) => Err(failure),
            Ok((per, messages, first)) => {
                let (figure, times, spent) = (figures.len(), Vec::new(), Duration::ZERO);
                running.push(Running { figure, cell, messages, first, times, spent });
                Ok(per)
            }
        };
        figures.push(Figure {
            peer: cell.peer,
            reference: cell.reference,
            time: figure.map(|_| f64::NAN),
            counts: figure.ok().filter(|_| row.counts),
        });
    }
    let patience = PATIENCE.load(Relaxed);
    if row.messages.is_some() {
        let fastest = running.iter().map(|running| running.first).fold(f64::MAX, f64::min);
        for Running { figure, cell, messages, first, .. } in &running {
            let is_long = first * *messages as f64 > AWAITED.as_nanos() as f64;
            if is_long && *first > SLOWER * fastest && cell.peer != "goit" {
                figures[*figure].time = Err(Failure::Slow);
            }
        }
    }
    for round in 0..options.rounds() {
        show(&format!("{progress}, round {}", round + 1));
        // Every round starts with another peer, so that none is always measured after the same one.
        let all = running.len();
        for step in 0..all {
            let Running { figure, cell, messages, first, times, spent } = &mut running[(round + step) % all];
            let is_over = row.messages.is_some() && !times.is_empty() && *spent >= options.enough();
            if is_over || figures[*figure].time.is_err() {
                continue;
            }
            if row.messages.is_some() {
                let seconds = (*first * *messages as f64 * 1e-9 * STALLED) as u64;
                PATIENCE
                    .store(if cell.peer == "goit" { LONG } else { seconds.clamp(patience, LONG) }, Relaxed);
            }
            match (cell.run)(*messages) {
                Ok(sample) => {
                    times.push(sample.nanoseconds);
                    *spent += sample.time;
                }
                Err(Failure::Stalled) => apart::stalled(cell.peer),
                Err(failure) => figures[*figure].time = Err(failure),
            }
        }
    }
    PATIENCE.store(patience, Relaxed);
    for Running { figure, mut times, .. } in running {
        if figures[figure].time.is_ok() {
            figures[figure].time = Ok(median(&mut times));
        }
    }
    Line { field: row.field, name: row.name.clone(), figures }
}

/// The first run of a cell, which shows whether the peer can do at all what is asked of it. One that cannot may
/// panic: a send that was dropped and delivered nevertheless leaves a later one without its receiver.
fn guarded(cell: &Cell, messages: u64) -> Result<Sample, Failure> {
    let hook = panic::take_hook();
    if cell.peer != "goit" {
        panic::set_hook(Box::new(|_| {}));
    }
    let result = panic::catch_unwind(AssertUnwindSafe(|| (cell.counted)(messages)));
    panic::set_hook(hook);
    result.unwrap_or(Err(Failure::Lost))
}

/// How many messages take about so long. Each run is repeated and the shorter one counts: after one that was disturbed all that
/// follow would be so short that what starts and ends them is all that is measured.
fn size(cell: &Cell, time: Duration) -> Result<u64, Failure> {
    let mut messages = 64;
    loop {
        let runs = [(cell.run)(messages)?, (cell.run)(messages)?];
        let sample = if runs[0].time < runs[1].time { &runs[0] } else { &runs[1] };
        if sample.time * 3 >= time || messages >= 1 << 22 || sample.messages > messages * 4 {
            let scale = time.as_secs_f64() / sample.time.as_secs_f64().max(1e-9);
            return Ok(((sample.messages as f64 * scale) as u64).clamp(64, 1 << 22));
        }
        messages *= 4;
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    if times.len() % 2 == 1 { times[middle] } else { (times[middle - 1] + times[middle]) / 2.0 }
}
