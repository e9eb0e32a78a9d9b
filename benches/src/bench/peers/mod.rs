//! The channels that are compared, and who takes part where. A peer's file says how it does what is asked of it and
//! nothing else.

pub mod blocking;
pub mod local;
mod raw;
pub mod several;
pub mod sync;

use crate::channel::{Peer, goit};

/// Is shown every peer of a list.
pub trait Visitor {
    fn peer<P: Peer>(&mut self);
}

/// Which peers a scenario is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Local,
    Sync,
    Blocking,
    /// Those that have a form for several channels at once, and what they make of them.
    Select,
    Merge,
    /// The bytes of those forms.
    Size,
    /// The time of a deadline beside them.
    Deadline,
    /// Those that can be used by one thread without waiting while another one waits, in whatever way.
    Latency,
}

impl Field {
    /// Shows the peers of this field, `goit` first.
    pub fn show(self, visitor: &mut impl Visitor) {
        match self {
            Field::Local => {
                visitor.peer::<goit::Local>();
                local::show(visitor);
                sync::show_to_one_thread(visitor);
                raw::show(visitor);
            }
            Field::Sync => {
                visitor.peer::<goit::Sync>();
                sync::show(visitor);
            }
            Field::Blocking => blocking::show(visitor),
            Field::Latency => {
                Field::Sync.show(visitor);
                visitor.peer::<blocking::Crossbeam>();
            }
            // Each row of these says for whom it is.
            Field::Select | Field::Merge | Field::Size | Field::Deadline => {}
        }
    }
}
