//! A member of a merge that is refused memory, when it joins or when it parks: the merge is as it was, and the others go on.

use crate::flavor::*;
use goit::TryRecvError;
use goit_allocation::{Ended, refusing};

#[test]
fn a_member_that_cannot_join_is_no_member() {
    for members in 0..6 {
        for granted in 0..5 {
            let (senders, receivers): (Vec<_>, Vec<_>) = (0..members).map(|_| bounded(1)).unzip();
            let mut merge: Merge<_, _> = receivers.into_iter().enumerate().collect();
            assert!(merge.try_recv().is_err());
            let (tx, rx) = bounded(1);
            let ended = refusing(granted, || merge.insert(members, rx).is_none());
            println!("{members} members, {granted} granted: {ended:?}");
            let joined = ended != Ended::Panicked;
            assert_eq!((merge.len(), tx.is_closed()), (members + usize::from(joined), !joined));
            for (number, tx) in senders.iter().chain(joined.then_some(&tx)).enumerate() {
                tx.try_send(number).unwrap();
                assert_eq!(merge.try_recv(), Ok((number, Ok(number))));
            }
        }
    }
}

#[test]
fn a_member_that_finds_no_place_in_line_finds_one_later() {
    for parked in 0..6 {
        for granted in 0..3 {
            let (tx, rx) = rendezvous();
            let mut before: Merge<_, _> = (0..parked).map(|number| (number, rx.clone())).collect();
            assert!(before.try_recv().is_err() || parked == 0);
            let mut merge = Merge::from_iter([(0, rx)]);
            let ended = refusing(granted, || merge.try_recv().is_err());
            println!("{parked} parked, {granted} granted: {ended:?}");
            assert_eq!(merge.try_recv(), Err(TryRecvError::Empty));
            (0..=parked).for_each(|number| tx.try_send(number).unwrap());
            for number in 0..parked {
                assert_eq!(before.try_recv(), Ok((number, Ok(number))));
            }
            assert_eq!(merge.try_recv(), Ok((0, Ok(parked))));
        }
    }
}
