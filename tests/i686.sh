#!/bin/sh
# The library's tests on a 32-bit host, whose standard library is built for it, in debug and in release:
# `tests/i686.sh [ARGUMENTS OF cargo test]`. Some fill all that one allocation can have there, 1 GiB, one after the other.
set -eu
cd "$(dirname "$0")"
. ./build-std.sh
links_for_32_bits() {
    echo 'int main(void) { return 0; }' | cc -m32 -x c -o /dev/null -
}
needs gcc-multilib links_for_32_bits

# Release is for what debug assertions hide: it need not be fast.
export CARGO_PROFILE_DEV_DEBUG=none CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_INCREMENTAL=0
tests_of() {
    profile=$1
    shift
    cargo test --quiet --locked -Zbuild-std=std,panic_unwind,test --target i686-unknown-linux-gnu --profile "$profile" \
        --manifest-path "$root/Cargo.toml" --features sync "$@"
}
tests_of dev --lib --tests "$@"
tests_of release --test local --test sync "$@"
