//! How a channel is shared, borrowed and arbitrated.
//!
//! The protocol, the handles and select are written once, generic over [`Flavor`]; what differs between one
//! thread and many lives here and nowhere else. This is also the only folder that may hold `unsafe`.
//!
//! | | `Local` | `Atomic` |
//! | --- | --- | --- |
//! | `Ptr` | `Rc` | `Arc` |
//! | `Exclusive` | `RefCell` | a lock |
//! | `Word` | `Cell<usize>` | `AtomicUsize` |
//! | `WakerCell` | `Cell<Option<Waker>>` | `AtomicWaker` |

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod atomic;
mod local;
#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
mod lock;
mod shared;

#[cfg(all(feature = "sync", target_has_atomic = "ptr"))]
pub use atomic::Atomic;
pub use local::Local;
pub(crate) use shared::Shared;

use core::ops::{Deref, DerefMut};
use core::task::Waker;

/// How a channel is shared: [`Local`] (one executor, `!Send`, no atomics) or, with the feature `sync`,
/// `Atomic` (across threads).
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
    /// Exclusive access to one value.
    type Exclusive<X: Summary>: Exclusive<X>;
    /// One word that several owners may change.
    type Word: Word;
    /// One task's waker, replaced by its owner and woken by others.
    type WakerCell: WakerCell;

    /// Whether a woken waker goes back to its vacated slot for the next one who parks there. It costs a
    /// second exclusive access, and saves a clone and a drop of the waker.
    const KEEPS_WAKERS: bool;

    /// Whether another thread may change a channel between two accesses.
    const THREADS: bool;

    /// Channels that a select holds all at once, in one order for everybody.
    type Hold<'a>: Hold<'a>;
    /// Access to one of the channels held.
    type Held<'h, X: Summary + 'h>: DerefMut<Target = X>;

    /// Adds a channel to those that will be held; naming one twice holds it once.
    fn join<'a, X: Summary>(hold: &mut Self::Hold<'a>, one: &'a Self::Exclusive<X>);
    /// Enters one of the channels that are held.
    fn held<'h, X: Summary>(hold: &'h mut Self::Hold<'_>, one: &'h Self::Exclusive<X>) -> Self::Held<'h, X>;

    /// Moves a value to where it can be shared.
    fn share<X>(value: X) -> Self::Ptr<X>;
    /// Whether two pointers share one value.
    fn same<X>(a: &Self::Ptr<X>, b: &Self::Ptr<X>) -> bool;
    /// The value itself, if nobody else shares it.
    fn unique<X>(ptr: &mut Self::Ptr<X>) -> Option<&mut X>;
}

/// Exclusive access, and a word about the value that can be had without it.
pub trait Exclusive<X: Summary> {
    /// Access; ends when it is dropped.
    type Guard<'a>: DerefMut<Target = X>
    where
        Self: 'a;

    /// Takes the value in.
    fn new(value: X) -> Self;
    /// Waits for exclusive access. Whoever holds it runs no foreign code.
    fn enter(&self) -> Self::Guard<'_>;
    /// The value's summary as of its latest change that has ended.
    fn summary(&self) -> usize;
}

/// A value that can say in one word what those want to know who do not enter.
pub trait Summary {
    /// The word.
    fn summary(&self) -> usize;
}

/// Several channels, held at once until it is dropped. Whoever holds runs no foreign code.
pub trait Hold<'a> {
    /// Nothing yet.
    fn new() -> Self;
    /// Waits until all that have joined are held.
    fn acquire(&mut self);
}

/// One word that several owners may change.
///
/// A word arbitrates and counts, it publishes nothing: what it decides about is reached through an
/// [`Exclusive`], whose hand-over orders the accesses. Only `decrement` orders more.
pub trait Word {
    /// A word with this value.
    fn new(value: usize) -> Self;
    /// Its value.
    fn get(&self) -> usize;
    /// Stores a value.
    fn set(&self, value: usize);
    /// Adds one.
    fn increment(&self);
    /// Takes one away; the value before. Whoever finds 1 sees all that was done before every other decrement.
    fn decrement(&self) -> usize;
    /// `from` becomes `to`, for one caller only.
    fn change(&self, from: usize, to: usize) -> bool;
}

/// One task's waker, replaced by its owner and woken by others.
pub trait WakerCell {
    /// An empty cell.
    fn new() -> Self;
    /// Keeps the waker for the next `wake`; clones it only where the kept one wakes another task. Whether it
    /// did: foreign code has run then.
    fn register(&self, waker: &Waker) -> bool;
    /// Wakes the task registered last, if it was not woken since.
    fn wake(&self);
}
