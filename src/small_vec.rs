//! A list that needs no memory while it is short. Safe, and so nothing but what select, its locks and sends of many need.

use alloc::vec::Vec;

/// Up to `N` items inline; more of them, all together, on the heap.
pub(crate) struct SmallVec<X, const N: usize> {
    /// Items from the front; `None` behind them.
    inline: [Option<X>; N],
    /// All the items, once there are more than `N`.
    spilled: Vec<Option<X>>,
    len: usize,
}

impl<X, const N: usize> SmallVec<X, N> {
    pub(crate) const fn new() -> Self {
        SmallVec { inline: [const { None }; N], spilled: Vec::new(), len: 0 }
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Makes memory for so many items in all.
    pub(crate) fn reserve(&mut self, items: usize) {
        if items > N {
            self.spilled.reserve(items);
        }
    }

    pub(crate) fn push(&mut self, item: X) {
        if self.len < N {
            self.inline[self.len] = Some(item);
        } else {
            if self.spilled.is_empty() {
                self.spilled.extend(self.inline.iter_mut().map(Option::take));
            }
            self.spilled.push(Some(item));
        }
        self.len += 1;
    }

    /// The items, each of them `Some` until it is taken out.
    #[inline]
    pub(crate) fn items(&mut self) -> &mut [Option<X>] {
        if self.len <= N { &mut self.inline[..self.len] } else { &mut self.spilled }
    }
}

impl<X, const N: usize> AsMut<[Option<X>]> for SmallVec<X, N> {
    fn as_mut(&mut self) -> &mut [Option<X>] {
        self.items()
    }
}
