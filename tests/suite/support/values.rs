//! Values that tell when they are dropped.

use std::sync::{Arc, Mutex};

/// The numbers of the values dropped so far, in order.
#[derive(Debug, Clone, Default)]
pub struct Drops(Arc<Mutex<Vec<u32>>>);

impl Drops {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn value(&self, number: u32) -> Value {
        Value { number, drops: self.clone() }
    }

    pub fn so_far(&self) -> Vec<u32> {
        self.0.lock().unwrap().clone()
    }

    /// Like `so_far`, in ascending order: for values whose order of dropping is nobody's promise.
    pub fn sorted(&self) -> Vec<u32> {
        let mut numbers = self.so_far();
        numbers.sort_unstable();
        numbers
    }
}

/// A value with a number.
#[derive(Debug)]
pub struct Value {
    pub number: u32,
    drops: Drops,
}

impl Drop for Value {
    fn drop(&mut self) {
        self.drops.0.lock().unwrap().push(self.number);
    }
}

/// A value whose drop runs a closure.
pub struct OnDrop(Option<Box<dyn FnOnce()>>);

impl OnDrop {
    pub fn new(f: impl FnOnce() + 'static) -> Self {
        OnDrop(Some(Box::new(f)))
    }

    /// A value whose drop does nothing.
    pub fn quiet() -> Self {
        OnDrop(None)
    }
}

impl Drop for OnDrop {
    fn drop(&mut self) {
        if let Some(f) = self.0.take() {
            f();
        }
    }
}

impl std::fmt::Debug for OnDrop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OnDrop")
    }
}
