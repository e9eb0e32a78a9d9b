//! What a channel knows of its leases: how many are out, which values have come back, and who will make leases. Plain
//! numbers; no value is here, and none of them is moved.

use super::waiting::Key;
use alloc::vec::Vec;

/// Made with the first lease.
#[derive(Default)]
pub(crate) struct Leases {
    /// How many are out.
    pub(super) out: usize,
    /// How many values were leased for the first time: the number of the latest one.
    latest: u64,
    /// The numbers of the values that have come back, the first one's last. These values are the first ones of the buffer,
    /// in this order: the least number leaves first.
    returned: Vec<u64>,
    /// Receives that make leases and have parked, also those that were chosen and have not collected.
    pub(super) asking: usize,
    /// By the index of a slot, the generation of the latest such receive that has parked there.
    parked: Vec<u32>,
}

impl Leases {
    /// Makes memory for the number of one more lease when it comes back. It can panic, and has done nothing then.
    pub(super) fn reserve(&mut self) {
        self.returned.reserve(self.out + 1);
    }

    /// The value at the front is lent out: the number that it has, or gets as it has not come back yet.
    pub(super) fn lend(&mut self) -> u64 {
        self.out += 1;
        self.returned.last().copied().unwrap_or_else(|| {
            self.latest += 1;
            self.latest
        })
    }

    /// The value with this number has come back; how many stand before it.
    pub(super) fn insert(&mut self, number: u64) -> usize {
        let at = self.returned.partition_point(|&other| other > number);
        self.returned.insert(at, number);
        self.returned.len() - 1 - at
    }

    /// So many values have left the front, or all; whether none is left of those that had come back.
    pub(super) fn forget(&mut self, number: usize) -> bool {
        self.returned.truncate(self.returned.len().saturating_sub(number));
        self.returned.is_empty()
    }

    /// The value that so many stand before was taken out; whether none is left of those that had come back.
    pub(super) fn remove(&mut self, index: usize) -> bool {
        if let Some(at) = self.returned.len().checked_sub(index + 1) {
            self.returned.remove(at);
        }
        self.returned.is_empty()
    }

    /// Makes room for the slot in which a receive parks. It can panic, and has done nothing then.
    pub(super) fn make_room(&mut self, index: u32) {
        let slots = index as usize + 1;
        if slots > self.parked.len() {
            self.parked.resize(slots, 0);
        }
    }

    /// A receive that makes a lease has parked there.
    pub(super) fn park(&mut self, key: Key) {
        self.asking += 1;
        self.parked[key.index() as usize] = key.generation();
    }

    /// Of each slot in which such a receive has parked, the latest one.
    pub(super) fn parked(&self) -> impl Iterator<Item = Key> + '_ {
        (0..).zip(&self.parked).filter_map(|(index, &generation)| Key::of(index, generation))
    }
}
