#!/bin/sh
# Packages the crate, and checks that the package is what a user needs: sources, examples, the words and the licences, all
# of them and nothing else, with what README.md links to, and that its examples build from it.
set -eu
cd "$(dirname "$0")/.."

files() {
    git ls-files --cached --others --exclude-standard -- "$@"
}

words="README.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT"
missing=$(for file in $words; do [ -f "$file" ] || echo "$file"; done)
[ -z "$missing" ] || { echo "missing: $missing" >&2 && exit 1; }
expected=$({
    files 'src/*.rs' 'src/*.md' 'examples/*.rs'
    printf '%s\n' $words
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

# Cargo leaves out every folder that is a package of its own.
grep -o ']([^)#]*' README.md | sed 's/](//' | grep -v '://' | sort -u | while read -r link; do
    [ -e "$(echo "$link" | cut -d/ -f1)/Cargo.toml" ] || printf '%s\n' "$packaged" | grep -qxF "$link" ||
        { echo "README.md links to $link, which is not in the package" >&2 && exit 1; }
done

cargo package --package goit --allow-dirty
name=$(cargo pkgid --package goit | sed 's/.*[#@]//; s/^/goit-/')
cargo check --quiet --locked --examples --features sync \
    --manifest-path "${CARGO_TARGET_DIR:-target}/package/$name/Cargo.toml"
echo "$name: $(printf '%s\n' "$packaged" | wc -l) files; its examples build from it"
