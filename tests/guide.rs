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

/// The names of the pages of the guide, `page` or `page/page`.
fn pages() -> BTreeSet<String> {
    let mut pages = pages_in("src/guide");
    let outer: Vec<_> =
        pages.iter().filter(|page| root().join("src/guide").join(page).is_dir()).cloned().collect();
    for page in outer {
        let inner = pages_in(&format!("src/guide/{page}"));
        pages.extend(inner.iter().map(|inner| format!("{page}/{inner}")));
    }
    pages
}

fn pages_in(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
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

/// The addresses of Markdown's links and pictures, and those that labels are defined as.
fn links(markdown: &str) -> Vec<&str> {
    let written = markdown.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    written.chain(definitions(markdown).into_iter().map(|(_, address)| address)).collect()
}

/// Labels and what they are defined as, `[label]: address`.
fn definitions(markdown: &str) -> Vec<(&str, &str)> {
    markdown.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: ")).collect()
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
        if let Some((outer, page)) = page.split_once('/') {
            let line = module.lines().find(|line| line.starts_with(&format!("page!({outer} with ")));
            let mut included = line.unwrap().trim_end_matches(");").split(' ').skip(2);
            assert!(included.any(|included| included == page), "{page}.md is no page of {outer}");
            let index = read(format!("src/guide/{outer}.md"));
            assert!(index.contains(&format!("[the page][{page}]")), "{page} is not in the table of {outer}");
        } else {
            let included = [')', ' '].iter().any(|end| module.contains(&format!("\npage!({page}{end}")));
            assert!(included, "{page}.md is no page of the module");
            assert!(
                module.contains(&format!("//! | [`{page}`] |")),
                "{page} is not in the table of the guide"
            );
        }
    }
}

#[test]
fn anchors_of_the_documentation_are_headings() {
    // From the crate's page, and from page to page.
    let mut found = 0;
    for file in ["src/lib.rs", "src/guide/mod.rs"] {
        for link in links(&read(file)) {
            let link = link.strip_prefix("crate::").unwrap_or(link);
            let Some((page, anchor)) = link.strip_prefix("guide::").and_then(|link| link.split_once('#'))
            else {
                continue;
            };
            let there = anchors(&read(format!("src/guide/{page}.md")));
            assert!(there.contains(anchor), "{file} links to {link}, which has no such heading");
            found += 1;
        }
    }
    assert!(found > 12, "{found} anchors found");
}

#[test]
fn labels_lead_to_the_same_in_the_documentation_and_in_the_repository() {
    let module = read("src/guide/mod.rs");
    let documentation: BTreeSet<_> = definitions(&module).into_iter().collect();
    for page in pages() {
        let text = read(format!("src/guide/{page}.md"));
        for (label, address) in definitions(&text) {
            let there = documentation.iter().find(|(other, _)| *other == label);
            let (_, there) =
                there.unwrap_or_else(|| panic!("{page} has the label {label}, the module has not"));
            if let Some(target) = there.strip_prefix("crate::guide::") {
                // From the guide, as a path of modules.
                let address = match (page.split_once('/'), address.strip_prefix("../")) {
                    (None, None) | (Some(_), Some(_)) => address.trim_start_matches("../").to_owned(),
                    (Some((outer, _)), None) => format!("{outer}/{address}"),
                    (None, Some(_)) => panic!("{page}, {label}: {address} is no page"),
                };
                assert_eq!(address.replace(".md", "").replace('/', "::"), target, "{page}, {label}");
            }
        }
    }
}

#[test]
fn links_of_the_texts_lead_somewhere() {
    let texts =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(PathBuf::from);
    let pages = pages().into_iter().map(|page| Path::new("src/guide").join(page).with_extension("md"));
    for file in texts.into_iter().chain(pages) {
        for link in links(&read(&file)) {
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { file.clone() } else { file.with_file_name(path) };
            let file = file.display();
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
