//! The handles of a channel and their futures, written once for every [`Flavor`].
//!
//! Programs use them through [`goit::local`](crate::local) or `goit::sync`, where the same names stand without
//! the flavour parameter; code for both flavours names them here. Handles hold no state of the channel but the
//! way to it: what an operation does is decided in the protocol, where it stands is kept in its future.

mod batch;
mod channel;
mod close;
mod inquiry;
mod lease;
mod leasing;
mod permit;
pub(crate) mod place;
mod receiver;
mod recv;
mod reserve;
mod send;
mod send_many;
mod sender;
mod sink;
mod until;
mod usage;
mod weak;

pub use batch::{Drain, RecvMany, TryIter};
pub use channel::Channel;
pub use close::{Close, CloseGuard, Closed};
pub use lease::{Lease, OwnedLease};
pub use leasing::{Leases, Leasing, OwnedLeasing};
pub use permit::{OwnedPermit, Permit, PermitIterator};
pub use receiver::Receiver;
pub use recv::{OwnedRecv, Recv};
pub use reserve::{OwnedReserve, Reserve, ReserveMany};
pub use send::{OwnedSend, Send, SendFrom};
pub use send_many::SendMany;
pub use sender::Sender;
pub use sink::{SendSink, SendSinkRef};
pub use weak::{WeakReceiver, WeakSender};

pub(crate) use place::polled_after_completion;
pub(crate) use until::{Until, first};
pub(crate) use usage::Usage;

use crate::flavor::{Flavor, Shared};

/// A new channel with one handle on each end.
#[inline]
pub(crate) fn new<T, F: Flavor>(capacity: usize) -> (Sender<T, F>, Receiver<T, F>) {
    let shared = Shared::<T, F>::new(capacity);
    (Sender::from_counted(shared.clone()), Receiver::from_counted(shared))
}
