//! Reads a report back, so that it can be written anew in another form without measuring anew.

use super::Group;
use super::table::{KINDS, Kind};
use crate::measure::{Figure, Line};
use crate::shapes::Failure;

/// What was measured on, and the lines.
pub fn report(group: &Group, text: &str) -> (String, Vec<Line>) {
    let machine = text.lines().find(|line| line.starts_with("Measured on")).unwrap_or_default();
    let mut lines: Vec<Line> = Vec::new();
    let mut kind = None;
    let mut names: Vec<(&str, bool)> = Vec::new();
    for row in text.lines() {
        if let Some(title) = row.strip_prefix("## ") {
            kind = KINDS.iter().find(|kind| title.strip_prefix("Time") == Some(kind.suffix));
            names.clear();
        }
        let Some(row) = row.strip_prefix("| ").and_then(|row| row.strip_suffix(" |")) else { continue };
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let reference = |name: &str| name.starts_with('(');
        match (kind, cells[0]) {
            (_, "---") => {}
            (_, "scenario") => {
                let peers = cells.iter().skip(if kind.is_some() { 2 } else { 1 });
                names = peers.map(|name| (peer(name.trim_matches(['(', ')'])), reference(name))).collect();
            }
            (Some(kind), name) => lines.push(Line {
                field: group.field(kind, name),
                name: name.to_string(),
                figures: names
                    .iter()
                    .zip(&cells[2..])
                    .filter_map(|(peer, cell)| figure(kind, *peer, cell))
                    .collect(),
            }),
            (None, name) => {
                let Some(line) = lines.iter_mut().find(|line| line.name == name) else { continue };
                for ((peer, _), cell) in names.iter().zip(&cells[1..]) {
                    let figure = line.figures.iter_mut().find(|figure| figure.peer == *peer);
                    if let Some(figure) = figure {
                        figure.counts = counts(cell);
                    }
                }
            }
        }
    }
    (format!("{machine}\n"), lines)
}

fn figure(kind: &Kind, (peer, reference): (&'static str, bool), cell: &str) -> Option<Figure> {
    let time = match (cell.trim_matches('*'), Failure::of_word(cell)) {
        ("", _) => return None,
        (_, Some(failure)) => Err(failure),
        (time, None) => Ok(time.parse::<f64>().ok()? * kind.unit),
    };
    Some(Figure { peer, reference, time, counts: None })
}

fn counts(cell: &str) -> Option<[f64; 4]> {
    let counts: Vec<f64> = cell.split(" / ").filter_map(|count| count.parse().ok()).collect();
    counts.try_into().ok()
}

/// Lives as long as the program, which ends soon.
fn peer(name: &str) -> &'static str {
    name.to_string().leak()
}
