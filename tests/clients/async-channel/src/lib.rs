//! What async-channel exports, from `goit::sync`: nothing is wrapped, so that a client compiles only if names, signatures
//! and traits are the same.
#![no_std]

pub use goit::sync::future::{Closed, Recv, Send};
pub use goit::sync::{
    Receiver, RecvError, SendError, Sender, TryRecvError, TrySendError, WeakReceiver, WeakSender, bounded,
    unbounded,
};
