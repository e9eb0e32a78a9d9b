#!/bin/sh
# Runs the conformance program on every executor, and the examples. Prints what an executor could not be run for.
set -eu
cd "$(dirname "$0")"

# A hang is a failure; nothing here takes a minute once it is built.
cargo test --locked --no-run
timeout 180 cargo test --locked
for example in smol async_std tokio embassy; do
    echo "--- example $example"
    cargo build --quiet --locked --example "$example"
    timeout 60 cargo run --quiet --locked --example "$example"
done
