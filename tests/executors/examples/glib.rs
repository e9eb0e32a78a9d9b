//! goit on glib's main loop, GTK's: a thread sends to a task of the loop by `goit::sync`, tasks of the loop to each other by
//! `goit::local`. `cargo run --features glib --example glib`
//!
//! For a program of its own, this needs `cargo add glib`, or what a GTK binding exports as `glib`, and
//! `cargo add goit --features sync`.

use glib::{MainLoop, spawn_future_local, timeout_future};
use goit::{local, select, sync};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

/// Makes texts of what the thread reports.
async fn watch(progress: sync::Receiver<u32>, texts: local::Sender<String>) {
    let mut patience = pin!(timeout_future(Duration::from_secs(60)));
    loop {
        let text = select! {
            recv(progress) -> percent => match percent {
                Ok(percent) => format!("{percent} %"),
                Err(_) => return, // the thread is done, and nothing is left
            },
            wait(patience.as_mut()) => return,
        };
        if texts.send(text).await.is_err() {
            return; // the window is gone
        }
    }
}

fn main() {
    // Work that takes its time has a thread. Two values ahead of the loop it waits; where the loop is gone it ends.
    let (report, progress) = sync::bounded(2);
    let worker = thread::spawn(move || {
        for percent in (0..=100).step_by(20) {
            thread::sleep(Duration::from_millis(2));
            if report.send_blocking(percent).is_err() {
                return;
            }
        }
    });

    let label = Rc::new(RefCell::new(String::new())); // a widget: stays on its thread
    let main_loop = MainLoop::new(None, false);
    let (texts, shown) = local::bounded(1);
    spawn_future_local(watch(progress, texts));
    spawn_future_local({
        let (label, main_loop) = (label.clone(), main_loop.clone());
        async move {
            while let Ok(text) = shown.recv().await {
                println!("{text}");
                *label.borrow_mut() = text;
            }
            main_loop.quit();
        }
    });
    main_loop.run(); // its tasks wait, the loop does not

    worker.join().expect("the worker does not panic");
    assert_eq!(*label.borrow(), "100 %");
}
