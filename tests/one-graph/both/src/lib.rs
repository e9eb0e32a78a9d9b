//! Uses both crates, and with them both flavours of goit.

use std::rc::Rc;

/// The squares of `shared`, as words through the channels of `plain`.
pub async fn words(end: u64) -> Vec<(Rc<str>, usize)> {
    let squares = shared::squares(0..end);
    let mut words = Vec::new();
    while let Ok(square) = squares.recv().await {
        words.push(Rc::from(square.to_string()));
    }
    plain::shares(&words).await
}
