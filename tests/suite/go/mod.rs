//! What Go's own channel tests (`test/chan`) check, in goit's words: one file for each of them, or for several that are
//! about one thing.

mod doubleselect;
mod fifo;
mod nonblock;
mod perm;
mod powser;
mod rational;
mod select;
mod sendstmt;
mod series;
mod sieve;
