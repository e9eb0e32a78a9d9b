#!/usr/bin/env bash
# Counts, per message of goit's main operations, the loads that a processor has to wait for, since what they need was just written
# in other pieces (src/stalls.rs says more), and compares them with those kept in stalls.txt: a function with over 0.1 more fails.
# Where they are, prints a line that begins with `#`: addresses in the program `instructions`. `--bless` keeps the new numbers.
#
# As instruction counts, they depend on the compiler.
set -euo pipefail
cd "$(dirname "$0")"
command -v valgrind >/dev/null || { echo "stalls.sh: valgrind is not installed" >&2; exit 2; }

bins=$(cargo build --quiet --locked --release -p goit-bench --bin instructions --bin stalls --message-format=json |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p')
instructions=$(grep '/instructions$' <<<"$bins") stalls=$(grep '/stalls$' <<<"$bins")

# Where valgrind puts a program.
base=$((0x108000))
functions=()
while read -r at kind name; do
    [[ $kind = T && $name =~ ^(local|sync)_ ]] && functions+=("$name=$(printf %x $((0x$at + base)))")
done < <(nm "$instructions")
from=$(printf %x "$base") to=$(printf %x $((base + 0x$(nm --numeric-sort --defined-only "$instructions" | tail -n 1 | cut -d' ' -f1))))

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT
"$instructions" 1000 >"$runs/messages"
valgrind --tool=lackey --trace-mem=yes --log-fd=9 9>&1 >/dev/null "$instructions" 1000 |
    "$stalls" "$from" "$to" "${functions[@]}" >"$runs/stalls"
grep '^#' "$runs/stalls" || true
found=$(awk '/^#/ { next } FILENAME ~ /messages$/ { messages[$1] = $2; next } { printf "%s %.1f\n", $1, $2 / messages[$1] }' \
    "$runs/messages" "$runs/stalls")
./kept.sh stalls.txt 1 0.1 "$@" <<<"$found"
