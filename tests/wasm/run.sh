#!/bin/sh
# Builds for wasm32-unknown-unknown and runs under node: the checks of both flavours, then channels and selects driven by
# promises. A failed check, or a task that never ends, fails.
set -eu
cd "$(dirname "$0")"
. ../build-std.sh
needs nodejs node --version

cargo build --quiet --locked --release -Zbuild-std=core,alloc --target wasm32-unknown-unknown
module=$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/goit_wasm.wasm
echo "node $(node --version), a module of $(wc -c <"$module") bytes"
timeout 60 node run.mjs "$module"
