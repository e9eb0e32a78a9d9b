//! The charts: for each scenario a panel with a bar for each peer, the fastest first, and a curve over the number of
//! tasks, written as plain SVG. Colours follow the reader's light or dark setting, on a ground of their own, so that every
//! label can be read on both.

use super::Group;
use super::table::nanoseconds;
use super::words::{title, words};
use crate::measure::Line;
use std::fmt::Write;

const COLUMNS: usize = 2;
const PANEL: usize = 530;
const ROW: usize = 19;
const LABEL: usize = 170;
const BAR: usize = 210;
/// Bars end at so many times the time of goit; the number beside them goes on.
const CLIP: f64 = 5.0;

const STYLE: &str = "\
<style>
  .ground { fill: #ffffff; } .text { fill: #24292f; } .dim { fill: #57606a; }
  .peer { fill: #9fb1c4; } .goit { fill: #d9622b; }
  .grid { stroke: #d0d7de; } .curve { stroke: #9fb1c4; } .own { stroke: #d9622b; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; } .text { fill: #e6edf3; } .dim { fill: #9198a1; }
    .peer { fill: #51637a; } .goit { fill: #f0883e; }
    .grid { stroke: #30363d; } .curve { stroke: #51637a; } .own { stroke: #f0883e; }
  }
  text { font: 12px system-ui, sans-serif; } .title { font-size: 16px; font-weight: 600; }
  .panel { font-size: 13px; font-weight: 600; }
  polyline { fill: none; stroke-width: 1.5; } .own { stroke-width: 3; }
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
    let panels: Vec<(String, Vec<_>)> = charted.map(|line| (title(&line.name), bars(line))).collect();
    let mut body = String::new();
    legend(&mut body, 58);
    let mut top = 92;
    for row in panels.chunks(COLUMNS) {
        for (column, (title, bars)) in row.iter().enumerate() {
            panel(&mut body, 20 + column * PANEL, top, title, bars);
        }
        top += 38 + ROW * row.iter().map(|(_, bars)| bars.len()).max().unwrap_or(0);
    }
    if let Some(curve) = group.curve.and_then(|name| Curve::of(name, lines)) {
        top += curve.draw(&mut body, top);
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

fn legend(svg: &mut String, y: usize) {
    let _ = writeln!(
        svg,
        "<rect class=\"goit\" x=\"20\" y=\"{y}\" width=\"22\" height=\"15\" rx=\"2\"/>\
         <text class=\"text\" x=\"50\" y=\"{text}\">goit</text>\
         <rect class=\"peer\" x=\"90\" y=\"{y}\" width=\"22\" height=\"15\" rx=\"2\"/>\
         <text class=\"text\" x=\"120\" y=\"{text}\">another channel</text>\
         <rect class=\"peer\" x=\"238\" y=\"{y}\" width=\"44\" height=\"15\" rx=\"2\"/>",
        text = y + 12
    );
    cut(svg, 282, y);
    let _ = writeln!(
        svg,
        "<text class=\"text\" x=\"292\" y=\"{}\">a bar that is cut at {CLIP} times goit's; its number is the whole</text>",
        y + 12
    );
}

/// The mark of a bar that goes on: two slanted gaps before its end.
fn cut(svg: &mut String, end: usize, y: usize) {
    for gap in [10, 18] {
        let (x, low) = (end - gap, y + ROW - 4);
        let _ =
            write!(svg, "<path class=\"ground\" d=\"M{} {low} L{} {y} h3 L{} {low} z\"/>", x, x + 5, x + 3);
    }
    svg.push('\n');
}

fn panel(svg: &mut String, left: usize, top: usize, title: &str, bars: &[(&str, f64)]) {
    let _ = writeln!(svg, "<text class=\"text panel\" x=\"{left}\" y=\"{}\">{title}</text>", top + 12);
    let goit = bars.iter().find(|(peer, _)| *peer == "goit").map_or(f64::MAX, |(_, time)| *time);
    let longest = bars.iter().map(|(_, time)| *time).fold(0.0, f64::max).min(goit * CLIP);
    for (number, (peer, time)) in bars.iter().enumerate() {
        let y = top + 20 + number * ROW;
        let class = if *peer == "goit" { "goit" } else { "peer" };
        let length = (time.min(longest) / longest * BAR as f64).max(1.0);
        let bar = left + LABEL;
        let end = bar as f64 + length + 6.0;
        let is_cut = *time > longest;
        let _ = writeln!(
            svg,
            "<text class=\"text\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{peer}</text>\
             <rect class=\"{class}\" x=\"{bar}\" y=\"{y}\" width=\"{length:.0}\" height=\"{}\" rx=\"2\"/>\
             <text class=\"dim\" x=\"{end:.0}\" y=\"{}\">{}{}</text>",
            bar - 8,
            y + 12,
            ROW - 4,
            y + 12,
            nanoseconds(*time),
            if is_cut { ", bar cut" } else { "" }
        );
        if is_cut {
            cut(svg, bar + BAR, y);
        }
    }
}

/// The tasks on each side, of the scenarios of a curve.
const TASKS: [u32; 5] = [1, 2, 4, 8, 16];

/// Times over the number of tasks, both axes logarithmic: a line for each peer that has all of them.
struct Curve {
    title: String,
    /// The slowest with 16 tasks first, as its label stands above the others.
    peers: Vec<(&'static str, [f64; 5])>,
}

impl Curve {
    const HEIGHT: usize = 300;
    const WIDTH: usize = 620;
    const LEFT: usize = 80;

    fn of([before, behind]: [&str; 2], lines: &[&Line]) -> Option<Self> {
        let mut points = Vec::new();
        for each in TASKS {
            let name = format!("{before} {each}to{each} {behind}");
            points.push(lines.iter().find(|line| line.name == name)?);
        }
        let time = |line: &Line, peer| line.figures.iter().find(|figure| figure.peer == peer)?.time.ok();
        let of_peer = |peer| {
            let times: Option<Vec<f64>> = points.iter().map(|line| time(line, peer)).collect();
            Some((peer, <[f64; 5]>::try_from(times?).ok()?))
        };
        let shown = points[0].figures.iter().filter(|figure| !figure.reference);
        let mut peers: Vec<_> = shown.filter_map(|figure| of_peer(figure.peer)).collect();
        peers.sort_by(|a, b| b.1[4].total_cmp(&a.1[4]));
        let title =
            format!("More tasks: as many senders as receivers, {}; both scales logarithmic", words(behind));
        if peers.is_empty() { None } else { Some(Curve { title, peers }) }
    }

    /// Its height.
    fn draw(&self, svg: &mut String, top: usize) -> usize {
        let _ = writeln!(svg, "<text class=\"text panel\" x=\"20\" y=\"{}\">{}</text>", top + 12, self.title);
        let top = top + 30;
        let times = || self.peers.iter().flat_map(|(_, times)| times);
        let low = times().copied().fold(f64::MAX, f64::min).ln() - 0.1;
        let high = times().copied().fold(0.0, f64::max).ln() + 0.1;
        let y = |time: f64| top as f64 + (high - time.ln()) / (high - low) * Self::HEIGHT as f64;
        let x = |point: usize| (Self::LEFT + point * Self::WIDTH / (TASKS.len() - 1)) as f64;
        let right = x(TASKS.len() - 1);
        for tick in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map(f64::from) {
            if (low..high).contains(&tick.ln()) {
                let _ = writeln!(
                    svg,
                    "<line class=\"grid\" x1=\"{}\" x2=\"{right}\" y1=\"{y:.0}\" y2=\"{y:.0}\"/>\
                     <text class=\"dim\" x=\"{}\" y=\"{:.0}\" text-anchor=\"end\">{tick} ns</text>",
                    Self::LEFT,
                    Self::LEFT - 10,
                    y(tick) + 4.0,
                    y = y(tick)
                );
            }
        }
        for (point, tasks) in TASKS.iter().enumerate() {
            let _ = writeln!(
                svg,
                "<text class=\"dim\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{tasks} to {tasks}</text>",
                x(point),
                top + Self::HEIGHT + 18
            );
        }
        // goit last, above the others; labels keep their distance from the one above them.
        let mut label: f64 = 0.0;
        let mut own = String::new();
        for (peer, times) in &self.peers {
            let is_own = *peer == "goit";
            let points: Vec<_> = times
                .iter()
                .enumerate()
                .map(|(point, time)| format!("{:.0},{:.0}", x(point), y(*time)))
                .collect();
            label = (y(times[4]) + 4.0).max(label + 15.0);
            let line = format!(
                "<polyline class=\"{}\" points=\"{}\"/>\
                 <text class=\"{}\" x=\"{}\" y=\"{label:.0}\">{peer} {}</text>\n",
                if is_own { "own" } else { "curve" },
                points.join(" "),
                if is_own { "goit panel" } else { "text" },
                right + 10.0,
                nanoseconds(times[4])
            );
            if is_own { own = line } else { svg.push_str(&line) }
        }
        svg.push_str(&own);
        Self::HEIGHT + 30 + 36
    }
}
