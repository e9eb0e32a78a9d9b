#!/bin/sh
# Runs the conformance program on every executor, and the examples. Prints what an executor could not be run for. For glib's
# main loop it needs the C library: Debian's package libglib2.0-dev.
set -eu
cd "$(dirname "$0")"

examples="smol async_std tokio embassy"
if pkg-config --exists glib-2.0; then
    examples="$examples glib"
    set -- --features glib
else
    echo "NOT RUN on glib: its library, or pkg-config, is not installed"
fi

# A hang is a failure; nothing here takes a minute once it is built.
cargo test --locked "$@" --no-run
timeout 180 cargo test --locked "$@"
for example in $examples; do
    echo "--- example $example"
    cargo build --quiet --locked "$@" --example "$example"
    timeout 60 cargo run --quiet --locked "$@" --example "$example"
done
