//! The program over `goit::local`: for executors whose tasks stay on one thread. Nothing but the flavour's names.

pub(crate) use goit::local::{Receiver, Sender, bounded, rendezvous, unbounded};

#[path = "program.rs"]
mod program;

pub use program::*;

/// What can be spawned.
pub trait Task: Future<Output = ()> + 'static {}

impl<X: Future<Output = ()> + 'static> Task for X {}
