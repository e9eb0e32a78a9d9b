#!/bin/sh
# The library's tests on a 32-bit host, whose standard library is built for it: `tests/i686.sh [ARGUMENTS OF cargo test]`. Some
# fill all that one allocation can have there, 1 GiB, one after the other. The suite is the same for both flavours, so one of
# them takes it with debug assertions and checks of overflow, the other one without, which those hide much from.
set -eu
cd "$(dirname "$0")"
. ./build-std.sh
links_for_32_bits() {
    echo 'int main(void) { return 0; }' | cc -m32 -x c -o /dev/null -
}
needs gcc-multilib links_for_32_bits

export CARGO_PROFILE_DEV_DEBUG=none CARGO_INCREMENTAL=0
tests() {
    cargo test --quiet --locked -Zbuild-std=std,panic_unwind,test --target i686-unknown-linux-gnu \
        --manifest-path "$root/Cargo.toml" --features sync "$@"
}
tests --lib --test guide --test local --test model_local --test model_sync --test sync_threads "$@"
tests --config profile.dev.package.goit.debug-assertions=false --config profile.dev.package.goit.overflow-checks=false \
    --test sync "$@"
