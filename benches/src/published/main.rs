//! `cargo bench -p goit-bench --bench published -- SUITE`: the workloads that others publish, their parameters unchanged,
//! on goit and its peers, all those of a row in one process. The suites are `kanal`, `crossfire`, `crossbeam`, `tachyobench`,
//! `otel-arrow` and `jox`; without one all of them run, which takes over an hour, and their tables are written.
//!
//! More words keep the rows that have them in their names (`-- crossbeam async cap1`). `quick` sends a thousandth of the
//! messages, once: it shows that everything runs. `report` writes the tables of what has run, `plain` prints a line for each
//! figure.
//!
//! A run is as long as it was published; a peer has up to eleven of them, and no further one after a second. None at all has
//! one that would take over ten seconds, and over ten times as long as the fastest, by its first 500th.

#[path = "../bench/apart.rs"]
mod apart;
// Most of this is the benchmark's of its own scenarios, which needs all of it.
#[allow(dead_code)]
#[path = "../channel/mod.rs"]
mod channel;
#[allow(dead_code)]
#[path = "../bench/executors.rs"]
mod executors;
#[allow(dead_code)]
#[path = "../bench/measure.rs"]
mod measure;
#[allow(dead_code)]
#[path = "../bench/peers/mod.rs"]
mod peers;
#[allow(dead_code)]
#[path = "../bench/report/mod.rs"]
mod report;
#[allow(dead_code)]
#[path = "../bench/rows.rs"]
mod rows;
#[allow(dead_code)]
#[path = "../shapes/mod.rs"]
mod shapes;
mod suites;

#[global_allocator]
static ALLOCATOR: goit_bench::count::Counting = goit_bench::count::Counting;

fn main() {
    let options = measure::Options::of(std::env::args().skip(1));
    let rows = options.filter(suites::rows());
    if rows.is_empty() {
        eprintln!("no row has all of these words; rows are named like `kanal async mpmc cap1 word`");
        std::process::exit(1);
    }
    let results = measure::all(&rows, &options);
    let suites = suites::SUITES.map(|suite| (suite, suite.lines(&results)));
    if options.plain {
        print!("{}", report::plain(&results));
    } else {
        suites.iter().for_each(|(suite, lines)| print!("{}", report::suite(suite.title, suite.about, lines)));
    }
    if options.writes_report() {
        suites
            .iter()
            .for_each(|(suite, lines)| report::write_suite(suite.name, suite.title, suite.about, lines));
    }
    let broken = measure::broken(&results);
    if !broken.is_empty() {
        eprintln!("goit has lost values or wake-ups in: {}", broken.join(", "));
        std::process::exit(1);
    }
}
