//! The future behind `select!`.

use super::arms::Arms;
use super::engine::{Marks, Progress, Way};
use super::given::Of;
use super::order::{Choice, Rng};
#[cfg(doc)]
use super::steps::try_first;
use crate::flavor::Flavor;
use core::future::Future;
use core::marker::PhantomData;
use core::panic::UnwindSafe;
use core::pin::Pin;
use core::task::{Context, Poll};

/// No arm's number: what a race comes to where there is nothing to wait for.
pub(crate) const NONE: usize = usize::MAX;

/// The future behind a `select!` that [`try_first`] has not decided: the number of the arm that wins.
#[must_use = "futures do nothing unless polled or awaited"]
pub struct Race<'r, 'a, F: Flavor, A: Arms<'a, F>> {
    arms: &'r mut A,
    progress: Progress<F>,
    borrowed: PhantomData<&'a ()>,
}

impl<'r, 'a, F: Flavor, A: Arms<'a, F>> Race<'r, 'a, F, A> {
    /// Goes on where [`try_first`] has ended.
    pub fn new(_: Of<F>, arms: &'r mut A, choice: Choice, rng: Rng, default: bool) -> Self {
        let way = match choice {
            Choice::Fair => Way::Fair,
            Choice::Seeded(_) => Way::Seeded,
            Choice::Biased => Way::Biased,
        };
        let marks = Marks { seed: rng.high(), way, default, tried: true, dirty: false };
        Race { arms, progress: Progress::new(marks), borrowed: PhantomData }
    }

    fn choice(&self) -> Choice {
        match self.progress.marks.way {
            Way::Fair => Choice::Fair,
            Way::Seeded => Choice::Seeded(self.progress.marks.seed.into()),
            Way::Biased => Choice::Biased,
        }
    }

    /// The time is over: an arm that has won meanwhile, or `NONE`, and none wins any more.
    #[cfg(all(feature = "sync", feature = "std", target_has_atomic = "ptr"))]
    pub(crate) fn give_up(&mut self) -> usize {
        let choice = self.choice();
        self.progress.end(self.arms, choice).unwrap_or(NONE)
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Future for Race<'_, 'a, F, A> {
    type Output = usize;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<usize> {
        let this = &mut *self;
        let (choice, Marks { seed, default, tried, .. }) = (this.choice(), this.progress.marks);
        let rng = if let Choice::Biased = choice { Rng::NONE } else { Rng::of_high(seed) };
        this.progress.marks.tried = false;
        let won = this.progress.poll(this.arms, choice, tried.then_some(rng), default, cx);
        won.map(|won| won.unwrap_or(NONE))
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Drop for Race<'_, 'a, F, A> {
    fn drop(&mut self) {
        self.progress.leave(self.arms);
    }
}

// A poll that panics is made good by the next one.
impl<'a, F: Flavor, A: Arms<'a, F> + UnwindSafe> UnwindSafe for Race<'_, 'a, F, A> {}

// Nothing is pinned here: foreign futures are pinned by their arms' owner.
impl<'a, F: Flavor, A: Arms<'a, F>> Unpin for Race<'_, 'a, F, A> {}

/// What a `select!` without `default` ends with if no arm takes part.
#[cold]
#[track_caller]
pub fn nothing_to_wait_for() -> ! {
    panic!("this select would wait for ever: no arm takes part; enable an arm, or add `default`")
}
