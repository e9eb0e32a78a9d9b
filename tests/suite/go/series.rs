//! Series of coefficients that are computed on demand, each by a task: asking, answering, asking two at once, and one
//! series for two readers who ask at different times.

use super::rational::Rational;
use crate::flavor::*;
use crate::suite::support::*;
use goit::select;

/// The coefficients of a series, each computed on demand: who wants one asks, and then receives it. `None` ends a series:
/// all further coefficients are zero.
#[derive(Clone)]
pub struct Series {
    pub asked: Channel<()>,
    pub coefficient: Channel<Option<Rational>>,
}

impl Series {
    fn new() -> Self {
        Series { asked: Channel::rendezvous(), coefficient: Channel::rendezvous() }
    }

    /// A series computed by a task.
    pub fn by<Fut: Future<Output = ()> + 'static>(task: impl FnOnce(Series) -> Fut) -> Series {
        let series = Series::new();
        go(task(series.clone()));
        series
    }

    pub async fn get(&self) -> Option<Rational> {
        self.asked.send(()).await.unwrap();
        self.coefficient.recv().await.unwrap()
    }

    /// Waits until somebody asks, and answers.
    pub async fn put(&self, coefficient: Option<Rational>) {
        self.asked.recv().await.unwrap();
        self.coefficient.send(coefficient).await.unwrap();
    }

    /// Waits until somebody asks, and only then computes the answer.
    pub async fn answer(&self, coefficient: impl Future<Output = Option<Rational>>) -> Option<Rational> {
        self.asked.recv().await.unwrap();
        let coefficient = coefficient.await;
        self.coefficient.send(coefficient).await.unwrap();
        coefficient
    }

    /// Answers from `other` from now on.
    pub async fn copy(&self, other: Series) {
        while self.answer(other.get()).await.is_some() {}
        self.end().await;
    }

    pub async fn end(&self) {
        loop {
            self.put(None).await;
        }
    }
}

/// One coefficient of each, asked for at once and taken as they come.
pub async fn get_both(u: &Series, v: &Series) -> (Option<Rational>, Option<Rational>) {
    // A handle that is `None` takes no part; each stage of each series makes the way for its next.
    let (mut ask_u, mut ask_v) = (Some(&u.asked), Some(&v.asked));
    let (mut from_u, mut from_v) = (None, None);
    let (mut got_u, mut got_v) = (None, None);
    for _ in 0..4 {
        select! {
            send(ask_u, ()) -> asked => { asked.unwrap(); ask_u = None; from_u = Some(&u.coefficient); }
            send(ask_v, ()) -> asked => { asked.unwrap(); ask_v = None; from_v = Some(&v.coefficient); }
            recv(from_u) -> got => { got_u = got.unwrap(); from_u = None; }
            recv(from_v) -> got => { got_v = got.unwrap(); from_v = None; }
        }
    }
    (got_u, got_v)
}

/// Serves one coefficient of `source` to both readers. Until `turn` says that both had all earlier ones, it serves only
/// the first reader, who is ahead; then whoever asks first.
async fn serve(source: Series, mut readers: [Series; 2], turn: Receiver<()>) {
    let (mut first, mut has_turn) = (None, false);
    while first.is_none() {
        select! {
            recv(readers[0].asked) -> _ => first = Some(0),
            recv(readers[1].asked) -> _, if has_turn => first = Some(1),
            recv(turn) -> _, if !has_turn => has_turn = true,
        }
    }
    if first == Some(1) {
        readers.swap(0, 1);
    }
    source.asked.send(()).await.unwrap();
    let (done, next_turn) = rendezvous();
    go(Box::pin(serve(source.clone(), readers.clone(), next_turn))
        as std::pin::Pin<Box<dyn Future<Output = ()>>>);
    let coefficient = source.coefficient.recv().await.unwrap();
    readers[0].coefficient.send(coefficient).await.unwrap();
    if !has_turn {
        turn.recv().await.unwrap();
    }
    readers[1].put(coefficient).await;
    done.send(()).await.unwrap();
}

/// Answers both `readers` from `source`.
fn split_into(source: Series, readers: [Series; 2]) {
    let (first, turn) = rendezvous();
    go(serve(source, readers, turn));
    go(async move { first.send(()).await.unwrap() });
}

pub fn split(source: Series) -> [Series; 2] {
    let readers = [Series::new(), Series::new()];
    split_into(source, readers.clone());
    readers
}

/// A series that is defined by itself: `define` gets one copy and returns the whole.
pub fn recursive(define: impl FnOnce(Series) -> Series) -> Series {
    let [inside, outside] = [Series::new(), Series::new()];
    split_into(define(inside.clone()), [inside, outside.clone()]);
    outside
}
