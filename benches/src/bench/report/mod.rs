//! The results as files: tables in Markdown, charts in SVG, and what they were measured on.

mod chart;
mod machine;
mod read;
mod table;
mod words;

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
    /// What comes before and behind the number of tasks in the names of the scenarios of its curve.
    pub curve: Option<[&'static str; 2]>,
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
        curve: Some(["local", "cap64"]),
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
        curve: Some(["sync", "cap64 2workers"]),
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
        curve: None,
        fields: &[Field::Select, Field::Merge, Field::Size, Field::Deadline],
    },
];

impl Group {
    fn lines<'a>(&self, lines: &'a [Line]) -> Vec<&'a Line> {
        lines.iter().filter(|line| self.fields.contains(&line.field)).collect()
    }

    /// For whom a scenario in a table of this kind is.
    fn field(&self, kind: &table::Kind, name: &str) -> Field {
        let own = |field: &&Field| kind.fields.contains(*field);
        let is_blocking = name.split(' ').any(|part| part == "blocking");
        match self.fields.iter().find(own) {
            Some(Field::Sync) if is_blocking => Field::Blocking,
            Some(field) => *field,
            None => self.fields[0],
        }
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
    let machine = machine::describe(package());
    for group in &GROUPS {
        let lines = group.lines(lines);
        if !lines.is_empty() {
            write_group(group, &lines, &machine);
        }
    }
}

/// Writes the tables and charts anew from the figures that the tables have.
pub fn render() {
    for group in &GROUPS {
        if let Ok(text) = fs::read_to_string(path(group.file, "md")) {
            let (machine, lines) = read::report(group, &text);
            write_group(group, &lines.iter().collect::<Vec<_>>(), &machine);
        }
    }
}

fn write_group(group: &Group, lines: &[&Line], machine: &str) {
    let profiles = if path("profiles", "md").exists() {
        "\nBoth build profiles, cargo's default and fat LTO: [profiles](profiles.md).\n"
    } else {
        ""
    };
    let tables = [
        format!("# {}\n\n{machine}{profiles}\n", group.title),
        table::times("Time", lines),
        table::counts(lines),
    ];
    save(&path(group.file, "md"), &tables.concat());
    let on = machine.trim_start_matches("Measured on ").split(';').next().unwrap_or_default();
    save(&path(group.file, "svg"), &chart::draw(group, lines, on));
}

/// The table of a suite that others publish.
pub fn suite(title: &str, about: &str, lines: &[&Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let (title, about) = (format!("# {title}\n\n"), format!("{about}\n\n"));
    [title, about, table::times("Time", lines)].concat()
}

/// Writes it below this package.
pub fn write_suite(name: &str, title: &str, about: &str, lines: &[&Line]) {
    if !lines.is_empty() {
        let about = format!(
            "{about}\n\n{} *slow*: not run, since it would have taken over ten seconds, and over ten times as long as the \
             fastest, by its first 500th of the messages.",
            machine::describe(package()).trim_end()
        );
        save(&path(&format!("published/{name}"), "md"), &suite(title, &about, lines));
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path(file: &str, kind: &str) -> PathBuf {
    package().join("report").join(format!("{file}.{kind}"))
}

fn save(path: &Path, text: &str) {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    match written {
        Ok(()) => eprintln!("wrote {}", path.file_name().unwrap_or_default().to_string_lossy()),
        Err(error) => eprintln!("cannot write {}: {error}", path.display()),
    }
}
