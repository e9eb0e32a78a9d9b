//! What a piece of code panics with, and where.
#![allow(dead_code, reason = "not every test crate asks for both")]

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// The message with which `f` panics; that it does not is a failure.
#[track_caller]
pub(crate) fn panics<R>(f: impl FnOnce() -> R) -> String {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(_) => panic!("there was no panic"),
        Err(payload) => match payload.downcast::<String>() {
            Ok(message) => *message,
            Err(payload) => payload.downcast::<&str>().map_or(String::new(), |message| message.to_string()),
        },
    }
}

thread_local! {
    static PANICKED_AT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Where `f` panics, as `file:line`, and with which message.
#[track_caller]
pub(crate) fn panics_at<R>(f: impl FnOnce() -> R) -> (String, String) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
            PANICKED_AT.with(|at| *at.borrow_mut() = place.unwrap_or_default());
            before(info);
        }));
    });
    let message = panics(f);
    (PANICKED_AT.take(), message)
}
