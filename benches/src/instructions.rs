//! The program whose instructions `instructions.sh` counts: each function does one thing with `goit` so many times,
//! and nothing else. It knows no peer, and so is built fast.
//!
//! Calls the functions one after the other, and prints for each its name and its messages: so many as its argument says, about.

// Both are the benchmark's too, which needs all of them.
#[allow(dead_code, unused_imports, unused_macros)]
mod channel;
#[allow(dead_code)]
mod shapes;

use channel::Peer;
use channel::goit::{Local, Sync};
use goit_bench::executor::{Stalled, Task, minimal};
use shapes::create::Create;
use shapes::select::Receives;
use shapes::stream::Stream;
use shapes::turns::{Daisy, RoundTrip};
use shapes::{Shape, pair};
use std::time::Duration;

macro_rules! functions {
    ($($name:ident: $Peer:ty, $shape:expr;)*) => {
        const FUNCTIONS: &[(&str, extern "C" fn(u64) -> u64)] = &[$((stringify!($name), $name)),*];
        $(
            #[unsafe(no_mangle)]
            #[inline(never)]
            extern "C" fn $name(messages: u64) -> u64 {
                count::<$Peer>($shape, messages)
            }
        )*
    };
}

functions! {
    local_try_pair: Local, pair::Try;
    local_await_pair: Local, pair::Await;
    local_1to1_cap0: Local, stream(1, 0);
    local_1to1_cap1: Local, stream(1, 1);
    local_1to1_cap64: Local, stream(1, 64);
    local_16to16_cap0: Local, stream(16, 0);
    local_16to16_cap1: Local, stream(16, 1);
    local_roundtrip_cap0: Local, RoundTrip { capacity: 0 };
    local_roundtrip_cap1: Local, RoundTrip { capacity: 1 };
    local_select2_cap0: Local, Receives::<2> { capacity: 0 };
    local_select2_cap1: Local, Receives::<2> { capacity: 1 };
    local_select2_cap64: Local, Receives::<2> { capacity: 64 };
    local_select8_cap0: Local, Receives::<8> { capacity: 0 };
    local_select8_cap1: Local, Receives::<8> { capacity: 1 };
    local_select8_cap64: Local, Receives::<8> { capacity: 64 };
    local_create_cap16: Local, Create { capacity: 16, used: false };
    local_create_use_cap16: Local, Create { capacity: 16, used: true };
    local_daisy_cap1: Local, Daisy { capacity: 1 };
    local_256bytes_cap64: Local, Stream::<[u64; 32]>::new(1, 1, 64);
    sync_try_pair: Sync, pair::Try;
    sync_await_pair: Sync, pair::Await;
    sync_create_cap16: Sync, Create { capacity: 16, used: false };
    sync_1to1_cap0: Sync, stream(1, 0);
    sync_1to1_cap1: Sync, stream(1, 1);
    sync_1to1_cap64: Sync, stream(1, 64);
    sync_4to4_cap0: Sync, stream(4, 0);
    sync_4to4_cap1: Sync, stream(4, 1);
    sync_4to4_cap64: Sync, stream(4, 64);
}

fn stream(each: u64, capacity: usize) -> Stream<u64> {
    Stream::new(each, each, capacity)
}

/// How many messages were moved.
fn count<P: Peer>(shape: impl Shape, messages: u64) -> u64 {
    let sample = shape.run::<P>(run, messages);
    sample.expect("everything arrives").messages
}

fn run(tasks: Vec<Task>) -> Result<Duration, Stalled> {
    minimal::<false>(tasks).map(|()| Duration::ZERO)
}

fn main() {
    let messages =
        std::env::args().nth(1).map_or(10_000, |number| number.parse().expect("a number of messages"));
    for (name, function) in FUNCTIONS {
        println!("{name} {}", function(messages));
    }
}
