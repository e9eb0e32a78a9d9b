//! The suites: their parameters, and where those stand.

use crate::channel::UNBOUNDED;
use crate::channel::Value;
use crate::executors::{TokioAll, TokioLocalSet, TokioMain};
use crate::measure::Line;
use crate::peers::blocking::{
    Crossbeam, CrossfireMpsc as BlockingMpsc, CrossfireMpscUnbounded as BlockingMpscUnbounded, Goit,
};
use crate::peers::local::{Embassy, Intrusive};
use crate::peers::sync::{CrossfireMpsc, CrossfireMpscUnbounded};
use crate::peers::{Field, Visitor};
use crate::rows::{Each, Row, Rows, cap};
use crate::shapes::rigs::{Funnel, Pinball};
use crate::shapes::select::{Receives, SelectBoth};
use crate::shapes::stream::{Drain, Stream, Texts};
use crate::shapes::turns::Chain;

/// One suite: the first word of its rows' names.
#[derive(Clone, Copy)]
pub struct Suite {
    pub name: &'static str,
    pub title: &'static str,
    /// Where its parameters stand, and what they are.
    pub about: &'static str,
}

impl Suite {
    pub fn lines<'a>(&self, lines: &'a [Line]) -> Vec<&'a Line> {
        lines.iter().filter(|line| line.name.split(' ').next() == Some(self.name)).collect()
    }
}

pub const SUITES: [Suite; 6] = [
    Suite {
        name: "kanal",
        title: "kanal's suite",
        about: "The parameters are those of github.com/fereidani/rust-channel-benchmarks (`settings.rs` at \
                08a594f, `z_types.rs`, `z_async_all.rs`, `z_spsc.rs`, `z_mpsc.rs`, `z_mpmc.rs`): 1,000,000 \
                messages that are nothing, a word or four words; `spsc` one task to one, `mpsc` four to \
                one, `mpmc` four to four; on tokio with a worker for each processor, or in threads. \
                `benches/others.sh` runs the same in Go.",
    },
    Suite {
        name: "crossfire",
        title: "crossfire's suite",
        about: "The parameters are those of github.com/frostyplanet/crossfire-rs \
                (`test-suite/benches/crossfire.rs`): 10,000 words at capacity 1, and 1,000,000 at capacity \
                100 and without a bound; receivers go on until the channel is closed; on tokio with a \
                worker for each processor, or in threads. Senders of async channels without a bound are \
                threads.",
    },
    Suite {
        name: "crossbeam",
        title: "crossbeam-channel's suite",
        about: "The parameters are those of github.com/crossbeam-rs/crossbeam \
                (`crossbeam-channel/benchmarks/crossbeam-channel.rs`, `message.rs`): 5,000,000 words; \
                `mpsc` four threads to one, `mpmc` four to four, `select_rx` four to one that selects over \
                four channels, `select_both` four that select to send over four channels to four that \
                select to receive. Selects are each crate's macro. The selects also run async, on tokio \
                with a worker for each processor, where futures are raced by peers that have no select.",
    },
    Suite {
        name: "tachyobench",
        title: "tachyobench",
        about: "The parameters are those of github.com/asynchronics/tachyobench (`README.md`, \
                `src/benches/funnel.rs`, `src/benches/pinball.rs`, `results`), on tokio with a worker for \
                each processor, with 61 rigs side by side: `funnel` 13 senders to one receiver, 1,000,000 \
                words in each rig; `pinball` 13 nodes that send each ball to a random other one, until the \
                balls of a rig have come to 1,000,000 nodes.",
    },
    Suite {
        name: "otel-arrow",
        title: "otel-arrow's LocalSet",
        about: "The parameters are those of github.com/open-telemetry/otel-arrow \
                (`rust/otap-dataflow/benchmarks/benches/channel/main.rs`): 100,000 clones of an \
                `Rc<String>` at capacity 256, from one task of a `LocalSet` to another one. Here the set \
                is awaited.",
    },
    Suite {
        name: "jox",
        title: "jox's chain",
        about: "The parameters are those of github.com/softwaremill/jox \
                (`bench/bench-java/src/main/java/com/softwaremill/jox/ChainedBenchmark.java` and its twin \
                in Kotlin): 1,000 values through a chain of 10,000 channels, of capacity 0 and 100; a \
                message is one send and its receive. On tokio with a worker for each processor, and on one \
                thread, in a `LocalSet`.",
    },
];

pub fn rows() -> Vec<Row> {
    let mut rows = Rows(Vec::new());
    kanal::<()>(&mut rows, "unit");
    kanal::<u64>(&mut rows, "word");
    kanal::<[u64; 4]>(&mut rows, "4words");
    crossfire(&mut rows);
    crossbeam(&mut rows);
    tachyobench(&mut rows);
    let texts = Texts { capacity: 256 };
    rows.add_of::<TokioLocalSet, _>(
        Field::Local,
        "otel-arrow localset cap256",
        Some(100_000),
        texts,
        |peers| {
            Field::Local.show(peers);
            peers.peer::<Embassy<256>>();
            peers.peer::<Intrusive<256>>();
        },
    );
    jox(&mut rows);
    rows.0
}

fn kanal<T: Value + Copy>(rows: &mut Rows, value: &str) {
    const MESSAGES: u64 = 1_000_000;
    for capacity in [0, 1, MESSAGES as usize, UNBOUNDED] {
        for (kind, producers, consumers) in [("mpmc", 4, 4), ("mpsc", 4, 1), ("spsc", 1, 1)] {
            let shape = Stream::<T>::new(producers, consumers, capacity);
            let name = |way| format!("kanal {way} {kind} {} {value}", cap(capacity));
            let (messages, show) = (Some(MESSAGES), |peers: &mut _| Field::Sync.show(peers));
            // The one receiver is the main function; where there are four, it only waits for them.
            if consumers == 1 {
                rows.add_of::<TokioMain, _>(Field::Sync, name("async"), messages, shape, show);
            } else {
                rows.add_of::<TokioAll, _>(Field::Sync, name("async"), messages, shape, show);
            }
            rows.add_of::<Each, _>(Field::Blocking, name("sync"), messages, shape, |peers| {
                Field::Blocking.show(peers);
            });
        }
    }
}

fn crossfire(rows: &mut Rows) {
    let to_one = [1, 2, 4, 8, 16].map(|each| (each, 1));
    let to_many = [2, 4, 8, 16].map(|each| (each, each));
    for (capacity, messages) in [(1, 10_000), (100, 1_000_000), (UNBOUNDED, 1_000_000)] {
        for (producers, consumers) in to_one.into_iter().chain(to_many) {
            let shape = Drain { producers, consumers, capacity };
            let name = |way| format!("crossfire {way} {producers}to{consumers} {}", cap(capacity));
            let messages = Some(messages);
            if capacity == UNBOUNDED {
                rows.add_of::<TokioMain<true>, _>(Field::Sync, name("async"), messages, shape, |peers| {
                    Field::Sync.show(peers);
                    peers.peer::<CrossfireMpscUnbounded>();
                });
            } else {
                rows.add_of::<TokioMain, _>(Field::Sync, name("async"), messages, shape, |peers| {
                    Field::Sync.show(peers);
                    peers.peer::<CrossfireMpsc>();
                });
            }
            rows.add_of::<Each, _>(Field::Blocking, name("sync"), messages, shape, |peers| {
                Field::Blocking.show(peers);
                peers.peer::<BlockingMpsc>();
                peers.peer::<BlockingMpscUnbounded>();
            });
        }
    }
}

fn crossbeam(rows: &mut Rows) {
    const MESSAGES: u64 = 5_000_000;
    let messages = Some(MESSAGES);
    for capacity in [0, 1, MESSAGES as usize, UNBOUNDED] {
        let name = |what| format!("crossbeam {what} {}", cap(capacity));
        for (kind, producers, consumers) in [("spsc", 1, 1), ("mpsc", 4, 1), ("mpmc", 4, 4)] {
            let shape = Stream::<u64>::new(producers, consumers, capacity);
            let name = format!("crossbeam sync {kind} {}", cap(capacity));
            rows.add_of::<Each, _>(Field::Blocking, name, messages, shape, |peers| {
                Field::Blocking.show(peers)
            });
        }
        let (select_rx, select_both) = (Receives::<4> { capacity }, SelectBoth { capacity });
        rows.add_of::<Each, _>(Field::Blocking, name("sync select_rx"), messages, select_rx, |peers| {
            peers.peer::<Goit>();
            peers.peer::<Crossbeam>();
        });
        rows.add_of::<Each, _>(Field::Blocking, name("sync select_both"), messages, select_both, |peers| {
            peers.peer::<Goit>();
            peers.peer::<Crossbeam>();
        });
        rows.add_of::<TokioMain, _>(Field::Sync, name("async select_rx"), messages, select_rx, |peers| {
            Field::Sync.show(peers);
        });
        rows.add_of::<TokioAll, _>(Field::Sync, name("async select_both"), messages, select_both, |peers| {
            Field::Sync.show(peers);
        });
    }
}

fn tachyobench(rows: &mut Rows) {
    let messages = Some(61_000_000);
    for capacity in [1, 10, 100, 1000, 10_000] {
        let name = format!("tachyobench funnel {}", cap(capacity));
        let shape = Funnel { senders: 13, capacity };
        rows.add_of::<TokioAll, _>(Field::Sync, name, messages, shape, |peers| Field::Sync.show(peers));
    }
    for balls in [1, 3, 7, 17, 41, 101, 241] {
        let name = format!("tachyobench pinball {balls}balls");
        let shape = Pinball { nodes: 13, balls };
        rows.add_of::<TokioAll, _>(Field::Sync, name, messages, shape, |peers| Field::Sync.show(peers));
    }
}

fn jox(rows: &mut Rows) {
    let messages = Some(10_000_000);
    for capacity in [0, 100] {
        let name = |on| format!("jox chain10000 {} {on}", cap(capacity));
        let shape = Chain { channels: 10_000, capacity };
        rows.add_of::<TokioAll, _>(Field::Sync, name("workers"), messages, shape, |peers| {
            Field::Sync.show(peers)
        });
        rows.add_of::<TokioLocalSet, _>(Field::Local, name("localset"), messages, shape, |peers| {
            Field::Local.show(peers);
            peers.peer::<Embassy<100>>();
            peers.peer::<Intrusive<100>>();
        });
    }
}
