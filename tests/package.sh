#!/bin/sh
# Packages the crate, and checks that the package is what a user needs: sources, examples, the words and the licences, all
# of them and nothing else, and that its examples build from it.
set -eu
cd "$(dirname "$0")/.."

files() {
    git ls-files --cached --others --exclude-standard -- "$@"
}

missing=$(for file in README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT; do [ -f "$file" ] || echo "$file"; done)
[ -z "$missing" ] || { echo "missing: $missing" >&2 && exit 1; }
expected=$({
    files 'src/*.rs' 'src/*.md' 'examples/*.rs'
    printf '%s\n' README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT
    printf '%s\n' .cargo_vcs_info.json Cargo.lock Cargo.toml Cargo.toml.orig # cargo's own
} | LC_ALL=C sort)
packaged=$(cargo package --quiet --package goit --allow-dirty --list | LC_ALL=C sort)
if [ "$expected" != "$packaged" ]; then
    echo "the package is not what a user needs: " >&2
    printf '%s\n' "$expected" >"${TMPDIR:-/tmp}/expected.$$"
    printf '%s\n' "$packaged" | diff "${TMPDIR:-/tmp}/expected.$$" - >&2 || true
    rm "${TMPDIR:-/tmp}/expected.$$"
    exit 1
fi

cargo package --package goit --allow-dirty
name=$(cargo pkgid --package goit | sed 's/.*[#@]//; s/^/goit-/')
cargo check --quiet --locked --examples --features sync \
    --manifest-path "${CARGO_TARGET_DIR:-target}/package/$name/Cargo.toml"
echo "$name: $(printf '%s\n' "$packaged" | wc -l) files; its examples build from it"
