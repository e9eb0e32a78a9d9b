//! The one list of rows: which shape, on which executor, for which peers.

mod several;

use crate::channel::UNBOUNDED;
use crate::executors::{
    Busy, Executor, FuturesLocalPool, Lanes, Minimal, SmolLocalExecutor, TokioLocalSet, TokioWorkers,
};
use crate::peers::Field;
use crate::rows::{Each, Row, Rows, cap};
use crate::shapes::batch::How;
use crate::shapes::{Shape, batch, create, latency, pair, select, stream, turns};

/// Two threads that look shortly before they park; two that park at once.
type Spin = Lanes<200>;
type Park = Lanes<0>;

/// Every scenario.
pub fn rows() -> Vec<Row> {
    let mut rows = Rows(Vec::new());
    local(&mut rows);
    runtime::<TokioLocalSet>(&mut rows, "localset");
    runtime::<FuturesLocalPool>(&mut rows, "localpool");
    runtime::<SmolLocalExecutor>(&mut rows, "smol");
    rows.add::<Minimal>(Field::Sync, "sync try pair", pair::Try);
    batches(&mut rows, Field::Sync, "sync");
    for capacity in [0, 16] {
        let shape = create::Create { capacity, used: false };
        rows.add::<Minimal>(Field::Sync, format!("sync create {}", cap(capacity)), shape);
    }
    threads::<Spin>(&mut rows, "spin");
    threads::<Park>(&mut rows, "park");
    threads::<TokioWorkers<2>>(&mut rows, "2workers");
    scaling(&mut rows);
    one_worker(&mut rows);
    for capacity in [0, 1, 64] {
        let shape = stream::Stream::<u64>::new(8, 8, capacity);
        rows.add::<Each>(Field::Sync, format!("sync 8to8 {} 16threads", cap(capacity)), shape);
    }
    blocking(&mut rows);
    latencies(&mut rows);
    several::rows(&mut rows);
    rows.0
}

/// What a value costs a receiver that finds 64 of them, and a sender that has 64, at once and one by one.
fn batches(rows: &mut Rows, field: Field, prefix: &'static str) {
    for (many, name) in [(true, "many"), (false, "single")] {
        rows.add::<Minimal>(field, format!("{prefix} batch64 {name}"), batch::Batch { many });
    }
    let ways = [
        (How::Many, "many"),
        (How::Single, "single"),
        (How::ReserveMany, "reserve_many"),
        (How::Reserve, "reserve"),
    ];
    for (how, name) in ways {
        rows.add::<Minimal>(field, format!("{prefix} queue64 {name}"), batch::Queue { how });
    }
}

fn local(rows: &mut Rows) {
    batches(rows, Field::Local, "local");
    let mut add = Adder { rows, field: Field::Local, prefix: "local", suffix: "" };
    add.add::<Minimal>("try pair", pair::Try);
    add.add::<Minimal>("await pair", pair::Await);
    for capacity in [0, 1, 64, 1024] {
        add.add::<Minimal>(&format!("1to1 {}", cap(capacity)), stream::Stream::<u64>::new(1, 1, capacity));
    }
    add.add::<Minimal>("burst unbounded", stream::Burst);
    for consumers in [1, 16] {
        for capacity in [0, 1, 64] {
            let shape = stream::Stream::<u64>::new(16, consumers, capacity);
            add.add::<Minimal>(&format!("16to{consumers} {}", cap(capacity)), shape);
        }
    }
    for capacity in [0, 1] {
        add.add::<Minimal>(&format!("roundtrip {}", cap(capacity)), turns::RoundTrip { capacity });
    }
    for capacity in [0, 1, 64] {
        add.add::<Minimal>(&format!("select2 {}", cap(capacity)), select::Receives::<2> { capacity });
        add.add::<Minimal>(&format!("select8 {}", cap(capacity)), select::Receives::<8> { capacity });
        add.add::<Minimal>(&format!("exchange {}", cap(capacity)), select::Exchange { capacity });
    }
    for capacity in [0, 1] {
        add.add::<Minimal>(&format!("daisy {}", cap(capacity)), turns::Daisy { capacity });
    }
    add.add::<Minimal>("256bytes cap64", stream::Stream::<[u64; 32]>::new(1, 1, 64));
    for (capacity, used, name) in [(0, false, "create"), (16, false, "create"), (16, true, "create-use")] {
        add.add::<Minimal>(&format!("{name} {}", cap(capacity)), create::Create { capacity, used });
    }
}

/// The main ones, on an executor that programs use.
fn runtime<E: Executor>(rows: &mut Rows, name: &'static str) {
    let mut add = Adder { rows, field: Field::Local, prefix: "local", suffix: name };
    add.add::<E>("await pair", pair::Await);
    for capacity in [0, 1, 64] {
        add.add::<E>(&format!("1to1 {}", cap(capacity)), stream::Stream::<u64>::new(1, 1, capacity));
    }
    add.add::<E>("16to1 cap1", stream::Stream::<u64>::new(16, 1, 1));
    add.add::<E>("roundtrip cap1", turns::RoundTrip { capacity: 1 });
    add.add::<E>("select2 cap1", select::Receives::<2> { capacity: 1 });
}

fn threads<E: Executor>(rows: &mut Rows, name: &'static str) {
    let mut add = Adder { rows, field: Field::Sync, prefix: "sync", suffix: name };
    for (producers, consumers) in [(1, 1), (4, 1), (4, 4)] {
        for capacity in [0, 1, 64, 1024, UNBOUNDED] {
            let shape = stream::Stream::<u64>::new(producers, consumers, capacity);
            add.add::<E>(&format!("{producers}to{consumers} {}", cap(capacity)), shape);
        }
    }
    for capacity in [0, 1] {
        add.add::<E>(&format!("roundtrip {}", cap(capacity)), turns::RoundTrip { capacity });
    }
    add.add::<E>("256bytes cap64", stream::Stream::<[u64; 32]>::new(1, 1, 64));
}

/// The rows of the scaling curves that are not there for something else, see `report::Group::curve`.
fn scaling(rows: &mut Rows) {
    for each in [2, 4, 8] {
        let shape = stream::Stream::<u64>::new(each, each, 64);
        rows.add::<Minimal>(Field::Local, format!("local {each}to{each} cap64"), shape);
    }
    for each in [2, 8, 16] {
        let shape = stream::Stream::<u64>::new(each, each, 64);
        rows.add::<TokioWorkers<2>>(Field::Sync, format!("sync {each}to{each} cap64 2workers"), shape);
    }
}

/// What tasks that wait for each other cost on a runtime for threads that has but one.
fn one_worker(rows: &mut Rows) {
    let mut add = Adder { rows, field: Field::Sync, prefix: "sync", suffix: "1worker" };
    for capacity in [0, 1, 64] {
        let shape = stream::Stream::<u64>::new(1, 1, capacity);
        add.add::<TokioWorkers<1>>(&format!("1to1 {}", cap(capacity)), shape);
    }
    for capacity in [0, 1] {
        add.add::<TokioWorkers<1>>(&format!("roundtrip {}", cap(capacity)), turns::RoundTrip { capacity });
    }
}

fn latencies(rows: &mut Rows) {
    use latency::{Beside, First, Rank};
    let mut add = Adder { rows, field: Field::Latency, prefix: "sync latency", suffix: "" };
    for (first, of) in [(First::Receive, "recv"), (First::Close, "close")] {
        for (rank, name) in [(Rank::P99, "p99"), (Rank::Max, "max")] {
            add.add::<Spin>(&format!("{of} {name}"), Beside { first, rank });
        }
    }
}

fn blocking(rows: &mut Rows) {
    let mut add = Adder { rows, field: Field::Blocking, prefix: "sync blocking", suffix: "" };
    for capacity in [0, 1, 64, 1024, UNBOUNDED] {
        add.add::<Each>(&format!("1to1 {}", cap(capacity)), stream::Stream::<u64>::new(1, 1, capacity));
    }
    for (each, suffix) in [(4, ""), (8, " 16threads")] {
        for capacity in [0, 1, 64] {
            let shape = stream::Stream::<u64>::new(each, each, capacity);
            add.add::<Each>(&format!("{each}to{each} {}{suffix}", cap(capacity)), shape);
        }
    }
    for capacity in [0, 1] {
        add.add::<Each>(&format!("roundtrip {}", cap(capacity)), turns::RoundTrip { capacity });
    }
    for (each, capacity) in [(1, 0), (1, 64), (4, 1), (4, 64)] {
        let shape = stream::Stream::<u64>::new(each, each, capacity);
        add.add::<Busy<Each>>(&format!("{each}to{each} {} busy", cap(capacity)), shape);
    }
}

/// Adds rows of one kind.
struct Adder<'a> {
    rows: &'a mut Rows,
    field: Field,
    prefix: &'static str,
    suffix: &'static str,
}

impl Adder<'_> {
    fn add<E: Executor>(&mut self, name: &str, shape: impl Shape) {
        let name = [self.prefix, name, self.suffix].join(" ");
        self.rows.add::<E>(self.field, name.trim_end(), shape);
    }
}
