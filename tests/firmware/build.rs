//! Puts the memory layout where the linker looks for it.

use std::{env, fs, path::PathBuf};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    // The program that checks both flavours needs more than the smaller board has.
    let larger = env::var("TARGET").is_ok_and(|target| target.starts_with("thumbv7m"));
    let memory = include_str!("memory.in").replace("256K", if larger { "4M" } else { "256K" });
    fs::write(out.join("memory.x"), memory).expect("the output folder can be written");
    println!("cargo:rustc-link-search={}", out.display());
    println!("cargo:rustc-link-arg-bins=-Tlink.x");
    println!("cargo:rerun-if-changed=memory.in");
}
