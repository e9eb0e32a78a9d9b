#!/bin/sh
# Runs tests under Miri, which sees undefined behaviour: accesses through pointers that are not, or no longer, good for them
# (by Stacked Borrows), data races, memory that nobody has written, leaks. `tests/miri.sh [PART...]`, all parts by default:
#
# local, sync                the suite, of either flavour
# threads                    the threads of `goit::sync`, once for each number in `MIRI_SEEDS` (0..2), each time otherwise
# leaks                      tests of the suite that forget futures or values on purpose, of `goit::sync`
# model_local, model_sync    the first schedules of a series against the reference model, of either flavour
#
# What tests do again and again they do less often under Miri, see tests/suite/support/repeats.rs. As many parts run at
# once as there are processors; after `MIRI_SECONDS` (1200) they end. Only `leaks` and the models need less than that. It
# needs the nightly toolchain with its components `miri` and `rust-src`, and installs these; where they cannot be had it
# runs nothing, says so, and passes.
set -eu
cd "$(dirname "$0")/.."

# tests_of PART: runs them, all but what is left out, by parts of their names: shares, of which a few rounds say nothing;
# whole programs, which use the channels as other tests do.
tests_of() {
    binary=$1
    set -- "$1" --skip suite::select_fair:: --skip futures_alone_are_a_select_too --skip suite::go::
    case $1 in
        local | sync) set -- "$@" --skip a_leaked_ --skip values_dropped_in_any_place_may_use_their_channel ;;
        leaks)
            binary=sync
            MIRIFLAGS="$MIRIFLAGS -Zmiri-ignore-leaks"
            set -- "$@" a_leaked_ values_dropped_in_any_place_may_use_their_channel
            ;;
        threads)
            binary=sync_threads
            MIRIFLAGS="$MIRIFLAGS -Zmiri-many-seeds=${MIRI_SEEDS:-0..2}"
            ;;
        # They leak on purpose, and count themselves what is dropped.
        model_*) MIRIFLAGS="$MIRIFLAGS -Zmiri-ignore-leaks -Zmiri-env-set=GOIT_SEED=1" ;;
    esac
    shift
    cargo +nightly miri test --quiet --locked --features sync --test "$binary" -- "$@"
}

if [ "${1:-}" = --part ]; then
    began=$(date +%s)
    mkdir -p "$CARGO_TARGET_DIR"
    log=$CARGO_TARGET_DIR/$2.log
    tests_of "$2" >"$log" 2>&1 && passed=true || passed=false
    cat "$log"
    echo "== $2: $(($(date +%s) - began)) s"
    $passed
    exit
fi

if ! timeout 120 rustup +nightly component add miri rust-src; then
    echo "MIRI DID NOT RUN: its components of the nightly toolchain cannot be had here"
    exit 0
fi
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}/miri"
# Pointers are made of pointers alone.
export MIRIFLAGS=-Zmiri-strict-provenance
[ $# != 0 ] || set -- sync local threads leaks model_sync model_local
printf '%s\n' "$@" | timeout "${MIRI_SECONDS:-1200}" xargs -n 1 -P "$(nproc)" "$0" --part
