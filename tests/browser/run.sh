#!/bin/sh
# Loads a page in headless Chromium, and reads from it how it went: `run.sh [threads]`. On the page's own thread tasks of
# either flavour wait for promises, timers and channels, and run the program of tests/executors. With `threads`, the
# standard library is built for threads, and `goit::sync` is also between that thread and workers.
set -eu
cd "$(dirname "$0")"
. ../build-std.sh
chromium() {
    command -v chromium-headless-shell || command -v chromium
}
needs chromium-headless-shell chromium

# The program that writes the JavaScript is for this machine, and built by this machine's compiler.
host=${CARGO_TARGET_DIR%/with-1.96}
bind() (
    unset RUSTC RUSTDOC RUSTC_BOOTSTRAP
    CARGO_TARGET_DIR=$host cargo run --quiet --locked --bin bind -- "$@"
)

page=$CARGO_TARGET_DIR/browser
if [ "${1:-}" = threads ]; then
    page=$page-threads
    export CARGO_TARGET_DIR="$page"
    flags="-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals"
    for argument in --shared-memory --max-memory=1073741824 --import-memory --export=__wasm_init_tls \
        --export=__tls_size --export=__tls_align --export=__tls_base; do
        flags="$flags -Clink-arg=$argument"
    done
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags"
fi
cargo build --quiet --locked --release --lib -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown
bind "$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/goit_browser.wasm" "$page"
cp index.html worker.js "$page"

mkfifo "$page/port"
python3 serve.py "$page" >"$page/port" &
server=$!
trap 'kill "$server"; rm -rf "$page/port" "$page/profile"' EXIT
read -r port <"$page/port"

browser=$(chromium)
"$browser" --version
timeout 120 "$browser" --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$page/profile" \
    --dump-dom "http://127.0.0.1:$port/" >"$page/dom.html" 2>"$page/log"
grep -o '<li>[^<]*' "$page/dom.html" | sed 's/<li>//'
grep -q '<li>passed</li>' "$page/dom.html" || {
    cat "$page/log" "$page/dom.html" >&2
    exit 1
}
