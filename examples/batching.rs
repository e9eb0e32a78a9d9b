//! A pipeline of threads: producers, a collector that makes batches, a writer.
//!
//! A batch is written when it is full, or some time after its first record. All queues have little room, so a slow
//! writer holds up the producers. Closing the first queue shuts everything down: producers get their records back,
//! and what was accepted is collected and written, the last batch too, however small it is.

use goit::select_blocking;
use goit::sync::{Receiver, Sender, bounded, rendezvous};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

type Record = (usize, u32); // which producer, and its count

const ROOM: usize = 16;
const MOST: usize = 10;
const LONGEST: Duration = Duration::from_millis(5);

fn collect(records: Receiver<Record>, batches: Sender<Vec<Record>>) {
    loop {
        let mut batch = Vec::with_capacity(MOST);
        if records.recv_many_blocking(&mut batch, MOST).is_err() {
            return; // closed, and nothing is left; the writer's queue ends with this thread
        }
        let over = Instant::now() + LONGEST;
        while batch.len() < MOST {
            let room = MOST - batch.len();
            select_blocking! {
                recv_many(records, &mut batch, room) -> more => if more.is_err() { break },
                deadline(over) => break,
            }
        }
        if batches.send_blocking(batch).is_err() {
            return;
        }
    }
}

/// Sends until the queue is closed, and tells how many records were accepted.
fn produce(number: usize, records: Sender<Record>, accepted: &AtomicUsize) -> u32 {
    let mut count = 0;
    while records.send_blocking((number, count)).is_ok() {
        accepted.fetch_add(1, Ordering::Relaxed);
        count += 1;
    }
    count
}

fn main() {
    let (records, queue) = bounded(ROOM);
    let (batches, to_write) = rendezvous();
    let accepted = &AtomicUsize::new(0);
    thread::scope(move |scope| {
        scope.spawn(move || collect(queue, batches));
        // Three records, and no more for now: time ends their batch.
        (0..3).for_each(|count| records.send_blocking((0, count)).unwrap());
        assert!(to_write.iter().flatten().take(3).eq([(0, 0), (0, 1), (0, 2)]));

        let producers = [1, 2].map(|number| {
            let records = records.clone();
            scope.spawn(move || produce(number, records, accepted))
        });
        let mut written = Vec::new();
        for (number, batch) in to_write.iter().enumerate() {
            assert!(!batch.is_empty() && batch.len() <= MOST);
            thread::sleep(Duration::from_millis(1)); // a slow disk
            written.extend(batch);
            // No more is on its way than the first queue and the collector hold.
            assert!(accepted.load(Ordering::Relaxed) <= written.len() + ROOM + MOST);
            if number == 20 {
                records.close(); // the shutdown
            }
        }
        for (number, producer) in [1, 2].into_iter().zip(producers) {
            let counts = written.iter().filter(|record| record.0 == number).map(|record| record.1);
            assert!(counts.eq(0..producer.join().unwrap())); // all that was accepted, once, in order
        }
        println!("{} records written", written.len());
    });
}
