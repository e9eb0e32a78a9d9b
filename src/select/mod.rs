//! Select: one of several sends, receives and foreign futures, and exactly one.
//!
//! [`select!`](crate::select!) is the form for a set of arms that is written down; [`Select`] the one for a set
//! known only at run time. Both are the same engine over the same arms.

mod arm;
mod arms;
mod builder;
mod case;
mod engine;
mod handle;
mod macros;
mod order;
mod race;

pub use builder::Select;
pub use case::{Admits, AnyCase, Case, Cases, SendCase, recv, send, send_from, wait};
pub use handle::{AsReceiver, AsSender};

// What `select!` expands to.
#[doc(hidden)]
pub use arm::{RecvArm, SendArm, WaitArm};
#[doc(hidden)]
pub use arms::Outcomes;
#[doc(hidden)]
pub use engine::try_first;
#[doc(hidden)]
pub use order::Choice;
pub(crate) use order::throw_shared;
#[doc(hidden)]
pub use race::Race;
