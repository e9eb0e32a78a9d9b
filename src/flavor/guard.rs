//! Access to the state of a channel whose lock is taken. All `unsafe` of the crate that reaches a state through its lock.

use super::atomic::{Locked, Synchronized};
use super::lock::{Lock, Token};
use crate::primitive::{MutPtr, UnsafeCell};
use crate::protocol::State;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

/// The state, while its lock is taken.
pub struct Access<'a, T> {
    state: MutPtr<State<T, Synchronized>>,
    _owner: PhantomData<&'a Locked<T>>,
}

impl<T> Access<'_, T> {
    /// Access to a state; the lock is taken for it as long as this lasts.
    #[inline]
    pub(super) fn new(state: &UnsafeCell<State<T, Synchronized>>) -> Self {
        Access { state: state.get_mut(), _owner: PhantomData }
    }
}

#[allow(unsafe_code)]
impl<T> Deref for Access<'_, T> {
    type Target = State<T, Synchronized>;

    #[inline]
    fn deref(&self) -> &State<T, Synchronized> {
        // SAFETY: the lock is taken for this access alone, as long as it lasts.
        unsafe { &*self.state.as_ptr() }
    }
}

#[allow(unsafe_code)]
impl<T> DerefMut for Access<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut State<T, Synchronized> {
        // SAFETY: as above.
        unsafe { &mut *self.state.as_ptr() }
    }
}

/// The state, and its lock, which is released last: fields are dropped in order.
pub struct Guard<'a, T> {
    access: Access<'a, T>,
    _unlock: Unlock<'a>,
    owner: &'a Locked<T>,
    /// Whether those who do not take the lock are told of the state as it is then.
    tells: bool,
}

impl<'a, T> Guard<'a, T> {
    /// Enters a channel whose lock was taken with this token.
    #[inline]
    pub(super) fn new(owner: &'a Locked<T>, lock: &'a Lock, token: Token, access: Access<'a, T>) -> Self {
        Guard { access, _unlock: Unlock { lock, token }, owner, tells: true }
    }

    /// Releases the lock, and tells nothing to those who do not take it.
    #[inline(always)]
    pub(super) fn release(mut self) {
        self.tells = false;
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = State<T, Synchronized>;

    #[inline]
    fn deref(&self) -> &State<T, Synchronized> {
        &self.access
    }
}

impl<T> DerefMut for Guard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut State<T, Synchronized> {
        &mut self.access
    }
}

impl<T> Drop for Guard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.tells {
            self.owner.leaving(&mut self.access);
        }
    }
}

/// A taken lock.
struct Unlock<'a> {
    lock: &'a Lock,
    token: Token,
}

impl Drop for Unlock<'_> {
    #[inline]
    fn drop(&mut self) {
        self.lock.unlock(self.token);
    }
}
