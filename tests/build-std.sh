# shellcheck shell=sh
# Sourced, with the current folder anywhere in the repository, by scripts that build for targets without a library on
# this machine: sets `root`, and the environment in which `cargo -Zbuild-std=...` builds the standard library too, from
# Debian's sources of it.

root=$(git rev-parse --show-toplevel)
prefix=$root/target/debian-rust-1.96
if [ ! -x "$prefix/rustc" ] || [ ! -e "$prefix/usr/lib/rustlib/src" ]; then
    apt-get -qq update
    "$root/.ci/debian-rust" 1.96 "$prefix" src
fi
lld=$(rustc +stable --print sysroot)/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
export CARGO_TARGET_THUMBV6M_NONE_EABI_LINKER="$lld" CARGO_TARGET_THUMBV7M_NONE_EABI_LINKER="$lld"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$lld"
export RUSTC="$prefix/rustc" RUSTDOC="$prefix/rustdoc" RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/with-1.96"

# needs PACKAGE CHECK...: installs Debian's package unless the check passes.
needs() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || { apt-get -qq update && apt-get -qq install --yes "$package" >/dev/null; }
}
