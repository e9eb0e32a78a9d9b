//! Who waits in a channel, and who is woken: lines of parked operations, tickets of selects and merges, and the effects of
//! a transition. Nothing here knows of values or of a queue: other kinds of channel can wait in the same lines.

mod claims;
mod effects;
mod line;
mod lines;
mod park;
mod ready;
mod ring;
mod slot;
mod ticket;

pub(crate) use effects::{Effects, Woken};
pub(crate) use line::Line;
pub(crate) use lines::{Fate, Lines, Sends};
pub(crate) use ready::Ready;
pub(crate) use slot::{Key, Occupant, Side};
pub(crate) use ticket::Ticket;
