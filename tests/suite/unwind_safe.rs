//! Handles and futures of `goit::sync` can be used inside `catch_unwind`, as those of other channels can, without saying
//! so; what was sent before a panic is there after it.

use super::support::*;
use crate::flavor::future::{Closed, OwnedRecv, OwnedSend, Recv, Send};
use crate::flavor::*;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind};

macro_rules! check {
    ($Trait:path; $($Type:ty),* $(,)?) => {
        $(assert!(implements!($Type: $Trait), "{} is not {}", stringify!($Type), stringify!($Trait));)*
    };
}

macro_rules! check_all {
    ($Trait:path, $T:ty) => {
        check!(
            $Trait; Sender<$T>, Receiver<$T>, Channel<$T>, WeakSender<$T>, WeakReceiver<$T>, CloseGuard<Sender<$T>>,
            CloseGuard<Receiver<$T>>, Send<'static, $T>, OwnedSend<$T>, Recv<'static, $T>, OwnedRecv<$T>,
            Closed<'static, $T>, SendSink<$T>, SendSinkRef<'static, $T>, Merge<u8, $T>,
            goit::select::MergeRecv<'static, u8, $T, F>
        );
    };
}

#[test]
fn sync_is_unwind_safe() {
    if SYNC {
        check_all!(UnwindSafe, u8);
        check_all!(UnwindSafe, Box<String>);
    }
}

#[test]
fn sync_is_ref_unwind_safe() {
    if SYNC {
        check_all!(RefUnwindSafe, u8);
        check_all!(RefUnwindSafe, Box<String>);
    }
}

#[test]
fn what_was_sent_before_a_panic_is_received_after_it() {
    for capacity in [1, 2, usize::MAX] {
        let (tx, rx) = bounded(capacity);
        let sent = catch_unwind(AssertUnwindSafe(|| {
            tx.try_send(1).unwrap();
            panic!("on the way");
        }));
        assert!(sent.is_err());
        assert_eq!(rx.try_recv(), Ok(1));
        assert_eq!(tx.try_send(2), Ok(()));
        assert_eq!(rx.try_recv(), Ok(2));
    }
}
