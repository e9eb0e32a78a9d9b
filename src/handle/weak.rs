//! Handles that do not keep a channel open.

use super::state::counts;
use super::{Receiver, Sender};
use crate::flavor::{Flavor, Shared, Word};
use core::fmt;

macro_rules! weak {
    ($Weak:ident, $Handle:ident, $count:ident, $weak_count:ident, $handle:literal, $downgraded:literal, $closed:literal, $doc:literal) => {
        #[doc = $doc]
        ///
        /// It keeps the channel's own memory, but no buffered value and not the channel's being open.
        ///
        /// ```
        /// let (tx, rx) = goit::local::bounded::<u8>(1);
        #[doc = concat!("let weak = ", $handle, ".downgrade();")]
        /// assert!(weak.upgrade().is_some());
        #[doc = concat!("drop(", $handle, ");")]
        /// assert!(weak.upgrade().is_none());
        /// ```
        pub struct $Weak<T, F: Flavor> {
            shared: F::Ptr<Shared<T, F>>,
        }

        impl<T, F: Flavor> $Weak<T, F> {
            pub(super) fn new(shared: F::Ptr<Shared<T, F>>) -> Self {
                shared.$weak_count.increment();
                $Weak { shared }
            }

            fn shared(&self) -> &Shared<T, F> {
                &self.shared
            }

            /// A handle again, unless the last of its kind has been dropped. Allocates nothing.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(1);
            #[doc = concat!("let weak = ", $handle, ".downgrade();")]
            #[doc = concat!("assert!(weak.upgrade().unwrap().same_channel(&", $handle, "));")]
            /// ```
            pub fn upgrade(&self) -> Option<$Handle<T, F>> {
                let count = &self.shared.$count;
                loop {
                    match count.get() {
                        0 => return None,
                        found if count.change(found, found + 1) => {
                            return Some($Handle::from_counted(self.shared.clone()));
                        }
                        _ => {}
                    }
                }
            }
        }

        impl<T, F: Flavor> Clone for $Weak<T, F> {
            fn clone(&self) -> Self {
                $Weak::new(self.shared.clone())
            }
        }

        impl<T, F: Flavor> Drop for $Weak<T, F> {
            fn drop(&mut self) {
                self.shared.$weak_count.decrement();
            }
        }

        counts!($Weak, $downgraded);

        /// A handle that is weak.
        impl<T, F: Flavor> $Handle<T, F> {
            /// A handle that does not keep the channel open.
            ///
            /// ```
            /// let (tx, rx) = goit::local::bounded::<u8>(1);
            #[doc = concat!("let weak = ", $handle, ".downgrade();")]
            #[doc = concat!("drop(", $handle, ");")]
            #[doc = concat!("assert!(", $closed, ");")]
            /// assert!(weak.upgrade().is_none());
            /// ```
            pub fn downgrade(&self) -> $Weak<T, F> {
                $Weak::new(self.shared().clone())
            }
        }

        impl<T, F: Flavor> fmt::Debug for $Weak<T, F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Weak)).finish_non_exhaustive()
            }
        }
    };
}

weak!(
    WeakSender,
    Sender,
    senders,
    weak_senders,
    "tx",
    "tx.downgrade()",
    "rx.is_closed()",
    "A sender that does not keep its channel open."
);
weak!(
    WeakReceiver,
    Receiver,
    receivers,
    weak_receivers,
    "rx",
    "rx.downgrade()",
    "tx.is_closed()",
    "A receiver that does not keep its channel open."
);
