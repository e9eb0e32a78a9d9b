#!/bin/sh
# Runs the tests and examples that published crates ship over `goit::sync`, which stands in for async-channel. Their
# sources are those that Cargo.toml names, unchanged, laid out below target/clients as one workspace. `run.sh --lock`
# writes Cargo.lock and workspace.lock anew, after a change of Cargo.toml or of what goit depends on.
set -eu
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
work=$root/target/clients
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}" CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=none

# stub PACKAGE VERSION [FEATURES] [FOLDER]: an empty crate. All copies keep their times, so that cargo sees no change.
stub() {
    folder=$work/stubs/${4:-$1}
    mkdir -p "$folder/src"
    cp -p "$here/lib.rs" "$folder/src/lib.rs"
    printf '[package]\nname = "%s"\nversion = "%s"\n\n[features]\n%s\n' "$1" "$2" "${3:-}" >"$folder/Cargo.toml"
}

lay_out() {
    rm -rf "$work"
    mkdir -p "$work/sources"
    cp workspace.toml "$work/Cargo.toml"
    [ ! -f workspace.lock ] || cp workspace.lock "$work/Cargo.lock"

    host=$(rustc -vV | sed -n 's/^host: //p')
    cargo metadata --locked --format-version 1 --filter-platform "$host" >"$work/metadata.json"
    sed -n 's/^\([a-z0-9-]*\) = .*"=\([0-9.]*\)".*/\1 \2/p' Cargo.toml | while read -r key version; do
        manifest=$(grep -o "\"manifest_path\":\"[^\"]*/${key%-[0-9]}-$version/Cargo.toml\"" "$work/metadata.json" |
            cut -d '"' -f 4)
        [ -n "$manifest" ] || { echo "no source of $key $version" >&2 && exit 1; }
        cp -pr "$(dirname "$manifest")" "$work/sources/$key"
    done
    # Its tests find the file that they open by its path from the workspace, but run in the package.
    mkdir -p "$work/sources/async-std/sources/async-std"
    ln -s ../../src "$work/sources/async-std/sources/async-std/src"
    # async-channel's own tests, and the examples of its documentation, find the stand-in by its name.
    for series in 1 2; do
        manifest=$work/sources/async-channel-$series/Cargo.toml
        sed -i "s/^name = \"async-channel\"/name = \"async-channel-$series\"/
            s/^name = \"async_channel\"/name = \"published\"/" "$manifest"
        printf '\n[dev-dependencies.async-channel]\nversion = "%s"\n' "$series" >>"$manifest"
    done

    stub async-h1 2.0.0
    stub async-native-tls 0.5.0
    stub async-tungstenite 0.27.0 'async-native-tls = []'
    stub criterion 0.3.0 '' criterion-0.3
    stub criterion 0.7.0 'cargo_bench_support = []' criterion-0.7
    stub criterion 0.8.0 'cargo_bench_support = []' criterion-0.8
    stub http-types 2.0.0
    stub hyper 1.0.0 "$(printf 'client = []\nhttp1 = []\nserver = []')"
    stub native-tls 0.2.0
    stub scraper 0.20.0
    stub smol-hyper 0.1.0
    stub surf 2.0.0 'h1-client = []'
}

[ "${1:-}" != --lock ] || cargo update --workspace
lay_out
cd "$work"
if [ "${1:-}" = --lock ]; then
    cargo update --workspace
    cp Cargo.lock "$here/workspace.lock"
    exit
fi

# A standard input that says nothing and does not end, for the test that waits for it in vain.
mkfifo stdin
exec <>stdin

results=
# result NAME STATUS
result() {
    if [ "$2" = 0 ]; then said=passed; else said=FAILED; fi
    echo "--- $1: $said"
    results="$results$1: $said
"
}

# client PACKAGE [ARGUMENTS OF cargo test]: once it is built, a hang is a failure.
client() {
    echo "--- $1"
    status=0
    cargo test --quiet --locked --no-run --package "$@" || status=1
    [ $status = 1 ] || timeout 180 cargo test --quiet --locked --no-fail-fast --package "$@" || status=1
    result "$1" $status
}

# example PACKAGE NAME [ARGUMENTS]: one that ends by itself.
example() {
    package=$1 name=$2
    shift 2
    status=0
    cargo build --quiet --locked --package "$package" --example "$name" || status=1
    [ $status = 1 ] || timeout 60 "$CARGO_TARGET_DIR/debug/examples/$name" "$@" >/dev/null || status=1
    result "$package, example $name" $status
}

# One difference is meant: a send that waits is served in its turn, also one whose future is not polled any more, where
# that test expects that a later one overtakes it.
client async-channel-2 -- --skip forget_blocked_sender
client async-channel-1 -- --skip forget_blocked_sender
client piper
client blocking
example blocking ls
client async-executor
example async-executor limit
example async-executor priority
client async-io --test async --test timer # the others have no channel
client async-process
example async-process timeout
client async-global-executor
client smol --lib --example chat-client --example chat-server --example ctrl-c --example unix-signal
client async-std --features unstable --tests --examples # its hundreds of documented examples would take minutes
client sluice

printf '\n%s' "$results"
case $results in *FAILED*) exit 1 ;; esac
