//! How to choose, use and trust these channels: pages to read, documentation only.
//!
//! | page | answers |
//! | --- | --- |
//! | [`choose`] | which channel, which operation, for which problem |
//! | [`recipes`] | request and reply, actor, shutdown, drain, fan-out, latest value, batches |
//! | [`recipes_with_limits`] | rates, priorities, sets that change, deadlines, workers that panic |
//! | [`recipes_across_threads`] | a thread that works for tasks, a GUI loop, an interrupt |
//! | [`channels`] | capacities, closing, iteration, batches, what does not wait |
//! | [`select`] | one of several, and exactly one; sets that change |
//! | [`permits_and_leases`] | room before the value exists, values that come back |
//! | [`cancellation`] | what becomes of a future that is dropped, row by row |
//! | [`rendezvous`] | capacity 0, and why a cancelled receive leaves no doubt |
//! | [`timers`] | time limits on every runtime |
//! | [`threads`] | blocking operations, both flavours in one piece of code |
//! | [`features`] | features, `no_std`, dependencies |
//! | [`promises`] | order, wake-ups, memory and the rest, each with the test that holds it |
//! | [`elsewhere`] | what things are called in other languages and crates |
//!
//! Every example is a test. None of them names a runtime: `futures_executor::block_on` runs a future, `join` runs several, and
//! `now_or_never` polls one once; under tokio or another runtime the same code stands in tasks.

// Examples that need `goit::sync` are tested where it is there; the pages are shown in any case.

#[doc = include_str!("cancellation.md")]
pub mod cancellation {}

#[doc = include_str!("channels.md")]
pub mod channels {}

#[doc = include_str!("choose.md")]
pub mod choose {}

#[doc = include_str!("elsewhere.md")]
pub mod elsewhere {}

#[doc = include_str!("features.md")]
pub mod features {}

#[doc = include_str!("permits_and_leases.md")]
pub mod permits_and_leases {}

#[cfg_attr(any(not(doctest), all(feature = "sync", feature = "std")), doc = include_str!("promises.md"))]
pub mod promises {}

#[doc = include_str!("recipes.md")]
pub mod recipes {}

#[cfg_attr(
    any(not(doctest), all(feature = "sync", feature = "std")),
    doc = include_str!("recipes_across_threads.md")
)]
pub mod recipes_across_threads {}

#[doc = include_str!("recipes_with_limits.md")]
pub mod recipes_with_limits {}

#[doc = include_str!("rendezvous.md")]
pub mod rendezvous {}

#[doc = include_str!("select.md")]
pub mod select {}

#[cfg_attr(any(not(doctest), all(feature = "sync", feature = "std")), doc = include_str!("threads.md"))]
pub mod threads {}

#[doc = include_str!("timers.md")]
pub mod timers {}
