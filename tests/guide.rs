//! What the guide and the README refer to is there: tests, pages, headings and files. The examples are tests of their own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the pages of the guide.
fn pages() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("src/guide")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let markdown = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    markdown.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// What stands in single backquotes, outside blocks of code.
fn code_spans(markdown: &str) -> Vec<&str> {
    let mut blocks = markdown.split("\n```");
    let mut text: Vec<_> = blocks.next().into_iter().collect();
    // A block and the text behind it come in turns.
    while blocks.next().is_some() {
        text.extend(blocks.next());
    }
    text.into_iter().flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

/// The addresses of Markdown's links and pictures.
fn links(markdown: &str) -> Vec<&str> {
    markdown.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)).collect()
}

/// The anchors of the headings, as rustdoc and the hosts of repositories make them.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let mut code = false;
    let mut anchors = BTreeSet::new();
    for line in markdown.lines() {
        code ^= line.starts_with("```");
        if let Some(heading) =
            line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#') && !code)
        {
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
            anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect());
        }
    }
    anchors
}

#[test]
fn the_tests_that_promises_name_are_there() {
    let mut names = 0;
    for page in pages() {
        let text = read(format!("src/guide/{page}.md"));
        for name in code_spans(&text) {
            let path: Vec<_> = name.split("::").collect();
            let [folder, file, test] = path[..] else { continue };
            let folder = match folder {
                "suite" => "tests/suite",
                "threads" => "tests/threads",
                "loom" => "loom-tests/tests",
                _ => continue,
            };
            if test == ".." {
                continue; // what explains the names
            }
            let source = read(format!("{folder}/{file}.rs"));
            let declared =
                source.split(&format!("fn {test}()")).next().filter(|before| before.len() < source.len());
            let before =
                declared.unwrap_or_else(|| panic!("{page} names the test {name}, which is not there"));
            assert!(before.trim_end().ends_with(']'), "{page} names {name}, which is no test");
            names += 1;
        }
    }
    assert!(names > 50, "{names} names of tests found");
}

#[test]
fn every_page_is_a_module_and_listed() {
    let module = read("src/guide/mod.rs");
    for page in pages() {
        assert!(module.contains(&format!("include_str!(\"{page}.md\")")), "{page}.md is not included");
        assert!(module.contains(&format!("\npub mod {page} {{}}")), "{page}.md has no module of its name");
        assert!(module.contains(&format!("//! | [`{page}`] |")), "{page} is not in the table of the guide");
    }
}

#[test]
fn anchors_are_headings() {
    // In the pages, and from the crate's page into them.
    let library = read("src/lib.rs");
    let mut found = 0;
    for page in pages() {
        let text = read(format!("src/guide/{page}.md"));
        let here = anchors(&text);
        let from_library = format!("guide::{page}#");
        let within = links(&text).into_iter().filter_map(|link| link.strip_prefix('#'));
        let into = links(&library).into_iter().filter_map(|link| link.strip_prefix(&from_library));
        for anchor in within.chain(into) {
            assert!(here.contains(anchor), "{page} has no heading for #{anchor}");
            found += 1;
        }
    }
    assert!(found > 20, "{found} anchors found");
}

#[test]
fn links_of_the_texts_lead_somewhere() {
    for file in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        for link in links(&read(file)) {
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { PathBuf::from(file) } else { PathBuf::from(path) };
            assert!(root().join(&target).exists(), "{file} links to {link}, which is not there");
            if !anchor.is_empty() {
                assert!(
                    anchors(&read(&target)).contains(anchor),
                    "{file} links to {link}, which has no such heading"
                );
            }
        }
    }
}
