//! Select: one of several sends, receives and foreign futures, and exactly one.
//!
//! [`select!`](crate::select!) is the form for a set of arms that is written down, `select_blocking!` the same for threads;
//! [`Select`] is the form for a set known only at run time. All are the same engine over the same arms. [`Merge`] receives
//! from a set that changes while it runs, and does without the engine: its members stay parked.

mod any_case;
mod arm;
mod arms;
mod builder;
mod case;
mod engine;
mod given;
mod grammar;
mod handle;
mod macros;
mod merge;
mod order;
mod race;
mod steps;

pub use any_case::AnyCase;
pub use arm::{LeaseArm, RecvArm, RecvManyArm, ReserveArm, SendArm, SendManyArm, WaitArm};
pub use builder::{Admits, Cases, Lists, Select};
pub use case::{Case, SendCase, lease, recv, recv_many, reserve, send, send_from, send_many, wait};
pub use handle::{AsReceiver, AsSender};
pub use merge::{Merge, MergeRecv};

// What the macros expand to.
#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
#[doc(hidden)]
pub use crate::blocking::Limit;
#[doc(hidden)]
pub use arms::Outcomes;
#[doc(hidden)]
pub use given::{Give, Of, future, item};
#[doc(hidden)]
pub use order::Choice;
pub(crate) use order::next_shared;
#[doc(hidden)]
pub use race::{Race, nothing_to_wait_for};
#[doc(hidden)]
pub use steps::try_first;
#[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
pub(crate) use {arms::Arms, race::NONE};
