#!/bin/sh
# Compares the crate's public API, as text, with public-api.txt, so that a change of it is seen in review.
# After a change that is meant: tests/public-api.sh --bless
#
# The text is `cargo +nightly public-api --all-features --omit blanket-impls`, less what no program writes down: which
# types are unwind safe or `Freeze`, and that derived comparisons make patterns. The conditions of an automatic trait
# follow the order of private fields, and are sorted.
set -eu
cd "$(dirname "$0")/.."

# Reads rustdoc's JSON, whose format changes with the nightly compiler: both move together.
version=0.52.0
tools=${CARGO_TARGET_DIR:-$PWD/target}/public-api-$version
[ -x "$tools/bin/cargo-public-api" ] ||
    cargo +stable install --quiet --debug --locked --root "$tools" --version "$version" cargo-public-api

now=$tools/now.txt
PATH=$tools/bin:$PATH cargo +nightly public-api --all-features --omit blanket-impls >"$tools/all.txt"
grep -vE 'core::panic::unwind_safe::|core::marker::(Freeze|StructuralPartialEq) for ' "$tools/all.txt" | python3 -c '
import re, sys
for line in sys.stdin:
    impl, where, conditions = line.rstrip("\n").partition(" where ")
    if re.search(r"core::marker::(Send|Sync|Unpin|UnsafeUnpin) for ", impl):
        conditions = ", ".join(sorted(set(conditions.split(", "))))
    print(impl + where + conditions)' >"$now"

if [ "${1:-}" = --bless ]; then
    cp "$now" tests/public-api.txt
elif ! diff tests/public-api.txt "$now"; then
    echo "the public API has changed; if that is meant: tests/public-api.sh --bless" >&2
    exit 1
fi
echo "$(wc -l <tests/public-api.txt) lines of public API"
