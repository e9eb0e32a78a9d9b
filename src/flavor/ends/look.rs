//! What the positions of both ends tell whoever takes neither: how many values there are, or that none is left. Nothing is changed
//! here.

use super::{End, ONE, SHUT, TAKEN, distance};
use core::mem;

/// How many times the positions are read to find the head standing still.
const READS: usize = 4;

/// How many values are there at one instant; `None` where the ends are shut, or move too fast for this look.
pub(in crate::flavor) fn len<T>(tail: &End<T>, head: &End<T>) -> Option<usize> {
    let mut front = head.position()?;
    for _ in 0..READS {
        let back = tail.position()?;
        // The head stood still between these two looks, and so the tail was seen when it was there.
        let seen = mem::replace(&mut front, head.position()?);
        if front == seen {
            return Some(distance(back, front) / ONE);
        }
    }
    None
}

/// The tail's position, if there were no more values than so many when it was seen there, free; another one is never true of
/// the same position.
pub(in crate::flavor) fn drained<T>(tail: &End<T>, head: &End<T>, reserved: usize) -> Option<usize> {
    let back = Some(tail.look()).filter(|word| word & (TAKEN | SHUT) == 0)?;
    (distance(back, head.position()?) == reserved * ONE).then_some(back)
}
