#!/bin/sh
# The library's tests on a 32-bit host, whose standard library is built for it: `tests/i686.sh [ARGUMENTS OF cargo test]`.
set -eu
cd "$(dirname "$0")"
. ./build-std.sh
links_for_32_bits() {
    echo 'int main(void) { return 0; }' | cc -m32 -x c -o /dev/null -
}
needs gcc-multilib links_for_32_bits

export CARGO_PROFILE_DEV_DEBUG=none CARGO_INCREMENTAL=0
cargo test --quiet --locked -Zbuild-std=std,panic_unwind,test --target i686-unknown-linux-gnu \
    --manifest-path "$root/Cargo.toml" --features sync --lib --tests "$@"
