#!/usr/bin/env bash
# Counts the instructions per message of goit's main operations with callgrind, in cargo's default profile and, with `lto:` before
# their names, in fat LTO with one codegen unit, which inlines otherwise; and compares them with those kept in instructions.txt: a
# function that needs over 2 % more fails. `--bless` keeps the new numbers instead.
#
# The numbers depend on the compiler; the first line of the file names the one they were made with.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")"
command -v valgrind >/dev/null || { echo "instructions.sh: valgrind is not installed" >&2; exit 2; }

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

# count PROFILE PREFIX: all functions in one run. What a call cost with all that it called is in the line after `calls=`; names are
# written out where they appear first.
count() {
    local bin
    bin=$(cargo build --quiet --locked --profile "$1" -p goit-bench --bin instructions --message-format=json |
        sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
    valgrind --quiet --tool=callgrind --callgrind-out-file="$runs/calls" "$bin" >"$runs/messages"
    awk -v prefix="$2" '
        /^c?fn=/ { id = $1; sub(/^c?fn=/, "", id); if (NF > 1) name[id] = $2; called = name[id] }
        /^calls=/ { getline; cost[called] = $2; next }
        FILENAME ~ /messages$/ {
            if (!($1 in cost)) { print "instructions.sh: " $1 " was not counted" >"/dev/stderr"; exit 2 }
            printf "%s%s %.2f\n", prefix, $1, cost[$1] / $2
        }' "$runs/calls" "$runs/messages"
}

made="# instructions per message, $(rustc --version | cut -d' ' -f1,2), $(uname -m)"
default=$(count release "")
lto=$(count lto lto:)
printf '%s\n' "$made" "$default" "$lto" | ./kept.sh instructions.txt 1.02 0 "$@"
