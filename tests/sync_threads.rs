//! `goit::sync` between real threads. What the tests of `suite` hold on one thread is not repeated; the tests are those of
//! `threads`.
#![cfg(all(feature = "sync", feature = "std"))]

mod threads;
