#!/bin/sh
# Compares what the compiler says to wrong uses of goit with the texts beside the programs in `cases`. They are those of one
# compiler, to which this is pinned: another one words its part of them differently. tests/compile-fail/run.sh [--bless]
set -eu
cd "$(dirname "$0")"
[ "${1:-}" != --bless ] || export TRYBUILD=overwrite
cargo +1.95.0 test --quiet --locked
