//! What was measured on, and with which versions. Nothing that names the machine or a place on it.

use std::path::Path;
use std::process::Command;
use std::thread;

/// In a few words.
fn short() -> String {
    let cpus = thread::available_parallelism().map_or(0, |cpus| cpus.get());
    let rustc = Command::new("rustc").arg("--version").output().ok();
    let rustc = rustc.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_default();
    let version = rustc.split(' ').nth(1).unwrap_or("of unknown version").to_string();
    format!("{cpus} CPUs, {}, {}, rustc {version}", std::env::consts::ARCH, std::env::consts::OS)
}

/// With the peers' versions, as the lock file beside the workspace has them.
pub fn describe(package: &Path) -> String {
    let manifest = std::fs::read_to_string(package.join("Cargo.toml")).unwrap_or_default();
    let lock = std::fs::read_to_string(package.join("..").join("Cargo.lock")).unwrap_or_default();
    let dependencies = manifest.lines().skip_while(|line| *line != "[dependencies]");
    let names = dependencies.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let versions: Vec<_> =
        names.filter_map(|name| Some(format!("{name} {}", version(&lock, name)?))).collect();
    format!("Measured on {}; {}.\n", short(), versions.join(", "))
}

/// A package's version in a lock file.
fn version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let start = lock.find(&entry)? + entry.len();
    lock[start..].split('"').next()
}
