//! Directions: what one end cannot do does not compile. The types say which end can be used for what.

use crate::flavor::future::{Recv, Send};
use crate::flavor::*;
use crate::suite::support::implements;
use futures_util::{Sink, Stream};
use goit::select::{AsReceiver, AsSender};

#[test]
fn only_receivers_are_streams_and_only_sinks_are_sinks() {
    assert!(implements!(Receiver<u8>: Stream));
    assert!(implements!(Channel<u8>: Stream));
    assert!(!implements!(Sender<u8>: Stream));
    assert!(implements!(SendSink<u8>: Sink<u8>));
    assert!(implements!(SendSinkRef<'static, u8>: Sink<u8>));
    assert!(!implements!(Receiver<u8>: Sink<u8>));
}

#[test]
fn an_arm_takes_the_end_it_needs() {
    assert!(implements!(Sender<u8>: AsSender) && !implements!(Sender<u8>: AsReceiver));
    assert!(implements!(Receiver<u8>: AsReceiver) && !implements!(Receiver<u8>: AsSender));
    assert!(implements!(Channel<u8>: AsSender) && implements!(Channel<u8>: AsReceiver));
    assert!(implements!(Option<&'static Sender<u8>>: AsSender));
    assert!(!implements!(Option<&'static Sender<u8>>: AsReceiver));
    assert!(
        implements!(CloseGuard<Receiver<u8>>: AsReceiver) && !implements!(CloseGuard<Receiver<u8>>: AsSender)
    );
}

#[test]
fn a_weak_handle_is_no_end_before_it_is_upgraded() {
    assert!(!implements!(WeakSender<u8>: AsSender) && !implements!(WeakReceiver<u8>: AsReceiver));
    assert!(!implements!(WeakReceiver<u8>: Stream));
}

#[test]
fn handles_are_clone_and_operations_are_not() {
    assert!(implements!(Sender<String>: Clone) && implements!(Receiver<String>: Clone));
    // Whatever the value: a handle is not one.
    struct Opaque;
    assert!(implements!(Channel<Opaque>: Clone) && implements!(WeakSender<Opaque>: Clone));
    assert!(!implements!(Send<'static, u8>: Clone) && !implements!(Recv<'static, u8>: Clone));
    assert!(!implements!(CloseGuard<Sender<u8>>: Clone));
}
