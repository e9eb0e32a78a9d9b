//! Reads a trace of memory accesses, as valgrind's lackey prints it, and counts the loads that a processor has to wait for: a load
//! of what two stores have just written, or one and nobody, cannot be served from the queue of stores, and waits until they have
//! reached the cache. Instruction counts are blind to it.
//!
//! `stalls FROM TO NAME=ADDRESS...`: the program's own code lies between the first two, loads elsewhere are not counted; a function
//! of `instructions` is counted from its address on until another one begins. All numbers are hexadecimal. See `stalls.sh`.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::ops::Range;

/// So many instructions after a store it has reached the cache, or is about to.
const RECENT: u64 = 40;

#[derive(Clone, Copy)]
struct Store {
    /// How many instructions were before it: no two have the same.
    time: u64,
    /// The address of its instruction.
    code: u64,
}

#[derive(Default)]
struct Trace {
    /// By byte: the last store to it.
    stores: HashMap<u64, Store>,
    time: u64,
    code: u64,
}

impl Trace {
    fn store(&mut self, bytes: Range<u64>) {
        let store = Store { time: self.time, code: self.code };
        self.stores.extend(bytes.map(|byte| (byte, store)));
    }

    fn recent(&self, byte: u64) -> Option<Store> {
        self.stores.get(&byte).copied().filter(|store| self.time - store.time < RECENT)
    }

    /// The latest of several stores that a load needs.
    fn waits_for(&self, bytes: Range<u64>) -> Option<Store> {
        let latest = bytes.clone().filter_map(|byte| self.recent(byte)).max_by_key(|store| store.time)?;
        let whole =
            bytes.clone().all(|byte| self.recent(byte).is_some_and(|store| store.time == latest.time));
        (!whole).then_some(latest)
    }
}

fn number(text: &str) -> u64 {
    u64::from_str_radix(text, 16).expect("a hexadecimal number")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, functions @ ..] = &*arguments else { panic!("stalls FROM TO NAME=ADDRESS...") };
    let own = number(from)..number(to);
    let functions: Vec<(&str, u64)> = functions
        .iter()
        .filter_map(|text| text.split_once('='))
        .map(|(name, at)| (name, number(at)))
        .collect();
    let begins: HashMap<u64, usize> = functions.iter().map(|function| function.1).zip(0..).collect();
    let mut stalls: Vec<HashMap<(u64, u64), u64>> = vec![HashMap::new(); functions.len()];
    let (mut function, mut counted) = (None, vec![false; functions.len()]);
    let mut trace = Trace::default();
    for line in io::stdin().lock().lines() {
        let line = line.expect("a trace is text");
        let Some((kind, at)) = line.trim_start().split_once(' ') else { continue };
        let Some((at, size)) = at.trim_start().split_once(',') else { continue };
        let (Ok(at), Ok(size)) = (u64::from_str_radix(at, 16), size.parse::<u64>()) else { continue };
        if kind == "I" {
            trace.time += 1;
            trace.code = at;
            if let Some(&begins) = begins.get(&at) {
                function = Some(begins);
                counted[begins] = true;
            }
            continue;
        }
        let Some(function) = function else { continue };
        if kind != "S" && own.contains(&trace.code) {
            if let Some(store) = trace.waits_for(at..at + size) {
                *stalls[function].entry((store.code - own.start, trace.code - own.start)).or_default() += 1;
            }
        }
        if kind != "L" {
            trace.store(at..at + size);
        }
    }
    for ((name, address), counted) in functions.iter().zip(counted) {
        assert!(counted && own.contains(address), "{name} was not counted: the program lies elsewhere");
    }
    for ((name, _), stalls) in functions.iter().zip(&stalls) {
        println!("{name} {}", stalls.values().sum::<u64>());
        for ((store, load), count) in stalls.iter().filter(|(_, count)| **count >= 100) {
            println!("# {count} times {load:x} waits for {store:x}");
        }
    }
}
