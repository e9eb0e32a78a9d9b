//! Whether a history can be explained: by steps of the [specification](crate::specification), one after the other, each
//! between the begin and the end of its operation.
//!
//! After Wing and Gong ("Testing and verifying concurrent objects", 1993): whatever may come first is tried first, and
//! taken back where it leads nowhere. No state is tried twice, as Lowe has it ("Testing for linearizability", 2017). All
//! channels are one object: each of several would have an order of its own, but a select spans them.

use crate::history::History;
use crate::specification::State;
use std::collections::HashSet;

/// The number of states that were looked at until all was explained; or, where nothing explains the history, the operations
/// that are left when as many as possible are explained, as far as one of them would have to come next.
///
/// # Panics
///
/// If an operation has not ended.
pub fn explain(history: &History) -> Result<usize, Vec<usize>> {
    let ends: Vec<usize> =
        history.operations.iter().map(|one| one.end.expect("every operation has ended").0).collect();
    // Those that ended first are tried first: as a rule that is the right order.
    let mut by_end: Vec<usize> = (0..ends.len()).collect();
    by_end.sort_unstable_by_key(|&number| ends[number]);

    let first = State::new(history);
    let mut seen = HashSet::from([first.clone()]);
    let mut untried = vec![first];
    let (mut fewest, mut stuck) = (usize::MAX, Vec::new());
    while let Some(state) = untried.pop() {
        let left: Vec<usize> =
            by_end.iter().copied().filter(|&number| !state.is_done(history, number)).collect();
        let Some(&earliest) = left.first() else { return Ok(seen.len()) };
        // What began after another ended comes after it.
        let may_be_next = |&number: &usize| history.operations[number].begin < ends[earliest];
        if left.len() < fewest {
            fewest = left.len();
            stuck = left.iter().copied().filter(may_be_next).collect();
        }
        let steps = left.into_iter().filter(may_be_next).filter_map(|number| state.step(history, number));
        let steps = steps.chain(state.tell(history));
        let mut steps: Vec<State> = steps.filter(|next| seen.insert(next.clone())).collect();
        steps.reverse();
        untried.append(&mut steps);
    }
    Err(stuck)
}
