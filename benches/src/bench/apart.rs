//! Each row is measured in a process of its own: tasks that have stalled stay behind, and may take a processor each for as long
//! as their process lives. A peer that stalls ends it; the row is measured anew without that one.

use crate::measure::{Figure, Line};
use crate::rows::{Cell, Row};
use crate::shapes::Failure;
use std::env;
use std::process::{self, Command, Stdio};

/// The number of the row that a process is for, and the peers that have stalled in it.
const ROW: &str = "GOIT_BENCH_ROW";

/// The row that this process is for, if it is for one alone, and whom it leaves out.
pub fn own() -> Option<(usize, Vec<String>)> {
    let own = env::var(ROW).ok()?;
    let mut words = own.split(',').map(str::to_string);
    Some((words.next()?.parse().ok()?, words.collect()))
}

/// What came of a row, measured by this program, asked as this process was.
pub fn measured(number: usize, row: &Row) -> Line {
    let mut stalled = Vec::new();
    loop {
        let own = [&[number.to_string()], stalled.as_slice()].concat().join(",");
        let program = env::current_exe().expect("this program");
        let mut child = Command::new(program);
        let child = child.args(env::args_os().skip(1)).env(ROW, own).stderr(Stdio::inherit()).output();
        let child = child.expect("this program runs");
        assert!(child.status.success(), "{}: {}", row.name, child.status);
        let said = String::from_utf8(child.stdout).expect("a row is text");
        match said.strip_prefix(STALLED) {
            Some(peer) => stalled.push(peer.to_string()),
            None => {
                let figures = said.lines().map(|line| figure(row, line)).collect();
                return Line { field: row.field, name: row.name.clone(), figures };
            }
        }
    }
}

const STALLED: &str = "stalled ";

/// This peer has stalled: ends the process.
pub fn stalled(peer: &str) -> ! {
    print!("{STALLED}{peer}");
    process::exit(0)
}

/// Tells what came of the row of this process.
pub fn tell(line: &Line) {
    for Figure { peer, time, counts, .. } in &line.figures {
        let time = time.map_or_else(|failure| failure.word().to_string(), |time| time.to_string());
        let counts = counts.iter().flatten().map(|count| format!("\t{count}")).collect::<String>();
        println!("{peer}\t{time}{counts}");
    }
}

fn figure(row: &Row, told: &str) -> Figure {
    let mut words = told.split('\t');
    let mut word = || words.next().expect("a peer, and its time");
    let (peer, time) = (word(), word());
    let Cell { peer, reference, .. } =
        row.cells.iter().find(|cell| cell.peer == peer).unwrap_or_else(|| panic!("{}: {told}", row.name));
    let time = Failure::of_word(time).map_or_else(|| Ok(time.parse().expect("a time")), Err);
    let counts: Vec<f64> = words.map(|count| count.parse().expect("a count")).collect();
    Figure { peer, reference: *reference, time, counts: counts.try_into().ok() }
}
