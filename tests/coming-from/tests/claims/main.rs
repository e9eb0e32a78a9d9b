//! What the guide's pages on coming from other channels say of these, and of goit beside them: a module for each page. What
//! only names a counterpart is compiled here or in the programs on the pages.

mod async_channel;
mod crossbeam;
mod embassy;
mod flume;
mod pages;
mod tokio;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Counts how many of its clones were dropped.
#[derive(Clone, Default)]
struct Dropped(Rc<Cell<u32>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

impl Dropped {
    fn count(&self) -> u32 {
        self.0.get()
    }
}

fn panics<T>(what: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(|| drop(what()))).is_err()
}
