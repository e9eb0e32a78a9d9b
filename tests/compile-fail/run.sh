#!/bin/sh
# Compares what the compiler says to wrong uses of goit with the texts beside the programs in `cases`. They are those of one
# compiler, to which this is pinned: another one words its part of them differently. Where that one cannot be had it compares
# nothing, says so, and passes. tests/compile-fail/run.sh [--bless]
set -eu
cd "$(dirname "$0")"
[ "${1:-}" != --bless ] || export TRYBUILD=overwrite
pinned=1.95.0
toolchain=stable
case $(rustc +stable --version) in
    "rustc $pinned "*) ;;
    *)
        toolchain=$pinned
        if ! timeout 120 rustup toolchain install --profile minimal "$pinned"; then
            echo "WHAT THE COMPILER SAYS WAS NOT COMPARED: rustc $pinned cannot be had here"
            exit 0
        fi
        ;;
esac
cargo "+$toolchain" test --quiet --locked
