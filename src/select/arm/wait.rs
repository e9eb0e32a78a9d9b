//! The arm that waits for a foreign future.

use super::{Arm, Outcome};
use crate::flavor::Flavor;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// An arm that waits for a foreign future.
pub struct WaitArm<'a, U: Future> {
    future: Option<Pin<&'a mut U>>,
    output: Option<U::Output>,
}

impl<'a, U: Future> WaitArm<'a, U> {
    /// The arm takes part if `takes_part`.
    #[inline]
    pub fn new(future: Pin<&'a mut U>, takes_part: bool) -> Self {
        WaitArm { future: Some(future).filter(|_| takes_part), output: None }
    }
}

impl<'a, U: Future, F: Flavor> Arm<'a, F> for WaitArm<'_, U> {
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

impl<U: Future> Outcome for WaitArm<'_, U> {
    type Output = U::Output;

    #[inline]
    fn take(&mut self) -> Option<U::Output> {
        let output = self.output.take()?;
        self.future = None;
        Some(output)
    }
}
