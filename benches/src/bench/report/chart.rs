//! The charts: for each scenario a panel with a bar for each peer, the fastest first, written as plain SVG. Colours
//! follow the reader's light or dark setting, on a ground of their own, so that every label can be read on both.

use super::Group;
use super::table::nanoseconds;
use crate::measure::Line;
use std::fmt::Write;

const COLUMNS: usize = 2;
const PANEL: usize = 430;
const ROW: usize = 19;
const LABEL: usize = 130;
const BAR: usize = 210;
/// Bars end at so many times the time of goit; the number beside them goes on.
const CLIP: f64 = 5.0;

const STYLE: &str = "\
<style>
  .ground { fill: #ffffff; } .text { fill: #24292f; } .dim { fill: #57606a; }
  .peer { fill: #9fb1c4; } .goit { fill: #d9622b; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; } .text { fill: #e6edf3; } .dim { fill: #9198a1; }
    .peer { fill: #51637a; } .goit { fill: #f0883e; }
  }
  text { font: 12px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; }
  .panel { font-size: 13px; font-weight: 600; }
</style>
";

/// One panel's bars: names and times, the fastest first.
fn bars(line: &Line) -> Vec<(&'static str, f64)> {
    let figures = line.figures.iter().filter(|figure| !figure.reference);
    let mut bars: Vec<_> = figures.filter_map(|figure| Some((figure.peer, figure.time.ok()?))).collect();
    bars.sort_by(|a, b| a.1.total_cmp(&b.1));
    bars
}

/// The chart of a group.
pub fn draw(group: &Group, lines: &[&Line], machine: &str) -> String {
    let charted = group.charted.iter().filter_map(|name| lines.iter().find(|line| line.name == *name));
    let panels: Vec<(&str, Vec<_>)> = charted.map(|line| (line.name.as_str(), bars(line))).collect();
    let mut body = String::new();
    let mut top = 64;
    for row in panels.chunks(COLUMNS) {
        for (column, (name, bars)) in row.iter().enumerate() {
            panel(&mut body, 20 + column * PANEL, top, name, bars);
        }
        top += 34 + ROW * row.iter().map(|(_, bars)| bars.len()).max().unwrap_or(0);
    }
    let (width, height) = (COLUMNS * PANEL + 20, top);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n{STYLE}\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n\
         <text class=\"text title\" x=\"20\" y=\"28\">{title}: nanoseconds per message, shorter is better</text>\n\
         <text class=\"dim\" x=\"20\" y=\"46\">{machine}</text>\n{body}</svg>\n",
        title = group.title
    )
}

fn panel(svg: &mut String, left: usize, top: usize, name: &str, bars: &[(&str, f64)]) {
    let _ = writeln!(svg, "<text class=\"text panel\" x=\"{left}\" y=\"{}\">{name}</text>", top + 12);
    let goit = bars.iter().find(|(peer, _)| *peer == "goit").map_or(f64::MAX, |(_, time)| *time);
    let longest = bars.iter().map(|(_, time)| *time).fold(0.0, f64::max).min(goit * CLIP);
    for (number, (peer, time)) in bars.iter().enumerate() {
        let y = top + 20 + number * ROW;
        let class = if *peer == "goit" { "goit" } else { "peer" };
        let length = (time.min(longest) / longest * BAR as f64).max(1.0);
        let bar = left + LABEL;
        let end = bar as f64 + length + 6.0;
        let cut = if *time > longest { " \u{2026}" } else { "" };
        let _ = writeln!(
            svg,
            "<text class=\"text\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{peer}</text>\
             <rect class=\"{class}\" x=\"{bar}\" y=\"{y}\" width=\"{length:.0}\" height=\"{}\" rx=\"2\"/>\
             <text class=\"dim\" x=\"{end:.0}\" y=\"{}\">{}{cut}</text>",
            bar - 8,
            y + 12,
            ROW - 4,
            y + 12,
            nanoseconds(*time)
        );
    }
}
