//! The guide's page on timers shows the lines that this package compiles, all of them and no others.

fn is_line(code: &&str) -> bool {
    code.starts_with("rx.recv().until(") || code.starts_with("wait(")
}

/// What stands in the page as `` `rx.recv().until(..)` `` or `` `wait(..)` ``.
fn shown(page: &str) -> Vec<&str> {
    page.lines().filter(|line| line.starts_with('|')).flat_map(|row| row.split('`')).filter(is_line).collect()
}

/// What the macro `timer!` gets, a line each.
fn compiled(source: &str) -> Vec<&str> {
    source.lines().filter_map(|line| line.trim_start().strip_suffix(',')).filter(is_line).collect()
}

#[test]
fn the_page_shows_what_is_compiled() {
    let mut shown = shown(include_str!("../../../src/guide/timers.md"));
    let mut compiled = compiled(include_str!("../src/lib.rs"));
    shown.sort();
    compiled.sort();
    assert_eq!(compiled.len(), 2 * 8);
    assert_eq!(shown, compiled);
}
