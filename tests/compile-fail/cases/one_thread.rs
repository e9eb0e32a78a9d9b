//! A local channel in a task or a thread that is another's.

use goit::local::{self, Receiver, Sender};
use std::future::Future;

/// As an executor of many threads has it.
fn spawn<F: Future<Output = ()> + Send + 'static>(_: F) {}

fn a_task_that_sends(tx: Sender<u8>) {
    spawn(async move {
        let _ = tx.send(1).await;
    });
}

fn a_task_that_receives(rx: Receiver<u8>) {
    spawn(async move { while rx.recv().await.is_ok() {} });
}

fn a_thread(tx: Sender<u8>) {
    std::thread::spawn(move || tx.try_send(1));
}

fn a_scoped_thread(rx: &local::Channel<u8>) {
    std::thread::scope(|scope| {
        scope.spawn(|| rx.try_recv());
    });
}

fn main() {}
