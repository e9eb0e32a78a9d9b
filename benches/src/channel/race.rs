//! Select for the peers that have none of their own: a race of their futures, as `tokio::select!` and
//! `futures::select!` run it, from a random start, the losers dropped.

use super::{Received, Rx, Sent, Tx};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

/// The dice of a race.
#[derive(Clone, Copy)]
pub struct Race(u32);

impl Race {
    pub fn new() -> Self {
        Race(0x9e37_79b9)
    }

    /// Other dice for each seed.
    pub fn seeded(seed: u32) -> Self {
        Race(0x9e37_79b9 ^ (seed << 1))
    }

    /// A number below `bound` (xorshift).
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        ((self.0 as u64 * bound as u64) >> 32) as usize
    }
}

/// What a race between a receive and a send comes to.
pub enum Either<T> {
    Received(T),
    Sent,
}

/// The first of several receives.
pub async fn receives<T, R: Rx<T>, const K: usize>(rxs: &mut [R; K], race: &mut Race) -> T {
    first(rxs.each_mut().map(|rx| rx.take()), race).await.value()
}

/// The first of several sends; those that lose have the value in vain.
pub async fn sends<T: Clone, S: Tx<T>, const K: usize>(txs: &mut [S; K], value: T, race: &mut Race) {
    first(txs.each_mut().map(|tx| tx.put(value.clone())), race).await.check();
}

async fn first<F: Future, const K: usize>(futures: [F; K], race: &mut Race) -> F::Output {
    let start = race.below(K);
    let mut futures = pin!(futures);
    poll_fn(|cx| {
        for step in 0..K {
            // SAFETY: the array is pinned, and with it each of the futures in it; none is moved.
            let future = unsafe {
                let futures = futures.as_mut().get_unchecked_mut();
                Pin::new_unchecked(&mut futures[(start + step) % K])
            };
            if let Poll::Ready(output) = future.poll(cx) {
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    })
    .await
}

/// The first of a receive and a send.
pub async fn both<T, R: Rx<T>, S: Tx<T>>(rx: &mut R, tx: &mut S, value: T, race: &mut Race) -> Either<T> {
    let first = race.below(2);
    let mut receive = pin!(rx.take());
    let mut send = pin!(tx.put(value));
    poll_fn(|cx| {
        for step in 0..2 {
            if (first + step) % 2 == 0 {
                if let Poll::Ready(received) = receive.as_mut().poll(cx) {
                    return Poll::Ready(Either::Received(received.value()));
                }
            } else if let Poll::Ready(sent) = send.as_mut().poll(cx) {
                sent.check();
                return Poll::Ready(Either::Sent);
            }
        }
        Poll::Pending
    })
    .await
}
