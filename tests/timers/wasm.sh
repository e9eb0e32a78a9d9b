#!/bin/sh
# Checks the lines for a browser's timer, for wasm32-unknown-unknown. Nothing runs.
set -eu
cd "$(dirname "$0")"
. ../build-std.sh
cargo check --quiet --locked -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown
