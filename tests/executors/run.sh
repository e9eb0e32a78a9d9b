#!/bin/sh
# Runs the conformance program on every executor, and the examples. Prints what an executor could not be run for. Needs the
# C library GLib for its main loop: Debian's package libglib2.0-dev.
set -eu
cd "$(dirname "$0")"

# A hang is a failure; nothing here takes a minute once it is built.
cargo test --locked --all-features --no-run
timeout 180 cargo test --locked --all-features
for example in smol async_std tokio embassy glib; do
    echo "--- example $example"
    cargo build --quiet --locked --all-features --example "$example"
    timeout 60 cargo run --quiet --locked --all-features --example "$example"
done
