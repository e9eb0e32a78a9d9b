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
//! | [`coming_from`] | tokio, async-channel, crossbeam, flume, Go, embassy, pychanasync: names, and programs in both |
//!
//! Every example is a test. But for those of [`coming_from`], none names a runtime: `futures_executor::block_on` runs a future,
//! `join` runs several, and `now_or_never` polls one once; under tokio or another runtime the same code stands in tasks.

/// A page is the Markdown file of its name. Its links, by label, lead to files of the repository, so that it can be read there;
/// here they lead to pages and items, since of two definitions of a label the first one counts. The examples of a page that
/// needs `goit::sync` are tested where that is; the page is shown in any case. A page may have pages of its own, whose examples
/// are tested elsewhere.
macro_rules! page {
    ($name:ident) => {
        page!($name as);
    };
    ($name:ident as $($alias:literal)*) => {
        page!($(#[doc(alias = $alias)])* $name: concat!(stringify!($name), ".md"), if all() {});
    };
    ($name:ident if $tested:meta) => {
        page!($name: concat!(stringify!($name), ".md"), if $tested {});
    };
    ($name:ident with $($inner:ident)*) => {
        page!($name: concat!(stringify!($name), ".md"), if all() {
            $(page!($inner: concat!(stringify!($name), "/", stringify!($inner), ".md"), if any() {});)*
        });
    };
    ($(#[$attribute:meta])* $name:ident: $path:expr, if $tested:meta { $($pages:tt)* }) => {
        $(#[$attribute])*
        #[doc = "
[local]: crate::local
[Flavor]: crate::Flavor
[bounded]: crate::local::bounded
[rendezvous()]: crate::local::rendezvous
[unbounded]: crate::local::unbounded
[Channel]: crate::local::Channel
[select!]: crate::select!
[Select]: crate::local::Select
[Merge]: crate::local::Merge
[fan-out]: crate::guide::recipes#fan-out-with-a-policy-for-each-subscriber
[feeding]: crate::guide::recipes#workers-that-feed-their-own-queue
[shutdown]: crate::guide::recipes#shutdown
[reply]: crate::guide::recipes#request-and-reply
[leases]: crate::guide::permits_and_leases#leases
[cancellation]: crate::guide::cancellation
[promises]: crate::guide::promises
[recipes]: crate::guide::recipes
[recipes_across_threads]: crate::guide::recipes_across_threads
[recipes_with_limits]: crate::guide::recipes_with_limits
[rendezvous]: crate::guide::rendezvous
[threads]: crate::guide::threads
[timers]: crate::guide::timers
[async_channel]: crate::guide::coming_from::async_channel
[crossbeam]: crate::guide::coming_from::crossbeam
[embassy]: crate::guide::coming_from::embassy
[flume]: crate::guide::coming_from::flume
[go]: crate::guide::coming_from::go
[pychanasync]: crate::guide::coming_from::pychanasync
[tokio]: crate::guide::coming_from::tokio
"]
        #[cfg_attr(any(not(doctest), $tested), doc = include_str!($path))]
        pub mod $name { $($pages)* }
    };
}

page!(cancellation);
page!(channels);
page!(choose as "oneshot" "broadcast" "watch" "notify" "semaphore" "pubsub");
page!(coming_from with async_channel crossbeam embassy flume go pychanasync tokio);
page!(features);
page!(permits_and_leases);
page!(promises if all(feature = "sync", feature = "std"));
page!(recipes);
page!(recipes_across_threads if all(feature = "sync", feature = "std"));
page!(recipes_with_limits);
page!(rendezvous);
page!(select);
page!(threads if all(feature = "sync", feature = "std"));
page!(timers);
