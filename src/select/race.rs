//! The future behind `select!`.

use super::arms::Arms;
use super::engine::Progress;
#[cfg(doc)]
use super::engine::try_first;
use super::given::Of;
use super::order::{Choice, Dice};
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
    choice: Choice,
    /// As `try_first` has thrown them, before the first poll.
    dice: Option<Dice>,
    default: bool,
    borrowed: PhantomData<&'a ()>,
}

impl<'r, 'a, F: Flavor, A: Arms<'a, F>> Race<'r, 'a, F, A> {
    /// Goes on where [`try_first`] has ended.
    pub fn new(_: Of<F>, arms: &'r mut A, choice: Choice, dice: Dice, default: bool) -> Self {
        let dice = Some(dice);
        Race { arms, progress: Progress::new(), choice, dice, default, borrowed: PhantomData }
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Future for Race<'_, 'a, F, A> {
    type Output = usize;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<usize> {
        let this = &mut *self;
        let won = this.progress.poll(this.arms, this.choice, this.dice.take(), this.default, cx);
        won.map(|won| won.unwrap_or(NONE))
    }
}

impl<'a, F: Flavor, A: Arms<'a, F>> Drop for Race<'_, 'a, F, A> {
    fn drop(&mut self) {
        self.progress.leave(self.arms);
    }
}

// A poll that panics is settled by the next one.
impl<'a, F: Flavor, A: Arms<'a, F> + UnwindSafe> UnwindSafe for Race<'_, 'a, F, A> {}

// Nothing is pinned here: foreign futures are pinned by their arms' owner.
impl<'a, F: Flavor, A: Arms<'a, F>> Unpin for Race<'_, 'a, F, A> {}

/// What a `select!` without `default` ends with if no arm takes part.
#[cold]
#[track_caller]
pub fn nothing_to_wait_for() -> ! {
    panic!("this select would wait for ever: no arm takes part; enable an arm, or add `default`")
}
