//! The program that every executor has to run, on the page's event loop.

use crate::page::say;
use gloo_timers::future::TimeoutFuture;
use goit_executors::{local, sync};
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

struct Page;

impl local::World for Page {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        spawn_local(part(Page));
    }

    fn spawn(&self, task: impl local::Task) {
        spawn_local(task);
    }

    fn sleep(&self, time: Duration) -> impl local::Task {
        TimeoutFuture::new(time.as_millis() as u32)
    }
}

impl sync::World for Page {
    fn run<P: Future<Output = ()> + 'static>(part: impl FnOnce(Self) -> P + Send + 'static) {
        spawn_local(part(Page));
    }

    fn spawn(&self, task: impl sync::Task) {
        spawn_local(task);
    }

    /// The timer stays on its thread; what leaves is the receiver of its end.
    fn sleep(&self, time: Duration) -> impl sync::Task {
        let (alarm, rings) = goit::sync::bounded(1);
        spawn_local(async move {
            TimeoutFuture::new(time.as_millis() as u32).await;
            _ = alarm.send(()).await;
        });
        async move { rings.recv().await.unwrap() }
    }
}

macro_rules! run {
    ($flavour:ident: $($part:ident)*) => {
        pub(crate) async fn $flavour() {
            $(
                goit_executors::$flavour::$part(Page).await;
                say(concat!(stringify!($flavour), ": ", stringify!($part)));
            )*
        }
    };
}

goit_executors::parts!({ run } local:);
goit_executors::parts!({ run } sync:);
