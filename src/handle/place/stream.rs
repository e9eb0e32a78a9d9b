//! A stream's receives, one after the other, from the first poll of each to its end.

use super::Place;
use crate::flavor::{Flavor, Shared, Stamp};
use core::task::{Context, Poll};

/// In the place of a generation: the stream has ended.
const ENDED: u32 = 4;

/// Where a stream stands: a [`Place`] that can be given up through `&self`, by whoever changes its generation.
pub(crate) struct Streaming<F: Flavor> {
    generation: F::Stamp,
    /// The stream alone writes it.
    index: u32,
}

impl<F: Flavor> Streaming<F> {
    #[inline]
    pub(crate) fn new() -> Self {
        Streaming { generation: Stamp::new(Place::FRESH.generation), index: Place::FRESH.index }
    }

    #[inline]
    pub(crate) fn has_ended(&self) -> bool {
        self.generation.get() == ENDED
    }

    /// Whether it stands in its line.
    #[inline]
    pub(crate) fn is_parked(&self) -> bool {
        self.generation.get() & 1 != 0
    }

    fn place(&self) -> Place {
        Place { generation: self.generation.get(), index: self.index }
    }

    /// Leaves the line.
    #[cold]
    #[inline(never)]
    pub(crate) fn leave<T>(&self, shared: &Shared<T, F>) {
        let mut place = self.place();
        if place.parked_key().is_some() && self.generation.change(place.generation, Place::FRESH.generation) {
            place.leave_recv(shared);
        }
    }

    #[inline]
    pub(crate) fn poll_next<T>(&mut self, shared: &Shared<T, F>, cx: &Context<'_>) -> Poll<Option<T>> {
        if self.has_ended() {
            return Poll::Ready(None);
        }
        let place = if self.is_parked() { self.place() } else { Place::FRESH };
        let mut step = Step { place, stream: self };
        let polled = step.place.poll_recv(shared, cx);
        if let Poll::Ready(Err(_)) = &polled {
            step.place.generation = ENDED;
        }
        polled.map(Result::ok)
    }
}

/// One poll: where it has led is noted at its end, also if foreign code panics in it.
struct Step<'a, F: Flavor> {
    place: Place,
    stream: &'a mut Streaming<F>,
}

impl<F: Flavor> Drop for Step<'_, F> {
    #[inline]
    fn drop(&mut self) {
        self.stream.generation.set(self.place.generation);
        self.stream.index = self.place.index;
    }
}
