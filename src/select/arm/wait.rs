//! The arm that waits for a foreign future.

use super::{Arm, Outcome};
use crate::flavor::Flavor;
use core::future::Future;
use core::ops::DerefMut;
use core::pin::Pin;
use core::task::{Context, Poll};

/// An arm that waits for a foreign future, which `P` points to.
///
/// It is in the [`Case`](crate::select::Case) that [`wait`](crate::select::wait()) makes, and is named where the type of that is.
pub struct WaitArm<P: DerefMut<Target: Future>> {
    future: Option<Pin<P>>,
    output: Option<<P::Target as Future>::Output>,
}

impl<P: DerefMut<Target: Future>> WaitArm<P> {
    /// The arm takes part if `takes_part`.
    #[doc(hidden)]
    #[inline]
    pub fn new(future: Pin<P>, takes_part: bool) -> Self {
        WaitArm { future: Some(future).filter(|_| takes_part), output: None }
    }
}

impl<'a, P: DerefMut<Target: Future>, F: Flavor> Arm<'a, F> for WaitArm<P> {
    #[inline]
    fn takes_part(&self) -> bool {
        self.future.is_some()
    }

    #[inline]
    fn is_idle(&self) -> bool {
        self.output.is_none()
    }

    #[inline]
    fn is_decided(&self) -> bool {
        self.output.is_some()
    }

    #[inline]
    fn attempt(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(future) = &mut self.future else { return false };
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            self.output = Some(output);
        }
        self.output.is_some()
    }
}

impl<P: DerefMut<Target: Future>> Outcome for WaitArm<P> {
    type Output = <P::Target as Future>::Output;

    #[inline]
    fn take(&mut self) -> Option<Self::Output> {
        let output = self.output.take()?;
        self.future = None;
        Some(output)
    }
}
