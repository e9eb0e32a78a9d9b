#!/bin/sh
# Runs the tests under sanitizers: `tests/sanitizers.sh [thread] [address]`, both by default.
#
# thread   races: the tests of `goit::sync`, and the stress for a short while. The standard library is built with the
#          sanitizer as well, since else it reports races that are none: that takes its sources. They, and a `rustc` and a
#          `rustdoc` that have a ThreadSanitizer runtime, are taken from the directory `TSAN_RUST`; without it, from the
#          nightly toolchain with its component `rust-src`.
# address  invalid accesses and leaks: all tests, of both flavours, and the stress. Takes the nightly toolchain.
#
# `STRESS_SECONDS` (20) is how long the stress runs.
set -eu
cd "$(dirname "$0")/.."
target=x86_64-unknown-linux-gnu
seconds=${STRESS_SECONDS:-20}
out=${CARGO_TARGET_DIR:-target}/sanitizers
failed=

step() {
    echo "== $*"
    "$@" || failed="$failed
   $*"
}

tests_of_sync() {
    for file in tests/sync*.rs tests/model_sync*.rs; do
        if [ -f "$file" ]; then
            name=$(basename "$file" .rs)
            echo "--test $name"
        fi
    done
}

thread() {
    export CARGO_TARGET_DIR="$out/thread" RUSTFLAGS=-Zsanitizer=thread
    if [ -n "${TSAN_RUST:-}" ]; then
        export RUSTC="$TSAN_RUST/rustc" RUSTDOC="$TSAN_RUST/rustdoc" RUSTC_BOOTSTRAP=1
        cargo=cargo
    else
        cargo="cargo +nightly"
    fi
    # The words of both are options.
    # shellcheck disable=SC2046,SC2086
    step $cargo test --no-fail-fast -Zbuild-std --target $target --features sync $(tests_of_sync)
    # shellcheck disable=SC2086
    step $cargo run --release -Zbuild-std --target $target --manifest-path tests/stress/Cargo.toml -- \
        --seconds "$seconds" --threads 8
}

# Tests that forget futures or values on purpose, by parts of their names or of those of their modules; they count
# themselves what is dropped. A key that panics makes the standard library's map forget a node.
forgetful='a_leaked_ a_key_that_panics_when_it_is_dropped values_dropped_in_any_place_may_use_their_channel select_reuse model::'

address() {
    export CARGO_TARGET_DIR="$out/address" RUSTFLAGS=-Zsanitizer=address ASAN_OPTIONS=detect_leaks=1
    mkdir -p "$CARGO_TARGET_DIR"
    CARGO_TARGET_DIR=$(cd "$CARGO_TARGET_DIR" && pwd)
    printf 'leak:%s\n' $forgetful >"$CARGO_TARGET_DIR/forgetful"
    export LSAN_OPTIONS="suppressions=$CARGO_TARGET_DIR/forgetful:print_suppressions=0"
    step cargo +nightly test --no-fail-fast --target $target --features sync --lib --tests
    step cargo +nightly run --release --target $target --manifest-path tests/stress/Cargo.toml -- \
        --seconds "$seconds" --threads 8
}

for sanitizer in ${*:-thread address}; do
    case $sanitizer in
        thread | address) (
            "$sanitizer"
            [ -z "$failed" ] || {
                echo "failed under the $sanitizer sanitizer:$failed"
                exit 1
            }
        ) || status=1 ;;
        *)
            echo "no sanitizer $sanitizer: thread, address" >&2
            exit 2
            ;;
    esac
done
exit ${status:-0}
