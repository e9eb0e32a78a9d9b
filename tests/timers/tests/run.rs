//! Runs both lines for each timer: a value that is there is received, and where none comes the time is over.
#![cfg(not(target_family = "wasm"))]

use goit::local::bounded;
use std::time::Duration;

/// One test: `$run` runs a future where the timer works.
macro_rules! limits {
    ($timer:ident: $run:expr) => {
        #[test]
        fn $timer() {
            use goit_timers::$timer::{receive, select};

            $run(async {
                let (short, long) = (Duration::from_millis(10), Duration::from_secs(60));
                let (tx, rx) = bounded(1);
                tx.send(1).await.unwrap();
                assert_eq!(receive(&rx, long).await, Some(1));
                tx.send(2).await.unwrap();
                assert_eq!(select(&rx, long).await, Some(2));
                assert_eq!(receive(&rx, short).await, None);
                assert_eq!(select(&rx, short).await, None);
                tx.send(3).await.unwrap(); // neither has left anything in the line
                assert_eq!(rx.try_recv(), Ok(3));
            });
        }
    };
}

fn on_a_tokio_runtime(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(test);
}

fn on_a_compio_runtime(test: impl Future<Output = ()>) {
    compio::runtime::Runtime::new().unwrap().block_on(test);
}

limits!(on_tokio: on_a_tokio_runtime);
limits!(on_smol: smol::block_on);
limits!(on_async_io: async_io::block_on);
limits!(on_embassy_time: futures_executor::block_on);
limits!(on_compio: on_a_compio_runtime);
limits!(on_futures_timer: futures_executor::block_on);

#[cfg(target_os = "linux")]
mod on_linux {
    use super::*;
    use std::io::Write;

    /// On io_uring only: where the kernel has none for us, that is said aloud and nothing is run.
    fn on_a_glommio_executor(test: impl Future<Output = ()>) {
        match io_uring::IoUring::new(8) {
            Ok(_) => {
                let builder = glommio::LocalExecutorBuilder::new(glommio::Placement::Unbound);
                builder.io_memory(1 << 20).ring_depth(8).make().unwrap().run(test);
            }
            Err(refusal) => {
                // Past the test runner's capture, which `eprintln!` does not get by.
                let note = format!("\nNOT RUN on glommio: the kernel does not allow it: {refusal}\n");
                std::io::stderr().write_all(note.as_bytes()).unwrap();
            }
        }
    }

    limits!(on_glommio: on_a_glommio_executor);
}
