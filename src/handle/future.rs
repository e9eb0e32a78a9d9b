//! The futures that the handles' operations return, for programs that name them.
//!
//! To keep one in a struct, say. They do not stand beside the handles, so that `use goit::local::*` does not hide
//! [`Send`](core::marker::Send).

pub use super::close::Closed;
pub use super::leasing::{Leasing, OwnedLeasing};
pub use super::recv::{OwnedRecv, Recv};
pub use super::recv_many::RecvMany;
pub use super::reserve::{OwnedReserve, Reserve, ReserveMany};
pub use super::send::{OwnedSend, Send, SendFrom};
pub use super::send_many::SendMany;
