#!/usr/bin/env bash
# Counts the instructions per message of goit's main operations with callgrind, and compares them with those kept in
# instructions.txt: a function that needs over 2 % more fails. `--bless` keeps the new numbers instead.
#
# The numbers depend on the compiler; the first line of the file names the one they were made with.
set -euo pipefail
cd "$(dirname "$0")"
command -v valgrind >/dev/null || { echo "instructions.sh: valgrind is not installed" >&2; exit 2; }

bin=$(cargo build --quiet --locked --release -p goit-bench --bin instructions --message-format=json |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

# All functions in one run. What a call cost with all that it called is in the line after `calls=`; names are written
# out where they appear first.
measure() {
    echo "# instructions per message, $(rustc --version | cut -d' ' -f1,2), $(uname -m)"
    valgrind --quiet --tool=callgrind --callgrind-out-file="$runs/calls" "$bin" >"$runs/messages"
    awk '
        /^c?fn=/ { id = $1; sub(/^c?fn=/, "", id); if (NF > 1) name[id] = $2; called = name[id] }
        /^calls=/ { getline; cost[called] = $2; next }
        FILENAME ~ /messages$/ {
            if (!($1 in cost)) { print "instructions.sh: " $1 " was not counted" >"/dev/stderr"; exit 2 }
            printf "%s %.2f\n", $1, cost[$1] / $2
        }' "$runs/calls" "$runs/messages"
}

found=$(measure) || exit 2
./kept.sh instructions.txt 1.02 0 "$@" <<<"$found"
