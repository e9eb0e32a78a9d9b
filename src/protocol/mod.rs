//! The protocol: one channel as a pure state machine.
//!
//! # Laws
//!
//! 1. A value is in one place: its send future, a parked send's slot, the buffer, a lease, or a receiver's hands.
//! 2. A parked receive exists only while nothing is available (`available = buffered - reserved`); a parked send or reserve
//!    only while `available + permits >= capacity`. At capacity 0 both may be parked together only if they belong to one
//!    select, or if no more receives wait than permits are out, each of which claims one. An arm whose select polls
//!    foreign futures is passed over, and does not count: the select looks for itself
//!    before it waits on.
//! 3. Values leave in the order in which their sends committed, waiters are served first come, first served.
//! 4. Each commit wakes at most one task, and that task finds its operation complete.
//!
//! # Who may move a value
//!
//! ```text
//!  send future ──send──▶ buffer ──recv, collect──▶ receiver
//!       │  ▲               ▲
//!   park│  │leave          │pass, admit (room was made)
//!       ▼  │               │
//!     parked send's slot ──┘──recv at capacity 0──▶ receiver
//! ```
//!
//! The buffer is a queue, and before that at most one value that stands alone: one that was sent to a receive while there was
//! no other. It is moved without a thought of the queue, and needs no memory there.
//!
//! | transition | buffer | reserved | wakes |
//! | --- | --- | --- | --- |
//! | `send`, a receive is parked that is not claimed | +1 | +1 | that receive |
//! | `send`, room | +1 | | |
//! | `recv`, available | -1, and +1 if a send is parked | | that send, or a reserve that gets the room |
//! | `recv`, nothing available, a send is parked | +1, -1 | | that send |
//! | `send_many` | as so many `send`; what is left parks with its first value | | as those |
//! | `recv_many` | as so many `recv`, after a `collect` if it was chosen | | each of those sends |
//! | `collect` | -1 | -1 | |
//! | `leave_recv`, chosen, another is parked | | -1, +1 | that other |
//! | `leave_recv`, chosen, nobody is parked | | -1 | |
//! | `leave_recv` not chosen, `leave_send` | | | |
//! | `retry_recv`, `retry_send` | as `recv`, `send`, and the arm leaves if that is done | | as those |
//! | `reserve` | | | |
//! | `fill`, a receive is parked | +1 | +1 | that receive, and whoever gets the room |
//! | `fill`, none is | +1 | | |
//! | `release` | +1 if a send is parked | +1 if it was for a claimed receive | that send or reserve, and that receive |
//! | `serve_reserve`, capacity 0, a receive has parked | | | a reserve |
//! | `leave_reserve` | | | what it had is `release`d |
//! | `force_send`, full | -1 (the oldest available), +1 | | |
//! | `lease` | as `recv` | | as `recv` |
//! | `return_lease`, a receive is parked | +1, at the front | +1 | that receive |
//! | `return_lease`, nobody is parked | +1, at the front | | |
//! | `close`, no lease is out | | | everybody, one by one |
//! | `close`, a lease is out, or will be made by a receive that was chosen | | | everybody but the receives |
//! | `return_lease`, `end_lease`, `leave_lease`, closed, the last one | | | as above, and then the receives, one by one |
//! | `abandon` | 0 | 0 | |
//!
//! No transition locks, borrows, uses an atomic or runs foreign code: a waker's clone, wake and drop, a value's drop. What can be
//! changed by others meanwhile has words of its own, a `Ticket` and the list of those that are `Ready`: whoever registers or
//! wakes through them holds nothing. There is no `unsafe` here.

mod batch;
mod buffer;
mod lease;
mod leases;
mod park;
mod parked;
mod permits;
mod send_many;
mod state;
mod transitions;
mod waiting;

pub(crate) use lease::Leased;
pub(crate) use parked::Outgoing;
pub(crate) use send_many::{Front, ManyEffects};
pub(crate) use state::{Refusal, State};
pub(crate) use waiting::{Effects, Fate, Key, Occupant, Ready, Side, Ticket, Woken};
