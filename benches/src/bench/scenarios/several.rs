//! The rows about several channels at once. Few peers have a form for that, so each row says who they are.

use crate::channel::goit::{Local, Sync};
use crate::channel::{Merges, Peer, UNBOUNDED};
use crate::deadline::Deadline;
use crate::executors::{Executor, Minimal};
use crate::peers::Field;
use crate::peers::blocking::{Crossbeam, Goit};
use crate::peers::several::{FuturesAll, TokioAll, TokioMap, local, sync};
use crate::peers::sync::{Futures, Tokio};
use crate::rows::{Cell, Each, Row, Rows, cap};
use crate::shapes::Shape;
use crate::shapes::select::{Exchange, Exchange8, OwnReceives};
use crate::shapes::several::{Arms, Merge, Ready, Size};

/// Adds a row: its field, its name, its shape, and its peers.
macro_rules! row {
    ($rows:ident, $E:ty: $field:ident, $name:expr, $shape:expr; $($Peer:ty),*) => {{
        let (shape, executors) = ($shape, [<$E>::RUN, <$E>::COUNTING]);
        let cells = vec![$(
            Cell::new(<$Peer>::NAME, executors, move |run, messages| shape.run::<$Peer>(run, messages))
        ),*];
        // Nothing is sent where a size is taken, and a deadline has a runtime of its own.
        let counts = <$E>::OWN && !matches!(Field::$field, Field::Size | Field::Deadline);
        let name = format!("several {}", $name);
        $rows.0.push(Row { field: Field::$field, name, counts, messages: None, cells });
    }};
}

const WAITING: [(Ready, &str); 3] = [(Ready::All, "all"), (Ready::One, "one"), (Ready::Default, "default")];

pub fn rows(rows: &mut Rows) {
    macro_rules! selects {
        ($flavor:literal $Goit:ty: $($K:literal)*) => {$(
            for (ready, name) in WAITING.into_iter().chain([(Ready::None, "none")]) {
                let name = format!("{} {}arms {name}", $flavor, $K);
                row!(rows, Minimal: Select, name, Arms::<$K>(ready); $Goit, Tokio, Futures);
            }
        )*};
    }
    selects! { "local" Local: 2 8 64 }
    selects! { "sync" Sync: 2 8 64 }
    blocking(rows);
    for members in [8, 64, 512, 10_000] {
        for (all, active) in [(false, "one"), (true, "all")] {
            macro_rules! merges {
                ($flavor:ident) => {
                    let name = format!("{} merge{members} {active}", stringify!($flavor));
                    row!(rows, Minimal: Merge, name, Merge { members, all };
                        $flavor::Merge, $flavor::All, $flavor::Map, $flavor::Select, FuturesAll, TokioAll, TokioMap);
                };
            }
            merges! { local }
            merges! { sync }
        }
    }
    macro_rules! sizes {
        ($flavor:literal $Goit:ty: $($K:literal)*) => {$(
            let name = format!("{} {}arms size", $flavor, $K);
            row!(rows, Minimal: Size, name, Size::<$K>; $Goit, Tokio, Futures);
        )*};
    }
    sizes! { "local" Local: 2 8 64 }
    sizes! { "sync" Sync: 2 8 64 }
    let watched = [(Deadline::Select, "select"), (Deadline::Timeout, "timeout"), (Deadline::Task, "task")];
    for (deadline, name) in watched {
        row!(rows, Minimal: Deadline, format!("sync deadline {name}"), deadline; Sync, Tokio);
    }
}

/// Selects that block a thread: without waiting, and beside the threads that they wait for.
fn blocking(rows: &mut Rows) {
    macro_rules! selects {
        ($($K:literal)*) => {$(
            for (ready, name) in WAITING {
                let name = format!("blocking {}arms {name}", $K);
                row!(rows, Minimal: Select, name, Arms::<$K>(ready); Goit, Crossbeam);
            }
            for capacity in [0, 1, 64, UNBOUNDED] {
                let name = format!("blocking {}arms recv {}", $K, cap(capacity));
                row!(rows, Each: Select, name, OwnReceives::<$K> { capacity }; Goit, Crossbeam);
            }
        )*};
    }
    selects! { 2 8 }
    for capacity in [0, 1, 64, UNBOUNDED] {
        let name = |arms| format!("blocking {arms}arms both {}", cap(capacity));
        row!(rows, Each: Select, name(2), Exchange { capacity }; Goit, Crossbeam);
        row!(rows, Each: Select, name(8), Exchange8 { capacity }; Goit, Crossbeam);
    }
}
