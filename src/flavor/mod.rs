//! How a channel is shared, borrowed and arbitrated.
//!
//! The protocol, the handles and select are written once, generic over [`Flavor`]; what differs between one
//! thread and many lives here and nowhere else. This is also the only folder that may hold `unsafe`.
//!
//! | | `Local` | `Synchronized` |
//! | --- | --- | --- |
//! | `Ptr` | `Rc` | `Arc` |
//! | `Exclusive` | `RefCell` | a lock, and beside it two ends of the queue that are open while nobody waits |
//! | `Queue` | `VecDeque` | a ring |
//! | `Word` | `Cell<usize>` | `AtomicUsize` |
//! | `Stamp` | `Cell<u64>` | `AtomicU32`, and beside it `u32` |
//! | `WakerCell` | `Cell<Option<Waker>>` | `AtomicWaker` |

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod atomic;
mod batch;
mod close;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod crowd;
#[cfg(all(feature = "sync", target_has_atomic = "ptr", not(feature = "critical-section")))]
mod ends;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod guard;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod hint;
mod lease;
mod local;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod lock;
mod moment;
mod one_thread;
mod permit;
#[cfg(all(feature = "sync", target_has_atomic = "ptr", not(feature = "critical-section")))]
mod ring;
mod shared;
mod word;

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub use atomic::Synchronized;
pub use local::Local;
pub(crate) use moment::Moment;
pub(crate) use shared::Shared;
pub(crate) use word::{Stamp, WakerCell, Word};

use crate::protocol::{Key, Outgoing, Refusal, Side, State};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

/// How a channel is shared: [`Local`] (one executor, `!Send`, no atomics) or, with the feature `sync`,
/// `Synchronized` (across threads).
///
/// The trait is sealed. It is there for code that is written once for both flavours:
///
/// ```
/// use goit::{Flavor, handle::Receiver};
///
/// async fn total<F: Flavor>(numbers: Receiver<u32, F>) -> u32 {
///     let mut sum = 0;
///     while let Ok(n) = numbers.recv().await {
///         sum += n;
///     }
///     sum
/// }
///
/// # futures_executor::block_on(async {
/// let (tx, rx) = goit::local::unbounded();
/// tx.send(2).await?;
/// tx.send(3).await?;
/// drop(tx);
/// assert_eq!(total(rx).await, 5);
/// # Ok::<(), goit::SendError<u32>>(()) }).unwrap();
/// ```
pub trait Flavor: Parts + crate::select::Cases {}

/// What a flavour is made of. Public so that it can stand behind [`Flavor`], but not nameable from outside.
pub trait Parts: Sized + 'static {
    /// Shared ownership.
    type Ptr<X>: Deref<Target = X> + Clone;
    /// Exclusive access to one channel's state.
    type Exclusive<T>: Exclusive<T, Self>
    where
        Self: Flavor;
    /// Where a channel's committed values wait.
    type Queue<T>: Queue<T>;
    /// One word that several owners may change.
    type Word: Word;
    /// What a receiver's handle notes of its use.
    type Stamp: Stamp;
    /// One task's waker, replaced by its owner and woken by others.
    type WakerCell: WakerCell;

    /// Whether a woken waker goes back to its vacated slot for the next one who parks there. It costs a
    /// second exclusive access, and saves a clone and a drop of the waker.
    const KEEPS_WAKERS: bool;

    /// Whether another thread may change a channel between two accesses.
    const THREADS: bool;

    /// The least capacity with a fast path: with which operations can be without thought, as [`Exclusive::try_push`] and
    /// [`Exclusive::try_pop`] are, and so have gates.
    const MIN_GATED: usize = if Self::LENDS { 2 } else { 1 };

    /// Whether the queue is lent out to those who do not enter, while the gates are open.
    const LENDS: bool;

    /// Whether a task that finds its channel ready again and again gives way to others.
    const GIVES_WAY: bool;

    /// Channels that a select holds all at once, in one order for everybody.
    type Hold<'a>: Hold<'a>;
    /// Access to one of the channels held.
    type Held<'h, T: 'h>: DerefMut<Target = State<T, Self>>
    where
        Self: Flavor;

    /// Adds a channel to those that will be held; naming one twice holds it once.
    fn join<'a, T>(hold: &mut Self::Hold<'a>, one: &'a Self::Exclusive<T>)
    where
        Self: Flavor;
    /// Enters one of the channels that are held.
    fn held<'h, T>(hold: &'h mut Self::Hold<'_>, one: &'h Self::Exclusive<T>) -> Self::Held<'h, T>
    where
        Self: Flavor;

    /// Makes a value where it can be shared, so that a large one need not be moved there.
    fn share<X>(make: impl FnOnce() -> X) -> Self::Ptr<X>;
    /// Whether two pointers share one value.
    fn same<X>(a: &Self::Ptr<X>, b: &Self::Ptr<X>) -> bool;
    /// The value itself, if nobody else shares it.
    fn unique<X>(ptr: &mut Self::Ptr<X>) -> Option<&mut X>;
}

/// Exclusive access to a channel's state, and what can be done without it.
pub trait Exclusive<T, F: Flavor> {
    /// Access; ends when it is dropped.
    type Guard<'a>: DerefMut<Target = State<T, F>>
    where
        Self: 'a;

    /// Takes the state in.
    fn new(state: State<T, F>) -> Self;

    /// Waits for exclusive access. Whoever has it runs no foreign code.
    fn enter(&self) -> Self::Guard<'_>;

    /// Ends an access, in which nothing but this was changed of what others see.
    #[inline(always)]
    fn leave(&self, access: Self::Guard<'_>, _: Change) {
        drop(access);
    }

    /// Sends what `slot` holds, where that needs no thought: nobody waits, and there is room. Otherwise leaves
    /// it there, and tells the refusal where that is certain: true at an instant between call and return, which has its
    /// place in the order of sequentially consistent operations.
    fn try_push(&self, slot: &mut impl Outgoing<T>) -> Result<(), Option<Refusal>>;

    /// Receives into `sink`, where that needs no thought: a value is there, and no send waits for its place. Otherwise
    /// tells the refusal where that is certain. A sink moves the value to where it goes, and does nothing else:
    /// a large one is then moved once.
    fn try_pop(&self, sink: impl FnOnce(T)) -> Result<(), Option<Refusal>>;

    /// Receives into `into`, which has memory for `most` values, where that needs no thought and yields as many, or all that
    /// are there. Otherwise tells the refusal where that is certain.
    #[inline]
    fn try_pop_many(&self, most: usize, into: &mut Vec<T>) -> Result<(), Option<Refusal>> {
        let mut state = self.enter();
        if state.pop_open_many(most, into) { Ok(()) } else { Err(state.refuses_recv()) }
    }

    /// Sends all of `queue`, at least one value, where that needs no thought; whether it did.
    #[inline]
    fn try_push_many(&self, queue: &mut VecDeque<T>) -> bool {
        self.enter().push_open_many(queue)
    }

    /// If a send had to wait as of the latest change that has ended: when that was. A look that costs no more than that.
    fn send_waits(&self) -> Option<Moment>;

    /// If a receive had to wait as of the latest change that has ended: when that was.
    fn recv_waits(&self) -> Option<Moment>;

    /// Whether the channel is closed.
    fn is_closed(&self) -> bool;

    /// How many values are available, of a channel with this capacity.
    fn len(&self, capacity: usize) -> usize;

    /// Whether the send that parked with this key was committed.
    fn was_sent(&self, key: Key) -> bool;

    /// The send that parked with this key was committed; its task is about to be woken.
    fn publish_sent(&self, key: Key);
}

/// What of a channel others may see changed, without access.
#[derive(Clone, Copy)]
pub enum Change {
    Nothing,
    /// Whether anybody waits in this line.
    Line(Side),
    Any,
}

/// A first-in first-out queue with memory that can be grown and given back.
pub trait Queue<T> {
    /// Empty, without memory.
    fn new() -> Self;
    /// How many values it holds.
    fn len(&self) -> usize;
    /// How many it has memory for.
    fn capacity(&self) -> usize;
    /// Makes memory for at least `capacity` values in all, which may be less than there are. It can panic, and has done nothing then.
    fn grow(&mut self, capacity: usize);
    /// Adds a value at the back; there is memory for it.
    fn push(&mut self, value: T);
    /// Adds so many values at the front of `from`, which are there, at the back; there is memory for them.
    #[inline]
    fn push_many(&mut self, number: usize, from: &mut VecDeque<T>) {
        from.drain(..number).for_each(|value| self.push(value));
    }
    /// Takes the value at the front.
    fn pop(&mut self) -> Option<T>;
    /// Takes the value at the front, which there is, and adds one at the back.
    #[inline]
    fn pass(&mut self, value: T) -> Option<T> {
        let front = self.pop();
        self.push(value);
        front
    }
    /// Takes so many values at the front, which are there, into `into`, which has memory for them.
    fn pop_many(&mut self, number: usize, into: &mut Vec<T>);
    /// Takes the value that `index` others stand before.
    fn remove(&mut self, index: usize) -> Option<T>;
    /// Adds a value that `index` others, which are there, stand before; there is memory for it.
    fn insert(&mut self, index: usize, value: T);
}

/// Several channels, held at once until it is dropped. Whoever holds runs no foreign code.
pub trait Hold<'a> {
    /// Nothing yet.
    fn new() -> Self;
    /// Waits until all that have joined are held.
    fn acquire(&mut self);
}
