//! A crawler whose workers feed the queue that they read from, and that queue has room for two pages.
//!
//! Workers that simply send would all wait for room one day, with nobody left to receive. So each keeps the links it
//! has found in a list of its own, and in one select either hands some of them over or receives a page: of a full
//! queue it can receive, and into any other it can send, so it never waits while it has work.
//!
//! Nobody counts pages to find the end. Only jobs hold senders: when the last job is done the last sender is dropped,
//! the queue closes, and all workers return.

use futures_executor::block_on;
use futures_timer::Delay;
use futures_util::future::join_all;
use goit::local::{Receiver, Sender, bounded};
use goit::select;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

type Page = u32;
type Web = HashMap<Page, Vec<Page>>;

struct Job {
    page: Page,
    queue: Sender<Job>, // for the links of the page
}

async fn fetch(web: &Web, page: Page) -> &[Page] {
    Delay::new(Duration::from_millis(1)).await;
    &web[&page]
}

/// Crawls until there is nothing more to come, and tells how many pages it has fetched.
async fn work(web: &Web, seen: &RefCell<BTreeSet<Page>>, queue: Receiver<Job>) -> usize {
    let mut found = VecDeque::new();
    let mut fetched = 0;
    loop {
        let sender = found.front().map(|job: &Job| job.queue.clone()); // none if nothing was found: the arm is off
        let job = select! {
            biased; // others get work before this one takes more
            send_many(sender, &mut found) -> _ => continue,
            recv(queue) -> job => job,
        };
        let Ok(Job { page, queue: links_to }) = job else { return fetched };
        for &link in fetch(web, page).await {
            if seen.borrow_mut().insert(link) {
                found.push_back(Job { page: link, queue: links_to.clone() });
            }
        }
        fetched += 1;
    }
}

fn main() {
    // The front page links to 40 others, those to 40 more, and all of them to the front page; nobody links to 99.
    let mut web: Web = (1..=40).flat_map(|n| [(n, vec![0, n + 40]), (n + 40, vec![0])]).collect();
    web.insert(0, (1..=40).collect());
    web.insert(99, vec![0]);

    let seen = RefCell::new(BTreeSet::from([0]));
    let (tx, queue) = bounded(2);
    tx.try_send(Job { page: 0, queue: tx.clone() }).unwrap();
    drop(tx); // from now on only jobs keep the queue open
    let workers = (0..4).map(|_| work(&web, &seen, queue.clone()));
    let fetched = block_on(join_all(workers));

    println!("pages fetched by each worker: {fetched:?}");
    assert_eq!(fetched.iter().sum::<usize>(), 81); // each once
    assert!(fetched.iter().all(|&pages| pages > 0));
    assert!(seen.into_inner().into_iter().eq(0..=80));
    assert!(queue.is_closed() && queue.is_empty());
}
