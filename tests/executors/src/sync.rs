//! The program over `goit::sync`: for executors whose tasks move between threads. The flavour's names, and what
//! only threads can do.

pub(crate) use goit::sync::{Receiver, Sender, bounded, rendezvous, unbounded};

#[allow(clippy::duplicate_mod)] // the same program, over the other flavour's names
#[path = "program.rs"]
mod program;

pub use program::*;

/// What can be spawned.
pub trait Task: Future<Output = ()> + Send + 'static {}

impl<X: Future<Output = ()> + Send + 'static> Task for X {}

/// Threads without an executor send to tasks, and receive from them.
pub async fn threads_feed_tasks(world: impl World) {
    for capacity in CAPACITIES {
        let (question, questions) = channel::<u32>(capacity);
        let (answer, answers) = channel::<u32>(capacity);
        world.spawn(async move {
            while let Ok(n) = questions.recv().await {
                answer.send(n * n).await.unwrap();
            }
        });
        let asking = std::thread::spawn(move || (0..50).for_each(|n| question.send_blocking(n).unwrap()));
        let reading = std::thread::spawn(move || answers.iter().collect::<Vec<_>>());
        let (done, is_done) = rendezvous::<Vec<u32>>();
        std::thread::spawn(move || {
            asking.join().unwrap();
            done.send_blocking(reading.join().unwrap())
        });
        assert_eq!(is_done.recv().await.unwrap(), (0..50).map(|n| n * n).collect::<Vec<_>>());
    }
}
