//! Many threads: `Arc`, a lock and atomics.
//!
//! While nobody waits, the holder of the lock leaves the queue's two [ends](super::ends) open when it goes, and sends and
//! receives do without the lock; a closed channel is drained so, too. Whoever takes the lock shuts them first, and finds
//! the state as it is written in the [protocol](crate::protocol), which knows nothing of this.

use super::crowd::Crowd;
#[cfg(not(feature = "critical-section"))]
use super::ends::{self, End, Miss};
use super::guard::{Access, Guard};
use super::hint::Hint;
use super::lock::{Door, Lock, Locks};
use super::{Change, Exclusive, Flavor, Moment, Parts};
use crate::primitive::{Arc, AtomicU32, AtomicUsize, AtomicWaker, Ordering, UnsafeCell, share};
use crate::protocol::{Key, Outgoing, Refusal, State};
#[cfg(not(feature = "critical-section"))]
use alloc::{collections::VecDeque, vec::Vec};

/// Channels across threads: `Send` and `Sync` for values that are `Send`. Used through [`goit::sync`](crate::sync).
///
/// ```
/// use goit::{Synchronized, handle::Sender};
///
/// let (tx, rx) = goit::sync::bounded::<u8>(1);
/// let tx: Sender<u8, Synchronized> = tx; // `goit::sync::Sender<u8>` is this type
/// # drop((tx, rx));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronized {}

impl Flavor for Synchronized {}

impl Parts for Synchronized {
    type Ptr<X> = Arc<X>;
    type Exclusive<T> = Locked<T>;
    #[cfg(not(feature = "critical-section"))]
    type Queue<T> = super::ring::Ring<T>;
    #[cfg(feature = "critical-section")]
    type Queue<T> = alloc::collections::VecDeque<T>;
    type Word = AtomicUsize;
    type Stamp = (AtomicU32, u32);
    type WakerCell = AtomicWaker;

    type Hold<'a> = Locks<'a>;
    type Held<'h, T: 'h> = Access<'h, T>;

    const KEEPS_WAKERS: bool = false;
    const THREADS: bool = true;
    const LENDS: bool = cfg!(not(feature = "critical-section"));
    const GIVES_WAY: bool = true;

    fn join<'a, T>(hold: &mut Locks<'a>, one: &'a Locked<T>) {
        hold.join(one);
    }

    fn held<'h, T>(hold: &'h mut Locks<'_>, one: &'h Locked<T>) -> Access<'h, T> {
        assert!(hold.holds(one), "a select enters only the channels that it holds");
        // The lock is taken as long as `hold` lives, which is borrowed for as long as the access lasts.
        one.access()
    }

    #[inline]
    fn share<X>(make: impl FnOnce() -> X) -> Arc<X> {
        share(make)
    }

    fn same<X>(a: &Arc<X>, b: &Arc<X>) -> bool {
        Arc::ptr_eq(a, b)
    }

    fn unique<X>(ptr: &mut Arc<X>) -> Option<&mut X> {
        Arc::get_mut(ptr)
    }
}

/// The tasks of so many slots of the line of sends learn without the lock that they have sent. Where more of them wait, the lock is
/// contended in any case.
const PUBLISHED: usize = 3;

/// A channel's state behind its lock, and beside it what can be used and seen without the lock.
#[repr(C)] // The ends stand apart, so that senders and receivers use different cache lines.
pub struct Locked<T> {
    #[cfg(not(feature = "critical-section"))]
    tail: End<T>,
    lock: Lock,
    /// A [`Hint`], as of the last release.
    hint: AtomicUsize,
    /// Of the first slots of the line of sends, the latest occupation that is known to be committed: its generation. No
    /// occupation has that of another, so what stands here is never true of the wrong one; it may be missing, where two
    /// publications of one slot have overtaken each other.
    sent: [AtomicU32; PUBLISHED],
    /// Those who wait for the lock or an end. It fits into the padding here.
    crowd: Crowd,
    state: UnsafeCell<State<T, Synchronized>>,
    #[cfg(not(feature = "critical-section"))]
    head: End<T>,
}

#[cfg(all(target_pointer_width = "64", not(any(loom, shuttle))))]
const _: () = assert!(size_of::<Locked<u64>>() <= 320);

// SAFETY: the state is reached only through `Access`, which exists only while the lock is taken for it, and the ring of
// its queue besides through the ends, which hand each value from one thread to one other. So both go from thread to
// thread, and no part is used by two at once.
#[allow(unsafe_code)]
unsafe impl<T: Send> Send for Locked<T> {}
// SAFETY: as above.
#[allow(unsafe_code)]
unsafe impl<T: Send> Sync for Locked<T> {}

impl<T> Locked<T> {
    /// Access to the state; the lock is taken for it.
    #[inline]
    fn access(&self) -> Access<'_, T> {
        Access::new(&self.state)
    }

    /// The channel as of the last release.
    #[inline]
    fn hint(&self) -> Hint {
        // Acquire, for whoever is told of a close by this alone: it sees what was done before.
        Hint::of_word(self.hint.load(Ordering::Acquire))
    }

    /// What was found when the ends were shut, if nobody is at work under the lock: then it is true. The lock is looked at
    /// first, so that the hint is not older than this look.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn quiet_hint(&self) -> Option<Hint> {
        if self.lock.entries() & Moment::BUSY == 0 { Some(self.hint()) } else { None }
    }

    /// The refusal of a receive that the head has missed, if it is certain.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn refuses_recv(&self, miss: Miss) -> Option<Refusal> {
        match miss {
            Miss::Shut => self.quiet_hint()?.refuses_recv(),
            // Not a closed one: the last value of a closed channel is left to the lock, with which the ends stay shut.
            Miss::Empty => Some(Refusal::Wait),
            Miss::Undecided => None,
        }
    }

    fn publish(&self, hint: Hint) {
        self.hint.store(hint.word(), Ordering::Release);
    }

    /// The lock was taken.
    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn entered(&self) {
        if !self.tail.is_shut() {
            ends::shut(&self.tail, &self.head, self.access().queue());
        }
    }

    /// The lock is about to be released. With room for one value hardly an operation is without thought: the ends never open, and
    /// it is done with at once.
    #[cfg(not(feature = "critical-section"))]
    #[inline(always)]
    pub(super) fn leaving(&self, state: &mut State<T, Synchronized>) {
        if state.is_gated() { self.leaving_buffer(state) } else { self.publish(Hint::of(state)) }
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline(never)]
    fn leaving_buffer(&self, state: &mut State<T, Synchronized>) {
        match state.gates() {
            None => self.publish(Hint::of(state)),
            Some((room, floor)) => self.lend(state, room, floor),
        }
    }

    /// Opens the ends, unless there is more than the capacity, which the length could not tell then. The hint comes first:
    /// whoever finds an end open finds the hint of this opening, or a later one.
    #[cfg(not(feature = "critical-section"))]
    #[inline(never)]
    fn lend(&self, state: &mut State<T, Synchronized>, room: usize, floor: usize) {
        if state.available() > state.capacity() {
            return self.publish(Hint::of(state));
        }
        self.publish(Hint::of_lent(state));
        ends::open(&self.tail, &self.head, state.queue(), room, floor);
    }

    #[cfg(feature = "critical-section")]
    fn entered(&self) {}

    #[cfg(feature = "critical-section")]
    pub(super) fn leaving(&self, state: &mut State<T, Synchronized>) {
        self.publish(Hint::of(state));
    }
}

impl<T> Exclusive<T, Synchronized> for Locked<T> {
    type Guard<'a>
        = Guard<'a, T>
    where
        T: 'a;

    fn new(state: State<T, Synchronized>) -> Self {
        Locked {
            #[cfg(not(feature = "critical-section"))]
            tail: End::new(),
            lock: Lock::new(),
            hint: AtomicUsize::new(Hint::of(&state).word()),
            sent: core::array::from_fn(|_| AtomicU32::new(0)),
            crowd: Crowd::new(),
            state: UnsafeCell::new(state),
            #[cfg(not(feature = "critical-section"))]
            head: End::new(),
        }
    }

    #[inline]
    fn enter(&self) -> Guard<'_, T> {
        let token = self.lock.lock(Some(&self.crowd));
        self.entered();
        Guard::new(self, &self.lock, token, self.access())
    }

    /// Where the ends stay shut, the hint of the last release is that of this state, but for the change.
    #[inline(always)]
    fn leave(&self, access: Guard<'_, T>, change: Change) {
        if access.is_gated() {
            return drop(access);
        }
        let before = Hint::of_word(self.hint.load(Ordering::Relaxed));
        let Some(hint) = before.after(change, &access) else { return drop(access) };
        if hint != before {
            self.publish(hint);
        }
        access.release();
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn try_push(&self, slot: &mut impl Outgoing<T>) -> Result<(), Option<Refusal>> {
        ends::push(&self.tail, &self.head, &self.crowd, slot).map_err(|miss| match miss {
            Miss::Shut => self.quiet_hint()?.refuses_send(),
            Miss::Undecided | Miss::Empty => None,
        })
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn try_pop(&self, sink: impl FnOnce(T)) -> Result<(), Option<Refusal>> {
        ends::pop(&self.head, &self.tail, &self.crowd, sink).map_err(|miss| self.refuses_recv(miss))
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn try_pop_many(&self, most: usize, into: &mut Vec<T>) -> Result<(), Option<Refusal>> {
        ends::pop_many(&self.head, &self.tail, &self.crowd, most, into)
            .map_err(|miss| self.refuses_recv(miss))
    }

    #[cfg(not(feature = "critical-section"))]
    #[inline]
    fn try_push_many(&self, queue: &mut VecDeque<T>) -> bool {
        ends::push_many(&self.tail, &self.head, &self.crowd, queue)
    }

    #[cfg(feature = "critical-section")]
    fn try_push(&self, slot: &mut impl Outgoing<T>) -> Result<(), Option<Refusal>> {
        let mut state = self.enter();
        if state.push_open(slot) { Ok(()) } else { Err(state.refuses_send()) }
    }

    #[cfg(feature = "critical-section")]
    fn try_pop(&self, sink: impl FnOnce(T)) -> Result<(), Option<Refusal>> {
        let mut state = self.enter();
        if state.pop_open(sink) { Ok(()) } else { Err(state.refuses_recv()) }
    }

    #[inline]
    fn send_waits(&self) -> Option<Moment> {
        let entries = self.lock.entries();
        (self.hint().refuses_send() == Some(Refusal::Wait)).then_some(Moment { entries, pushes: 0 })
    }

    #[inline]
    fn recv_waits(&self) -> Option<Moment> {
        let entries = self.lock.entries();
        let hint = self.hint();
        #[cfg(not(feature = "critical-section"))]
        if hint.is_lent() {
            let reserved = hint.count().filter(|_| !hint.is_closed())?;
            return ends::drained(&self.tail, &self.head, reserved).map(|pushes| Moment { entries, pushes });
        }
        (hint.refuses_recv() == Some(Refusal::Wait)).then_some(Moment { entries, pushes: 0 })
    }

    #[inline]
    fn is_closed(&self) -> bool {
        self.hint().is_closed()
    }

    fn len(&self, capacity: usize) -> usize {
        let hint = self.hint();
        #[cfg(not(feature = "critical-section"))]
        if hint.is_lent() {
            // The ends are open only while no more is available than the capacity; they may be others than those that the
            // hint told of.
            return match (hint.count(), ends::len(&self.tail, &self.head)) {
                (Some(reserved), Some(values)) => values.saturating_sub(reserved).min(capacity),
                _ => self.enter().available(),
            };
        }
        let _ = capacity;
        hint.count().unwrap_or_else(|| self.enter().available())
    }

    #[inline]
    fn was_sent(&self, key: Key) -> bool {
        // Acquire: what was done before the send was committed is done for whoever learns of it here.
        let told = self.sent.get(key.index() as usize).map(|sent| sent.load(Ordering::Acquire));
        told == Some(key.generation()) || self.enter().was_sent(key)
    }

    #[inline]
    fn publish_sent(&self, key: Key) {
        if let Some(sent) = self.sent.get(key.index() as usize) {
            sent.store(key.generation(), Ordering::Release);
        }
    }
}

impl<T> Drop for Locked<T> {
    fn drop(&mut self) {
        // What was lent comes back, so that each value that is left is dropped once.
        self.entered();
    }
}

/// The holder's part in what [`Locks`] does.
impl<T> Door for Locked<T> {
    fn lock(&self) -> &Lock {
        &self.lock
    }

    fn entered(&self) {
        self.entered();
    }

    fn leaving(&self) {
        self.leaving(&mut self.access());
    }
}
