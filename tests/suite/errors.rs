//! The errors: what they say, what they carry, what they can be turned into.

use crate::flavor::{RecvError, SendError, TryRecvError, TrySendError, bounded};
use std::error::Error;

/// Neither `Debug` nor `Clone` nor anything else.
struct Opaque;

#[test]
fn display_is_plain() {
    assert_eq!(SendError(Opaque).to_string(), "sending into a closed channel");
    assert_eq!(TrySendError::Full(Opaque).to_string(), "sending into a full channel");
    assert_eq!(TrySendError::Closed(Opaque).to_string(), "sending into a closed channel");
    assert_eq!(RecvError.to_string(), "receiving from an empty and closed channel");
    assert_eq!(TryRecvError::Empty.to_string(), "receiving from an empty channel");
    assert_eq!(TryRecvError::Closed.to_string(), "receiving from an empty and closed channel");
}

#[test]
fn debug_needs_no_debug_of_the_value() {
    assert_eq!(format!("{:?}", SendError(Opaque)), "SendError(..)");
    assert_eq!(format!("{:?}", TrySendError::Full(Opaque)), "Full(..)");
    assert_eq!(format!("{:?}", TrySendError::Closed(Opaque)), "Closed(..)");
    assert_eq!(
        format!("{RecvError:?} {:?} {:?}", TryRecvError::Empty, TryRecvError::Closed),
        "RecvError Empty Closed"
    );
}

#[test]
fn values_come_out_again() {
    assert_eq!(SendError(1).into_inner(), 1);
    assert_eq!(SendError(2).0, 2);
    assert_eq!(TrySendError::Full(3).into_inner(), 3);
    assert_eq!(TrySendError::Closed(4).into_inner(), 4);
    assert!(TrySendError::Full(1).is_full() && !TrySendError::Full(1).is_closed());
    assert!(TrySendError::Closed(1).is_closed() && !TrySendError::Closed(1).is_full());
    assert!(TryRecvError::Empty.is_empty() && !TryRecvError::Empty.is_closed());
    assert!(TryRecvError::Closed.is_closed() && !TryRecvError::Closed.is_empty());
}

#[test]
fn they_are_errors_for_any_static_value() {
    fn boxed(error: impl Error + 'static) -> Box<dyn Error> {
        Box::new(error)
    }
    assert!(boxed(SendError(Opaque)).downcast::<SendError<Opaque>>().is_ok());
    assert!(boxed(TrySendError::Full(Opaque)).source().is_none());
    assert!(boxed(RecvError).source().is_none());
    assert!(boxed(TryRecvError::Empty).source().is_none());
}

#[test]
fn they_convert_into_their_non_waiting_forms() {
    assert_eq!(TrySendError::from(SendError(1)), TrySendError::Closed(1));
    assert_eq!(TryRecvError::from(RecvError), TryRecvError::Closed);
    fn question_mark() -> Result<(), TrySendError<u8>> {
        Err(SendError(1))?
    }
    assert_eq!(question_mark(), Err(TrySendError::Closed(1)));
}

#[test]
fn they_are_copy_and_eq_where_the_value_is() {
    fn copy<E: Copy + Clone + Eq>(error: E) -> (E, E) {
        (error, error)
    }
    let (a, b) = copy(SendError(1));
    assert!(a == b && a != SendError(2));
    let (a, b) = copy(TrySendError::Full(1));
    assert!(a == b && a != TrySendError::Closed(1));
    let _ = (copy(RecvError), copy(TryRecvError::Empty));
    // Clone alone, where the value is no more.
    assert!(SendError(String::from("a")).clone() == SendError(String::from("a")));
}

#[test]
fn crate_and_flavour_export_the_same_types() {
    let (tx, rx) = bounded::<u8>(1);
    rx.close();
    let refused: goit::TrySendError<u8> = tx.try_send(1).unwrap_err();
    let _: crate::flavor::TrySendError<u8> = refused;
    let empty: goit::TryRecvError = rx.try_recv().unwrap_err();
    assert_eq!(empty, TryRecvError::Closed);
}
