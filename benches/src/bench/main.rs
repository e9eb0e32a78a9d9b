//! `cargo bench -p goit-bench`: every scenario on every peer, interleaved in several rounds; each scenario in a process of
//! its own.
//!
//! Words after `--` filter: one that is part of scenarios' names keeps those scenarios, any other one the peers whose
//! names begin with it, beside goit (`-- local cap1 embassy`). `quick` measures shorter, `report` writes the report also
//! then, `render` writes it anew from the figures that are in it, `plain` measures shorter and prints a line for each
//! figure, for `compare.sh`.

mod apart;
#[path = "../channel/mod.rs"]
mod channel;
mod deadline;
// Some executors, peers, tables and shapes are there for the published workloads, `src/published`.
#[allow(dead_code)]
mod executors;
mod measure;
#[allow(dead_code)]
mod peers;
#[allow(dead_code)]
mod report;
mod rows;
mod scenarios;
#[allow(dead_code)]
#[path = "../shapes/mod.rs"]
mod shapes;

#[global_allocator]
static ALLOCATOR: goit_bench::count::Counting = goit_bench::count::Counting;

fn main() {
    let options = measure::Options::of(std::env::args().skip(1));
    if options.render {
        return report::render();
    }
    let rows = options.filter(scenarios::rows());
    if rows.is_empty() {
        eprintln!("no scenario has all of these words; scenarios are named like `local 1to1 cap64 localset`");
        std::process::exit(1);
    }
    let results = measure::all(&rows, &options);
    print!("{}", if options.plain { report::plain(&results) } else { report::markdown(&results) });
    if options.writes_report() {
        report::write(&results);
    }
    let broken = measure::broken(&results);
    if !broken.is_empty() {
        eprintln!("goit has lost values or wake-ups in: {}", broken.join(", "));
        std::process::exit(1);
    }
}
