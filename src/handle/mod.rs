//! The handles of a channel, written once for every [`Flavor`].
//!
//! Programs use them through [`goit::local`](crate::local) or `goit::sync`, where the same names stand without
//! the flavour parameter; code for both flavours names them here. Handles hold no state of the channel but the
//! way to it: what an operation does is decided in the protocol, where it stands is kept in its [future].

// The documentation shows the methods of a handle in the order of these modules, and where it shows an alias of the handle, in the
// order of their files' names: so both are the same, and what is used most comes first.
mod batch;
mod channel;
mod close;
pub mod future;
mod lease;
mod leasing;
mod permit;
mod receiver;
mod receiver_leases;
mod receiver_many;
mod recv;
mod recv_many;
mod reserve;
mod send;
mod send_many;
mod sender;
mod sender_many;
mod sender_permits;
mod sender_sink;
mod sink;
mod state;
mod until;
mod usage;
pub(crate) mod waiter;
mod weak;

pub use batch::{Drain, TryIter};
pub use channel::Channel;
pub use close::{Close, CloseGuard};
pub use lease::{Lease, OwnedLease};
pub use leasing::Leases;
pub use permit::{OwnedPermit, Permit, PermitIterator};
pub use receiver::Receiver;
pub use sender::Sender;
pub use sink::{SendSink, SendSinkRef};
pub use weak::{WeakReceiver, WeakSender};

pub(crate) use until::{Until, first};
pub(crate) use usage::Usage;
pub(crate) use waiter::polled_after_completion;

use crate::flavor::{Flavor, Shared};

/// Calls this as it goes, also where foreign code has panicked.
struct Finally<D: FnMut()>(D);

impl<D: FnMut()> Drop for Finally<D> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// A new channel with one handle on each end.
#[inline]
pub(crate) fn new<T, F: Flavor>(capacity: usize) -> (Sender<T, F>, Receiver<T, F>) {
    let shared = Shared::<T, F>::new(capacity);
    (Sender::from_counted(shared.clone()), Receiver::from_counted(shared))
}
