//! The results as files: tables in Markdown, charts in SVG, and what they were measured on.

mod chart;
mod machine;
mod table;

use crate::measure::Line;
use crate::peers::Field;
use std::fs;
use std::path::{Path, PathBuf};

/// One group of scenarios: its words in scenarios' names, its file and its title.
pub struct Group {
    pub file: &'static str,
    pub title: &'static str,
    /// The scenarios of its chart, without those in which peers differ least.
    pub charted: &'static [&'static str],
    fields: &'static [Field],
}

pub const GROUPS: [Group; 3] = [
    Group {
        file: "local",
        title: "One thread",
        charted: &[
            "local await pair",
            "local 1to1 cap0",
            "local 1to1 cap1",
            "local 1to1 cap64",
            "local 16to1 cap1",
            "local 16to16 cap64",
            "local select2 cap1",
            "local 1to1 cap64 localset",
        ],
        fields: &[Field::Local],
    },
    Group {
        file: "sync",
        title: "Across threads",
        charted: &[
            "sync try pair",
            "sync 1to1 cap0 2workers",
            "sync 1to1 cap1 2workers",
            "sync 1to1 cap64 2workers",
            "sync 4to4 cap64 2workers",
            "sync 1to1 cap64 park",
            "sync 8to8 cap64 16threads",
            "sync blocking 1to1 cap64",
        ],
        fields: &[Field::Sync, Field::Blocking, Field::Latency],
    },
    Group {
        file: "several",
        title: "Several channels at once",
        charted: &[
            "several local 8arms all",
            "several sync 8arms all",
            "several sync 64arms one",
            "several sync 8arms none",
            "several local merge64 one",
            "several local merge512 all",
            "several blocking 8arms recv cap64",
            "several blocking 8arms both cap64",
        ],
        fields: &[Field::Select, Field::Merge, Field::Size, Field::Deadline],
    },
];

impl Group {
    fn lines<'a>(&self, lines: &'a [Line]) -> Vec<&'a Line> {
        lines.iter().filter(|line| self.fields.contains(&line.field)).collect()
    }
}

/// Everything, for the terminal.
pub fn markdown(lines: &[Line]) -> String {
    GROUPS.iter().map(|group| table::times(group.title, &group.lines(lines))).collect()
}

/// Scenario, peer and nanoseconds, between tabs; without the references.
pub fn plain(lines: &[Line]) -> String {
    let figures = lines.iter().flat_map(|line| line.figures.iter().map(move |figure| (line, figure)));
    let timed = figures.filter(|(_, figure)| !figure.reference);
    timed
        .filter_map(|(line, figure)| {
            Some(format!("{}\t{}\t{:.2}\n", line.name, figure.peer, figure.time.ok()?))
        })
        .collect()
}

/// Writes the tables and charts below this package.
pub fn write(lines: &[Line]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let machine = machine::describe(folder);
    for group in &GROUPS {
        let lines = group.lines(lines);
        if lines.is_empty() {
            continue;
        }
        let tables = [
            format!("# {}\n\n{}\n", group.title, machine),
            table::times("Time", &lines),
            table::counts(&lines),
        ];
        let path = |kind: &str| -> PathBuf { folder.join("report").join(format!("{}.{kind}", group.file)) };
        save(&path("md"), &tables.concat());
        save(&path("svg"), &chart::draw(group, &lines, &machine::short()));
    }
}

fn save(path: &Path, text: &str) {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    match written {
        Ok(()) => eprintln!("wrote {}", path.file_name().unwrap_or_default().to_string_lossy()),
        Err(error) => eprintln!("cannot write {}: {error}", path.display()),
    }
}
