//! What is measured together: a row is one scenario, a cell one peer in it.

use crate::channel::{Peer, UNBOUNDED};
use crate::executors::{Executor, Lanes};
use crate::peers::{Field, Visitor};
use crate::shapes::{Failure, Sample, Shape};
use goit_bench::executor::Run;

/// A thread for each task.
pub type Each = Lanes<0, true>;

type Measured = Box<dyn Fn(u64) -> Result<Sample, Failure>>;

/// One peer in one scenario.
pub struct Cell {
    pub peer: &'static str,
    pub reference: bool,
    /// A run to be timed.
    pub run: Measured,
    /// The same on an executor that counts, and that notices when it stalls.
    pub counted: Measured,
}

impl Cell {
    /// Measures on the executor that is timed, and on the one that counts.
    pub fn new(
        peer: &'static str,
        [timed, counting]: [Run; 2],
        measure: impl Fn(Run, u64) -> Result<Sample, Failure> + Copy + 'static,
    ) -> Self {
        Cell {
            peer,
            reference: false,
            run: Box::new(move |messages| measure(timed, messages)),
            counted: Box::new(move |messages| measure(counting, messages)),
        }
    }
}

/// One scenario.
pub struct Row {
    pub field: Field,
    /// What it is called, and what filters name it by.
    pub name: String,
    /// Whether its counts are worth showing: they are the executor's own.
    pub counts: bool,
    /// How many messages each run has; else as many as take about as long as everybody's.
    pub messages: Option<u64>,
    pub cells: Vec<Cell>,
}

/// Makes a cell of each peer that it is shown.
pub struct Cells<S> {
    shape: S,
    executors: [Run; 2],
    cells: Vec<Cell>,
}

impl<S: Shape> Visitor for Cells<S> {
    fn peer<P: Peer>(&mut self) {
        let shape = self.shape;
        let cell = Cell::new(P::NAME, self.executors, move |run, messages| shape.run::<P>(run, messages));
        self.cells.push(Cell { reference: P::REFERENCE, ..cell });
    }
}

pub struct Rows(pub Vec<Row>);

impl Rows {
    pub fn add<E: Executor>(&mut self, field: Field, name: impl Into<String>, shape: impl Shape) {
        self.add_of::<E, _>(field, name, None, shape, |visitor| field.show(visitor));
    }

    /// A row of so many messages, with the peers that `show` shows.
    pub fn add_of<E: Executor, S: Shape>(
        &mut self,
        field: Field,
        name: impl Into<String>,
        messages: Option<u64>,
        shape: S,
        show: impl FnOnce(&mut Cells<S>),
    ) {
        let mut visitor = Cells { shape, executors: [E::RUN, E::COUNTING], cells: Vec::new() };
        show(&mut visitor);
        self.0.push(Row { field, name: name.into(), counts: E::OWN, messages, cells: visitor.cells });
    }
}

pub fn cap(capacity: usize) -> String {
    if capacity == UNBOUNDED { "unbounded".into() } else { format!("cap{capacity}") }
}
