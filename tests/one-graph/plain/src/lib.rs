//! A crate that knows `goit::local` alone, and sends values that no other thread may see. It asks for no feature.

use futures_util::future::join;
use goit::{local, select};
use std::rc::Rc;

/// The values that come out, and how many references to each there are.
pub async fn shares(words: &[Rc<str>]) -> Vec<(Rc<str>, usize)> {
    let (tx, rx) = local::rendezvous::<Rc<str>>();
    let (stop, stopped) = local::bounded::<Rc<()>>(1);
    let sending = async {
        for word in words {
            tx.send(word.clone()).await.expect("the receiver is there");
        }
        stop.send(Rc::new(())).await.expect("the receiver is there");
    };
    let receiving = async {
        let mut out = Vec::new();
        loop {
            select! {
                biased;
                recv(rx) -> word => {
                    let word = word.expect("the sender is there");
                    let shares = Rc::strong_count(&word);
                    out.push((word, shares));
                }
                recv(stopped) -> _ => break out,
            }
        }
    };
    join(sending, receiving).await.1
}
