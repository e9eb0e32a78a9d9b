#!/bin/sh
# Tests what is left of a channel whose memory was refused; takes the nightly toolchain. `tests/allocation/run.sh [ARGUMENTS]`
set -eu
cd "$(dirname "$0")"
cargo +nightly test --locked "$@"
