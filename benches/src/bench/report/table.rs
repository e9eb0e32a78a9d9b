//! Tables: a row for each scenario, a column for each peer.

use super::words::words;
use crate::measure::{Figure, Line};
use crate::peers::Field;
use std::fmt::Write;

/// The names that stand in any of the lines, in the order of their first appearance.
fn columns(lines: &[&Line]) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for figure in lines.iter().flat_map(|line| &line.figures) {
        if !names.contains(&figure.peer) {
            names.push(figure.peer);
        }
    }
    names
}

fn head(text: &mut String, first: &[&str], peers: &[&str]) {
    let _ = writeln!(text, "| {} | {} |", first.join(" | "), peers.join(" | "));
    let rules: Vec<_> = (1..first.len() + peers.len()).map(|_| " ---: |").collect();
    let _ = writeln!(text, "| --- |{}", rules.concat());
}

/// Three digits, and no more than one behind the point.
pub fn nanoseconds(time: f64) -> String {
    if time < 100.0 { format!("{time:.1}") } else { format!("{time:.0}") }
}

/// What a table is about.
pub struct Kind {
    /// Behind the title.
    pub suffix: &'static str,
    what: &'static str,
    /// So many nanoseconds are one.
    pub unit: f64,
    pub fields: &'static [Field],
}

pub const KINDS: [Kind; 5] = [
    Kind {
        suffix: "",
        what: "Nanoseconds per message",
        unit: 1.0,
        fields: &[Field::Local, Field::Sync, Field::Blocking, Field::Select],
    },
    Kind {
        suffix: ": sets of receivers",
        what: "Nanoseconds per message",
        unit: 1.0,
        fields: &[Field::Merge],
    },
    Kind { suffix: ": sizes", what: "Bytes of the future of a select", unit: 1.0, fields: &[Field::Size] },
    Kind {
        suffix: ": deadlines",
        what: "Milliseconds until a deadline of 100 ms came beside a busy channel",
        unit: 1e6,
        fields: &[Field::Deadline],
    },
    Kind {
        suffix: ": latency",
        what: "Microseconds of one first operation beside a thread that sends and receives without a pause",
        unit: 1e3,
        fields: &[Field::Latency],
    },
];

/// Times and ratios; a table for each kind of them.
pub fn times(title: &str, lines: &[&Line]) -> String {
    let tables = KINDS.iter().map(|kind| {
        let lines: Vec<&Line> =
            lines.iter().copied().filter(|line| kind.fields.contains(&line.field)).collect();
        table(&format!("{title}{}", kind.suffix), kind.what, kind.unit, &lines) + &behind(&lines)
    });
    tables.collect()
}

/// A ratio from which on goit is said to be behind: two runs of one program differ by less.
const BEHIND: f64 = 1.05;

/// In which rows a peer is faster, in words, where it is ahead most first.
fn behind(lines: &[&Line]) -> String {
    let rows = lines.iter().filter_map(|line| Some((line, line.ratio()?, line.best()?.0)));
    let compared = rows.clone().count();
    let mut rows: Vec<_> = rows.filter(|(_, ratio, _)| *ratio >= BEHIND).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut text = String::new();
    if compared == 0 {
        return text;
    }
    let percent = (BEHIND * 100.0 - 100.0).round();
    let count = rows.len();
    if count == 0 {
        let _ = writeln!(text, "No peer is ahead by {percent} % or more in any of these {compared} rows.\n");
        return text;
    }
    let _ = writeln!(
        text,
        "A peer is ahead by {percent} % or more in {count} of {compared} rows; *so many times* is what goit takes of its \
         time:\n"
    );
    for (line, ratio, peer) in rows {
        let _ = writeln!(text, "- {ratio:.2} times {peer}: {} (`{}`)", words(&line.name), line.name);
    }
    text.push('\n');
    text
}

/// Times in units of so many nanoseconds.
pub fn table(title: &str, what: &str, unit: f64, lines: &[&Line]) -> String {
    let mut text = String::new();
    if lines.is_empty() {
        return text;
    }
    let _ = writeln!(
        text,
        "## {title}\n\n{what}, median of the rounds; *ratio* is goit's to the fastest peer's, in bold. Names in \
         parentheses are references, no channels.\n"
    );
    let names = columns(lines);
    let reference = |name: &str| {
        lines.iter().flat_map(|line| &line.figures).any(|figure| figure.peer == name && figure.reference)
    };
    let shown: Vec<String> = names
        .iter()
        .map(|name| if reference(name) { format!("({name})") } else { name.to_string() })
        .collect();
    head(&mut text, &["scenario", "ratio"], &shown.iter().map(String::as_str).collect::<Vec<_>>());
    for line in lines {
        let best = line.best().map(|(peer, _)| peer);
        let ratio = line.ratio().map_or(String::new(), |ratio| format!("{ratio:.2}"));
        let _ = write!(text, "| {} | {ratio} |", line.name);
        for name in &names {
            let figure = line.figures.iter().find(|figure| figure.peer == *name);
            let bold = if best == Some(name) { "**" } else { "" };
            let cell = match figure.map(|figure| figure.time) {
                None => String::new(),
                Some(Ok(time)) => format!("{bold}{}{bold}", nanoseconds(time / unit)),
                Some(Err(failure)) => failure.word().into(),
            };
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

/// Counts per message.
pub fn counts(lines: &[&Line]) -> String {
    let mut text = String::from(
        "## Counts\n\nPolls / wake-ups / waker clones / heap allocations per message, of a run of its own; the tasks \
         and their executor are part of it.\n\n",
    );
    let counted: Vec<&Line> = lines
        .iter()
        .copied()
        .filter(|line| line.figures.iter().any(|figure| figure.counts.is_some()))
        .collect();
    let names = columns(&counted);
    head(&mut text, &["scenario"], &names);
    for line in counted {
        let _ = write!(text, "| {} |", line.name);
        for name in &names {
            let counts = line.figures.iter().find(|figure| figure.peer == *name).and_then(per_message);
            let _ = write!(text, " {} |", counts.unwrap_or_default());
        }
        text.push('\n');
    }
    text
}

fn per_message(figure: &Figure) -> Option<String> {
    let shown = figure.counts?.map(|count| match format!("{count:.2}").as_str() {
        "0.00" => "0".into(),
        text => text.trim_end_matches('0').trim_end_matches('.').to_string(),
    });
    Some(shown.join(" / "))
}
