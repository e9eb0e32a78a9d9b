//! Merge: receives from a set of receivers that join and leave while it runs.
//!
//! # How it works
//!
//! A member that has nothing parks one receive, with a ticket of its own, and stays parked however often the merge is
//! awaited, cancelled and awaited again. Whoever commits that receive, or tells it of a close, *wins* the ticket while it
//! holds the channel, as it does with a select's; a member's ticket puts the member's index into the
//! [list](crate::protocol::Ready) of those that are ready. The list is one word and a link in each ticket, so this needs no
//! memory, no other lock and no foreign code. The first commit that finds the merge's task waiting wakes it after release,
//! by the one waker that all members share; the others wake nobody.
//!
//! `recv` moves that list behind a queue and looks at the front of the queue: at a member that was chosen, to collect its
//! value; at one that is new or has just received, to receive again, or to park where there is nothing. So a value costs two
//! looks at one channel at most, however many members there are; a member that is not ready is not looked at. One that has
//! received goes behind all the others, once it has had its weight: the queue goes round.
//!
//! What can panic leaves the merge as it is: a key is cloned before the value that goes with it leaves its channel, and
//! compared before a member leaves the set.
//!
//! # Why keys are ordered
//!
//! Keys are looked up where a member joins or leaves, not for a value, so `alloc`'s one map, whose lookups take a
//! logarithm of comparisons, is enough: it needs neither a source of chance nor a hasher from elsewhere.
//!
//! Nothing here knows how a channel chooses or what its lines look like; nothing here is locked.

mod entry;
mod members;
mod recv;

pub use recv::MergeRecv;

#[cfg(doc)]
use crate::error::TryRecvError;
use crate::flavor::Flavor;
use crate::handle::{Receiver, Usage};
use alloc::collections::BTreeMap;
use core::borrow::Borrow;
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};
use members::Members;

/// Receives from any number of receivers, each under a key, that join and leave while it runs. Programs name it by its
/// flavour: [`goit::local::Merge`](crate::local::Merge) or `goit::sync::Merge`.
///
/// An event is a member's key, and what its [`recv`](Receiver::recv) would return: a value, or the error once its channel is
/// closed and drained. With the error the member has left the set.
///
/// | | no member is ready | there is no member |
/// | --- | --- | --- |
/// | [`recv`](Self::recv) | waits | waits, until it is dropped |
/// | [`try_recv`](Self::try_recv) | [`TryRecvError::Empty`] | [`TryRecvError::Closed`] |
/// | as a [`Stream`](futures_util::Stream) | waits | ends, and goes on once there is a member again |
///
/// Ready members take turns: each gives one value, or as many as its [weight](Self::insert_weighted), and goes behind the
/// others. A member's values come in the order in which they were sent.
///
/// # Members wait, not the merge
///
/// A member that had nothing when it was looked at waits in its channel's line from then on, also while the merge is
/// not awaited: it keeps its place, and one value that comes is kept for it, until the merge receives it, or the member or
/// the merge goes. Where other receivers share a channel, do not leave a merge that has it unused for long. When after
/// its turn a member is looked at again, and in which turn those stand that have become ready between two receives, is not
/// promised.
///
/// # Cost
///
/// A value costs the same with one member as with ten thousand, and allocates nothing; nor does waiting. Only members that
/// are ready are looked at. A task that waits is woken once, however many members become ready before it runs. A member
/// that joins costs one allocation, its share of three lists that grow, and a number of comparisons that grows with the
/// logarithm of theirs. What a member has used serves a later one, and is given back with the merge.
///
/// # Cancel safety
///
/// Everything that waits can be dropped at any moment, and nothing is lost. When the merge is dropped, or a member leaves,
/// a value that was kept for it goes to the next receive of that channel.
///
/// # Panics
///
/// If a waker does: that of a sender for whom a receive has made room. The value received is dropped by that panic, as one of
/// [`Receiver::recv`] is, and the merge goes on.
///
/// # In a select
///
/// `wait(merge.recv())` is an arm of [`select!`](crate::select!), whose other arms change the set:
///
/// ```
/// use goit::local::{Merge, bounded};
/// use goit::select;
///
/// # futures_executor::block_on(async {
/// let (join, joining) = bounded(1);
/// let (tx, rx) = bounded(1);
/// tx.send("hello").await.unwrap();
/// join.send(("ada", rx)).await.unwrap();
///
/// let mut clients = Merge::new();
/// let said = loop {
///     select! {
///         recv(joining) -> client => {
///             let (name, rx) = client.unwrap();
///             clients.insert(name, rx);
///         }
///         wait(clients.recv()) -> (name, said) => break (name, said),
///     }
/// };
/// assert_eq!(said, ("ada", Ok("hello")));
/// # drop((join, tx)) });
/// ```
///
/// # Examples
///
/// ```
/// use futures_util::StreamExt;
/// use goit::local::{Merge, bounded};
///
/// # futures_executor::block_on(async {
/// let mut merge = Merge::new();
/// for name in ["hot", "cold"] {
///     let (tx, rx) = bounded(1);
///     tx.send(name.len()).await?;
///     merge.insert(name, rx);
/// }
///
/// let (mut sum, mut closed) = (0, 0);
/// while let Some((_, received)) = merge.next().await {
///     match received {
///         Ok(n) => sum += n,
///         Err(_) => closed += 1,
///     }
/// }
/// assert_eq!((sum, closed), (7, 2));
/// # Ok::<(), goit::SendError<usize>>(()) }).unwrap();
/// ```
pub struct Merge<K, T, F: Flavor> {
    /// The index of each member.
    indices: BTreeMap<K, u32>,
    members: Members<K, T, F>,
    /// Its receives in a row that did not wait.
    usage: Usage<F>,
}

impl<K, T, F: Flavor> Merge<K, T, F> {
    /// A merge without members. One allocation.
    ///
    /// ```
    /// let mut merge = goit::local::Merge::<u32, u8>::new();
    /// assert_eq!(merge.try_recv(), Err(goit::TryRecvError::Closed));
    /// ```
    pub fn new() -> Self {
        Merge { indices: BTreeMap::new(), members: Members::new(), usage: Usage::new() }
    }

    /// How many members there are.
    ///
    /// ```
    /// # let (_tx, rx) = goit::local::bounded::<u8>(1);
    /// let merge = goit::local::Merge::from_iter([(1, rx)]);
    /// assert_eq!(merge.len(), 1);
    /// ```
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there is no member.
    ///
    /// ```
    /// assert!(goit::local::Merge::<u32, u8>::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The keys of the members, in ascending order.
    ///
    /// ```
    /// use goit::local::{Merge, bounded};
    ///
    /// let channels = ["b", "a"].map(|name| (name, bounded::<u8>(1)));
    /// let merge: Merge<_, _> = channels.iter().map(|(name, (_, rx))| (*name, rx.clone())).collect();
    /// assert!(merge.keys().eq(&["a", "b"]));
    /// ```
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &K> + DoubleEndedIterator + Clone {
        self.indices.keys()
    }

    /// Whether there is a member with this key.
    ///
    /// ```
    /// # let (_tx, rx) = goit::local::bounded::<u8>(1);
    /// let merge = goit::local::Merge::from_iter([(String::from("a"), rx)]);
    /// assert!(merge.contains_key("a") && !merge.contains_key("b"));
    /// ```
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q> + Ord,
    {
        self.indices.contains_key(key)
    }

    /// Takes the receiver with this key out, if there is one. It leaves its line: a value that was kept for it goes to the
    /// next receive.
    ///
    /// ```
    /// use goit::local::{Merge, bounded};
    ///
    /// let (tx, rx) = bounded(1);
    /// let mut merge = Merge::from_iter([(String::from("a"), rx)]);
    /// assert!(merge.try_recv().is_err()); // from now on it waits
    /// tx.try_send(1).unwrap();
    /// let rx = merge.remove("a").unwrap();
    /// assert_eq!(rx.try_recv(), Ok(1));
    /// assert!(merge.remove("a").is_none());
    /// ```
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<Receiver<T, F>>
    where
        K: Borrow<Q> + Ord,
    {
        let (_kept, index) = self.indices.remove_entry(key)?;
        Some(self.members.remove(index)?.1)
    }
}

impl<K: Ord + Clone, T, F: Flavor> Merge<K, T, F> {
    /// Adds a receiver under a key. If the key had one, that one leaves its line, as by [`remove`](Self::remove), and is
    /// the result.
    ///
    /// The member is looked at in its turn, behind those that are ready, and nothing is received here. Where the merge waits as a
    /// stream, and its task was not woken yet, the member begins to wait at once; a task that waits is woken where the member has
    /// something.
    ///
    /// ```
    /// use goit::local::{Merge, bounded};
    ///
    /// let ((old, old_rx), (new, new_rx)) = (bounded(1), bounded(1));
    /// let mut merge = Merge::new();
    /// assert!(merge.insert("a", old_rx).is_none());
    /// let replaced = merge.insert("a", new_rx).unwrap();
    ///
    /// old.try_send(1).unwrap();
    /// new.try_send(2).unwrap();
    /// assert_eq!(merge.try_recv(), Ok(("a", Ok(2))));
    /// assert_eq!(replaced.try_recv(), Ok(1));
    /// ```
    pub fn insert(&mut self, key: K, rx: Receiver<T, F>) -> Option<Receiver<T, F>> {
        self.insert_weighted(key, rx, 1)
    }

    /// [Adds](Self::insert) a receiver that gives up to `weight` values in a row when its turn comes, so that with all
    /// members ready their shares are as their weights. [`insert`](Self::insert) is this with a weight of 1.
    ///
    /// # Panics
    ///
    /// When the weight is 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use goit::local::{Merge, unbounded};
    ///
    /// let ((much, much_rx), (little, little_rx)) = (unbounded(), unbounded());
    /// let mut merge = Merge::new();
    /// merge.insert_weighted("much", much_rx, 3);
    /// merge.insert("little", little_rx);
    /// for _ in 0..100 {
    ///     much.try_send(()).unwrap();
    ///     little.try_send(()).unwrap();
    /// }
    /// let received = (0..100).filter(|_| merge.try_recv().unwrap().0 == "much").count();
    /// assert_eq!(received, 75);
    /// ```
    #[track_caller]
    pub fn insert_weighted(&mut self, key: K, rx: Receiver<T, F>, weight: u32) -> Option<Receiver<T, F>> {
        assert!(
            weight > 0,
            "a member of weight 0 would never have its turn; leave it out, or give it a weight of at least 1"
        );
        // Foreign code, like the comparisons and the clone below: before anything is changed.
        rx.aside();
        if let Some(&index) = self.indices.get(&key) {
            return self.members.replace(index, rx, weight);
        }
        let index = self.members.vacancy();
        self.indices.insert(key.clone(), index);
        self.members.add(key, rx, weight);
        None
    }
}

impl<K, T, F: Flavor> Default for Merge<K, T, F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + Clone, T, F: Flavor> Extend<(K, Receiver<T, F>)> for Merge<K, T, F> {
    /// [Inserts](Merge::insert) all of them; of several with one key the last one stays.
    fn extend<I: IntoIterator<Item = (K, Receiver<T, F>)>>(&mut self, members: I) {
        for (key, rx) in members {
            self.insert(key, rx);
        }
    }
}

impl<K: Ord + Clone, T, F: Flavor> FromIterator<(K, Receiver<T, F>)> for Merge<K, T, F> {
    fn from_iter<I: IntoIterator<Item = (K, Receiver<T, F>)>>(members: I) -> Self {
        let mut merge = Merge::new();
        merge.extend(members);
        merge
    }
}

// Keys and values are moved, never pinned.
impl<K, T, F: Flavor> Unpin for Merge<K, T, F> {}

// What panics finds nothing half done, or what is begun anew.
impl<K: UnwindSafe + RefUnwindSafe, T, F: Flavor> UnwindSafe for Merge<K, T, F> {}
impl<K: RefUnwindSafe, T, F: Flavor> RefUnwindSafe for Merge<K, T, F> {}

impl<K: fmt::Debug, T, F: Flavor> fmt::Debug for Merge<K, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merge").field("keys", &self.indices.keys()).finish_non_exhaustive()
    }
}
